//! The best of ranges of slots where more than the rank says which they are: with a filter, a season or boosts.
//!
//! Slots come in an order in which an upper bound of the score falls: by rank, or with a season, best node first down a tree
//! of maxima (`seasonal`). A search ends when the bound is below the last of the best. That is exact, as in the threshold
//! algorithm (Fagin, Lotem and Naor 2001): what has not been seen has no higher bound.

use std::ops::Range;

use super::least_ranks::best_of_all;
use super::prefix::Keys;
use crate::error::Result;
use crate::format::minima::Minima;
use crate::index::{Column, Contexts};
use crate::query::score::candidate::Group;
use crate::query::score::cutoff::Cutoff;
use crate::query::score::listed_forms::{ListedForm, ListedForms, slot_of};
use crate::query::score::top::Top;
use crate::query::work_budget::WorkBudget;

/// When as many forms do not do in the order of their ranks, all are looked at as they lie in the file.
const MAX_IN_ORDER: usize = 4096;
/// So many more than are wanted are taken first, since some may not pass.
const MORE: usize = 6;
/// When they do not do, so many times as many are taken.
const GROWTH: usize = 4;
/// The steps of a form whose entry must be looked up, to see whether it passes.
const CHECK_STEPS: u32 = 2;
/// So many forms that need not be read, by their rank, are a step.
const SKIPS_A_STEP: usize = 8;

impl Keys<'_> {
    /// Gives `top` the best entries with a slot in `ranges`, which lie apart.
    pub(crate) fn push_ranked(
        &self,
        ranges: &[Range<u32>],
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        let scorer = self.scorer();
        if !scorer.only_listed() {
            let mut cutoff = Cutoff::new(group.quality, scorer.most());
            if let Some(narrowest) = scorer.filter().narrowest() {
                let (contexts, values) = (narrowest.contexts, narrowest.values);
                self.push_of_values(contexts, values, ranges, (group, cutoff), top, work)?;
            } else {
                if let Some((contexts, values)) = scorer.factors().raised() {
                    self.push_of_values(contexts, values, ranges, (group, cutoff), top, work)?;
                    // All that boosts raise are known now.
                    cutoff = Cutoff::new(group.quality, 1.0);
                }
                match scorer.factors().seasons() {
                    Some((seasons, _)) => {
                        let maxima = seasons.slots().view();
                        self.push_by_season(maxima, ranges, (group, cutoff), top, work)?;
                    }
                    None => {
                        let slots = (self.slots(), self.minima());
                        self.push_by_rank(slots, ranges, (group, cutoff), top, work)?;
                    }
                }
            }
        }
        match scorer.listed() {
            None => Ok(()),
            Some(listed) => self.push_listed(listed, ranges, group, top, work),
        }
    }

    /// Gives `top` the entries of those listed forms that have a slot in `ranges`.
    fn push_listed(
        &self,
        listed: &ListedForms,
        ranges: &[Range<u32>],
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        let end = self.end_of_listed(listed, group.quality, top)?;
        if let ([range], true) = (ranges, end < u32::MAX) {
            // Few can be among the best: their slots are looked up one by one.
            for form in listed.all().iter().filter(|form| form.rank < end) {
                if range.contains(&slot_of(self.view(), form.rank)?)
                    && !self.look_at_listed(form, group, top, work)?
                {
                    return Ok(());
                }
            }
            return Ok(());
        }
        let by_slot = listed.by_slot(self.view())?;
        for range in ranges {
            let place = |slot: u32| by_slot.partition_point(|&(listed, _)| listed < slot);
            let inside = by_slot.get(place(range.start)..place(range.end)).unwrap_or_default();
            for form in inside.iter().filter_map(|&(_, number)| listed.all().get(number as usize)) {
                if !self.look_at_listed(form, group, top, work)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Gives `top` the entry of a listed form, if it passes and could be among the best; returns whether there was a step
    /// left.
    fn look_at_listed(
        &self,
        form: &ListedForm,
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<bool> {
        if !self.may_take_listed(form, group.quality, top)? {
            return Ok(true);
        }
        let is_left = work.spend(1);
        if is_left {
            self.push_rank(form.rank, group, top)?;
        }
        Ok(is_left)
    }

    /// Gives `top` the entry of the form of `rank`, if it passes.
    pub(crate) fn push_rank(&self, rank: u32, group: Group, top: &mut Top) -> Result<()> {
        if let Some(candidate) = self.scorer().candidate(&group, self.scorer().form(rank)?)? {
            top.push(candidate);
        }
        Ok(())
    }

    /// Takes the forms of entries with one of `values`.
    fn push_of_values(
        &self,
        contexts: &Contexts<'_>,
        values: &[u32],
        ranges: &[Range<u32>],
        of_group: (Group, Cutoff),
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        let slots = self.view().rank_slots()?;
        let ranks = contexts.ranks();
        // The forms of a value come in the order of their slots.
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
                if !work.spend(1) {
                    return Ok(());
                }
                let start = first(range.start, list.start, list.end)?;
                let end = first(range.end, start, list.end)?;
                if start < end {
                    places.push(start as u32..end as u32);
                }
            }
        }
        self.push_by_rank((ranks, contexts.minima()), &places, of_group, top, work)
    }

    /// Takes forms by rank, out of ranges of `ranks`, the tree of least ranks above which is `minima`.
    fn push_by_rank(
        &self,
        (ranks, minima): (&Column<'_>, &Column<'_, Minima<'_>>),
        ranges: &[Range<u32>],
        (group, mut cutoff): (Group, Cutoff),
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        if ranges.is_empty() {
            return Ok(());
        }
        let scorer = self.scorer();
        let (mut reach, mut seen) = (top.reach() + MORE, 0);
        loop {
            let found = best_of_all(ranks, minima, ranges, reach)?;
            for &rank in found.get(seen..).unwrap_or_default() {
                if cutoff.is_reached(rank, top, self.scorer())? || !work.spend(CHECK_STEPS) {
                    return Ok(());
                }
                if !cutoff.may_skip(rank, top, scorer) {
                    self.push_rank(rank, group, top)?;
                }
            }
            top.settle();
            let Some(&last) = found.last().filter(|_| found.len() == reach) else { return Ok(()) };
            if cutoff.is_reached(last, top, self.scorer())? {
                return Ok(());
            }
            if reach >= MAX_IN_ORDER {
                return self.push_all(ranks, ranges, (group, cutoff), top, work);
            }
            seen = found.len();
            reach *= GROWTH;
        }
    }

    /// Takes all forms of ranges of `ranks`, as they lie in the file.
    fn push_all(
        &self,
        ranks: &Column<'_>,
        ranges: &[Range<u32>],
        (group, mut cutoff): (Group, Cutoff),
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        let mut skipped = 0usize;
        for place in ranges.iter().cloned().flatten() {
            let rank = ranks.rank(place as usize)?;
            let skip = cutoff.is_reached(rank, top, self.scorer())?
                || cutoff.may_skip(rank, top, self.scorer());
            skipped += usize::from(skip);
            let steps = match skip {
                true => u32::from(skipped.is_multiple_of(SKIPS_A_STEP)),
                false => CHECK_STEPS,
            };
            if !work.spend(steps) {
                return Ok(());
            }
            if !skip {
                self.push_rank(rank, group, top)?;
            }
        }
        Ok(())
    }
}
