//! Which entries have one text, and which forms a search for texts need not look at.

use super::column::Column;
use super::view::View;
use crate::error::Result;
use crate::format::bits::Bits;
use crate::format::minima::Minima;
use crate::format::packed::Packed;
use crate::format::section_id::{Presence, SectionId};

/// The sections about entries with one text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Repeats<'a> {
    repeats: Column<'a, Bits<'a>>,
    firsts: Column<'a>,
    covered: Column<'a, Bits<'a>>,
    minima: Column<'a, Minima<'a>>,
    /// `None` without contexts: then covered forms are covered by twins.
    twins: Option<Column<'a, Bits<'a>>>,
}

impl<'a> Repeats<'a> {
    /// Returns the number of the text of an entry: the first ordinal with that text.
    #[inline]
    pub(crate) fn text_of(&self, ordinal: u32) -> Result<u32> {
        // Most entries are the first with their text, and one bit says so.
        if !self.repeats.view().has(ordinal as usize) {
            return Ok(ordinal);
        }
        let place = self.repeats.view().get(ordinal as usize);
        let (_, place) = place.ok_or_else(|| self.repeats.corrupt("a count is missing"))?;
        self.firsts.get(place as usize)
    }

    /// Returns which forms are covered by a form with the same key, of an entry with the same text
    /// and season.
    pub(crate) fn covered(&self) -> &Column<'a, Bits<'a>> {
        &self.covered
    }

    /// Returns which forms are covered by one whose entry has the same contexts besides.
    pub(crate) fn twins(&self) -> &Column<'a, Bits<'a>> {
        self.twins.as_ref().unwrap_or(&self.covered)
    }

    /// Returns the tree of least ranks of the forms that are not covered.
    pub(crate) fn minima(&self) -> &Column<'a, Minima<'a>> {
        &self.minima
    }

    /// Returns which entries have the text of an earlier one.
    pub(super) fn bits(&self) -> &Column<'a, Bits<'a>> {
        &self.repeats
    }

    /// Returns the first entry with the text of each of them.
    pub(super) fn firsts(&self) -> &Column<'a> {
        &self.firsts
    }
}

impl<'a> View<'a> {
    /// Returns the sections about entries with one text; `None` if all texts differ.
    pub(crate) fn repeats(&self) -> Result<Option<Repeats<'a>>> {
        let Some(repeats) = self.optional(SectionId::Repeats, Bits::parse)? else {
            return Ok(None);
        };
        let slots = self.slot_count() as usize;
        Ok(Some(Repeats {
            repeats,
            firsts: self.parse(SectionId::RepeatFirsts, Packed::parse)?,
            covered: self.parse(SectionId::CoveredForms, Bits::parse)?,
            minima: self.parse(SectionId::TextMinima, |bytes| Minima::parse(bytes, slots))?,
            twins: self.optional(SectionId::TwinForms, Bits::parse)?,
        }))
    }

    /// Checks in constant time that the sections about repeats fit each other and the header.
    pub(super) fn check_repeats(&self) -> Result<()> {
        let Some(repeats) = self.repeats()? else {
            // No build writes them without repeats, and nobody would read them.
            let with = |presence| SectionId::with(presence);
            let mut parts =
                with(Presence::WithRepeats).chain(with(Presence::WithRepeatsAndContexts));
            let reason = "there are no repeats to have it";
            return parts.try_for_each(|part| self.ensure_absent(part, reason));
        };
        repeats.repeats.check_len(self.entries() as usize)?;
        let ones = repeats.repeats.blame(repeats.repeats.view().ones())?;
        repeats.firsts.check_len(ones)?;
        repeats.covered.check_len(self.slot_count() as usize)?;
        match (&repeats.twins, self.contexts()?) {
            (Some(twins), Some(_)) => twins.check_len(self.slot_count() as usize),
            (None, None) => Ok(()),
            (None, Some(_)) => Err(self.corrupt(SectionId::TwinForms, "the section is missing")),
            (Some(twins), None) => Err(twins.corrupt("there are no contexts to have it")),
        }
    }
}
