//! The postings of neighboring terms, in pieces that lie in a row.

use std::ops::Range;

use crate::error::Result;
use crate::index::Words;
use crate::query::search::Search;
use crate::query::terms::alternatives::Span;

/// The most postings of a piece.
pub(super) const POSTINGS_AT_ONCE: usize = 1 << 10;
/// So many postings in a row that are compared with a rank are a step.
const POSTINGS_A_STEP: usize = 16;
/// So many terms or nodes of which the least rank is looked at are a step.
const NODES_A_STEP: u32 = 4;
/// Up to so many postings a term are read without a look at the terms.
const FEW_A_TERM: usize = 4;
/// Of more postings of a term it is searched where those end that count.
const MANY_OF_TERM: usize = 32;

/// The postings of neighboring terms, in pieces that lie in a row: those of terms that have a rank
/// below some end.
pub(super) struct Pieces {
    /// The terms to come, if they are looked at one by one.
    terms: Range<u32>,
    /// The places to come.
    places: Range<usize>,
    /// How many terms and nodes were looked at.
    looked: u32,
}

impl Pieces {
    /// Starts with the terms of `span`, whose postings are at `places`. Forms from `end` on are of no
    /// use.
    pub(super) fn new(span: &Span, places: Range<usize>, end: u32, search: &Search<'_>) -> Self {
        let few = FEW_A_TERM * span.terms.len() >= places.len();
        // Which ranks may be passed over is told of those of one term, which rise.
        let is_by_term =
            search.scorer.distinct().is_some() || (end < search.view().slot_count() && !few);
        match is_by_term {
            true => Pieces { terms: span.terms.clone(), places: 0..0, looked: 0 },
            false => Pieces { terms: 0..0, places, looked: 0 },
        }
    }

    /// Returns the places of the next piece, in which ranks from `end` on may be too. `None` at the
    /// end, or if no work is left.
    pub(super) fn next(
        &mut self,
        words: &Words<'_>,
        end: u32,
        search: &Search<'_>,
    ) -> Result<Option<Range<usize>>> {
        while self.places.is_empty() {
            if self.terms.is_empty() {
                return Ok(None);
            }
            self.looked += 1;
            if !search.work.spend(u32::from(self.looked.is_multiple_of(NODES_A_STEP))) {
                return Ok(None);
            }
            let passed = words.terms_from(self.terms.clone(), end)?;
            if passed > 0 {
                self.terms.start += passed;
                continue;
            }
            let of_term = words.postings_of(self.terms.start..self.terms.start + 1)?;
            self.terms.start += 1;
            self.places = match of_term.len() > MANY_OF_TERM {
                true => of_term.start..words.first_posting_from(of_term, end)?,
                false => of_term,
            };
        }
        let len = self.places.len().min(POSTINGS_AT_ONCE);
        let places = self.places.start..self.places.start + len;
        self.places.start += len;
        Ok(search.work.spend((len / POSTINGS_A_STEP) as u32 + 1).then_some(places))
    }
}
