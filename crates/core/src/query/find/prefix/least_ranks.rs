//! The best of ranges of a list of ranks, such as those of the slots: the least ranks.
//!
//! Works down the tree of minima, level by level, and keeps the `wanted` best nodes of each. That
//! is exact: nodes of a level share no slot and each holds a slot as good as its minimum, so a node
//! that is not among the `wanted` best has `wanted` better slots outside.

use std::ops::Range;

use crate::error::Result;
use crate::format::bests::{Bests, KEPT, LONG};
use crate::format::bits::Bits;
use crate::format::minima::{FAN_OUT, MAX_LEVELS, Minima};
use crate::index::{Column, ContextLists};
use crate::query::keys::Keys;
use crate::query::score::distinct::Distinct;
use crate::query::search::Search;

/// Up to this many numbers are kept in order. More are collected and cut now and then.
const FEW_RANKS: usize = 64;

/// Keeps the `wanted` least of the numbers it is given: ranks, each with a place in the low bits.
struct Least {
    wanted: usize,
    /// Nothing from here on can be among the least.
    bound: u64,
    /// The bound before anything came.
    start: u64,
    kept: Vec<u64>,
}

impl Least {
    /// Starts to keep the least of the numbers below `start`.
    fn below(wanted: usize, start: u64) -> Self {
        Least { wanted, bound: start, start, kept: Vec::with_capacity(wanted.min(FEW_RANKS) + 1) }
    }

    /// Returns where to collect the level below: what this one kept shows that there are `wanted`
    /// slots up to its last rank, so nothing after that rank can be among the least.
    fn level_below(&self) -> Least {
        let mut least = Least::below(self.wanted, self.start);
        if self.kept.len() == self.wanted {
            // Any place with the last rank: the places of one level say nothing of those of the
            // next.
            least.bound = (self.bound | 0xffff_ffff).saturating_add(1);
        }
        least
    }

    #[inline]
    fn push(&mut self, rank: u32, place: usize) {
        let number = u64::from(rank) << 32 | place as u64;
        // The one comparison that most numbers end with: inlined, while what keeps a number is not.
        if number < self.bound {
            self.keep(number);
        }
    }

    fn keep(&mut self, number: u64) {
        if self.wanted > FEW_RANKS {
            self.kept.push(number);
            // Sorting each time the list has doubled takes O(log n) a number. Inserting would take
            // O(n).
            if self.kept.len() == 2 * self.wanted {
                self.cut();
            }
            return;
        }
        // From the end: ranks that come late in a level are rarely the least.
        let greater = self.kept.iter().rev().take_while(|&&kept| kept > number).count();
        self.kept.insert(self.kept.len() - greater, number);
        self.kept.truncate(self.wanted);
        if self.kept.len() == self.wanted {
            self.bound = self.kept[self.wanted - 1];
        }
    }

    /// Leaves only the least, in order.
    fn cut(&mut self) {
        if self.wanted > FEW_RANKS {
            self.kept.sort_unstable();
            self.kept.truncate(self.wanted);
            if self.kept.len() == self.wanted {
                self.bound = self.kept[self.wanted - 1];
            }
        }
    }
}

fn rank_of(number: u64) -> u32 {
    (number >> 32) as u32
}

fn place_of(number: u64) -> usize {
    (number & 0xffff_ffff) as usize
}

/// A list of ranks, such as those of the slots, with the tree of least ranks above it.
#[derive(Debug, Clone, Copy)]
pub(in crate::query::find) struct RankTree<'a> {
    ranks: Column<'a>,
    minima: Column<'a, Minima<'a>>,
    /// The forms that are left out, which the minima leave out too.
    covered: Option<Column<'a, Bits<'a>>>,
    /// The least ranks of long ranges that are known without a search.
    bests: Option<Column<'a, Bests<'a>>>,
}

/// Where a range starts and ends on each level of a tree.
struct Edges {
    of_level: [(usize, usize); MAX_LEVELS + 1],
    /// The lowest level on which it is short enough to look at all of it.
    top: usize,
}

impl Edges {
    /// Finds the edges of `range` on up to `levels` levels above it.
    fn new(range: Range<usize>, levels: usize) -> Self {
        let mut edges = Edges { of_level: [(0, 0); MAX_LEVELS + 1], top: 0 };
        let (mut start, mut end) = (range.start, range.end);
        for (level, edge) in edges.of_level.iter_mut().enumerate().take(levels + 1) {
            *edge = (start, end);
            edges.top = level;
            if end - start <= 2 * FAN_OUT {
                break;
            }
            // Nodes that are only in part inside the range are left to the level below.
            (start, end) = (start.div_ceil(FAN_OUT), end / FAN_OUT);
        }
        edges
    }

    /// Returns what of `level` nodes of the level above cover. At the top nothing.
    fn covered(&self, level: usize) -> (usize, usize) {
        match level == self.top {
            true => (self.of_level[level].1, self.of_level[level].1),
            false => {
                let (start, end) = self.of_level[level + 1];
                (start * FAN_OUT, end * FAN_OUT)
            }
        }
    }
}

impl<'a> RankTree<'a> {
    /// Returns the ranks of all slots, without those that a search for texts may pass over, if a
    /// tree knows them.
    pub(in crate::query::find) fn of_slots(search: &Search<'a>) -> Self {
        let all = Self::of_all_slots(search.keys);
        match search.scorer.distinct().and_then(Distinct::tree) {
            None => all,
            Some((covered, minima)) => {
                RankTree { minima, covered: Some(covered), bests: None, ..all }
            }
        }
    }

    /// Returns the ranks of all slots.
    fn of_all_slots(keys: &Keys<'a>) -> Self {
        let (ranks, minima, bests) = (*keys.slots(), *keys.minima(), keys.bests().copied());
        RankTree { ranks, minima, covered: None, bests }
    }

    /// Returns the ranks of the forms that have a context, value by value.
    pub(in crate::query::find) fn of_contexts(contexts: &ContextLists<'a>) -> Self {
        let (ranks, minima) = (*contexts.ranks(), *contexts.minima());
        RankTree { ranks, minima, covered: None, bests: None }
    }

    /// Returns the steps of finding the `wanted` least ranks of `ranges`: as many ranks as there are at
    /// most, a fourth of a step each, since to find one is a walk down nodes that lie together.
    pub(in crate::query::find) fn steps(ranges: &[Range<u32>], wanted: usize) -> u32 {
        let most = ranges.iter().map(|range| range.len()).sum::<usize>().min(wanted);
        u32::try_from(most / 4).unwrap_or(u32::MAX)
    }

    /// Returns the list.
    pub(in crate::query::find) fn ranks(&self) -> &Column<'a> {
        &self.ranks
    }

    /// Returns the `wanted` least ranks of all of `ranges`, which lie apart, least first. Fewer if
    /// they are shorter. `wanted` is at least 1.
    ///
    /// Takes O(`wanted` · log `ranks`) time for each range, whatever its length.
    pub(in crate::query::find) fn least(
        &self,
        ranges: &[Range<u32>],
        wanted: usize,
    ) -> Result<Vec<u32>> {
        if let [range] = ranges {
            return match self.known(range, wanted)? {
                Some(ranks) => Ok(ranks),
                None => self.least_of_one(range.clone(), wanted, None),
            };
        }
        // Ranges are searched one after the other, each only for what the ones before left open.
        let (mut all, mut below) = (Vec::new(), None);
        for range in ranges {
            all.extend(self.least_of_one(range.clone(), wanted, below)?);
            // A bound makes most ranges that follow end at their first nodes.
            if all.len() >= 2 * wanted || (below.is_none() && all.len() >= wanted) {
                all.sort_unstable();
                all.truncate(wanted);
                below = all.last().copied();
            }
        }
        all.sort_unstable();
        all.truncate(wanted);
        Ok(all)
    }

    /// Returns the `wanted` least ranks of `range`, if they are known without a search.
    fn known(&self, range: &Range<u32>, wanted: usize) -> Result<Option<Vec<u32>>> {
        // A look at the list of ranges takes longer than a short range does.
        let Some(bests) = self.bests.filter(|_| wanted <= KEPT && range.len() > LONG as usize)
        else {
            return Ok(None);
        };
        let ranks = bests.best_ranks(range.clone())?;
        Ok(ranks.map(|ranks| ranks.into_iter().take(wanted).collect()))
    }

    /// Returns the `wanted` least ranks of `range`, and none from `below` on.
    fn least_of_one(
        &self,
        range: Range<u32>,
        wanted: usize,
        below: Option<u32>,
    ) -> Result<Vec<u32>> {
        // The greatest number is no rank: a tree has it where a range has no form that counts.
        let start = u64::from(below.unwrap_or(u32::MAX)) << 32;
        // A rank in the high bits and its place in the low ones order by rank, and stay one number.
        let mut least = Least::below(wanted, start);
        let short = (range.end.saturating_sub(range.start)) as usize <= 2 * FAN_OUT;
        let range = range.start as usize..range.end as usize;
        // Of a short range the tree knows nothing that its ranks do not tell as soon.
        if short || self.minima.levels() == 0 {
            self.scan_places(range, &mut least)?;
        } else {
            let edges = Edges::new(range, self.minima.levels());
            for level in (0..=edges.top).rev() {
                // From the top: what a level kept tells where to look on the next, and all else is
                // never read.
                let below = least.level_below();
                let above = std::mem::replace(&mut least, below);
                self.scan_level(level, &edges, &above, &mut least)?;
                least.cut();
            }
        }
        least.cut();
        // Ranks come out rising, so a damaged one that no form has shows in the last.
        if let Some(&last) = least.kept.last() {
            self.ranks.check_rank(rank_of(last))?;
        }
        Ok(least.kept.iter().map(|&number| rank_of(number)).collect())
    }

    /// Gives `least` the children of the nodes that the level `above` kept, and what no node above
    /// covers.
    #[inline]
    fn scan_level(
        &self,
        level: usize,
        edges: &Edges,
        above: &Least,
        least: &mut Least,
    ) -> Result<()> {
        let (start, end) = edges.of_level[level];
        let (covered_start, covered_end) = edges.covered(level);
        let kept = above.kept.iter().map(|&number| place_of(number) * FAN_OUT);
        // The ranks of the list are packed numbers, those of nodes are not.
        if level == 0 {
            for node in kept {
                self.scan_places(node..(node + FAN_OUT).min(self.ranks.len()), least)?;
            }
            self.scan_places(start..covered_start, least)?;
            return self.scan_places(covered_end..end, least);
        }
        for node in kept {
            self.scan_nodes(level, node..node + FAN_OUT, least);
        }
        self.scan_nodes(level, start..covered_start, least);
        self.scan_nodes(level, covered_end..end, least);
        Ok(())
    }

    /// Gives `least` the ranks at neighboring places of the list.
    #[inline]
    fn scan_places(&self, places: Range<usize>, least: &mut Least) -> Result<()> {
        match &self.covered {
            None => self.ranks.for_each(places, |place, rank| least.push(rank, place)),
            Some(covered) => self.ranks.for_each(places, |place, rank| {
                if !covered.view().has(rank as usize) {
                    least.push(rank, place);
                }
            }),
        }
    }

    /// Gives `least` the least ranks of neighboring nodes of `level`.
    #[inline]
    fn scan_nodes(&self, level: usize, nodes: Range<usize>, least: &mut Least) {
        let mut node = nodes.start;
        while node < nodes.end {
            // Siblings lie side by side, so a node of 16 is one or two cache lines.
            let here = self.minima.view().children(level, node).take(nodes.end - node);
            for (place, rank) in (node..).zip(here) {
                least.push(rank, place);
            }
            node += FAN_OUT;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Index, IndexBuilder};

    /// Returns an index of so many entries with one context each that the trees have a level.
    fn with_contexts() -> (tempfile::TempDir, Index) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        let mut builder = IndexBuilder::new(&path, Default::default()).unwrap();
        let record = |number: u32| {
            format!("{{\"text\":\"item {number}\",\"contexts\":{{\"city\":\"Bern\"}}}}\n")
        };
        let records: String = (0..40).map(record).collect();
        builder.add_ndjson("items", records.into_bytes()).unwrap();
        builder.finish().unwrap();
        (folder, Index::open(&path).unwrap())
    }

    #[test]
    fn a_range_that_leaves_its_section_is_blamed_on_that_section() {
        let (_folder, index) = with_contexts();
        let view = index.view();
        let contexts = view.contexts().unwrap().unwrap();
        let blamed = |tree: RankTree<'_>, range| tree.least(&[range], 3).unwrap_err().to_string();
        // A short one is read slot by slot, a long one by the tree.
        for range in [30..41, 0..41] {
            let slots = RankTree::of_all_slots(&Keys::new(&view).unwrap());
            assert!(blamed(slots, range.clone()).contains(": slots: "));
            assert!(blamed(RankTree::of_contexts(&contexts), range).contains(": context-ranks: "));
        }
    }

    #[test]
    fn least_keeps_the_least_whatever_the_order() {
        for wanted in [1, 2, 5, 9, 100] {
            let mut least = Least::below(wanted, u64::MAX);
            for rank in [5, 3, 9, 1, 7, 2, 8, 0, 6, 4] {
                least.push(rank, 0);
            }
            least.cut();
            let ranks: Vec<u32> = least.kept.into_iter().map(rank_of).collect();
            assert_eq!(ranks, (0..wanted.min(10) as u32).collect::<Vec<_>>());
        }
    }
}
