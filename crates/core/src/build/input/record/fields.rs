//! What a checked record holds.

use std::borrow::Cow;

use super::seasons::Season;

/// The factor of an alias that gives none.
pub(in crate::build) const DEFAULT_ALIAS_FACTOR: f64 = 0.1;

/// The weight of a record that gives none.
pub(in crate::build) const DEFAULT_WEIGHT: f64 = 1.0;

/// A validated record. Borrows from the [`Batch`](crate::build::input::Batch) what needed no
/// change.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::build) struct Record<'a> {
    /// What is matched and shown: 1 to 1,000 characters, not only white space.
    pub(in crate::build) text: Cow<'a, str>,
    /// The id: 1 to 1,000 bytes.
    pub(in crate::build) id: Option<Cow<'a, str>>,
    /// The popularity: 0 to 1e300, never −0.
    pub(in crate::build) weight: f64,
    /// Other surface forms, as given: at most 1,000.
    pub(in crate::build) aliases: Vec<Alias<'a>>,
    /// Field, [`END_OF_FIELD`](crate::format::END_OF_FIELD) and value of each context, rising, each
    /// once: at most 1,000.
    pub(in crate::build) contexts: Vec<String>,
    /// The season, if one was given.
    pub(in crate::build) season: Option<Season<'a>>,
    /// The payload as JSON text, as it was given.
    pub(in crate::build) payload: Option<Cow<'a, str>>,
    /// Which of the members that its parser looks for it has: a bit each.
    pub(in crate::build) members: u64,
}

/// Another surface form of a record.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::build) struct Alias<'a> {
    /// What is matched: 1 to 1,000 characters, not only white space.
    pub(in crate::build) text: Cow<'a, str>,
    /// What the weight is multiplied by when the alias matches: 0 to 1.
    pub(in crate::build) factor: f64,
}
