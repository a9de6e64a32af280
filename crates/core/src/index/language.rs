//! What an index knows of the languages and keyboards of its texts: stems, tails, layouts, edit
//! costs.

use std::ops::Range;

use super::column::Column;
use super::view::View;
use super::words::Words;
use crate::analysis::Layouts;
use crate::analysis::costs::EditCosts;
use crate::analysis::sounds;
use crate::analysis::{MAX_STEMMED_BYTES, MIN_TAIL_LETTERS, MarkedWord, letter_count, to_latin};
use crate::error::Result;
use crate::format::dictionary::Dictionary;
use crate::format::form_kind::FormClass;
use crate::format::packed::Packed;
use crate::format::section_id::SectionId;
use crate::format::{spelling_key, stem_key};
use crate::settings::TypoSettings;

/// An open word matches by its stem from as many letters on.
const MIN_OPEN_STEM_LETTERS: usize = 4;
/// An open word begins what prefixes leave of a word from as many letters on.
const MIN_OPEN_REST_LETTERS: usize = 2;

/// The steps of reading one spelling of a word and of its stem in one language.
const SPELLING_STEPS: usize = 8;

/// The terms that a typed word stands inside of.
#[derive(Debug)]
pub(crate) struct TermsInside<'a> {
    tail_terms: Column<'a>,
    range: Range<usize>,
}

impl TermsInside<'_> {
    /// Returns how many numbers are to be read.
    pub(crate) fn len(&self) -> usize {
        self.range.len()
    }

    /// Reads them: the terms, rising and each once.
    pub(crate) fn read(self) -> Result<Vec<u32>> {
        let mut terms = Vec::with_capacity(self.range.len());
        self.tail_terms.for_each(self.range, |_, term| terms.push(term))?;
        terms.sort_unstable();
        // A word may have two tails that begin alike: `banana`.
        terms.dedup();
        Ok(terms)
    }
}

/// A typed word that words with its stem are looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StemmedWord<'w> {
    /// The word as it stands in the key of the query.
    pub(crate) word: &'w str,
    /// The word with the marks that it was typed with, where the key lost some.
    pub(crate) marked: Option<&'w str>,
    /// Whether it may be the beginning of a word.
    pub(crate) open: bool,
    /// The class of the forms that have the terms.
    pub(crate) class: FormClass,
}

impl<'a> View<'a> {
    /// Returns whether words match by their stems.
    pub(crate) fn has_stems(&self) -> bool {
        self.opened.stemmers.len() > 0
    }

    /// Returns the terms that have one stem with `typed`, rising and each once: in one of the
    /// languages, or behind prefixes. None if `afford` refuses the steps of its spellings.
    pub(crate) fn terms_by_stem(
        &self,
        typed: StemmedWord<'_>,
        words: &Words<'_>,
        afford: impl FnOnce(usize) -> bool,
    ) -> Result<Vec<u32>> {
        let mut terms = Vec::new();
        let Some((stems, stem_terms)) = self.stems()? else { return Ok(terms) };
        // The root has the range of all stem-terms, since the dictionary leads to places among
        // them.
        let too_many = || stem_terms.corrupt("there are more terms than numbers");
        let count = u32::try_from(stem_terms.len()).map_err(|_| too_many())?;
        let corrupt = |damaged| stems.damaged(damaged);
        let dictionary = stems.view();
        let letters = letter_count(typed.word);
        let (mut of_word, mut key) = (Vec::new(), Vec::new());
        let spellings = match typed.marked {
            Some(marked) => vec![marked.to_owned()],
            // No stem will be made of them.
            None if typed.open && letters < MIN_OPEN_STEM_LETTERS => Vec::new(),
            // Whoever types no marks may mean any of the spellings with them.
            None => match self.marked_spellings(typed, (&stems, count), afford)? {
                Some(spellings) => spellings,
                None => return Ok(terms),
            },
        };
        for stemmer in 0..self.opened.stemmers.len() {
            let has_prefixes = self.opened.stemmers.has_prefixes(stemmer);
            // The stem of a few letters is a guess: whoever has typed so little means the beginning
            // of a word.
            if typed.open && !has_prefixes && letters < MIN_OPEN_STEM_LETTERS {
                continue;
            }
            self.opened.stemmers.stems(stemmer, typed.word, &spellings, &mut of_word);
            for (number, stem) in of_word.iter().enumerate() {
                // Words that are left of the typed one stand among the terms themselves.
                if has_prefixes && number > 0 {
                    terms.extend(words.find(stem, typed.class)?);
                }
                stem_key(stemmer, typed.class, stem, &mut key);
                let place = dictionary.walk(dictionary.root(count), &key).map_err(corrupt)?;
                // Each language has its own stem of the word, and a word may have terms in some
                // alone.
                let Some(place) = place else { continue };
                let begins = has_prefixes && number == 0 && typed.open;
                let end = match begins && letters >= MIN_OPEN_REST_LETTERS {
                    true => place.end,
                    // Only those of the stem itself: a longer stem that starts like it is of other
                    // words.
                    false => dictionary.whole_end(place).map_err(corrupt)?,
                };
                let range = place.first as usize..end as usize;
                stem_terms.for_each(range, |_, term| terms.push(term))?;
            }
        }
        terms.sort_unstable();
        terms.dedup();
        Ok(terms)
    }

    /// Returns the spellings with marks that texts have of the word `typed`, as far as they have
    /// stems of their own. `stems` are the stems, for as many terms. `None` if `afford` refuses the
    /// steps.
    fn marked_spellings(
        &self,
        typed: StemmedWord<'_>,
        (stems, terms): (&Column<'_, Dictionary<'_>>, u32),
        afford: impl FnOnce(usize) -> bool,
    ) -> Result<Option<Vec<String>>> {
        let (stemmers, dictionary) = (self.opened.stemmers.len(), stems.view());
        let mut key = Vec::new();
        spelling_key(stemmers, typed.class, (typed.word, ""), &mut key);
        let place = stems.blame(dictionary.walk(dictionary.root(terms), &key))?;
        let Some(place) = place else { return Ok(Some(Vec::new())) };
        // Each spelling has one term.
        let spellings = (place.end - place.first) as usize;
        if !afford(spellings * stemmers * SPELLING_STEPS) {
            return Ok(None);
        }
        let found = stems.blame(dictionary.suffixes(place, MAX_STEMMED_BYTES))?;
        let texts = found.into_iter().map(String::from_utf8);
        let texts = texts.collect::<std::result::Result<_, _>>();
        texts.map(Some).map_err(|_| stems.corrupt("a spelling is not UTF-8"))
    }

    /// Returns the dictionary of stems and the terms of each, if words match by their stems.
    pub(super) fn stems(&self) -> Result<Option<(Column<'a, Dictionary<'a>>, Column<'a>)>> {
        let Some(stems) = self.optional(SectionId::Stems, Dictionary::parse)? else {
            return Ok(None);
        };
        Ok(Some((stems, self.parse(SectionId::StemTerms, Packed::parse)?)))
    }

    /// Returns whether words match inside others.
    pub(crate) fn has_tails(&self) -> bool {
        self.settings().inside
    }

    /// Returns the terms that `word` is a tail of, or if it is open the beginning of a tail. `None`
    /// if there are none.
    pub(crate) fn terms_inside(&self, word: &str, open: bool) -> Result<Option<TermsInside<'a>>> {
        let Some((tails, tail_terms)) = self.tails()? else { return Ok(None) };
        if letter_count(word) < MIN_TAIL_LETTERS {
            return Ok(None);
        }
        let too_many = || tail_terms.corrupt("there are more terms than numbers");
        let count = u32::try_from(tail_terms.len()).map_err(|_| too_many())?;
        let dictionary = tails.view();
        let place = tails.blame(dictionary.walk(dictionary.root(count), word.as_bytes()))?;
        let Some(place) = place else { return Ok(None) };
        let end = match open {
            true => place.end,
            false => tails.blame(dictionary.whole_end(place))?,
        };
        let range = place.first as usize..end as usize;
        Ok((!range.is_empty()).then_some(TermsInside { tail_terms, range }))
    }

    /// Returns the dictionary of tails and the terms of each, if words match inside others.
    pub(super) fn tails(&self) -> Result<Option<(Column<'a, Dictionary<'a>>, Column<'a>)>> {
        let Some(tails) = self.optional(SectionId::Tails, Dictionary::parse)? else {
            return Ok(None);
        };
        Ok(Some((tails, self.parse(SectionId::TailTerms, Packed::parse)?)))
    }

    /// Returns the words of the key of the query `raw` that lost marks, if stems are made of them.
    pub(crate) fn marked_words(&self, raw: &str) -> Vec<MarkedWord> {
        match self.has_stems() {
            true => self.opened.analyzer.marked_words(raw),
            false => Vec::new(),
        }
    }

    /// Returns what `raw` may have been meant as, typed on another of the layouts.
    pub(crate) fn switched(&self, raw: &str) -> impl Iterator<Item = String> {
        self.opened.layouts.switched(raw)
    }

    /// Returns the same with the names of the layouts that it was typed and meant on.
    pub(crate) fn switched_between(
        &self,
        raw: &str,
    ) -> impl Iterator<Item = ([&'static str; 2], String)> {
        self.opened.layouts.switched_between(raw)
    }

    /// Returns `raw` in Latin letters, if texts are found by their transliteration too.
    pub(crate) fn latin(&self, raw: &str) -> Option<String> {
        // Without transliterated forms there is nothing that Latin letters could find.
        self.settings().transliterate.then(|| to_latin(raw))
    }

    /// Returns what slips cost: by the tables of the build, or each the same.
    pub(crate) fn costs(&self, unit: bool) -> &'a EditCosts {
        // Once for an index and not for each query, since they are tables of pairs of letters.
        let [weighted, all_equal] = self.opened.costs.get_or_init(|| {
            let settings = self.settings();
            let chosen = (!settings.layouts.is_empty()).then_some(&self.opened.layouts);
            edit_costs(&settings.typos, &settings.languages, chosen)
        });
        if unit { all_equal } else { weighted }
    }
}

/// Makes the tables of what slips cost: by the settings, and each the same. Keys are neighbors on
/// the layouts that were chosen; where none was, on those of the languages and on the one that most
/// people have.
pub(crate) fn edit_costs(
    typos: &TypoSettings,
    languages: &[String],
    chosen: Option<&Layouts>,
) -> [EditCosts; 2] {
    // Layouts are optional, but people slip to a neighboring key on whatever they type.
    let neighbors = match chosen {
        None => Layouts::of_languages(languages).neighbors(),
        Some(chosen) => chosen.neighbors(),
    };
    let alike: Vec<(&str, &str)> =
        languages.iter().flat_map(|language| sounds(language)).copied().collect();
    // Both at once, since each request chooses which of them it goes by.
    [EditCosts::new(typos, &neighbors, &alike), EditCosts::unit(typos, &neighbors)]
}
