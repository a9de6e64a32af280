//! Sorted entries into the sections of an index.
//!
//! Three passes, each over one sorted sequence: entries by ordinal write texts, weights, ids and
//! payloads; forms by rank write which form each rank is (only needed with aliases); keys in order
//! write the dictionary and its slots.

use std::io;
use std::path::Path;

use super::entry_sections::EntrySections;
use super::side_sections::{RankedForm, SideSections};
use super::terms::TermCollector;
use crate::analysis::Kind;
use crate::analysis::Stemmers;
use crate::build::entries::{Collected, SortedEntry, falling};
use crate::build::input::Rejects;
use crate::build::progress::{Phase, Progress};
use crate::build::scratch::{SectionContents, Sorted, Sorter, Spool};
use crate::error::{Error, Result};
use crate::format::header::Counts;
use crate::format::minima::MinimaWriter;
use crate::format::packed::PackedWriter;
use crate::format::section_id::SectionId;

/// How many items pass between two looks at whether the build was aborted.
const STEP_ITEMS: u64 = 4096;

/// Where an assembly writes, how much memory it may use, and who watches.
pub(in crate::build) struct Assembly<'a> {
    pub(in crate::build) folder: &'a Path,
    pub(in crate::build) kind: Kind,
    pub(in crate::build) stemmers: &'a Stemmers,
    pub(in crate::build) memory: u64,
    pub(in crate::build) progress: &'a Progress,
}

/// The sections of an index without its settings, and what the header says of them.
pub(in crate::build) struct Assembled {
    pub(in crate::build) counts: Counts,
    pub(in crate::build) sections: Vec<SectionContents>,
    /// The forms that synonyms made.
    pub(in crate::build) synonym_forms: u64,
}

impl Assembly<'_> {
    /// Assembles all sections.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] past 2^32 − 1 surface forms, [`Error::Io`] if temporary files cannot be
    /// written, [`Error::Aborted`].
    pub(in crate::build) fn run(
        &self,
        collected: Collected,
        rejects: Option<&mut Rejects>,
    ) -> Result<Assembled> {
        let forms = collected.entry_count + collected.forms;
        if forms >= u64::from(u32::MAX) {
            let limit = u64::from(u32::MAX) - 1;
            return Err(Error::TooLarge {
                what: "the number of texts, aliases and forms made of them",
                got: forms,
                limit,
            });
        }
        let entries = collected.entry_count as u32;
        let has_aliases = collected.forms > 0;
        self.progress.enter(Phase::Sort, u64::from(entries));
        // Without aliases a rank is an ordinal, and keys can be sorted at once.
        let mut by_rank = has_aliases.then(|| Sorter::new(self.memory / 6, self.folder));
        let mut by_key = Sorter::new(self.memory / 4, self.folder);
        let mut ranking = SideSections::new(self, &collected);
        let sections =
            self.write_entries(collected, rejects, by_rank.as_mut(), &mut by_key, &mut ranking)?;

        let slots = entries + sections.aliases();
        ranking.end_entries(slots, sections.has_ids(), sections.aliases() > 0);
        self.progress.enter(Phase::Write, u64::from(slots) * if has_aliases { 2 } else { 1 });
        let forms = match by_rank {
            Some(by_rank) => Some(self.write_forms(by_rank, slots, &mut by_key, &mut ranking)?),
            None => None,
        };
        let mut terms = (self.kind == Kind::Text).then(|| TermCollector::new(self));
        let (keys, [dictionary, slots_section, minima]) =
            self.write_keys(by_key.sorted()?, slots, terms.as_mut(), &mut ranking)?;
        let mut written = vec![dictionary, slots_section, minima];
        written.extend(forms.filter(|_| sections.aliases() > 0));
        let synonym_forms = sections.synonym_forms();
        written.extend(sections.finish(self, entries)?);
        if let Some(terms) = terms {
            written.extend(terms.finish(self, slots, self.stemmers)?);
        }
        written.extend(ranking.finish(self, entries, slots)?);
        Ok(Assembled { counts: Counts { entries, keys, slots }, sections: written, synonym_forms })
    }

    pub(in crate::build) fn spool(&self) -> Spool {
        Spool::new((self.memory / 64) as usize, self.folder)
    }

    pub(in crate::build) fn step(&self, done: u64) -> Result<()> {
        if done.is_multiple_of(STEP_ITEMS) {
            self.progress.add_steps(STEP_ITEMS);
            self.progress.check()?;
        }
        Ok(())
    }

    /// Counts the items after the last full step.
    pub(in crate::build) fn last_step(&self, done: u64) {
        self.progress.add_steps(done % STEP_ITEMS);
    }

    pub(in crate::build) fn failed(&self, source: io::Error) -> Error {
        Error::Io { action: "use temporary files in", path: self.folder.to_owned(), source }
    }

    fn write_entries(
        &self,
        mut collected: Collected,
        mut rejects: Option<&mut Rejects>,
        mut by_rank: Option<&mut Sorter>,
        by_key: &mut Sorter,
        ranking: &mut SideSections,
    ) -> Result<EntrySections> {
        let entries = collected.entry_count as u32;
        let mut sections = EntrySections::new(self);
        let mut ordinal = 0u32;
        let mut value_of_key = Vec::new();
        while let Some((key, value)) = collected.entries.next()? {
            let entry = SortedEntry::decode(key, value)
                .ok_or_else(|| self.failed(io::ErrorKind::InvalidData.into()))?;
            if let Some(duplicate) = collected.duplicates.get(&entry.number) {
                if let Some(rejects) = rejects.as_deref_mut() {
                    let record = entry.to_json();
                    let bad = duplicate.bad_record(entry.id, record, &collected.sources);
                    rejects.write(duplicate.file(&collected.sources), &bad)?;
                }
                continue;
            }
            sections.push(self, ordinal, &entry)?;
            ranking.push_entry(ordinal, &entry)?;
            match by_rank.as_deref_mut() {
                None => {
                    let ranked = RankedForm { rank: ordinal, ordinal, base: entry.weight };
                    ranking.push_rank(ranked, ordinal);
                    ranking.encode(ranked, &mut value_of_key);
                    by_key.push(entry.key.as_bytes(), &value_of_key)?;
                }
                Some(by_rank) => {
                    let key = rank_key(entry.weight, ordinal, ordinal);
                    by_rank.push(&key, entry.key.as_bytes())?;
                    for alias in entry.forms() {
                        let form = entries + sections.aliases();
                        sections
                            .push_alias(ordinal, &alias)
                            .map_err(|source| self.failed(source))?;
                        let key = rank_key(entry.weight * alias.factor, ordinal, form);
                        by_rank.push(&key, alias.key.as_bytes())?;
                    }
                }
            }
            ordinal += 1;
            self.step(ordinal.into())?;
        }
        self.last_step(ordinal.into());
        Ok(sections)
    }

    /// Numbers the forms by falling weight · factor, and passes their keys on with the rank.
    fn write_forms(
        &self,
        by_rank: Sorter,
        slots: u32,
        by_key: &mut Sorter,
        ranking: &mut SideSections,
    ) -> Result<SectionContents> {
        let failed = |source| self.failed(source);
        let max = u64::from(slots.saturating_sub(1));
        let mut forms = PackedWriter::new(self.spool(), slots.into(), max).map_err(failed)?;
        let mut sorted = by_rank.sorted()?;
        let mut rank = 0u32;
        let mut value_of_key = Vec::new();
        while let Some((key, form_key)) = sorted.next()? {
            let parts = parse_rank_key(key);
            let (base, ordinal, form) =
                parts.ok_or_else(|| self.failed(io::ErrorKind::InvalidData.into()))?;
            forms.push(form.into()).map_err(failed)?;
            let ranked = RankedForm { rank, ordinal, base };
            ranking.push_rank(ranked, form);
            ranking.encode(ranked, &mut value_of_key);
            by_key.push(form_key, &value_of_key)?;
            rank += 1;
            self.step(rank.into())?;
        }
        self.last_step(rank.into());
        let tail = Some(forms.finish().map_err(failed)?);
        Ok(SectionContents { id: SectionId::Forms, head: Vec::new(), tail })
    }

    /// Writes the dictionary, and of each slot the rank, with the tree above; counts the keys.
    fn write_keys(
        &self,
        mut sorted: Sorted,
        slots: u32,
        mut terms: Option<&mut TermCollector>,
        ranking: &mut SideSections,
    ) -> Result<(u64, [SectionContents; 3])> {
        let failed = |source| self.failed(source);
        let fst_failed = |error| match error {
            fst::Error::Io(source) => self.failed(source),
            other => self.failed(io::Error::other(other)),
        };
        let max = u64::from(slots.saturating_sub(1));
        let mut ranks = PackedWriter::new(self.spool(), slots.into(), max).map_err(failed)?;
        let mut minima = MinimaWriter::default();
        let mut dictionary = fst::raw::Builder::new(self.spool()).map_err(fst_failed)?;
        let (mut keys, mut slot) = (0u64, 0u32);
        let mut key_before: Vec<u8> = Vec::new();
        while let Some((key, form)) = sorted.next()? {
            let rank = ranking.push_slot(self, slot, form)?;
            if key != key_before {
                dictionary.insert(key, slot.into()).map_err(fst_failed)?;
                key_before.clear();
                key_before.extend(key);
                keys += 1;
            }
            ranks.push(rank.into()).map_err(failed)?;
            minima.push(rank);
            if let Some(terms) = terms.as_deref_mut() {
                terms.push(key, rank)?;
            }
            slot += 1;
            self.step(slot.into())?;
        }
        self.last_step(slot.into());
        let section = |id, tail| SectionContents { id, head: Vec::new(), tail: Some(tail) };
        let dictionary = dictionary.into_inner().map_err(fst_failed)?;
        let ranks = ranks.finish().map_err(failed)?;
        let minima = SectionContents::of_bytes(SectionId::Minima, minima.finish());
        let sections =
            [section(SectionId::Keys, dictionary), section(SectionId::Slots, ranks), minima];
        Ok((keys, sections))
    }
}

/// Returns bytes that sort forms by falling weight · factor, then ordinal, then number.
fn rank_key(base: f64, ordinal: u32, form: u32) -> [u8; 16] {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&falling(base));
    key[8..12].copy_from_slice(&ordinal.to_be_bytes());
    key[12..].copy_from_slice(&form.to_be_bytes());
    key
}

/// Returns weight · factor, ordinal and number of a form.
fn parse_rank_key(key: &[u8]) -> Option<(f64, u32, u32)> {
    let (base, rest) = key.split_first_chunk()?;
    let (ordinal, rest) = rest.split_first_chunk()?;
    let base = f64::from_bits(!u64::from_be_bytes(*base));
    Some((base, u32::from_be_bytes(*ordinal), u32::from_be_bytes(*rest.first_chunk()?)))
}
