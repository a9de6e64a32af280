//! How many slips a typed word may have, and what they may cost together.

use super::units::units;
use crate::settings::{TypoBudget, TypoBudgets};

/// Longer words, in characters, are not corrected: nobody typed them, and the search is as deep as
/// they are long.
pub(crate) const MAX_CORRECTED_CHARS: usize = 256;
/// Bounds the slips of one typed word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct SlipBudget {
    /// The most edits.
    pub(crate) edits: u8,
    /// The most they may cost together, in units.
    pub(crate) cost: u8,
    /// Only swaps, letters twice or once, and neighboring keys.
    pub(crate) cheap_only: bool,
}

impl SlipBudget {
    /// No slips at all.
    pub(crate) const NONE: SlipBudget = SlipBudget { edits: 0, cost: 0, cheap_only: false };

    /// Returns whether a word with this budget may have slips.
    pub(crate) fn allows_slips(self) -> bool {
        self.edits > 0
    }

    /// Returns how many of its edits one edit takes. One of the first letter takes all, unless it is
    /// a swap: whoever slips twice has that letter right, and most of a walk is the wrong ones.
    #[inline]
    pub(crate) fn taken_by(self, is_first: bool) -> u8 {
        if is_first { self.edits } else { 1 }
    }
}

/// The budgets of an index, for open and closed words apart.
#[derive(Debug, Clone)]
pub(crate) struct SlipBudgets {
    /// From which typed length on which holds, rising.
    open: Vec<(usize, SlipBudget)>,
    closed: Vec<(usize, SlipBudget)>,
}

impl SlipBudgets {
    /// Makes them of the settings of a build.
    pub(crate) fn new(settings: &TypoBudgets) -> Self {
        let budgets = |budgets: &[TypoBudget]| {
            let budget = |budget: &TypoBudget| {
                let (edits, cheap_only) = (budget.edits, budget.cheap_only);
                (budget.from, SlipBudget { edits, cost: units(budget.cost), cheap_only })
            };
            budgets.iter().map(budget).collect()
        };
        SlipBudgets { open: budgets(&settings.open), closed: budgets(&settings.closed) }
    }

    /// Returns the budget of a word of `len` typed characters, which goes on or was closed;
    /// `max_cost` units lower it. Words of more than [`MAX_CORRECTED_CHARS`] have none.
    pub(crate) fn of(&self, len: usize, open: bool, max_cost: u8) -> SlipBudget {
        let budgets = if open { &self.open } else { &self.closed };
        let corrected = len <= MAX_CORRECTED_CHARS;
        // Budgets rise with the length, so the last that fits is the one.
        let found = budgets.iter().rfind(|(from, _)| *from <= len && corrected);
        let budget = found.map_or(SlipBudget::NONE, |(_, budget)| *budget);
        SlipBudget { cost: budget.cost.min(max_cost), ..budget }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::TypoSettings;

    #[test]
    fn budgets_grow_with_the_length_and_are_lowered_by_the_option() {
        let budgets = SlipBudgets::new(&TypoSettings::default().budgets);
        let two = |cost| SlipBudget { edits: 2, cost, cheap_only: false };
        for open in [true, false] {
            let budget = |len, max_cost| budgets.of(len, open, max_cost);
            assert_eq!(budget(2, 255), SlipBudget::NONE);
            assert_eq!(budget(3, 255), SlipBudget { edits: 1, cost: 48, cheap_only: true });
            assert_eq!(budget(4, 255), SlipBudget { edits: 1, cost: 96, cheap_only: false });
            assert_eq!(budget(256, 255), two(if open { 128 } else { 160 }));
            assert_eq!(budget(257, 255), SlipBudget::NONE);
            assert_eq!(budget(80, 64), two(64));
        }
        assert_eq!((budgets.of(6, true, 255).edits, budgets.of(6, false, 255)), (1, two(160)));
    }
}
