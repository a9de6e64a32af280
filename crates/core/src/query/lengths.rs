//! How many texts the options of a query may hold. Their number is what a request costs before its
//! search begins, since each is looked up.

use crate::error::{Error, Result};
use crate::format::{MAX_ID_BYTES, MAX_VALUE_BYTES};

/// How many texts an option of a query may hold: see
/// [`SuggestOptions::LENGTHS`](crate::SuggestOptions::LENGTHS).
///
/// ```
/// use mapahead::SuggestOptions;
///
/// for length in &SuggestOptions::LENGTHS {
///     println!("{} takes {}", length.name, length.expected());
/// }
/// let pin = SuggestOptions::LENGTHS.iter().find(|length| length.name == "pin");
/// assert_eq!(pin.map(|length| length.expected()), Some("at most 1000 ids".to_owned()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthLimit {
    /// The option: a path where it is inside another.
    pub name: &'static str,
    /// How many there may be. A field of contexts without values counts as one value.
    pub most: usize,
    /// How many there may be in a prepared set of boosts. 0 for an option that no set has.
    pub most_prepared: usize,
    /// The most bytes of a text. No index has a longer one, so it finds nothing.
    pub longest: usize,
    /// The texts: `"ids"` or `"values"`.
    pub unit: &'static str,
}

impl LengthLimit {
    /// Returns the limit, as the end of a sentence about an option that "must be".
    #[must_use]
    pub fn expected(&self) -> String {
        format!("at most {} {}", self.most, self.unit)
    }

    /// Checks a length.
    pub(super) fn check(&self, got: usize) -> Result<()> {
        if got <= self.most {
            return Ok(());
        }
        // Only a prepared set may have more, and who reads this should know that.
        if self.most_prepared > self.most {
            return Err(Error::TooManyBoosts { most: self.most, got });
        }
        let (option, expected) = (self.name, self.expected());
        Err(Error::InvalidOption { option, expected, got: got.to_string() })
    }

    /// Returns the limit of a prepared set.
    pub(super) fn prepared(self) -> Self {
        LengthLimit { most: self.most_prepared, ..self }
    }
}

/// Returns the number of the values of all fields. A field without any counts too, since its name
/// is looked up.
pub(super) fn count_values(lengths: impl Iterator<Item = usize>) -> usize {
    lengths.map(|values| values.max(1)).sum()
}

const fn values(name: &'static str, most: usize) -> LengthLimit {
    LengthLimit { name, most, most_prepared: 0, longest: MAX_VALUE_BYTES, unit: "values" }
}

const fn ids(name: &'static str, most: usize) -> LengthLimit {
    LengthLimit { name, most, most_prepared: 0, longest: MAX_ID_BYTES, unit: "ids" }
}

/// A wide filter, such as the shops that deliver to an address, has some thousands of values.
pub(super) const FILTER: LengthLimit = values("filter", 10_000);
pub(super) const EXCLUDED_CONTEXTS: LengthLimit = values("exclude.contexts", 10_000);
/// As many as a list may reach: whoever excludes everything that was shown needs no more.
pub(super) const EXCLUDED_IDS: LengthLimit = ids("exclude.ids", 10_000);
/// What a request may see, which is counted apart: what it asks for takes nothing away from it.
pub(super) const RESTRICT_FILTER: LengthLimit = LengthLimit { name: "restrict.filter", ..FILTER };
/// A tenth of those of a request: looking up as many texts as all options may hold must leave steps
/// for the search.
pub(super) const RESTRICT_EXCLUDED_CONTEXTS: LengthLimit =
    values("restrict.exclude.contexts", 1_000);
pub(super) const RESTRICT_EXCLUDED_IDS: LengthLimit = ids("restrict.exclude.ids", 1_000);
/// As many as an answer has.
pub(super) const PINS: LengthLimit = ids("pin", 1_000);
pub(super) const BOOSTED_CONTEXTS: LengthLimit =
    LengthLimit { most_prepared: 1_000, ..values("boosts.contexts", 1_000) };
/// A prepared set looks its ids up once, and so may have more.
pub(super) const BOOSTED_IDS: LengthLimit =
    LengthLimit { most_prepared: 100_000, ..ids("boosts.ids", 1_000) };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_at_its_limit_is_allowed_and_the_next_is_not() {
        for limit in [FILTER, EXCLUDED_CONTEXTS, EXCLUDED_IDS, PINS, BOOSTED_CONTEXTS, BOOSTED_IDS]
        {
            limit.check(limit.most).unwrap();
            let message = limit.check(limit.most + 1).unwrap_err().to_string();
            assert!(message.starts_with(limit.name), "{message}");
            assert!(message.contains(&limit.expected()), "{message}");
        }
        BOOSTED_IDS.prepared().check(100_000).unwrap();
        let message = BOOSTED_IDS.prepared().check(100_001).unwrap_err().to_string();
        assert_eq!(message, "boosts.ids must be at most 100000 ids, got 100001");
    }

    #[test]
    fn a_field_without_values_counts_as_one() {
        assert_eq!(count_values([3, 0, 2, 0].into_iter()), 7);
    }
}
