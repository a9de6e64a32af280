//! The options of a query, as numbers.
//!
//! They come in an array of numbers that JavaScript fills: an object, or an argument for each,
//! would cost every query a call of Node-API more. `src/request.ts` writes them; the two files
//! change together.
//!
//! ```text
//! 0    which of the following are given: bit 0 for the limit, bit 1 for the offset, and so on
//! 1    limit
//! 2    offset
//! 3    typos: 0 auto, 1 never
//! 4    the highest tier
//! 5    the highest cost
//! 6    costs: 0 weighted, 1 unit
//! ```

use mapahead::{Costs, Error, SuggestOptions, Typos};

use crate::failure::Failure;
use crate::options::{shown, whole};

/// How many numbers the options take.
pub(crate) const OPTIONS_LEN: usize = 7;

/// The options of a query, as JavaScript gave them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Request {
    limit: Option<f64>,
    offset: Option<f64>,
    typos: Option<f64>,
    max_tier: Option<f64>,
    max_cost: Option<f64>,
    costs: Option<f64>,
}

impl Request {
    /// Reads the options from the head of `numbers`; what is not there is not given.
    pub(crate) fn read(numbers: &[f64]) -> Self {
        let Some([given, limit, offset, typos, max_tier, max_cost, costs]) =
            numbers.first_chunk::<OPTIONS_LEN>()
        else {
            return Request::default();
        };
        let given = *given as u8;
        let option = |bit: u8, number: &f64| (given & (1 << bit) != 0).then_some(*number);
        Request {
            limit: option(0, limit),
            offset: option(1, offset),
            typos: option(2, typos),
            max_tier: option(3, max_tier),
            max_cost: option(4, max_cost),
            costs: option(5, costs),
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
