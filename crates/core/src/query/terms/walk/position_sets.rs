//! How far what was typed can have come, whatever it costs: sets of positions as bits.
//!
//! One set for each number of edits, and beside it one of the positions where a swap waits for its
//! second letter (Wu and Manber 1992; Hyyrö 2003 for the swaps). Each meant letter steps all of them
//! by a few shifts. After the first edit of two, positions are apart by what is left to pay: low ones
//! took at most half of the budget. Otherwise costs do not count, so that a set may hold positions
//! that no budget pays for, and never lacks one. Where a walk accepts, [`ExactPath`] has the cost.
//!
//! [`ExactPath`]: super::exact_path::ExactPath

use super::levels::{Affordable, Level, Reach};
use super::set_tables::{MeantLetter, SetTables};

/// The positions behind some meant letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct PositionSets {
    /// Those without an edit.
    none: u64,
    /// Those with one edit of two, by what it cost.
    low: u64,
    high: u64,
    /// Those with all edits.
    spent: u64,
    /// Those in a swap, of which the second letter must come.
    low_swap: u64,
    high_swap: u64,
    spent_swap: u64,
}

/// Positions by the edits behind them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edited {
    pub(super) low: u64,
    pub(super) high: u64,
    pub(super) spent: u64,
}

impl Edited {
    /// Adds the positions of `other`.
    #[inline]
    pub(super) fn add(&mut self, other: Edited) {
        self.low |= other.low;
        self.high |= other.high;
        self.spent |= other.spent;
    }
}

/// A step: the letter that was meant, and where it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'m> {
    pub(super) meant: &'m MeantLetter,
    /// The number of meant letters before it.
    pub(super) depth: usize,
    /// Whether the letter before is the same, and whether it is a digit.
    pub(super) repeats: bool,
    pub(super) behind_digit: bool,
}

impl PositionSets {
    /// Returns the sets before the first letter.
    pub(super) fn start(tables: &SetTables<'_>) -> Self {
        // One letter too much, of which no other edit comes behind.
        let spent = (tables.added(0).all & 1) << 1;
        PositionSets { none: 1, spent, ..PositionSets::default() }
    }

    /// Returns the positions that an edit may begin at, if there is one at all.
    #[inline]
    pub(super) fn may_edit(&self) -> u64 {
        self.none | self.low | self.high
    }

    /// Returns whether there is no position.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.all() | self.swaps() == 0
    }

    #[inline]
    fn all(&self) -> u64 {
        self.none | self.low | self.high | self.spent
    }

    #[inline]
    fn swaps(&self) -> u64 {
        self.low_swap | self.high_swap | self.spent_swap
    }

    /// Returns whether what was typed may be used up.
    #[inline]
    pub(super) fn ends(&self, end: u64) -> bool {
        self.all() & end != 0
    }

    /// Returns whether it may be used up without an edit.
    #[inline]
    pub(super) fn ends_without_edit(&self, end: u64) -> bool {
        self.none & end != 0
    }

    /// Returns the positions that wait for the typed letter behind them.
    #[inline]
    pub(super) fn waiting(&self) -> u64 {
        self.all() | self.swaps()
    }

    /// Returns the only position, if it is one with all edits.
    #[inline]
    pub(super) fn only_spent(&self) -> Option<u32> {
        let is_only = self.may_edit() | self.swaps() == 0 && self.spent.is_power_of_two();
        is_only.then(|| self.spent.trailing_zeros())
    }

    /// Returns the positions that go on with any letter, and those that go on with few.
    #[inline]
    pub(super) fn reach(&self, reaches: [Reach; 3], kept: u64) -> [u64; 2] {
        let mut found = [0; 2];
        for (positions, reach) in [self.none, self.low, self.high].into_iter().zip(reaches) {
            match reach {
                Reach::Any => found[0] |= positions & kept,
                Reach::Few => found[1] |= positions & kept,
                Reach::Expected => {}
            }
        }
        found
    }

    /// Returns the sets with no swap begun: none goes over a separator.
    #[inline]
    pub(super) fn without_swaps(self) -> Self {
        PositionSets { low_swap: 0, high_swap: 0, spent_swap: 0, ..self }
    }

    /// Returns the sets behind the meant letter. `sounded` are the positions where it ends a sound.
    #[inline]
    pub(super) fn step(&self, tables: &SetTables<'_>, from: Step<'_>, sounded: Edited) -> Self {
        let meant = from.meant;
        let base = tables.base(from.depth);
        let typed = tables.equal(meant, base);
        let mut equal = typed;
        // No number becomes another one by what is added or missing inside it.
        if meant.is_digit {
            let behind = tables.behind_digit(base);
            equal &= if from.behind_digit { behind } else { !behind };
        }
        let go_on = |positions: u64, swaps: u64| (positions & equal) << 1 | (swaps & typed) << 2;
        let mut after = PositionSets {
            none: (self.none & equal) << 1,
            low: go_on(self.low, self.low_swap) | sounded.low,
            high: go_on(self.high, self.high_swap) | sounded.high,
            spent: go_on(self.spent, self.spent_swap) | sounded.spent,
            ..PositionSets::default()
        };
        if self.may_edit() != 0 && !meant.is_of_number(from.behind_digit) {
            after.add_edits(self, tables, from);
        }
        let moved = tables.base(from.depth + 1) - base;
        if moved > 0 {
            after.shift(moved);
        }
        after.add_typed(tables.added(base + moved));
        after
    }

    /// Adds the positions behind an edit of the meant letter, given those before.
    #[inline]
    fn add_edits(&mut self, before: &Self, tables: &SetTables<'_>, from: Step<'_>) {
        let meant = from.meant;
        let base = tables.base(from.depth);
        let kept = tables.kept(base);
        if from.depth == 0 {
            // An edit of the first letter takes all.
            let first = before.none & kept & 1;
            self.spent |= if meant.dropped_first { first } else { 0 };
            self.spent |= if meant.replaces_first { first << 1 } else { 0 };
        } else {
            let dropped = Affordable::of_level(meant.dropped(from.repeats), kept);
            let (dropped, replaced) =
                (before.edited(dropped), before.edited(tables.replaced(meant, base)));
            self.low |= dropped.low | replaced.low << 1;
            self.high |= dropped.high | replaced.high << 1;
            self.spent |= dropped.spent | replaced.spent << 1;
        }
        if let Some(swapped) = tables.swapped(meant, before.may_edit(), base) {
            let swapped = before.edited(swapped);
            self.low_swap = swapped.low;
            self.high_swap = swapped.high;
            self.spent_swap = swapped.spent;
        }
    }

    /// Returns the positions that have one edit more, by what they pay then.
    #[inline]
    fn edited(&self, edits: Affordable) -> Edited {
        let Affordable { low, high, all } = edits;
        Edited {
            low: self.none & low,
            high: self.none & high & !low,
            spent: self.none & all & !high | self.low & high | self.high & low,
        }
    }

    /// Returns the level behind one edit more of `level` at a position: [`Level::Never`] if none of
    /// the sets there can pay for it, and the best that one can.
    pub(super) fn level_behind(&self, position: usize, level: Level) -> Level {
        let has = |positions: u64| positions >> position & 1 != 0;
        if has(self.none) && level != Level::Never {
            return level;
        }
        let is_paid =
            has(self.low) && level >= Level::High || has(self.high) && level >= Level::Low;
        if is_paid { Level::Only } else { Level::Never }
    }

    /// Adds the positions behind typed letters that were too much.
    #[inline]
    fn add_typed(&mut self, added: Affordable) {
        let Affordable { low, high, all } = added;
        let first = self.none;
        // Both edits may be letters too much.
        self.low |= (first & low) << 1;
        self.high |= (first & high & !low) << 1;
        self.spent |= (first & all & !high | self.low & high | self.high & low) << 1;
    }

    /// Moves the first bit.
    fn shift(&mut self, moved: usize) {
        for positions in [
            &mut self.none,
            &mut self.low,
            &mut self.high,
            &mut self.spent,
            &mut self.low_swap,
            &mut self.high_swap,
            &mut self.spent_swap,
        ] {
            *positions >>= moved;
        }
    }
}
