//! Counting what matches, for a total: all forms of a range of slots, or with a term of some spans,
//! as they lie in the file, once the best of them were found without a look at the others.

use std::ops::Range;

use super::prefix::by_bound::places_of_values;
use super::prefix::least_ranks::RankTree;
use crate::error::Result;
use crate::index::{Column, Words};
use crate::query::score::distinct::Distinct;
use crate::query::score::filter::NarrowestField;
use crate::query::search::Search;

/// So many forms that are counted are a step, where nothing but the rank is read of each.
const COUNTED_A_STEP: usize = 16;
/// So many are, where the entry of each must be looked up.
const LOOKED_UP_A_STEP: usize = 4;
/// The steps of a form of whose entry the contexts are read too.
const CHECK_STEPS: u32 = 2;
/// When as many least ranks as are taken do not do, so many times as many are.
const GROWTH: usize = 4;

/// Searches for the best of the entries with a slot in `ranges`, which lie apart, by `push_best`,
/// and counts all of them.
pub(super) fn slots_after(
    search: &mut Search<'_>,
    ranges: &[Range<u32>],
    push_best: impl FnOnce(&mut Search<'_>) -> Result<()>,
) -> Result<()> {
    // A search that looks at listed forms alone looks at all of them, and counts on the way.
    if !search.top.is_counting() || search.scorer.only_listed() {
        return push_best(search);
    }
    search.top.counted_apart(true);
    push_best(search)?;
    search.top.counted_apart(false);
    let (keys, scorer) = (search.keys, search.scorer);
    if scorer.distinct().and_then(Distinct::tree).is_some() {
        // Very many forms may be passed over, which the tree leaves out.
        return count_least(search, ranges);
    }
    if let Some(NarrowestField { contexts, values, .. }) = scorer.filter().narrowest() {
        // Whatever passes a filter has a value of it, so its lists are the shorter way.
        if !search.work.spend_on_counting((values.len() * ranges.len()) as u32) {
            return Ok(());
        }
        let places = places_of_values(search.view(), contexts, values, ranges)?;
        let places = places.iter().map(|range| range.start as usize..range.end as usize);
        return count(search, contexts.ranks(), places);
    }
    let slots = ranges.iter().map(|range| range.start as usize..range.end as usize);
    count(search, keys.slots(), slots)
}

/// The forms with a term of some spans.
#[derive(Debug)]
pub(super) struct FormsOfSpans<'w, S> {
    pub(super) words: &'w Words<'w>,
    pub(super) spans: S,
    /// Up to so many of them are looked at.
    pub(super) most: u64,
}

/// Searches for the best of `forms` by `push_best`, and counts the entries of all of them, unless
/// they have more postings than are looked at: then the search counts.
pub(super) fn postings_after<S: Iterator<Item = Range<u32>> + Clone>(
    search: &mut Search<'_>,
    forms: &FormsOfSpans<'_, S>,
    push_best: impl FnOnce(&mut Search<'_>) -> Result<bool>,
) -> Result<bool> {
    let words = forms.words;
    // Runs of forms that are passed over are jumped by the search alone.
    if !search.top.is_counting() || search.scorer.distinct().is_some() {
        return push_best(search);
    }
    let spans = forms.spans.clone();
    let postings = spans.map(|span| words.postings_of(span)).collect::<Result<Vec<_>>>()?;
    if postings.iter().map(|range| range.len() as u64).sum::<u64>() > forms.most {
        return push_best(search);
    }
    search.top.counted_apart(true);
    let is_done = push_best(search)?;
    search.top.counted_apart(false);
    count(search, words.postings(), postings.into_iter())?;
    Ok(is_done)
}

/// Counts the entries of the ranks at `places` of a list, until there are as many as are counted.
fn count(
    search: &mut Search<'_>,
    ranks: &Column<'_>,
    places: impl Iterator<Item = Range<usize>>,
) -> Result<()> {
    let scorer = search.scorer;
    let reads_entry = scorer.has_aliases() || scorer.distinct().is_some();
    let mut looked = 0usize;
    for place in places.flatten() {
        let rank = ranks.rank(place)?;
        if search.passes_over(rank) {
            continue;
        }
        looked += 1;
        let steps = match (scorer.filter().is_none(), reads_entry) {
            (true, false) => u32::from(looked.is_multiple_of(COUNTED_A_STEP)),
            (true, true) => u32::from(looked.is_multiple_of(LOOKED_UP_A_STEP)),
            (false, _) => CHECK_STEPS,
        };
        if !search.top.is_counting() || !search.work.spend_on_counting(steps) {
            return Ok(());
        }
        if let Some(same) = scorer.same_of(rank)? {
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
        if !search.work.spend_on_counting(RankTree::steps(ranges, taken)) {
            return Ok(());
        }
        // From the start each time: with a growth of four all rounds before take a third of the
        // last.
        let ranks = tree.least(ranges, taken)?;
        for &rank in ranks.get(seen..).unwrap_or_default() {
            seen += 1;
            let steps = u32::from(seen.is_multiple_of(LOOKED_UP_A_STEP));
            if !search.top.is_counting() || !search.work.spend_on_counting(steps) {
                return Ok(());
            }
            if let Some(same) = search.scorer.same_of(rank)? {
                search.top.count(same);
            }
        }
        if ranks.len() < taken {
            return Ok(());
        }
        taken *= GROWTH;
    }
}
