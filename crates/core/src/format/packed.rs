//! Packed integers: a sequence of integers that all have the same number of bits.
//!
//! ```text
//! byte  size                field
//! 0     8                   count    number of integers, n
//! 8     8                   width    bits of each, 0 to 32
//! 16    ⌈n · width / 8⌉     data     the first integer in the lowest bits of the first byte
//! then  8                   slack    zero, so that eight bytes can be read at any integer
//! ```
//!
//! Integers are unsigned little-endian. `width` is that of the largest value; if that is zero
//! there is no data, only slack.

use std::io::{self, Write};
use std::ops::Range;

use super::{Damaged, Result, u64_at};

const SLACK_BYTES: usize = 8;

/// Returns the number of bits that hold `max` and everything below it.
pub(crate) fn width_of(max: u64) -> u32 {
    u64::BITS - max.leading_zeros()
}

/// Writes packed integers one by one, in constant memory.
pub(crate) struct PackedWriter<W: Write> {
    out: W,
    width: u32,
    pending: u64,
    pending_bits: u32,
    left: u64,
}

impl<W: Write> PackedWriter<W> {
    /// Starts a sequence of `count` integers up to `max`, which is below 2^32.
    pub(crate) fn new(mut out: W, count: u64, max: u64) -> io::Result<Self> {
        let width = width_of(max);
        debug_assert!(width <= 32, "packed integers have at most 32 bits");
        // Count and width come first, so that integers can be written as they come.
        out.write_all(&count.to_le_bytes())?;
        out.write_all(&u64::from(width).to_le_bytes())?;
        Ok(PackedWriter { out, width, pending: 0, pending_bits: 0, left: count })
    }

    /// Writes the next integer.
    pub(crate) fn push(&mut self, value: u64) -> io::Result<()> {
        debug_assert!(width_of(value) <= self.width, "a packed integer is wider than promised");
        self.left -= 1;
        self.pending |= value << self.pending_bits;
        self.pending_bits += self.width;
        // Four bytes at once: an integer of 32 bits and what is pending fit into the word.
        if self.pending_bits >= 32 {
            self.out.write_all(&self.pending.to_le_bytes()[..4])?;
            self.pending >>= 32;
            self.pending_bits -= 32;
        }
        Ok(())
    }

    /// Writes what is pending and the slack, and returns the output.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        debug_assert_eq!(self.left, 0, "as many integers come as were promised");
        // Of the last word only the bytes that have bits, since readers know the exact length.
        let bytes = self.pending_bits.div_ceil(8) as usize;
        self.out.write_all(&self.pending.to_le_bytes()[..bytes])?;
        self.out.write_all(&[0; SLACK_BYTES])?;
        Ok(self.out)
    }
}

/// A view of packed integers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packed<'a> {
    data: &'a [u8],
    len: usize,
    width: usize,
    mask: u64,
}

impl<'a> Packed<'a> {
    /// Finds the parts of `bytes` in constant time.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        let (len, rest) = super::split_len(bytes)?;
        let (width, data) = super::split_len(rest)?;
        // An integer of up to 32 bits lies within eight bytes, wherever in the first it starts.
        if width > 32 {
            return Err(Damaged("integers are wider than 32 bits"));
        }
        let bits = len.checked_mul(width).ok_or(Damaged("a length is absurd"))?;
        // From here on every position below the count can be read without leaving the section.
        if data.len() != bits.div_ceil(8) + SLACK_BYTES {
            return Err(Damaged("the length does not fit the number of integers"));
        }
        Ok(Packed { data, len, width, mask: (1 << width) - 1 })
    }

    /// Returns the number of integers.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Returns the integer at `position`, or `None` past the end.
    #[inline]
    pub(crate) fn get(&self, position: usize) -> Option<u32> {
        if position >= self.len {
            return None;
        }
        // This cannot overflow: `parse` has multiplied the count by the width.
        let bit = position * self.width;
        let word = u64_at(self.data, bit >> 3)?;
        Some(((word >> (bit & 7)) & self.mask) as u32)
    }

    /// Calls `visit` with every position of `range` and its integer, or returns `None` where the
    /// range leaves the sequence.
    #[inline]
    pub(crate) fn for_each(
        &self,
        range: Range<usize>,
        mut visit: impl FnMut(usize, u32),
    ) -> Option<()> {
        // Once for all of the range, and not for each integer: this is the inner loop of a search.
        if range.end > self.len {
            return None;
        }
        let mut bit = range.start * self.width;
        for position in range {
            let word = u64_at(self.data, bit >> 3)?;
            visit(position, ((word >> (bit & 7)) & self.mask) as u32);
            bit += self.width;
        }
        Some(())
    }

    /// Checks that the bits after the last integer are zero.
    pub(crate) fn verify(&self) -> Result<()> {
        // Bits that no integer has could differ between two files of one content.
        let bits = self.len * self.width;
        let tail = self.data.get(bits >> 3..).ok_or(Damaged("the slack is missing"))?;
        let after_last = tail.first().is_some_and(|byte| byte >> (bits & 7) != 0);
        if after_last || tail.iter().skip(1).any(|&byte| byte != 0) {
            return Err(Damaged("the slack is not zero"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encode(values: &[u32]) -> Vec<u8> {
        let max = values.iter().copied().max().unwrap_or(0);
        let mut writer = PackedWriter::new(Vec::new(), values.len() as u64, max.into()).unwrap();
        for &value in values {
            writer.push(value.into()).unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn bytes_are_exactly_as_documented() {
        let mut expected = vec![3, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0];
        expected.extend([0b0100_0001, 0b0111_1100]); // 1, 2, 31
        expected.extend([0; 8]);
        assert_eq!(encode(&[1, 2, 31]), expected);
    }

    proptest! {
        #[test]
        fn every_integer_survives_a_round_trip(values: Vec<u32>, shift in 0u32..32) {
            let values: Vec<u32> = values.iter().map(|value| value >> shift).collect();
            let bytes = encode(&values);
            let packed = Packed::parse(&bytes).unwrap();
            packed.verify().unwrap();
            prop_assert_eq!(packed.len(), values.len());
            for (position, &value) in values.iter().enumerate() {
                prop_assert_eq!(packed.get(position), Some(value));
            }
            prop_assert_eq!(packed.get(values.len()), None);
            let mut visited = Vec::new();
            packed.for_each(0..values.len(), |position, value| visited.push((position, value)));
            let expected: Vec<_> = values.iter().copied().enumerate().collect();
            prop_assert_eq!(visited, expected);
            prop_assert_eq!(packed.for_each(0..values.len() + 1, |_, _| ()), None);
        }

        #[test]
        fn a_damaged_sequence_never_panics(
            values: Vec<u32>, at: prop::sample::Index, byte: u8, position: usize,
        ) {
            let mut bytes = encode(&values);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(packed) = Packed::parse(&bytes) {
                let _ = packed.get(position);
                let _ = packed.verify();
            }
        }
    }
}
