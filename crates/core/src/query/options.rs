//! What a caller may ask of a query besides its text.

use crate::error::{Error, Result};

/// The most entries that one list may reach: `limit + offset` together.
const MAX_REACH: usize = 10_000;
const MAX_LIMIT: usize = 1000;
const MAX_TIER: u8 = 2;
const MAX_COST: f64 = 3.0;

/// The options of [`Index::suggest`](crate::Index::suggest); all have defaults.
///
/// ```
/// let options = mapahead::SuggestOptions { limit: 5, ..Default::default() };
/// assert_eq!(options.offset, 0);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SuggestOptions {
    /// The most suggestions to return: 1 to 1,000, by default 10.
    pub limit: usize,
    /// How many of the best to pass over, for pages: 0 to 10,000 less the limit, by default 0.
    pub offset: usize,
    /// Whether slips are looked for; [`Typos::Auto`] by default.
    pub typos: Typos,
    /// How far a match may be relaxed: 0 exact, 1 other layouts, open, joined and split words, 2 typos; by default 2.
    pub max_tier: u8,
    /// The most that the slips of one word may cost, where a plain edit costs 1: 0 to 3. It lowers the budgets of
    /// the build and never raises them; 3 by default.
    pub max_cost: f64,
    /// What slips cost; [`Costs::Weighted`] by default.
    pub costs: Costs,
}

/// Whether slips are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Typos {
    /// While fewer entries match without them than are wanted.
    #[default]
    Auto,
    /// Never.
    Never,
}

/// What slips cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Costs {
    /// By the tables of the build: neighbouring keys, doubled letters, swaps and sound-alikes cost less.
    #[default]
    Weighted,
    /// Each 1, for comparison: what plain edit distance finds within the same budgets.
    Unit,
}

impl Default for SuggestOptions {
    fn default() -> Self {
        SuggestOptions {
            limit: 10,
            offset: 0,
            typos: Typos::Auto,
            max_tier: MAX_TIER,
            max_cost: MAX_COST,
            costs: Costs::Weighted,
        }
    }
}

impl SuggestOptions {
    /// Checks the ranges.
    pub(crate) fn check(&self) -> Result<()> {
        if !(1..=MAX_LIMIT).contains(&self.limit) {
            return Err(Error::InvalidOption {
                option: "limit",
                expected: format!("a whole number from 1 to {MAX_LIMIT}"),
                got: self.limit.to_string(),
            });
        }
        if self.offset > MAX_REACH - self.limit {
            return Err(Error::InvalidOption {
                option: "offset",
                expected: format!("a whole number from 0 to {MAX_REACH} less the limit"),
                got: self.offset.to_string(),
            });
        }
        if self.max_tier > MAX_TIER {
            return Err(Error::InvalidOption {
                option: "max_tier",
                expected: format!("a whole number from 0 to {MAX_TIER}"),
                got: self.max_tier.to_string(),
            });
        }
        if !(0.0..=MAX_COST).contains(&self.max_cost) {
            return Err(Error::InvalidOption {
                option: "max_cost",
                expected: format!("a number from 0 to {MAX_COST}"),
                got: self.max_cost.to_string(),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_both_ranges_are_allowed_and_the_next_numbers_are_not() {
        let check = |limit, offset| SuggestOptions { limit, offset, ..Default::default() }.check();
        for (limit, offset) in [(1, 0), (1000, 0), (1, 9999), (1000, 9000)] {
            check(limit, offset).unwrap();
        }
        for (limit, offset, option) in
            [(0, 0, "limit"), (1001, 0, "limit"), (1, 10_000, "offset"), (1000, 9001, "offset")]
        {
            let message = check(limit, offset).unwrap_err().to_string();
            assert!(message.starts_with(option), "{message}");
        }
        assert_eq!(check(1, usize::MAX).unwrap_err().code(), "ERR_INVALID_OPTION");
    }
}
