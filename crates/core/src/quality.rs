//! The constants of the score that say how much of a surface form was typed.

use serde::{Deserialize, Serialize};

use crate::analysis::Kind;
use crate::error::{Error, Result};

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
