//! The parts of a text that match a query.

use std::ops::Range;

/// Half-open ranges of bytes of a text, rising and apart. The first needs no memory of its own,
/// and most texts have only one.
///
/// ```
/// use mapahead::{Index, SuggestOptions};
///
/// # use mapahead::{BuildOptions, Format, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// # let records = r#"text,id,weight
/// # Berlin,berlin,3769
/// # Bern,bern,134
/// # New York,nyc,8336
/// # "#;
/// # builder.add_reader("records", Format::Csv, records.as_bytes())?;
/// # builder.finish()?;
/// # let index = Index::open(&path)?;
/// let result = index.suggest("york n", &SuggestOptions::default())?;
/// let city = &result.suggestions[0];
/// let marked: Vec<&str> = city.highlights.iter().map(|range| &city.text[range]).collect();
/// assert_eq!(marked, ["N", "York"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

impl Highlights {
    /// Puts ranges in order, and joins those that touch.
    pub(super) fn of_all(mut ranges: Vec<Range<usize>>) -> Self {
        // Typed words come in the order of the query, and the text may have them in another.
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match joined.last_mut() {
                // Two typed words may have matched neighboring letters, and two marks side by side
                // would show a gap.
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        let mut rest = joined.into_iter();
        Highlights { first: rest.next(), more: rest.collect() }
    }
}

impl From<Option<Range<usize>>> for Highlights {
    fn from(first: Option<Range<usize>>) -> Self {
        Highlights { first, more: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_rise_and_those_that_touch_are_one() {
        let highlights = Highlights::of_all(vec![7..9, 0..2, 2..3, 8..8]);
        assert_eq!(highlights.iter().collect::<Vec<_>>(), [0..3, 7..9]);
        assert_eq!(highlights.len(), 2);
        assert!(Highlights::of_all(Vec::new()).is_empty());
        assert_eq!(Highlights::from(Some(1..2)).iter().next(), Some(1..2));
    }
}
