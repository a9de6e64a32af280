//! Sorted entries into the sections of an index.
//!
//! Three passes, each over one sorted sequence: entries by ordinal write texts, weights, ids and
//! payloads; forms by rank write which form each rank is (only needed with aliases); keys in order
//! write the dictionary and its slots.

use std::io::{self, Write};
use std::path::Path;

use super::collect::Collected;
use super::entry::{SortedEntry, falling};
use super::forms::Origin;
use super::progress::{Phase, Progress};
use super::rejects::Rejects;
use super::sorter::{Sorted, Sorter};
use super::spool::{SectionContents, Spool};
use super::terms::TermCollector;
use crate::analysis::Kind;
use crate::analysis::Stemmers;
use crate::error::{Error, Result};
use crate::format::blocks::BlocksWriter;
use crate::format::buckets::{self, BucketEnds};
use crate::format::header::{Counts, SectionId};
use crate::format::minima::MinimaWriter;
use crate::format::packed::PackedWriter;
use crate::format::strings::StringEnds;

/// How many items pass between two looks at whether the build was aborted.
const STEP_ITEMS: u64 = 4096;

/// Where an assembly writes, how much memory it may use, and who watches.
pub(super) struct Assembly<'a> {
    pub(super) folder: &'a Path,
    pub(super) kind: Kind,
    pub(super) stemmers: &'a Stemmers,
    pub(super) memory: u64,
    pub(super) progress: &'a Progress,
}

/// The sections of an index without its settings, and what the header says of them.
pub(super) struct Assembled {
    pub(super) counts: Counts,
    pub(super) sections: Vec<SectionContents>,
    /// The forms that synonyms made.
    pub(super) synonym_forms: u64,
}

/// A section of strings while it is written.
struct StringsWriter {
    id: SectionId,
    ends: StringEnds,
    text: Spool,
}

impl StringsWriter {
    fn push(&mut self, string: &str) -> io::Result<()> {
        self.ends.push(string);
        self.text.write_all(string.as_bytes())
    }

    fn finish(self) -> SectionContents {
        SectionContents { id: self.id, head: self.ends.finish(), tail: Some(self.text) }
    }
}

/// What the pass over the entries writes.
struct EntrySections {
    weights: BlocksWriter,
    texts: StringsWriter,
    ids: StringsWriter,
    payloads: StringsWriter,
    payload_count: u64,
    alias_ordinals: BlocksWriter,
    alias_factors: BlocksWriter,
    alias_texts: StringsWriter,
    /// The number of the origin of each alias, for which a byte stays in memory.
    alias_kinds: Vec<u8>,
    alias_count: u64,
    /// From the hash and the id to the ordinal.
    id_order: Sorter,
}

impl Assembly<'_> {
    /// Assembles all sections.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] past 2^32 − 1 surface forms, [`Error::Io`] if temporary files cannot be
    /// written, [`Error::Aborted`].
    pub(super) fn run(
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
        let sections = self.write_entries(collected, rejects, by_rank.as_mut(), &mut by_key)?;

        let slots = entries + sections.alias_count as u32;
        self.progress.enter(Phase::Write, u64::from(slots) * if has_aliases { 2 } else { 1 });
        let forms = match by_rank {
            Some(by_rank) => Some(self.write_forms(by_rank, slots, &mut by_key)?),
            None => None,
        };
        let mut terms = (self.kind == Kind::Text).then(|| TermCollector::new(self));
        let (keys, [dictionary, slots_section, minima]) =
            self.write_keys(by_key.sorted()?, slots, terms.as_mut())?;
        let mut written = vec![dictionary, slots_section, minima];
        written.extend(forms.filter(|_| sections.alias_count > 0));
        let synonym = Origin::Synonym as u8;
        let synonym_forms = sections.alias_kinds.iter().filter(|&&kind| kind == synonym).count();
        written.extend(self.finish_entries(sections, entries)?);
        if let Some(terms) = terms {
            written.extend(terms.finish(self, slots, self.stemmers)?);
        }
        Ok(Assembled {
            counts: Counts { entries, keys, slots },
            sections: written,
            synonym_forms: synonym_forms as u64,
        })
    }

    pub(super) fn spool(&self) -> Spool {
        Spool::new((self.memory / 64) as usize, self.folder)
    }

    fn strings(&self, id: SectionId) -> StringsWriter {
        StringsWriter { id, ends: StringEnds::default(), text: self.spool() }
    }

    pub(super) fn step(&self, done: u64) -> Result<()> {
        if done.is_multiple_of(STEP_ITEMS) {
            self.progress.add_steps(STEP_ITEMS);
            self.progress.check()?;
        }
        Ok(())
    }

    /// Counts the items after the last full step.
    pub(super) fn last_step(&self, done: u64) {
        self.progress.add_steps(done % STEP_ITEMS);
    }

    pub(super) fn failed(&self, source: io::Error) -> Error {
        Error::Io { action: "use temporary files in", path: self.folder.to_owned(), source }
    }

    fn write_entries(
        &self,
        mut collected: Collected,
        mut rejects: Option<&mut Rejects>,
        mut by_rank: Option<&mut Sorter>,
        by_key: &mut Sorter,
    ) -> Result<EntrySections> {
        let entries = collected.entry_count as u32;
        let mut sections = EntrySections {
            weights: BlocksWriter::default(),
            texts: self.strings(SectionId::Texts),
            ids: self.strings(SectionId::Ids),
            payloads: self.strings(SectionId::Payloads),
            payload_count: 0,
            alias_ordinals: BlocksWriter::default(),
            alias_factors: BlocksWriter::default(),
            alias_texts: self.strings(SectionId::AliasTexts),
            alias_kinds: Vec::new(),
            alias_count: 0,
            id_order: Sorter::new(self.memory / 12, self.folder),
        };
        let mut ordinal = 0u32;
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
            sections.push(ordinal, &entry).map_err(|source| self.failed(source))?;
            if !entry.id.is_empty() {
                let hash = buckets::hash(entry.id).to_be_bytes();
                let key = [&hash, entry.id.as_bytes()].concat();
                sections.id_order.push(&key, &ordinal.to_le_bytes())?;
            }
            match by_rank.as_deref_mut() {
                None => by_key.push(entry.key.as_bytes(), &ordinal.to_le_bytes())?,
                Some(by_rank) => {
                    let key = rank_key(entry.weight, ordinal, ordinal);
                    by_rank.push(&key, entry.key.as_bytes())?;
                    for alias in entry.forms() {
                        let form = entries + sections.alias_count as u32;
                        sections.alias_ordinals.push(ordinal.into());
                        sections.alias_factors.push(alias.factor.to_bits());
                        sections.alias_kinds.push(alias.origin);
                        sections
                            .alias_texts
                            .push(alias.text)
                            .map_err(|source| self.failed(source))?;
                        sections.alias_count += 1;
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
    ) -> Result<SectionContents> {
        let failed = |source| self.failed(source);
        let max = u64::from(slots.saturating_sub(1));
        let mut forms = PackedWriter::new(self.spool(), slots.into(), max).map_err(failed)?;
        let mut sorted = by_rank.sorted()?;
        let mut rank = 0u32;
        while let Some((key, form_key)) = sorted.next()? {
            let form = key.last_chunk().map(|form| u32::from_be_bytes(*form));
            let form = form.ok_or_else(|| self.failed(io::ErrorKind::InvalidData.into()))?;
            forms.push(form.into()).map_err(failed)?;
            by_key.push(form_key, &rank.to_le_bytes())?;
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
        let (mut keys, mut slot) = (0u64, 0u64);
        let mut key_before: Vec<u8> = Vec::new();
        while let Some((key, rank)) = sorted.next()? {
            let rank = rank.first_chunk().map(|rank| u32::from_le_bytes(*rank));
            let rank = rank.ok_or_else(|| self.failed(io::ErrorKind::InvalidData.into()))?;
            if key != key_before {
                dictionary.insert(key, slot).map_err(fst_failed)?;
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
            self.step(slot)?;
        }
        self.last_step(slot);
        let section = |id, tail| SectionContents { id, head: Vec::new(), tail: Some(tail) };
        let dictionary = dictionary.into_inner().map_err(fst_failed)?;
        let ranks = ranks.finish().map_err(failed)?;
        let minima = SectionContents::of_bytes(SectionId::Minima, minima.finish());
        let sections =
            [section(SectionId::Keys, dictionary), section(SectionId::Slots, ranks), minima];
        Ok((keys, sections))
    }

    /// Returns the sections of the pass over the entries, without those that nothing fills.
    fn finish_entries(
        &self,
        sections: EntrySections,
        entries: u32,
    ) -> Result<Vec<SectionContents>> {
        let of_blocks = |id, blocks: BlocksWriter| SectionContents::of_bytes(id, blocks.finish());
        let mut written =
            vec![of_blocks(SectionId::Weights, sections.weights), sections.texts.finish()];
        if sections.alias_count > 0 {
            written.push(of_blocks(SectionId::AliasOrdinals, sections.alias_ordinals));
            written.push(of_blocks(SectionId::AliasFactors, sections.alias_factors));
            written.push(sections.alias_texts.finish());
            written.extend(self.write_kinds(&sections.alias_kinds)?);
        }
        if sections.id_order.len() > 0 {
            written.push(sections.ids.finish());
            written.push(self.write_buckets(sections.id_order, entries)?);
        }
        if sections.payload_count > 0 {
            written.push(sections.payloads.finish());
        }
        Ok(written)
    }

    /// Returns what made each alias, unless all were given.
    fn write_kinds(&self, kinds: &[u8]) -> Result<Option<SectionContents>> {
        let failed = |source| self.failed(source);
        let max = kinds.iter().copied().max().unwrap_or(0);
        if max == 0 {
            return Ok(None);
        }
        let count = kinds.len() as u64;
        let mut packed = PackedWriter::new(self.spool(), count, max.into()).map_err(failed)?;
        for &kind in kinds {
            packed.push(kind.into()).map_err(failed)?;
        }
        let tail = Some(packed.finish().map_err(failed)?);
        Ok(Some(SectionContents { id: SectionId::AliasKinds, head: Vec::new(), tail }))
    }

    fn write_buckets(&self, id_order: Sorter, entries: u32) -> Result<SectionContents> {
        let failed = |source| self.failed(source);
        let ids = id_order.len();
        let mut ends = BucketEnds::new(buckets::bits_for(ids));
        let max = u64::from(entries.saturating_sub(1));
        let mut ordinals = PackedWriter::new(self.spool(), ids, max).map_err(failed)?;
        let mut sorted = id_order.sorted()?;
        while let Some((key, ordinal)) = sorted.next()? {
            let hash = key.first_chunk().map(|hash| u64::from_be_bytes(*hash));
            let ordinal = ordinal.first_chunk().map(|ordinal| u32::from_le_bytes(*ordinal));
            let (Some(hash), Some(ordinal)) = (hash, ordinal) else {
                return Err(self.failed(io::ErrorKind::InvalidData.into()));
            };
            ends.push(hash);
            ordinals.push(ordinal.into()).map_err(failed)?;
        }
        let tail = Some(ordinals.finish().map_err(failed)?);
        Ok(SectionContents { id: SectionId::IdBuckets, head: ends.finish(), tail })
    }
}

impl EntrySections {
    fn push(&mut self, ordinal: u32, entry: &SortedEntry<'_>) -> io::Result<()> {
        debug_assert!(ordinal < u32::MAX, "the number of forms was checked");
        self.weights.push(entry.weight.to_bits());
        self.texts.push(entry.text)?;
        self.ids.push(entry.id)?;
        self.payloads.push(entry.payload)?;
        self.payload_count += u64::from(!entry.payload.is_empty());
        Ok(())
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
