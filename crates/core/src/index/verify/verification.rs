//! What the checks of a verification have in common.

use crate::error::Result;
use crate::format::dictionary::Dictionary;
use crate::format::strings::Strings;
use crate::index::column::Column;
use crate::index::file::Opened;
use crate::index::forms::Forms;
use crate::index::words::Words;

/// An opened file with the sections that several checks read.
pub(super) struct Verification<'a> {
    pub(super) opened: &'a Opened,
    /// What made each alias, unless all were given.
    pub(super) kinds: Option<Column<'a>>,
    pub(super) forms: Forms<'a>,
    pub(super) slots: Column<'a>,
    pub(super) texts: Column<'a, Strings<'a>>,
    /// Absent of kind `literal`.
    pub(super) words: Option<Words<'a>>,
    pub(super) stems: Option<(Column<'a, Dictionary<'a>>, Column<'a>)>,
    pub(super) tails: Option<(Column<'a, Dictionary<'a>>, Column<'a>)>,
}

impl<'a> Verification<'a> {
    /// Finds the sections.
    pub(super) fn new(opened: &'a Opened) -> Result<Self> {
        // Parsed once for all checks, so that each of them begins with sections that are there.
        let view = opened.view();
        Ok(Verification {
            opened,
            kinds: view.alias_kinds()?,
            forms: view.forms()?,
            slots: view.slots()?,
            texts: view.texts()?,
            words: view.words()?,
            stems: view.stems()?,
            tails: view.tails()?,
        })
    }

    /// Returns the number of entries.
    pub(super) fn entries(&self) -> u32 {
        self.opened.header.counts.entries
    }

    /// Returns the number of slots.
    pub(super) fn slot_count(&self) -> u32 {
        self.opened.header.counts.slots
    }
}
