//! How many entries or texts match: each counts once, whatever of it matched.

/// The bits of a word.
const WORD_BITS: usize = 64;

/// Counts numbers, each once, up to about as many as are asked for.
#[derive(Debug)]
pub(crate) struct Counter {
    /// A bit for each number.
    seen: Vec<u64>,
    count: usize,
    most: usize,
}

impl Counter {
    /// Starts with none of the numbers below `numbers`, to count up to `most` of them.
    pub(crate) fn new(numbers: u32, most: usize) -> Self {
        Counter { seen: vec![0; (numbers as usize).div_ceil(WORD_BITS)], count: 0, most }
    }

    /// Counts a number, unless it was counted before.
    #[inline]
    pub(crate) fn add(&mut self, number: u32) {
        // A damaged number is none, and whoever reads its entry tells.
        if let Some(word) = self.seen.get_mut(number as usize / WORD_BITS) {
            let bit = 1 << (number as usize % WORD_BITS);
            self.count += usize::from(*word & bit == 0);
            *word |= bit;
        }
    }

    /// Returns how many were counted.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// Returns how many more were asked for.
    pub(crate) fn left(&self) -> usize {
        self.most.saturating_sub(self.count)
    }

    /// Returns whether as many were counted as were asked for.
    #[inline]
    pub(crate) fn is_full(&self) -> bool {
        self.left() == 0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_number_counts_once(numbers in prop::collection::vec(0u32..300, 0..400)) {
            let mut counter = Counter::new(300, 100);
            let mut seen = BTreeSet::new();
            for number in numbers {
                counter.add(number);
                seen.insert(number);
                prop_assert_eq!(counter.count(), seen.len());
                prop_assert_eq!(counter.is_full(), seen.len() >= 100);
            }
        }
    }
}
