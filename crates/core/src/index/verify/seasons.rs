//! Verifying the seasons: the distinct ones, that of each entry, and the maxima of all forms.

use std::collections::HashSet;

use super::verification::Verification;
use crate::error::Result;
use crate::format::season_rows::{self, MONTHS, NEUTRAL};
use crate::index::seasons::Seasons;
use crate::settings::MAX_MULTIPLIER;

impl Verification<'_> {
    /// Seasons are distinct and numbered as they come, and the maxima are those of the forms.
    pub(super) fn check_seasons(&self) -> Result<()> {
        let Some(seasons) = self.opened.view().seasons()? else { return Ok(()) };
        check_rows(&seasons)?;
        self.check_entry_seasons(&seasons)?;
        // Multiplied in the order in which builds and queries do it: another one rounds otherwise.
        let weights_of = |rank: u32| -> Option<[f64; MONTHS]> {
            let form = self.forms.get(rank).ok()?;
            let months = seasons.months(seasons.row(form.ordinal).ok()?).ok()?;
            Some(months.map(|month| form.base * month))
        };
        let forms = self.slot_count() as usize;
        // The ranks first, since their maxima tell the scale that those of the slots must have.
        let (ranks, slots) = (seasons.ranks(), seasons.slots());
        ranks.blame(ranks.view().verify(forms, weights_of))?;
        let of_slot = |slot| self.slots.find(slot).and_then(weights_of);
        slots.blame(slots.view().verify(ranks.view().scale(), of_slot))
    }

    fn check_entry_seasons(&self, seasons: &Seasons<'_>) -> Result<()> {
        let (of_entries, rows) = (seasons.of_entries(), seasons.rows());
        of_entries.verify()?;
        let mut highest = 0;
        for ordinal in 0..self.entries() {
            let row = seasons.row(ordinal)?;
            of_entries.ensure(row <= highest + 1, "seasons are not numbered as they come")?;
            // Numbered as they come, so that equal input gives equal bytes.
            highest = highest.max(row);
        }
        let all = highest as usize + 1 == rows.view().len();
        rows.ensure(all, "a season is that of no entry")
    }
}

/// The first row is neutral and no other, and multipliers are in their range.
fn check_rows(seasons: &Seasons<'_>) -> Result<()> {
    let section = seasons.rows();
    let rows = section.view();
    section.ensure(rows.codes(0) == Some(NEUTRAL), "the first season is not neutral")?;
    section.ensure(rows.len() > 1, "all seasons are neutral, so the section should be absent")?;
    // A season twice would cost bytes, and entries with one season would have two numbers.
    let mut seen = HashSet::new();
    for row in 0..rows.len() {
        let codes = rows.codes(row).ok_or_else(|| section.corrupt("a season is missing"))?;
        section.ensure(seen.insert(codes), "a season stands there twice")?;
        let valid = season_rows::decode(&codes).iter().all(|&month| month <= MAX_MULTIPLIER);
        section.ensure(valid, "a multiplier is above 100")?;
    }
    Ok(())
}
