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

/// So many terms that a word stands inside of are a step. Each of them is a span of its own.
const TAIL_TERMS_A_STEP: usize = 1;

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

/// By what a typed word matches besides its letters.
#[derive(Debug)]
enum Besides {
    Nothing,
    /// By its stems, and by those of the word with its marks, if it lost some.
    Stems {
        marked: Option<String>,
    },
    /// By the words that it stands inside of.
    Inside,
}

/// A typed word with all that it may stand for.
#[derive(Debug)]
pub(crate) struct TypedWord {
    text: String,
    besides: Besides,
    class: FormClass,
    spellings: Rc<Spellings>,
    closed: OnceCell<Alternatives>,
    open: OnceCell<Alternatives>,
}

impl TypedWord {
    /// Makes the word `text` with its spellings among the words of the forms of a class.
    pub(crate) fn new(text: &str, class: FormClass, spellings: Spellings) -> Self {
        Self::of_spellings(text, class, Rc::new(spellings), Besides::Stems { marked: None })
    }

    /// Returns the same word that matches by other stems.
    pub(crate) fn with_stems(&self, stemming: Stemming<'_>) -> Self {
        let besides = match stemming {
            Stemming::Marked(marked) => Besides::Stems { marked: Some(marked.to_owned()) },
            Stemming::OfKey => Besides::Stems { marked: None },
            Stemming::None => Besides::Nothing,
        };
        Self::of_spellings(&self.text, self.class, self.spellings.clone(), besides)
    }

    /// Returns the same word that matches inside others, and by no stem.
    pub(crate) fn inside(&self) -> Self {
        Self::of_spellings(&self.text, self.class, self.spellings.clone(), Besides::Inside)
    }

    fn of_spellings(
        text: &str,
        class: FormClass,
        spellings: Rc<Spellings>,
        besides: Besides,
    ) -> Self {
        TypedWord {
            text: text.to_owned(),
            besides,
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

    /// Returns the same as `alternatives`, if that was asked before.
    pub(crate) fn known_alternatives(&self, open: bool) -> Option<&Alternatives> {
        if open { self.open.get() } else { self.closed.get() }
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
        let indirect = match &self.besides {
            Besides::Stems { marked } if view.has_stems() => {
                let (word, marked, class) = (self.text.as_str(), marked.as_deref(), self.class);
                let afford = |steps| work.spend(u32::try_from(steps).unwrap_or(u32::MAX));
                let typed = StemmedWord { word, marked, open, class };
                let stems = view.terms_by_stem(typed, words, afford)?;
                // Two letters begin what prefixes leave of very many words.
                work.spend(u32::try_from(stems.len() / STEM_TERMS_A_STEP).unwrap_or(u32::MAX));
                stems
            }
            Besides::Inside => self.terms_inside(view, open, work)?,
            Besides::Stems { .. } | Besides::Nothing => Vec::new(),
        };
        let found = Alternatives::new(words, spellings, &indirect)?;
        Ok(cell.get_or_init(|| found))
    }

    /// Returns the terms that it stands inside of: none if there are more than the work allows.
    fn terms_inside(&self, view: &View<'_>, open: bool, work: &WorkBudget) -> Result<Vec<u32>> {
        let Some(terms) = view.terms_inside(&self.text, open)? else { return Ok(Vec::new()) };
        let steps = u32::try_from(terms.len() / TAIL_TERMS_A_STEP).unwrap_or(u32::MAX);
        // Three letters stand inside very many words.
        if work.spend_on_tails(steps) { terms.read() } else { Ok(Vec::new()) }
    }
}
