//! Bitmaps: of some of the lists, such as those of the common values of contexts, which of the
//! numbers from 0 each has.
//!
//! ```text
//! byte  size         field
//! 0     8            count    number of bitmaps, c
//! 8     8 c          lists    the number of the list that each is of, rising
//! then  8 c ⌈n / 64⌉ bitmaps  one after the other: the bit of 0 in the lowest of the first byte,
//!                             zeros behind that of n − 1
//! ```
//!
//! Integers are unsigned little-endian. A list has one if it has at least a 32nd of the n numbers.

use super::{Damaged, Result, split_len};

/// The bits of a word.
pub(crate) const WORD_BITS: usize = 64;
/// The bytes of a word.
const WORD_BYTES: usize = 8;
/// A list with such a part of all numbers has a bitmap.
const COMMON_PART: usize = 32;

/// Returns whether a list of `len` of `all` numbers has a bitmap.
pub(crate) fn is_common(len: usize, all: usize) -> bool {
    len.saturating_mul(COMMON_PART) >= all
}

/// Returns the bytes before the bitmaps of `lists`.
pub(crate) fn header(lists: &[u32]) -> Vec<u8> {
    let numbers = lists.iter().map(|&list| u64::from(list));
    let numbers = std::iter::once(lists.len() as u64).chain(numbers);
    numbers.flat_map(u64::to_le_bytes).collect()
}

/// Makes the bitmap of one list after the other, if it is to have one.
#[derive(Debug)]
pub(crate) struct BitmapWriter {
    all: usize,
    /// Of a list, until so many have come that it has a bitmap.
    first: Vec<u32>,
    words: Vec<u64>,
}

impl BitmapWriter {
    /// Starts with an empty list of some of `all` numbers. In memory stand a quarter of a byte for
    /// each of them.
    pub(crate) fn new(all: usize) -> Self {
        BitmapWriter { all, first: Vec::new(), words: Vec::new() }
    }

    /// Adds a number to the list.
    pub(crate) fn push(&mut self, number: u32) {
        if !self.words.is_empty() {
            return self.set(number);
        }
        self.first.push(number);
        // Most lists are short, and no bitmap is cleared for each of them.
        if is_common(self.first.len(), self.all) {
            self.words = vec![0; self.all.div_ceil(WORD_BITS)];
            for number in std::mem::take(&mut self.first) {
                self.set(number);
            }
        }
    }

    fn set(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / WORD_BITS) {
            *word |= 1 << (number as usize % WORD_BITS);
        }
    }

    /// Ends the list, and returns its bitmap if it has one.
    pub(crate) fn take(&mut self) -> Option<Vec<u8>> {
        self.first.clear();
        let words = std::mem::take(&mut self.words);
        (!words.is_empty()).then(|| words.into_iter().flat_map(u64::to_le_bytes).collect())
    }
}

/// A view of bitmaps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bitmaps<'a> {
    lists: &'a [[u8; WORD_BYTES]],
    bitmaps: &'a [[u8; WORD_BYTES]],
    words: usize,
}

/// A view of one of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bitmap<'a> {
    words: &'a [[u8; WORD_BYTES]],
}

impl<'a> Bitmaps<'a> {
    /// Finds the bitmaps of some of `all` numbers in constant time.
    pub(crate) fn parse(bytes: &'a [u8], all: usize) -> Result<Self> {
        let (count, rest) = split_len(bytes)?;
        let (numbers, odd) = rest.as_chunks();
        let words = all.div_ceil(WORD_BITS);
        let (lists, bitmaps) =
            numbers.split_at_checked(count).ok_or(Damaged("no room for the lists of bitmaps"))?;
        // From here on the words of each bitmap can be taken without a look at its end.
        match odd.is_empty() && Some(bitmaps.len()) == words.checked_mul(count) {
            true => Ok(Bitmaps { lists, bitmaps, words }),
            false => Err(Damaged("the length does not fit the number of bitmaps")),
        }
    }

    /// Returns the numbers of the lists that have a bitmap.
    pub(crate) fn lists(&self) -> impl Iterator<Item = u64> + use<'a> {
        self.lists.iter().map(|list| u64::from_le_bytes(*list))
    }

    /// Returns the bitmap of a list, if it has one.
    ///
    /// Takes O(log n) time for n bitmaps.
    pub(crate) fn find(&self, list: u32) -> Option<Bitmap<'a>> {
        let number_of = |bytes: &[u8; WORD_BYTES]| u64::from_le_bytes(*bytes);
        let at = self.lists.binary_search_by_key(&u64::from(list), number_of).ok()?;
        let start = at * self.words;
        Some(Bitmap { words: self.bitmaps.get(start..start + self.words)? })
    }
}

impl<'a> Bitmap<'a> {
    /// Returns whether it has `number`.
    pub(crate) fn has(&self, number: u32) -> bool {
        let word = self.words.get(number as usize / WORD_BITS);
        let bit = number as usize % WORD_BITS;
        word.is_some_and(|word| u64::from_le_bytes(*word) >> bit & 1 == 1)
    }

    /// Returns how many numbers it has.
    pub(crate) fn ones(&self) -> usize {
        self.words.iter().map(|word| u64::from_le_bytes(*word).count_ones() as usize).sum()
    }

    /// Returns up to `count` words from `first` on.
    #[inline]
    pub(crate) fn words(&self, first: usize, count: usize) -> impl Iterator<Item = u64> + use<'a> {
        let end = first.saturating_add(count).min(self.words.len());
        let words = self.words.get(first..end).unwrap_or_default();
        words.iter().map(|word| u64::from_le_bytes(*word))
    }

    /// Returns the number of words.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the bytes of the bitmaps of those of `lists` that have one.
    fn encode(lists: &[Vec<u32>], all: usize) -> Vec<u8> {
        let (mut writer, mut common, mut bitmaps) = (BitmapWriter::new(all), vec![], vec![]);
        for (number, list) in (0..).zip(lists) {
            list.iter().for_each(|&number| writer.push(number));
            if let Some(bitmap) = writer.take() {
                common.push(number);
                bitmaps.extend(bitmap);
            }
        }
        [header(&common), bitmaps].concat()
    }

    #[test]
    fn bytes_are_exactly_as_documented() {
        // Of 66 numbers three are a 32nd, and two are not.
        let lists = [vec![], vec![65, 1, 0], vec![64, 3], vec![2, 4, 64]];
        let numbers = [2u64, 1, 3].map(u64::to_le_bytes).concat();
        let words = [0b11u64, 0b10, 0b1_0100, 0b1].map(u64::to_le_bytes).concat();
        assert_eq!(encode(&lists, 66), [numbers, words].concat());
    }

    proptest! {
        #[test]
        fn a_bitmap_has_the_numbers_of_its_list_and_no_others(
            lists in prop::collection::vec(prop::collection::btree_set(0u32..200, 0..20), 0..9),
        ) {
            let lists: Vec<Vec<u32>> =
                lists.into_iter().map(|list| list.into_iter().collect()).collect();
            let bytes = encode(&lists, 200);
            let bitmaps = Bitmaps::parse(&bytes, 200).unwrap();
            for (number, list) in (0..).zip(&lists) {
                let bitmap = bitmaps.find(number);
                prop_assert_eq!(bitmap.is_some(), is_common(list.len(), 200));
                let Some(bitmap) = bitmap else { continue };
                prop_assert_eq!(bitmap.ones(), list.len());
                prop_assert!((0..260).all(|number| bitmap.has(number) == list.contains(&number)));
                let words: Vec<u64> = bitmap.words(1, 9).collect();
                prop_assert_eq!(words.len(), bitmap.len() - 1);
                prop_assert_eq!(words[0] & 1 == 1, list.contains(&64));
            }
            let common = (0..).zip(&lists).filter(|(_, list)| is_common(list.len(), 200));
            prop_assert!(bitmaps.lists().eq(common.map(|(number, _)| number)));
        }

        #[test]
        fn a_cut_never_panics_and_is_damage(cut in 0usize..64) {
            let bytes = encode(&[vec![0, 1, 2], vec![3, 4, 5, 6]], 100);
            let cut = cut.min(bytes.len() - 1);
            prop_assert!(Bitmaps::parse(&bytes[..cut], 100).is_err());
            prop_assert!(Bitmaps::parse(&bytes, 30).is_err());
        }
    }
}
