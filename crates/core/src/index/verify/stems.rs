//! Verifying the stems: each term stands at its stems, and nothing else does.

use super::verification::Verification;
use super::walk::walk;
use crate::error::Result;
use crate::format::dictionary::Dictionary;
use crate::format::form_kind::FormClass;
use crate::format::section_id::{Presence, SectionId};
use crate::format::{Damaged, stem_key};
use crate::index::column::Column;

/// The sections of stems, and which of the stem-terms some word led to.
struct Seen<'v, 'a> {
    verification: &'v Verification<'a>,
    stems: &'v Column<'a, Dictionary<'a>>,
    stem_terms: &'v Column<'a>,
    end: u32,
    /// A bit for each of the stem-terms.
    bits: Vec<u64>,
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
        stem_terms.verify()?;
        let too_many = |_| stems.corrupt("there are too many terms");
        let end = u32::try_from(stem_terms.len()).map_err(too_many)?;
        // First the dictionary by itself, since the look-ups below take its ranges as sound.
        walk(stems, end, |_, range| {
            let mut before = None;
            for position in range {
                let term = stem_terms.find(position as usize);
                stem_terms.ensure(term > before, "the terms of a stem do not rise")?;
                before = term;
            }
            Ok(())
        })?;
        let bits = vec![0; stem_terms.len().div_ceil(64)];
        let (of_word, key) = (Vec::new(), Vec::new());
        let mut seen = Seen { verification: self, stems, stem_terms, end, bits, of_word, key };
        let terms = words.terms_section();
        walk(terms, words.term_count(), |term, numbers| {
            // A stem has the mark of its terms, but stemmers know words without it.
            let (class, word) = FormClass::split(term);
            let not_text = |_| terms.corrupt("a term is not UTF-8");
            let word = std::str::from_utf8(word).map_err(not_text)?;
            seen.see(word, None, class, numbers.start)
        })?;
        let alias_texts = view.alias_texts()?;
        for form in 0..self.slot_count() {
            let alias = form.checked_sub(self.entries()).zip(alias_texts);
            let text = match alias {
                Some((alias, texts)) => texts.get(alias)?,
                None => self.texts.get(form)?,
            };
            let class = self.kind_of(form).class;
            for marked in self.opened.analyzer.marked_words(text) {
                // Some classes of forms have no terms.
                if let Some(term) = words.find(&marked.word, class)? {
                    seen.see(&marked.word, Some(&marked.marked), class, term)?;
                }
            }
        }
        let all = (0..end).all(|position| seen.has(position));
        stem_terms.ensure(all, "a stem has a term that no text gives it")
    }
}

impl Seen<'_, '_> {
    /// Finds `term` among those of its stems.
    fn see(&mut self, word: &str, marked: Option<&str>, class: FormClass, term: u32) -> Result<()> {
        let (stems, stem_terms, end) = (self.stems, self.stem_terms, self.end);
        let stemmers = &self.verification.opened.stemmers;
        let dictionary = stems.view();
        for stemmer in 0..stemmers.len() {
            stemmers.stems(stemmer, word, marked, &mut self.of_word);
            let known = usize::from(stemmers.has_prefixes(stemmer));
            for at in known..self.of_word.len() {
                let stem = self.of_word.get(at).map_or("", String::as_str);
                stem_key(stemmer, class, stem, &mut self.key);
                let place = dictionary.walk(dictionary.root(end), &self.key);
                // A term that its stem does not lead to would never match by it.
                let Some(place) = stems.blame(place)? else {
                    return Err(stems.corrupt("the stem of a term is missing"));
                };
                let whole_end = stems.blame(dictionary.whole_end(place))?;
                // The terms of the stem rise, so the term is found by halves.
                let (mut low, mut high) = (place.first, whole_end);
                while low < high {
                    let middle = low + (high - low) / 2;
                    match stem_terms.find(middle as usize) < Some(term) {
                        true => low = middle + 1,
                        false => high = middle,
                    }
                }
                let found = low < whole_end && stem_terms.find(low as usize) == Some(term);
                stem_terms.ensure(found, "a term is missing from those of its stem")?;
                if let Some(bits) = self.bits.get_mut(low as usize / 64) {
                    *bits |= 1 << (low % 64);
                }
            }
        }
        Ok(())
    }

    fn has(&self, position: u32) -> bool {
        self.bits.get(position as usize / 64).is_some_and(|bits| bits >> (position % 64) & 1 == 1)
    }
}
