//! The contexts of all entries into the sections that filter by them.
//!
//! ```text
//! section               codec       contents
//! context-values        dictionary  from field, 0 and value to its number v, 0 to V − 1 in the order
//!                                   of bytes
//! context-starts        packed      V + 1 places in context-ranks; the list of v is
//!                                   start[v] .. start[v + 1]
//! context-ranks         packed      the ranks of all forms of the entries that have v, by slot
//! context-minima        minima      above context-ranks, all lists one after the other
//! entry-context-starts  packed      n + 1 places in entry-contexts; those of an ordinal are
//!                                   start[ordinal] .. start[ordinal + 1]
//! entry-contexts        packed      the numbers of the values of the entry, rising, each once
//! context-bitmaps       bitmaps     of each value that a 32nd of the forms has, their ranks
//! ```
//!
//! The name of a field has 1 to 100 bytes, a value 1 to 1,000, neither has control characters;
//! there are at most 255 fields. No list is empty. Both starts begin at 0 and end at the end of
//! what they lead into.
//!
//! Three more sorted passes write them: contexts by value number the values; those numbers by
//! ordinal, together with the slots by ordinal, the values of each entry; then slots by value the
//! lists.

use std::io::Write;

use crate::build::scratch::{
    DictionarySection, PackedSection, SectionContents, Sorted, Sorter, Spool, Workspace,
};
use crate::error::{Error, Result};
use crate::format::bitmaps::{self, BitmapWriter};
use crate::format::minima::MinimaWriter;
use crate::format::section_id::SectionId;

/// Collects the contexts of entries, and the slots of their forms.
pub(super) struct ContextCollector<'a> {
    workspace: &'a Workspace,
    /// From the value and the ordinal.
    by_value: Sorter,
    /// From the ordinal and the slot to the rank.
    by_entry: Sorter,
    pair: Vec<u8>,
}

impl<'a> ContextCollector<'a> {
    /// Starts with nothing; sorting takes up to a sixth of the memory of `workspace`.
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        let (by_value, by_entry) = (workspace.sorter(12), workspace.sorter(12));
        ContextCollector { workspace, by_value, by_entry, pair: Vec::new() }
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
    pub(super) fn finish(self, entries: u32, slots: u32) -> Result<Vec<SectionContents>> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        let workspace = self.workspace;
        // Values are passed by value and by ordinal, forms by ordinal alone.
        workspace.progress().extend(self.by_value.len() * 2 + self.by_entry.len());
        let numbered = number_values(workspace, self.by_value)?;
        let values = numbered.values;
        let pass = ContextPass { workspace, by_entry: self.by_entry, entries };
        let listed = pass.run(numbered.by_ordinal, values)?;
        let (lists, bitmaps) = write_lists(workspace, listed.by_slot, slots, values)?;
        // By their numbers, which is the order in the file.
        let written = [numbered.dictionary].into_iter().chain(lists).chain(listed.of_entries);
        Ok(written.chain(bitmaps).collect())
    }
}

/// What the first pass leaves.
struct Numbered {
    dictionary: SectionContents,
    /// The number of values.
    values: u32,
    /// Pairs of the ordinal and the number of a value.
    by_ordinal: Sorter,
}

/// Writes the dictionary, and numbers the values.
fn number_values(workspace: &Workspace, by_value: Sorter) -> Result<Numbered> {
    check_count(by_value.len())?;
    let mut by_ordinal = workspace.sorter(12);
    let mut dictionary = DictionarySection::new(workspace, SectionId::ContextValues)?;
    let mut sorted = by_value.sorted()?;
    let (mut before, mut values, mut done) = (Vec::new(), 0u32, 0);
    while let Some((pair_of_value, _)) = sorted.next()? {
        let parts = pair_of_value.split_last_chunk::<4>().and_then(|(value, ordinal)| {
            Some((value.strip_suffix(&[0])?, u32::from_be_bytes(*ordinal)))
        });
        let (value, ordinal) = parts.ok_or_else(|| workspace.damaged())?;
        // No value is empty, so the first always differs from the nothing before it.
        if before != value {
            dictionary.insert(value, values.into())?;
            before = value.to_vec();
            values += 1;
        }
        // The number is known only here, and the next pass needs it by entry.
        by_ordinal.push(&pair(ordinal, values - 1), &[])?;
        done += 1;
        workspace.step(done)?;
    }
    workspace.last_step(done);
    Ok(Numbered { dictionary: dictionary.finish()?, values, by_ordinal })
}

/// The pass over the entries, which joins their values and their forms.
struct ContextPass<'a> {
    workspace: &'a Workspace,
    by_entry: Sorter,
    entries: u32,
}

/// What it leaves.
struct Listed {
    /// Where the values of each entry start, and all of them.
    of_entries: [SectionContents; 2],
    /// From the value and the slot to the rank.
    by_slot: Sorter,
}

impl ContextPass<'_> {
    /// Writes the values of each entry, and pairs them with its forms.
    fn run(self, by_ordinal: Sorter, values: u32) -> Result<Listed> {
        let ContextPass { workspace, by_entry, entries } = self;
        let (count, starts_count) = (by_ordinal.len(), u64::from(entries) + 1);
        let id = SectionId::EntryContextStarts;
        let mut starts = PackedSection::new(workspace, id, starts_count, count)?;
        let max = u64::from(values.saturating_sub(1));
        let mut numbers = PackedSection::new(workspace, SectionId::EntryContexts, count, max)?;
        let mut by_slot = workspace.sorter(4);
        let mut contexts = Pairs::new(workspace, by_ordinal.sorted()?)?;
        let mut forms = Pairs::new(workspace, by_entry.sorted()?)?;
        let (mut of_entry, mut place, mut done) = (Vec::new(), 0u64, 0);
        for ordinal in 0..entries {
            starts.push(place)?;
            // Only the values of one entry are in memory, at most 1,000 of them.
            of_entry.clear();
            while let Some((number, _)) = contexts.take(ordinal)? {
                numbers.push(number.into())?;
                of_entry.push(number);
                place += 1;
                done += 1;
                workspace.step(done)?;
            }
            // Entries without contexts have forms too, which no list takes.
            while let Some((slot, rank)) = forms.take(ordinal)? {
                for &number in &of_entry {
                    by_slot.push(&pair(number, slot), &rank.to_le_bytes())?;
                }
                done += 1;
                workspace.step(done)?;
            }
        }
        workspace.last_step(done);
        starts.push(place)?;
        Ok(Listed { of_entries: [starts.finish()?, numbers.finish()?], by_slot })
    }
}

/// Writes where the list of each value starts, all lists, and the tree above them, and the bitmaps
/// of those that many forms have, if there are any.
fn write_lists(
    workspace: &Workspace,
    by_slot: Sorter,
    slots: u32,
    values: u32,
) -> Result<([SectionContents; 3], Option<SectionContents>)> {
    let count = by_slot.len();
    // An entry of many values and forms counts as often as both multiplied, so it is checked again.
    check_count(count)?;
    workspace.progress().extend(count);
    let max_rank = u64::from(slots.saturating_sub(1));
    let mut ranks = PackedSection::new(workspace, SectionId::ContextRanks, count, max_rank)?;
    let mut minima = MinimaWriter::default();
    let mut common = CommonValues::new(workspace, slots);
    // In memory, since the width of a start is that of the last, which comes at the end.
    let mut starts = Vec::with_capacity(values as usize + 1);
    let mut sorted = Pairs::new(workspace, by_slot.sorted()?)?;
    let mut place = 0u32;
    for value in 0..values {
        starts.push(place);
        while let Some((_, rank)) = sorted.take(value)? {
            ranks.push(rank.into())?;
            minima.push(rank);
            common.bitmap.push(rank);
            place += 1;
            workspace.step(place.into())?;
        }
        common.end_value(value)?;
    }
    workspace.last_step(place.into());
    starts.push(place);
    let starts = PackedSection::of(workspace, SectionId::ContextStarts, &starts, place.into())?;
    let minima = SectionContents::of_bytes(SectionId::ContextMinima, minima.finish());
    Ok(([starts, ranks.finish()?, minima], common.finish()))
}

/// The bitmaps of the values that many forms have, while the lists of all values go by.
struct CommonValues<'a> {
    workspace: &'a Workspace,
    /// That of the value at hand.
    bitmap: BitmapWriter,
    values: Vec<u32>,
    written: Spool,
}

impl<'a> CommonValues<'a> {
    fn new(workspace: &'a Workspace, slots: u32) -> Self {
        let (bitmap, written) = (BitmapWriter::new(slots as usize), workspace.spool());
        CommonValues { workspace, bitmap, values: Vec::new(), written }
    }

    /// Writes the bitmap of a value whose list has gone by, if it has one.
    fn end_value(&mut self, value: u32) -> Result<()> {
        let Some(bytes) = self.bitmap.take() else { return Ok(()) };
        self.values.push(value);
        self.written.write_all(&bytes).map_err(|source| self.workspace.failed(source))
    }

    /// Returns the section, unless it would be empty.
    fn finish(self) -> Option<SectionContents> {
        let (id, head) = (SectionId::ContextBitmaps, bitmaps::header(&self.values));
        let contents = SectionContents { id, head, tail: Some(self.written) };
        (!self.values.is_empty()).then_some(contents)
    }
}

fn check_count(count: u64) -> Result<()> {
    // Starts have 32 bits, and the last of them is the count itself.
    if count < u64::from(u32::MAX) {
        return Ok(());
    }
    let what = "the number of values of contexts of all texts, aliases and forms made of them";
    Err(Error::TooLarge { what, got: count, limit: u64::from(u32::MAX) - 1 })
}

/// Returns bytes that sort by the one number, then by the other.
fn pair(one: u32, other: u32) -> [u8; 8] {
    // Big-endian, so that the bytes sort as the numbers do.
    (u64::from(one) << 32 | u64::from(other)).to_be_bytes()
}

/// Sorted pairs of numbers with a third one, read one ahead.
struct Pairs<'a> {
    workspace: &'a Workspace,
    sorted: Sorted,
    next: Option<[u32; 3]>,
}

impl<'a> Pairs<'a> {
    fn new(workspace: &'a Workspace, sorted: Sorted) -> Result<Self> {
        let mut pairs = Pairs { workspace, sorted, next: None };
        // One ahead, so that `take` sees whose pair comes next before it takes it.
        pairs.read()?;
        Ok(pairs)
    }

    fn read(&mut self) -> Result<()> {
        self.next = match self.sorted.next()? {
            None => None,
            Some((key, third)) => {
                let key = key.first_chunk().map(|key| u64::from_be_bytes(*key));
                let key = key.ok_or_else(|| self.workspace.damaged())?;
                // Pairs of ordinal and number have no third, and nobody asks for it.
                let third = third.first_chunk().map_or(0, |third| u32::from_le_bytes(*third));
                Some([(key >> 32) as u32, key as u32, third])
            }
        };
        Ok(())
    }

    /// Returns the next pair without its first number, if that is `first`.
    fn take(&mut self, first: u32) -> Result<Option<(u32, u32)>> {
        match self.next {
            Some([number, second, third]) if number == first => {
                self.read()?;
                Ok(Some((second, third)))
            }
            _ => Ok(None),
        }
    }
}
