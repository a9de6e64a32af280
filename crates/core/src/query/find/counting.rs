//! Counting what matches, for a total: all forms of a range of slots, or with a term of some spans,
//! as they lie in the file. The best of them are then found without a look at the others.

use std::ops::Range;

use super::by_bound::places_of_values;
use super::least_ranks::RankTree;
use crate::error::Result;
use crate::index::{Column, Words};
use crate::query::score::distinct::Distinct;
use crate::query::score::filter::NarrowestField;
use crate::query::search::Search;

/// So many forms that are counted are a step, where nothing but the rank is read of each.
const COUNTED_A_STEP: usize = 16;
/// The steps of a form whose entry must be looked up.
const CHECK_STEPS: u32 = 2;

/// Counts the entries with a slot in `ranges`, which lie apart, and then searches for the best of
/// them.
pub(super) fn slots_then(
    search: &mut Search<'_>,
    ranges: &[Range<u32>],
    push_best: impl FnOnce(&mut Search<'_>) -> Result<()>,
) -> Result<()> {
    // A search that looks at listed forms alone looks at all of them, and counts on the way.
    if !search.top.is_counting() || search.scorer.only_listed() {
        return push_best(search);
    }
    let (keys, scorer) = (search.keys, search.scorer);
    let slots = ranges.iter().map(|range| range.start as usize..range.end as usize);
    if scorer.distinct().and_then(Distinct::tree).is_some() {
        // Very many forms may be passed over, which the tree leaves out.
        count_least(search, ranges)?;
    } else if let Some(NarrowestField { contexts, values, .. }) = scorer.filter().narrowest() {
        // Whatever passes a filter has a value of it, so its lists are the shorter way.
        let places = places_of_values(search, contexts, values, ranges)?;
        let places = places.iter().map(|range| range.start as usize..range.end as usize);
        count(search, contexts.ranks(), places)?;
    } else {
        count(search, keys.slots(), slots)?;
    }
    search.top.counted_apart(true);
    push_best(search)?;
    search.top.counted_apart(false);
    Ok(())
}

/// Counts the entries whose forms have a term of `spans`, unless these have more than `most`
/// postings. The search that follows need find the best alone, until its caller says otherwise.
pub(super) fn postings(
    search: &mut Search<'_>,
    words: &Words<'_>,
    spans: impl Iterator<Item = Range<u32>>,
    most: u64,
) -> Result<()> {
    search.top.counted_apart(false);
    // Runs of forms that are passed over are jumped by the search alone.
    if !search.top.is_counting() || search.scorer.distinct().is_some() {
        return Ok(());
    }
    let postings = spans.map(|span| words.postings_of(span)).collect::<Result<Vec<_>>>()?;
    if postings.iter().map(|range| range.len() as u64).sum::<u64>() <= most {
        count(search, words.postings(), postings.into_iter())?;
        search.top.counted_apart(true);
    }
    Ok(())
}

/// Counts the entries of the ranks at `places` of a list, until there are as many as are counted.
fn count(
    search: &mut Search<'_>,
    ranks: &Column<'_>,
    places: impl Iterator<Item = Range<usize>>,
) -> Result<()> {
    let every_passes = search.scorer.filter().is_none();
    let mut looked = 0usize;
    for place in places.flatten() {
        let rank = ranks.rank(place)?;
        if search.passes_over(rank) {
            continue;
        }
        looked += 1;
        let steps = match every_passes {
            true => u32::from(looked.is_multiple_of(COUNTED_A_STEP)),
            false => CHECK_STEPS,
        };
        if !search.top.is_counting() || !search.work.spend(steps) {
            return Ok(());
        }
        if let Some(same) = search.scorer.same_of(rank)? {
            search.top.count(same);
        }
    }
    Ok(())
}

/// Counts the entries with one of the least ranks of `ranges`, and of more of them until there are
/// as many as are counted.
fn count_least(search: &mut Search<'_>, ranges: &[Range<u32>]) -> Result<()> {
    let (tree, mut taken, mut seen) = (RankTree::of_slots(search), search.top.to_count(), 0);
    loop {
        let ranks = tree.least(ranges, taken)?;
        for &rank in ranks.get(seen..).unwrap_or_default() {
            seen += 1;
            let steps = u32::from(seen.is_multiple_of(COUNTED_A_STEP));
            if !search.top.is_counting() || !search.work.spend(steps) {
                return Ok(());
            }
            if let Some(same) = search.scorer.same_of(rank)? {
                search.top.count(same);
            }
        }
        if ranks.len() < taken {
            return Ok(());
        }
        taken *= 2;
    }
}
