//! One open word inside forms, by the stored list of the best of them.

use crate::error::Result;
use crate::format::bests::KEPT;
use crate::query::score::cutoff::Cutoff;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;

/// Takes the forms of `ranks`, the best of those that have a word inside, where the rank is the
/// order. Returns whether none of the others can be among the best.
pub(crate) fn push_best(search: &mut Search<'_>, ranks: [u32; KEPT]) -> Result<bool> {
    let group = search.group(MatchKind::Words, 0, 0);
    let mut cutoff = Cutoff::new(group.quality, search.scorer.most());
    for rank in ranks {
        let candidate = search.scorer.plain_candidate(&group, search.scorer.form(rank)?)?;
        // Scores fall with ranks, so the first that is too low ends the search.
        if !search.top.may_take(candidate.score) || !search.work.spend(1) {
            return Ok(true);
        }
        search.top.push(candidate);
    }
    let after = ranks.last().map_or(0, |last| last.saturating_add(1));
    cutoff.is_reached(after, &search.top, search.scorer)
}
