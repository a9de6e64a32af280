//! Whole forms: the entries with a surface form whose key starts with what was typed.
//!
//! A prefix is a range of slots. Those whose key is the prefix itself come first in it and are
//! scored by another quality, so the range falls into two, and in each the rank is the order.

use std::ops::Range;

use super::least_ranks::best_of_all;
use crate::analysis::Kind;
use crate::error::{Error, Result};
use crate::format::dictionary::{Dictionary, Place};
use crate::format::minima::Minima;
use crate::format::{Damaged, TRANSLITERATED};
use crate::index::{Column, View};
use crate::query::score::candidate::{Candidate, Group, best_of_each};
use crate::query::score::scorer::Scorer;
use crate::query::score::top::Top;
use crate::query::work_budget::WorkBudget;

/// How many slots a query may take to find enough entries, which may have many aliases each.
const MAX_REACH: usize = 1 << 17;

/// The keys of all forms with their slots, to search.
#[derive(Debug)]
pub(crate) struct Keys<'a> {
    view: &'a View<'a>,
    dictionary: Column<'a, Dictionary<'a>>,
    slots: Column<'a>,
    minima: Column<'a, Minima<'a>>,
    scorer: &'a Scorer<'a>,
}

impl<'a> Keys<'a> {
    /// Finds the sections; entries pass and are scored by `scorer`.
    pub(crate) fn new(view: &'a View<'a>, scorer: &'a Scorer<'a>) -> Result<Self> {
        Ok(Keys {
            view,
            scorer,
            dictionary: view.keys()?,
            slots: view.slots()?,
            minima: view.minima()?,
        })
    }

    /// Returns the same keys for another scorer.
    pub(crate) fn scored_by(&self, scorer: &'a Scorer<'a>) -> Self {
        Keys { scorer, ..*self }
    }

    /// Returns the view.
    pub(crate) fn view(&self) -> &'a View<'a> {
        self.view
    }

    /// Returns what entries are scored by.
    #[inline]
    pub(crate) fn scorer(&self) -> &'a Scorer<'a> {
        self.scorer
    }

    /// Returns the rank of each slot.
    pub(crate) fn slots(&self) -> &Column<'a> {
        &self.slots
    }

    /// Returns the tree of least ranks.
    pub(crate) fn minima(&self) -> &Column<'a, Minima<'a>> {
        &self.minima
    }

    /// Returns the dictionary.
    pub(crate) fn dictionary(&self) -> &Dictionary<'a> {
        self.dictionary.view()
    }

    /// Returns the error for damage in the dictionary.
    pub(crate) fn corrupt(&self, damaged: Damaged) -> Error {
        self.dictionary.damaged(damaged)
    }

    /// Returns the place of all keys, or of those of the transliterated forms: `None` if there are none.
    pub(crate) fn root(&self, transliterated: bool) -> Result<Option<Place>> {
        let root = self.dictionary().root(self.view.slot_count());
        match transliterated {
            false => Ok(Some(root)),
            true => self.step(root, TRANSLITERATED),
        }
    }

    /// Returns the place one byte further.
    pub(crate) fn step(&self, place: Place, byte: u8) -> Result<Option<Place>> {
        self.dictionary.blame(self.dictionary().step(place, byte))
    }

    /// Returns the place some bytes further.
    pub(crate) fn walk(&self, place: Place, bytes: &[u8]) -> Result<Option<Place>> {
        self.dictionary.blame(self.dictionary().walk(place, bytes))
    }

    /// Returns the slots of the forms whose key ends at `place`.
    pub(crate) fn whole(&self, place: Place) -> Result<Range<u32>> {
        let end = self.dictionary.blame(self.dictionary().whole_end(place))?;
        Ok(place.first..end)
    }

    /// Returns the slots of all forms that were not transliterated.
    pub(crate) fn all(&self) -> Result<Range<u32>> {
        let transliterated = match self.view.settings().kind {
            Kind::Text => self.root(true)?,
            // A literal may start with any character.
            Kind::Literal => None,
        };
        Ok(transliterated.map_or(0, |place| place.end)..self.view.slot_count())
    }

    /// Returns the slots of the forms whose key is `key`, which ends in a space if its last word is
    /// closed, and of those that go on; `None` if there are neither.
    pub(crate) fn exact(&self, key: &str) -> Result<Option<[Range<u32>; 2]>> {
        let open = key.trim_end_matches(' ');
        if open.is_empty() {
            return Ok(Some([0..0, self.all()?]));
        }
        let root = self.dictionary().root(self.view.slot_count());
        let Some(place) = self.walk(root, open.as_bytes())? else { return Ok(None) };
        let whole = self.whole(place)?;
        if open.len() == key.len() {
            return Ok(Some([whole.clone(), whole.end..place.end]));
        }
        let longer = self.step(place, b' ')?;
        Ok(Some([whole, longer.map_or(0..0, |place| place.first..place.end)]))
    }

    /// Gives `top` the best entries with a slot in `ranges`, which lie apart.
    pub(crate) fn push_best(
        &self,
        ranges: &[Range<u32>],
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        if !self.scorer.is_plain() {
            return self.push_ranked(ranges, group, top, work);
        }
        if !self.push_plain(ranges, group, top)? {
            work.exhaust();
        }
        Ok(())
    }

    /// Gives `top` the best entries where the rank is the order; returns whether none can be missing.
    ///
    /// Takes them by rank. Without aliases that is their order. With them an entry may come several
    /// times, and rounding may reorder what the ranks say; then more are taken than are wanted.
    fn push_plain(&self, ranges: &[Range<u32>], group: Group, top: &mut Top) -> Result<bool> {
        let wanted = top.reach();
        let mut reach = wanted;
        loop {
            let ranks = best_of_all(&self.slots, &self.minima, ranges, reach)?;
            let exhausted = ranks.len() < reach;
            let mut candidates = Vec::with_capacity(ranks.len());
            for rank in ranks {
                let form = self.scorer.form(rank)?;
                let candidate = group.candidate(form, form.base);
                // All that follow have no higher score.
                if !top.may_take(candidate.score) {
                    candidates.into_iter().for_each(|candidate| top.push(candidate));
                    return Ok(true);
                }
                candidates.push(candidate);
            }
            if !self.scorer.has_aliases() {
                candidates.into_iter().for_each(|candidate| top.push(candidate));
                return Ok(true);
            }
            let last_score = candidates.last().map_or(0.0, |last| last.score);
            let candidates = best_of_each(candidates, wanted);
            let complete =
                exhausted || self.is_settled(&candidates, wanted, last_score, group.quality)?;
            if complete || reach >= MAX_REACH {
                candidates.into_iter().for_each(|candidate| top.push(candidate));
                return Ok(complete);
            }
            reach *= 2;
        }
    }

    /// Returns whether no entry that was not taken yet belongs among `candidates`, given the score
    /// of the last one that was taken.
    ///
    /// Ranks fall by weight · factor, and rounding may give two of those the same score, which is
    /// then ordered by the ordinal. It takes neighboring floating-point numbers, so as a rule it is
    /// enough to see that none stands next to the last place.
    fn is_settled(
        &self,
        candidates: &[Candidate],
        wanted: usize,
        last_score: f64,
        quality: f64,
    ) -> Result<bool> {
        let Some(last) = candidates.last().filter(|_| candidates.len() >= wanted) else {
            return Ok(false);
        };
        if quality == 1.0 || last_score < last.score {
            return Ok(true);
        }
        let last_base = self.scorer.form_of_number(last.form)?.base;
        for tied in candidates.iter().rev().take_while(|candidate| candidate.score == last.score) {
            if self.scorer.form_of_number(tied.form)?.base != last_base {
                return Ok(false);
            }
        }
        if last_base.next_down() * quality != last.score
            && last_base.next_up() * quality != last.score
        {
            return Ok(true);
        }
        // The first rank whose weight · factor is that of the last candidate.
        let first = self.scorer.first_rank(|form| form.base <= last_base)?;
        let ties = |rank: u32| Ok::<_, Error>(self.scorer.form(rank)?.base * quality == last.score);
        let above = first.checked_sub(1).map_or(Ok(false), ties)?;
        Ok(!above && !self.ties_below(last_base, quality)?)
    }

    /// Returns whether a form of lower weight · factor than `base` has the same score with `quality`.
    fn ties_below(&self, base: f64, quality: f64) -> Result<bool> {
        let score = base * quality;
        if base.next_down() * quality != score {
            return Ok(false);
        }
        let below = self.scorer.first_rank(|form| form.base < base)?;
        if below == self.view.slot_count() {
            return Ok(false);
        }
        Ok(self.scorer.form(below)?.base * quality == score)
    }
}
