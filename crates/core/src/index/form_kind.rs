//! What a surface form is: the text of its entry, or made from it in one way.

use super::View;
use crate::error::Result;
use crate::format::header::SectionId;
use crate::format::packed::Packed;

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
        let Some(kinds) = self.optional(SectionId::AliasKinds, Packed::parse)? else {
            return Ok(FormKind::Alias);
        };
        let kind = kinds.get(alias as usize).and_then(FormKind::of_alias);
        kind.ok_or_else(|| self.corrupt(SectionId::AliasKinds, "an alias has no kind"))
    }
}
