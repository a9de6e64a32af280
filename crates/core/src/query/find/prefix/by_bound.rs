//! The best of ranges of slots where more than the rank says which they are: with a filter, a
//! season or boosts.
//!
//! Slots come in an order in which an upper bound of the score falls: by rank, or with a season,
//! best node first down a tree of maxima (`by_season`). A search ends when the bound is below the
//! last of the best. That is exact, as in the threshold algorithm (Fagin, Lotem and Naor 2001):
//! what has not been seen has no higher bound.

use std::ops::Range;

use super::by_season;
use super::least_ranks::RankTree;
use crate::error::Result;
use crate::index::{Column, ContextLists, View};
use crate::query::find::by_list;
use crate::query::score::candidate::MatchGroup;
use crate::query::score::cutoff::{Cutoff, Sought};
use crate::query::score::filter::NarrowestField;
use crate::query::search::Search;

/// When as many forms do not do in the order of their ranks, all are looked at as they lie in the
/// file.
const MAX_BY_RANK: usize = 4096;
/// So many more than are wanted are taken first, since some may not pass.
const MORE: usize = 6;
/// When they do not do, so many times as many are taken.
const GROWTH: usize = 4;
/// The steps of a form whose entry must be looked up, to see whether it passes.
const CHECK_STEPS: u32 = 2;
/// So many forms that need not be read, by their rank, are a step.
const SKIPPED_FORMS_A_STEP: usize = 8;

/// Takes the best entries with a slot in `ranges`, which lie apart.
pub(super) fn push_best(
    search: &mut Search<'_>,
    ranges: &[Range<u32>],
    group: MatchGroup,
) -> Result<()> {
    let scorer = search.scorer;
    if !scorer.only_listed() {
        push_unlisted(search, ranges, group)?;
    }
    match scorer.listed() {
        None => Ok(()),
        Some(listed) => by_list::push_slots(search, listed, ranges, group),
    }
}

/// Takes the best of the forms that are not looked at one by one.
fn push_unlisted(search: &mut Search<'_>, ranges: &[Range<u32>], group: MatchGroup) -> Result<()> {
    let scorer = search.scorer;
    let mut sought = Sought { group, cutoff: Cutoff::new(group.quality, scorer.most()) };
    // Whatever passes a filter has a value of it, so its lists are the shorter way, season or not.
    if let Some(NarrowestField { contexts, values, .. }) = scorer.filter().narrowest() {
        let Some(places) = search_values(search, contexts, values, ranges)? else { return Ok(()) };
        return push_by_rank(search, RankTree::of_contexts(contexts), &places, sought);
    }
    if let Some((contexts, values)) = scorer.factors().raised() {
        let Some(places) = search_values(search, contexts, values, ranges)? else { return Ok(()) };
        push_by_rank(search, RankTree::of_contexts(contexts), &places, sought)?;
        // All that boosts raise are known now, so the bound of the others is lower.
        sought.cutoff = Cutoff::new(group.quality, 1.0);
    }
    match scorer.factors().seasons() {
        Some((seasons, _)) => by_season::push_best(search, seasons.slots().view(), ranges, sought),
        None => push_by_rank(search, RankTree::of_slots(search), ranges, sought),
    }
}

/// Returns the same as [`places_of_values`] for the steps that it takes. `None` if no work is left.
fn search_values(
    search: &Search<'_>,
    contexts: &ContextLists<'_>,
    values: &[u32],
    ranges: &[Range<u32>],
) -> Result<Option<Vec<Range<u32>>>> {
    if !search.work.spend((values.len() * ranges.len()) as u32) {
        return Ok(None);
    }
    places_of_values(search.view(), contexts, values, ranges).map(Some)
}

/// Returns where the forms of entries with one of `values` that have a slot in `ranges` are among
/// the lists of contexts.
///
/// Takes O(log n) time for n forms, for each value and range: a step.
pub(in crate::query::find) fn places_of_values(
    view: &View<'_>,
    contexts: &ContextLists<'_>,
    values: &[u32],
    ranges: &[Range<u32>],
) -> Result<Vec<Range<u32>>> {
    let slots = view.rank_slots()?;
    let ranks = contexts.ranks();
    // The forms of a value come in the order of their slots, so a range of slots is one of the
    // list.
    let first = |slot: u32, mut low: usize, mut high: usize| -> Result<usize> {
        while low < high {
            let middle = low + (high - low) / 2;
            let rank = ranks.get(middle)?;
            let found = slots.find(rank as usize).ok_or_else(|| ranks.no_form())?;
            match found < slot {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        Ok(low)
    };
    let mut places = Vec::new();
    for &value in values {
        let list = contexts.list(value)?;
        for range in ranges {
            let start = first(range.start, list.start, list.end)?;
            let end = first(range.end, start, list.end)?;
            // A value of no form in the range needs no search of the tree.
            if start < end {
                places.push(start as u32..end as u32);
            }
        }
    }
    Ok(places)
}

/// Takes forms by rank, out of `ranges` of the list of ranks below `tree`.
fn push_by_rank(
    search: &mut Search<'_>,
    tree: RankTree<'_>,
    ranges: &[Range<u32>],
    mut sought: Sought,
) -> Result<()> {
    if ranges.is_empty() {
        return Ok(());
    }
    let (mut taken, mut seen) = (search.top.to_look_at() + MORE, 0);
    loop {
        // From the start each time: with a growth of four all rounds before take a third of the
        // last.
        if !search.work.spend(RankTree::steps(ranges, taken)) {
            return Ok(());
        }
        let found = tree.least(ranges, taken)?;
        // Those seen in the round before come first again, since the order is that of ranks.
        for &rank in found.get(seen..).unwrap_or_default() {
            if sought.cutoff.is_reached(rank, &search.top, search.scorer)? {
                return Ok(());
            }
            if search.passes_over(rank) {
                continue;
            }
            if !search.work.spend(CHECK_STEPS) {
                return Ok(());
            }
            if !sought.cutoff.may_skip(rank, &search.top, search.scorer) {
                search.push_rank(rank, &sought.group)?;
            }
        }
        // A long list finds its last of the best only now and then, and the cutoff needs it.
        search.top.settle();
        // Fewer than were asked for: there are no more.
        let Some(&last) = found.last().filter(|_| found.len() == taken) else { return Ok(()) };
        // All forms to come have higher ranks than the last.
        if sought.cutoff.is_reached(last, &search.top, search.scorer)? {
            return Ok(());
        }
        if taken >= MAX_BY_RANK {
            // A filter that lets few of the best through: the order has shown its worth, and a scan
            // reads memory in a row.
            return push_all(search, tree.ranks(), ranges, sought);
        }
        seen = found.len();
        taken *= GROWTH;
    }
}

/// Takes all forms of ranges of `ranks`, as they lie in the file.
fn push_all(
    search: &mut Search<'_>,
    ranks: &Column<'_>,
    ranges: &[Range<u32>],
    mut sought: Sought,
) -> Result<()> {
    let mut skipped = 0usize;
    for place in ranges.iter().cloned().flatten() {
        let rank = ranks.rank(place as usize)?;
        if search.passes_over(rank) {
            continue;
        }
        // In no order of ranks, so one beyond the cutoff ends nothing.
        let skip = sought.cutoff.is_reached(rank, &search.top, search.scorer)?
            || sought.cutoff.may_skip(rank, &search.top, search.scorer);
        skipped += usize::from(skip);
        // A skipped form was not read, so several of them are one step.
        let steps = match skip {
            true => u32::from(skipped.is_multiple_of(SKIPPED_FORMS_A_STEP)),
            false => CHECK_STEPS,
        };
        if !search.work.spend(steps) {
            return Ok(());
        }
        if !skip {
            search.push_rank(rank, &sought.group)?;
        }
    }
    Ok(())
}
