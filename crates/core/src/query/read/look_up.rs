//! The words of a reading, looked up.

use std::rc::Rc;

use super::reading::Reading;
use super::via::Via;
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::query::terms::alternatives::Alternatives;
use crate::query::terms::lexicon::{Lexicon, SoughtWord};
use crate::query::terms::typed_word::{Stemming, TypedWord};

/// Returns the words of a reading among the terms of a class, up to the first that nothing matches.
pub(crate) fn words_of(
    lexicon: &mut Lexicon<'_>,
    reading: &Reading,
    edits: u8,
    class: FormClass,
) -> Result<Vec<Rc<TypedWord>>> {
    let mut found = Vec::with_capacity(reading.words.len());
    // A word that was typed on another layout is as a rule none: the walk for it can wait until the
    // words beside it, which other readings share, are known to match.
    if reading.via == Some(Via::Layout) && edits > 0 {
        for (position, text) in reading.words.iter().enumerate() {
            let is_plain = reading.stemming(position) == Stemming::OfKey;
            let sought = SoughtWord { text, edits, open: reading.is_open(position), class };
            if is_plain && lexicon.is_known_missing(sought)? {
                return Ok(found);
            }
        }
    }
    for (position, text) in reading.words.iter().enumerate() {
        let open = reading.is_open(position);
        let sought = SoughtWord { text, edits, open, class };
        let word = lexicon.stemmed(sought, reading.stemming(position))?;
        // Each form must have every word, so one without a term ends the reading.
        if lexicon.alternatives(&word, open)?.is_empty() {
            break;
        }
        found.push(word);
    }
    Ok(found)
}

/// Returns the words of a reading among the plain terms, also inside these. `None` if one of them
/// matches nothing, or none of them stands inside a term.
pub(crate) fn words_inside(
    lexicon: &mut Lexicon<'_>,
    reading: &Reading,
) -> Result<Option<Vec<Rc<TypedWord>>>> {
    let mut found = Vec::with_capacity(reading.words.len());
    let mut any = false;
    for (position, text) in reading.words.iter().enumerate() {
        let word = lexicon.inside(text)?;
        let alternatives = lexicon.alternatives(&word, reading.is_open(position))?;
        if alternatives.is_empty() {
            return Ok(None);
        }
        any |= alternatives.spans().iter().any(|span| span.is_indirect);
        found.push(word);
    }
    Ok(any.then_some(found))
}

/// A reading whose words were looked up.
#[derive(Debug)]
pub(crate) struct LookedUp {
    pub(crate) reading: Reading,
    /// None where it is searched as one string.
    pub(crate) words: Vec<Rc<TypedWord>>,
    /// The class of the forms whose terms they are.
    pub(crate) class: FormClass,
    /// The number of the reading.
    pub(crate) number: u32,
}

impl LookedUp {
    /// Returns what each of its words stands for.
    pub(crate) fn alternatives(&self, lexicon: &Lexicon<'_>) -> Result<Vec<&Alternatives>> {
        let mut alternatives = Vec::with_capacity(self.words.len());
        for (position, word) in self.words.iter().enumerate() {
            alternatives.push(lexicon.alternatives(word, self.reading.is_open(position))?);
        }
        Ok(alternatives)
    }

    /// Returns what the word at `position` stands for, if a search asked for that.
    pub(crate) fn known_alternatives(&self, position: usize) -> Option<&Alternatives> {
        self.words.get(position)?.known_alternatives(self.reading.is_open(position))
    }
}
