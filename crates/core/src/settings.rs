//! The settings of a build, as the index stores them, so that a query is treated as the texts were.
//!
//! The settings section is one JSON object in UTF-8:
//! `{"kind":"text","quality":{"whole":10.0,"prefix":1.0}}`.

use serde::{Deserialize, Serialize};

use crate::analysis::Kind;
use crate::error::{Error, Result};

/// The largest weight. It leaves room for the factors of a score, which JSON must be able to hold.
/// The builder refuses larger ones, and whoever reads takes them for damage.
pub(crate) const MAX_WEIGHT: f64 = 1e300;

/// What the settings section holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The kind of index.
    pub(crate) kind: Kind,
    /// The constants of the score.
    pub(crate) quality: Quality,
}

/// Factors of the score for how much of a surface form was typed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// For a form that was typed whole: 0.001 to 1,000; by default 10 for text, 1 for literal.
    pub whole: f64,
    /// For a prefix of a form: 0.001 to 1,000, by default 1.
    pub prefix: f64,
}

impl Quality {
    /// Returns the defaults for an index of `kind`.
    #[must_use]
    pub fn for_kind(kind: Kind) -> Self {
        match kind {
            Kind::Text => Quality { whole: 10.0, prefix: 1.0 },
            Kind::Literal => Quality { whole: 1.0, prefix: 1.0 },
        }
    }

    /// Returns the defaults for an index of `kind`, less what is given.
    #[must_use]
    pub fn with_defaults(kind: Kind, whole: Option<f64>, prefix: Option<f64>) -> Self {
        let of_kind = Quality::for_kind(kind);
        Quality { whole: whole.unwrap_or(of_kind.whole), prefix: prefix.unwrap_or(of_kind.prefix) }
    }

    /// Checks the ranges.
    pub(crate) fn check(&self) -> Result<()> {
        for (option, value) in [("quality.whole", self.whole), ("quality.prefix", self.prefix)] {
            if !(0.001..=1000.0).contains(&value) {
                let expected = "a number from 0.001 to 1000".to_owned();
                return Err(Error::InvalidOption { option, expected, got: value.to_string() });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_goes_before_the_defaults_of_the_kind() {
        let quality = |whole, prefix| Quality::with_defaults(Kind::Text, whole, prefix);
        assert_eq!(quality(None, None), Quality::for_kind(Kind::Text));
        assert_eq!(quality(Some(3.0), None), Quality { whole: 3.0, prefix: 1.0 });
        assert_eq!(quality(None, Some(2.0)), Quality { whole: 10.0, prefix: 2.0 });
    }
}
