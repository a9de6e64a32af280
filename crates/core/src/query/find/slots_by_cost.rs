//! Slots that match in one way at one cost, and the best of them.

use std::ops::Range;

use super::prefix;
use crate::error::Result;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;

/// Slots that match in one way at one cost.
#[derive(Debug)]
struct CostedSlots {
    kind: MatchKind,
    cost: u32,
    ranges: Vec<Range<u32>>,
}

/// The slots of whole forms and of prefixes, by kind and cost.
#[derive(Debug, Default)]
pub(crate) struct SlotsByCost {
    all: Vec<CostedSlots>,
    /// What costs less is known already, in units.
    least_new_cost: u32,
}

impl SlotsByCost {
    /// Starts with nothing, to collect what costs at least `least_new_cost` units.
    pub(super) fn new(least_new_cost: u32) -> Self {
        SlotsByCost { all: Vec::new(), least_new_cost }
    }

    /// Adds slots of one kind and cost. Those of a kind and cost lie apart.
    pub(super) fn add(&mut self, kind: MatchKind, cost: u32, range: Range<u32>) {
        // A spelling may lead to no key, and matches without slips are those of the tiers before.
        if range.is_empty() || cost < self.least_new_cost {
            return;
        }
        // A handful of kinds and costs: a scan is shorter than a hash.
        match self.all.iter_mut().find(|slots| slots.kind == kind && slots.cost == cost) {
            Some(slots) => slots.ranges.push(range),
            None => self.all.push(CostedSlots { kind, cost, ranges: vec![range] }),
        }
    }

    /// Returns whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Takes the best of them, which matched the reading with this number.
    pub(crate) fn push_best(mut self, search: &mut Search<'_>, reading: u32) -> Result<()> {
        let quality = search.quality;
        // Words that are left out take the same part of each.
        let quality_of = |slots: &CostedSlots| slots.kind.quality(quality, slots.cost);
        // The best quality first: what it finds lets most of the others end at once.
        self.all.sort_by(|a, b| quality_of(b).total_cmp(&quality_of(a)));
        for slots in &self.all {
            let group = search.group(slots.kind, slots.cost, reading);
            prefix::push_best(search, &slots.ranges, group)?;
        }
        Ok(())
    }
}
