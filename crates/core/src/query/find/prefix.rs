//! Whole forms: the entries with a surface form whose key starts with what was typed.
//!
//! A prefix is a range of slots. Those whose key is the prefix itself come first in it and are
//! scored by another quality, so the range falls into two, and in each the rank is the order.

use std::ops::Range;

use super::counting;
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::query::score::candidate::{Candidate, MatchGroup, best_of_each};
use crate::query::score::match_kind::MatchKind;
use crate::query::score::scorer::Scorer;
use crate::query::search::Search;
use least_ranks::RankTree;

pub(super) mod by_bound;
mod by_season;
pub(super) mod least_ranks;

/// How many slots a query may take to find enough entries, which may have many aliases each.
const MAX_TAKEN_SLOTS: usize = 1 << 17;

/// Takes the best entries whose form is in the first range, whole, or the second, as a prefix.
pub(crate) fn push_exact(
    search: &mut Search<'_>,
    ranges: [Range<u32>; 2],
    reading: u32,
) -> Result<()> {
    push_both(search, ranges, |search, kind| search.group(kind, 0, reading))
}

/// Takes the best entries whose verbatim form starts with `key`.
pub(crate) fn push_verbatim(search: &mut Search<'_>, key: &str) -> Result<()> {
    let keys = search.keys;
    let Some(root) = keys.root(FormClass::Verbatim)? else { return Ok(()) };
    let Some(place) = keys.walk(root, key.as_bytes())? else { return Ok(()) };
    let whole = keys.whole(place)?;
    let longer = whole.end..place.end;
    push_both(search, [whole, longer], |search, kind| search.verbatim_group(kind))
}

fn push_both(
    search: &mut Search<'_>,
    [whole, prefix]: [Range<u32>; 2],
    group: impl Fn(&Search<'_>, MatchKind) -> MatchGroup,
) -> Result<()> {
    for (kind, range) in [(MatchKind::Whole, whole), (MatchKind::Prefix, prefix)] {
        // Most queries are no whole form, and an empty range need not be searched.
        if !range.is_empty() {
            let group = group(search, kind);
            push_best(search, &[range], group)?;
        }
    }
    Ok(())
}

/// Takes the best entries with a slot in `ranges`, which lie apart.
pub(crate) fn push_best(
    search: &mut Search<'_>,
    ranges: &[Range<u32>],
    group: MatchGroup,
) -> Result<()> {
    counting::slots_after(search, ranges, |search| {
        if !search.scorer.is_plain() {
            return by_bound::push_best(search, ranges, group);
        }
        // Some entries may be missing, as if the work had run out.
        if !push_plain(search, ranges, &group)? {
            search.work.exhaust();
        }
        Ok(())
    })
}

/// Takes the best entries where the rank is the order. Returns whether none can be missing.
///
/// Takes them by rank. Without aliases that is their order. With them an entry may come several
/// times, and rounding may reorder what the ranks say. Then more are taken than are wanted.
fn push_plain(search: &mut Search<'_>, ranges: &[Range<u32>], group: &MatchGroup) -> Result<bool> {
    let tree = RankTree::of_slots(search);
    let wanted = search.top.to_look_at();
    let mut taken = wanted;
    loop {
        // A narrow range costs little, however long the page is.
        if !search.work.spend_on_finish(RankTree::steps(ranges, taken)) {
            return Ok(false);
        }
        let ranks = tree.least(ranges, taken)?;
        let exhausted = ranks.len() < taken;
        let mut candidates = Vec::with_capacity(ranks.len());
        for rank in ranks {
            let form = search.scorer.form(rank)?;
            let candidate = search.scorer.plain_candidate(group, form)?;
            // All that follow have no higher score.
            if !search.top.may_take(candidate.score) {
                candidates.into_iter().for_each(|candidate| search.top.push(candidate));
                return Ok(true);
            }
            candidates.push(candidate);
        }
        // One form an entry, and one of each text that is not covered, so as many ranks are as many
        // entries, and equal scores go by the ordinal, which is the rank.
        if !search.scorer.has_aliases() {
            candidates.into_iter().for_each(|candidate| search.top.push(candidate));
            return Ok(true);
        }
        let last_score = candidates.last().map_or(0.0, |last| last.score);
        // Several forms of an entry may be among the ranks, which leaves fewer entries than were
        // taken.
        let candidates = best_of_each(candidates, wanted);
        let is_complete = exhausted
            || (candidates.len() >= wanted
                && is_settled(search.scorer, &candidates, last_score, group.quality)?);
        if is_complete || taken >= MAX_TAKEN_SLOTS {
            candidates.into_iter().for_each(|candidate| search.top.push(candidate));
            return Ok(is_complete);
        }
        // Doubling reads at most twice what was needed.
        taken *= 2;
    }
}

/// Returns whether no entry that was not taken yet belongs among `candidates`, which are as many as
/// are wanted, given the score of the last one that was taken.
///
/// Ranks fall by weight · factor, and rounding may give two of those the same score, which is
/// then ordered by the ordinal. It takes neighboring floating-point numbers, so as a rule it is
/// enough to see that none stands next to the last place.
fn is_settled(
    scorer: &Scorer<'_>,
    candidates: &[Candidate],
    last_score: f64,
    quality: f64,
) -> Result<bool> {
    let Some(last) = candidates.last() else { return Ok(false) };
    // A factor of 1 rounds nothing, and a gap of scores leaves no tie to settle.
    if quality == 1.0 || last_score < last.score {
        return Ok(true);
    }
    let last_base = scorer.form_of_number(last.form)?.base;
    for tied in candidates.iter().rev().take_while(|candidate| candidate.score == last.score) {
        if scorer.form_of_number(tied.form)?.base != last_base {
            return Ok(false);
        }
    }
    // Only a neighbor of the number can round to the same product: a look at the two is cheaper
    // than a search for the forms that have them.
    if last_base.next_down() * quality != last.score && last_base.next_up() * quality != last.score
    {
        return Ok(true);
    }
    // The first rank whose weight · factor is that of the last candidate.
    let first = scorer.first_rank(|form| form.base <= last_base)?;
    let ties = |rank: u32| scorer.form(rank).map(|form| form.base * quality == last.score);
    let above = first.checked_sub(1).map_or(Ok(false), ties)?;
    Ok(!above && !ties_below(scorer, last_base, quality)?)
}

/// Returns whether a form of lower weight · factor than `base` has the same score with `quality`.
fn ties_below(scorer: &Scorer<'_>, base: f64, quality: f64) -> Result<bool> {
    let score = base * quality;
    // Products fall with the numbers, so if the next lower one does not tie, none does.
    if base.next_down() * quality != score {
        return Ok(false);
    }
    let below = scorer.first_rank(|form| form.base < base)?;
    if below == scorer.view().slot_count() {
        return Ok(false);
    }
    Ok(scorer.form(below)?.base * quality == score)
}
