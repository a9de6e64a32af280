//! Slot maxima: of each month, a tree of the greatest seasonal weights of neighbouring slots.
//!
//! The seasonal weight of a slot in a month is weight · factor · multiplier of that month. A node
//! of level 1 has the bound of 16 slots, a node of level 2 that of 16 nodes of level 1, and so on
//! until a level has at most 16 nodes; there is always a level 1.
//!
//! ```text
//! byte  size  field
//! 0     8     header    the scale (`scaled.rs`)
//! 8     48 a  level 1   twelve columns, January first, of one bound a node: a = ⌈slots / 16⌉
//! then  48 b  level 2   the same: b = ⌈a / 16⌉
//! …                     up to and with the first level of at most 16
//! ```

use super::minima::{FAN_OUT, MAX_LEVELS};
use super::scaled::{BOUND_BYTES, Scale, put_columns};
use super::season_rows::MONTHS;
use super::{Damaged, Result};

/// Returns how many nodes each level has, lowest first.
fn level_lens(slots: usize) -> impl Iterator<Item = usize> {
    let mut below = Some(slots);
    std::iter::from_fn(move || {
        let len = below?.div_ceil(FAN_OUT);
        // Unlike the tree of minima this one has a level above few slots too: they store no
        // weights.
        below = (len > FAN_OUT).then_some(len);
        Some(len)
    })
}

/// Collects seasonal weights in slot order and encodes the tree above them.
#[derive(Debug)]
pub(crate) struct SlotMaximaWriter {
    scale: Scale,
    columns: [Vec<f32>; MONTHS],
    greatest: [f64; MONTHS],
    pending: usize,
}

impl SlotMaximaWriter {
    /// Starts with nothing. `scale` is that of the greatest number that comes.
    pub(crate) fn new(scale: Scale) -> Self {
        let columns = Default::default();
        SlotMaximaWriter { scale, columns, greatest: [0.0; MONTHS], pending: 0 }
    }

    /// Adds the seasonal weights of the next slot.
    pub(crate) fn push(&mut self, weights: &[f64; MONTHS]) {
        for (greatest, weight) in self.greatest.iter_mut().zip(weights) {
            *greatest = greatest.max(*weight);
        }
        self.pending += 1;
        if self.pending == FAN_OUT {
            self.close_node();
        }
    }

    fn close_node(&mut self) {
        for (column, greatest) in self.columns.iter_mut().zip(&mut self.greatest) {
            // Rounded up once, at the lowest level: the greatest of bounds is a bound.
            column.push(self.scale.bound(std::mem::take(greatest)));
        }
        self.pending = 0;
    }

    /// Returns the encoded tree.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        if self.pending > 0 {
            self.close_node();
        }
        let mut out = self.scale.header().to_vec();
        loop {
            put_columns(&self.columns, &mut out);
            // A root of at most sixteen nodes is read at once, so nothing is put above it.
            if self.columns.iter().all(|column| column.len() <= FAN_OUT) {
                return out;
            }
            // Of bounds that are rounded already, so that no level rounds again.
            let greatest = |nodes: &[f32]| nodes.iter().copied().fold(0.0, f32::max);
            for column in &mut self.columns {
                *column = column.chunks(FAN_OUT).map(greatest).collect();
            }
        }
    }
}

/// A view of slot maxima.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SlotMaxima<'a> {
    scale: Scale,
    slots: usize,
    levels: [&'a [u8]; MAX_LEVELS],
    len: usize,
}

impl<'a> SlotMaxima<'a> {
    /// Finds the levels above `slots` slots in constant time.
    pub(crate) fn parse(bytes: &'a [u8], slots: usize) -> Result<Self> {
        const WRONG: Damaged = Damaged("the length does not fit the number of slots");
        let (scale, mut rest) = Scale::parse(bytes)?;
        let mut levels = [&[][..]; MAX_LEVELS];
        let mut len = 0;
        for nodes in level_lens(slots) {
            let (level, after) =
                rest.split_at_checked(MONTHS * BOUND_BYTES * nodes).ok_or(WRONG)?;
            *levels.get_mut(len).ok_or(WRONG)? = level;
            len += 1;
            rest = after;
        }
        if rest.is_empty() { Ok(SlotMaxima { scale, slots, levels, len }) } else { Err(WRONG) }
    }

    /// Returns the number of levels above the slots.
    pub(crate) fn levels(&self) -> usize {
        self.len
    }

    /// Returns the number of nodes of `level`, which counts from 1; 0 past the last level.
    #[inline]
    pub(crate) fn len(&self, level: usize) -> usize {
        let level = self.levels.get(level.wrapping_sub(1)).copied().unwrap_or_default();
        level.len() / (MONTHS * BOUND_BYTES)
    }

    /// Returns the bound of the seasonal weights of `month`, 0 to 11, below a node of `level`, or
    /// `None` past the end.
    #[inline]
    pub(crate) fn get(&self, level: usize, month: usize, node: usize) -> Option<f64> {
        let nodes = self.len(level);
        if node >= nodes || month >= MONTHS {
            return None;
        }
        self.scale.number(self.levels.get(level.wrapping_sub(1))?, month * nodes + node)
    }

    /// Returns the bounds of `month` of up to 16 neighboring nodes of `level`, from `node` on:
    /// fewer at the level's end, and where one is damaged.
    #[inline]
    pub(crate) fn children(
        &self,
        level: usize,
        month: usize,
        node: usize,
    ) -> impl Iterator<Item = f64> + use<'a> {
        let nodes = self.len(level);
        let level = self.levels.get(level.wrapping_sub(1)).copied().unwrap_or_default();
        // Months stand one after the other in a level, and a node past the end would be of the
        // next.
        let count = if month < MONTHS { nodes.saturating_sub(node).min(FAN_OUT) } else { 0 };
        let scale = self.scale;
        // A damaged bound ends the list, so what is behind it is not searched, and `verify` tells.
        (0..count).map_while(move |child| scale.number(level, month * nodes + node + child))
    }

    /// Checks a node above the slots against the only one that `writer` holds, and takes that away.
    fn verify_node(&self, node: usize, writer: &mut SlotMaximaWriter) -> Result<()> {
        for (month, column) in writer.columns.iter_mut().enumerate() {
            let bound = column.pop().map(|bound| self.scale.number(&bound.to_le_bytes(), 0));
            if bound != Some(self.get(1, month, node)) {
                return Err(Damaged("a maximum is not the greatest of its slots"));
            }
        }
        Ok(())
    }

    /// Checks every node against `weights_of`, which returns the seasonal weights of a slot, and
    /// the scale against that of the greatest.
    pub(crate) fn verify(
        &self,
        scale: Scale,
        weights_of: impl Fn(usize) -> Option<[f64; MONTHS]>,
    ) -> Result<()> {
        if self.scale != scale {
            return Err(Damaged("the exponent is not that of the greatest number"));
        }
        let mut writer = SlotMaximaWriter::new(scale);
        for slot in 0..self.slots {
            writer.push(&weights_of(slot).ok_or(Damaged("a slot has no seasonal weights"))?);
            let is_last = slot + 1 == self.slots;
            if is_last && writer.pending > 0 {
                writer.close_node();
            }
            // A node is compared when its last slot has come, and forgotten: one is in memory at a
            // time.
            if writer.pending == 0 {
                self.verify_node(slot / FAN_OUT, &mut writer)?;
            }
        }
        // Level by level from below: each relies on the one that was just found right.
        for level in 2..=self.len {
            for (month, node) in (0..MONTHS).flat_map(|m| (0..self.len(level)).map(move |n| (m, n)))
            {
                let children = node * FAN_OUT..((node + 1) * FAN_OUT).min(self.len(level - 1));
                let greatest = children
                    .map(|child| self.get(level - 1, month, child))
                    .try_fold(0.0, |greatest: f64, child| child.map(|child| greatest.max(child)));
                if greatest.is_none() || greatest != self.get(level, month, node) {
                    return Err(Damaged("a maximum is not the greatest of its children"));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encode(weights: &[[f64; MONTHS]]) -> (Scale, Vec<u8>) {
        let scale = Scale::for_greatest(weights.iter().flatten().copied().fold(0.0, f64::max));
        let mut writer = SlotMaximaWriter::new(scale);
        weights.iter().for_each(|weights| writer.push(weights));
        (scale, writer.finish())
    }

    /// Numbers of all sizes, many of them equal.
    fn weights(most: usize) -> impl Strategy<Value = Vec<[f64; MONTHS]>> {
        let weight = prop_oneof![
            prop::sample::select(vec![0.0, 1.0, 1.0 + f64::EPSILON, 5e-324, 1e-60, 1e300]),
            0.0..1e6f64,
        ];
        prop::collection::vec(prop::array::uniform12(weight), 1..most)
    }

    #[test]
    fn bytes_are_exactly_as_documented() {
        let mut weights = vec![[1.0; MONTHS]; 17];
        weights[16][0] = 2.0;
        let (_, bytes) = encode(&weights);
        let one = [0, 0, 0x80, 0x3f];
        let expected = [&[0; 8][..], &one, &[0, 0, 0, 0x40], &one.repeat(22)].concat();
        assert_eq!(bytes, expected, "a level of two nodes");
        assert_eq!(encode(&weights[..1]).1.len(), 8 + 48, "a level of one node");
        let levels = |slots| level_lens(slots).collect::<Vec<_>>();
        assert_eq!(levels(16), [1]);
        assert_eq!(levels(256), [16]);
        assert_eq!(levels(257), [17, 2]);
        assert!(level_lens(u32::MAX as usize).count() <= MAX_LEVELS);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_node_bounds_its_slots_and_hardly_more(weights in weights(700)) {
            let (scale, bytes) = encode(&weights);
            let maxima = SlotMaxima::parse(&bytes, weights.len()).unwrap();
            maxima.verify(scale, |slot| weights.get(slot).copied()).unwrap();
            for level in 1..=maxima.levels() {
                let span = FAN_OUT.pow(level as u32);
                prop_assert_eq!(maxima.len(level), weights.len().div_ceil(span));
                prop_assert_eq!(maxima.get(level, 0, maxima.len(level)), None);
                for (node, below) in weights.chunks(span).enumerate() {
                    for month in 0..MONTHS {
                        let greatest = below.iter().map(|w| w[month]).fold(0.0, f64::max);
                        let bound = maxima.get(level, month, node).unwrap();
                        prop_assert!(greatest <= bound);
                        prop_assert!(bound <= greatest * (1.0 + 1e-6) + 1e300 * 1e-80);
                    }
                }
            }
            prop_assert_eq!(maxima.get(maxima.levels() + 1, 0, 0), None);
        }

        #[test]
        fn a_damaged_tree_never_panics_and_never_verifies(
            weights in weights(600), at: prop::sample::Index, flip in 1u8..,
        ) {
            let (scale, mut bytes) = encode(&weights);
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            if let Ok(maxima) = SlotMaxima::parse(&bytes, weights.len()) {
                prop_assert!(maxima.verify(scale, |slot| weights.get(slot).copied()).is_err());
            }
        }
    }
}
