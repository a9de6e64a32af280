//! List starts: where short lists start that stand one after the other, such as the terms of the
//! forms, by samples and the lengths between them.
//!
//! ```text
//! byte  size                   field
//! 0     8                      count    number of lists, n
//! 8     8                      width    bits of a length: 4, 8 or 16, the least that holds all
//! 16    ⌈n / 32⌉ (4 + 4 width) blocks   of 32 lists each: where the first starts, in 4 bytes, and
//!                                       the lengths, the first in the lowest bits; zeros behind
//!                                       that of the last list
//! ```
//!
//! Integers are unsigned little-endian. A start and a length are one look at the file, and take 5
//! bits in place of some 20 for each list of up to 15.

use std::io::{self, Write};

use super::{Damaged, Result, split_len};

/// The lists of a block.
const LISTS: usize = 32;
/// The bytes of the start of a block.
const START_BYTES: usize = 4;
/// The bits that a length may have.
const WIDTHS: [usize; 3] = [4, 8, 16];
/// The most that a list may have.
const MAX_LEN: u32 = u16::MAX as u32;

/// Writes where lists start, one by one, in constant memory.
pub(crate) struct ListStartsWriter<W: Write> {
    out: W,
    width: usize,
    start: u32,
    lens: Vec<u32>,
}

impl<W: Write> ListStartsWriter<W> {
    /// Starts with no list, to write `count` of up to `longest`, at most [`MAX_LEN`].
    pub(crate) fn new(mut out: W, count: u64, longest: u32) -> io::Result<Self> {
        debug_assert!(longest <= MAX_LEN, "a list is longer than a length can say");
        let width = width_of(longest).unwrap_or(16);
        out.write_all(&count.to_le_bytes())?;
        out.write_all(&(width as u64).to_le_bytes())?;
        Ok(ListStartsWriter { out, width, start: 0, lens: Vec::with_capacity(LISTS) })
    }

    /// Adds a list of `len`.
    pub(crate) fn push(&mut self, len: u32) -> io::Result<()> {
        debug_assert!(len >> self.width == 0, "a list is longer than was said");
        self.lens.push(len);
        if self.lens.len() == LISTS { self.write_block() } else { Ok(()) }
    }

    fn write_block(&mut self) -> io::Result<()> {
        let mut bytes = [0u8; START_BYTES + LISTS * 2];
        let used = block_bytes(self.width);
        let (start, lens) = bytes.split_at_mut(START_BYTES);
        start.copy_from_slice(&self.start.to_le_bytes());
        for (number, &len) in self.lens.iter().enumerate() {
            let bit = number * self.width;
            let places = lens.iter_mut().skip(bit / 8).take(2);
            let parts = (len << (bit % 8)).to_le_bytes();
            places.zip(parts).for_each(|(place, part)| *place |= part);
        }
        self.start += self.lens.drain(..).sum::<u32>();
        self.out.write_all(bytes.get(..used).unwrap_or_default())
    }

    /// Writes the last lists, and returns the output.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        if !self.lens.is_empty() {
            self.write_block()?;
        }
        Ok(self.out)
    }
}

/// Returns the bits of a length that hold up to `longest`. `None` past [`MAX_LEN`].
fn width_of(longest: u32) -> Option<usize> {
    WIDTHS.into_iter().find(|&width| longest >> width == 0)
}

/// Returns the bytes of a block whose lengths have `width` bits.
fn block_bytes(width: usize) -> usize {
    START_BYTES + LISTS * width / 8
}

/// A view of where lists start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListStarts<'a> {
    blocks: &'a [u8],
    len: usize,
    width: usize,
}

impl<'a> ListStarts<'a> {
    /// Finds the parts of `bytes` in constant time.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        let (len, rest) = split_len(bytes)?;
        let (width, blocks) = split_len(rest)?;
        if !WIDTHS.contains(&width) {
            return Err(Damaged("lengths have an unknown number of bits"));
        }
        // From here on every block can be read without leaving the section.
        match len.div_ceil(LISTS).checked_mul(block_bytes(width)) == Some(blocks.len()) {
            true => Ok(ListStarts { blocks, len, width }),
            false => Err(Damaged("the length does not fit the number of lists")),
        }
    }

    /// Returns the number of lists.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Returns where a list starts, and how long it is. `None` past the last list.
    #[inline]
    pub(crate) fn get(&self, list: usize) -> Option<(u32, u32)> {
        if list >= self.len {
            return None;
        }
        let bytes = block_bytes(self.width);
        let block = self.blocks.get(list / LISTS * bytes..)?;
        let (start, lens) = block.split_first_chunk()?;
        let at = list % LISTS;
        let (before, len) = match self.width {
            4 => of_nibbles(lens.first_chunk()?, at),
            8 => of_lens(lens.first_chunk::<LISTS>()?.iter().map(|&len| u32::from(len)), at),
            _ => {
                let (pairs, _) = lens.as_chunks::<2>();
                let lens = pairs.first_chunk::<LISTS>()?.iter();
                of_lens(lens.map(|&len| u32::from(u16::from_le_bytes(len))), at)
            }
        };
        // A damaged start may be anything.
        Some((u32::from_le_bytes(*start).wrapping_add(before), len))
    }

    /// Checks that each block starts where the one before ends, and that nothing follows the last
    /// list. Returns the sum of all lengths.
    pub(crate) fn verify(&self) -> Result<u64> {
        let (mut end, mut longest) = (0u64, 0);
        for list in 0..self.len {
            let (start, len) = self.get(list).ok_or(Damaged("a list is missing"))?;
            if u64::from(start) != end {
                return Err(Damaged("a list does not start where the one before it ends"));
            }
            end += u64::from(len);
            longest = longest.max(len);
        }
        if width_of(longest) != Some(self.width) {
            return Err(Damaged("lengths have more bits than they need"));
        }
        // What no list has could differ between two files of one content.
        let of_last = self.len % LISTS * self.width;
        let unused = match of_last {
            0 => 0,
            bits => block_bytes(self.width) - START_BYTES - bits.div_ceil(8),
        };
        let (used, tail) = self.blocks.split_at(self.blocks.len().saturating_sub(unused));
        // Of two lengths in the last byte the second may be that of no list.
        let half = used.last().filter(|_| !of_last.is_multiple_of(8));
        match tail.iter().all(|&byte| byte == 0) && half.is_none_or(|byte| byte >> 4 == 0) {
            true => Ok(end),
            false => Err(Damaged("there are lengths of no list")),
        }
    }
}

/// Returns the sum of the lengths before `at`, and that at `at`, of 32 lengths of 4 bits.
#[inline]
fn of_nibbles(lens: &[u8; LISTS / 2], at: usize) -> (u32, u32) {
    const EVERY_OTHER: u64 = 0x0f0f_0f0f_0f0f_0f0f;
    const EVERY_BYTE: u64 = 0x0101_0101_0101_0101;
    let lens = u128::from_le_bytes(*lens);
    let before = lens & ((1 << (4 * at)) - 1);
    // Two lengths in each byte are added, and then the eight bytes of a half: at most 240.
    let sum = |half: u64| {
        let pairs = (half & EVERY_OTHER) + (half >> 4 & EVERY_OTHER);
        (pairs.wrapping_mul(EVERY_BYTE) >> 56) as u32
    };
    (sum(before as u64) + sum((before >> 64) as u64), (lens >> (4 * at)) as u32 & 15)
}

/// Returns the same of any lengths.
#[inline]
fn of_lens(lens: impl Iterator<Item = u32>, at: usize) -> (u32, u32) {
    // No branch on `at`, so that the lengths are added several at a time.
    lens.enumerate().fold((0, 0), |(before, len), (number, is)| {
        (before + if number < at { is } else { 0 }, len + if number == at { is } else { 0 })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encode(lens: &[u32]) -> Vec<u8> {
        let longest = lens.iter().max().copied().unwrap_or(0);
        let mut writer = ListStartsWriter::new(Vec::new(), lens.len() as u64, longest).unwrap();
        lens.iter().for_each(|&len| writer.push(len).unwrap());
        writer.finish().unwrap()
    }

    fn lens() -> impl Strategy<Value = Vec<u32>> {
        let longest =
            prop_oneof![Just(3u32), Just(15), Just(16), Just(255), Just(256), Just(MAX_LEN)];
        longest.prop_flat_map(|longest| prop::collection::vec(0..=longest, 0..140))
    }

    #[test]
    fn bytes_are_exactly_as_documented() {
        let mut lens = vec![1; 33];
        lens[1] = 15;
        let block = |start: u8, lens: [u8; 2], others: u8| {
            [vec![start, 0, 0, 0], lens.to_vec(), vec![others; 14]].concat()
        };
        let head = [33u64, 4].map(u64::to_le_bytes).concat();
        let blocks = [block(0, [0xf1, 0x11], 0x11), block(46, [1, 0], 0)].concat();
        assert_eq!(encode(&lens), [head, blocks].concat());
    }

    proptest! {
        #[test]
        fn each_list_starts_where_those_before_it_end(lens in lens()) {
            let bytes = encode(&lens);
            let starts = ListStarts::parse(&bytes).unwrap();
            prop_assert_eq!(starts.len(), lens.len());
            let mut start = 0;
            for (list, &len) in lens.iter().enumerate() {
                prop_assert_eq!(starts.get(list), Some((start, len)));
                start += len;
            }
            prop_assert_eq!(starts.get(lens.len()), None);
            prop_assert_eq!(starts.verify().unwrap(), u64::from(start));
        }

        #[test]
        fn a_changed_byte_never_panics_and_what_is_verified_goes_on_from_list_to_list(
            lens in lens(), at: prop::sample::Index, change in 1u8..,
        ) {
            let mut bytes = encode(&lens);
            let at = at.index(bytes.len());
            bytes[at] ^= change;
            let Ok(starts) = ListStarts::parse(&bytes) else { return Ok(()) };
            let all: Option<Vec<_>> = (0..starts.len().min(999)).map(|list| starts.get(list)).collect();
            if let Ok(sum) = starts.verify() {
                let ends = |&(start, len): &(u32, u32)| u64::from(start) + u64::from(len);
                let all = all.unwrap();
                prop_assert!(all.windows(2).all(|two| ends(&two[0]) == u64::from(two[1].0)));
                prop_assert_eq!(all.last().map_or(0, ends), sum);
            }
        }

        #[test]
        fn a_cut_is_damage(lens in lens(), cut: prop::sample::Index) {
            let bytes = encode(&lens);
            prop_assert!(ListStarts::parse(&bytes[..cut.index(bytes.len())]).is_err());
        }
    }
}
