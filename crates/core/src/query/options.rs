//! What a caller may ask of a query besides its text.

use super::lengths::{self, LengthLimit};
use super::numeric::{NumericKind, shown};
use super::score::boosts::Boosts;
use super::score::day::Day;
use super::score::filter::conditions::{Conditions, Contexts, Exclude, Restriction};
use super::score::known_boosts::PreparedBoosts;
use crate::analysis::costs::EditCosts;
use crate::analysis::slip_budget::SlipBudget;
use crate::analysis::units::units;
use crate::error::{Error, Result};
use crate::index::View;

/// The most entries that one list may reach: `limit + offset` together. As many are counted for a
/// total.
pub(crate) const MAX_REACH: usize = 10_000;
const MAX_LIMIT: usize = 1000;
const MAX_TIER: u8 = 3;
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
    /// How far a match may be relaxed: 0 exact, 1 other layouts, free separators, open, joined and
    /// split words, 2 typos, 3 words left out. By default 3.
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
    /// Which entries the request may see at all, besides: an entry must pass this too, and no other
    /// option makes it wider. All by default.
    pub restrict: Restriction,
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
    /// Whether to count the entries that match, or the texts with `distinct`. Not by default.
    pub total: bool,
    /// Whether each text is shown once: of the entries with byte-equal text that match and pass,
    /// only the best, across tiers and pages. A pinned entry stands for its text. Not by default.
    pub distinct: bool,
}

/// Whether slips are looked for.
///
/// ```
/// use mapahead::{Index, SuggestOptions, Typos};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = mapahead::IndexBuilder::new(&path, Default::default())?;
/// # builder.add_ndjson("cities", br#"{"text":"Berlin"}"#.to_vec())?;
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
    /// Never: tiers 0 and 1, and 3 without slips.
    Never,
}

/// What slips cost.
///
/// ```
/// use mapahead::{Costs, Index, SuggestOptions};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = mapahead::IndexBuilder::new(&path, Default::default())?;
/// # builder.add_ndjson("cities", br#"{"text":"Berlin"}"#.to_vec())?;
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
    /// By the tables of the build: neighboring keys, doubled letters, swaps and sound-alikes cost
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
            restrict: Restriction::default(),
            boosts: Boosts::default(),
            prepared_boosts: None,
            pin: Vec::new(),
            at: None,
            explain: false,
            total: false,
            distinct: false,
        }
    }
}

/// An option of a query that is one number, or stands for one: see [`SuggestOptions::NUMERIC`].
///
/// ```
/// use mapahead::SuggestOptions;
///
/// for option in &SuggestOptions::NUMERIC {
///     println!("{} must be {}", option.name, option.kind.expected());
/// }
/// let limit = SuggestOptions::NUMERIC[0];
/// assert_eq!((limit.name, limit.get(&SuggestOptions::default())), ("limit", Some(10.0)));
/// ```
///
/// ```
/// let standard = mapahead::SuggestOptions::default();
/// let [limit, ..] = mapahead::SuggestOptions::NUMERIC;
/// assert_eq!((limit.name, limit.get(&standard)), ("limit", Some(10.0)));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct NumericOption {
    /// The name of the field of [`SuggestOptions`].
    pub name: &'static str,
    /// What it may be.
    pub kind: NumericKind,
    get: fn(&SuggestOptions) -> Option<f64>,
    set: fn(&mut SuggestOptions, f64),
}

impl NumericOption {
    /// Returns the number that the option has in `options`, unless it is left open.
    #[must_use]
    pub fn get(&self, options: &SuggestOptions) -> Option<f64> {
        (self.get)(options)
    }

    fn check(&self, number: f64) -> Result<()> {
        if self.kind.accepts(number) {
            return Ok(());
        }
        let shown = shown(number);
        let got = match self.kind {
            NumericKind::Day => format!("day {shown} from 1970-01-01"),
            _ => shown,
        };
        Err(Error::InvalidOption { option: self.name, expected: self.kind.expected(), got })
    }
}

/// The offset depends on the limit besides.
const OFFSET: NumericKind =
    NumericKind::Whole { least: 0, most: MAX_REACH as u64, less: Some("limit") };

impl SuggestOptions {
    /// The options that are one number each, or stand for one, in the order in which the addon
    /// packs them. Their checks, and what callers in other languages know of them, come from here.
    pub const NUMERIC: [NumericOption; 10] = [
        NumericOption {
            name: "limit",
            kind: NumericKind::Whole { least: 1, most: MAX_LIMIT as u64, less: None },
            get: |options| Some(options.limit as f64),
            set: |options, number| options.limit = number as usize,
        },
        NumericOption {
            name: "offset",
            kind: OFFSET,
            get: |options| Some(options.offset as f64),
            set: |options, number| options.offset = number as usize,
        },
        NumericOption {
            name: "typos",
            kind: NumericKind::Choice(&["auto", "never"]),
            get: |options| Some(f64::from(u8::from(options.typos == Typos::Never))),
            set: |options, number| {
                options.typos = if number == 0.0 { Typos::Auto } else { Typos::Never };
            },
        },
        NumericOption {
            name: "max_tier",
            kind: NumericKind::Whole { least: 0, most: MAX_TIER as u64, less: None },
            get: |options| Some(options.max_tier.into()),
            set: |options, number| options.max_tier = number as u8,
        },
        NumericOption {
            name: "max_cost",
            kind: NumericKind::Number { least: 0.0, most: MAX_COST },
            get: |options| Some(options.max_cost),
            set: |options, number| options.max_cost = number,
        },
        NumericOption {
            name: "costs",
            kind: NumericKind::Choice(&["weighted", "unit"]),
            get: |options| Some(f64::from(u8::from(options.costs == Costs::Unit))),
            set: |options, number| {
                options.costs = if number == 0.0 { Costs::Weighted } else { Costs::Unit };
            },
        },
        NumericOption {
            name: "at",
            kind: NumericKind::Day,
            // A day is always one.
            get: |_| None,
            set: |options, number| options.at = Day::from_epoch(number as i32),
        },
        NumericOption {
            name: "explain",
            kind: NumericKind::Truth,
            get: |options| Some(f64::from(u8::from(options.explain))),
            set: |options, number| options.explain = number != 0.0,
        },
        NumericOption {
            name: "total",
            kind: NumericKind::Truth,
            get: |options| Some(f64::from(u8::from(options.total))),
            set: |options, number| options.total = number != 0.0,
        },
        NumericOption {
            name: "distinct",
            kind: NumericKind::Truth,
            get: |options| Some(f64::from(u8::from(options.distinct))),
            set: |options, number| options.distinct = number != 0.0,
        },
    ];

    /// The options that hold texts, and how many each may hold. Callers in other languages refuse
    /// by these what is too long, before they convert it.
    pub const LENGTHS: [LengthLimit; 9] = [
        lengths::FILTER,
        lengths::EXCLUDED_CONTEXTS,
        lengths::EXCLUDED_IDS,
        lengths::RESTRICT_FILTER,
        lengths::RESTRICT_EXCLUDED_CONTEXTS,
        lengths::RESTRICT_EXCLUDED_IDS,
        lengths::PINS,
        lengths::BOOSTED_CONTEXTS,
        lengths::BOOSTED_IDS,
    ];

    /// Sets the option at `place` of [`SuggestOptions::NUMERIC`], if there is one.
    ///
    /// ```
    /// let mut options = mapahead::SuggestOptions::default();
    /// options.set_numeric(0, 5.0)?;
    /// assert_eq!(options.limit, 5);
    /// # Ok::<(), mapahead::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] if the number is none that the option may be.
    pub fn set_numeric(&mut self, place: usize, number: f64) -> Result<()> {
        let Some(option) = Self::NUMERIC.get(place) else { return Ok(()) };
        option.check(number)?;
        (option.set)(self, number);
        Ok(())
    }

    /// Returns what slips cost.
    pub(crate) fn edit_costs<'a>(&self, view: &View<'a>) -> &'a EditCosts {
        view.costs(self.costs == Costs::Unit)
    }

    /// Returns the budget of a word of `chars` characters, which goes on or was closed.
    pub(crate) fn budget(&self, view: &View<'_>, chars: usize, open: bool) -> SlipBudget {
        self.edit_costs(view).budgets().of(chars, open, units(self.max_cost))
    }

    /// Returns what an entry must pass: what is asked for, and what may be seen.
    pub(crate) fn conditions(&self) -> [Conditions<'_>; 2] {
        let asked = Conditions::asked(&self.filter, &self.exclude);
        [asked, Conditions::restricted(&self.restrict)]
    }

    /// Checks the ranges.
    pub(crate) fn check(&self) -> Result<()> {
        for option in &Self::NUMERIC {
            if let Some(number) = (option.get)(self) {
                option.check(number)?;
            }
        }
        // The limit is at most 1,000 by now, so the difference is no less than 9,000.
        if self.offset > MAX_REACH - self.limit {
            let expected = OFFSET.expected();
            return Err(Error::InvalidOption {
                option: "offset",
                expected,
                got: self.offset.to_string(),
            });
        }
        lengths::PINS.check(self.pin.len())?;
        self.conditions().iter().try_for_each(Conditions::check)?;
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

    #[test]
    fn a_number_sets_its_option_and_is_read_again() {
        let place =
            |name| SuggestOptions::NUMERIC.iter().position(|option| option.name == name).unwrap();
        for (name, number) in [
            ("limit", 7.0),
            ("offset", 3.0),
            ("typos", 1.0),
            ("max_tier", 1.0),
            ("max_cost", 0.25),
            ("costs", 1.0),
            ("explain", 1.0),
            ("total", 1.0),
            ("distinct", 1.0),
        ] {
            let (mut options, at) = (SuggestOptions::default(), place(name));
            options.set_numeric(at, number).unwrap();
            assert_eq!(SuggestOptions::NUMERIC[at].get(&options), Some(number), "{name}");
            let other = SuggestOptions::default();
            assert_ne!(SuggestOptions::NUMERIC[at].get(&other), Some(number), "{name}");
        }
        let mut options = SuggestOptions::default();
        options.set_numeric(place("at"), 20_000.0).unwrap();
        assert_eq!(options.at, Day::from_epoch(20_000));
    }

    #[test]
    fn a_number_out_of_range_is_told_as_it_was_given() {
        let place =
            |name| SuggestOptions::NUMERIC.iter().position(|option| option.name == name).unwrap();
        for (name, number, told) in [
            ("limit", 0.5, "limit must be a whole number from 1 to 1000, got 0.5"),
            ("limit", f64::INFINITY, "limit must be a whole number from 1 to 1000, got Infinity"),
            (
                "offset",
                1e21,
                "offset must be a whole number from 0 to 10000 less the limit, got 1e21",
            ),
            ("max_tier", 4.0, "max_tier must be a whole number from 0 to 3, got 4"),
            ("max_cost", f64::NAN, "max_cost must be a number from 0 to 3, got NaN"),
            ("typos", 2.0, "typos must be auto or never, got 2"),
            ("explain", 2.0, "explain must be true or false, got 2"),
            (
                "at",
                1e8,
                "at must be a day of the years 1 to 9999, got day 100000000 from 1970-01-01",
            ),
        ] {
            let refused = SuggestOptions::default().set_numeric(place(name), number).unwrap_err();
            assert_eq!(refused.to_string(), told);
        }
    }
}
