//! Verifying lists of terms by key: what each key should lead to is there, and nothing else is.

use super::walk::walk;
use crate::error::Result;
use crate::format::dictionary::Dictionary;
use crate::index::column::Column;

/// A dictionary, the terms that it leads to, and which of them some word led to. A bit for each of
/// the terms stays in memory.
pub(super) struct TermLists<'v, 'a> {
    pub(super) dictionary: &'v Column<'a, Dictionary<'a>>,
    pub(super) terms: &'v Column<'a>,
    end: u32,
    /// A bit for each of the terms.
    bits: Vec<u64>,
}

impl<'v, 'a> TermLists<'v, 'a> {
    /// Checks the two by themselves: the terms of a key rise.
    pub(super) fn new(
        dictionary: &'v Column<'a, Dictionary<'a>>,
        terms: &'v Column<'a>,
    ) -> Result<Self> {
        terms.verify()?;
        let too_many = |_| dictionary.corrupt("there are too many terms");
        let end = u32::try_from(terms.len()).map_err(too_many)?;
        // First the dictionary by itself, since the look-ups below take its ranges as sound.
        walk(dictionary, end, |_, range| {
            let mut before = None;
            for position in range {
                let term = terms.find(position as usize);
                terms.ensure(term > before, "the terms of a key do not rise")?;
                before = term;
            }
            Ok(())
        })?;
        let bits = vec![0; terms.len().div_ceil(64)];
        Ok(TermLists { dictionary, terms, end, bits })
    }

    /// Finds `term` among those of `key`.
    pub(super) fn see(&mut self, key: &[u8], term: u32) -> Result<()> {
        let (section, terms) = (self.dictionary, self.terms);
        let dictionary = section.view();
        let place = section.blame(dictionary.walk(dictionary.root(self.end), key))?;
        // A term that its key does not lead to would never match by it.
        let Some(place) = place else {
            return Err(section.corrupt("a key that a term has is missing"));
        };
        let whole_end = section.blame(dictionary.whole_end(place))?;
        // The terms of the key rise, so the term is found by halves.
        let (mut low, mut high) = (place.first, whole_end);
        while low < high {
            let middle = low + (high - low) / 2;
            match terms.find(middle as usize) < Some(term) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        let found = low < whole_end && terms.find(low as usize) == Some(term);
        terms.ensure(found, "a term is missing from those of its key")?;
        if let Some(bits) = self.bits.get_mut(low as usize / 64) {
            *bits |= 1 << (low % 64);
        }
        Ok(())
    }

    /// Checks that every term was found.
    pub(super) fn ensure_all_seen(&self) -> Result<()> {
        let has = |position: u32| {
            let bits = self.bits.get(position as usize / 64);
            bits.is_some_and(|bits| bits >> (position % 64) & 1 == 1)
        };
        self.terms.ensure((0..self.end).all(has), "a key has a term that no text gives it")
    }
}
