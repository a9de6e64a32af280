//! What a caller may ask of a query besides its text.

use super::score::boosts::Boosts;
use super::score::day::Day;
use super::score::filter::{Contexts, Exclude};
use super::score::known_boosts::PreparedBoosts;
use crate::analysis::costs::{Budget, EditCosts, units};
use crate::error::{Error, Result};
use crate::index::View;

/// The most entries that one list may reach: `limit + offset` together. As many are counted for a
/// total.
pub(crate) const MAX_REACH: usize = 10_000;
/// The most ids to exclude, and to pin.
const MAX_EXCLUDED_IDS: usize = 10_000;
const MAX_PINS: usize = 1000;
/// The most values of a filter.
const MAX_FILTER_VALUES: usize = 10_000;
const MAX_LIMIT: usize = 1000;
const MAX_TIER: u8 = 2;
const MAX_COST: f64 = 3.0;

/// The options of [`Index::suggest`](crate::Index::suggest). All have defaults.
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
    /// Whether slips are looked for. [`Typos::Auto`] by default.
    pub typos: Typos,
    /// How far a match may be relaxed: 0 exact, 1 other layouts, open, joined and split words, 2
    /// typos. By default 2.
    pub max_tier: u8,
    /// The most that the slips of one word may cost, where a plain edit costs 1: 0 to 3. It lowers
    /// the budgets of the build and never raises them. 3 by default.
    pub max_cost: f64,
    /// What slips cost. [`Costs::Weighted`] by default.
    pub costs: Costs,
    /// Which entries pass: those that have one of the values in each of the fields. Nothing outside
    /// is returned or counted. All by default.
    pub filter: Contexts,
    /// Which entries do not pass. None by default.
    pub exclude: Exclude,
    /// What multiplies scores. Nothing by default.
    pub boosts: Boosts,
    /// The same, looked up before, in place of `boosts`.
    pub prepared_boosts: Option<PreparedBoosts>,
    /// Ids of entries to put first, in this order, as far as they match in an allowed tier and
    /// pass: at most 1,000, none by default.
    pub pin: Vec<String>,
    /// The day of the season. Today in UTC by default.
    pub at: Option<Day>,
    /// Whether each suggestion says what made its score and its match. Not by default.
    pub explain: bool,
    /// Whether to count the entries that match. Not by default.
    pub total: bool,
}

/// Whether slips are looked for.
///
/// ```
/// use mapahead::{Index, SuggestOptions, Typos};
///
/// # use mapahead::{BuildOptions, Format, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// # let records = r#"text,id,weight
/// # Berlin,berlin,3769
/// # Bern,bern,134
/// # New York,nyc,8336
/// # "#;
/// # builder.add_reader("records", Format::Csv, records.as_bytes())?;
/// # builder.finish()?;
/// # let index = Index::open(&path)?;
/// let strict = SuggestOptions { typos: Typos::Never, ..Default::default() };
/// assert_eq!(index.suggest("brelin", &SuggestOptions::default())?.suggestions.len(), 1);
/// assert_eq!(index.suggest("brelin", &strict)?.suggestions.len(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Typos {
    /// While fewer entries match without them than are wanted.
    #[default]
    Auto,
    /// Never.
    Never,
}

/// What slips cost.
///
/// ```
/// use mapahead::{Costs, Index, SuggestOptions};
///
/// # use mapahead::{BuildOptions, Format, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// # let records = r#"text,id,weight
/// # Berlin,berlin,3769
/// # Bern,bern,134
/// # New York,nyc,8336
/// # "#;
/// # builder.add_reader("records", Format::Csv, records.as_bytes())?;
/// # builder.finish()?;
/// # let index = Index::open(&path)?;
/// let unit = SuggestOptions { costs: Costs::Unit, ..Default::default() };
/// // A swap is a likely slip, unless all cost the same.
/// let cost = |options| -> mapahead::Result<f64> {
///     Ok(index.suggest("brelin", options)?.suggestions[0].matched.cost)
/// };
/// assert_eq!((cost(&SuggestOptions::default())?, cost(&unit)?), (0.375, 1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Costs {
    /// By the tables of the build: neighbouring keys, doubled letters, swaps and sound-alikes cost
    /// less.
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
            filter: Contexts::new(),
            exclude: Exclude::default(),
            boosts: Boosts::default(),
            prepared_boosts: None,
            pin: Vec::new(),
            at: None,
            explain: false,
            total: false,
        }
    }
}

impl SuggestOptions {
    /// Returns what slips cost.
    pub(crate) fn edit_costs<'a>(&self, view: &View<'a>) -> &'a EditCosts {
        view.costs(self.costs == Costs::Unit)
    }

    /// Returns the budget of a word of `chars` characters.
    pub(crate) fn budget(&self, view: &View<'_>, chars: usize) -> Budget {
        self.edit_costs(view).budget(chars, units(self.max_cost))
    }

    /// Checks the ranges.
    pub(crate) fn check(&self) -> Result<()> {
        if !(1..=MAX_LIMIT).contains(&self.limit) {
            return Err(Error::InvalidOption {
                option: "limit",
                expected: format!("a whole number from 1 to {MAX_LIMIT}"),
                got: self.limit.to_string(),
            });
        }
        // The limit is at most 1,000 by now, so the difference is no less than 9,000.
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
        // NaN is in no range.
        if !(0.0..=MAX_COST).contains(&self.max_cost) {
            return Err(Error::InvalidOption {
                option: "max_cost",
                expected: format!("a number from 0 to {MAX_COST}"),
                got: self.max_cost.to_string(),
            });
        }
        for (option, ids, most) in
            [("exclude.ids", &self.exclude.ids, MAX_EXCLUDED_IDS), ("pin", &self.pin, MAX_PINS)]
        {
            if ids.len() > most {
                let expected = format!("at most {most} ids");
                return Err(Error::InvalidOption { option, expected, got: ids.len().to_string() });
            }
        }
        for (option, contexts) in
            [("filter", &self.filter), ("exclude.contexts", &self.exclude.contexts)]
        {
            // Values are looked up one by one, so their number is what a request costs.
            let values: usize = contexts.values().map(Vec::len).sum();
            if values > MAX_FILTER_VALUES {
                let expected = format!("at most {MAX_FILTER_VALUES} values");
                return Err(Error::InvalidOption { option, expected, got: values.to_string() });
            }
        }
        // Which of two boosts of an entry counts is nowhere said, so both together are a mistake.
        if self.prepared_boosts.is_some() && !self.boosts.is_empty() {
            return Err(Error::InvalidOption {
                option: "boosts",
                expected: "a prepared set or boosts of the request".to_owned(),
                got: "both".to_owned(),
            });
        }
        self.boosts.check()
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
