//! The seasons of the entries, and the greatest seasonal weights of their forms.

use super::column::Column;
use super::view::View;
use crate::error::{Error, Result};
use crate::format::packed::Packed;
use crate::format::rank_maxima::RankMaxima;
use crate::format::season_rows::{self, MONTHS, SeasonRows};
use crate::format::section_id::{Presence, SectionId};
use crate::format::slot_maxima::SlotMaxima;

/// The sections about seasons.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seasons<'a> {
    rows: Column<'a, SeasonRows<'a>>,
    of_entries: Column<'a>,
    slots: Column<'a, SlotMaxima<'a>>,
    ranks: Column<'a, RankMaxima<'a>>,
}

impl<'a> View<'a> {
    /// Returns the sections about seasons; `None` if all entries have the neutral one.
    pub(crate) fn seasons(&self) -> Result<Option<Seasons<'a>>> {
        let Some(rows) = self.optional(SectionId::SeasonRows, SeasonRows::parse)? else {
            return Ok(None);
        };
        // One number for both maxima: every form has one slot and one rank.
        let forms = self.slot_count() as usize;
        Ok(Some(Seasons {
            rows,
            of_entries: self.parse(SectionId::EntrySeasons, Packed::parse)?,
            slots: self.parse(SectionId::SlotSeasons, |bytes| SlotMaxima::parse(bytes, forms))?,
            ranks: self.parse(SectionId::RankSeasons, |bytes| RankMaxima::parse(bytes, forms))?,
        }))
    }

    /// Checks in constant time that the sections about seasons fit each other and the header.
    pub(super) fn check_seasons(&self) -> Result<()> {
        let Some(seasons) = self.seasons()? else {
            // No build writes them without the seasons, and nobody would read them.
            let mut parts = SectionId::with(Presence::WithSeasons);
            let reason = "there are no seasons to have it";
            return parts.try_for_each(|part| self.ensure_absent(part, reason));
        };
        seasons.of_entries.check_len(self.entries() as usize)
    }
}

impl<'a> Seasons<'a> {
    /// Returns the number of the season of an entry; 0 is the neutral one.
    #[inline]
    pub(crate) fn row(&self, ordinal: u32) -> Result<u32> {
        self.of_entries.get(ordinal as usize)
    }

    /// Returns the multipliers of a season, January to December.
    pub(crate) fn months(&self, row: u32) -> Result<[f64; MONTHS]> {
        let codes = self.rows.view().codes(row as usize).ok_or_else(|| self.missing_row())?;
        Ok(season_rows::decode(&codes))
    }

    /// Returns the multiplier of an entry, `fraction` of the way between those of two months, 0 to
    /// 11.
    #[inline]
    pub(crate) fn factor(
        &self,
        ordinal: u32,
        from: usize,
        to: usize,
        fraction: f64,
    ) -> Result<f64> {
        let row = self.row(ordinal)? as usize;
        // Only two of the twelve are read: this is done for each form that is weighed.
        let from = self.rows.view().get(row, from).ok_or_else(|| self.missing_row())?;
        let to = self.rows.view().get(row, to).ok_or_else(|| self.missing_row())?;
        // Always in this order, since another one rounds otherwise and could swap two entries.
        Ok(from + (to - from) * fraction)
    }

    /// Returns the tree of the greatest seasonal weights of the slots.
    pub(crate) fn slots(&self) -> &Column<'a, SlotMaxima<'a>> {
        &self.slots
    }

    /// Returns the greatest seasonal weights of the ranks.
    pub(crate) fn ranks(&self) -> &Column<'a, RankMaxima<'a>> {
        &self.ranks
    }

    /// Returns the multipliers of an entry, unless they are neutral.
    pub(super) fn of_entry(&self, ordinal: u32) -> Result<Option<[f64; MONTHS]>> {
        match self.row(ordinal)? {
            // Most entries have none, and their row need not be read.
            0 => Ok(None),
            row => self.months(row).map(Some),
        }
    }

    /// Returns the distinct seasons.
    pub(super) fn rows(&self) -> &Column<'a, SeasonRows<'a>> {
        &self.rows
    }

    /// Returns the season of each ordinal.
    pub(super) fn of_entries(&self) -> &Column<'a> {
        &self.of_entries
    }

    fn missing_row(&self) -> Error {
        self.rows.corrupt("a season is missing")
    }
}
