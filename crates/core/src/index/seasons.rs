//! The seasons of the entries, and the greatest seasonal weights of their forms.

use std::ops::Range;

use super::column::Column;
use super::view::View;
use crate::error::{Error, Result};
use crate::format::minima::Minima;
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
    /// Of the forms with rare seasons; `None` if there are none.
    slots: Option<Column<'a, SlotMaxima<'a>>>,
    ranks: Column<'a, RankMaxima<'a>>,
    /// Of the others; `None` if there are none.
    lists: Option<SeasonLists<'a>>,
}

/// The forms with each of the common seasons.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeasonLists<'a> {
    /// Of each list the row, and where it ends.
    lists: Column<'a>,
    slots: Column<'a>,
    minima: Column<'a, Minima<'a>>,
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
            slots: self
                .optional(SectionId::SlotSeasons, |bytes| SlotMaxima::parse(bytes, forms))?,
            lists: self.season_lists()?,
            ranks: self.parse(SectionId::RankSeasons, |bytes| RankMaxima::parse(bytes, forms))?,
        }))
    }

    fn season_lists(&self) -> Result<Option<SeasonLists<'a>>> {
        let Some(lists) = self.optional(SectionId::SeasonLists, Packed::parse)? else {
            return Ok(None);
        };
        // Read first, since the size of the tree above them follows from their number.
        let slots = self.parse(SectionId::SeasonSlots, Packed::parse)?;
        let minima =
            self.parse(SectionId::SeasonMinima, |bytes| Minima::parse(bytes, slots.len()))?;
        Ok(Some(SeasonLists { lists, slots, minima }))
    }

    /// Checks in constant time that the sections about seasons fit each other and the header.
    pub(super) fn check_seasons(&self) -> Result<()> {
        let Some(seasons) = self.seasons()? else {
            // No build writes them without the seasons, and nobody would read them.
            let parts = [Presence::WithSeasons, Presence::WithRareSeasons];
            let parts = parts.into_iter().chain([Presence::WithCommonSeasons]);
            let mut parts = parts.flat_map(SectionId::with);
            let reason = "there are no seasons to have it";
            return parts.try_for_each(|part| self.ensure_absent(part, reason));
        };
        seasons.of_entries.check_len(self.entries() as usize)?;
        match &seasons.lists {
            Some(lists) => lists.lists.ensure(lists.lists.len() % 2 == 0, "a list has no end"),
            None => {
                let mut parts = SectionId::with(Presence::WithCommonSeasons);
                let reason = "there are no common seasons to have it";
                parts.try_for_each(|part| self.ensure_absent(part, reason))
            }
        }
    }
}

impl<'a> SeasonLists<'a> {
    /// Returns the number of lists.
    pub(crate) fn len(&self) -> usize {
        self.lists.len() / 2
    }

    /// Returns the row of a list.
    pub(crate) fn row(&self, list: usize) -> Result<u32> {
        self.lists.get(2 * list)
    }

    /// Returns where in [`SeasonLists::slots`] the slots of a list are.
    pub(crate) fn places(&self, list: usize) -> Result<Range<usize>> {
        let end = self.lists.get(2 * list + 1)? as usize;
        let start = match list.checked_sub(1) {
            None => 0,
            Some(before) => self.lists.get(2 * before + 1)? as usize,
        };
        match start <= end && end <= self.slots.len() {
            true => Ok(start..end),
            false => Err(self.lists.corrupt("a list ends before it starts")),
        }
    }

    /// Returns the slots of all lists, those of each rising.
    pub(crate) fn slots(&self) -> &Column<'a> {
        &self.slots
    }

    /// Returns the tree of least ranks above all lists.
    pub(crate) fn minima(&self) -> &Column<'a, Minima<'a>> {
        &self.minima
    }

    /// Returns the rows and ends of the lists.
    pub(super) fn lists(&self) -> &Column<'a> {
        &self.lists
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
        self.factor_of_row(self.row(ordinal)?, from, to, fraction)
    }

    /// Returns the same of a season.
    #[inline]
    pub(crate) fn factor_of_row(
        &self,
        row: u32,
        from: usize,
        to: usize,
        fraction: f64,
    ) -> Result<f64> {
        let row = row as usize;
        // Only two of the twelve are read: this is done for each form that is weighed.
        let from = self.rows.view().get(row, from).ok_or_else(|| self.missing_row())?;
        let to = self.rows.view().get(row, to).ok_or_else(|| self.missing_row())?;
        // Always in this order, since another one rounds otherwise and could swap two entries.
        Ok(from + (to - from) * fraction)
    }

    /// Returns the tree of the greatest seasonal weights of the slots with rare seasons, if there
    /// are any.
    pub(crate) fn slots(&self) -> Option<&Column<'a, SlotMaxima<'a>>> {
        self.slots.as_ref()
    }

    /// Returns the forms with each of the common seasons, if there are any.
    pub(crate) fn lists(&self) -> Option<&SeasonLists<'a>> {
        self.lists.as_ref()
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
