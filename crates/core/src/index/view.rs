//! The sections of an opened index by name.

use super::column::Column;
use super::file::Opened;
use crate::analysis::Analyzer;
use crate::error::{Error, Result};
use crate::format::bests::Bests;
use crate::format::buckets::Buckets;
use crate::format::dictionary::Dictionary;
use crate::format::form_kind::FormKind;
use crate::format::minima::Minima;
use crate::format::packed::Packed;
use crate::format::section_id::SectionId;
use crate::format::strings::Strings;
use crate::format::{self, Damaged};
use crate::settings::{FormCounts, Settings};

/// What a query reads of an index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(super) opened: &'a Opened,
}

impl Opened {
    /// Returns the sections, to read.
    pub(crate) fn view(&self) -> View<'_> {
        View { opened: self }
    }
}

impl<'a> View<'a> {
    /// Returns how texts become keys.
    pub(crate) fn analyzer(&self) -> &'a Analyzer {
        &self.opened.analyzer
    }

    /// Returns the settings of the build.
    pub(crate) fn settings(&self) -> &'a Settings {
        &self.opened.settings
    }

    /// Returns the content hash.
    pub(crate) fn generation(&self) -> u64 {
        self.opened.header.generation
    }

    /// Returns the number of entries.
    pub(crate) fn entries(&self) -> u32 {
        self.opened.header.counts.entries
    }

    /// Returns the number of slots.
    pub(crate) fn slot_count(&self) -> u32 {
        self.opened.header.counts.slots
    }

    /// Returns the error for damage in a section.
    pub(super) fn corrupt(&self, part: SectionId, reason: &'static str) -> Error {
        self.opened.corrupt(part, Damaged(reason))
    }

    /// Returns the dictionary of keys.
    pub(crate) fn keys(&self) -> Result<Column<'a, Dictionary<'a>>> {
        self.parse(SectionId::Keys, Dictionary::parse)
    }

    /// Returns the rank of each slot.
    pub(crate) fn slots(&self) -> Result<Column<'a>> {
        self.parse(SectionId::Slots, Packed::parse)
    }

    /// Returns the tree of least ranks.
    pub(crate) fn minima(&self) -> Result<Column<'a, Minima<'a>>> {
        // The section has no length of its own, since the number of slots tells its levels.
        let slots = self.slot_count() as usize;
        self.parse(SectionId::Minima, |bytes| Minima::parse(bytes, slots))
    }

    /// Returns the best ranks of long ranges of slots, if there are any.
    pub(crate) fn slot_bests(&self) -> Result<Option<Column<'a, Bests<'a>>>> {
        self.optional(SectionId::SlotBests, Bests::parse)
    }

    /// Returns the texts by ordinal.
    pub(crate) fn texts(&self) -> Result<Column<'a, Strings<'a>>> {
        self.parse(SectionId::Texts, Strings::parse)
    }

    /// Returns the texts of the aliases, whose forms count from the number of entries, if there are
    /// any.
    pub(crate) fn alias_texts(&self) -> Result<Option<Column<'a, Strings<'a>>>> {
        self.optional(SectionId::AliasTexts, Strings::parse)
    }

    /// Returns the numbers of what made each alias, unless all were given.
    pub(super) fn alias_kinds(&self) -> Result<Option<Column<'a>>> {
        self.optional(SectionId::AliasKinds, Packed::parse)
    }

    /// Returns what the alias number `alias` is.
    pub(crate) fn alias_kind(&self, alias: u32) -> Result<FormKind> {
        // Left out where all aliases were given, which saves a number for each.
        let Some(kinds) = self.alias_kinds()? else {
            return Ok(FormKind::ALIAS);
        };
        let kind = FormKind::of_number(kinds.get(alias as usize)?);
        // The text of an entry stands among the texts and not among the aliases.
        let kind = kind.filter(|&kind| kind != FormKind::TEXT);
        kind.ok_or_else(|| kinds.corrupt("an alias has no kind"))
    }

    /// Returns whether any alias was given, and not made by the build.
    pub(crate) fn has_given_aliases(&self) -> bool {
        self.settings().forms.alias > 0
    }

    /// Returns the ids by ordinal, if any entry has one.
    pub(crate) fn ids(&self) -> Result<Option<Column<'a, Strings<'a>>>> {
        self.optional(SectionId::Ids, Strings::parse)
    }

    /// Returns the table from ids to ordinals, if any entry has one.
    pub(crate) fn id_buckets(&self) -> Result<Option<Column<'a, Buckets<'a>>>> {
        self.optional(SectionId::IdBuckets, Buckets::parse)
    }

    /// Returns the payloads by ordinal, if any entry has one.
    pub(crate) fn payloads(&self) -> Result<Option<Column<'a, Strings<'a>>>> {
        self.optional(SectionId::Payloads, Strings::parse)
    }

    /// Checks that the settings have the number of forms that there are.
    pub(super) fn ensure_forms(&self, counts: FormCounts) -> Result<()> {
        match self.settings().forms == counts {
            true => Ok(()),
            false => Err(self.corrupt(SectionId::Settings, "there are other forms than it counts")),
        }
    }

    /// Checks that a section is not there.
    pub(super) fn ensure_absent(&self, part: SectionId, reason: &'static str) -> Result<()> {
        // Nobody would read it, but two files with equal contents would differ.
        match self.opened.section(part) {
            None => Ok(()),
            Some(_) => Err(self.corrupt(part, reason)),
        }
    }

    #[inline]
    pub(super) fn optional<T>(
        &self,
        id: SectionId,
        parse: impl FnOnce(&'a [u8]) -> format::Result<T>,
    ) -> Result<Option<Column<'a, T>>> {
        // Absence is no damage here: most sections are there for one feature alone.
        match self.opened.section(id) {
            None => Ok(None),
            // Parsed by each query, which takes constant time, so nothing is kept that has to fit
            // the file.
            Some(bytes) => match parse(bytes) {
                Ok(view) => Ok(Some(Column::new(self.opened, id, view))),
                Err(damaged) => Err(self.opened.corrupt(id, damaged)),
            },
        }
    }

    #[inline]
    pub(super) fn parse<T>(
        &self,
        id: SectionId,
        parse: impl FnOnce(&'a [u8]) -> format::Result<T>,
    ) -> Result<Column<'a, T>> {
        self.optional(id, parse)?.ok_or_else(|| self.corrupt(id, "the section is missing"))
    }
}
