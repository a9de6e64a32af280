//! Bits: one for each of the numbers from 0, such as whether the text of an ordinal is a repeat.
//!
//! ```text
//! byte  size         field
//! 0     8            count    number of bits, n
//! 8     8 ⌈n / 64⌉   words    the first bit in the lowest of the first byte, zeros behind the last
//! then  8 ⌈n / 256⌉  counts   one for every four words:
//!                      0  4   before   how many bits are set before the first of them
//!                      4  4   inside   how many are set from there to before each of the four
//! ```
//!
//! Integers are unsigned little-endian.

use super::{Damaged, Result, split_len, u64_at};

const WORD_BITS: usize = 64;
/// So many words have one count, which takes a quarter of a bit for each bit. So the set bits below
/// a number are a count and what one word adds, without a loop: each form that is weighed is found
/// like that.
const WORDS_A_COUNT: usize = 4;
const COUNT_BYTES: usize = 8;

/// Collects bits.
#[derive(Debug, Default)]
pub(crate) struct BitsWriter {
    words: Vec<u64>,
    count: usize,
}

impl BitsWriter {
    /// Starts with `count` bits that are not set.
    pub(crate) fn unset(count: usize) -> Self {
        BitsWriter { words: vec![0; count.div_ceil(WORD_BITS)], count }
    }

    /// Sets the bit `number`, which is one of them.
    pub(crate) fn set(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / WORD_BITS) {
            *word |= 1 << (number % WORD_BITS);
        }
    }

    /// Returns the encoded bits.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut out = (self.count as u64).to_le_bytes().to_vec();
        out.extend(self.words.iter().flat_map(|word| word.to_le_bytes()));
        let mut before = 0u32;
        for words in self.words.chunks(WORDS_A_COUNT) {
            let (count, ones) = count_of(before, words.iter().copied());
            out.extend(count.to_le_bytes());
            before += ones;
        }
        out
    }
}

/// Returns the count of some words with `before` bits before them, and how many bits they have.
fn count_of(before: u32, words: impl Iterator<Item = u64>) -> (u64, u32) {
    let (mut count, mut ones) = (u64::from(before), 0);
    for (number, word) in words.enumerate() {
        // Up to 192, before the last of four words.
        count |= u64::from(ones) << (32 + 8 * number);
        ones += word.count_ones();
    }
    (count, ones)
}

/// A view of bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bits<'a> {
    len: usize,
    words: &'a [u8],
    counts: &'a [u8],
}

impl<'a> Bits<'a> {
    /// Finds the parts of `bytes` in constant time.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        let (len, rest) = split_len(bytes)?;
        let words = len.div_ceil(WORD_BITS);
        let size = words.checked_mul(8).ok_or(Damaged("a length is absurd"))?;
        let (words_bytes, counts) =
            rest.split_at_checked(size).ok_or(Damaged("no room for the bits"))?;
        match counts.len() == words.div_ceil(WORDS_A_COUNT) * COUNT_BYTES {
            true => Ok(Bits { len, words: words_bytes, counts }),
            false => Err(Damaged("the counts do not fit the bits")),
        }
    }

    /// Returns the number of bits.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Returns whether the bit `number` is set. Past the end none is.
    #[inline]
    pub(crate) fn has(&self, number: usize) -> bool {
        // A division by a power of two is a shift, and eight bits are a byte of any word.
        self.words.get(number / 8).is_some_and(|byte| byte >> (number % 8) & 1 == 1)
    }

    /// Returns the first number from `number` on whose bit is not set.
    ///
    /// Takes time in the bits between, 64 at a time.
    pub(crate) fn next_unset(&self, number: usize) -> usize {
        let mut word = number / WORD_BITS;
        // Those below the number count as set.
        let mut below = (1u64 << (number % WORD_BITS)) - 1;
        loop {
            // Past the end none is set.
            let Some(bits) = u64_at(self.words, word.saturating_mul(8)) else {
                return number.max(word.saturating_mul(WORD_BITS));
            };
            let set = (bits | below).trailing_ones() as usize;
            if set < WORD_BITS {
                return word * WORD_BITS + set;
            }
            below = 0;
            word += 1;
        }
    }

    /// Returns whether the bit `number` is set, and how many below it are; `None` past the end.
    ///
    /// Takes constant time.
    #[inline]
    pub(crate) fn get(&self, number: usize) -> Option<(bool, u32)> {
        if number >= self.len {
            return None;
        }
        let word = number / WORD_BITS;
        let count = u64_at(self.counts, word / WORDS_A_COUNT * COUNT_BYTES)?;
        let inside = (count >> (32 + 8 * (word % WORDS_A_COUNT))) & 0xff;
        let bits = u64_at(self.words, word * 8)?;
        let bit = 1 << (number % WORD_BITS);
        // Damaged counts may overflow, and lead to a number that is checked where it is used.
        let below = (count as u32)
            .wrapping_add(inside as u32)
            .wrapping_add((bits & (bit - 1)).count_ones());
        Some((bits & bit != 0, below))
    }

    /// Returns how many bits are set.
    pub(crate) fn ones(&self) -> Result<usize> {
        let Some(last) = self.len.checked_sub(1) else { return Ok(0) };
        let (is_set, below) = self.get(last).ok_or(Damaged("a count is missing"))?;
        Ok(below as usize + usize::from(is_set))
    }

    /// Checks the counts, and that no bit behind the last is set.
    pub(crate) fn verify(&self) -> Result<()> {
        let (words, _) = self.words.as_chunks::<8>();
        let mut before = 0u32;
        for (number, words) in words.chunks(WORDS_A_COUNT).enumerate() {
            let words = words.iter().map(|&word| u64::from_le_bytes(word));
            let (count, ones) = count_of(before, words);
            if u64_at(self.counts, number * COUNT_BYTES) != Some(count) {
                return Err(Damaged("a count of bits is wrong"));
            }
            before = before.wrapping_add(ones);
        }
        let behind = self.len..words.len() * WORD_BITS;
        match behind.into_iter().any(|number| self.has(number)) {
            true => Err(Damaged("a bit behind the last is set")),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encode(bits: &[bool]) -> Vec<u8> {
        let mut writer = BitsWriter::unset(bits.len());
        bits.iter().zip(0..).filter(|(bit, _)| **bit).for_each(|(_, number)| writer.set(number));
        writer.finish()
    }

    #[test]
    fn bytes_are_exactly_as_documented() {
        let bits = [true, false, false, true, false, false, false, false, false, true];
        let words = [10, 0, 0, 0, 0, 0, 0, 0, 0b1001, 0b10, 0, 0, 0, 0, 0, 0];
        assert_eq!(encode(&bits), [words.as_slice(), &[0; 8]].concat());
        assert_eq!(encode(&[]), [0; 8]);
        let three_words = encode(&[true; 130]);
        assert!(three_words.ends_with(&[0, 0, 0, 0, 0, 64, 128, 0]));
        let five_words = encode(&[true; 257]);
        assert!(five_words.ends_with(&[0, 0, 0, 0, 0, 64, 128, 192, 0, 1, 0, 0, 0, 0, 0, 0]));
    }

    proptest! {
        #[test]
        fn every_bit_and_every_count_is_that_of_the_list(
            bits in prop::collection::vec(any::<bool>(), 0..1700),
        ) {
            let bytes = encode(&bits);
            let view = Bits::parse(&bytes).unwrap();
            view.verify().unwrap();
            prop_assert_eq!(view.len(), bits.len());
            let mut count = 0;
            for (number, &bit) in bits.iter().enumerate() {
                prop_assert_eq!(view.get(number), Some((bit, count)));
                prop_assert_eq!(view.has(number), bit);
                let unset = bits.iter().skip(number).position(|bit| !bit);
                let expected = unset.map_or(bits.len(), |unset| number + unset);
                prop_assert_eq!(view.next_unset(number), expected);
                count += u32::from(bit);
            }
            prop_assert_eq!(view.ones(), Ok(count as usize));
            prop_assert_eq!(view.get(bits.len()), None);
            prop_assert!(!view.has(bits.len() + 64));
        }

        #[test]
        fn a_change_never_panics_and_shows_in_the_bits_or_in_verify(
            bits in prop::collection::vec(any::<bool>(), 1..1200),
            at in any::<prop::sample::Index>(), flip in 1u8..,
        ) {
            let mut bytes = encode(&bits);
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            let Ok(view) = Bits::parse(&bytes) else { return Ok(()) };
            let same = view.len() == bits.len()
                && bits.iter().enumerate().all(|(number, &bit)| view.has(number) == bit);
            prop_assert!(!same || view.verify().is_err());
        }
    }
}
