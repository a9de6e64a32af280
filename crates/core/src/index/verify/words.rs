//! Verifying the words: the terms by number, their postings, and the terms of each form.

use super::verification::Verification;
use super::walk::walk;
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::format::section_id::{Presence, SectionId};
use crate::index::column::Column;
use crate::index::words::Words;
use crate::kind::Kind;

impl Verification<'_> {
    /// Terms are numbered in order and have postings, each form has terms, and the tree holds the
    /// least first postings.
    pub(super) fn check_terms(&self) -> Result<()> {
        let Some(words) = &self.words else {
            let mut parts = [
                Presence::WithWords,
                Presence::WithStems,
                Presence::WithInside,
                Presence::WithLongRangesInside,
            ]
            .into_iter()
            .flat_map(SectionId::with);
            let view = self.opened.view();
            return parts.try_for_each(|part| view.ensure_absent(part, "a literal has no words"));
        };
        let terms = words.terms_section();
        terms.ensure(self.opened.settings.kind == Kind::Text, "there are terms of literals")?;
        // The starts first: as they rise, the walk over the terms ends in the time that it takes to
        // read them.
        rises(words.posting_starts(), words.postings())?;
        words.postings().verify()?;
        // Which forms have no terms is seen where their keys are.
        let starts = words.form_starts();
        let end = starts.blame(starts.view().verify())?;
        starts.ensure(
            end == words.form_terms().len() as u64,
            "the last list does not end at the end",
        )?;
        words.form_terms().verify()?;
        walk(terms, words.term_count(), |_, numbers| {
            terms.ensure(numbers.len() == 1, "a term has several numbers")
        })?;
        let first_posting =
            |term| words.postings().find(words.posting_starts().find(term)? as usize);
        let minima = words.minima();
        minima.blame(minima.view().verify(words.term_count() as usize, first_posting))
    }

    /// The postings of a term are the forms that hold it, in the order of their ranks. A number
    /// stays in memory for each term.
    pub(super) fn check_postings(&self) -> Result<()> {
        let Some(words) = &self.words else { return Ok(()) };
        let starts = words.posting_starts();
        let start = |term: u32| starts.find(term as usize).unwrap_or(u32::MAX);
        let posting = |at: u32| words.postings().find(at as usize);
        // Where the postings of each term go on that the forms so far have not used.
        let mut next: Vec<u32> = (0..words.term_count()).map(start).collect();
        let mut terms = Vec::new();
        for rank in 0..self.slot_count() {
            words.terms_of(rank, &mut terms)?;
            for &term in &terms {
                let next = next.get_mut(term as usize);
                let reason = "a form has a term that does not exist";
                let next = next.ok_or_else(|| words.form_terms().corrupt(reason))?;
                // A form that holds a term twice is one posting.
                if *next > start(term) && posting(*next - 1) == Some(rank) {
                    continue;
                }
                let holds = *next < start(term + 1) && posting(*next) == Some(rank);
                words
                    .postings()
                    .ensure(holds, "the postings of a term lack a form that holds it")?;
                *next += 1;
            }
        }
        let used = (0..words.term_count()).zip(next).all(|(term, next)| next == start(term + 1));
        words.postings().ensure(used, "a term has a posting of a form that does not hold it")
    }
}

/// Starts rise from 0 to the end of the numbers, and there is at least one number for each.
pub(super) fn rises(starts: &Column<'_>, numbers: &Column<'_>) -> Result<()> {
    starts.verify()?;
    // Strictly for terms and values, since one that no form has would not be there.
    let mut before = None;
    for position in 0..starts.len() {
        let start = starts.find(position);
        starts
            .ensure(start > before && (position > 0 || start == Some(0)), "starts do not rise")?;
        before = start;
    }
    let ends = before.is_some_and(|end| end as usize == numbers.len());
    starts.ensure(ends, "the last start is not the end")
}

impl Words<'_> {
    /// Writes the terms of the words of `key` to `terms`. Those of a class have its
    /// mark.
    pub(super) fn terms_of_key(&self, key: &[u8], terms: &mut Vec<u32>) -> Result<()> {
        let section = self.terms_section();
        let missing = || section.corrupt("a word of a key is no term");
        terms.clear();
        let (class, words) = FormClass::split(key);
        if !class.has_terms() {
            return Ok(());
        }
        let dictionary = self.terms();
        // The words of a class stand below its mark, apart from all others.
        let Some(root) = self.root(class)? else { return Err(missing()) };
        for word in words.split(|&byte| byte == b' ') {
            let Some(place) = section.blame(dictionary.walk(root, word))? else {
                return Err(missing());
            };
            // It may be the beginning of a term alone.
            if !section.blame(dictionary.is_key(place))? {
                return Err(missing());
            }
            terms.push(place.first);
        }
        Ok(())
    }
}
