//! The terms that have one stem with the words of a query: looked up once for all suggestions.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::index::StemmedWord;

/// What a look-up depends on: the word, the word with its marks, whether it is open, and the class.
type Key = (String, Option<String>, bool, FormClass);

/// The terms that were looked up. A query has few words, so that they stand in a row.
#[derive(Debug, Default)]
pub(crate) struct SameStem(RefCell<Vec<(Key, Rc<[u32]>)>>);

impl SameStem {
    /// Returns the terms that have one stem with `typed`, rising and each once, by `look_up` if they
    /// are not known. `None` if that has no work left.
    pub(super) fn terms(
        &self,
        typed: StemmedWord<'_>,
        look_up: impl FnOnce() -> Result<Option<Vec<u32>>>,
    ) -> Result<Option<Rc<[u32]>>> {
        let StemmedWord { word, marked, open, class } = typed;
        let key = (word.to_owned(), marked.map(str::to_owned), open, class);
        if let Some((_, terms)) = self.0.borrow().iter().find(|(known, _)| *known == key) {
            return Ok(Some(Rc::clone(terms)));
        }
        let Some(terms) = look_up()? else { return Ok(None) };
        let terms: Rc<[u32]> = terms.into();
        self.0.borrow_mut().push((key, Rc::clone(&terms)));
        Ok(Some(terms))
    }
}
