//! What each form is held against whose words are looked at: the typed words, each with a word of
//! its own.

use std::ops::Range;

use super::assignment;
use crate::error::Result;
use crate::index::Words;
use crate::query::score::candidate::MatchGroup;
use crate::query::score::cutoff::Cutoff;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;
use crate::query::terms::alternatives::{Alternatives, TermBits};

/// More words than these are not looked at before the others.
const MAX_OTHERS: usize = 4;

/// Typed words that are sought in any order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SoughtWords<'w> {
    pub(crate) words: &'w Words<'w>,
    /// What each typed word stands for.
    pub(crate) typed: &'w [&'w Alternatives],
    /// The reading and the tier. Cost and quality are those of each form.
    pub(crate) group: MatchGroup,
}

/// The typed words, and the one with the fewest postings, whose forms are read.
pub(super) struct Leading<'a> {
    pub(super) typed: Vec<&'a Alternatives>,
    pub(super) leader: &'a Alternatives,
    /// The others, those with fewer postings first.
    others: Vec<&'a Alternatives>,
}

impl<'a> Leading<'a> {
    /// Takes of each word what it is restricted to, if it is. Words without any restriction may be
    /// left out.
    pub(super) fn new(typed: &[&'a Alternatives], restricted: &'a [Option<Alternatives>]) -> Self {
        let typed: Vec<&Alternatives> = typed
            .iter()
            .zip(restricted.iter().map(Some).chain(std::iter::repeat(None)))
            .map(|(whole, restricted)| restricted.and_then(Option::as_ref).unwrap_or(whole))
            .collect();
        let mut others = typed.clone();
        // The rarest word leads: every form that matches is in its postings, and they are the
        // fewest.
        others.sort_by_key(|word| word.postings());
        let leader = others.remove(0);
        Leading { typed, leader, others }
    }

    /// Returns the terms of the leader.
    pub(super) fn spans(&self) -> impl Iterator<Item = Range<u32>> + Clone {
        self.leader.spans().iter().map(|span| span.terms.clone())
    }
}

/// Whether forms of higher ranks can be among the best.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Look {
    On,
    Beyond,
}

/// What each form is held against.
pub(super) struct FormCheck<'w> {
    words: &'w Words<'w>,
    typed: &'w [&'w Alternatives],
    /// Of the words besides the one that leads, the one with the fewest postings first: it says no
    /// most often.
    others: Vec<TermBits>,
    group: MatchGroup,
    /// Where the search ends, unless the forms come in no order.
    pub(super) cutoff: Cutoff,
    /// The terms of the form at hand.
    terms: Vec<u32>,
}

impl<'w> FormCheck<'w> {
    /// Prepares what the forms of a leader are held against.
    pub(super) fn new(
        sought: &SoughtWords<'w>,
        leading: &'w Leading<'w>,
        search: &Search<'_>,
    ) -> Self {
        let words = sought.words;
        let least: u32 = leading.typed.iter().map(|word| u32::from(word.least_cost())).sum();
        // No form can be better than with the cheapest term of each word, so the cutoff goes by
        // that quality.
        let least = least.max(search.least_new_cost());
        let quality = search.quality_of(MatchKind::Words, least);
        let bits_of = |word: &&Alternatives| TermBits::new(word, words.term_count());
        let others = leading.others.iter().take(MAX_OTHERS).map(bits_of).collect();
        let cutoff = Cutoff::new(quality, search.scorer.most());
        let (group, terms) = (sought.group, Vec::new());
        FormCheck { words, typed: &leading.typed, others, group, cutoff, terms }
    }

    /// Looks at one form, and takes it if it matches.
    #[inline]
    pub(super) fn look(&mut self, rank: u32, search: &mut Search<'_>) -> Result<Look> {
        if self.cutoff.is_reached(rank, &search.top, search.scorer)? {
            return Ok(Look::Beyond);
        }
        if !self.cutoff.may_skip(rank, &search.top, search.scorer) {
            self.look_closer(rank, search)?;
        }
        Ok(Look::On)
    }

    /// Takes a form if it matches, wherever it is in the order.
    #[inline]
    pub(super) fn look_closer(&mut self, rank: u32, search: &mut Search<'_>) -> Result<()> {
        let FormCheck { typed, others, terms, .. } = self;
        self.words.terms_of(rank, terms)?;
        // Each typed word needs a word of its own.
        if terms.len() < typed.len() {
            return Ok(());
        }
        // Most forms of the leader lack another word, and one bit of each term says so. The
        // assignment, which compares all pairs, is left for those that pass.
        if !others.iter().all(|bits| terms.iter().any(|&term| bits.may_be(term))) {
            return Ok(());
        }
        let cost = |number: usize, word: usize| cost(typed, terms, number, word);
        // A pair is a fourth of a step: it stays in the cache that reading the form filled.
        let afford = |pairs: usize| search.work.spend(u32::try_from(pairs / 4).unwrap_or(u32::MAX));
        let Some(sum) = assignment::least(typed.len(), terms.len(), cost, afford) else {
            return Ok(());
        };
        let cost = u32::try_from(sum / assignment::UNIT).unwrap_or(u32::MAX);
        let quality = search.quality_of(MatchKind::Words, cost);
        let is_indirect = sum % assignment::UNIT > 0;
        let is_inside = self.group.is_inside;
        // Words that are all in the form as they were typed are found by another search.
        if is_inside && !is_indirect {
            return Ok(());
        }
        let by_stem = is_indirect && !is_inside;
        search.push_rank(rank, &MatchGroup { quality, cost, by_stem, ..self.group })
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
    Some(u64::from(span.cost) * assignment::UNIT + u64::from(span.is_indirect))
}
