//! Candidates into suggestions: texts, how each matched, and why.

mod align;
pub(crate) mod asked;
pub(crate) mod describe;
mod dropped_words;
pub(crate) mod edit_kind;
pub(crate) mod edits;
pub(crate) mod explanation;
pub(crate) mod highlights;
mod json;
mod one_string;
pub(crate) mod suggestion;
mod text_in_parts;
