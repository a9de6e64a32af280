//! The contexts of all entries into the sections that filter by them.
//!
//! ```text
//! section               codec       contents
//! context-values        dictionary  from field, 0 and value to its number v, 0 to V − 1 in the order of bytes
//! context-starts        packed      V + 1 places in context-ranks; the list of v is start[v] .. start[v + 1]
//! context-ranks         packed      the ranks of all forms of the entries that have v, by rising slot
//! context-minima        minima      above context-ranks, all lists one after the other
//! entry-context-starts  packed      n + 1 places in entry-contexts; those of an ordinal are
//!                                   start[ordinal] .. start[ordinal + 1]
//! entry-contexts        packed      the numbers of the values of the entry, rising, each once
//! ```
//!
//! The name of a field has 1 to 100 bytes, a value 1 to 1,000, neither has control characters; there
//! are at most 255 fields. No list is empty. Both starts begin at 0 and end at the end of what they
//! lead into.
//!
//! Three more sorted passes write them: contexts by value number the values; those numbers by ordinal,
//! together with the slots by ordinal, the values of each entry; then slots by value the lists.

use std::io;

use super::inverses::write_packed;
use super::passes::Assembly;
use crate::build::scratch::{SectionContents, Sorted, Sorter};
use crate::error::{Error, Result};
use crate::format::minima::MinimaWriter;
use crate::format::packed::PackedWriter;
use crate::format::section_id::SectionId;

/// Collects the contexts of entries, and the slots of their forms.
pub(super) struct ContextCollector {
    /// From the value and the ordinal.
    by_value: Sorter,
    /// From the ordinal and the slot to the rank.
    by_entry: Sorter,
    pair: Vec<u8>,
}

/// What a section of lists holds: where each starts, and all one after the other.
type Lists = [SectionContents; 2];

impl ContextCollector {
    /// Starts with nothing; sorting takes up to a sixth of the memory of `assembly`.
    pub(super) fn new(assembly: &Assembly<'_>) -> Self {
        let sorter = || Sorter::new(assembly.memory / 12, assembly.folder);
        ContextCollector { by_value: sorter(), by_entry: sorter(), pair: Vec::new() }
    }

    /// Returns whether no entry has a context so far.
    pub(super) fn is_empty(&self) -> bool {
        self.by_value.len() == 0
    }

    /// Adds a context of an entry: field, 0 and value.
    pub(super) fn push(&mut self, context: &str, ordinal: u32) -> Result<()> {
        self.pair.clear();
        self.pair.extend(context.as_bytes());
        // A value that starts with another one sorts behind it by this byte, which no value has.
        self.pair.push(0);
        self.pair.extend(ordinal.to_be_bytes());
        self.by_value.push(&self.pair, &[])
    }

    /// Adds the slot of a form of an entry. Only needed if there are contexts.
    pub(super) fn push_slot(&mut self, ordinal: u32, slot: u32, rank: u32) -> Result<()> {
        self.by_entry.push(&pair(ordinal, slot), &rank.to_le_bytes())
    }

    /// Writes the sections for `entries` entries with `slots` slots; none if there are no contexts.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] past 2^32 − 1 values of all forms.
    pub(super) fn finish(
        self,
        assembly: &Assembly<'_>,
        entries: u32,
        slots: u32,
    ) -> Result<Vec<SectionContents>> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        assembly.progress.extend(self.by_value.len() * 2 + self.by_entry.len());
        let (dictionary, values, by_ordinal) = number_values(assembly, self.by_value)?;
        let (of_entries, by_slot) =
            write_entries(assembly, by_ordinal, self.by_entry, entries, values)?;
        let (lists, minima) = write_lists(assembly, by_slot, slots, values)?;
        Ok([dictionary].into_iter().chain(lists).chain([minima]).chain(of_entries).collect())
    }
}

/// Writes the dictionary, and returns it with the number of values and the pairs of ordinal and number.
fn number_values(
    assembly: &Assembly<'_>,
    by_value: Sorter,
) -> Result<(SectionContents, u32, Sorter)> {
    let fst_failed = |error| match error {
        fst::Error::Io(source) => assembly.failed(source),
        other => assembly.failed(io::Error::other(other)),
    };
    check_count(by_value.len())?;
    let mut by_ordinal = Sorter::new(assembly.memory / 12, assembly.folder);
    let mut dictionary = fst::raw::Builder::new(assembly.spool()).map_err(fst_failed)?;
    let mut sorted = by_value.sorted()?;
    let (mut before, mut values, mut done) = (Vec::new(), 0u32, 0);
    while let Some((pair_of_value, _)) = sorted.next()? {
        let parts = pair_of_value.split_last_chunk::<4>().and_then(|(value, ordinal)| {
            Some((value.strip_suffix(&[0])?, u32::from_be_bytes(*ordinal)))
        });
        let (value, ordinal) =
            parts.ok_or_else(|| assembly.failed(io::ErrorKind::InvalidData.into()))?;
        if before != value {
            dictionary.insert(value, values.into()).map_err(fst_failed)?;
            before = value.to_vec();
            values += 1;
        }
        by_ordinal.push(&pair(ordinal, values - 1), &[])?;
        done += 1;
        assembly.step(done)?;
    }
    assembly.last_step(done);
    let tail = Some(dictionary.into_inner().map_err(fst_failed)?);
    let dictionary = SectionContents { id: SectionId::ContextValues, head: Vec::new(), tail };
    Ok((dictionary, values, by_ordinal))
}

/// Writes the values of each entry, and returns with them, from value and slot to rank, those of each
/// form.
fn write_entries(
    assembly: &Assembly<'_>,
    by_ordinal: Sorter,
    by_entry: Sorter,
    entries: u32,
    values: u32,
) -> Result<(Lists, Sorter)> {
    let failed = |source| assembly.failed(source);
    let count = by_ordinal.len();
    let mut starts =
        PackedWriter::new(assembly.spool(), u64::from(entries) + 1, count).map_err(failed)?;
    let max = u64::from(values.saturating_sub(1));
    let mut numbers = PackedWriter::new(assembly.spool(), count, max).map_err(failed)?;
    let mut by_slot = Sorter::new(assembly.memory / 4, assembly.folder);
    let mut contexts = Pairs::new(assembly, by_ordinal.sorted()?)?;
    let mut forms = Pairs::new(assembly, by_entry.sorted()?)?;
    let (mut of_entry, mut place, mut done) = (Vec::new(), 0u64, 0);
    for ordinal in 0..entries {
        starts.push(place).map_err(failed)?;
        of_entry.clear();
        while let Some((number, _)) = contexts.take(assembly, ordinal)? {
            numbers.push(number.into()).map_err(failed)?;
            of_entry.push(number);
            place += 1;
            done += 1;
            assembly.step(done)?;
        }
        while let Some((slot, rank)) = forms.take(assembly, ordinal)? {
            for &number in &of_entry {
                by_slot.push(&pair(number, slot), &rank.to_le_bytes())?;
            }
            done += 1;
            assembly.step(done)?;
        }
    }
    assembly.last_step(done);
    starts.push(place).map_err(failed)?;
    let section = |id, tail| SectionContents { id, head: Vec::new(), tail: Some(tail) };
    let starts = section(SectionId::EntryContextStarts, starts.finish().map_err(failed)?);
    let numbers = section(SectionId::EntryContexts, numbers.finish().map_err(failed)?);
    Ok(([starts, numbers], by_slot))
}

/// Writes the list of each value and the tree above all.
fn write_lists(
    assembly: &Assembly<'_>,
    by_slot: Sorter,
    slots: u32,
    values: u32,
) -> Result<(Lists, SectionContents)> {
    let failed = |source| assembly.failed(source);
    let count = by_slot.len();
    check_count(count)?;
    assembly.progress.extend(count);
    let max_rank = u64::from(slots.saturating_sub(1));
    let mut ranks = PackedWriter::new(assembly.spool(), count, max_rank).map_err(failed)?;
    let mut minima = MinimaWriter::default();
    let mut starts = Vec::with_capacity(values as usize + 1);
    let mut sorted = Pairs::new(assembly, by_slot.sorted()?)?;
    let mut place = 0u32;
    for value in 0..values {
        starts.push(place);
        while let Some((_, rank)) = sorted.take(assembly, value)? {
            ranks.push(rank.into()).map_err(failed)?;
            minima.push(rank);
            place += 1;
            assembly.step(place.into())?;
        }
    }
    assembly.last_step(place.into());
    starts.push(place);
    let starts = write_packed(assembly, SectionId::ContextStarts, &starts, place.into())?;
    let tail = Some(ranks.finish().map_err(failed)?);
    let ranks = SectionContents { id: SectionId::ContextRanks, head: Vec::new(), tail };
    let minima = SectionContents::of_bytes(SectionId::ContextMinima, minima.finish());
    Ok(([starts, ranks], minima))
}

fn check_count(count: u64) -> Result<()> {
    if count < u64::from(u32::MAX) {
        return Ok(());
    }
    let what = "the number of values of contexts of all texts, aliases and forms made of them";
    Err(Error::TooLarge { what, got: count, limit: u64::from(u32::MAX) - 1 })
}

/// Returns bytes that sort by the one number, then by the other.
fn pair(one: u32, other: u32) -> [u8; 8] {
    (u64::from(one) << 32 | u64::from(other)).to_be_bytes()
}

/// Sorted pairs of numbers with a third one, read one ahead.
struct Pairs {
    sorted: Sorted,
    next: Option<[u32; 3]>,
}

impl Pairs {
    fn new(assembly: &Assembly<'_>, sorted: Sorted) -> Result<Self> {
        let mut pairs = Pairs { sorted, next: None };
        pairs.read(assembly)?;
        Ok(pairs)
    }

    fn read(&mut self, assembly: &Assembly<'_>) -> Result<()> {
        self.next = match self.sorted.next()? {
            None => None,
            Some((key, third)) => {
                let key = key.first_chunk().map(|key| u64::from_be_bytes(*key));
                let key = key.ok_or_else(|| assembly.failed(io::ErrorKind::InvalidData.into()))?;
                let third = third.first_chunk().map_or(0, |third| u32::from_le_bytes(*third));
                Some([(key >> 32) as u32, key as u32, third])
            }
        };
        Ok(())
    }

    /// Returns the next pair without its first number, if that is `first`.
    fn take(&mut self, assembly: &Assembly<'_>, first: u32) -> Result<Option<(u32, u32)>> {
        match self.next {
            Some([number, second, third]) if number == first => {
                self.read(assembly)?;
                Ok(Some((second, third)))
            }
            _ => Ok(None),
        }
    }
}
