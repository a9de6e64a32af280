//! A query into suggestions.

mod alternatives;
mod assignment;
mod best;
mod describe;
mod effort;
mod highlights;
mod json;
mod keyed;
mod lexicon;
mod limit;
mod matched;
mod options;
mod parts;
mod prefix;
mod rank;
mod ranks;
mod reading;
mod spelling;
mod suggestion;
mod tiers;
mod top;
mod typos;
mod via;
mod walk;
mod word;
mod words;

use std::cell::OnceCell;

pub use highlights::Highlights;
pub use options::{Costs, SuggestOptions, Typos};
pub use suggestion::{Match, MatchKind, SuggestResult, Suggestion};
pub use via::{Via, Vias};

use describe::Described;
use prefix::Keys;
use tiers::Tiers;

use crate::error::Result;
use crate::index::Index;

/// A query of more characters than this matches nothing.
pub(crate) const MAX_QUERY_CHARS: usize = 1000;

impl Index {
    /// Returns the suggestions for `query`, best first.
    ///
    /// A query is a prefix as people type it: its last word is unfinished unless white space
    /// follows it. The empty query matches every entry; one of over 1,000 characters none.
    ///
    /// A prefix that enough entries start with takes time in its length and in `limit + offset`, and
    /// hardly more for an index of a million entries than for one of a thousand. If fewer match, other
    /// readings of the query and then slips are looked for, which takes up to some milliseconds: the
    /// work is counted, and bounded. A query that would take more is answered with
    /// [`SuggestResult::complete`] false; equal queries to one index always give equal answers.
    ///
    /// # Errors
    ///
    /// `ERR_INVALID_OPTION` if an option is out of range, `ERR_CORRUPT` if the query runs into
    /// damaged bytes.
    pub fn suggest<'a>(
        &'a self,
        query: &'a str,
        options: &SuggestOptions,
    ) -> Result<SuggestResult<'a>> {
        options.check()?;
        let view = self.view();
        let mut result = SuggestResult {
            query,
            suggestions: Vec::new(),
            complete: true,
            generation: view.generation(),
        };
        // A character has at most four bytes, so most queries need not be counted.
        if query.len() > MAX_QUERY_CHARS && query.chars().count() > MAX_QUERY_CHARS {
            return Ok(result);
        }
        let mut key = String::with_capacity(query.len() + 1);
        view.analyzer().query_key(query, &mut key);
        let keys = Keys::new(&view)?;
        let words = view.words()?;
        let mut tiers = Tiers::new(&view, &keys, words.as_ref(), query, options);
        let found = tiers.find(&key)?;
        result.complete = tiers.effort.is_complete();
        let shown = found.get(options.offset..).unwrap_or_default();
        let described = Described {
            view: &view,
            options,
            key: &key,
            typed: OnceCell::new(),
            readings: &tiers.readings,
        };
        result.suggestions = describe::describe(&view, &described, shown)?;
        Ok(result)
    }
}
