//! A query into suggestions.
use std::ops::Range;

/// Options.
#[derive(Debug, Clone, PartialEq)]
pub struct SuggestOptions {
    /// The most suggestions to return, 1 to 1,000; 10 by default.
    pub limit: usize,
    /// How many of the best to leave out, 0 to 10,000 less the limit; 0 by default.
    pub offset: usize,
}
impl Default for SuggestOptions { fn default() -> Self { Self { limit: 10, offset: 0 } } }

/// What of a surface form was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKind {
    /// All of it.
    Whole,
    /// A prefix of it.
    Prefix,
}
impl MatchKind {
    /// Returns the code: `"whole"` or `"prefix"`.
    #[must_use]
    pub fn code(self) -> &'static str { match self { MatchKind::Whole => "whole", MatchKind::Prefix => "prefix" } }
}

/// What relaxed a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// The form is an alias.
    Alias,
}
impl Via {
    /// Returns the code: `"alias"`.
    #[must_use]
    pub fn code(self) -> &'static str { match self { Via::Alias => "alias" } }
}

/// How a suggestion matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match<'a> {
    /// 0
    pub tier: u8,
    /// whole or prefix
    pub kind: MatchKind,
    /// What relaxed the match; empty if the text itself matched as it stands.
    pub via: &'static [Via],
    /// The surface form that matched.
    pub surface: &'a str,
    /// The typo cost: 0.
    pub cost: f64,
}

/// One ranked answer. Borrows from the index.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion<'a> {
    /// The entry's text.
    pub text: &'a str,
    /// The entry's id.
    pub id: Option<&'a str>,
    /// The score.
    pub score: f64,
    /// The weight.
    pub weight: f64,
    /// The payload as JSON text.
    pub payload: Option<&'a str>,
    /// The part of `text` that matches, in bytes; none where an alias matched. (Faces show UTF-16 offsets.)
    pub highlight: Option<Range<usize>>,
    /// How it matched.
    pub matched: Match<'a>,
}

impl Suggestion<'_> {
    /// Returns the highlight in UTF-16 code units of `text`.
    #[must_use]
    pub fn highlight_utf16(&self) -> Option<Range<usize>> { todo!() }
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct SuggestResult<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// The best, best first.
    pub suggestions: Vec<Suggestion<'a>>,
    /// Whether nothing can be missing.
    pub complete: bool,
    /// The content hash of the index that answered.
    pub generation: u64,
}

impl SuggestResult<'_> {
    /// Appends the answer as JSON.
    pub fn write_json(&self, _out: &mut Vec<u8>) { todo!() }
}
