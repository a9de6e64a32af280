//! Verifying the stems: each term stands at its stem in each language, and nothing else does.

use super::walk::walk;
use super::{Check, Contents, Found, ensure, in_section};
use crate::format::header::SectionId;
use crate::format::{Damaged, TRANSLITERATED, stem_key};

impl Contents<'_> {
    /// The terms of a stem rise, and each term is one of those of its stem in each language. As there are
    /// no more numbers than that takes, every term of a stem has that stem.
    pub(super) fn check_stems(&self) -> Check {
        const PART: SectionId = SectionId::Stems;
        let stemmers = &self.opened.stemmers;
        let Some(words) = self.words.as_ref().filter(|_| stemmers.len() > 0) else {
            let parts = [PART, SectionId::StemTerms];
            return parts.into_iter().try_for_each(|part| {
                let absent = self.opened.section(part).is_none();
                ensure(absent, part, "there are stems without words or languages to have them")
            });
        };
        let missing = Found(PART, Damaged("the section is missing"));
        let Some((stems, stem_terms)) = &self.stems else { return Err(missing) };
        stem_terms.verify().map_err(in_section(SectionId::StemTerms))?;
        let pairs = u64::from(words.term_count()) * stemmers.len() as u64;
        let fits = stem_terms.len() as u64 == pairs;
        ensure(fits, SectionId::StemTerms, "there is not one number for each term and language")?;
        let end = u32::try_from(pairs).map_err(|_| Found(PART, Damaged("there are too many")))?;
        walk(stems, PART, end, |_, range| {
            let mut before = None;
            for position in range {
                let term = stem_terms.get(position as usize);
                ensure(term > before, SectionId::StemTerms, "the terms of a stem do not rise")?;
                before = term;
            }
            Ok(())
        })?;
        let (mut stem, mut key) = (String::new(), Vec::new());
        walk(words.terms(), SectionId::Terms, words.term_count(), |term, numbers| {
            let (transliterated, word) = match term.split_first() {
                Some((&TRANSLITERATED, word)) => (true, word),
                _ => (false, term),
            };
            let not_text = |_| Found(SectionId::Terms, Damaged("a term is not UTF-8"));
            let word = std::str::from_utf8(word).map_err(not_text)?;
            for language in 0..stemmers.len() {
                stemmers.stem(language, word, &mut stem);
                stem_key(language, transliterated, &stem, &mut key);
                let place = stems.walk(stems.root(end), &key).map_err(in_section(PART))?;
                let Some(place) = place else {
                    return Err(Found(PART, Damaged("the stem of a term is missing")));
                };
                let whole_end = stems.whole_end(place).map_err(in_section(PART))?;
                // The terms of the stem rise, so the term is found by halves.
                let (mut low, mut high) = (place.first, whole_end);
                while low < high {
                    let middle = low + (high - low) / 2;
                    match stem_terms.get(middle as usize) < Some(numbers.start) {
                        true => low = middle + 1,
                        false => high = middle,
                    }
                }
                let found = low < whole_end && stem_terms.get(low as usize) == Some(numbers.start);
                ensure(found, SectionId::StemTerms, "a term is missing from those of its stem")?;
            }
            Ok(())
        })
    }
}
