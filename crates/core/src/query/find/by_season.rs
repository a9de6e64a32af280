//! The best of ranges of slots in a season: best node first, down the tree of seasonal maxima.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use super::least_ranks::best_of_all;
use super::prefix::Keys;
use crate::error::Result;
use crate::format::minima::FAN_OUT;
use crate::format::slot_maxima::SlotMaxima;
use crate::query::score::candidate::Group;
use crate::query::score::cutoff::Cutoff;
use crate::query::score::day::Position;
use crate::query::score::rounding::between;
use crate::query::score::top::Top;
use crate::query::work_budget::WorkBudget;

/// The steps of a node whose children are looked at.
const NODE_STEPS: u32 = 2;

/// A node that may hold some of the best.
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

impl Keys<'_> {
    /// Gives `top` the best entries with a slot in `ranges`, which lie apart, by the bound of what the season makes of
    /// them.
    pub(crate) fn push_by_season(
        &self,
        maxima: &SlotMaxima<'_>,
        ranges: &[Range<u32>],
        (group, cutoff): (Group, Cutoff),
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        let Some((_, at)) = self.scorer().factors().seasons() else { return Ok(()) };
        // The best of all seasons are among the best of this one as a rule, and with them most nodes fall away.
        for rank in best_of_all(self.slots(), self.minima(), ranges, top.reach())? {
            if !work.spend(1) {
                return Ok(());
            }
            self.push_rank(rank, group, top)?;
        }
        let mut search =
            Seasonal { keys: self, maxima, at: *at, group, cutoff, heap: BinaryHeap::new() };
        for range in ranges {
            search.cover(range, top, work)?;
        }
        search.run(top, work)
    }
}

/// A search down the tree.
struct Seasonal<'k, 'a> {
    keys: &'k Keys<'a>,
    maxima: &'k SlotMaxima<'k>,
    at: Position,
    group: Group,
    cutoff: Cutoff,
    heap: BinaryHeap<Node>,
}

impl Seasonal<'_, '_> {
    /// Covers `range` by as few nodes and slots as there are; the slots are looked at.
    fn cover(&mut self, range: &Range<u32>, top: &mut Top, work: &WorkBudget) -> Result<()> {
        let (mut start, mut end) = (range.start as usize, range.end as usize);
        for level in 0..=self.maxima.levels() {
            let is_top = level == self.maxima.levels();
            let inner = (start.next_multiple_of(FAN_OUT), end - end % FAN_OUT);
            let (inner_start, inner_end) = match !is_top && inner.0 < inner.1 {
                true => inner,
                false => (end, end),
            };
            for edge in [start..inner_start, inner_end..end] {
                match level {
                    0 => self.look(edge, top, work)?,
                    _ => self.add(level, edge, top),
                }
            }
            if inner_start >= inner_end {
                return Ok(());
            }
            (start, end) = (inner_start / FAN_OUT, inner_end / FAN_OUT);
        }
        Ok(())
    }

    /// Adds those of neighboring nodes of `level` that may hold some of the best.
    fn add(&mut self, level: usize, nodes: Range<usize>, top: &Top) {
        for first in nodes.clone().step_by(FAN_OUT) {
            let here = first..nodes.end.min(first + FAN_OUT);
            let from = self.maxima.children(level, self.at.from, here.start);
            let to = self.maxima.children(level, self.at.to, here.start);
            for ((number, from), to) in here.zip(from).zip(to) {
                let seasonal = between(from, to, self.at.fraction);
                let bound = seasonal * self.cutoff.most() * self.group.quality;
                if top.may_take(bound) {
                    let rank = self.keys.minima().view().get(level, number).unwrap_or(0);
                    self.heap.push(Node { bound, rank, level: level as u8, number: number as u32 });
                }
            }
        }
    }

    /// Gives `top` the forms of neighboring slots.
    fn look(&mut self, slots: Range<usize>, top: &mut Top, work: &WorkBudget) -> Result<()> {
        for slot in slots {
            let rank = self.keys.slots().rank(slot)?;
            if self.cutoff.may_skip(rank, top, self.keys.scorer()) {
                continue;
            }
            if !work.spend(1) {
                return Ok(());
            }
            self.keys.push_rank(rank, self.group, top)?;
        }
        Ok(())
    }

    /// Takes node after node, until none can hold one of the best.
    fn run(&mut self, top: &mut Top, work: &WorkBudget) -> Result<()> {
        while let Some(node) = self.heap.pop() {
            if self.is_beyond(&node, top) || !work.spend(NODE_STEPS) {
                return Ok(());
            }
            let level = usize::from(node.level) - 1;
            let first = node.number as usize * FAN_OUT;
            let len = match level {
                0 => self.keys.slots().len(),
                _ => self.maxima.len(level),
            };
            let children = first..(first + FAN_OUT).min(len);
            match level {
                0 => self.look(children, top, work)?,
                _ => self.add(level, children, top),
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
            || (quality == worst.quality
                && !self.keys.scorer().has_aliases()
                && node.rank > worst.ordinal);
        node.bound < worst.score || (node.bound == worst.score && loses_ties)
    }
}
