//! An analysed record as bytes, so that it can be sorted and written to disk.
//!
//! The pair's key puts entries in the order of their ordinals: the bits of the weight, inverted so
//! that heavy ones come first, the number of characters of the text, then the text. Equal pairs keep
//! the order of the input. The value:
//!
//! ```text
//! size      field
//! 8         record number, from 0, over all inputs
//! 4 + n     id        empty if there is none
//! 4 + n     payload   JSON, empty if there is none
//! 4 + n     key       of the text
//! 4         contexts  their number
//! then for each context:
//! 4 + n     pair      field, 0 and value
//! then:
//! 1         season    1 if the record has one, else 0; then the next is absent
//! 96        months    bits of twelve f64
//! 4         merged    the number of merged aliases
//! then for each merged alias:
//! 4         place     among the aliases of the record
//! 8         factor    bits of an f64
//! 4 + n     text      empty if it is that of the record
//! then for each other form:
//! 1         kind      its number
//! 4         source    the number of what it was made of
//! 8         factor    bits of an f64
//! 4 + n     text
//! 4 + n     key
//! ```
//!
//! Lengths are little-endian. The bytes never leave the build that made them.

use std::collections::BTreeMap;

use super::made_forms::{MadeForm, MergedAlias};
use crate::build::input::Record;
use crate::format::END_OF_FIELD;
use crate::format::form_kind::FormKind;
use crate::format::season_rows::MONTHS;

const WEIGHT_BYTES: usize = 8;
/// The bytes of the number of characters, of which a text has up to 1,000.
const CHARS_BYTES: usize = 2;
/// The bytes of the record number at the start of a value.
pub(super) const NUMBER_BYTES: usize = 8;
/// Where the id is in a value.
pub(super) const ID_OFFSET: usize = NUMBER_BYTES + 4;

/// An analysed record, read back from its bytes.
#[derive(Debug, Clone, Copy)]
pub(in crate::build) struct SortedEntry<'a> {
    pub(in crate::build) number: u64,
    pub(in crate::build) text: &'a str,
    pub(in crate::build) weight: f64,
    pub(in crate::build) id: &'a str,
    pub(in crate::build) payload: &'a str,
    pub(in crate::build) key: &'a str,
    /// The multipliers, if the record has a season.
    pub(in crate::build) season: Option<[f64; MONTHS]>,
    contexts: &'a [u8],
    merged: &'a [u8],
    forms: &'a [u8],
}

/// A form of an entry other than the text, with its key.
#[derive(Debug, Clone, Copy)]
pub(in crate::build) struct SortedForm<'a> {
    /// The number of its kind.
    pub(in crate::build) kind: u8,
    /// The number of what it was made of; 0 unless it can be made again.
    pub(in crate::build) source: u32,
    pub(in crate::build) text: &'a str,
    pub(in crate::build) factor: f64,
    pub(in crate::build) key: &'a str,
}

/// Returns bytes that sort before those of every lower number. The number is at least 0.
pub(in crate::build) fn falling(number: f64) -> [u8; 8] {
    // The bits of floats that are not negative rise with them, and a parsed weight is never −0.
    (!number.to_bits()).to_be_bytes()
}

/// Appends the key of the pair to `out`.
pub(super) fn encode_key(record: &Record<'_>, out: &mut Vec<u8>) {
    // Weight first, then the shorter text, which is closer to what was typed, then the text: that
    // is the order of ordinals.
    out.extend(falling(record.weight));
    let chars = u16::try_from(record.text.chars().count()).unwrap_or(u16::MAX);
    out.extend(chars.to_be_bytes());
    out.extend(record.text.as_bytes());
}

/// Appends the value of the pair to `out`, with 0 as the record number. The season is that of the
/// record in numbers.
pub(super) fn encode_value(
    record: &Record<'_>,
    season: Option<&[f64; MONTHS]>,
    key: &str,
    out: &mut Vec<u8>,
) {
    // The number is written over when it is known.
    out.extend([0; NUMBER_BYTES]);
    // The id comes first of all texts, so that its place is the same in every value.
    put(out, record.id.as_deref().unwrap_or_default());
    put_payload(record.payload.as_deref().unwrap_or_default(), out);
    put(out, key);
    out.extend((record.contexts.len() as u32).to_le_bytes());
    record.contexts.iter().for_each(|pair| put(out, pair));
    // Most records have no season, and 96 bytes for each would double some inputs.
    out.push(u8::from(season.is_some()));
    out.extend(season.into_iter().flatten().flat_map(|month| month.to_bits().to_le_bytes()));
}

/// Appends the aliases that gave way to other forms to the value of a pair, before its forms.
pub(super) fn encode_merged(merged: &[MergedAlias<'_>], out: &mut Vec<u8>) {
    out.extend((merged.len() as u32).to_le_bytes());
    for alias in merged {
        out.extend(alias.place.to_le_bytes());
        out.extend(alias.factor.to_bits().to_le_bytes());
        put(out, alias.text);
    }
}

/// Appends a form other than the text to the value of a pair.
pub(super) fn encode_form(form: &MadeForm<'_>, out: &mut Vec<u8>) {
    // Forms go to the end, without a number of them: the value says where it ends.
    out.push(form.kind.number());
    out.extend(form.origin.number.to_le_bytes());
    out.extend(form.factor.to_bits().to_le_bytes());
    put(out, &form.text);
    put(out, &form.key);
}

/// Appends a payload, in one line: a record is one line of NDJSON when it is read back.
fn put_payload(payload: &str, out: &mut Vec<u8>) {
    let start = out.len() + 4;
    put(out, payload);
    // No string of JSON has a line break, so each stands between values, where a space means the
    // same.
    for byte in out.iter_mut().skip(start).filter(|byte| matches!(byte, b'\n' | b'\r')) {
        *byte = b' ';
    }
}

fn put(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u32).to_le_bytes());
    out.extend(text.as_bytes());
}

/// Takes a text off the front of `bytes`, which this module wrote.
fn take<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    // Nothing is indexed by a length that was read: a temporary file on a bad disk is an error, not
    // a panic.
    let (len, rest) = bytes.split_first_chunk()?;
    let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*len) as usize)?;
    *bytes = rest;
    std::str::from_utf8(text).ok()
}

fn take_byte(bytes: &mut &[u8]) -> Option<u8> {
    let (byte, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*byte)
}

fn take_u64(bytes: &mut &[u8]) -> Option<u64> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u64::from_le_bytes(*number))
}

/// Takes the contexts off the front of `bytes`, and returns all of their bytes but the number.
fn take_contexts<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (count, start) = bytes.split_first_chunk()?;
    *bytes = start;
    // Only walked over: the pairs are taken one by one when a pass asks for them.
    for _ in 0..u32::from_le_bytes(*count) {
        take(bytes)?;
    }
    start.get(..start.len() - bytes.len())
}

fn take_u32(bytes: &mut &[u8]) -> Option<u32> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*number))
}

fn take_merged_alias<'a>(bytes: &mut &'a [u8]) -> Option<MergedAlias<'a>> {
    let place = take_u32(bytes)?;
    let factor = f64::from_bits(take_u64(bytes)?);
    Some(MergedAlias { place, factor, text: take(bytes)? })
}

/// Takes the merged aliases off the front of `bytes`, and returns all of their bytes but the number.
fn take_merged<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let count = take_u32(bytes)?;
    let start = *bytes;
    for _ in 0..count {
        take_merged_alias(bytes)?;
    }
    start.get(..start.len() - bytes.len())
}

impl<'a> SortedEntry<'a> {
    /// Reads a pair back; `None` if a temporary file returned other bytes than were written.
    pub(in crate::build) fn decode(key: &'a [u8], mut value: &'a [u8]) -> Option<Self> {
        let (weight, text) = key.split_first_chunk::<WEIGHT_BYTES>()?;
        // The number was for sorting alone.
        let (_, text) = text.split_first_chunk::<CHARS_BYTES>()?;
        let number = take_u64(&mut value)?;
        let (id, payload, key) = (take(&mut value)?, take(&mut value)?, take(&mut value)?);
        let contexts = take_contexts(&mut value)?;
        let season = match take_byte(&mut value)? {
            0 => None,
            _ => {
                let mut months = [0.0; MONTHS];
                for month in &mut months {
                    *month = f64::from_bits(take_u64(&mut value)?);
                }
                Some(months)
            }
        };
        let merged = take_merged(&mut value)?;
        Some(SortedEntry {
            // The inverse of `falling`.
            weight: f64::from_bits(!u64::from_be_bytes(*weight)),
            text: std::str::from_utf8(text).ok()?,
            number,
            id,
            payload,
            key,
            season,
            contexts,
            merged,
            forms: value,
        })
    }

    /// Returns the contexts: field, 0 and value of each, rising.
    pub(in crate::build) fn contexts(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        // Decoded again on each call: an entry borrows its bytes and owns nothing.
        let mut rest = self.contexts;
        std::iter::from_fn(move || take(&mut rest))
    }

    /// Returns the aliases that gave way to other forms, in the order of their places.
    pub(in crate::build) fn merged(&self) -> impl Iterator<Item = MergedAlias<'a>> + use<'a> {
        let mut rest = self.merged;
        std::iter::from_fn(move || take_merged_alias(&mut rest))
    }

    /// Returns the forms other than the text, in order.
    pub(in crate::build) fn forms(&self) -> impl Iterator<Item = SortedForm<'a>> + use<'a> {
        let mut rest = self.forms;
        std::iter::from_fn(move || {
            let (kind, source) = (take_byte(&mut rest)?, take_u32(&mut rest)?);
            let factor = f64::from_bits(take_u64(&mut rest)?);
            Some(SortedForm { kind, source, factor, text: take(&mut rest)?, key: take(&mut rest)? })
        })
    }

    /// Returns the record as the build understood it, as a line of NDJSON, for the rejects file.
    pub(in crate::build) fn to_json(self) -> String {
        let string = |text: &str| serde_json::Value::from(text).to_string();
        let mut json = format!(
            "{{\"text\":{},\"id\":{},\"weight\":{}",
            string(self.text),
            string(self.id),
            self.weight
        );
        let aliases: Vec<String> = self
            .forms()
            // Only what was given: who mends the record should not find our forms in it.
            .filter(|form| form.kind == FormKind::ALIAS.number())
            .map(|alias| format!("{{\"text\":{},\"factor\":{}}}", string(alias.text), alias.factor))
            .collect();
        if !aliases.is_empty() {
            json += &format!(",\"aliases\":[{}]", aliases.join(","));
        }
        // Pairs come in the order of their bytes, so those of a field lie together.
        let mut contexts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for pair in self.contexts() {
            if let Some((field, value)) = pair.split_once(char::from(END_OF_FIELD)) {
                contexts.entry(field).or_default().push(value);
            }
        }
        if !contexts.is_empty() {
            json += &format!(",\"contexts\":{}", serde_json::json!(contexts));
        }
        if let Some(months) = self.season {
            json += &format!(",\"season\":{}", serde_json::json!(months));
        }
        if !self.payload.is_empty() {
            json += ",\"payload\":";
            // As it came: the payload is JSON text already.
            json += self.payload;
        }
        json + "}"
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::super::made_forms::Origin;
    use super::*;
    use crate::build::input::{Alias, Season};

    #[test]
    fn an_entry_survives_a_round_trip() {
        let record = Record {
            text: Cow::from("Łódź"),
            id: Some(Cow::from("1")),
            weight: 3.5,
            aliases: vec![Alias { text: Cow::from("Lodz"), factor: 0.25 }],
            contexts: ["a\0x", "a\0y", "b\0\"1\""].map(str::to_owned).to_vec(),
            season: Some(Season::Profile(Cow::from("spring"))),
            payload: Some(Cow::from("[1]")),
            members: 0,
        };
        let (mut key, mut value) = (Vec::new(), Vec::new());
        encode_key(&record, &mut key);
        let mut months = [1.0; MONTHS];
        months[3] = 2.5;
        encode_value(&record, Some(&months), "lodz", &mut value);
        let merged = [
            MergedAlias { place: 0, factor: 1.0, text: "" },
            MergedAlias { place: 2, factor: 0.5, text: "LODZ" },
        ];
        encode_merged(&merged, &mut value);
        let form = |kind, text, factor, key: &str| MadeForm {
            kind,
            text: Cow::from(text),
            factor,
            key: key.to_owned(),
            origin: Origin::default(),
        };
        encode_form(&form(FormKind::ALIAS, "LCJ", 0.25, "lcj"), &mut value);
        encode_form(&form(FormKind::SYNONYM, "lodz", 0.05, "lodz"), &mut value);
        let entry = SortedEntry::decode(&key, &value).unwrap();
        assert_eq!((entry.text, entry.weight, entry.id), ("Łódź", 3.5, "1"));
        assert_eq!((entry.payload, entry.key), ("[1]", "lodz"));
        assert_eq!(entry.season, Some(months));
        assert!(entry.contexts().eq(["a\0x", "a\0y", "b\0\"1\""]));
        assert!(entry.merged().eq(merged));
        let forms: Vec<_> =
            entry.forms().map(|form| (form.kind, form.text, form.factor, form.key)).collect();
        assert_eq!(forms, [(0, "LCJ", 0.25, "lcj"), (1, "lodz", 0.05, "lodz")]);
        let json =
            r#"{"text":"Łódź","id":"1","weight":3.5,"aliases":[{"text":"LCJ","factor":0.25}],"#;
        let contexts = r#""contexts":{"a":["x","y"],"b":["\"1\""]},"#;
        let rest = r#""season":[1.0,1.0,1.0,2.5,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0],"payload":[1]}"#;
        assert_eq!(entry.to_json(), format!("{json}{contexts}{rest}"));
    }

    #[test]
    fn heavier_weights_sort_first() {
        let weights = [f64::MAX, 1e6, 1.5, 1.0, 0.5, f64::MIN_POSITIVE, 5e-324, 0.0];
        assert!(weights.windows(2).all(|pair| falling(pair[0]) < falling(pair[1])));
    }
}
