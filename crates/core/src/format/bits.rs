//! Bits: one for each of the numbers from 0, such as whether the text of an ordinal is a repeat.
//!
//! ```text
//! byte  size         field
//! 0     8            count    number of bits, n
//! 8     8 ⌈n / 64⌉   words    the first bit in the lowest of the first byte, zeros behind the last
//! then  4 ⌈n / 512⌉  before   how many bits are set before every eighth word
//! ```
//!
//! Integers are unsigned little-endian.

use super::{Damaged, Result, split_len, u32_at, u64_at};

const WORD_BITS: usize = 64;
/// So many words have one count. A count takes a sixteenth of a bit for each bit, and at most seven
/// words are added to it.
const WORDS_A_COUNT: usize = 8;

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
            out.extend(before.to_le_bytes());
            before += words.iter().map(|word| word.count_ones()).sum::<u32>();
        }
        out
    }
}

/// A view of bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bits<'a> {
    len: usize,
    words: &'a [u8],
    before: &'a [u8],
}

impl<'a> Bits<'a> {
    /// Finds the parts of `bytes` in constant time.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        let (len, rest) = split_len(bytes)?;
        let words = len.div_ceil(WORD_BITS);
        let size = words.checked_mul(8).ok_or(Damaged("a length is absurd"))?;
        let (words_bytes, before) =
            rest.split_at_checked(size).ok_or(Damaged("no room for the bits"))?;
        match before.len() == words.div_ceil(WORDS_A_COUNT) * 4 {
            true => Ok(Bits { len, words: words_bytes, before }),
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

    /// Returns how many bits below `number` are set, or `None` past the end.
    ///
    /// Takes constant time.
    #[inline]
    pub(crate) fn count_below(&self, number: usize) -> Option<u32> {
        if number > self.len {
            return None;
        }
        let word = number / WORD_BITS;
        let first = word - word % WORDS_A_COUNT;
        // At the very end there may be no count of its own: then the last one is counted on from.
        let (first, before) = match u32_at(self.before, first / WORDS_A_COUNT * 4) {
            Some(before) => (first, before),
            None if first == 0 => return Some(0),
            None => {
                let first = first - WORDS_A_COUNT;
                (first, u32_at(self.before, first / WORDS_A_COUNT * 4)?)
            }
        };
        let mut count = before;
        for word in first..word {
            count = count.checked_add(u64_at(self.words, word * 8)?.count_ones())?;
        }
        let below = (1u64 << (number % WORD_BITS)) - 1;
        match below {
            // The number starts a word, which may be one past the last.
            0 => Some(count),
            _ => count.checked_add((u64_at(self.words, word * 8)? & below).count_ones()),
        }
    }

    /// Returns how many bits are set.
    pub(crate) fn ones(&self) -> Result<usize> {
        let ones = self.count_below(self.len).ok_or(Damaged("a count is missing"))?;
        Ok(ones as usize)
    }

    /// Checks the counts, and that no bit behind the last is set.
    pub(crate) fn verify(&self) -> Result<()> {
        let (words, _) = self.words.as_chunks::<8>();
        let mut count = 0u32;
        for (number, word) in words.iter().enumerate() {
            if number % WORDS_A_COUNT == 0
                && u32_at(self.before, number / WORDS_A_COUNT * 4) != Some(count)
            {
                return Err(Damaged("a count of bits is wrong"));
            }
            count = count.wrapping_add(u64::from_le_bytes(*word).count_ones());
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
        let expected = [10, 0, 0, 0, 0, 0, 0, 0, 0b1001, 0b10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(encode(&bits), expected);
        assert_eq!(encode(&[]), [0; 8]);
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
                prop_assert_eq!(view.count_below(number), Some(count));
                prop_assert_eq!(view.has(number), bit);
                let unset = bits.iter().skip(number).position(|bit| !bit);
                let expected = unset.map_or(bits.len(), |unset| number + unset);
                prop_assert_eq!(view.next_unset(number), expected);
                count += u32::from(bit);
            }
            prop_assert_eq!(view.ones(), Ok(count as usize));
            prop_assert_eq!(view.count_below(bits.len() + 1), None);
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
