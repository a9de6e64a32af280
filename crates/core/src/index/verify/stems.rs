//! Verifying the stems: each term stands at its stem in each language, and nothing else does.

use super::verification::Verification;
use super::walk::walk;
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::format::section_id::{Presence, SectionId};
use crate::format::{Damaged, stem_key};

impl Verification<'_> {
    /// The terms of a stem rise, and each term is one of those of its stem in each language. As
    /// there are no more numbers than that takes, every term of a stem has that stem.
    pub(super) fn check_stems(&self) -> Result<()> {
        let stemmers = &self.opened.stemmers;
        let Some(words) = self.words.as_ref().filter(|_| stemmers.len() > 0) else {
            let mut parts = SectionId::with(Presence::WithStems);
            let view = self.opened.view();
            let reason = "there are stems without words or languages to have them";
            return parts.try_for_each(|part| view.ensure_absent(part, reason));
        };
        let Some((stems, stem_terms)) = &self.stems else {
            return Err(self.opened.corrupt(SectionId::Stems, Damaged("the section is missing")));
        };
        stem_terms.verify()?;
        let pairs = u64::from(words.term_count()) * stemmers.len() as u64;
        let fits = stem_terms.len() as u64 == pairs;
        stem_terms.ensure(fits, "there is not one number for each term and language")?;
        let end = u32::try_from(pairs).map_err(|_| stems.corrupt("there are too many terms"))?;
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
        let (terms, dictionary) = (words.terms_section(), stems.view());
        let (mut stem, mut key) = (String::new(), Vec::new());
        walk(terms, words.term_count(), |term, numbers| {
            // A stem has the mark of its terms, but stemmers know words without it.
            let (class, word) = FormClass::split(term);
            let not_text = |_| terms.corrupt("a term is not UTF-8");
            let word = std::str::from_utf8(word).map_err(not_text)?;
            for language in 0..stemmers.len() {
                stemmers.stem(language, word, &mut stem);
                stem_key(language, class, &stem, &mut key);
                let place = dictionary.walk(dictionary.root(end), &key);
                // A term that its stem does not lead to would never match by it.
                let Some(place) = stems.blame(place)? else {
                    return Err(stems.corrupt("the stem of a term is missing"));
                };
                let whole_end = stems.blame(dictionary.whole_end(place))?;
                // The terms of the stem rise, so the term is found by halves.
                let (mut low, mut high) = (place.first, whole_end);
                while low < high {
                    let middle = low + (high - low) / 2;
                    match stem_terms.find(middle as usize) < Some(numbers.start) {
                        true => low = middle + 1,
                        false => high = middle,
                    }
                }
                let found = low < whole_end && stem_terms.find(low as usize) == Some(numbers.start);
                stem_terms.ensure(found, "a term is missing from those of its stem")?;
            }
            Ok(())
        })
    }
}
