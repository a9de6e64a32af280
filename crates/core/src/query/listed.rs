//! Forms that are looked at one by one, since they are few and could be anywhere in the order: those of a narrow filter,
//! of boosted entries, and of pinned ones.

use std::ops::Range;
use std::sync::OnceLock;

use crate::error::Result;
use crate::format::header::SectionId;
use crate::format::packed::Packed;
use crate::index::{Forms, View, Words};

/// With more ranges than this they are put in order and searched.
const FEW_RANGES: usize = 8;

/// A form to look at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ListedForm {
    pub(super) rank: u32,
    pub(super) slot: u32,
    /// Its weight · factor.
    pub(super) base: f64,
    /// The most that boosts can make of it.
    pub(super) most: f64,
}

/// Forms to look at one by one, and, once they are asked for, their words.
#[derive(Debug, Default)]
pub(super) struct ListedForms {
    forms: Vec<ListedForm>,
    /// Each term of each form with the number of the form here: rising.
    postings: OnceLock<Vec<(u32, u32)>>,
}

impl ListedForms {
    /// Lists `forms`.
    pub(super) fn new(forms: Vec<ListedForm>) -> Self {
        ListedForms { forms, postings: OnceLock::new() }
    }

    /// Returns the forms.
    pub(super) fn all(&self) -> &[ListedForm] {
        &self.forms
    }

    /// Returns the terms of the forms, rising, each with a form that has it.
    ///
    /// Takes O(n log n) time for n words of all forms the first time.
    pub(super) fn postings(&self, words: &Words<'_>) -> Result<&[(u32, u32)]> {
        if let Some(postings) = self.postings.get() {
            return Ok(postings);
        }
        let (mut postings, mut terms) = (Vec::with_capacity(3 * self.forms.len()), Vec::new());
        for (number, form) in (0u32..).zip(&self.forms) {
            words.terms_of(form.rank, &mut terms)?;
            postings.extend(terms.iter().map(|&term| (term, number)));
        }
        postings.sort_unstable();
        Ok(self.postings.get_or_init(|| postings))
    }

    /// Returns the slots of the forms, rising.
    pub(super) fn slots(&self) -> Vec<u32> {
        let mut slots: Vec<u32> = self.forms.iter().map(|form| form.slot).collect();
        slots.sort_unstable();
        slots
    }
}

/// Finds forms to list.
pub(super) struct FormFinder<'v, 'a> {
    view: &'v View<'a>,
    forms: Forms<'a>,
    slots: Option<Packed<'a>>,
}

impl<'v, 'a> FormFinder<'v, 'a> {
    /// Finds the sections.
    pub(super) fn new(view: &'v View<'a>) -> Result<Self> {
        Ok(FormFinder { view, forms: view.forms()?, slots: view.rank_slots()? })
    }

    /// Returns the form of `rank`, which boosts can raise by `most`.
    pub(super) fn of_rank(&self, rank: u32, most: f64) -> Result<ListedForm> {
        let missing = || self.view.corrupt(SectionId::RankSlots, "the slot of a rank is missing");
        let slot = self.slots.as_ref().and_then(|slots| slots.get(rank as usize));
        let form = self.forms.get(rank).ok_or_else(missing)?;
        Ok(ListedForm { rank, slot: slot.ok_or_else(missing)?, base: form.base, most })
    }

    /// Adds the forms of an entry.
    pub(super) fn of_entry(
        &self,
        ordinal: u32,
        most: f64,
        listed: &mut Vec<ListedForm>,
    ) -> Result<()> {
        if !self.forms.has_aliases() {
            listed.push(self.of_rank(ordinal, most)?);
            return Ok(());
        }
        for number in std::iter::once(ordinal).chain(self.view.aliases_of(ordinal)?) {
            listed.push(self.of_rank(self.view.rank_of_form(number)?, most)?);
        }
        Ok(())
    }
}

/// Returns those of `listed` with a slot in `ranges`, which lie apart.
pub(super) fn inside<'l>(
    listed: &'l [ListedForm],
    ranges: &[Range<u32>],
) -> impl Iterator<Item = &'l ListedForm> {
    let mut sorted: Vec<Range<u32>> = ranges.to_vec();
    let few = sorted.len() <= FEW_RANGES;
    if !few {
        sorted.sort_unstable_by_key(|range| range.start);
    }
    listed.iter().filter(move |form| match few {
        true => sorted.iter().any(|range| range.contains(&form.slot)),
        false => {
            let at = sorted.partition_point(|range| range.end <= form.slot);
            sorted.get(at).is_some_and(|range| range.contains(&form.slot))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_inside_ranges_are_the_same_whether_these_are_few_or_many() {
        let listed: Vec<ListedForm> =
            (0..200).map(|slot| ListedForm { rank: slot, slot, base: 1.0, most: 1.0 }).collect();
        // Out of order, as they come.
        let ranges: Vec<Range<u32>> = (0..20).rev().map(|at| at * 10 + 2..at * 10 + 5).collect();
        for count in [0, 1, FEW_RANGES, FEW_RANGES + 1, 20] {
            let ranges = &ranges[..count];
            let found: Vec<u32> = inside(&listed, ranges).map(|form| form.slot).collect();
            let expected: Vec<u32> =
                (0..200).filter(|slot| ranges.iter().any(|range| range.contains(slot))).collect();
            assert_eq!(found, expected);
        }
    }
}
