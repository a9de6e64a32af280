//! Verifying the words: the terms by number, their postings, and the terms of each form.

use super::walk::walk;
use super::{Check, Contents, Found, ensure, in_section};
use crate::analysis::Kind;
use crate::format::header::SectionId;
use crate::format::packed::Packed;
use crate::format::{Damaged, TRANSLITERATED};
use crate::index::Words;

/// What an index of kind `literal` lacks.
const SECTIONS: [SectionId; 8] = [
    SectionId::Terms,
    SectionId::PostingStarts,
    SectionId::Postings,
    SectionId::TermMinima,
    SectionId::FormStarts,
    SectionId::FormTerms,
    SectionId::Stems,
    SectionId::StemTerms,
];

impl Contents<'_> {
    /// Terms are numbered in order and have postings, each form has terms, and the tree holds the least
    /// first postings.
    pub(super) fn check_terms(&self) -> Check {
        let Some(words) = &self.words else {
            return SECTIONS.into_iter().try_for_each(|part| {
                ensure(self.opened.section(part).is_none(), part, "a literal has no words")
            });
        };
        ensure(
            self.opened.settings.kind == Kind::Text,
            SectionId::Terms,
            "there are terms of literals",
        )?;
        // The starts first: as they rise, the walk over the terms ends in the time that it takes to
        // read them.
        rises(words.posting_starts(), words.postings(), SectionId::PostingStarts)?;
        words.postings().verify().map_err(in_section(SectionId::Postings))?;
        rises(words.form_starts(), words.form_terms(), SectionId::FormStarts)?;
        words.form_terms().verify().map_err(in_section(SectionId::FormTerms))?;
        walk(words.terms(), SectionId::Terms, words.term_count(), |_, numbers| {
            ensure(numbers.len() == 1, SectionId::Terms, "a term has several numbers")
        })?;
        let first_posting = |term| words.postings().get(words.posting_starts().get(term)? as usize);
        words
            .minima()
            .verify(words.term_count() as usize, first_posting)
            .map_err(in_section(SectionId::TermMinima))
    }

    /// The postings of a term are the forms that hold it, in the order of their ranks. A number stays
    /// in memory for each term.
    pub(super) fn check_postings(&self) -> Check {
        const PART: SectionId = SectionId::Postings;
        let Some(words) = &self.words else { return Ok(()) };
        let starts = words.posting_starts();
        let start = |term: u32| starts.get(term as usize).unwrap_or(u32::MAX);
        let posting = |at: u32| words.postings().get(at as usize);
        // Where the postings of each term go on that the forms so far have not used.
        let mut next: Vec<u32> = (0..words.term_count()).map(start).collect();
        let mut terms = Vec::new();
        for rank in 0..self.slot_count() {
            words.terms_of_form(rank, &mut terms)?;
            for &term in &terms {
                let next = next.get_mut(term as usize);
                let next = next.ok_or(Found(
                    SectionId::FormTerms,
                    Damaged("a form has a term that does not exist"),
                ))?;
                // A form that holds a term twice is one posting.
                if *next > start(term) && posting(*next - 1) == Some(rank) {
                    continue;
                }
                let holds = *next < start(term + 1) && posting(*next) == Some(rank);
                ensure(holds, PART, "the postings of a term lack a form that holds it")?;
                *next += 1;
            }
        }
        let used = (0..words.term_count()).zip(next).all(|(term, next)| next == start(term + 1));
        ensure(used, PART, "a term has a posting of a form that does not hold it")
    }
}

/// Starts rise from 0, since there is at least one number for each, to the end of the numbers.
pub(super) fn rises(starts: Packed<'_>, numbers: Packed<'_>, part: SectionId) -> Check {
    starts.verify().map_err(in_section(part))?;
    let mut before = None;
    for position in 0..starts.len() {
        let start = starts.get(position);
        ensure(start > before && (position > 0 || start == Some(0)), part, "starts do not rise")?;
        before = start;
    }
    let ends = before.is_some_and(|end| end as usize == numbers.len());
    ensure(ends, part, "the last start is not the end")
}

impl Words<'_> {
    /// Writes the terms of the words of `key` to `terms`. Those of a transliterated form have its mark.
    pub(super) fn terms_of_key(&self, key: &[u8], terms: &mut Vec<u32>) -> Check {
        const PART: SectionId = SectionId::Terms;
        let missing = Found(PART, Damaged("a word of a key is no term"));
        terms.clear();
        let (transliterated, words) = match key.split_first() {
            Some((&TRANSLITERATED, words)) => (true, words),
            _ => (false, key),
        };
        let dictionary = self.terms();
        let mut root = Some(dictionary.root(self.term_count()));
        if transliterated && let Some(all) = root {
            root = dictionary.step(all, TRANSLITERATED).map_err(in_section(PART))?;
        }
        let Some(root) = root else { return Err(missing) };
        for word in words.split(|&byte| byte == b' ') {
            let place = dictionary.walk(root, word).map_err(in_section(PART))?;
            let Some(place) = place else { return Err(missing) };
            if !dictionary.is_key(place).map_err(in_section(PART))? {
                return Err(missing);
            }
            terms.push(place.first);
        }
        Ok(())
    }

    /// Writes the terms of the form of `rank` to `terms`.
    pub(super) fn terms_of_form(&self, rank: u32, terms: &mut Vec<u32>) -> Check {
        let missing = |_| Found(SectionId::FormTerms, Damaged("the terms of a form are missing"));
        self.terms_of(rank, terms).map_err(missing)
    }
}
