//! A query into suggestions.

mod alternatives;
mod assignment;
mod best;
mod boosts;
mod day;
mod describe;
mod edits;
mod effort;
mod explanation;
mod factors;
mod found;
mod highlights;
mod json;
mod keyed;
mod lexicon;
mod limit;
mod listed;
mod literals;
mod matched;
mod numeric;
mod options;
mod parts;
mod prefix;
mod rank;
mod ranked;
mod ranking;
mod ranks;
mod reading;
mod seasonal;
mod spelling;
mod suggestion;
mod tiers;
mod top;
mod typos;
mod via;
mod walk;
mod walls;
mod word;
mod words;

use std::cell::OnceCell;
use std::sync::Arc;

pub use boosts::{Boosts, PreparedBoosts};
pub use day::Day;
pub use edits::{Edit, EditKind, EditReason};
pub use explanation::{ExplainedWord, Explanation};
pub use highlights::Highlights;
pub use numeric::{NumericKind, NumericOption};
pub use options::{Contexts, Costs, Exclude, SuggestOptions, Typos};
pub use suggestion::{Match, MatchKind, SuggestResult, Suggestion, Total};
pub use via::{Via, Vias};

use boosts::Prepared;
use describe::Described;
use factors::KnownBoosts;
use found::Pinned;
use options::MAX_REACH;
use prefix::Keys;
use ranking::{Ranking, factors, known_boosts};
use tiers::Tiers;
use walls::Walls;

use crate::error::Result;
use crate::index::{Index, View};

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
            total: options.total.then_some(Total { value: 0, is_exact: true }),
            generation: view.generation(),
        };
        // A character has at most four bytes, so most queries need not be counted.
        if query.len() > MAX_QUERY_CHARS && query.chars().count() > MAX_QUERY_CHARS {
            return Ok(result);
        }
        let walls = Walls::new(&view, options)?;
        let known = known_boosts(&view, options)?;
        let factors = factors(&view, options, known.as_ref())?;
        let ranking = Ranking::new(&walls, &factors)?;
        let mut key = String::with_capacity(query.len() + 1);
        view.analyzer().query_key(query, &mut key);
        let keys = Keys::new(&view, &ranking)?;
        let pinned = pinned_ordinals(&view, &options.pin)?;
        let of_pinned = match pinned.is_empty() {
            true => None,
            false => Some(Ranking::of_entries(&view, &walls, &factors, &pinned)?),
        };
        let pinned = of_pinned
            .as_ref()
            .map(|ranking| Pinned { ordinals: pinned, keys: keys.ranked_by(ranking) });
        let words = view.words()?;
        let mut tiers = Tiers::new(&view, &keys, words.as_ref(), query, options, pinned.as_ref());
        let found = if walls.is_closed() { Vec::new() } else { tiers.find(&key)? };
        result.complete = tiers.effort.is_complete();
        result.total = options.total.then_some(Total {
            value: found.len().min(MAX_REACH) as u64,
            is_exact: result.complete && found.len() < MAX_REACH,
        });
        let end = found.len().min(options.offset + options.limit);
        let shown = found.get(options.offset..end).unwrap_or_default();
        let described = Described {
            view: &view,
            options,
            raw: query,
            factors: &factors,
            pinned: pinned.as_ref().map_or(&[][..], |pinned| &pinned.ordinals),
            key: &key,
            typed: OnceCell::new(),
            readings: &tiers.readings,
        };
        result.suggestions = describe::describe(&view, &described, shown)?;
        Ok(result)
    }

    /// Looks `boosts` up once, for many queries: up to 100,000 ids.
    ///
    /// Takes O(n log n) time for n boosts.
    ///
    /// # Errors
    ///
    /// `ERR_INVALID_OPTION` if there are too many, one is out of range, or a field is none of the index;
    /// `ERR_CORRUPT` if looking them up runs into damaged bytes.
    pub fn prepare_boosts(&self, boosts: &Boosts) -> Result<PreparedBoosts> {
        boosts.check_prepared()?;
        let view = self.view();
        let boosts = KnownBoosts::new(&view, boosts)?;
        boosts.prepare(&view)?;
        Ok(PreparedBoosts(Arc::new(Prepared { generation: view.generation(), boosts })))
    }
}

/// Returns the entries with these ids, each once; ids that the index lacks have none.
fn pinned_ordinals(view: &View<'_>, ids: &[String]) -> Result<Vec<u32>> {
    let mut ordinals = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(ordinal) = view.ordinal_of(id)?
            && !ordinals.contains(&ordinal)
        {
            ordinals.push(ordinal);
        }
    }
    Ok(ordinals)
}
