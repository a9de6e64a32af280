//! The seasons of all entries into the sections that rank by them.
//!
//! ```text
//! section        codec        contents
//! season-rows    season rows  the distinct seasons: the neutral one, then by their first ordinal
//! entry-seasons  packed       the row of each ordinal
//! slot-seasons   slot maxima  of the seasonal weights of each slot with a rare season, by month
//! rank-seasons   rank maxima  of those of each rank, by month
//! season-lists   packed       of each common season, by row, the row and where its list ends
//! season-slots   packed       the slots of the forms with it, rising, list by list
//! season-minima  minima       above the ranks of these slots
//! ```
//!
//! A season is common if four forms and a 64th of all have it. So there are at most 64 such seasons,
//! each with a list, while the tree of maxima has the forms of the others.
//!
//! The seasonal weight of a form in a month is (weight · factor) · multiplier, in this order, of
//! the multiplier that the row has. Both maxima have one scale.

use std::collections::HashMap;

use crate::build::scratch::{PackedSection, SectionContents, Workspace};
use crate::error::Result;
use crate::format::minima::MinimaWriter;
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
    /// How many forms each row has.
    counts: Vec<u32>,
    slots: Option<Slots>,
}

/// What the slots tell, after all ranks.
struct Slots {
    /// Those of rare seasons.
    maxima: SlotMaximaWriter,
    has_rare: bool,
    /// By row if it is common, the slots and ranks.
    lists: Vec<Option<Vec<(u32, u32)>>>,
    next: u32,
}

impl SeasonCollector {
    /// Starts with the neutral season. In memory stand a row number for each entry, some 200 bytes
    /// for each distinct row, and 12.5 bytes for each form.
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
            counts: vec![0],
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
            self.counts.push(0);
            (self.rows.len() - 1) as u32 // there are fewer than entries
        });
        self.of_entries.push(row);
    }

    /// Adds the form of the next rank, whose entry was added.
    pub(super) fn push_rank(&mut self, ordinal: u32, base: f64) {
        let weights = self.weights(ordinal, base);
        self.ranks.push(&weights);
        let row = self.of_entries.get(ordinal as usize);
        let count = row.and_then(|&row| self.counts.get_mut(row as usize));
        count.into_iter().for_each(|count| *count += 1);
    }

    /// Adds the form of the next slot, after all ranks.
    pub(super) fn push_slot(&mut self, ordinal: u32, base: f64, rank: u32) {
        let weights = self.weights(ordinal, base);
        let row = self.of_entries.get(ordinal as usize).map_or(0, |&row| row as usize);
        let slots = self.slots.get_or_insert_with(|| {
            // How many forms there are, and of which seasons, and the greatest weight, are known
            // when all ranks have come.
            let all = self.counts.iter().map(|&count| count as usize).sum();
            let is_common = |&count: &u32| season_rows::is_common(count as usize, all);
            let lists = self.counts.iter().map(|count| is_common(count).then(Vec::new)).collect();
            let maxima = SlotMaximaWriter::new(self.ranks.scale());
            Slots { maxima, has_rare: false, lists, next: 0 }
        });
        match slots.lists.get_mut(row) {
            Some(Some(list)) => {
                list.push((slots.next, rank));
                slots.maxima.push(&[0.0; MONTHS]);
            }
            _ => {
                slots.has_rare = true;
                slots.maxima.push(&weights);
            }
        }
        slots.next += 1;
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
        let mut written = vec![
            SectionContents::of_bytes(SectionId::SeasonRows, self.section),
            PackedSection::of(workspace, SectionId::EntrySeasons, &self.of_entries, max)?,
        ];
        let lists = slots.write_lists(workspace)?;
        let maxima = SectionContents::of_bytes(SectionId::SlotSeasons, slots.maxima.finish());
        written.extend(slots.has_rare.then_some(maxima));
        written.push(SectionContents::of_bytes(SectionId::RankSeasons, self.ranks.finish()));
        written.extend(lists);
        Ok(written)
    }
}

impl Slots {
    /// Writes the lists of the common seasons; none if there are none.
    fn write_lists(&self, workspace: &Workspace) -> Result<Vec<SectionContents>> {
        let (mut lists, mut slots, mut minima) = (Vec::new(), Vec::new(), MinimaWriter::default());
        for (row, list) in (0u32..).zip(&self.lists) {
            let Some(list) = list else { continue };
            for &(slot, rank) in list {
                slots.push(slot);
                minima.push(rank);
            }
            lists.extend([row, slots.len() as u32]); // there are no more than slots
        }
        if lists.is_empty() {
            return Ok(Vec::new());
        }
        let max = u64::from(self.next.saturating_sub(1));
        // Either may be the greater: a row, or an end.
        let max_of_lists = lists.iter().copied().max().unwrap_or(0).into();
        Ok(vec![
            PackedSection::of(workspace, SectionId::SeasonLists, &lists, max_of_lists)?,
            PackedSection::of(workspace, SectionId::SeasonSlots, &slots, max)?,
            SectionContents::of_bytes(SectionId::SeasonMinima, minima.finish()),
        ])
    }
}
