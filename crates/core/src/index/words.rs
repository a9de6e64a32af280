//! The words of the forms, to find and to check them: terms, postings, and the terms of each form.

use std::ops::Range;

use super::column::Column;
use super::view::View;
use crate::error::{Error, Result};
use crate::format::Damaged;
use crate::format::bests::{Bests, KEPT};
use crate::format::dictionary::{Dictionary, Place};
use crate::format::form_kind::FormClass;
use crate::format::list_starts::ListStarts;
use crate::format::minima::{FAN_OUT, Minima};
use crate::format::packed::Packed;
use crate::format::section_id::SectionId;

/// The sections about words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a> {
    terms: Column<'a, Dictionary<'a>>,
    term_count: u32,
    posting_starts: Column<'a>,
    postings: Column<'a>,
    minima: Column<'a, Minima<'a>>,
    form_starts: Column<'a, ListStarts<'a>>,
    form_terms: Column<'a>,
    /// The best ranks of long ranges of terms behind the first of a form, if there are any.
    inside_bests: Option<Column<'a, Bests<'a>>>,
}

impl<'a> View<'a> {
    /// Returns the sections about words; `None` for an index of kind `literal`.
    pub(crate) fn words(&self) -> Result<Option<Words<'a>>> {
        let Some(terms) = self.optional(SectionId::Terms, Dictionary::parse)? else {
            return Ok(None);
        };
        // All sections that name a term have 32 bits for its number.
        let too_many = || terms.corrupt("there are more terms than numbers");
        let term_count = u32::try_from(terms.view().keys()).map_err(|_| too_many())?;
        Ok(Some(Words {
            terms,
            term_count,
            posting_starts: self.parse(SectionId::PostingStarts, Packed::parse)?,
            postings: self.parse(SectionId::Postings, Packed::parse)?,
            minima: self
                .parse(SectionId::TermMinima, |bytes| Minima::parse(bytes, term_count as usize))?,
            form_starts: self.parse(SectionId::FormStarts, ListStarts::parse)?,
            form_terms: self.parse(SectionId::FormTerms, Packed::parse)?,
            inside_bests: self.optional(SectionId::InsideBests, Bests::parse)?,
        }))
    }
}

impl<'a> Words<'a> {
    /// Returns the term dictionary.
    pub(crate) fn terms(&self) -> &Dictionary<'a> {
        self.terms.view()
    }

    /// Returns the term dictionary with its section.
    pub(super) fn terms_section(&self) -> &Column<'a, Dictionary<'a>> {
        &self.terms
    }

    /// Returns the number of terms.
    pub(crate) fn term_count(&self) -> u32 {
        self.term_count
    }

    /// Returns the place of all terms, or of those of a class with a mark: `None` if there are none.
    pub(crate) fn root(&self, class: FormClass) -> Result<Option<Place>> {
        let root = self.terms().root(self.term_count);
        // All terms of such a class begin with its mark, so they are one range.
        match class.mark() {
            None => Ok(Some(root)),
            Some(mark) => self.terms().step(root, mark).map_err(|damaged| self.corrupt(damaged)),
        }
    }

    /// Returns the number of terms of classes with a mark, which come before all others.
    pub(crate) fn marked_end(&self) -> Result<u32> {
        let mut end = 0;
        for class in FormClass::ALL.into_iter().filter(|class| class.mark().is_some()) {
            end = self.root(class)?.map_or(end, |place| place.end);
        }
        Ok(end)
    }

    /// Returns the term that is `word` among those of the forms of a class.
    pub(crate) fn find(&self, word: &str, class: FormClass) -> Result<Option<u32>> {
        let Some(root) = self.root(class)? else { return Ok(None) };
        let walk = || {
            let Some(place) = self.terms().walk(root, word.as_bytes())? else { return Ok(None) };
            // It may be the beginning of a term alone.
            Ok(self.terms().is_key(place)?.then_some(place.first))
        };
        walk().map_err(|damaged| self.corrupt(damaged))
    }

    /// Returns the error for damage in the term dictionary.
    pub(crate) fn corrupt(&self, damaged: Damaged) -> Error {
        self.terms.damaged(damaged)
    }

    /// Returns where the postings of neighboring terms are.
    pub(crate) fn postings_of(&self, terms: Range<u32>) -> Result<Range<usize>> {
        let start = self.posting_starts.get(terms.start as usize)?;
        let end = self.posting_starts.get(terms.end as usize)?;
        // Whether the range lies inside the postings is seen when they are read.
        match start <= end {
            true => Ok(start as usize..end as usize),
            false => Err(self.posting_starts.corrupt("postings end before they start")),
        }
    }

    /// Returns the ranks, all of them packed.
    pub(crate) fn postings(&self) -> &Column<'a> {
        &self.postings
    }

    /// Returns the tree of least ranks over the first postings of the terms.
    pub(crate) fn minima(&self) -> &Column<'a, Minima<'a>> {
        &self.minima
    }

    /// Returns the first of neighboring postings of one term that is no lower than `rank`, or where
    /// they end.
    ///
    /// Takes O(log n) time for n postings that are passed.
    pub(crate) fn first_posting_from(&self, postings: Range<usize>, rank: u32) -> Result<usize> {
        // In steps that double, since it is near as a rule, and then by halves.
        let (mut low, mut step) = (postings.start, 1);
        while low + step < postings.end && self.posting(low + step)? < rank {
            low += step;
            step *= 2;
        }
        let mut high = (low + step).min(postings.end);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.posting(middle)? < rank {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        Ok(low)
    }

    /// Returns the rank at a place among the postings.
    #[inline]
    pub(crate) fn posting(&self, position: usize) -> Result<u32> {
        self.postings.get(position)
    }

    /// Returns the best rank of a term.
    #[inline]
    pub(crate) fn first_posting(&self, term: u32) -> Result<u32> {
        // Postings rise, so the first is the best.
        let start = self.posting_starts.get(term as usize)?;
        self.posting(start as usize)
    }

    /// Returns the best rank of the forms with one of neighboring terms; `None` if there are no
    /// terms.
    ///
    /// Takes O(log n) time for n terms.
    pub(crate) fn best_rank(&self, terms: Range<u32>) -> Result<Option<u32>> {
        let (mut start, mut end) = (terms.start as usize, terms.end as usize);
        let mut best: Option<u32> = None;
        let mut take = |rank: u32| best = Some(best.map_or(rank, |best| best.min(rank)));
        let mut level = 0;
        // Level by level: what sticks out at both ends here, and the rest by the nodes above.
        while start < end {
            // Nothing stands above the top level, so all of the range is read there.
            let is_top = level == self.minima.levels();
            let inner = (start.next_multiple_of(FAN_OUT), end - end % FAN_OUT);
            let (edge, covered) = match !is_top && inner.0 < inner.1 {
                true => inner,
                false => (end, end),
            };
            for number in (start..edge).chain(covered..end) {
                take(match level {
                    0 => self.first_posting(number as u32)?,
                    _ => self.minima.get(level, number)?,
                });
            }
            // Whole nodes are left, and each of them is one place on the level above.
            (start, end) = (edge / FAN_OUT, covered / FAN_OUT);
            level += 1;
        }
        Ok(best)
    }

    /// Returns the ten best ranks of the forms that have one of `terms` behind their first word, if
    /// the terms are a long range of those that begin alike.
    pub(crate) fn best_inside(&self, terms: Range<u32>) -> Result<Option<[u32; KEPT]>> {
        let Some(bests) = &self.inside_bests else { return Ok(None) };
        bests.best_ranks(terms)
    }

    /// Returns how many of neighboring terms, from the first on, surely have no rank below `end`: 0 if
    /// the first has one.
    ///
    /// Takes O(log n) time for n terms.
    pub(crate) fn terms_from(&self, terms: Range<u32>, end: u32) -> Result<u32> {
        let (mut passed, mut size) = (0, 1u32);
        for level in 1..=self.minima.levels() {
            size = size.saturating_mul(FAN_OUT as u32);
            // A node counts if it begins here and has no terms behind the last.
            if !terms.start.is_multiple_of(size)
                || terms.end - terms.start < size
                || self.minima.get(level, (terms.start / size) as usize)? < end
            {
                break;
            }
            passed = size;
        }
        match passed == 0 && self.first_posting(terms.start)? >= end {
            true => Ok(1),
            false => Ok(passed),
        }
    }

    /// Writes the terms of the form of `rank` to `terms`, in the order of its words.
    #[inline]
    pub(crate) fn terms_of(&self, rank: u32, terms: &mut Vec<u32>) -> Result<()> {
        let (start, end) = self.places_of_terms(rank)?;
        self.terms_at(start..end, terms)
    }

    /// Returns where the terms of the form of `rank` start and end.
    #[inline]
    pub(crate) fn places_of_terms(&self, rank: u32) -> Result<(u32, u32)> {
        let (start, len) = self.form_starts.list(rank as usize)?;
        // A damaged start may be anything.
        Ok((start, start.saturating_add(len)))
    }

    /// Returns the term at a place among those of all forms. `None` past the end.
    #[inline]
    pub(crate) fn term_at(&self, place: u32) -> Option<u32> {
        self.form_terms.find(place as usize)
    }

    /// Writes the terms at some places to `terms`: those of a form.
    #[inline]
    pub(crate) fn terms_at(&self, places: Range<u32>, terms: &mut Vec<u32>) -> Result<()> {
        terms.clear();
        let places = places.start as usize..places.end as usize;
        self.form_terms.for_each(places, |_, term| terms.push(term))
    }

    /// Returns where the postings of each term start.
    pub(super) fn posting_starts(&self) -> &Column<'a> {
        &self.posting_starts
    }

    /// Returns where the terms of each form start, by rank.
    pub(super) fn form_starts(&self) -> &Column<'a, ListStarts<'a>> {
        &self.form_starts
    }

    /// Returns the terms of all forms.
    pub(super) fn form_terms(&self) -> &Column<'a> {
        &self.form_terms
    }

    /// Returns the best ranks of long ranges of terms.
    pub(super) fn inside_bests(&self) -> Option<&Column<'a, Bests<'a>>> {
        self.inside_bests.as_ref()
    }

    /// Checks in constant time that the sections have as many items as they should.
    pub(super) fn check(&self, slots: usize) -> Result<()> {
        // One start more than terms: the end of the last list.
        self.posting_starts.check_len(self.term_count as usize + 1)?;
        self.form_starts.check_len(slots)
    }
}
