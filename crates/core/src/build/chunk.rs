//! Raw records into the bytes of entries: parsing and analysis of some, on one thread.

use std::collections::BTreeMap;
use std::ops::Range;

use super::entry;
use super::forms::{FormMaker, Forms};
use super::record::{BadRecord, Parser, Season};
use super::source::{Batch, RawRecord};
use crate::advice::Advice;
use crate::format::season_rows::MONTHS;
use crate::format::{END_OF_FIELD, buckets};

/// Where the pair of a good record is in its chunk.
pub(super) struct Pair {
    pub(super) line: u64,
    pub(super) key_end: usize,
    pub(super) value_end: usize,
    /// The hash of the id, and where the id is, if there is one.
    pub(super) id: Option<(u64, Range<usize>)>,
}

/// What one thread made of its records: pairs one after the other, and what went wrong.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    pub(super) pairs: Vec<Pair>,
    pub(super) refused: Vec<BadRecord>,
    pub(super) forms: u64,
    pub(super) aliases_merged: u64,
    pub(super) synonyms_cut: u64,
    /// The union of the members of its records.
    pub(super) members: u64,
    /// The fields of contexts of its records, each with the line where it came first.
    pub(super) fields: BTreeMap<String, u64>,
    pub(super) seasons: u64,
}

/// Parses and analyses the records of a batch with these numbers. `profiles` are the seasons that they may
/// name.
pub(super) fn analyze(
    maker: &FormMaker,
    profiles: &BTreeMap<String, [f64; MONTHS]>,
    parser: &Parser,
    batch: &Batch,
    records: Range<usize>,
) -> Chunk {
    let mut chunk = Chunk::default();
    let mut key = String::new();
    for number in records {
        let raw = batch.record(number);
        let nothing = |field, what: &str| {
            let reason = format!("has nothing to match by: {what}");
            BadRecord::new(&raw, field, reason)
        };
        let record = match parser.parse(batch, number) {
            Ok(record) => record,
            Err(refusal) => {
                chunk.refused.push(refusal);
                continue;
            }
        };
        maker.analyzer.form_key(&record.text, &mut key);
        if key.is_empty() {
            chunk.refused.push(nothing("text", "give it a letter, a digit or a symbol"));
            continue;
        }
        let Some(Forms { forms, aliases_merged, cut }) = maker.forms(&record, &key) else {
            chunk.refused.push(nothing("aliases", "give each a letter, a digit or a symbol"));
            continue;
        };
        let season = match &record.season {
            None => None,
            Some(Season::Months(months)) => Some(months),
            Some(Season::Profile(name)) => match profiles.get(name.as_ref()) {
                Some(months) => Some(months),
                None => {
                    chunk.refused.push(unknown_profile(&raw, name, profiles));
                    continue;
                }
            },
        };
        for pair in &record.contexts {
            let field = pair.split(char::from(END_OF_FIELD)).next().unwrap_or_default();
            if !chunk.fields.contains_key(field) {
                chunk.fields.insert(field.to_owned(), raw.line);
            }
        }
        chunk.seasons += u64::from(season.is_some());
        entry::encode_key(&record, &mut chunk.bytes);
        let key_end = chunk.bytes.len();
        entry::encode_value(&record, season, &key, &mut chunk.bytes);
        chunk.forms += forms.len() as u64;
        chunk.aliases_merged += aliases_merged;
        chunk.synonyms_cut += u64::from(cut);
        for form in &forms {
            entry::encode_form(form, &mut chunk.bytes);
        }
        let id = record.id.as_deref().map(|id| {
            let start = key_end + entry::ID_OFFSET;
            (buckets::hash(id), start..start + id.len())
        });
        let value_end = chunk.bytes.len();
        chunk.members |= record.members;
        chunk.pairs.push(Pair { line: raw.line, key_end, value_end, id });
    }
    chunk
}

/// Says that a record names a season that the settings do not have.
fn unknown_profile(
    raw: &RawRecord<'_>,
    name: &str,
    profiles: &BTreeMap<String, [f64; MONTHS]>,
) -> BadRecord {
    let name: String = name.chars().take(100).collect();
    BadRecord {
        available: profiles.keys().cloned().collect(),
        advice: Some(Advice::DefineSeason),
        ..BadRecord::new(raw, "season", format!("{name:?} is no profile"))
    }
}
