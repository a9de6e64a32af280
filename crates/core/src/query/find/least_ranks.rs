//! The best of a range of slots: those with the least ranks.
//!
//! Works down the tree of minima, level by level, and keeps the `wanted` best nodes of each. That
//! is exact: nodes of a level share no slot and each holds a slot as good as its minimum, so a node
//! that is not among the `wanted` best has `wanted` better slots outside.

use std::ops::Range;

use crate::error::Result;
use crate::format::minima::{FAN_OUT, MAX_LEVELS, Minima};
use crate::index::Column;

/// Up to this many numbers are kept in order; more are collected and cut now and then.
const FEW: usize = 64;

/// Keeps the `wanted` least of the numbers it is given: ranks, each with a place in the low bits.
struct Least {
    wanted: usize,
    /// Nothing from here on can be among the least.
    bound: u64,
    /// The bound before anything came.
    limit: u64,
    kept: Vec<u64>,
}

impl Least {
    /// Starts to keep the least of the numbers below `limit`.
    fn below(wanted: usize, limit: u64) -> Self {
        Least { wanted, bound: limit, limit, kept: Vec::with_capacity(wanted.min(FEW) + 1) }
    }

    /// Returns where to collect the level below: what this one kept shows that there are `wanted`
    /// slots up to its last rank, so nothing after that rank can be among the least.
    fn level_below(&self) -> Least {
        let mut least = Least::below(self.wanted, self.limit);
        if self.kept.len() == self.wanted {
            least.bound = (self.bound | 0xffff_ffff).saturating_add(1);
        }
        least
    }

    #[inline]
    fn push(&mut self, rank: u32, place: usize) {
        let number = u64::from(rank) << 32 | place as u64;
        if number < self.bound {
            self.keep(number);
        }
    }

    fn keep(&mut self, number: u64) {
        if self.wanted > FEW {
            self.kept.push(number);
            if self.kept.len() == 2 * self.wanted {
                self.cut();
            }
            return;
        }
        let greater = self.kept.iter().rev().take_while(|&&kept| kept > number).count();
        self.kept.insert(self.kept.len() - greater, number);
        self.kept.truncate(self.wanted);
        if self.kept.len() == self.wanted {
            self.bound = self.kept[self.wanted - 1];
        }
    }

    /// Leaves only the least, in order.
    fn cut(&mut self) {
        if self.wanted > FEW {
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

/// Returns the `wanted` least ranks of the slots in `range`, least first; fewer if the range is
/// shorter, and none from `below` on. `wanted` is at least 1.
///
/// Takes O(`wanted` · log `slots`) time, whatever the length of the range.
pub(crate) fn best(
    slots: &Column<'_>,
    minima: &Column<'_, Minima<'_>>,
    range: Range<u32>,
    wanted: usize,
    below: Option<u32>,
) -> Result<Vec<u32>> {
    let limit = below.map_or(u64::MAX, |below| u64::from(below) << 32);
    let mut least = Least::below(wanted, limit);
    let short = (range.end.saturating_sub(range.start)) as usize <= 2 * FAN_OUT;
    if short || minima.levels() == 0 {
        let range = range.start as usize..range.end as usize;
        slots.for_each(range, |slot, rank| least.push(rank, slot))?;
    } else {
        // Where the range starts and ends on each level, and what of it the level above covers.
        let mut edges = [(0, 0); MAX_LEVELS + 1];
        let (mut start, mut end) = (range.start as usize, range.end as usize);
        let mut top = 0;
        for (level, edge) in edges.iter_mut().enumerate().take(minima.levels() + 1) {
            *edge = (start, end);
            top = level;
            if end - start <= 2 * FAN_OUT {
                break;
            }
            (start, end) = (start.div_ceil(FAN_OUT), end / FAN_OUT);
        }
        for level in (0..=top).rev() {
            let below = least.level_below();
            let above = std::mem::replace(&mut least, below);
            let (start, end) = edges[level];
            let (covered_start, covered_end) = match level == top {
                true => (end, end),
                false => {
                    let (above_start, above_end) = edges[level + 1];
                    (above_start * FAN_OUT, above_end * FAN_OUT)
                }
            };
            if level == 0 {
                let mut scan = |places| slots.for_each(places, |slot, rank| least.push(rank, slot));
                for node in above.kept.iter().map(|&number| place_of(number) * FAN_OUT) {
                    scan(node..(node + FAN_OUT).min(slots.len()))?;
                }
                scan(start..covered_start)?;
                scan(covered_end..end)?;
            } else {
                let mut scan = |from: usize, to: usize| {
                    let mut node = from;
                    while node < to {
                        let nodes = minima.view().children(level, node).take(to - node);
                        for (place, rank) in (node..).zip(nodes) {
                            least.push(rank, place);
                        }
                        node += FAN_OUT;
                    }
                };
                for node in above.kept.iter().map(|&number| place_of(number) * FAN_OUT) {
                    scan(node, node + FAN_OUT);
                }
                scan(start, covered_start);
                scan(covered_end, end);
            }
            least.cut();
        }
    }
    least.cut();
    // Ranks come out rising, so a damaged one that no form has shows in the last.
    if let Some(&last) = least.kept.last() {
        slots.check_rank(rank_of(last))?;
    }
    Ok(least.kept.iter().map(|&number| rank_of(number)).collect())
}

/// Returns the `wanted` least ranks of the slots in all of `ranges`, which lie apart; as [`best`] does.
pub(crate) fn best_of_all(
    slots: &Column<'_>,
    minima: &Column<'_, Minima<'_>>,
    ranges: &[Range<u32>],
    wanted: usize,
) -> Result<Vec<u32>> {
    if let [range] = ranges {
        return best(slots, minima, range.clone(), wanted, None);
    }
    let (mut all, mut below) = (Vec::new(), None);
    for range in ranges {
        all.extend(best(slots, minima, range.clone(), wanted, below)?);
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
        let slots = (&view.slots().unwrap(), &view.minima().unwrap());
        let of_values = (contexts.ranks(), contexts.minima());
        let blamed = |(ranks, minima): (&Column<'_>, &Column<'_, Minima<'_>>), range| {
            best(ranks, minima, range, 3, None).unwrap_err().to_string()
        };
        // A short one is read slot by slot, a long one by the tree.
        for range in [30..41, 0..41] {
            assert!(blamed(slots, range.clone()).contains(": slots: "));
            assert!(blamed(of_values, range).contains(": context-ranks: "));
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
