//! Words in any order: the forms in which each typed word is a word of its own.
//!
//! The typed word with the fewest postings leads. The forms with it are read in one pass, for all
//! readings that have it, and the terms of each form tell whether the other words are there too.

use std::ops::Range;

use super::counting::FormsOfSpans;
use super::form_check::SoughtReading;
use super::merge_postings::MergedPostings;
use super::{by_list, counting};
use crate::error::Result;
use crate::index::Words;
use crate::query::score::candidate::MatchGroup;
use crate::query::score::cutoff::{Cutoff, Sought};
use crate::query::search::Search;
use crate::query::terms::alternatives::Span;
use leader::Led;
use pass::Pass;
pub(crate) use plan::Plan;

pub(crate) mod bests;
mod leader;
mod pass;
mod pieces;
mod plan;

/// Up to so many forms that a filter lets through are read before any are looked at in order.
const MAX_FILTERED: u64 = 1 << 13;
/// So many postings that need not be read, by what the season makes of those near them, are a step.
const SKIPPED_POSTINGS_A_STEP: u32 = 16;

/// A search for forms with the words of some readings.
pub(crate) struct AnyOrder<'w> {
    words: &'w Words<'w>,
    readings: &'w [SoughtReading<'w>],
    plan: Plan,
}

impl<'w> AnyOrder<'w> {
    /// Prepares to search for `readings`, each of one word or more, in the way of `plan`.
    pub(crate) fn new(words: &'w Words<'w>, readings: &'w [SoughtReading<'w>], plan: Plan) -> Self {
        AnyOrder { words, readings, plan }
    }

    /// Takes the best forms in which each word of a reading is a word.
    pub(crate) fn push_best(&self, search: &mut Search<'_>) -> Result<()> {
        // No word can lead. The empty query has matched all forms as a prefix.
        if self.readings.iter().all(|reading| reading.typed.is_empty()) {
            return Ok(());
        }
        let scorer = search.scorer;
        if !scorer.only_listed() {
            // In order, as long as reading what a filter lets through would take: that finds the
            // best where many match.
            let shorter = self.shorter_filter(search);
            let is_done = match shorter {
                // So few are read at once in less time than it takes to find out what the order is
                // worth.
                Some(count) if count <= MAX_FILTERED => false,
                _ => self.push_by_words(search, shorter)?,
            };
            if !is_done {
                by_list::push_filtered(search, self.words, self.readings)?;
            }
        }
        // Listed forms come last: they can be anywhere in the order, and the best so far rule most
        // out.
        match scorer.listed() {
            None => Ok(()),
            Some(listed) => by_list::push_words(search, listed, self.words, self.readings),
        }
    }

    /// Returns how many forms a filter lets through, if they are fewer than those of each word.
    fn shorter_filter(&self, search: &Search<'_>) -> Option<u64> {
        // A form with two values of the filter counts twice, which only makes the filter look
        // longer.
        let count = search.scorer.filter().narrowest()?.forms as u64;
        let mut words = self.readings.iter().flat_map(|reading| &reading.typed);
        words.all(|word| word.postings() > count).then_some(count)
    }

    /// Takes the best forms by the postings of words. Where a filter lets fewer forms through,
    /// `shorter`, it looks at as many in order. Returns whether that was enough.
    fn push_by_words(&self, search: &mut Search<'_>, shorter: Option<u64>) -> Result<bool> {
        let mut is_done = true;
        let mut left = Vec::with_capacity(self.readings.len());
        for reading in self.readings {
            match &reading.typed[..] {
                [_] => is_done &= self.one(search, reading, shorter.unwrap_or(u64::MAX))?,
                _ => left.push(reading),
            }
        }
        while let Some(led) = Led::choose(self.words, &left, search)? {
            let mut pass = Pass::new(self.words, &led, self.plan, search);
            match self.plan.most_in_order(shorter) {
                // With a shorter filter its list is read next, in place of all postings of the
                // leader.
                Some(most) => is_done &= pass.in_order(search, most)?,
                None => pass.push_best(search)?,
            }
            left = led.rest;
        }
        Ok(is_done)
    }

    /// One word: what each term costs, and so the quality, is known before its forms are. Where
    /// more than the rank says which are the best, it looks at up to `most` forms of each cost.
    /// Returns whether that was enough.
    fn one(&self, search: &mut Search<'_>, reading: &SoughtReading<'_>, most: u64) -> Result<bool> {
        let Some(typed) = reading.typed.first() else { return Ok(true) };
        let mut kinds: Vec<(u8, bool)> =
            typed.spans().iter().map(|span| (span.cost, span.is_indirect)).collect();
        // The cheapest first: once the best are known, dearer terms end at their first look. A
        // match by stem costs nothing too, but must say so, so it is a kind of its own.
        kinds.sort_unstable();
        kinds.dedup();
        let mut is_done = true;
        let is_inside = reading.group.is_inside;
        for (cost, is_indirect) in kinds {
            // The tiers before found these forms already, and each entry has its best tier.
            if u32::from(cost) < search.least_new_cost() || (is_inside && !is_indirect) {
                continue;
            }
            let of_kind = |span: &&Span| (span.cost, span.is_indirect) == (cost, is_indirect);
            let spans = typed.spans().iter().filter(of_kind).map(|span| span.terms.clone());
            let cost = u32::from(cost);
            let quality = reading.quality_of(cost, search);
            let by_stem = is_indirect && !is_inside;
            let group = MatchGroup { quality, cost, by_stem, ..reading.group };
            let forms = FormsOfSpans { words: self.words, spans, most };
            is_done &= counting::postings_after(search, &forms, |search| {
                push_spans(search, &forms, group)
            })?;
        }
        Ok(is_done)
    }
}

/// Takes the best of `forms`, whose terms all have one cost. Returns whether none can be missing.
fn push_spans<S: Iterator<Item = Range<u32>> + Clone>(
    search: &mut Search<'_>,
    forms: &FormsOfSpans<'_, S>,
    group: MatchGroup,
) -> Result<bool> {
    let (words, spans) = (forms.words, || forms.spans.clone());
    // The tree above the terms knows the best form of all spans, so most costs end without a
    // posting.
    if !may_matter(search, words, spans(), group.quality)? {
        return Ok(true);
    }
    let mut cutoff = Cutoff::new(group.quality, search.scorer.most());
    let end = cutoff.end(&search.top, search.scorer)?;
    let ranks = MergedPostings::new(words, spans(), end, search)?;
    let sought = Sought { group, cutoff };
    // Without filter, season and boosts the order is that of ranks, which needs no bound.
    match search.scorer.is_plain() {
        true => push_in_order(search, ranks, sought).map(|()| true),
        false => push_by_bound(search, ranks, sought, forms.most),
    }
}

/// Takes the forms of one word and one cost where the rank is the order.
fn push_in_order(
    search: &mut Search<'_>,
    mut ranks: MergedPostings<'_>,
    mut sought: Sought,
) -> Result<()> {
    // Scores fall with ranks here, so the first that is too low ends the loop.
    while let Some(rank) = ranks.next(search)? {
        if search.passes_over(rank) {
            // The best are known when all that follow are to be passed over too.
            if sought.cutoff.is_reached(rank, &search.top, search.scorer)? {
                break;
            }
            continue;
        }
        let form = search.scorer.form(rank)?;
        let candidate = search.scorer.plain_candidate(&sought.group, form)?;
        // The cutoff is a search for a rank, so it is asked only where the scores are equal and the
        // ordinal decides.
        let is_beyond = !search.top.may_take(candidate.score)
            || (search.top.worst().is_some_and(|worst| candidate.score == worst.score)
                && sought.cutoff.is_reached(rank, &search.top, search.scorer)?);
        if is_beyond || !search.work.spend(1) {
            break;
        }
        search.top.push(candidate);
    }
    Ok(())
}

/// Takes up to `most` forms of one word and one cost where more than the rank says which are the
/// best. Returns whether that was enough.
fn push_by_bound(
    search: &mut Search<'_>,
    mut ranks: MergedPostings<'_>,
    mut sought: Sought,
    most: u64,
) -> Result<bool> {
    let mut skipped = 0u32;
    for _ in 0..most {
        let Some(rank) = ranks.next(search)? else { return Ok(true) };
        if sought.cutoff.is_reached(rank, &search.top, search.scorer)? {
            return Ok(true);
        }
        if search.passes_over(rank) {
            continue;
        }
        // The season of the ranks nearby rules the form out, and its entry is not read.
        if sought.cutoff.may_skip(rank, &search.top, search.scorer) {
            skipped += 1;
            if skipped.is_multiple_of(SKIPPED_POSTINGS_A_STEP) && !search.work.spend(1) {
                return Ok(true);
            }
            continue;
        }
        if !search.work.spend(1) {
            return Ok(true);
        }
        search.push_rank(rank, &sought.group)?;
    }
    Ok(false)
}

/// Returns whether the best form with a term of `spans` could be among the best with `quality`.
fn may_matter(
    search: &Search<'_>,
    words: &Words<'_>,
    spans: impl Iterator<Item = Range<u32>>,
    quality: f64,
) -> Result<bool> {
    if search.top.worst().is_none() {
        return Ok(true);
    }
    let mut best: Option<u32> = None;
    // A look at the tree for each span, and none at a posting.
    for span in spans {
        best = [best, words.best_rank(span)?].into_iter().flatten().min();
    }
    match best {
        Some(rank) => Ok(search.top.may_take(search.scorer.bound_from(rank)? * quality)),
        // No span has a term: there is nothing to find.
        None => Ok(false),
    }
}
