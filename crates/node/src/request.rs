//! The options of a query that are numbers, or stand for numbers.
//!
//! They come in an array of numbers that JavaScript fills: an object, or an argument for each,
//! would cost every query a call of Node-API more. `src/suggest/request/read.ts` writes them, in
//! the order of [`SuggestOptions::NUMERIC`]. Those that hold texts come as JSON besides: see
//! `ranking`.
//!
//! ```text
//! 0    which of the following are given: bit 0 for the first option, and so on
//! 1    the first option, and so on
//! ```
//!
//! Behind them stands the most bytes of an answer as JSON. A packed answer takes that place.

use mapahead::SuggestOptions;

use crate::boosts::NativeBoosts;
use crate::failure::Failure;
use crate::ranking::read_ranking;

/// How many numbers the options take.
pub(crate) const OPTIONS_LEN: usize = 1 + SuggestOptions::NUMERIC.len();

/// Reads the options from the head of `numbers`; what is not there is not given.
pub(crate) fn read_options(numbers: &[f64]) -> Result<SuggestOptions, Failure> {
    let mut options = SuggestOptions::default();
    if let Some([given, values @ ..]) = numbers.first_chunk::<OPTIONS_LEN>() {
        let mut given = *given as u32;
        while given != 0 {
            let place = given.trailing_zeros() as usize;
            if let Some(value) = values.get(place) {
                options.set_numeric(place, *value)?;
            }
            // The lowest bit that is set is done.
            given &= given - 1;
        }
    }
    Ok(options)
}

/// Reads the most bytes of an answer as JSON; what is not there is no bound.
pub(crate) fn read_max_bytes(numbers: &[f64]) -> usize {
    // A cast of a number past the range, as of infinity, is the end of the range.
    numbers.get(OPTIONS_LEN).map_or(usize::MAX, |most| *most as usize)
}

/// Reads all options: those of `numbers`, those that the JSON text `ranking` holds, and the boosts
/// of a prepared set.
pub(crate) fn read_ranked_options(
    numbers: &[f64],
    ranking: Option<&str>,
    boosts: Option<&NativeBoosts>,
) -> Result<SuggestOptions, Failure> {
    let mut options = read_options(numbers)?;
    if let Some(json) = ranking {
        read_ranking(json, &mut options)?;
    }
    options.prepared_boosts = boosts.map(NativeBoosts::prepared);
    Ok(options)
}
