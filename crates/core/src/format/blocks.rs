//! Blocks: a sequence of integers of up to 64 bits, packed in blocks of 128.
//!
//! A block stores what its integers have in common once, and of each the rest, in as few bits as
//! the widest needs ("frame of reference" coding). Rising offsets and the falling bits of sorted
//! weights take one to three bytes each; a block of equal integers takes none.
//!
//! ```text
//! byte         size      field
//! 0            8         count      number of integers, n
//! 8            8         data_len   bytes of `data`, without the slack
//! 16           16 a      directory  one entry a block:
//!                          0   8    base    the least integer of the block
//!                          8   6    offset  where the block starts in `data`, in bytes
//!                          14  1    shift   low bits that all differences from base lack, 0 to 63
//!                          15  1    width   bits of each shifted difference, 0 to 64
//! then         data_len  data       128 · width bits for each block, fewer for the last,
//!                                   filled up to a whole byte
//! then         16        slack      zero, so that sixteen bytes can be read at any integer
//! ```
//!
//! The integer at `i` is `base + (difference << shift)`. Integers are unsigned little-endian.

use super::packed::width_of;
use super::{Damaged, Result, u64_at};

/// The number of integers in a block.
pub(crate) const BLOCK_LEN: usize = 128;
const ENTRY_BYTES: usize = 16;
const SLACK_BYTES: usize = 16;

/// Collects integers and encodes each block as it fills.
#[derive(Debug, Default)]
pub(crate) struct BlocksWriter {
    block: Vec<u64>,
    directory: Vec<u8>,
    data: Vec<u8>,
    count: u64,
}

impl BlocksWriter {
    /// Adds the next integer.
    pub(crate) fn push(&mut self, value: u64) {
        self.block.push(value);
        self.count += 1;
        if self.block.len() == BLOCK_LEN {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let Some(&base) = self.block.iter().min() else { return };
        // Weights are mostly whole numbers, whose bits as an `f64` end in zeros: those are not
        // stored.
        let union = self.block.iter().fold(0, |union, value| union | (value - base));
        let shift = if union == 0 { 0 } else { union.trailing_zeros() };
        let width = width_of(union >> shift);
        self.directory.extend(base.to_le_bytes());
        // Six bytes are enough for 256 TiB, and leave room for shift and width in one word.
        self.directory.extend(&(self.data.len() as u64).to_le_bytes()[..6]);
        self.directory.extend([shift as u8, width as u8]);
        let (mut pending, mut pending_bits) = (0u128, 0);
        for value in self.block.drain(..) {
            pending |= u128::from((value - base) >> shift) << pending_bits;
            pending_bits += width;
            // Up to 64 bits come to up to seven that wait, which is more than a word of 64 has.
            while pending_bits >= 8 {
                self.data.push(pending as u8);
                pending >>= 8;
                pending_bits -= 8;
            }
        }
        if pending_bits > 0 {
            self.data.push(pending as u8);
        }
    }

    /// Returns the encoded sequence.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        // The last block is shorter, and its width fits the integers that it has.
        self.flush();
        let mut out = Vec::with_capacity(16 + self.directory.len() + self.data.len() + SLACK_BYTES);
        out.extend(self.count.to_le_bytes());
        out.extend((self.data.len() as u64).to_le_bytes());
        out.extend(self.directory);
        out.extend(self.data);
        out.extend([0; SLACK_BYTES]);
        out
    }
}

/// An entry of the directory.
#[derive(Debug, Clone, Copy)]
struct Block {
    base: u64,
    offset: usize,
    shift: u32,
    width: usize,
}

impl Block {
    /// Returns the integer at `position` of the block, or `None` where the data is missing.
    #[inline]
    fn get(&self, data: &[u8], position: usize) -> Option<u64> {
        let Block { base, offset, shift, width } = *self;
        // A block of equal integers has no data, and reading none keeps it off a cache line.
        if width == 0 {
            return Some(base);
        }
        let bit = position * width;
        let at = offset.checked_add(bit >> 3)?;
        // Up to 56 bits lie in one word, wherever in its first byte they start. Nearly all do.
        let difference = if width <= 56 {
            (u64_at(data, at)? >> (bit & 7)) & ((1 << width) - 1)
        } else if width <= 64 {
            let word = u128::from_le_bytes(*data.get(at..)?.first_chunk()?);
            ((word >> (bit & 7)) as u64) & (u64::MAX >> (64 - width))
        } else {
            return None;
        };
        // Damaged bits could overflow, and a panic is no answer.
        base.checked_add(difference << shift)
    }
}

/// A view of a sequence in blocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Blocks<'a> {
    len: usize,
    directory: &'a [u8],
    data: &'a [u8],
}

impl<'a> Blocks<'a> {
    /// Finds the parts of `bytes`, which must end with the sequence, in constant time.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        let (blocks, rest) = Self::split(bytes)?;
        if rest.is_empty() { Ok(blocks) } else { Err(Damaged("bytes follow the blocks")) }
    }

    /// Finds the parts of the sequence at the start of `bytes`, and returns what follows it.
    pub(crate) fn split(bytes: &'a [u8]) -> Result<(Self, &'a [u8])> {
        let (len, rest) = super::split_len(bytes)?;
        let (data_len, rest) = super::split_len(rest)?;
        let directory_len = len
            .div_ceil(BLOCK_LEN)
            .checked_mul(ENTRY_BYTES)
            .ok_or(Damaged("a length is absurd"))?;
        let (directory, rest) = rest
            .split_at_checked(directory_len)
            .ok_or(Damaged("no room for the directory of blocks"))?;
        // With the slack a whole word can be read at the last integer too.
        let data_len = data_len.checked_add(SLACK_BYTES).ok_or(Damaged("a length is absurd"))?;
        let (data, rest) =
            rest.split_at_checked(data_len).ok_or(Damaged("no room for the data of blocks"))?;
        Ok((Blocks { len, directory, data }, rest))
    }

    /// Returns the number of integers.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Returns the integer at `position`, or `None` past the end or where the data is missing.
    #[inline]
    pub(crate) fn get(&self, position: usize) -> Option<u64> {
        // The last block has room for more integers than there are.
        if position >= self.len {
            return None;
        }
        self.block(position / BLOCK_LEN)?.get(self.data, position % BLOCK_LEN)
    }

    /// Returns the integer before `position` (0 at the start) and the one at it, as [`Blocks::get`].
    #[inline]
    pub(crate) fn get_with_previous(&self, position: usize) -> Option<(u64, u64)> {
        if position >= self.len {
            return None;
        }
        let block = self.block(position / BLOCK_LEN)?;
        // Both ends of a string lie in one block but for its first, so the directory is read once.
        let previous = match (position % BLOCK_LEN, position) {
            (0, 0) => 0,
            (0, _) => self.get(position - 1)?,
            (inside, _) => block.get(self.data, inside - 1)?,
        };
        Some((previous, block.get(self.data, position % BLOCK_LEN)?))
    }

    #[inline]
    fn block(&self, number: usize) -> Option<Block> {
        let entry = number * ENTRY_BYTES;
        let base = u64_at(self.directory, entry)?;
        let place = u64_at(self.directory, entry + 8)?;
        Some(Block {
            base,
            offset: (place & 0xffff_ffff_ffff) as usize,
            // Masked, since a shift of 64 or more would panic on damaged bytes.
            shift: (place >> 48) as u32 & 0x3f,
            width: (place >> 56) as usize,
        })
    }

    /// Checks that the blocks stand one after the other and that nothing but zeros fills the rest.
    pub(crate) fn verify(&self) -> Result<()> {
        let mut expected = 0;
        for block in 0..self.len.div_ceil(BLOCK_LEN) {
            let place = u64_at(self.directory, block * ENTRY_BYTES + 8)
                .ok_or(Damaged("the directory of blocks is cut"))?;
            let (offset, width) = ((place & 0xffff_ffff_ffff) as usize, (place >> 56) as usize);
            let shift = (place >> 48) as u8;
            // Blocks that overlap would read right, but no builder makes them.
            if offset != expected || width > 64 || shift > 63 {
                return Err(Damaged("a block is out of place"));
            }
            expected += (BLOCK_LEN.min(self.len - block * BLOCK_LEN) * width).div_ceil(8);
        }
        let slack = self.data.get(expected..).ok_or(Damaged("the data of blocks is cut"))?;
        if slack != [0; SLACK_BYTES] {
            return Err(Damaged("the slack after the blocks is not zero"));
        }
        // Only reading tells whether base and difference overflow.
        match (0..self.len).all(|position| self.get(position).is_some()) {
            true => Ok(()),
            false => Err(Damaged("an integer of a block overflows")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encode(values: &[u64]) -> Vec<u8> {
        let mut writer = BlocksWriter::default();
        values.iter().for_each(|&value| writer.push(value));
        writer.finish()
    }

    #[test]
    fn bytes_are_exactly_as_documented() {
        let expected = [
            &[3, 0, 0, 0, 0, 0, 0, 0][..], // count
            &[1, 0, 0, 0, 0, 0, 0, 0],     // data_len
            &[100, 0, 0, 0, 0, 0, 0, 0],   // base
            &[0, 0, 0, 0, 0, 0, 2, 2],     // offset, shift, width
            &[0b0011_0100],                // (0, 1, 3) << 2
            &[0; 16],
        ]
        .concat();
        assert_eq!(encode(&[100, 104, 112]), expected);
    }

    #[test]
    fn equal_integers_take_no_data() {
        assert_eq!(encode(&[u64::MAX; 128]).len(), 16 + 16 + 16);
    }

    fn sequences() -> impl Strategy<Value = Vec<u64>> {
        let wide = prop::collection::vec(any::<u64>(), 0..300);
        let small = prop::collection::vec(0u64..1000, 0..300);
        let weights = prop::collection::vec(any::<f64>().prop_map(f64::to_bits), 0..300);
        prop_oneof![wide, small, weights]
    }

    proptest! {
        #[test]
        fn every_integer_survives_a_round_trip(values in sequences()) {
            let bytes = encode(&values);
            let blocks = Blocks::parse(&bytes).unwrap();
            blocks.verify().unwrap();
            for (position, &value) in values.iter().enumerate() {
                prop_assert_eq!(blocks.get(position), Some(value));
                let previous = if position == 0 { 0 } else { values[position - 1] };
                prop_assert_eq!(blocks.get_with_previous(position), Some((previous, value)));
            }
            prop_assert_eq!(blocks.get(values.len()), None);
        }

        #[test]
        fn damaged_blocks_never_panic(
            values in sequences(), at: prop::sample::Index, byte: u8, position in 0usize..400,
        ) {
            let mut bytes = encode(&values);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(blocks) = Blocks::parse(&bytes) {
                let _ = blocks.get(position);
                let _ = blocks.verify();
            }
        }
    }
}
