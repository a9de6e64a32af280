//! What a caller may ask of a query besides its text.

use crate::error::{Error, Result};

/// The most entries that one list may reach: `limit + offset` together.
const MAX_REACH: usize = 10_000;
const MAX_LIMIT: usize = 1000;

/// The options of [`Index::suggest`](crate::Index::suggest); all have defaults.
///
/// ```
/// let options = mapahead::SuggestOptions { limit: 5, ..Default::default() };
/// assert_eq!(options.offset, 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestOptions {
    /// The most suggestions to return: 1 to 1,000, by default 10.
    pub limit: usize,
    /// How many of the best to pass over, for pages: 0 to 10,000 less the limit, by default 0.
    pub offset: usize,
}

impl Default for SuggestOptions {
    fn default() -> Self {
        SuggestOptions { limit: 10, offset: 0 }
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
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_both_ranges_are_allowed_and_the_next_numbers_are_not() {
        let check = |limit, offset| SuggestOptions { limit, offset }.check();
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
