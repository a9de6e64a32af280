//! How dear edits are to sets of positions: by what may follow them.

use crate::analysis::slip_budget::SlipBudget;

/// How dear an edit is, by what may follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Level {
    /// No budget has it.
    #[default]
    Never,
    /// It may be the only edit.
    Only,
    /// It may be the second edit after a low one, or the first with the cheapest behind it.
    High,
    /// It takes at most half of the budget, so another such one may follow.
    Low,
}

/// The most that edits of a level cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) low: i32,
    pub(super) high: i32,
    pub(super) all: i32,
}

impl Limits {
    /// Returns those of a budget, of which an edit costs at least `least`.
    pub(super) fn new(budget: SlipBudget, least: i32) -> Self {
        let (all, none) = (i32::from(budget.cost), -1);
        match budget.edits {
            0 => Limits { low: none, high: none, all: none },
            1 => Limits { low: none, high: none, all },
            _ => {
                let high = all - least;
                Limits { low: high.min(all / 2), high, all }
            }
        }
    }

    /// Returns the level of an edit.
    pub(super) fn level(&self, price: i32) -> Level {
        match price {
            _ if price <= self.low => Level::Low,
            _ if price <= self.high => Level::High,
            _ if price <= self.all => Level::Only,
            _ => Level::Never,
        }
    }
}

/// Positions by the level of an edit there: each set holds the one before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Affordable {
    pub(super) low: u64,
    pub(super) high: u64,
    pub(super) all: u64,
}

impl Affordable {
    /// Returns those of `positions` where the edit has this level everywhere.
    #[inline]
    pub(super) fn of_level(level: Level, positions: u64) -> Self {
        let from = |least: Level| if level >= least { positions } else { 0 };
        Affordable { low: from(Level::Low), high: from(Level::High), all: from(Level::Only) }
    }

    #[inline]
    pub(super) fn within(self, positions: u64) -> Self {
        let Affordable { low, high, all } = self;
        Affordable { low: low & positions, high: high & positions, all: all & positions }
    }
}

/// Which meant letters a position goes on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Only with the next typed one: no edit can be paid.
    Expected,
    /// With that, or by a swap or a doubled letter: nothing dearer can be paid.
    Few,
    /// With any letter.
    Any,
}
