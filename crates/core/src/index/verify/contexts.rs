//! Verifying the contexts: the values by number, those of each entry, and the forms of each value.

use super::verification::Verification;
use super::walk::walk;
use super::words::rises;
use crate::error::Result;
use crate::format::bitmaps::is_common;
use crate::format::section_id::SectionId;
use crate::format::{Damaged, MAX_FIELD_BYTES, MAX_FIELDS, MAX_VALUE_BYTES};
use crate::index::contexts::ContextLists;
use crate::index::contexts::split_pair;

impl Verification<'_> {
    /// Values are numbered in order; each entry has its values once, in order; and the list of a
    /// value has the ranks of all forms of the entries that have it, by slot. A number stays in
    /// memory for each value.
    pub(super) fn check_contexts(&self) -> Result<()> {
        let Some(contexts) = self.opened.view().contexts()? else { return Ok(()) };
        // The starts first: as they rise, the walk over the values ends in the time that it takes
        // to read them.
        rises(contexts.starts(), contexts.ranks())?;
        contexts.ranks().verify()?;
        // Before the lists, which are looked up by these numbers.
        check_values(&contexts)?;
        self.check_entry_contexts(&contexts)?;
        self.check_lists(&contexts)?;
        self.check_bitmaps(&contexts)?;
        let (minima, ranks) = (contexts.minima(), contexts.ranks());
        minima.blame(minima.view().verify(ranks.len(), |place| ranks.find(place)))
    }

    /// A value has a bitmap if many forms have it, of the ranks of its list.
    fn check_bitmaps(&self, contexts: &ContextLists<'_>) -> Result<()> {
        let ranks = contexts.ranks();
        let forms = self.slot_count() as usize;
        let mut found = contexts.bitmaps().into_iter().flat_map(|bitmaps| bitmaps.view().lists());
        for value in 0..contexts.value_count() {
            let list = contexts.list(value)?;
            if !is_common(list.len(), forms) {
                continue;
            }
            let of_value = contexts.bitmaps().zip(contexts.bitmap(value));
            let Some((bitmaps, bitmap)) = of_value.filter(|_| found.next() == Some(value.into()))
            else {
                return Err(self.opened.corrupt(
                    SectionId::ContextBitmaps,
                    Damaged("a value that many forms have is missing"),
                ));
            };
            // The ranks of a list differ, so as many bits as ranks are those of the ranks.
            let mut same = bitmap.ones() == list.len();
            for place in list {
                same &= bitmap.has(ranks.rank(place)?);
            }
            bitmaps.ensure(same, "a bitmap has other ranks than the list of its value")?;
        }
        match (contexts.bitmaps(), found.next()) {
            (Some(bitmaps), Some(_)) => {
                Err(bitmaps.corrupt("a value has a bitmap that few forms have"))
            }
            (Some(bitmaps), None) => bitmaps.ensure(
                bitmaps.view().lists().next().is_some(),
                "there is no bitmap, so the section should be absent",
            ),
            (None, _) => Ok(()),
        }
    }

    fn check_entry_contexts(&self, contexts: &ContextLists<'_>) -> Result<()> {
        let (starts, values) = (contexts.entry_starts(), contexts.entry_values());
        starts.verify()?;
        values.verify()?;
        starts.ensure(starts.find(0) == Some(0), "the first start is not 0")?;
        let end = starts.find(self.entries() as usize).map(|end| end as usize);
        starts.ensure(end == Some(values.len()), "the last start is not the end")?;
        let mut of_entry = Vec::new();
        for ordinal in 0..self.entries() {
            contexts.values_of(ordinal, &mut of_entry)?;
            let rise = of_entry.is_sorted_by(|one, next| one < next);
            values.ensure(rise, "the values of an entry do not rise")?;
            // They rise, so only the last can be too large.
            let exist = of_entry.last().is_none_or(|&last| last < contexts.value_count());
            values.ensure(exist, "an entry has a value that does not exist")?;
        }
        Ok(())
    }

    fn check_lists(&self, contexts: &ContextLists<'_>) -> Result<()> {
        let (starts, ranks) = (contexts.starts(), contexts.ranks());
        let start = |value: u32| starts.find(value as usize).unwrap_or(u32::MAX);
        // Where the list of each value goes on that the slots so far have not used.
        let mut next: Vec<u32> = (0..contexts.value_count()).map(start).collect();
        let mut of_entry = Vec::new();
        for slot in 0..self.slot_count() {
            // No form has this rank, so a slot that is missing is found to be damage in the next
            // line.
            let rank = self.slots.find(slot as usize).unwrap_or(u32::MAX);
            contexts.values_of(self.forms.get(rank)?.ordinal, &mut of_entry)?;
            for &value in &of_entry {
                let next = next.get_mut(value as usize);
                let next = next.ok_or_else(|| ranks.corrupt("a value has no list"))?;
                let holds = *next < start(value + 1) && ranks.find(*next as usize) == Some(rank);
                ranks.ensure(holds, "the list of a value lacks a form of an entry that has it")?;
                *next += 1;
            }
        }
        let used = (0..contexts.value_count()).zip(next).all(|(value, n)| n == start(value + 1));
        ranks.ensure(used, "the list of a value has a form of an entry that does not have it")
    }
}

/// Every key of the dictionary is a field and a value with a number of its own.
fn check_values(contexts: &ContextLists<'_>) -> Result<()> {
    let section = contexts.dictionary();
    let mut fields = 0;
    let mut before = String::new();
    walk(section, contexts.value_count(), |pair, numbers| {
        section.ensure(numbers.len() == 1, "a value has several numbers")?;
        let Some((field, value)) = split_pair(pair) else {
            return Err(section.corrupt("a value has no field"));
        };
        let is_name = |name: &str, most: usize| {
            (1..=most).contains(&name.len()) && !name.contains(char::is_control)
        };
        // The builder refuses such names, and an answer shows them as they are.
        let valid = is_name(field, MAX_FIELD_BYTES) && is_name(value, MAX_VALUE_BYTES);
        section
            .ensure(valid, "a field or a value is empty, too long, or has control characters")?;
        // Keys rise, so the values of a field stand together, and every change of it is a new one.
        if fields == 0 || field != before {
            fields += 1;
            before = field.to_owned();
        }
        section.ensure(fields <= MAX_FIELDS, "there are too many fields")
    })
}
