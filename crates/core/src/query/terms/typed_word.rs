//! A typed word with all that it may stand for.

use std::cell::OnceCell;
use std::rc::Rc;

use super::alternatives::Alternatives;
use super::spellings::Spellings;
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::index::{StemmedWord, View, Words};
use crate::query::work_budget::WorkBudget;

/// So many terms that are found by a stem are a step.
const STEM_TERMS_A_STEP: usize = 4;

/// By which stems a typed word matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stemming<'w> {
    /// By none.
    None,
    /// By those of the word as it stands in the key.
    OfKey,
    /// By those of the word with these marks too.
    Marked(&'w str),
}

/// A typed word with all that it may stand for.
#[derive(Debug)]
pub(crate) struct TypedWord {
    text: String,
    /// The word with its marks, if it lost some.
    marked: Option<String>,
    has_stems: bool,
    class: FormClass,
    spellings: Rc<Spellings>,
    closed: OnceCell<Alternatives>,
    open: OnceCell<Alternatives>,
}

impl TypedWord {
    /// Makes the word `text` with its spellings among the words of the forms of a class.
    pub(crate) fn new(text: &str, class: FormClass, spellings: Spellings) -> Self {
        Self::of_spellings(text, class, Rc::new(spellings), Stemming::OfKey)
    }

    /// Returns the same word that matches by other stems.
    pub(crate) fn with_stems(&self, stemming: Stemming<'_>) -> Self {
        Self::of_spellings(&self.text, self.class, self.spellings.clone(), stemming)
    }

    fn of_spellings(
        text: &str,
        class: FormClass,
        spellings: Rc<Spellings>,
        stemming: Stemming<'_>,
    ) -> Self {
        let marked = match stemming {
            Stemming::Marked(marked) => Some(marked.to_owned()),
            Stemming::None | Stemming::OfKey => None,
        };
        TypedWord {
            text: text.to_owned(),
            marked,
            has_stems: stemming != Stemming::None,
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
        work: &WorkBudget,
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
        if self.has_stems && view.has_stems() {
            let (word, marked) = (self.text.as_str(), self.marked.as_deref());
            let class = self.class;
            stems = view.terms_by_stem(StemmedWord { word, marked, open, class }, words)?;
            // Two letters begin what prefixes leave of very many words.
            work.spend(u32::try_from(stems.len() / STEM_TERMS_A_STEP).unwrap_or(u32::MAX));
        }
        let found = Alternatives::new(words, spellings, &stems)?;
        Ok(cell.get_or_init(|| found))
    }
}
