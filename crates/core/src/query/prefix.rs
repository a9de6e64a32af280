//! Whole forms: the entries with a surface form whose key starts with what was typed.
//!
//! A prefix is a range of slots. Those whose key is the prefix itself come first in it and are
//! scored by another quality, so the range falls into two, and in each the rank is the order.

use std::ops::Range;

use super::best::best_of_all;
use super::effort::Effort;
use super::rank::{Candidate, best_of_each};
use super::ranking::Ranking;
use super::suggestion::MatchKind;
use super::top::Top;
use crate::analysis::Kind;
use crate::error::{Error, Result};
use crate::format::dictionary::{Dictionary, Place};
use crate::format::minima::Minima;
use crate::format::{Damaged, TRANSLITERATED};
use crate::index::{Column, Form, Forms, View};

/// How many slots a query may take to find enough entries, which may have many aliases each.
const MAX_REACH: usize = 1 << 17;

/// What all candidates of a group have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) kind: MatchKind,
    pub(super) quality: f64,
    pub(super) cost: u32,
    pub(super) reading: u32,
    pub(super) tier: u8,
}

impl Group {
    /// Returns the candidate that `form` makes, of which all factors but the quality make `base`.
    pub(super) fn candidate(&self, form: Form, base: f64) -> Candidate {
        Candidate {
            ordinal: form.ordinal,
            form: form.number,
            weight: form.weight,
            kind: self.kind,
            quality: self.quality,
            score: base * self.quality,
            tier: self.tier,
            cost: self.cost,
            reading: self.reading,
            by_stem: false,
        }
    }
}

/// The keys of all forms with their slots, to search.
#[derive(Debug)]
pub(super) struct Keys<'a> {
    view: &'a View<'a>,
    dictionary: Column<'a, Dictionary<'a>>,
    slots: Column<'a>,
    minima: Column<'a, Minima<'a>>,
    forms: Forms<'a>,
    ranking: &'a Ranking<'a>,
}

impl<'a> Keys<'a> {
    /// Finds the sections; entries pass and are scored by `ranking`.
    pub(super) fn new(view: &'a View<'a>, ranking: &'a Ranking<'a>) -> Result<Self> {
        Ok(Keys {
            view,
            ranking,
            dictionary: view.keys()?,
            slots: view.slots()?,
            minima: view.minima()?,
            forms: view.forms()?,
        })
    }

    /// Returns the same keys for another ranking.
    pub(super) fn ranked_by(&self, ranking: &'a Ranking<'a>) -> Self {
        Keys { ranking, ..*self }
    }

    /// Returns the view.
    pub(super) fn view(&self) -> &'a View<'a> {
        self.view
    }

    /// Returns what entries are ranked by.
    #[inline]
    pub(super) fn ranking(&self) -> &'a Ranking<'a> {
        self.ranking
    }

    /// Returns the rank of each slot.
    pub(super) fn slots(&self) -> &Column<'a> {
        &self.slots
    }

    /// Returns the tree of least ranks.
    pub(super) fn minima(&self) -> &Column<'a, Minima<'a>> {
        &self.minima
    }

    /// Returns whether an entry may have several forms.
    pub(super) fn has_aliases(&self) -> bool {
        self.forms.has_aliases()
    }

    /// Returns an upper bound of all that makes the scores, but the quality, of the form of `rank` and of
    /// all that follow, but for those that the ranking lists.
    #[inline]
    pub(super) fn bound(&self, rank: u32) -> Result<f64> {
        Ok(self.ranking.bound(rank, self.form(rank)?.base, self.ranking.most()))
    }

    /// Returns the dictionary.
    pub(super) fn dictionary(&self) -> &Dictionary<'a> {
        self.dictionary.view()
    }

    /// Returns the error for damage in the dictionary.
    pub(super) fn corrupt(&self, damaged: Damaged) -> Error {
        self.dictionary.damaged(damaged)
    }

    /// Returns the place of all keys, or of those of the transliterated forms: `None` if there are none.
    pub(super) fn root(&self, transliterated: bool) -> Result<Option<Place>> {
        let root = self.dictionary().root(self.view.slot_count());
        match transliterated {
            false => Ok(Some(root)),
            true => self.step(root, TRANSLITERATED),
        }
    }

    /// Returns the place one byte further.
    pub(super) fn step(&self, place: Place, byte: u8) -> Result<Option<Place>> {
        self.dictionary().step(place, byte).map_err(|damaged| self.corrupt(damaged))
    }

    /// Returns the place some bytes further.
    pub(super) fn walk(&self, place: Place, bytes: &[u8]) -> Result<Option<Place>> {
        self.dictionary().walk(place, bytes).map_err(|damaged| self.corrupt(damaged))
    }

    /// Returns the slots of the forms whose key ends at `place`.
    pub(super) fn whole(&self, place: Place) -> Result<Range<u32>> {
        let end = self.dictionary().whole_end(place).map_err(|damaged| self.corrupt(damaged))?;
        Ok(place.first..end)
    }

    /// Returns the slots of all forms that were not transliterated.
    pub(super) fn all(&self) -> Result<Range<u32>> {
        let transliterated = match self.view.settings().kind {
            Kind::Text => self.root(true)?,
            // A literal may start with any character.
            Kind::Literal => None,
        };
        Ok(transliterated.map_or(0, |place| place.end)..self.view.slot_count())
    }

    /// Returns the slots of the forms whose key is `key`, which ends in a space if its last word is
    /// closed, and of those that go on; `None` if there are neither.
    pub(super) fn exact(&self, key: &str) -> Result<Option<[Range<u32>; 2]>> {
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
    pub(super) fn push_best(
        &self,
        ranges: &[Range<u32>],
        group: Group,
        top: &mut Top,
        effort: &mut Effort,
    ) -> Result<()> {
        if !self.ranking.is_plain() {
            return self.push_ranked(ranges, group, top, effort);
        }
        if !self.push_plain(ranges, group, top)? {
            effort.exhaust();
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
                let form = self.form(rank)?;
                let candidate = group.candidate(form, form.base);
                // All that follow have no higher score.
                if !top.may_take(candidate.score) {
                    candidates.into_iter().for_each(|candidate| top.push(candidate));
                    return Ok(true);
                }
                candidates.push(candidate);
            }
            if !self.forms.has_aliases() {
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
        let last_base = self.forms.of_number(last.form)?.base;
        for tied in candidates.iter().rev().take_while(|candidate| candidate.score == last.score) {
            if self.forms.of_number(tied.form)?.base != last_base {
                return Ok(false);
            }
        }
        if last_base.next_down() * quality != last.score
            && last_base.next_up() * quality != last.score
        {
            return Ok(true);
        }
        // The first rank whose weight · factor is that of the last candidate.
        let first = self.first_rank(|form| form.base <= last_base)?;
        let ties = |rank: u32| Ok::<_, Error>(self.form(rank)?.base * quality == last.score);
        let above = first.checked_sub(1).map_or(Ok(false), ties)?;
        Ok(!above && !self.ties_below(last_base, quality)?)
    }

    /// Returns whether a form of lower weight · factor than `base` has the same score with `quality`.
    fn ties_below(&self, base: f64, quality: f64) -> Result<bool> {
        let score = base * quality;
        if base.next_down() * quality != score {
            return Ok(false);
        }
        let below = self.first_rank(|form| form.base < base)?;
        if below == self.view.slot_count() {
            return Ok(false);
        }
        Ok(self.form(below)?.base * quality == score)
    }

    /// Returns the first rank whose form holds; it holds for all that follow.
    pub(super) fn first_rank(&self, holds: impl Fn(&Form) -> bool) -> Result<u32> {
        self.first_rank_of(|_, form| holds(form))
    }

    /// Returns the first rank for which `holds` of the rank and its form; it does for all that follow.
    pub(super) fn first_rank_of(&self, holds: impl Fn(u32, &Form) -> bool) -> Result<u32> {
        let (mut low, mut high) = (0, self.view.slot_count());
        while low < high {
            let middle = low + (high - low) / 2;
            match holds(middle, &self.form(middle)?) {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        Ok(low)
    }

    /// Returns the form of `rank`.
    #[inline]
    pub(super) fn form(&self, rank: u32) -> Result<Form> {
        self.forms.get(rank)
    }
}
