//! Entries with one text into the sections by which `distinct` shows each text once.
//!
//! ```text
//! section        codec   contents
//! repeats        bits    of each ordinal whether an earlier one has its text, byte for byte
//! repeat-firsts  packed  of each repeat the first ordinal with its text
//! covered-forms  bits    of each rank whether its form is covered
//! text-minima    minima  above the ranks of the slots, where a covered form counts as 2^32 − 1
//! twin-forms     bits    of each rank whether its form is covered by that of a twin
//! ```
//!
//! A form is *covered* if an earlier rank has a form with the same key, of an entry with a lower
//! ordinal and the same text and season. That one matches whatever this one matches, and never
//! comes after it, so a search for texts need not look at this one. *Twins* have the same contexts
//! besides, so they pass the same filters, unless those name ids.

use std::collections::HashMap;

use crate::build::entries::SortedEntry;
use crate::build::scratch::{PackedSection, SectionContents, Sorter, Workspace};
use crate::error::Result;
use crate::format::bits::BitsWriter;
use crate::format::buckets;
use crate::format::minima::MinimaWriter;
use crate::format::season_rows::{self, MONTHS, NEUTRAL};
use crate::format::section_id::SectionId;

/// The bytes of the hash before a text, and those of a season behind it.
const HASH_BYTES: usize = 8;
const SEASON_BYTES: usize = 2 * MONTHS;

/// Collects the texts of entries.
pub(super) struct RepeatCollector<'a> {
    workspace: &'a Workspace,
    /// From the text, then season and contexts, to the ordinal.
    by_text: Sorter,
    pair: Vec<u8>,
}

/// An entry whose text another one has, and one of the entries that stands for all of a kind.
#[derive(Debug, Clone, Copy)]
struct SameText {
    ordinal: u32,
    /// The first entry with its text.
    text: u32,
    /// For those with its text and season.
    season: u32,
    /// For those with its text, season and contexts.
    twin: u32,
}

impl<'a> RepeatCollector<'a> {
    /// Starts with nothing; sorting takes up to a twelfth of the memory of `workspace`.
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        RepeatCollector { workspace, by_text: workspace.sorter(12), pair: Vec::new() }
    }

    /// Adds the next entry.
    pub(super) fn push(&mut self, ordinal: u32, entry: &SortedEntry<'_>) -> Result<()> {
        let pair = &mut self.pair;
        pair.clear();
        // The hash decides most comparisons. Texts often share their first bytes.
        pair.extend(buckets::hash(entry.text).to_be_bytes());
        pair.extend((entry.text.len() as u32).to_be_bytes());
        pair.extend(entry.text.as_bytes());
        // As they are stored: seasons that differ only in what is rounded away are one.
        let codes = entry.season.as_ref().map_or(NEUTRAL, season_rows::encode);
        pair.extend(codes.into_iter().flat_map(u16::to_be_bytes));
        for context in entry.contexts() {
            pair.extend((context.len() as u32).to_be_bytes());
            pair.extend(context.as_bytes());
        }
        self.by_text.push(pair, &ordinal.to_le_bytes())
    }

    /// Returns what marks the forms of entries with one text; `None` if all texts differ. In memory
    /// stand 16 bytes for each entry whose text another one has.
    pub(super) fn finish(self, forms: SlotCounts) -> Result<Option<RepeatMarks>> {
        let workspace = self.workspace;
        let mut sorted = self.by_text.sorted()?;
        let (mut all, mut before) = (Vec::new(), Vec::new());
        // The entries of one text, whose first ordinal is known only when all have come by.
        let mut same: Vec<SameText> = Vec::new();
        while let Some((key, ordinal)) = sorted.next()? {
            let ordinal = ordinal.first_chunk().map(|ordinal| u32::from_le_bytes(*ordinal));
            let (Some((text, rest)), Some(ordinal)) = (split_text(key), ordinal) else {
                return Err(workspace.damaged());
            };
            let rest_before = before.strip_prefix(text);
            if rest_before.is_none() {
                close(&mut same, &mut all);
            }
            let mut entry = SameText { ordinal, text: ordinal, season: ordinal, twin: ordinal };
            // Equal ones come one after the other.
            if let (Some(rest_before), Some(last)) = (rest_before, same.last()) {
                let season = |rest: &[u8]| rest.first_chunk::<SEASON_BYTES>().copied();
                if season(rest_before) == season(rest) {
                    entry.season = last.season;
                }
                if rest_before == rest {
                    entry.twin = last.twin;
                }
            }
            same.push(entry);
            before.clear();
            before.extend(key);
        }
        close(&mut same, &mut all);
        all.sort_unstable_by_key(|entry| entry.ordinal);
        Ok((!all.is_empty()).then(|| RepeatMarks::new(all, forms)))
    }
}

/// Parts what stands for a text from season and contexts.
fn split_text(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let len = key.get(HASH_BYTES..)?.first_chunk()?;
    key.split_at_checked(HASH_BYTES + 4 + u32::from_be_bytes(*len) as usize)
}

/// Ends the entries of one text, and adds them to `all` if they are several.
fn close(same: &mut Vec<SameText>, all: &mut Vec<SameText>) {
    let first = same.iter().map(|entry| entry.ordinal).min().unwrap_or(0);
    if same.len() > 1 {
        all.extend(same.iter().map(|entry| SameText { text: first, ..*entry }));
    }
    same.clear();
}

/// How many forms there are, and of what.
#[derive(Debug, Clone, Copy)]
pub(super) struct SlotCounts {
    pub(super) entries: u32,
    pub(super) slots: u32,
}

/// Marks the forms that are covered, as the slots go by.
pub(super) struct RepeatMarks {
    /// By ordinal.
    entries: Vec<SameText>,
    counts: SlotCounts,
    covered: BitsWriter,
    twins: BitsWriter,
    minima: MinimaWriter,
    /// The lowest ordinal so far among the forms of the key at hand, by what stands for the text and
    /// the season of its entry, and for the twins.
    lowest: HashMap<u32, u32>,
    lowest_twin: HashMap<u32, u32>,
}

impl RepeatMarks {
    fn new(entries: Vec<SameText>, counts: SlotCounts) -> Self {
        let slots = counts.slots as usize;
        RepeatMarks {
            entries,
            counts,
            covered: BitsWriter::unset(slots),
            twins: BitsWriter::unset(slots),
            minima: MinimaWriter::default(),
            lowest: HashMap::new(),
            lowest_twin: HashMap::new(),
        }
    }

    /// Adds the form of the next slot. The forms of a key come by rank.
    pub(super) fn push_slot(&mut self, starts_key: bool, ordinal: u32, rank: u32) {
        if starts_key {
            self.lowest.clear();
            self.lowest_twin.clear();
        }
        let found = self.entries.binary_search_by_key(&ordinal, |entry| entry.ordinal);
        let mut is_covered = false;
        // A text that is there once covers nothing, and needs no place in a table.
        if let Some(entry) = found.ok().and_then(|at| self.entries.get(at)) {
            is_covered = covers(&mut self.lowest, entry.season, ordinal);
            if is_covered {
                self.covered.set(rank as usize);
            }
            if covers(&mut self.lowest_twin, entry.twin, ordinal) {
                self.twins.set(rank as usize);
            }
        }
        self.minima.push(if is_covered { u32::MAX } else { rank });
    }

    /// Writes the sections.
    pub(super) fn finish(
        self,
        workspace: &Workspace,
        has_contexts: bool,
    ) -> Result<Vec<SectionContents>> {
        let mut repeats = BitsWriter::unset(self.counts.entries as usize);
        let mut firsts = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.ordinal != entry.text) {
            repeats.set(entry.ordinal as usize);
            firsts.push(entry.text);
        }
        let max = firsts.iter().copied().max().unwrap_or(0);
        let bits = |id, bits: BitsWriter| SectionContents::of_bytes(id, bits.finish());
        let mut written = vec![
            bits(SectionId::Repeats, repeats),
            PackedSection::of(workspace, SectionId::RepeatFirsts, &firsts, max.into())?,
            bits(SectionId::CoveredForms, self.covered),
            SectionContents::of_bytes(SectionId::TextMinima, self.minima.finish()),
        ];
        // Without contexts all covered forms are those of twins.
        if has_contexts {
            written.push(bits(SectionId::TwinForms, self.twins));
        }
        Ok(written)
    }
}

/// Returns whether a form of a lower ordinal came before among those for which `kind` stands.
fn covers(lowest: &mut HashMap<u32, u32>, kind: u32, ordinal: u32) -> bool {
    let lowest = lowest.entry(kind).or_insert(ordinal);
    // The rank alone is not enough: rounding may make two scores equal, and then the ordinal
    // decides.
    let is_covered = *lowest < ordinal;
    *lowest = ordinal.min(*lowest);
    is_covered
}
