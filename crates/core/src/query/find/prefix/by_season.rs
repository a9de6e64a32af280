//! The best of ranges of slots in a season: best node first, down the tree of seasonal maxima.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use super::least_ranks::RankTree;
use crate::error::Result;
use crate::format::minima::{FAN_OUT, Minima};
use crate::format::slot_maxima::SlotMaxima;
use crate::index::Column;
use crate::query::score::cutoff::Sought;
use crate::query::score::day::MonthPosition;
use crate::query::score::distinct::Distinct;
use crate::query::score::rounding::between;
use crate::query::search::Search;

/// The steps of a node whose children are looked at.
const NODE_STEPS: u32 = 2;

/// A node that may hold some of the best.
#[derive(Debug, PartialEq)]
struct MaximaNode {
    /// No score below is higher.
    bound: f64,
    /// The least rank below.
    rank: u32,
    level: u8,
    number: u32,
}

impl Eq for MaximaNode {}

impl PartialOrd for MaximaNode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for MaximaNode {
    /// The highest bound is the greatest. Of equal ones that with the least rank.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_bound = self.bound.total_cmp(&other.bound);
        by_bound
            .then_with(|| other.rank.cmp(&self.rank))
            .then_with(|| (other.level, other.number).cmp(&(self.level, self.number)))
    }
}

/// Takes the best entries with a slot in `ranges`, which lie apart, by the bound of what the season
/// makes of them.
pub(super) fn push_best(
    search: &mut Search<'_>,
    maxima: &SlotMaxima<'_>,
    ranges: &[Range<u32>],
    sought: Sought,
) -> Result<()> {
    let Some((_, at)) = search.scorer.factors().seasons() else { return Ok(()) };
    // The best of all seasons are among the best of this one as a rule, and with them most nodes
    // fall away.
    for rank in RankTree::of_slots(search).least(ranges, search.top.to_look_at())? {
        if !search.work.spend(1) {
            return Ok(());
        }
        search.push_rank(rank, &sought.group)?;
    }
    let minima = match search.scorer.distinct().and_then(Distinct::tree) {
        Some((_, minima)) => minima,
        None => *search.keys.minima(),
    };
    let mut descent = Descent { search, maxima, minima, at: *at, sought, heap: BinaryHeap::new() };
    for range in ranges {
        // All ranges before the first node is taken: the best node of any of them goes first.
        descent.cover(range)?;
    }
    descent.run()
}

/// A search down the tree.
struct Descent<'s, 'a> {
    search: &'s mut Search<'a>,
    maxima: &'s SlotMaxima<'s>,
    /// The least ranks of the same nodes, of the forms that count.
    minima: Column<'a, Minima<'a>>,
    at: MonthPosition,
    sought: Sought,
    heap: BinaryHeap<MaximaNode>,
}

impl Descent<'_, '_> {
    /// Covers `range` by as few nodes and slots as there are. The slots are looked at.
    fn cover(&mut self, range: &Range<u32>) -> Result<()> {
        let (mut start, mut end) = (range.start as usize, range.end as usize);
        for level in 0..=self.maxima.levels() {
            // As in a segment tree: nodes that lie in the range as a whole stand for their slots,
            // and the edges are looked at one by one.
            let is_top = level == self.maxima.levels();
            let inner = (start.next_multiple_of(FAN_OUT), end - end % FAN_OUT);
            let (inner_start, inner_end) = match !is_top && inner.0 < inner.1 {
                true => inner,
                false => (end, end),
            };
            for edge in [start..inner_start, inner_end..end] {
                self.go_into(level, edge)?;
            }
            if inner_start >= inner_end {
                return Ok(());
            }
            (start, end) = (inner_start / FAN_OUT, inner_end / FAN_OUT);
        }
        Ok(())
    }

    /// Goes on with neighboring nodes of `level`, which are slots at level 0.
    fn go_into(&mut self, level: usize, nodes: Range<usize>) -> Result<()> {
        match level {
            0 => self.look(nodes),
            _ => {
                self.add(level, nodes);
                Ok(())
            }
        }
    }

    /// Adds those of neighboring nodes of `level` that may hold some of the best.
    fn add(&mut self, level: usize, nodes: Range<usize>) {
        for first in nodes.clone().step_by(FAN_OUT) {
            let here = first..nodes.end.min(first + FAN_OUT);
            // Siblings lie side by side in each month, so a row of both months is read for all of
            // them.
            let from = self.maxima.children(level, self.at.from, here.start);
            let to = self.maxima.children(level, self.at.to, here.start);
            for ((number, from), to) in here.zip(from).zip(to) {
                // Between the months no form is above the line from one maximum to the other, for
                // its own line is below at both ends.
                let seasonal = between(from, to, self.at.fraction);
                let bound = seasonal * self.sought.cutoff.most() * self.sought.group.quality;
                if !self.search.top.may_take(bound) {
                    continue;
                }
                // A missing rank breaks no bound: 0 is the least there is, so the node is only
                // opened sooner.
                let rank = self.minima.view().get(level, number).unwrap_or(0);
                // No form below counts where each text is shown once.
                if rank != u32::MAX {
                    let (level, number) = (level as u8, number as u32);
                    self.heap.push(MaximaNode { bound, rank, level, number });
                }
            }
        }
    }

    /// Takes the forms of neighboring slots.
    fn look(&mut self, slots: Range<usize>) -> Result<()> {
        let keys = self.search.keys;
        for slot in slots {
            let rank = keys.slots().rank(slot)?;
            if self.search.passes_over(rank) {
                continue;
            }
            // A slot of a good node is often a bad one: its block of ranks says so before the form
            // is read.
            if self.sought.cutoff.may_skip(rank, &self.search.top, self.search.scorer) {
                continue;
            }
            if !self.search.work.spend(1) {
                return Ok(());
            }
            self.search.push_rank(rank, &self.sought.group)?;
        }
        Ok(())
    }

    /// Takes node after node, until none can hold one of the best.
    fn run(&mut self) -> Result<()> {
        while let Some(node) = self.heap.pop() {
            // The heap gives the highest bound first, so all that is left is beyond as well.
            if self.is_beyond(&node) || !self.search.work.spend(NODE_STEPS) {
                return Ok(());
            }
            let level = usize::from(node.level) - 1;
            let first = node.number as usize * FAN_OUT;
            // The last node of a level may have fewer children.
            let len = match level {
                0 => self.search.keys.slots().len(),
                _ => self.maxima.len(level),
            };
            self.go_into(level, first..(first + FAN_OUT).min(len))?;
        }
        Ok(())
    }

    /// Returns whether nothing in `node`, and in those that come after it, can be among the best.
    fn is_beyond(&self, node: &MaximaNode) -> bool {
        let Some(worst) = self.search.top.worst() else { return false };
        let quality = self.sought.group.quality;
        // Without aliases the rank is the ordinal, which decides between equals.
        let has_aliases = self.search.scorer.has_aliases();
        // Equal scores go by quality and then by the ordinal, so a bound that only ties may still
        // lose.
        let loses_ties = quality < worst.quality
            || (quality == worst.quality && !has_aliases && node.rank > worst.ordinal);
        node.bound < worst.score || (node.bound == worst.score && loses_ties)
    }
}
