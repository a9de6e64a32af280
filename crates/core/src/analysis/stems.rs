//! Stems: what the forms of one word have in common, by the Snowball algorithms.
//!
//! The stemmers are those of the crate `frostem`, which is generated from Snowball itself and follows
//! it by the day. They are given words as they stand in keys, so without most accents: of languages
//! whose endings carry accents (French, Czech, Turkish …) fewer forms meet than Snowball could bring
//! together, but what meets is the same for texts and queries. Two words are compared by the stems
//! of one language; stems of different languages say nothing about each other.

use frostem::Stemmer;

use super::languages;
use crate::error::Result;

/// Longer words, in bytes, are their own stem. No word that people inflect is; and the stemmers copy
/// the word for each ending that they cut.
const MAX_WORD_BYTES: usize = 120;

/// The stemmers of some languages, in the order in which the languages were named.
#[derive(Clone)]
pub(crate) struct Stemmers {
    stemmers: Vec<Stemmer>,
}

impl Stemmers {
    /// Takes the stemmers of the languages with these codes. A language without one is left out.
    ///
    /// # Errors
    ///
    /// `ERR_INVALID_OPTION` for the option `languages` if a code is unknown or comes twice.
    pub(crate) fn new<S: AsRef<str>>(codes: &[S]) -> Result<Self> {
        languages::check(codes)?;
        let found = codes.iter().filter_map(|code| languages::find(code.as_ref())?.stems);
        Ok(Stemmers { stemmers: found.map(Stemmer::new).collect() })
    }

    /// Returns the number of stemmers, which may be less than that of the languages.
    pub(crate) fn len(&self) -> usize {
        self.stemmers.len()
    }

    /// Writes the stem of `word`, as it stands in a key, to `stem`, whatever was in it.
    ///
    /// `language` counts stemmers, below [`Stemmers::len`]; beyond it a word is its own stem.
    pub(crate) fn stem(&self, language: usize, word: &str, stem: &mut String) {
        stem.clear();
        match self.stemmers.get(language) {
            Some(stemmer) if word.len() <= MAX_WORD_BYTES => stem.push_str(&stemmer.stem(word)),
            _ => stem.push_str(word),
        }
    }
}

impl std::fmt::Debug for Stemmers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.stemmers.iter().map(|stemmer| stemmer.algorithm())).finish()
    }
}
