//! Verifying the contexts: the values by number, those of each entry, and the forms of each value.

use super::walk::walk;
use super::words::rises;
use super::{Check, Contents, Found, ensure, in_section};
use crate::format::header::SectionId;
use crate::format::{Damaged, MAX_FIELD_BYTES, MAX_FIELDS, MAX_VALUE_BYTES};
use crate::index::Contexts;
use crate::index::contexts::split_pair;

impl Contents<'_> {
    /// Values are numbered in order; each entry has its values once, in order; and the list of a value has
    /// the ranks of all forms of the entries that have it, by slot. A number stays in memory for each value.
    pub(super) fn check_contexts(&self) -> Check {
        let unreadable = Found(SectionId::ContextValues, Damaged("the section cannot be read"));
        let contexts = self.opened.view().contexts().map_err(|_| unreadable)?;
        let Some(contexts) = contexts else { return Ok(()) };
        // The starts first: as they rise, the walk over the values ends in the time that it takes to
        // read them.
        rises(contexts.starts(), contexts.ranks(), SectionId::ContextStarts)?;
        contexts.ranks().verify().map_err(in_section(SectionId::ContextRanks))?;
        check_values(&contexts)?;
        self.check_entry_contexts(&contexts)?;
        self.check_lists(&contexts)?;
        contexts
            .minima()
            .verify(contexts.ranks().len(), |place| contexts.ranks().get(place))
            .map_err(in_section(SectionId::ContextMinima))
    }

    fn check_entry_contexts(&self, contexts: &Contexts<'_>) -> Check {
        const STARTS: SectionId = SectionId::EntryContextStarts;
        const PART: SectionId = SectionId::EntryContexts;
        let (starts, values) = (contexts.entry_starts(), contexts.entry_values());
        starts.verify().map_err(in_section(STARTS))?;
        values.verify().map_err(in_section(PART))?;
        ensure(starts.get(0) == Some(0), STARTS, "the first start is not 0")?;
        let end = starts.get(self.entries() as usize).map(|end| end as usize);
        ensure(end == Some(values.len()), STARTS, "the last start is not the end")?;
        let mut of_entry = Vec::new();
        for ordinal in 0..self.entries() {
            let read = contexts.values_of(ordinal, &mut of_entry);
            read.map_err(|_| Found(STARTS, Damaged("the values of an entry are out of place")))?;
            let rise = of_entry.is_sorted_by(|one, next| one < next);
            ensure(rise, PART, "the values of an entry do not rise")?;
            let exist = of_entry.last().is_none_or(|&last| last < contexts.value_count());
            ensure(exist, PART, "an entry has a value that does not exist")?;
        }
        Ok(())
    }

    fn check_lists(&self, contexts: &Contexts<'_>) -> Check {
        const PART: SectionId = SectionId::ContextRanks;
        let starts = contexts.starts();
        let start = |value: u32| starts.get(value as usize).unwrap_or(u32::MAX);
        // Where the list of each value goes on that the slots so far have not used.
        let mut next: Vec<u32> = (0..contexts.value_count()).map(start).collect();
        let mut of_entry = Vec::new();
        for slot in 0..self.slot_count() {
            let rank = self.slots.get(slot as usize).unwrap_or(u32::MAX);
            let read = contexts.values_of(self.form(rank)?.ordinal, &mut of_entry);
            read.map_err(|_| Found(SectionId::EntryContexts, Damaged("values are missing")))?;
            for &value in &of_entry {
                let next = next.get_mut(value as usize);
                let next = next.ok_or(Found(PART, Damaged("a value has no list")))?;
                let holds =
                    *next < start(value + 1) && contexts.ranks().get(*next as usize) == Some(rank);
                ensure(holds, PART, "the list of a value lacks a form of an entry that has it")?;
                *next += 1;
            }
        }
        let used = (0..contexts.value_count()).zip(next).all(|(value, n)| n == start(value + 1));
        ensure(used, PART, "the list of a value has a form of an entry that does not have it")
    }
}

/// Every key of the dictionary is a field and a value with a number of its own.
fn check_values(contexts: &Contexts<'_>) -> Check {
    const PART: SectionId = SectionId::ContextValues;
    let mut fields = 0;
    let mut before = String::new();
    walk(&contexts.dictionary(), PART, contexts.value_count(), |pair, numbers| {
        ensure(numbers.len() == 1, PART, "a value has several numbers")?;
        let Some((field, value)) = split_pair(pair) else {
            return Err(Found(PART, Damaged("a value has no field")));
        };
        let is_name = |name: &str, most: usize| {
            (1..=most).contains(&name.len()) && !name.contains(char::is_control)
        };
        let valid = is_name(field, MAX_FIELD_BYTES) && is_name(value, MAX_VALUE_BYTES);
        ensure(valid, PART, "a field or a value is empty, too long, or has control characters")?;
        if fields == 0 || field != before {
            fields += 1;
            before = field.to_owned();
        }
        ensure(fields <= MAX_FIELDS, PART, "there are too many fields")
    })
}
