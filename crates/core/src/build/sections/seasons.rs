//! The seasons of all entries into the sections that rank by them.
//!
//! ```text
//! section        codec        contents
//! season-rows    season rows  the distinct seasons: the neutral one, then by their first ordinal
//! entry-seasons  packed       the row of each ordinal
//! slot-seasons   slot maxima  of the seasonal weights of each slot, by month
//! rank-seasons   rank maxima  of those of each rank, by month
//! ```
//!
//! The seasonal weight of a form in a month is (weight · factor) · multiplier, in this order, of
//! the multiplier that the row has. Both maxima have one scale.

use std::collections::HashMap;

use crate::build::scratch::{PackedSection, SectionContents, Workspace};
use crate::error::Result;
use crate::format::rank_maxima::RankMaximaWriter;
use crate::format::season_rows::{self, MONTHS, NEUTRAL};
use crate::format::section_id::SectionId;
use crate::format::slot_maxima::SlotMaximaWriter;

/// Collects the seasons of entries, and the greatest seasonal weights of their forms.
pub(super) struct SeasonCollector {
    rows: Vec<[f64; MONTHS]>,
    /// The numbers of the rows by their codes.
    numbers: HashMap<[u16; MONTHS], u32>,
    section: Vec<u8>,
    of_entries: Vec<u32>,
    ranks: RankMaximaWriter,
    slots: Option<SlotMaximaWriter>,
}

impl SeasonCollector {
    /// Starts with the neutral season. In memory stand a row number for each entry, some 200 bytes
    /// for each distinct row, and 4.5 bytes for each form.
    pub(super) fn new() -> Self {
        let mut section = Vec::new();
        // Row 0 is neutral, so that entries without a season need no special case.
        season_rows::put(&NEUTRAL, &mut section);
        SeasonCollector {
            rows: vec![season_rows::decode(&NEUTRAL)],
            numbers: HashMap::from([(NEUTRAL, 0)]),
            section,
            of_entries: Vec::new(),
            ranks: RankMaximaWriter::new(),
            slots: None,
        }
    }

    /// Adds the season of the next entry, if it has one.
    pub(super) fn push(&mut self, season: Option<&[f64; MONTHS]>) {
        // Compared by their codes: seasons that are stored alike are one row.
        let codes = season.map_or(NEUTRAL, season_rows::encode);
        let row = *self.numbers.entry(codes).or_insert_with(|| {
            season_rows::put(&codes, &mut self.section);
            self.rows.push(season_rows::decode(&codes));
            (self.rows.len() - 1) as u32 // there are fewer than entries
        });
        self.of_entries.push(row);
    }

    /// Adds the form of the next rank, whose entry was added.
    pub(super) fn push_rank(&mut self, ordinal: u32, base: f64) {
        let weights = self.weights(ordinal, base);
        self.ranks.push(&weights);
    }

    /// Adds the form of the next slot, after all ranks.
    pub(super) fn push_slot(&mut self, ordinal: u32, base: f64) {
        let weights = self.weights(ordinal, base);
        // The scale is that of the greatest weight, which is known when all ranks have come.
        let scale = || SlotMaximaWriter::new(self.ranks.scale());
        self.slots.get_or_insert_with(scale).push(&weights);
    }

    fn weights(&self, ordinal: u32, base: f64) -> [f64; MONTHS] {
        let row = self.of_entries.get(ordinal as usize);
        let months = row.and_then(|&row| self.rows.get(row as usize));
        // As the query multiplies: (weight · factor) · multiplier, of the multiplier that is
        // stored.
        months.map_or([base; MONTHS], |months| months.map(|month| base * month))
    }

    /// Writes the sections; none if all seasons are neutral.
    pub(super) fn finish(self, workspace: &Workspace) -> Result<Vec<SectionContents>> {
        // Only the neutral row: then no answer depends on a season, and no section says so.
        let (1.., Some(slots)) = (self.rows.len() - 1, self.slots) else { return Ok(Vec::new()) };
        let max = self.rows.len() as u64 - 1;
        Ok(vec![
            SectionContents::of_bytes(SectionId::SeasonRows, self.section),
            PackedSection::of(workspace, SectionId::EntrySeasons, &self.of_entries, max)?,
            SectionContents::of_bytes(SectionId::SlotSeasons, slots.finish()),
            SectionContents::of_bytes(SectionId::RankSeasons, self.ranks.finish()),
        ])
    }
}
