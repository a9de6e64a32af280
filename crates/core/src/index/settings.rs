//! The settings of a build, as the index stores them, so that a query is treated as the texts were.
//!
//! The section is one JSON object in UTF-8: `{"kind":"text","quality":{"whole":10.0,"prefix":1.0}}`.

use serde::{Deserialize, Serialize};

use crate::analysis::Kind;
use crate::quality::Quality;

/// What the settings section holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The kind of index.
    pub(crate) kind: Kind,
    /// The constants of the score.
    pub(crate) quality: Quality,
}
