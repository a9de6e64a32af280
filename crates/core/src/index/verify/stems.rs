//! Verifying the stems: each term stands at its stems, and nothing else does.

use super::term_lists::TermLists;
use super::verification::Verification;
use super::walk::walk;
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::format::section_id::{Presence, SectionId};
use crate::format::{Damaged, spelling_key, stem_key};

/// What the words so far have led to.
struct Seen<'v, 'a> {
    verification: &'v Verification<'a>,
    lists: TermLists<'v, 'a>,
    of_word: Vec<String>,
    key: Vec<u8>,
}

impl Verification<'_> {
    /// The terms of a stem rise, each term is one of those of its stems, with marks and without,
    /// and nothing else is there. A bit for each of the stem-terms stays in memory.
    pub(super) fn check_stems(&self) -> Result<()> {
        let stemmers = &self.opened.stemmers;
        let view = self.opened.view();
        let Some(words) = self.words.as_ref().filter(|_| stemmers.len() > 0) else {
            let mut parts = SectionId::with(Presence::WithStems);
            let reason = "there are stems without words or languages to have them";
            return parts.try_for_each(|part| view.ensure_absent(part, reason));
        };
        let Some((stems, stem_terms)) = &self.stems else {
            return Err(self.opened.corrupt(SectionId::Stems, Damaged("the section is missing")));
        };
        let lists = TermLists::new(stems, stem_terms)?;
        let (of_word, key) = (Vec::new(), Vec::new());
        let mut seen = Seen { verification: self, lists, of_word, key };
        let terms = words.terms_section();
        walk(terms, words.term_count(), |term, numbers| {
            // A stem has the mark of its terms, but stemmers know words without it.
            let (class, word) = FormClass::split(term);
            let not_text = |_| terms.corrupt("a term is not UTF-8");
            let word = std::str::from_utf8(word).map_err(not_text)?;
            seen.see(word, None, class, numbers.start)
        })?;
        for form in 0..self.slot_count() {
            let (kind, text) = view.surface(form, self.forms.of_number(form)?.ordinal)?;
            let class = kind.class;
            for marked in self.opened.analyzer.marked_words(&text) {
                // Some classes of forms have no terms.
                if let Some(term) = words.find(&marked.word, class)? {
                    seen.see(&marked.word, Some(&marked.marked), class, term)?;
                }
            }
        }
        seen.lists.ensure_all_seen()
    }
}

impl Seen<'_, '_> {
    /// Finds `term` among those of its stems.
    fn see(&mut self, word: &str, marked: Option<&str>, class: FormClass, term: u32) -> Result<()> {
        let stemmers = &self.verification.opened.stemmers;
        for stemmer in 0..stemmers.len() {
            stemmers.stems(stemmer, word, marked, &mut self.of_word);
            // A word is found as a term itself, so only what prefixes leave of it stands here.
            let known = usize::from(stemmers.has_prefixes(stemmer));
            for stem in self.of_word.iter().skip(known) {
                stem_key(stemmer, class, stem, &mut self.key);
                self.lists.see(&self.key, term)?;
            }
        }
        let Some(marked) = marked else { return Ok(()) };
        if stemmers.tells_apart(word, marked, &mut self.of_word) {
            spelling_key(stemmers.len(), class, (word, marked), &mut self.key);
            self.lists.see(&self.key, term)?;
        }
        Ok(())
    }
}
