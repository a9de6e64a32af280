//! What a typed word may have been meant as: the terms, and what that costs.

use std::ops::Range;

use super::typed_letters::TypedLetters;
use super::walk::ground::Ground;
use super::walk::word_walk::walk;
use crate::error::Result;
use crate::format::dictionary::Place;
use crate::index::Words;

/// One way to spell a typed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// Where the letters are in the text of all spellings.
    text: Range<u32>,
    /// The terms that start with them, or the one that is them.
    pub(crate) terms: Range<u32>,
    /// The typo cost, in units.
    pub(crate) cost: u8,
}

/// All ways to spell a typed word.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    text: Vec<u8>,
    /// As a whole term, each term once.
    pub(crate) closed: Vec<Spelling>,
    /// As the start of terms. One that is inside another costs less. They come in the order of the
    /// terms.
    pub(crate) open: Vec<Spelling>,
}

impl Spellings {
    /// Returns the letters of a spelling.
    pub(crate) fn letters(&self, spelling: &Spelling) -> &[u8] {
        self.text.get(spelling.text.start as usize..spelling.text.end as usize).unwrap_or_default()
    }

    fn add_text(&mut self, letters: &[u8]) -> Range<u32> {
        let start = self.text.len();
        self.text.extend(letters);
        start as u32..self.text.len() as u32
    }

    fn add_letters(&mut self, letters: &[char]) -> Range<u32> {
        let start = self.text.len();
        for letter in letters {
            self.text.extend(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
        start as u32..self.text.len() as u32
    }

    /// Returns the spellings of `word` without slips.
    pub(crate) fn exact(words: &Words<'_>, root: Place, word: &str) -> Result<Self> {
        let mut spellings = Spellings::default();
        let dictionary = words.terms();
        let corrupt = |damaged| words.corrupt(damaged);
        let Some(place) = dictionary.walk(root, word.as_bytes()).map_err(corrupt)? else {
            return Ok(spellings);
        };
        let text = spellings.add_text(word.as_bytes());
        // A key comes before all that it is a prefix of, so its number is the first of the place.
        if dictionary.is_key(place).map_err(corrupt)? {
            let terms = place.first..place.first + 1;
            spellings.closed.push(Spelling { text: text.clone(), terms, cost: 0 });
        }
        spellings.open.push(Spelling { text, terms: place.first..place.end, cost: 0 });
        Ok(spellings)
    }

    /// Returns the spellings of `typed` within its budget. `ground` is the terms that count.
    pub(crate) fn with_slips(
        words: &Words<'_>,
        ground: Ground<'_>,
        typed: &TypedLetters<'_>,
    ) -> Result<Self> {
        let mut spellings = Spellings::default();
        // Where the terms of the spellings end that the place is inside of, and what they cost.
        let mut inside: Vec<(u32, u8)> = Vec::new();
        let walked = walk(ground, typed, |mut found| {
            let place = found.place;
            // The walk goes in the order of the terms, so spans that ended before this place are
            // done.
            while inside.last().is_some_and(|&(end, _)| end <= place.first) {
                inside.pop();
            }
            // Inside a span that costs no more, a prefix says nothing new.
            let is_new = |cost| inside.last().is_none_or(|&(_, outer)| cost < outer);
            if !found.is_key && !is_new(found.least) {
                return Ok(());
            }
            let Some(cost) = found.cost() else { return Ok(()) };
            let is_new = is_new(cost);
            if !found.is_key && !is_new {
                return Ok(());
            }
            // One copy of the letters serves the term and its span.
            let text = spellings.add_letters(found.letters());
            if found.is_key {
                let (text, terms) = (text.clone(), place.first..place.first + 1);
                spellings.closed.push(Spelling { text, terms, cost });
            }
            if is_new {
                // A word that was left out begins all terms that count.
                let terms = place.first.max(ground.from)..place.end;
                spellings.open.push(Spelling { text, terms, cost });
                inside.push((place.end, cost));
            }
            Ok(())
        });
        walked.map_err(|damaged| words.corrupt(damaged))?;
        Ok(spellings)
    }
}
