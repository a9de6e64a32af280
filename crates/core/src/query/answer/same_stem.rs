//! The terms that have one stem with the words of a query: looked up once for all suggestions.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::index::{StemmedWord, View, Words};

/// What a look-up depends on: the word, the word with its marks, whether it is open, and the class.
type Key = (String, Option<String>, bool, FormClass);

/// The terms that were looked up. A query has few words, so that they stand in a row.
#[derive(Debug, Default)]
pub(crate) struct SameStem(RefCell<Vec<(Key, Rc<[u32]>)>>);

impl SameStem {
    /// Returns the terms that have one stem with `typed`, rising and each once. `spend` takes the
    /// number of terms that had to be read for it, and `None` if that is refused.
    pub(super) fn terms(
        &self,
        typed: StemmedWord<'_>,
        view: &View<'_>,
        words: &Words<'_>,
        spend: impl FnOnce(usize) -> Option<()>,
    ) -> Result<Option<Rc<[u32]>>> {
        let StemmedWord { word, marked, open, class } = typed;
        let key = (word.to_owned(), marked.map(str::to_owned), open, class);
        if let Some((_, terms)) = self.0.borrow().iter().find(|(known, _)| *known == key) {
            return Ok(Some(Rc::clone(terms)));
        }
        // The same look-up as in the search, or a highlight would show what did not match.
        let terms: Rc<[u32]> = view.terms_by_stem(typed, words)?.into();
        // The stem of a word may be that of many terms.
        if spend(terms.len()).is_none() {
            return Ok(None);
        }
        self.0.borrow_mut().push((key, Rc::clone(&terms)));
        Ok(Some(terms))
    }
}
