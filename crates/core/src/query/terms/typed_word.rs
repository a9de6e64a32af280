//! A typed word with all that it may stand for.

use std::cell::OnceCell;

use super::alternatives::Alternatives;
use super::spellings::Spellings;
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::index::{View, Words};

/// An open word matches by its stem from as many characters on.
pub(crate) const MIN_OPEN_STEM_CHARS: usize = 4;

/// A typed word with all that it may stand for.
#[derive(Debug)]
pub(crate) struct TypedWord {
    text: String,
    class: FormClass,
    spellings: Spellings,
    closed: OnceCell<Alternatives>,
    open: OnceCell<Alternatives>,
}

impl TypedWord {
    /// Makes the word `text` with its spellings among the words of the forms of a class.
    pub(crate) fn new(text: &str, class: FormClass, spellings: Spellings) -> Self {
        TypedWord {
            text: text.to_owned(),
            class,
            spellings,
            closed: OnceCell::new(),
            open: OnceCell::new(),
        }
    }

    /// Returns the ways to spell it.
    pub(crate) fn spellings(&self) -> &Spellings {
        &self.spellings
    }

    /// Returns the terms that it may be, or if it is open, the start of.
    pub(crate) fn alternatives(
        &self,
        view: &View<'_>,
        words: &Words<'_>,
        open: bool,
    ) -> Result<&Alternatives> {
        // One word may be open in one reading and closed in another, and each is found when it is
        // asked for.
        let (cell, spellings) = match open {
            true => (&self.open, &self.spellings.open),
            false => (&self.closed, &self.spellings.closed),
        };
        // Several readings ask, and splits ask again for every letter.
        if let Some(found) = cell.get() {
            return Ok(found);
        }
        let mut stems = Vec::new();
        // The stem of a few letters is a guess: whoever has typed so little means the beginning of
        // a word.
        if view.has_stems() && (!open || self.text.chars().nth(MIN_OPEN_STEM_CHARS - 1).is_some()) {
            view.terms_with_the_stem_of(&self.text, self.class, &mut stems)?;
        }
        let found = Alternatives::new(words, spellings, &stems)?;
        Ok(cell.get_or_init(|| found))
    }
}
