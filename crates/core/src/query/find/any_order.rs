//! Words in any order: the forms in which each typed word is a word of its own.
//!
//! The typed word with the fewest postings leads. Its forms come in the order of their ranks, and the
//! terms of each form tell whether the other words are there too. That stops as soon as no form to come
//! can be among the best, which is soon if many forms match. If few do, the order is of no use: then
//! all forms of the leader are read as they lie in the file, term by term up to the cutoff, which takes a
//! fraction of the time.

use super::assignment;
use super::listed_words::MAX_OF_FILTER;
use super::merge_postings::Ranks;
use super::prefix::Keys;
use crate::error::Result;
use crate::index::Words;
use crate::query::score::candidate::Candidate;
use crate::query::score::candidate::Group;
use crate::query::score::cutoff::Cutoff;
use crate::query::score::match_kind::MatchKind;
use crate::query::score::top::Top;
use crate::query::terms::alternatives::{Alternatives, Span, TermBits};
use crate::query::work_budget::WorkBudget;
use crate::settings::Quality;
use std::ops::Range;

/// In order, a posting costs about as many times what it costs in any order.
const IN_ORDER_SHARE: u64 = 8;
/// More postings are not read in order: by then the best are known well enough to skip most of the rest.
const MAX_IN_ORDER: u64 = 1 << 10;
/// More words than these are not looked at before the others.
const MAX_OTHERS: usize = 4;
/// The steps of a posting, whose form is anywhere in memory.
pub(super) const POSTING_STEPS: u32 = 3;
/// The steps of a posting in order.
const ORDERED_STEPS: u32 = 4;

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

/// Whether forms of higher ranks can be among the best.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Look {
    On,
    Beyond,
}

/// The typed words, and the one with the fewest postings, whose forms are read.
pub(super) struct Leading<'a> {
    pub(super) typed: Vec<&'a Alternatives>,
    leader: &'a Alternatives,
    /// The others, those with fewer postings first.
    others: Vec<&'a Alternatives>,
}

impl<'a> Leading<'a> {
    /// Takes of each word what it is restricted to, if it is; words without any restriction may be left out.
    pub(super) fn new(typed: &[&'a Alternatives], restricted: &'a [Option<Alternatives>]) -> Self {
        let typed: Vec<&Alternatives> = typed
            .iter()
            .zip(restricted.iter().map(Some).chain(std::iter::repeat(None)))
            .map(|(whole, restricted)| restricted.and_then(Option::as_ref).unwrap_or(whole))
            .collect();
        let mut others = typed.clone();
        others.sort_by_key(|word| word.postings());
        let leader = others.remove(0);
        Leading { typed, leader, others }
    }

    /// Returns the terms of the leader.
    fn spans(&self) -> impl Iterator<Item = Range<u32>> + Clone {
        self.leader.spans().iter().map(|span| span.terms.clone())
    }
}

/// What each form is held against.
pub(super) struct Check<'a> {
    typed: &'a [&'a Alternatives],
    /// Of the words besides the one that leads, that with the fewest postings first: it says no most often.
    others: Vec<TermBits>,
    group: Group,
    /// Where the search ends, unless the forms come in no order.
    pub(super) cutoff: Cutoff,
    /// The terms of the form at hand.
    terms: Vec<u32>,
}

/// A search for forms with some words.
pub(crate) struct AnyOrder<'a> {
    pub(crate) words: &'a Words<'a>,
    pub(crate) keys: &'a Keys<'a>,
    pub(crate) quality: &'a Quality,
    /// The least sum of costs that a form can have that is not known yet, in units.
    pub(crate) least_new_cost: u32,
    pub(crate) plan: Plan,
}

impl AnyOrder<'_> {
    /// Gives `top` the best forms in which each of `typed` is a word. All have the tier and the reading of
    /// `group`; kind, cost and quality are set here.
    pub(crate) fn push_best(
        &self,
        typed: &[&Alternatives],
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        if typed.is_empty() {
            return Ok(());
        }
        let scorer = self.keys.scorer();
        if !scorer.only_listed() {
            // In order, as long as reading what a filter lets through would take: that finds the best where many match.
            let shorter = self.shorter_filter(typed);
            let is_done = match (shorter, typed) {
                (Some(count), _) if count <= MAX_OF_FILTER => false,
                (_, [only]) => self.one(only, shorter.unwrap_or(u64::MAX), group, top, work)?,
                _ => self.several(typed, shorter, group, top, work)?,
            };
            if !is_done {
                self.of_filter(typed, group, top, work)?;
            }
        }
        match scorer.listed() {
            None => Ok(()),
            Some(listed) => self.listed(listed, typed, group, top, work),
        }
    }

    /// One word: what each term costs, and so the quality, is known before its forms are. Where more than the rank says
    /// which are the best, it looks at up to `most` forms of each cost; returns whether that was enough.
    fn one(
        &self,
        typed: &Alternatives,
        most: u64,
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<bool> {
        let mut kinds: Vec<(u8, bool)> =
            typed.spans().iter().map(|span| (span.cost, span.by_stem)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let (raised, mut is_done) = (self.keys.scorer().most(), true);
        for (cost, by_stem) in kinds {
            if u32::from(cost) < self.least_new_cost {
                continue;
            }
            let of_kind = |span: &&Span| (span.cost, span.by_stem) == (cost, by_stem);
            let spans = typed.spans().iter().filter(of_kind).map(|span| span.terms.clone());
            let quality = MatchKind::Words.quality(self.quality, cost.into());
            let group = Group { quality, cost: cost.into(), ..group };
            if !self.may_matter(spans.clone(), quality, top)? {
                continue;
            }
            let mut cutoff = Cutoff::new(quality, raised);
            let mut ranks =
                Ranks::new(self.words, spans, || cutoff.end(top, self.keys.scorer()), work)?;
            if !self.keys.scorer().is_plain() {
                is_done &= self.one_ranked(ranks, (cutoff, most), (group, by_stem), top, work)?;
                continue;
            }
            while let Some(rank) = ranks.next()? {
                let form = self.keys.scorer().form(rank)?;
                let candidate = group.candidate(form, form.base);
                let beyond = !top.may_take(candidate.score)
                    || (top.worst().is_some_and(|worst| candidate.score == worst.score)
                        && cutoff.is_reached(rank, top, self.keys.scorer())?);
                if beyond || !work.spend(1) {
                    break;
                }
                top.push(Candidate { by_stem, ..candidate });
            }
        }
        Ok(is_done)
    }

    /// Several words: their forms in the order of their ranks for a while, which finds the best where many
    /// match, and then all of them.
    ///
    /// Where a filter lets fewer forms through, `shorter`, it looks at as many in order; returns whether that was enough.
    fn several(
        &self,
        typed: &[&Alternatives],
        shorter: Option<u64>,
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<bool> {
        let restricted = self.restrict(typed, top)?;
        let leading = Leading::new(typed, &restricted);
        let most = match self.plan {
            Plan::Adaptive => (leading.leader.postings() / IN_ORDER_SHARE).min(MAX_IN_ORDER),
            #[cfg(test)]
            Plan::InOrder => u64::MAX,
            #[cfg(test)]
            Plan::Whole => 0,
        };
        let is_done = self.in_order(&leading, shorter.unwrap_or(most), group, top, work)?;
        if is_done || shorter.is_some() {
            return Ok(is_done);
        }
        // What was found may have made more slips hopeless.
        let restricted = self.restrict(typed, top)?;
        self.whole(&Leading::new(typed, &restricted), group, top, work)?;
        Ok(true)
    }

    /// Returns, for each word of which some terms cost too much to be among the best, the others.
    fn restrict(&self, typed: &[&Alternatives], top: &Top) -> Result<Vec<Option<Alternatives>>> {
        let least: u32 = typed.iter().map(|word| u32::from(word.least_cost())).sum();
        let Some(worst) = top.worst() else { return Ok(typed.iter().map(|_| None).collect()) };
        // No form is better than the first.
        let best = self.keys.scorer().bound_from(0)?;
        let dearest = |typed: &&Alternatives| u32::from(typed.dearest_cost());
        let (mut low, mut high) = (0, typed.iter().map(dearest).sum::<u32>() + 1);
        while low < high {
            let cost = low + (high - low) / 2;
            match best * MatchKind::Words.quality(self.quality, cost) >= worst.score {
                true => low = cost + 1,
                false => high = cost,
            }
        }
        let restrict = |word: &&Alternatives| {
            let others = least - u32::from(word.least_cost());
            match low.checked_sub(others + 1) {
                Some(most) => word.within(self.words, most),
                None => Ok(Some(Alternatives::default())),
            }
        };
        typed.iter().map(restrict).collect()
    }

    /// Looks at up to `most` forms of the leader in the order of their ranks; returns whether none of the
    /// others can be among the best.
    fn in_order(
        &self,
        leading: &Leading<'_>,
        most: u64,
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<bool> {
        if most == 0 {
            return Ok(false);
        }
        let mut check = self.check(leading, group);
        if !self.may_matter(leading.spans(), check.cutoff.quality(), top)? {
            return Ok(true);
        }
        let end = || check.cutoff.end(top, self.keys.scorer());
        let mut ranks = Ranks::new(self.words, leading.spans(), end, work)?;
        for _ in 0..most {
            let Some(rank) = ranks.next()? else { return Ok(true) };
            if !work.spend(ORDERED_STEPS) || self.look(rank, &mut check, top, work)? == Look::Beyond
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Looks at all forms of the leader, term by term.
    fn whole(
        &self,
        leading: &Leading<'_>,
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        let mut check = self.check(leading, group);
        if !self.may_matter(leading.spans(), check.cutoff.quality(), top)? {
            return Ok(());
        }
        for term in leading.spans().flatten() {
            if !work.spend(1) {
                return Ok(());
            }
            for position in self.words.postings_of(term..term + 1)? {
                if !work.spend(POSTING_STEPS) {
                    return Ok(());
                }
                let rank = self.words.posting(position)?;
                if self.look(rank, &mut check, top, work)? == Look::Beyond {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Returns what each form of the leader is held against.
    pub(super) fn check<'w>(&self, leading: &'w Leading<'w>, group: Group) -> Check<'w> {
        let least: u32 = leading.typed.iter().map(|word| u32::from(word.least_cost())).sum();
        let quality = MatchKind::Words.quality(self.quality, least.max(self.least_new_cost));
        let bits_of = |word: &&Alternatives| TermBits::new(word, self.words.term_count());
        let others = leading.others.iter().take(MAX_OTHERS).map(bits_of).collect();
        let (cutoff, terms) = (Cutoff::new(quality, self.keys.scorer().most()), Vec::new());
        Check { typed: &leading.typed, others, group, cutoff, terms }
    }

    /// Looks at one form, and gives it to `top` if it matches.
    #[inline]
    pub(super) fn look(
        &self,
        rank: u32,
        check: &mut Check<'_>,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<Look> {
        if check.cutoff.is_reached(rank, top, self.keys.scorer())? {
            return Ok(Look::Beyond);
        }
        if !check.cutoff.may_skip(rank, top, self.keys.scorer()) {
            self.look_closer(rank, check, top, work)?;
        }
        Ok(Look::On)
    }

    /// Gives a form to `top` if it matches, wherever it is in the order.
    #[inline]
    pub(super) fn look_closer(
        &self,
        rank: u32,
        check: &mut Check<'_>,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        let Check { typed, others, group, terms, .. } = check;
        self.words.terms_of(rank, terms)?;
        if terms.len() < typed.len() {
            return Ok(());
        }
        if !others.iter().all(|bits| terms.iter().any(|&term| bits.may_be(term))) {
            return Ok(());
        }
        let cost = |number: usize, word: usize| cost(typed, terms, number, word);
        let afford = |pairs: usize| work.spend(u32::try_from(pairs / 4).unwrap_or(u32::MAX));
        let Some(sum) = assignment::least(typed.len(), terms.len(), cost, afford) else {
            return Ok(());
        };
        let cost = u32::try_from(sum / assignment::UNIT).unwrap_or(u32::MAX);
        let quality = MatchKind::Words.quality(self.quality, cost);
        let by_stem = sum % assignment::UNIT > 0;
        let group = Group { quality, cost, ..*group };
        if let Some(candidate) =
            self.keys.scorer().candidate(&group, self.keys.scorer().form(rank)?)?
        {
            top.push(Candidate { by_stem, ..candidate });
        }
        Ok(())
    }

    /// Returns whether the best form with a term of `spans` could be among the best with `quality`.
    fn may_matter(
        &self,
        spans: impl Iterator<Item = Range<u32>>,
        quality: f64,
        top: &Top,
    ) -> Result<bool> {
        if top.worst().is_none() {
            return Ok(true);
        }
        let mut best: Option<u32> = None;
        for span in spans {
            best = [best, self.words.best_rank(span)?].into_iter().flatten().min();
        }
        match best {
            Some(rank) => Ok(top.may_take(self.keys.scorer().bound_from(rank)? * quality)),
            None => Ok(false),
        }
    }
}

/// Returns what it costs that the typed word `number` is the word `word` of a form with `terms`.
#[inline]
pub(super) fn cost(
    typed: &[&Alternatives],
    terms: &[u32],
    number: usize,
    word: usize,
) -> assignment::Cost {
    let span = typed.get(number)?.find(*terms.get(word)?)?;
    Some(u64::from(span.cost) * assignment::UNIT + u64::from(span.by_stem))
}
