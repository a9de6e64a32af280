//! What a surface form is: the text of its entry, or made from it in one way.

use super::view::View;
use crate::error::Result;

/// What a surface form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormKind {
    /// The text itself.
    Text,
    /// An alias as given.
    Alias,
    /// Made by a synonym.
    Synonym,
    /// The transliteration of the text.
    LatinText,
    /// The transliteration of an alias.
    LatinAlias,
    /// The transliteration of a form made by a synonym.
    LatinSynonym,
}

impl FormKind {
    /// Returns the kind of an alias by its number in the section.
    pub(crate) fn of_alias(number: u32) -> Option<Self> {
        // These numbers stand in files, so a new kind may be added, and no number may change.
        Some(match number {
            0 => FormKind::Alias,
            1 => FormKind::Synonym,
            2 => FormKind::LatinText,
            3 => FormKind::LatinAlias,
            4 => FormKind::LatinSynonym,
            _ => return None,
        })
    }
}

impl View<'_> {
    /// Returns what made the alias number `alias`.
    pub(crate) fn alias_kind(&self, alias: u32) -> Result<FormKind> {
        // Left out where all aliases were given, which saves a number for each.
        let Some(kinds) = self.alias_kinds()? else {
            return Ok(FormKind::Alias);
        };
        let kind = FormKind::of_alias(kinds.get(alias as usize)?);
        kind.ok_or_else(|| kinds.corrupt("an alias has no kind"))
    }
}
