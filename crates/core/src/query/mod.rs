//! A query into suggestions.

mod best;
mod json;
mod options;
mod prefix;
mod rank;
mod suggestion;

pub use options::SuggestOptions;
pub use suggestion::{Match, MatchKind, SuggestResult, Suggestion, Via};

use crate::error::Result;
use crate::index::View;

/// A query of more characters than this matches nothing.
pub(crate) const MAX_QUERY_CHARS: usize = 1000;

/// Answers `query`; see [`Index::suggest`](crate::Index::suggest).
pub(crate) fn suggest<'a>(
    view: &View<'a>,
    query: &'a str,
    options: &SuggestOptions,
) -> Result<SuggestResult<'a>> {
    options.check()?;
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
    let found = prefix::find(view, &key, options.offset + options.limit)?;
    result.complete = found.complete;
    let shown = found.candidates.get(options.offset..).unwrap_or_default();
    result.suggestions = suggestion::describe(view, key.trim_end().len(), shown)?;
    Ok(result)
}
