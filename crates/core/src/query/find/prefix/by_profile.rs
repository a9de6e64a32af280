//! The best of ranges of slots among the forms with common seasons, season by season: of one season
//! the rank is the order.

use std::ops::Range;

use super::least_ranks::RankTree;
use crate::error::Result;
use crate::index::SeasonLists;
use crate::query::score::cutoff::Sought;
use crate::query::search::Search;

/// So many more than are wanted are taken first, since some may not count.
const MORE: usize = 6;
/// When they do not do, so many times as many are taken.
const GROWTH: usize = 4;

/// Takes the best entries with a common season and a slot in `ranges`, of which the best of all has
/// the rank `best`.
pub(super) fn push_best(
    search: &mut Search<'_>,
    lists: &SeasonLists<'_>,
    ranges: &[Range<u32>],
    (best, sought): (u32, &Sought),
) -> Result<()> {
    let Some((seasons, at)) = search.scorer.factors().seasons() else { return Ok(()) };
    let mut factors = Vec::with_capacity(lists.len());
    for list in 0..lists.len() {
        let row = lists.row(list)?;
        factors.push((seasons.factor_of_row(row, at.from, at.to, at.fraction)?, list));
    }
    // The highest first: what it finds lets the others end at once.
    factors.sort_by(|one, other| other.0.total_cmp(&one.0));
    let base = search.scorer.form(best)?.base;
    let tree = RankTree::of_seasons(lists, search.keys);
    for (factor, list) in factors {
        let bound = ((base * factor) * sought.cutoff.most()) * sought.group.quality;
        // No form of this season, and of those that follow, is better.
        if !search.top.may_take(bound) {
            return Ok(());
        }
        let Some(places) = places(search, lists, list, ranges)? else { return Ok(()) };
        if !places.is_empty() {
            push_season(search, tree, &places, (factor, sought))?;
        }
    }
    Ok(())
}

/// Returns where the slots of a list are that lie in `ranges`. `None` if no work is left.
fn places(
    search: &Search<'_>,
    lists: &SeasonLists<'_>,
    list: usize,
    ranges: &[Range<u32>],
) -> Result<Option<Vec<Range<u32>>>> {
    let all = lists.places(list)?;
    let first = |slot: u32, mut low: usize| -> Result<usize> {
        let mut high = all.end;
        while low < high {
            let middle = low + (high - low) / 2;
            match lists.slots().get(middle)? < slot {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        Ok(low)
    };
    let mut places = Vec::new();
    for range in ranges {
        if !search.work.spend(1) {
            return Ok(None);
        }
        let start = first(range.start, all.start)?;
        let end = first(range.end, start)?;
        if start < end {
            places.push(start as u32..end as u32);
        }
    }
    Ok(Some(places))
}

/// Takes forms of one season by rank.
fn push_season(
    search: &mut Search<'_>,
    tree: RankTree<'_>,
    places: &[Range<u32>],
    (factor, sought): (f64, &Sought),
) -> Result<()> {
    let (mut taken, mut seen) = (search.top.to_look_at() + MORE, 0);
    loop {
        let most = places.iter().map(|range| range.len()).sum::<usize>().min(taken);
        // A fourth: to find a rank is a walk down nodes that lie together.
        if !search.work.spend(u32::try_from(most / 4).unwrap_or(u32::MAX)) {
            return Ok(());
        }
        let found = tree.least(places, taken)?;
        for &rank in found.get(seen..).unwrap_or_default() {
            if is_beyond(search, rank, factor, sought)? {
                return Ok(());
            }
            if search.passes_over(rank) {
                continue;
            }
            if !search.work.spend(1) {
                return Ok(());
            }
            search.push_rank(rank, &sought.group)?;
        }
        search.top.settle();
        // Fewer than were asked for: there are no more.
        if found.len() < taken {
            return Ok(());
        }
        seen = found.len();
        taken *= GROWTH;
    }
}

/// Returns whether no form of one season, from `rank` on, can be among the best.
fn is_beyond(search: &Search<'_>, rank: u32, factor: f64, sought: &Sought) -> Result<bool> {
    let Some(worst) = search.top.worst() else { return Ok(false) };
    let form = search.scorer.form(rank)?;
    // In the order in which a score is multiplied, so that both round alike.
    let bound = |base: f64| ((base * factor) * sought.cutoff.most()) * sought.group.quality;
    let (best, quality) = (bound(form.base), sought.group.quality);
    if best != worst.score {
        return Ok(best < worst.score);
    }
    // Of equal scores the higher quality wins, and then the smaller ordinal, which rises with the
    // ranks of one product. A lower product may round to the same score, and has any ordinal.
    let is_last = form.base == 0.0 || bound(form.base.next_down()) < best;
    let is_later = form.ordinal > worst.ordinal && is_last;
    Ok(quality < worst.quality || (quality == worst.quality && is_later))
}
