//! The bytes of a fuzzer as a row of choices.

/// Bytes that are taken one after the other. After the last they are all 0, so that the beginning
/// of an input always means the same.
pub struct Bytes<'a>(pub &'a [u8]);

impl Bytes<'_> {
    /// Takes a byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// Whether all bytes are taken.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes a number below `end`, which is 1 to 256.
    pub fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end
    }

    /// Takes a choice that one of `count` bytes makes.
    pub fn one_in(&mut self, count: usize) -> bool {
        // Not 0, so that what comes of no bytes is plain.
        self.below(count) == count - 1
    }

    /// Takes one of `values`, which are 1 to 256.
    pub fn pick<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())].clone()
    }

    /// Takes up to `most - 1` values.
    pub fn several<T>(&mut self, most: usize, mut take: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most)).map(|_| take(self)).collect()
    }
}
