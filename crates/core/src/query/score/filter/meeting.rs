//! The forms on which several conditions of a request meet, where these are few: each condition is
//! met by many, so nothing but the bitmaps of its values tells that soon.

use crate::error::Result;
use crate::format::bitmaps::{Bitmap, WORD_BITS};
use crate::index::ContextLists;
use crate::query::work_budget::WorkBudget;

/// So many words are combined at a time: enough that a loop over them takes most of the time.
const WORDS_AT_ONCE: usize = 64;
/// So many words of bitmaps, which lie in a row, are a step.
const WORDS_A_STEP: usize = 128;

/// Conditions whose values have bitmaps.
#[derive(Debug, Default)]
pub(super) struct Meeting<'a> {
    /// By condition, the values of which a form must have one.
    required: Vec<Vec<Bitmap<'a>>>,
    /// The values of which it may have none.
    without: Vec<Bitmap<'a>>,
}

impl<'a> Meeting<'a> {
    /// Takes those conditions all of whose values have bitmaps. Leaving one out lets more forms
    /// through, and whoever looks at them checks them all.
    pub(super) fn new(contexts: &ContextLists<'a>, required: &[Vec<u32>], without: &[u32]) -> Self {
        let all_of =
            |values: &Vec<u32>| values.iter().map(|&value| contexts.bitmap(value)).collect();
        Meeting {
            required: required.iter().filter_map(all_of).collect(),
            without: without.iter().filter_map(|&value| contexts.bitmap(value)).collect(),
        }
    }

    /// Returns whether it says more than the list of one value.
    pub(super) fn is_of_several(&self) -> bool {
        !self.required.is_empty() && self.required.len() + self.without.len() > 1
    }

    /// Returns the ranks of the forms that all let through, rising. `None` if they are more than
    /// `most`, which takes as long as it takes to find so many, or if it takes too many steps to
    /// find out.
    pub(super) fn ranks(
        &self,
        contexts: &ContextLists<'a>,
        most: usize,
        work: &WorkBudget,
    ) -> Result<Option<Vec<u32>>> {
        let bitmaps = || self.required.iter().flatten().chain(&self.without);
        let len = bitmaps().map(Bitmap::len).max().unwrap_or(0);
        let count = bitmaps().count();
        // Without it each form that a search comes upon is checked, and nothing is lost.
        if !work.affords_listing(count * len / WORDS_A_STEP) {
            return Ok(None);
        }
        let mut ranks = Vec::new();
        for first in (0..len).step_by(WORDS_AT_ONCE) {
            work.charge((count * WORDS_AT_ONCE / WORDS_A_STEP) as u32);
            let met = self.combine(first).into_iter().enumerate();
            for rank in met.flat_map(|(number, bits)| ranks_of(first + number, bits)) {
                if ranks.len() == most {
                    return Ok(None);
                }
                ranks.push(rank);
            }
        }
        // They rise, so a damaged one that no form has shows in the last.
        ranks.last().map_or(Ok(()), |&last| contexts.check_rank_of_bitmap(last))?;
        Ok(Some(ranks))
    }

    /// Returns the words from `first` on of the forms that all let through.
    fn combine(&self, first: usize) -> [u64; WORDS_AT_ONCE] {
        let mut met = [u64::MAX; WORDS_AT_ONCE];
        for values in &self.required {
            let mut any = [0; WORDS_AT_ONCE];
            for bitmap in values {
                // Past the end there are no forms, and no bits.
                let words = any.iter_mut().zip(bitmap.words(first, WORDS_AT_ONCE));
                words.for_each(|(any, word)| *any |= word);
            }
            met.iter_mut().zip(any).for_each(|(met, any)| *met &= any);
        }
        for bitmap in &self.without {
            let words = met.iter_mut().zip(bitmap.words(first, WORDS_AT_ONCE));
            words.for_each(|(met, word)| *met &= !word);
        }
        met
    }
}

/// Returns the ranks of the bits that are set in the word of this number, rising.
fn ranks_of(number: usize, mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some((number * WORD_BITS + bit) as u32) // there are fewer bits than 2^32, but for damage
    })
}
