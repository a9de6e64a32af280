//! The parts of a text that match a query.

use std::ops::Range;

/// Half-open ranges of bytes of a text, rising and apart. The first needs no memory of its own,
/// and most texts have only one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Highlights {
    first: Option<Range<usize>>,
    more: Vec<Range<usize>>,
}

impl Highlights {
    /// Returns the ranges, the first one first.
    pub fn iter(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.first.iter().chain(&self.more).cloned()
    }

    /// Returns the number of ranges.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.more.len()
    }

    /// Returns whether nothing is highlighted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first.is_none()
    }
}

impl From<Option<Range<usize>>> for Highlights {
    fn from(first: Option<Range<usize>>) -> Self {
        Highlights { first, more: Vec::new() }
    }
}
