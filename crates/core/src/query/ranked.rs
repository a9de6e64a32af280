//! The best of ranges of slots where more than the rank says which they are: with a filter, a season or boosts.
//!
//! Slots come in an order in which an upper bound of the score falls: by rank, or with a season, best node first down a tree
//! of maxima. A search ends when the bound is below the last of the best. That is exact, as in the threshold
//! algorithm (Fagin, Lotem and Naor 2001): what has not been seen has no higher bound.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use super::best::best_of_all;
use super::effort::Effort;
use super::factors::between;
use super::limit::Limit;
use super::listed::inside;
use super::prefix::{Group, Keys};
use super::top::Top;
use crate::error::{Error, Result};
use crate::format::header::SectionId;
use crate::format::minima::{FAN_OUT, Minima};
use crate::format::packed::Packed;
use crate::format::slot_maxima::SlotMaxima;

/// The most forms that a search by rank looks at.
const MAX_REACH: usize = 1 << 17;
/// So many more than are wanted are taken first, since some may not pass.
const MORE: usize = 6;
/// When they do not do, so many times as many are taken.
const GROWTH: usize = 4;
/// The steps of a node whose children are looked at.
const NODE_STEPS: u32 = 2;

impl Keys<'_> {
    /// Gives `top` the best entries with a slot in `ranges`, which lie apart.
    pub(super) fn push_ranked(
        &self,
        ranges: &[Range<u32>],
        group: Group,
        top: &mut Top,
        effort: &mut Effort,
    ) -> Result<()> {
        let ranking = self.ranking();
        if !ranking.only_listed() {
            if let Some((contexts, values, _)) = ranking.walls().leading() {
                let mut places = Vec::new();
                for &value in values {
                    let list = contexts.list(value)?;
                    for range in ranges {
                        places.push(self.places(contexts.ranks(), list.clone(), range)?);
                    }
                }
                places.retain(|places| !places.is_empty());
                let lists = (&contexts.ranks(), &contexts.minima());
                self.push_by_rank(lists, &places, group, top, effort)?;
            } else if let Some((seasons, _)) = ranking.factors().seasons() {
                self.push_by_season(&seasons.slots(), ranges, group, top, effort)?;
            } else {
                self.push_by_rank((self.slots(), self.minima()), ranges, group, top, effort)?;
            }
        }
        for listed in inside(ranking.all_listed(), ranges) {
            let bound = ranking.factors().bound_of_listed(listed) * group.quality;
            if !top.may_take(bound) {
                continue;
            }
            if !effort.spend(1) {
                return Ok(());
            }
            if let Some(candidate) = ranking.candidate(&group, self.form(listed.rank)?)? {
                top.push(candidate);
            }
        }
        Ok(())
    }

    /// Returns the places of `list`, whose forms come in the order of their slots, with a slot in `range`.
    fn places(
        &self,
        ranks: Packed<'_>,
        list: Range<usize>,
        range: &Range<u32>,
    ) -> Result<Range<u32>> {
        let missing = || self.view().corrupt(SectionId::RankSlots, "the slot of a rank is missing");
        let slots = self.view().rank_slots()?.ok_or_else(missing)?;
        let first = |slot: u32, mut low: usize, mut high: usize| -> Result<usize> {
            while low < high {
                let middle = low + (high - low) / 2;
                let rank = ranks.get(middle).ok_or_else(missing)?;
                match slots.get(rank as usize).ok_or_else(missing)? < slot {
                    true => low = middle + 1,
                    false => high = middle,
                }
            }
            Ok(low)
        };
        let start = first(range.start, list.start, list.end)?;
        let end = first(range.end, start, list.end)?;
        Ok(start as u32..end as u32)
    }

    /// Takes forms by rank, out of ranges of `ranks`, the tree of least ranks above which is `minima`.
    fn push_by_rank(
        &self,
        (ranks, minima): (&Packed<'_>, &Minima<'_>),
        ranges: &[Range<u32>],
        group: Group,
        top: &mut Top,
        effort: &mut Effort,
    ) -> Result<()> {
        if ranges.is_empty() {
            return Ok(());
        }
        let ranking = self.ranking();
        let mut limit = Limit::new(group.quality);
        let (mut reach, mut seen) = (top.reach() + MORE, 0);
        loop {
            let found = best_of_all(self.view(), ranks, minima, ranges, reach)?;
            for &rank in found.get(seen..).unwrap_or_default() {
                if limit.is_reached(rank, top, self)? {
                    return Ok(());
                }
                if !effort.spend(1) {
                    return Ok(());
                }
                if ranking.may_skip(rank, group.quality, top) {
                    continue;
                }
                if let Some(candidate) = ranking.candidate(&group, self.form(rank)?)? {
                    top.push(candidate);
                }
            }
            if found.len() < reach {
                return Ok(());
            }
            if reach >= MAX_REACH {
                effort.exhaust();
                return Ok(());
            }
            seen = found.len();
            reach *= GROWTH;
        }
    }

    /// Takes forms by the bound of what the season makes of them, best first.
    fn push_by_season(
        &self,
        maxima: &SlotMaxima<'_>,
        ranges: &[Range<u32>],
        group: Group,
        top: &mut Top,
        effort: &mut Effort,
    ) -> Result<()> {
        let mut search = Seasonal { keys: self, maxima, group, heap: BinaryHeap::new() };
        for range in ranges {
            search.cover(range, top, effort)?;
        }
        search.run(top, effort)
    }
}

/// A node of the tree over the slots that may hold some of the best.
#[derive(Debug, PartialEq)]
struct Node {
    /// No score below is higher.
    bound: f64,
    /// The least rank below.
    rank: u32,
    level: u8,
    number: u32,
}

impl Eq for Node {}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Node {
    /// The highest bound is the greatest; of equal ones that with the least rank.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_bound = self.bound.total_cmp(&other.bound);
        by_bound
            .then_with(|| other.rank.cmp(&self.rank))
            .then_with(|| (other.level, other.number).cmp(&(self.level, self.number)))
    }
}

/// A search down the tree of seasonal maxima.
struct Seasonal<'k, 'a> {
    keys: &'k Keys<'a>,
    maxima: &'k SlotMaxima<'k>,
    group: Group,
    heap: BinaryHeap<Node>,
}

impl Seasonal<'_, '_> {
    /// Covers `range` by as few nodes and slots as there are; the slots are looked at.
    fn cover(&mut self, range: &Range<u32>, top: &mut Top, effort: &mut Effort) -> Result<()> {
        let (mut start, mut end) = (range.start as usize, range.end as usize);
        for level in 0..=self.maxima.levels() {
            let is_top = level == self.maxima.levels();
            let inner = (start.next_multiple_of(FAN_OUT), end - end % FAN_OUT);
            let (inner_start, inner_end) = match !is_top && inner.0 < inner.1 {
                true => inner,
                false => (end, end),
            };
            for number in (start..inner_start).chain(inner_end..end) {
                self.add(level, number, top, effort)?;
            }
            if inner_start >= inner_end {
                return Ok(());
            }
            (start, end) = (inner_start / FAN_OUT, inner_end / FAN_OUT);
        }
        Ok(())
    }

    /// Adds a node, or looks at a slot at level 0.
    fn add(
        &mut self,
        level: usize,
        number: usize,
        top: &mut Top,
        effort: &mut Effort,
    ) -> Result<()> {
        if level == 0 {
            return self.look(number, top, effort);
        }
        let ranking = self.keys.ranking();
        let Some((_, at)) = ranking.factors().seasons() else { return Ok(()) };
        let month = |month| self.maxima.get(level, month, number).ok_or_else(|| self.missing());
        let months = between(month(at.from)?, month(at.to)?, at.fraction);
        let bound = ranking.factors().raised(months) * self.group.quality;
        if top.may_take(bound) {
            let rank = self.keys.minima().get(level, number).unwrap_or(0);
            self.heap.push(Node { bound, rank, level: level as u8, number: number as u32 });
        }
        Ok(())
    }

    fn missing(&self) -> Error {
        self.keys.view().corrupt(SectionId::SlotSeasons, "a maximum is missing")
    }

    /// Gives `top` the form of a slot.
    fn look(&mut self, slot: usize, top: &mut Top, effort: &mut Effort) -> Result<()> {
        let ranking = self.keys.ranking();
        let rank = self
            .keys
            .slots()
            .get(slot)
            .ok_or_else(|| self.keys.view().corrupt(SectionId::Slots, "a rank is missing"))?;
        if ranking.may_skip(rank, self.group.quality, top) || !effort.spend(1) {
            return Ok(());
        }
        if let Some(candidate) = ranking.candidate(&self.group, self.keys.form(rank)?)? {
            top.push(candidate);
        }
        Ok(())
    }

    /// Takes node after node, until none can hold one of the best.
    fn run(&mut self, top: &mut Top, effort: &mut Effort) -> Result<()> {
        while let Some(node) = self.heap.pop() {
            if self.is_beyond(&node, top) || !effort.spend(NODE_STEPS) {
                return Ok(());
            }
            let level = usize::from(node.level) - 1;
            let first = node.number as usize * FAN_OUT;
            let len = match level {
                0 => self.keys.slots().len(),
                _ => self.maxima.len(level),
            };
            for child in first..(first + FAN_OUT).min(len) {
                self.add(level, child, top, effort)?;
            }
        }
        Ok(())
    }

    /// Returns whether nothing in `node`, and in those that come after it, can be among the best.
    fn is_beyond(&self, node: &Node, top: &Top) -> bool {
        let Some(worst) = top.worst() else { return false };
        let quality = self.group.quality;
        // Without aliases the rank is the ordinal, which decides between equals.
        let loses_ties = quality < worst.quality
            || (quality == worst.quality && !self.keys.has_aliases() && node.rank > worst.ordinal);
        node.bound < worst.score || (node.bound == worst.score && loses_ties)
    }
}
