//! The words of the forms, to find and to check them: terms, postings, and the terms of each form.

use std::ops::Range;

use super::View;
use crate::error::{Error, Result};
use crate::format::dictionary::{Dictionary, Place};
use crate::format::header::SectionId;
use crate::format::minima::{FAN_OUT, Minima};
use crate::format::packed::Packed;
use crate::format::{Damaged, TRANSLITERATED};

/// No form has more words: its characters are fewer, each with all that it becomes.
const MAX_FORM_TERMS: u32 = 1 << 16;

/// The sections about words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a> {
    view: View<'a>,
    terms: Dictionary<'a>,
    term_count: u32,
    posting_starts: Packed<'a>,
    postings: Packed<'a>,
    minima: Minima<'a>,
    form_starts: Packed<'a>,
    form_terms: Packed<'a>,
}

impl<'a> View<'a> {
    /// Returns the sections about words; `None` for an index of kind `literal`.
    pub(crate) fn words(&self) -> Result<Option<Words<'a>>> {
        let Some(terms) = self.optional(SectionId::Terms, Dictionary::parse)? else {
            return Ok(None);
        };
        let too_many = || self.corrupt(SectionId::Terms, "there are more terms than numbers");
        let term_count = u32::try_from(terms.keys()).map_err(|_| too_many())?;
        Ok(Some(Words {
            view: *self,
            terms,
            term_count,
            posting_starts: self.parse(SectionId::PostingStarts, Packed::parse)?,
            postings: self.parse(SectionId::Postings, Packed::parse)?,
            minima: self
                .parse(SectionId::TermMinima, |bytes| Minima::parse(bytes, term_count as usize))?,
            form_starts: self.parse(SectionId::FormStarts, Packed::parse)?,
            form_terms: self.parse(SectionId::FormTerms, Packed::parse)?,
        }))
    }
}

impl<'a> Words<'a> {
    /// Returns the term dictionary.
    pub(crate) fn terms(&self) -> &Dictionary<'a> {
        &self.terms
    }

    /// Returns the number of terms.
    pub(crate) fn term_count(&self) -> u32 {
        self.term_count
    }

    /// Returns the place of all terms, or of those of the transliterated forms: `None` if there are none.
    pub(crate) fn root(&self, transliterated: bool) -> Result<Option<Place>> {
        let root = self.terms.root(self.term_count);
        match transliterated {
            false => Ok(Some(root)),
            true => self.terms.step(root, TRANSLITERATED).map_err(|damaged| self.corrupt(damaged)),
        }
    }

    /// Returns the error for damage in the term dictionary.
    pub(crate) fn corrupt(&self, Damaged(reason): Damaged) -> Error {
        self.view.corrupt(SectionId::Terms, reason)
    }

    /// Returns where the postings of neighboring terms are.
    pub(crate) fn postings_of(&self, terms: Range<u32>) -> Result<Range<usize>> {
        let start = self.posting_starts.get(terms.start as usize);
        let end = self.posting_starts.get(terms.end as usize);
        match (start, end) {
            (Some(start), Some(end)) if start <= end => Ok(start as usize..end as usize),
            _ => Err(self.view.corrupt(SectionId::PostingStarts, "postings end before they start")),
        }
    }

    /// Returns the ranks, all of them packed.
    pub(crate) fn postings(&self) -> Packed<'a> {
        self.postings
    }

    /// Returns the tree of least ranks over the first postings of the terms.
    pub(crate) fn minima(&self) -> Minima<'a> {
        self.minima
    }

    /// Returns the rank at a place among the postings.
    #[inline]
    pub(crate) fn posting(&self, position: usize) -> Result<u32> {
        self.postings.get(position).ok_or_else(|| self.missing_posting())
    }

    /// Returns the best rank of a term.
    #[inline]
    pub(crate) fn first_posting(&self, term: u32) -> Result<u32> {
        let start = self.posting_starts.get(term as usize).ok_or_else(|| self.missing_posting())?;
        self.posting(start as usize)
    }

    /// Returns the best rank of the forms with one of neighboring terms; `None` if there are no terms.
    ///
    /// Takes O(log n) time for n terms.
    pub(crate) fn best_rank(&self, terms: Range<u32>) -> Result<Option<u32>> {
        let (mut start, mut end) = (terms.start as usize, terms.end as usize);
        let mut best: Option<u32> = None;
        let mut take = |rank: u32| best = Some(best.map_or(rank, |best| best.min(rank)));
        let mut level = 0;
        while start < end {
            let is_top = level == self.minima.levels();
            let inner = (start.next_multiple_of(FAN_OUT), end - end % FAN_OUT);
            let (edge, covered) = match !is_top && inner.0 < inner.1 {
                true => inner,
                false => (end, end),
            };
            for number in (start..edge).chain(covered..end) {
                take(match level {
                    0 => self.first_posting(number as u32)?,
                    _ => {
                        let rank = self.minima.get(level, number);
                        rank.ok_or_else(|| self.missing_posting())?
                    }
                });
            }
            (start, end) = (edge / FAN_OUT, covered / FAN_OUT);
            level += 1;
        }
        Ok(best)
    }

    pub(crate) fn missing_posting(&self) -> Error {
        self.view.corrupt(SectionId::Postings, "a posting is missing")
    }

    /// Writes the terms of the form of `rank` to `terms`, in the order of its words.
    #[inline]
    pub(crate) fn terms_of(&self, rank: u32, terms: &mut Vec<u32>) -> Result<()> {
        terms.clear();
        let missing = || self.view.corrupt(SectionId::FormTerms, "the terms of a form are missing");
        let start = self.form_starts.get(rank as usize).ok_or_else(missing)?;
        let end = self.form_starts.get(rank as usize + 1).ok_or_else(missing)?;
        if end.saturating_sub(start) > MAX_FORM_TERMS {
            return Err(missing());
        }
        self.form_terms
            .for_each(start as usize..end as usize, |_, term| terms.push(term))
            .ok_or_else(missing)
    }

    /// Returns where the postings of each term start.
    pub(super) fn posting_starts(&self) -> Packed<'a> {
        self.posting_starts
    }

    /// Returns where the terms of each form start, by rank.
    pub(super) fn form_starts(&self) -> Packed<'a> {
        self.form_starts
    }

    /// Returns the terms of all forms.
    pub(super) fn form_terms(&self) -> Packed<'a> {
        self.form_terms
    }

    /// Checks in constant time that the sections have as many items as they should.
    pub(super) fn check(&self, slots: usize) -> Result<()> {
        let same = |part, found: usize, expected: usize| match found == expected {
            true => Ok(()),
            false => Err(self.view.corrupt(part, "the number of items does not fit the others")),
        };
        same(SectionId::PostingStarts, self.posting_starts.len(), self.term_count as usize + 1)?;
        same(SectionId::FormStarts, self.form_starts.len(), slots + 1)
    }
}
