//! The tails of all terms into the sections that find words by what does not begin them.
//!
//! ```text
//! section     codec       contents
//! tails       dictionary  from each tail, UTF-8, to the place of its first term
//! tail-terms  packed      the terms that end in the tail, rising, tail by tail
//! ```
//!
//! `analysis/tails.rs` says which tails a word has. Terms with the mark of a class have none here.

use crate::analysis::tails;
use crate::build::scratch::{NumberLists, SectionContents, Workspace};
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::format::section_id::SectionId;

/// Collects the tails of terms.
pub(super) struct TailCollector<'a>(NumberLists<'a>);

impl<'a> TailCollector<'a> {
    /// Starts with no term.
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        TailCollector(NumberLists::new(workspace))
    }

    /// Adds the tails of the term `number`.
    pub(super) fn push(&mut self, term: &[u8], number: u32) -> Result<()> {
        let (class, word) = FormClass::split(term);
        // Keys are UTF-8, so this leaves out nothing that a build wrote.
        let Ok(word) = std::str::from_utf8(word) else { return Ok(()) };
        if class.mark().is_some() {
            return Ok(());
        }
        tails(word).try_for_each(|(_, tail)| self.0.push(tail.as_bytes(), number))
    }

    /// Writes the sections for `terms` terms.
    pub(super) fn finish(self, terms: u32) -> Result<[SectionContents; 2]> {
        let sections = [SectionId::Tails, SectionId::TailTerms];
        self.0.finish(sections, terms.saturating_sub(1).into())
    }
}
