//! Verifying: reads everything, and holds every section against the others.

mod contexts;
mod forms;
mod inverses;
mod keys;
mod seasons;
mod stems;
mod walk;
mod words;

use super::Words;
use super::column::Column;
use super::open::Opened;
use super::view::Forms;
use crate::error::{Error, Result};
use crate::format::Damaged;
use crate::format::dictionary::Dictionary;
use crate::format::section_id::SectionId;
use crate::format::strings::Strings;

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

/// Checks every checksum, the padding and the generation. Reads the whole file, as fast as it can be read.
pub(super) fn verify_checksums(opened: &Opened) -> Result<()> {
    let corrupt = |part, Damaged(reason)| Error::Corrupt {
        path: opened.path.clone(),
        part,
        reason: reason.to_owned(),
    };
    let header = &opened.header;
    header.verify(&opened.file).map_err(|damaged| corrupt("header", damaged))?;
    header.sections.iter().try_for_each(|section| {
        section.verify(&opened.file).map_err(|damaged| corrupt(section.name(), damaged))
    })
}

/// Checks the whole file. Takes time in its size; in memory stand some bits for each form, four bytes
/// for each term and each value of contexts, and the distinct seasons.
pub(super) fn verify(opened: &Opened) -> Result<VerifyReport> {
    verify_checksums(opened)?;
    let contents = Contents::new(opened)?;
    let factor = opened.settings.synonym_factor;
    if !(0.0..=1.0).contains(&factor) {
        return Err(opened.corrupt(SectionId::Settings, Damaged("a factor is not between 0 and 1")));
    }
    let checks = [
        Contents::check_entries,
        Contents::check_alias_kinds,
        Contents::check_ranks,
        Contents::check_slots,
        Contents::check_terms,
        Contents::check_keys,
        Contents::check_postings,
        Contents::check_stems,
        Contents::check_ids,
        Contents::check_payloads,
        Contents::check_inverses,
        Contents::check_contexts,
        Contents::check_seasons,
    ];
    for check in checks {
        check(&contents)?;
    }
    let header = &opened.header;
    Ok(VerifyReport {
        bytes: header.file_len,
        sections: header.sections.len() as u64,
        entries: header.counts.entries.into(),
        keys: header.counts.keys,
    })
}

/// What is checked.
struct Contents<'a> {
    opened: &'a Opened,
    /// What made each alias, unless all were given.
    kinds: Option<Column<'a>>,
    forms: Forms<'a>,
    slots: Column<'a>,
    texts: Column<'a, Strings<'a>>,
    /// Absent of kind `literal`.
    words: Option<Words<'a>>,
    stems: Option<(Column<'a, Dictionary<'a>>, Column<'a>)>,
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
            words: view.words()?,
            stems: view.stems()?,
        })
    }

    fn entries(&self) -> u32 {
        self.opened.header.counts.entries
    }

    fn slot_count(&self) -> u32 {
        self.opened.header.counts.slots
    }

    /// Weights are numbers that fall with the ordinal; equal ones stand by their text.
    fn check_entries(&self) -> Result<()> {
        self.forms.verify_sections()?;
        self.texts.verify()?;
        let weights = self.forms.weights();
        let mut before: Option<(f64, &str)> = None;
        for ordinal in 0..self.entries() {
            let weight = self.forms.of_number(ordinal)?.weight;
            weights.ensure(weight.is_sign_positive(), "a weight is −0")?;
            let text = self.texts.get(ordinal)?;
            if let Some((heavier, text_before)) = before {
                let falls = weight < heavier || (weight == heavier && text_before <= text);
                weights.ensure(falls, "entries are out of order")?;
            }
            before = Some((weight, text));
        }
        Ok(())
    }

    /// Every id is found where a look-up searches it.
    fn check_ids(&self) -> Result<()> {
        let view = self.opened.view();
        // Opening has checked that ids have a table.
        let (Some(ids), Some(buckets)) = (view.ids()?, view.id_buckets()?) else {
            return view.ensure_absent(SectionId::IdBuckets, "there is a table without ids");
        };
        ids.verify()?;
        let get = |ordinal: u32| {
            let id = ids.view().get(ordinal as usize);
            id.map(|id| id.filter(|id| !id.is_empty()))
        };
        let mut count = 0;
        for ordinal in 0..self.entries() {
            count += usize::from(ids.blame(get(ordinal))?.is_some());
        }
        buckets.ensure(count == buckets.view().len(), "the table lacks or repeats ids")?;
        buckets.blame(buckets.view().verify(get))
    }

    /// Every payload is JSON.
    fn check_payloads(&self) -> Result<()> {
        let Some(payloads) = self.opened.view().payloads()? else { return Ok(()) };
        payloads.verify()?;
        for ordinal in 0..self.entries() {
            let payload = payloads.get(ordinal)?;
            let is_json = payload.is_empty()
                || serde_json::from_str::<serde::de::IgnoredAny>(payload).is_ok();
            payloads.ensure(is_json, "a payload is not JSON")?;
        }
        Ok(())
    }
}
