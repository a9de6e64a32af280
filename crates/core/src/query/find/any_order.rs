//! Words in any order: the forms in which each typed word is a word of its own.
//!
//! The typed word with the fewest postings leads. Its forms come in the order of their ranks, and
//! the terms of each form tell whether the other words are there too. That stops as soon as no form
//! to come can be among the best, which is soon if many forms match. If few do, the order is of no
//! use: then all forms of the leader are read as they lie in the file, term by term up to the
//! cutoff, which takes a fraction of the time.

use std::ops::Range;

use super::form_check::{FormCheck, Leading, Look, SoughtWords};
use super::merge_postings::MergedPostings;
use super::{by_list, counting};
use crate::error::Result;
use crate::index::Words;
use crate::query::score::candidate::MatchGroup;
use crate::query::score::cutoff::{Cutoff, Sought};
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;
use crate::query::terms::alternatives::{Alternatives, Span};

/// In order, a posting costs about as many times what it costs in any order.
const IN_ORDER_SHARE: u64 = 8;
/// More postings are not read in order: by then the best are known well enough to skip most of the
/// rest.
const MAX_IN_ORDER: u64 = 1 << 10;
/// The steps of a posting, whose form is anywhere in memory.
const POSTING_STEPS: u32 = 3;
/// The steps of a posting in order.
const ORDERED_STEPS: u32 = 4;
/// Up to so many forms that a filter lets through are read before any are looked at in order.
const MAX_FILTERED: u64 = 1 << 13;
/// So many postings that need not be read, by what the season makes of those near them, are a step.
const SKIPPED_POSTINGS_A_STEP: u32 = 16;

/// How the forms with the rarest word are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Plan {
    /// In the order of their ranks for a while, then all of them.
    #[default]
    Adaptive,
    /// In the order of their ranks, to the end.
    #[cfg(test)]
    InOrder,
    /// All of them, term by term.
    #[cfg(test)]
    Whole,
}

/// A search for forms with some words.
pub(crate) struct AnyOrder<'w> {
    sought: SoughtWords<'w>,
    plan: Plan,
}

impl<'w> AnyOrder<'w> {
    /// Prepares to search for `sought` in the way of `plan`.
    pub(crate) fn new(sought: SoughtWords<'w>, plan: Plan) -> Self {
        AnyOrder { sought, plan }
    }

    /// Takes the best forms in which each typed word is a word.
    pub(crate) fn push_best(&self, search: &mut Search<'_>) -> Result<()> {
        // No word can lead. The empty query has matched all forms as a prefix.
        if self.sought.typed.is_empty() {
            return Ok(());
        }
        let scorer = search.scorer;
        if !scorer.only_listed() {
            // In order, as long as reading what a filter lets through would take: that finds the
            // best where many match.
            let shorter = self.shorter_filter(search);
            let is_done = match (shorter, self.sought.typed) {
                // So few are read at once in less time than it takes to find out what the order is
                // worth.
                (Some(count), _) if count <= MAX_FILTERED => false,
                (_, [only]) => self.one(search, only, shorter.unwrap_or(u64::MAX))?,
                _ => self.several(search, shorter)?,
            };
            if !is_done {
                by_list::push_filtered(search, &self.sought)?;
            }
        }
        // Listed forms come last: they can be anywhere in the order, and the best so far rule most
        // out.
        match scorer.listed() {
            None => Ok(()),
            Some(listed) => by_list::push_words(search, listed, &self.sought),
        }
    }

    /// Returns how many forms a filter lets through, if they are fewer than those of each word.
    fn shorter_filter(&self, search: &Search<'_>) -> Option<u64> {
        // A form with two values of the filter counts twice, which only makes the filter look
        // longer.
        let count = search.scorer.filter().narrowest()?.forms as u64;
        self.sought.typed.iter().all(|word| word.postings() > count).then_some(count)
    }

    /// One word: what each term costs, and so the quality, is known before its forms are. Where
    /// more than the rank says which are the best, it looks at up to `most` forms of each cost.
    /// Returns whether that was enough.
    fn one(&self, search: &mut Search<'_>, typed: &Alternatives, most: u64) -> Result<bool> {
        let mut kinds: Vec<(u8, bool)> =
            typed.spans().iter().map(|span| (span.cost, span.is_indirect)).collect();
        // The cheapest first: once the best are known, dearer terms end at their first look. A
        // match by stem costs nothing too, but must say so, so it is a kind of its own.
        kinds.sort_unstable();
        kinds.dedup();
        let mut is_done = true;
        let is_inside = self.sought.group.is_inside;
        for (cost, is_indirect) in kinds {
            // The tiers before found these forms already, and each entry has its best tier.
            if u32::from(cost) < search.least_new_cost() || (is_inside && !is_indirect) {
                continue;
            }
            let of_kind = |span: &&Span| (span.cost, span.is_indirect) == (cost, is_indirect);
            let spans = typed.spans().iter().filter(of_kind).map(|span| span.terms.clone());
            let cost = u32::from(cost);
            let quality = search.quality_of(MatchKind::Words, cost);
            counting::postings(search, self.sought.words, spans.clone(), most)?;
            // The tree above the terms knows the best form of all spans, so most costs end without
            // a posting.
            if !may_matter(search, self.sought.words, spans.clone(), quality)? {
                continue;
            }
            let by_stem = is_indirect && !is_inside;
            let group = MatchGroup { quality, cost, by_stem, ..self.sought.group };
            let mut cutoff = Cutoff::new(quality, search.scorer.most());
            let end = || cutoff.end(&search.top, search.scorer);
            let ranks = MergedPostings::new(self.sought.words, spans, end, search)?;
            let sought = Sought { group, cutoff };
            // Without filter, season and boosts the order is that of ranks, which needs no bound.
            match search.scorer.is_plain() {
                true => push_in_order(search, ranks, sought)?,
                false => is_done &= push_by_bound(search, ranks, sought, most)?,
            }
        }
        search.top.counted_apart(false);
        Ok(is_done)
    }

    /// Several words: their forms in the order of their ranks for a while, which finds the best
    /// where many match, and then all of them.
    ///
    /// Where a filter lets fewer forms through, `shorter`, it looks at as many in order. Returns
    /// whether that was enough.
    fn several(&self, search: &mut Search<'_>, shorter: Option<u64>) -> Result<bool> {
        let restricted = self.restrict(search)?;
        let leading = Leading::new(self.sought.typed, &restricted);
        // The order pays off if many forms match. If few do, each posting in order cost several
        // times as much for nothing, so only a share of the leader is tried.
        let most = match self.plan {
            Plan::Adaptive => (leading.leader.postings() / IN_ORDER_SHARE).min(MAX_IN_ORDER),
            #[cfg(test)]
            Plan::InOrder => u64::MAX,
            #[cfg(test)]
            Plan::Whole => 0,
        };
        let is_done = self.in_order(search, &leading, shorter.unwrap_or(most))?;
        // With a shorter filter its list is read next, in place of all postings of the leader.
        if is_done || shorter.is_some() {
            return Ok(is_done);
        }
        // What was found may have made more slips hopeless.
        let restricted = self.restrict(search)?;
        self.whole(search, &Leading::new(self.sought.typed, &restricted))?;
        Ok(true)
    }

    /// Returns, for each word of which some terms cost too much to be among the best, the others.
    fn restrict(&self, search: &Search<'_>) -> Result<Vec<Option<Alternatives>>> {
        let typed = self.sought.typed;
        let least: u32 = typed.iter().map(|word| u32::from(word.least_cost())).sum();
        // While the best are not all known, any cost may be among them.
        let Some(worst) = search.top.worst() else {
            return Ok(typed.iter().map(|_| None).collect());
        };
        // No form is better than the first.
        let best = search.scorer.bound_from(0)?;
        let dearest = |typed: &&Alternatives| u32::from(typed.dearest_cost());
        // The least cost that the best form could not bear: a score falls as costs rise.
        // A search over sums of costs: the power in a quality is not inverted, since rounding must
        // fall as it does in scores.
        let (mut low, mut high) = (0, typed.iter().map(dearest).sum::<u32>() + 1);
        while low < high {
            let cost = low + (high - low) / 2;
            match best * search.quality_of(MatchKind::Words, cost) >= worst.score {
                true => low = cost + 1,
                false => high = cost,
            }
        }
        let restrict = |word: &&Alternatives| {
            // The other words cost at least this much, whichever of their terms they are.
            let others = least - u32::from(word.least_cost());
            match low.checked_sub(others + 1) {
                Some(most) => word.within(self.sought.words, most),
                // Even the best form with the cheapest terms falls behind: nothing of the word is
                // left.
                None => Ok(Some(Alternatives::default())),
            }
        };
        typed.iter().map(restrict).collect()
    }

    /// Looks at up to `most` forms of the leader in the order of their ranks. Returns whether none
    /// of the others can be among the best.
    fn in_order(&self, search: &mut Search<'_>, leading: &Leading<'_>, most: u64) -> Result<bool> {
        // A leader with few postings is read as a whole at once.
        if most == 0 {
            return Ok(false);
        }
        let words = self.sought.words;
        let mut check = FormCheck::new(&self.sought, leading, search);
        if !may_matter(search, words, leading.spans(), check.cutoff.quality())? {
            return Ok(true);
        }
        let end = || check.cutoff.end(&search.top, search.scorer);
        // What lies beyond the cutoff is left out before it is sorted.
        let mut ranks = MergedPostings::new(words, leading.spans(), end, search)?;
        for _ in 0..most {
            let Some(rank) = ranks.next(search)? else { return Ok(true) };
            if search.passes_over(rank) {
                continue;
            }
            if !search.work.spend(ORDERED_STEPS) || check.look(rank, search)? == Look::Beyond {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Looks at all forms of the leader, term by term.
    fn whole(&self, search: &mut Search<'_>, leading: &Leading<'_>) -> Result<()> {
        let words = self.sought.words;
        let mut check = FormCheck::new(&self.sought, leading, search);
        if !may_matter(search, words, leading.spans(), check.cutoff.quality())? {
            return Ok(());
        }
        // By term and not by rank: neighbors in the file share cache lines, and nothing is merged.
        for term in leading.spans().flatten() {
            // A term without a form worth a look takes a step too, or a span of many would be free.
            if !search.work.spend(1) {
                return Ok(());
            }
            let Range { start: mut position, end } = words.postings_of(term..term + 1)?;
            while position < end {
                let rank = words.posting(position)?;
                position += 1;
                let shown = search.next_shown(rank);
                if shown > rank {
                    position = words.first_posting_from(position..end, shown)?;
                    continue;
                }
                if !search.work.spend(POSTING_STEPS) {
                    return Ok(());
                }
                // The ranks of a term rise, but those of the next start again.
                if check.look(rank, search)? == Look::Beyond {
                    break;
                }
            }
        }
        Ok(())
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
