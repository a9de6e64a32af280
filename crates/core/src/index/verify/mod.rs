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
use super::open::Opened;
use super::view::Forms;
use crate::error::{Error, Result};
use crate::format::Damaged;
use crate::format::dictionary::Dictionary;
use crate::format::header::SectionId;
use crate::format::packed::Packed;
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

/// Checks the whole file. Takes time in its size; in memory stand some bits for each form, four bytes
/// for each term and each value of contexts, and the distinct seasons.
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
        check(&contents).map_err(|Found(part, damaged)| opened.corrupt(part, damaged))?;
    }
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
    kinds: Option<Packed<'a>>,
    forms: Forms<'a>,
    slots: Packed<'a>,
    texts: Strings<'a>,
    /// Absent of kind `literal`.
    words: Option<Words<'a>>,
    stems: Option<(Dictionary<'a>, Packed<'a>)>,
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
