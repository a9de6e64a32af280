//! Minima: a tree of the least ranks of neighbouring slots, to find the best of any range.
//!
//! A node of level 1 holds the least of 16 slots, a node of level 2 the least of 16 nodes of
//! level 1, and so on until a level has at most 16 nodes. Level 0, the slots themselves, is a
//! section of its own (`slots`, packed). For terms in place of slots,
//! level 0 is the first posting of each.
//!
//! ```text
//! byte  size  field
//! 0     4 a   level 1   ⌈slots / 16⌉ ranks
//! then  4 b   level 2   ⌈a / 16⌉ ranks
//! …                     up to and with the first level of at most 16; none if slots ≤ 16
//! ```
//!
//! Integers are unsigned little-endian.

use super::{Damaged, Result, u32_at};

/// The number of children of a node.
pub(crate) const FAN_OUT: usize = 16;
/// More levels than 2^32 slots can have.
pub(crate) const MAX_LEVELS: usize = 8;

/// Returns how many nodes each level above the slots has, lowest first.
fn level_lens(slots: usize) -> impl Iterator<Item = usize> {
    let mut len = slots;
    std::iter::from_fn(move || {
        if len <= FAN_OUT {
            return None;
        }
        len = len.div_ceil(FAN_OUT);
        Some(len)
    })
}

/// Collects ranks in slot order and encodes the tree above them.
#[derive(Debug, Default)]
pub(crate) struct MinimaWriter {
    levels: Vec<Vec<u32>>,
    least: u32,
    pending: usize,
    count: usize,
}

impl MinimaWriter {
    /// Adds the rank of the next slot.
    pub(crate) fn push(&mut self, rank: u32) {
        // The first of a node starts anew: the least of the node before may be lower.
        self.least = if self.pending == 0 { rank } else { self.least.min(rank) };
        self.pending += 1;
        self.count += 1;
        if self.pending == FAN_OUT {
            self.close_node();
        }
    }

    fn close_node(&mut self) {
        if self.levels.is_empty() {
            self.levels.push(Vec::new());
        }
        // Only the lowest level grows with the slots. The others are made of it at the end.
        self.levels[0].push(self.least);
        self.pending = 0;
    }

    /// Returns the encoded tree.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        // So few slots are read as fast as a node, and a tree above them would tell nothing new.
        if self.count <= FAN_OUT {
            return Vec::new();
        }
        // The last node may have fewer children than the others.
        if self.pending > 0 {
            self.close_node();
        }
        // Up to a level of sixteen nodes, which is read as fast as one node more above it.
        while self.levels[self.levels.len() - 1].len() > FAN_OUT {
            let below = &self.levels[self.levels.len() - 1];
            let level = below
                .chunks(FAN_OUT)
                .map(|chunk| chunk.iter().copied().fold(u32::MAX, u32::min))
                .collect();
            self.levels.push(level);
        }
        self.levels.iter().flatten().flat_map(|rank| rank.to_le_bytes()).collect()
    }
}

/// A view of a tree of minima.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Minima<'a> {
    levels: [&'a [u8]; MAX_LEVELS],
    len: usize,
}

impl<'a> Minima<'a> {
    /// Finds the levels of the tree over `slots` slots in `bytes`, in constant time.
    pub(crate) fn parse(bytes: &'a [u8], slots: usize) -> Result<Self> {
        let (mut levels, mut len, mut rest) = ([&[][..]; MAX_LEVELS], 0, bytes);
        for nodes in level_lens(slots) {
            let size = nodes.checked_mul(4).ok_or(Damaged("a length is absurd"))?;
            let (level, after) =
                rest.split_at_checked(size).ok_or(Damaged("no room for a level of minima"))?;
            // No number of slots has more levels, but a damaged count could.
            *levels.get_mut(len).ok_or(Damaged("there are more levels than slots allow"))? = level;
            rest = after;
            len += 1;
        }
        // Bytes that no level has would be seen by no reader.
        if rest.is_empty() {
            Ok(Minima { levels, len })
        } else {
            Err(Damaged("bytes follow the minima"))
        }
    }

    /// Returns the number of levels above the slots.
    pub(crate) fn levels(&self) -> usize {
        self.len
    }

    /// Returns the least rank below a node of `level`, which counts from 1, or `None` past the end.
    #[inline]
    pub(crate) fn get(&self, level: usize, node: usize) -> Option<u32> {
        // Level 0 are the slots, which are not here: it wraps round to a level that is not there.
        u32_at(self.levels.get(level.wrapping_sub(1))?, node.checked_mul(4)?)
    }

    /// Returns up to 16 neighbouring nodes of `level`, from `node` on: fewer at the level's end.
    #[inline]
    pub(crate) fn children(
        &self,
        level: usize,
        node: usize,
    ) -> impl Iterator<Item = u32> + use<'a> {
        let level = self.levels.get(level.wrapping_sub(1)).copied().unwrap_or_default();
        let bytes = level.get(node.saturating_mul(4)..).unwrap_or_default();
        // In place of sixteen reads with a check each: this is the inner loop of most queries.
        let (ranks, _) = bytes.as_chunks::<4>();
        ranks.iter().take(FAN_OUT).map(|rank| u32::from_le_bytes(*rank))
    }

    /// Checks every node against `rank_of`, which returns the rank of a slot.
    pub(crate) fn verify(
        &self,
        slots: usize,
        rank_of: impl Fn(usize) -> Option<u32>,
    ) -> Result<()> {
        const WRONG: Damaged = Damaged("a minimum is not the least of its children");
        let rank_below = |level: usize, child| match level {
            1 => rank_of(child),
            _ => self.get(level - 1, child),
        };
        let mut below = slots;
        for level in 1..=self.len {
            let nodes = below.div_ceil(FAN_OUT);
            for node in 0..nodes {
                let children = node * FAN_OUT..((node + 1) * FAN_OUT).min(below);
                let least = children
                    .map(|child| rank_below(level, child))
                    .try_fold(u32::MAX, |least, rank| rank.map(|rank| least.min(rank)));
                // A child without a rank would make both sides `None`.
                if least.is_none() || least != self.get(level, node) {
                    return Err(WRONG);
                }
            }
            below = nodes;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encode(ranks: &[u32]) -> Vec<u8> {
        let mut writer = MinimaWriter::default();
        ranks.iter().for_each(|&rank| writer.push(rank));
        writer.finish()
    }

    #[test]
    fn bytes_are_exactly_as_documented() {
        let ranks: Vec<u32> = (0..17).rev().collect();
        assert_eq!(encode(&ranks), [1, 0, 0, 0, 0, 0, 0, 0]);
        assert!(encode(&ranks[..16]).is_empty());
    }

    proptest! {
        #[test]
        fn every_node_is_the_least_of_its_children(
            ranks in prop::collection::vec(any::<u32>(), 0..5000),
        ) {
            let bytes = encode(&ranks);
            let minima = Minima::parse(&bytes, ranks.len()).unwrap();
            minima.verify(ranks.len(), |slot| ranks.get(slot).copied()).unwrap();
            for level in 1..=minima.levels() {
                let span = FAN_OUT.pow(level as u32);
                for (node, below) in ranks.chunks(span).enumerate() {
                    prop_assert_eq!(minima.get(level, node), below.iter().copied().min());
                }
            }
        }

        #[test]
        fn a_damaged_tree_never_panics_and_never_verifies(
            ranks in prop::collection::vec(any::<u32>(), 17..600), at: prop::sample::Index, flip in 1u8..,
        ) {
            let mut bytes = encode(&ranks);
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            let minima = Minima::parse(&bytes, ranks.len()).unwrap();
            prop_assert!(minima.verify(ranks.len(), |slot| ranks.get(slot).copied()).is_err());
        }
    }
}
