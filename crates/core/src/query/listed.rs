//! Forms that are looked at one by one, since they are few and could be anywhere in the order: those of a narrow filter,
//! of boosted entries, and of pinned ones.

use std::ops::Range;

use crate::error::Result;
use crate::format::header::SectionId;
use crate::index::{Forms, View};

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

impl ListedForm {
    /// Returns the form of `rank`, which boosts can raise by `most`.
    pub(super) fn new(view: &View<'_>, forms: &Forms<'_>, rank: u32, most: f64) -> Result<Self> {
        let missing = || view.corrupt(SectionId::RankSlots, "the slot of a rank is missing");
        let slots = view.rank_slots()?.ok_or_else(missing)?;
        let slot = slots.get(rank as usize).ok_or_else(missing)?;
        let form = forms.get(rank).ok_or_else(missing)?;
        Ok(ListedForm { rank, slot, base: form.base, most })
    }

    /// Adds the forms of an entry.
    pub(super) fn of_entry(
        view: &View<'_>,
        forms: &Forms<'_>,
        ordinal: u32,
        most: f64,
        listed: &mut Vec<ListedForm>,
    ) -> Result<()> {
        for number in std::iter::once(ordinal).chain(view.aliases_of(ordinal)?) {
            listed.push(ListedForm::new(view, forms, view.rank_of_form(number)?, most)?);
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
