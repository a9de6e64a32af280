//! The options of a query, as numbers.
//!
//! They come in an array of numbers that JavaScript fills: an object, or an argument for each,
//! would cost every query a call of Node-API more. `src/suggest/request.ts` writes them; the two files
//! change together. Those that hold texts come as JSON besides: see `ranking`.
//!
//! ```text
//! 0    which of the following are given: bit 0 for the limit, bit 1 for the offset, and so on
//! 1    limit
//! 2    offset
//! 3    typos: 0 auto, 1 never
//! 4    the highest tier
//! 5    the highest cost
//! 6    costs: 0 weighted, 1 unit
//! 7    at: the day of the season, as days since 1970-01-01
//! 8    explain: 0 no, 1 yes
//! 9    total: 0 no, 1 yes
//! ```

use mapahead::{Costs, Day, Error, SuggestOptions, Typos};

use crate::boosts::NativeBoosts;
use crate::failure::Failure;
use crate::options::{shown, whole};
use crate::ranking::read_ranking;

/// How many numbers the options take.
pub(crate) const OPTIONS_LEN: usize = 10;

/// The options of a query, as JavaScript gave them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Request {
    limit: Option<f64>,
    offset: Option<f64>,
    typos: Option<f64>,
    max_tier: Option<f64>,
    max_cost: Option<f64>,
    costs: Option<f64>,
    at: Option<f64>,
    explain: Option<f64>,
    total: Option<f64>,
}

impl Request {
    /// Reads the options from the head of `numbers`; what is not there is not given.
    pub(crate) fn read(numbers: &[f64]) -> Self {
        let Some([given, limit, offset, typos, max_tier, max_cost, costs, at, explain, total]) =
            numbers.first_chunk::<OPTIONS_LEN>()
        else {
            return Request::default();
        };
        let given = *given as u16;
        let option = |bit: u16, number: &f64| (given & (1 << bit) != 0).then_some(*number);
        Request {
            limit: option(0, limit),
            offset: option(1, offset),
            typos: option(2, typos),
            max_tier: option(3, max_tier),
            max_cost: option(4, max_cost),
            costs: option(5, costs),
            at: option(6, at),
            explain: option(7, explain),
            total: option(8, total),
        }
    }

    /// Converts them for the core, which checks the ranges.
    pub(crate) fn options(&self) -> Result<SuggestOptions, Failure> {
        let mut options = SuggestOptions::default();
        if let Some(limit) = self.limit {
            options.limit = whole("limit", limit)?;
        }
        if let Some(offset) = self.offset {
            options.offset = whole("offset", offset)?;
        }
        if let Some(typos) = self.typos {
            options.typos = if typos == 0.0 { Typos::Auto } else { Typos::Never };
        }
        if let Some(max_tier) = self.max_tier {
            options.max_tier = u8::try_from(whole("maxTier", max_tier)?).unwrap_or(u8::MAX);
        }
        if let Some(max_cost) = self.max_cost {
            options.max_cost = max_cost;
        }
        if let Some(costs) = self.costs {
            options.costs = if costs == 0.0 { Costs::Weighted } else { Costs::Unit };
        }
        options.at = self.at.map(day).transpose()?;
        options.explain = self.explain == Some(1.0);
        options.total = self.total == Some(1.0);
        Ok(options)
    }

    /// The same, with what the JSON text `ranking` holds, and the boosts of a prepared set.
    pub(crate) fn ranked(
        &self,
        ranking: Option<&str>,
        boosts: Option<&NativeBoosts>,
    ) -> Result<SuggestOptions, Failure> {
        let mut options = self.options()?;
        if let Some(json) = ranking {
            read_ranking(json, &mut options)?;
        }
        options.prepared_boosts = boosts.map(NativeBoosts::prepared);
        Ok(options)
    }

    /// Puts the number that JavaScript gave into an error about it, in place of what it became here.
    pub(crate) fn as_given(&self, error: Error) -> Error {
        match error {
            Error::InvalidOption { option, expected, got } => {
                let given = match option {
                    "limit" => self.limit,
                    "offset" => self.offset,
                    "max_tier" => self.max_tier,
                    "max_cost" => self.max_cost,
                    _ => None,
                };
                let got = given.map_or(got, shown);
                Error::InvalidOption { option, expected, got }
            }
            other => other,
        }
    }
}

fn day(days: f64) -> Result<Day, Failure> {
    // What an `i32` cannot hold becomes its end, which is no day either.
    let day = if days.fract() == 0.0 { Day::from_epoch(days as i32) } else { None };
    day.ok_or_else(|| {
        let expected = "a day of the years 1 to 9999".to_owned();
        let got = format!("day {} from 1970-01-01", shown(days));
        Error::InvalidOption { option: "at", expected, got }.into()
    })
}
