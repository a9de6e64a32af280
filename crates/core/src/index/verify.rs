//! Verifying: reads everything, and holds every section against the others.

use super::form_kind::FormKind;
use super::open::Opened;
use super::view::{Form, Forms};
use crate::analysis::{Kind, to_latin};
use crate::error::{Error, Result};
use crate::format::header::SectionId;
use crate::format::packed::Packed;
use crate::format::strings::Strings;
use crate::format::{Damaged, TRANSLITERATED};

/// Longer than any key: 1,000 characters of which each becomes at most 18 of 4 bytes.
const MAX_KEY_BYTES: usize = 1 << 17;

/// What [`Index::verify`](crate::Index::verify) read without finding damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifyReport {
    /// Bytes read: the whole file.
    pub bytes: u64,
    /// Sections checked.
    pub sections: u64,
    /// Entries checked.
    pub entries: u64,
    /// Keys walked.
    pub keys: u64,
}

/// Damage, and the section it is in.
struct Found(SectionId, Damaged);

type Check = std::result::Result<(), Found>;

/// Returns a function that says in which section damage was found.
fn in_section(part: SectionId) -> impl Fn(Damaged) -> Found {
    move |damaged| Found(part, damaged)
}

fn ensure(holds: bool, part: SectionId, reason: &'static str) -> Check {
    if holds { Ok(()) } else { Err(Found(part, Damaged(reason))) }
}

/// Checks the whole file.
pub(super) fn verify(opened: &Opened) -> Result<VerifyReport> {
    let corrupt = |part, Damaged(reason)| Error::Corrupt {
        path: opened.path.clone(),
        part,
        reason: reason.to_owned(),
    };
    let header = &opened.header;
    header.verify(&opened.file).map_err(|damaged| corrupt("header", damaged))?;
    for section in &header.sections {
        section.verify(&opened.file).map_err(|damaged| corrupt(section.name(), damaged))?;
    }
    let contents = Contents::new(opened)?;
    let checks = [
        Contents::check_entries,
        Contents::check_alias_kinds,
        Contents::check_ranks,
        Contents::check_slots,
        Contents::check_keys,
        Contents::check_ids,
        Contents::check_payloads,
    ];
    for check in checks {
        check(&contents).map_err(|Found(part, damaged)| opened.corrupt(part, damaged))?;
    }
    Ok(VerifyReport {
        bytes: header.file_len,
        sections: header.sections.len() as u64,
        entries: header.counts.entries.into(),
        keys: header.counts.keys,
    })
}

struct Contents<'a> {
    opened: &'a Opened,
    /// What made each alias, unless all were given.
    kinds: Option<Packed<'a>>,
    forms: Forms<'a>,
    slots: Packed<'a>,
    texts: Strings<'a>,
}

impl<'a> Contents<'a> {
    fn new(opened: &'a Opened) -> Result<Self> {
        let view = opened.view();
        Ok(Contents {
            opened,
            kinds: view.alias_kinds()?,
            forms: view.forms()?,
            slots: view.slots()?,
            texts: view.texts()?,
        })
    }

    fn entries(&self) -> u32 {
        self.opened.header.counts.entries
    }

    fn slot_count(&self) -> u32 {
        self.opened.header.counts.slots
    }

    fn form(&self, rank: u32) -> std::result::Result<Form, Found> {
        let missing = Damaged("a rank leads to no form");
        self.forms.get(rank).ok_or(Found(SectionId::Forms, missing))
    }

    /// Whether the form is a transliteration, whose key has a mark before it.
    fn is_transliterated(&self, form: u32) -> bool {
        let Some(alias) = form.checked_sub(self.entries()) else { return false };
        let number = self.kinds.and_then(|kinds| kinds.get(alias as usize));
        let kind = number.and_then(FormKind::of_alias);
        !matches!(kind, None | Some(FormKind::Alias | FormKind::Synonym))
    }

    fn text(&self, ordinal: u32) -> std::result::Result<&'a str, Found> {
        let text = self.texts.get(ordinal as usize).map_err(in_section(SectionId::Texts))?;
        text.ok_or(Found(SectionId::Texts, Damaged("a text is missing")))
    }

    /// Weights are numbers that fall with the ordinal; equal ones stand by their text.
    fn check_entries(&self) -> Check {
        self.forms.verify_sections()?;
        self.texts.verify().map_err(in_section(SectionId::Texts))?;
        let mut before: Option<(f64, &str)> = None;
        for ordinal in 0..self.entries() {
            let form = self.forms.of_number(ordinal);
            let missing = Damaged("a weight is missing or not from 0 to 1e300");
            let weight = form.ok_or(Found(SectionId::Weights, missing))?.weight;
            ensure(weight.is_sign_positive(), SectionId::Weights, "a weight is −0")?;
            let text = self.text(ordinal)?;
            if let Some((heavier, text_before)) = before {
                let falls = weight < heavier || (weight == heavier && text_before <= text);
                ensure(falls, SectionId::Weights, "entries are out of order")?;
            }
            before = Some((weight, text));
        }
        Ok(())
    }

    /// Every alias has a kind; an entry has its aliases by kind; the build was told to make what it made.
    fn check_alias_kinds(&self) -> Check {
        const PART: SectionId = SectionId::AliasKinds;
        let Some(kinds) = &self.kinds else { return Ok(()) };
        kinds.verify().map_err(in_section(PART))?;
        let Some((_, ordinals, _)) = self.forms.alias_sections() else {
            return ensure(false, PART, "there are kinds without aliases");
        };
        let unreadable = || Found(SectionId::AliasTexts, Damaged("the section cannot be read"));
        let Some(texts) = self.opened.view().alias_texts().map_err(|_| unreadable())? else {
            return Err(unreadable());
        };
        let settings = &self.opened.settings;
        ensure(settings.kind == Kind::Text, PART, "a literal has forms that the build made")?;
        let mut before = None;
        let mut largest = 0;
        for alias in 0..kinds.len() {
            let number = kinds.get(alias).unwrap_or(u32::MAX);
            let kind = FormKind::of_alias(number);
            let kind =
                kind.ok_or(Found(PART, Damaged("an alias has a kind that does not exist")))?;
            let told = match kind {
                FormKind::Text | FormKind::Alias => true,
                FormKind::Synonym => settings.synonyms > 0,
                _ => settings.transliterate,
            };
            ensure(told, PART, "a form was made that the settings do not ask for")?;
            let entry = ordinals.get(alias);
            if kind == FormKind::LatinText {
                let ordinal = entry.and_then(|entry| u32::try_from(entry).ok());
                let latin = to_latin(self.text(ordinal.unwrap_or(u32::MAX))?);
                let same = texts.get(alias).map_err(in_section(SectionId::AliasTexts))?;
                let same = same.is_some_and(|text| text == latin);
                ensure(same, PART, "a transliteration is not that of its text")?;
            }
            let rises = before.is_none_or(|(other, kind)| other != entry || kind <= number);
            ensure(rises, PART, "the aliases of an entry are not in the order of their kinds")?;
            before = Some((entry, number));
            largest = largest.max(number);
        }
        ensure(largest > 0, PART, "all aliases were given, so the section should be absent")
    }

    /// Every form has one rank; ranks fall by weight · factor, then stand by ordinal and form.
    fn check_ranks(&self) -> Check {
        let mut seen = Seen::new(self.slot_count());
        let mut before: Option<Form> = None;
        for rank in 0..self.slot_count() {
            let form = self.form(rank)?;
            ensure(seen.insert(form.number), SectionId::Forms, "a form has two ranks")?;
            let rises = before.is_none_or(|before| {
                let by_form = (before.ordinal, before.number) < (form.ordinal, form.number);
                before.base > form.base || (before.base == form.base && by_form)
            });
            ensure(rises, SectionId::Forms, "ranks do not fall by weight and factor")?;
            before = Some(form);
        }
        Ok(())
    }

    /// Every slot has a rank of its own, and the tree holds the least of them.
    fn check_slots(&self) -> Check {
        self.slots.verify().map_err(in_section(SectionId::Slots))?;
        let mut seen = Seen::new(self.slot_count());
        for slot in 0..self.slot_count() {
            let rank = self.slots.get(slot as usize).unwrap_or(u32::MAX);
            ensure(seen.insert(rank), SectionId::Slots, "two slots have one rank")?;
        }
        let minima =
            self.opened.view().minima().map_err(|_| {
                Found(SectionId::Minima, Damaged("the tree does not fit the slots"))
            })?;
        minima
            .verify(self.slot_count() as usize, |slot| self.slots.get(slot))
            .map_err(in_section(SectionId::Minima))
    }

    /// Keys rise, their slots follow each other by rank, and each is the key of its surface form.
    fn check_keys(&self) -> Check {
        let unreadable = |_| Found(SectionId::Keys, Damaged("the section cannot be read"));
        let view = self.opened.view();
        let keys = view.keys().map_err(unreadable)?;
        let aliases = view.alias_texts().map_err(unreadable)?;
        let mut expected = 0;
        let mut key_before: Option<Vec<u8>> = None;
        let mut analyzed = String::new();
        keys.for_each(self.slot_count(), MAX_KEY_BYTES, |key, range| {
            let rises = key_before.as_deref().is_none_or(|before| before < key);
            ensure(rises && !key.is_empty(), SectionId::Keys, "keys do not rise")?;
            ensure(
                range.start == expected && !range.is_empty(),
                SectionId::Keys,
                "the slots of a key do not follow those of the key before",
            )?;
            expected = range.end;
            let mut rank_before = None;
            for slot in range {
                let rank = self.slots.get(slot as usize);
                ensure(
                    rank > rank_before,
                    SectionId::Slots,
                    "the slots of a key are out of order",
                )?;
                rank_before = rank;
                let form = self.form(rank.unwrap_or(u32::MAX))?;
                let surface = match (form.number.checked_sub(self.entries()), &aliases) {
                    (Some(alias), Some(aliases)) => aliases
                        .get(alias as usize)
                        .map_err(in_section(SectionId::AliasTexts))?
                        .ok_or(Found(SectionId::AliasTexts, Damaged("an alias is missing")))?,
                    _ => self.text(form.ordinal)?,
                };
                self.opened.analyzer.form_key(surface, &mut analyzed);
                let same = match self.is_transliterated(form.number) {
                    true => key.split_first() == Some((&TRANSLITERATED, analyzed.as_bytes())),
                    false => analyzed.as_bytes() == key,
                };
                ensure(same, SectionId::Keys, "a key is not that of its text")?;
            }
            key_before.get_or_insert_default().clear();
            key_before.get_or_insert_default().extend(key);
            Ok::<(), KeyError>(())
        })
        .map_err(|error| error.0)?;
        ensure(expected == self.slot_count(), SectionId::Keys, "slots follow the last key")
    }

    /// Every id is found where a look-up searches it.
    fn check_ids(&self) -> Check {
        let unreadable = |part| move |_| Found(part, Damaged("the section cannot be read"));
        let view = self.opened.view();
        let ids = view.ids().map_err(unreadable(SectionId::Ids))?;
        let buckets = view.id_buckets().map_err(unreadable(SectionId::IdBuckets))?;
        let (Some(ids), Some(buckets)) = (ids, buckets) else {
            return ensure(
                ids.is_none() && buckets.is_none(),
                SectionId::IdBuckets,
                "there are ids without a table or a table without ids",
            );
        };
        ids.verify().map_err(in_section(SectionId::Ids))?;
        let get = |ordinal: u32| ids.get(ordinal as usize).map(|id| id.filter(|id| !id.is_empty()));
        let mut count = 0;
        for ordinal in 0..self.entries() {
            count += usize::from(get(ordinal).map_err(in_section(SectionId::Ids))?.is_some());
        }
        ensure(count == buckets.len(), SectionId::IdBuckets, "the table lacks or repeats ids")?;
        buckets.verify(get).map_err(in_section(SectionId::IdBuckets))
    }

    /// Every payload is JSON.
    fn check_payloads(&self) -> Check {
        let unreadable = Found(SectionId::Payloads, Damaged("the section cannot be read"));
        let Some(payloads) = self.opened.view().payloads().map_err(|_| unreadable)? else {
            return Ok(());
        };
        payloads.verify().map_err(in_section(SectionId::Payloads))?;
        for ordinal in 0..payloads.len() {
            let payload = payloads.get(ordinal).map_err(in_section(SectionId::Payloads))?;
            let is_json = payload.is_none_or(|payload| {
                payload.is_empty() || serde_json::from_str::<serde::de::IgnoredAny>(payload).is_ok()
            });
            ensure(is_json, SectionId::Payloads, "a payload is not JSON")?;
        }
        Ok(())
    }
}

/// Lets the walk over the keys end with damage of its own or of another section.
struct KeyError(Found);

impl From<Damaged> for KeyError {
    fn from(damaged: Damaged) -> Self {
        KeyError(Found(SectionId::Keys, damaged))
    }
}

impl From<Found> for KeyError {
    fn from(found: Found) -> Self {
        KeyError(found)
    }
}

impl Forms<'_> {
    fn verify_sections(&self) -> Check {
        self.weights().verify().map_err(in_section(SectionId::Weights))?;
        let Some((forms, ordinals, factors)) = self.alias_sections() else { return Ok(()) };
        forms.verify().map_err(in_section(SectionId::Forms))?;
        ordinals.verify().map_err(in_section(SectionId::AliasOrdinals))?;
        factors.verify().map_err(in_section(SectionId::AliasFactors))?;
        for alias in 0..ordinals.len() {
            let rises = alias == 0 || ordinals.get(alias - 1) <= ordinals.get(alias);
            ensure(rises, SectionId::AliasOrdinals, "aliases are not in the order of entries")?;
            let factor = factors.get(alias).map(f64::from_bits);
            let valid = factor.is_some_and(|factor| (0.0..=1.0).contains(&factor));
            ensure(valid, SectionId::AliasFactors, "a factor is not between 0 and 1")?;
        }
        Ok(())
    }
}

/// A set of numbers below a bound.
struct Seen {
    bits: Vec<u64>,
    bound: u32,
}

impl Seen {
    fn new(bound: u32) -> Self {
        Seen { bits: vec![0; (bound as usize).div_ceil(64)], bound }
    }

    /// Returns whether `number` is below the bound and new.
    fn insert(&mut self, number: u32) -> bool {
        let bit = 1 << (number % 64);
        match self.bits.get_mut(number as usize / 64) {
            Some(word) if number < self.bound && *word & bit == 0 => {
                *word |= bit;
                true
            }
            _ => false,
        }
    }
}
