//! Candidates into suggestions: texts, how each matched, and why.

pub(crate) mod align;
pub(crate) mod asked;
pub(crate) mod describe;
pub(crate) mod edits;
pub(crate) mod explanation;
pub(crate) mod highlights;
pub(crate) mod json;
pub(crate) mod suggestion;
