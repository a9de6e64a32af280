//! Verifying the seasons: the distinct ones, that of each entry, and the maxima of all forms.

use std::collections::HashSet;

use super::{Check, Contents, Found, ensure, in_section};
use crate::format::Damaged;
use crate::format::header::SectionId;
use crate::format::season_rows::{self, MONTHS, NEUTRAL};
use crate::index::Seasons;
use crate::settings::MAX_MULTIPLIER;

impl Contents<'_> {
    /// Seasons are distinct and numbered as they come, and the maxima are those of the forms.
    pub(super) fn check_seasons(&self) -> Check {
        let unreadable = Found(SectionId::SeasonRows, Damaged("the section cannot be read"));
        let seasons = self.opened.view().seasons().map_err(|_| unreadable)?;
        let Some(seasons) = seasons else { return Ok(()) };
        check_rows(&seasons)?;
        self.check_entry_seasons(&seasons)?;
        let weights_of = |rank: u32| -> Option<[f64; MONTHS]> {
            let form = self.forms.get(rank)?;
            let months = seasons.months(seasons.row(form.ordinal).ok()?).ok()?;
            Some(months.map(|month| form.base * month))
        };
        let forms = self.slot_count() as usize;
        let ranks = seasons.ranks();
        ranks.verify(forms, weights_of).map_err(in_section(SectionId::RankSeasons))?;
        let of_slot = |slot| self.slots.get(slot).and_then(weights_of);
        seasons.slots().verify(ranks.scale(), of_slot).map_err(in_section(SectionId::SlotSeasons))
    }

    fn check_entry_seasons(&self, seasons: &Seasons<'_>) -> Check {
        const PART: SectionId = SectionId::EntrySeasons;
        seasons.of_entries().verify().map_err(in_section(PART))?;
        let mut highest = 0;
        for ordinal in 0..self.entries() {
            let row = seasons.row(ordinal).map_err(|_| Found(PART, Damaged("one is missing")))?;
            ensure(row <= highest + 1, PART, "seasons are not numbered as they come")?;
            highest = highest.max(row);
        }
        let all = highest as usize + 1 == seasons.rows().len();
        ensure(all, SectionId::SeasonRows, "a season is that of no entry")
    }
}

/// The first row is neutral and no other, and multipliers are in their range.
fn check_rows(seasons: &Seasons<'_>) -> Check {
    const PART: SectionId = SectionId::SeasonRows;
    let rows = seasons.rows();
    ensure(rows.codes(0) == Some(NEUTRAL), PART, "the first season is not neutral")?;
    ensure(rows.len() > 1, PART, "all seasons are neutral, so the section should be absent")?;
    let mut seen = HashSet::new();
    for row in 0..rows.len() {
        let codes = rows.codes(row).ok_or(Found(PART, Damaged("a season is missing")))?;
        ensure(seen.insert(codes), PART, "a season stands there twice")?;
        let valid = season_rows::decode(&codes).iter().all(|&month| month <= MAX_MULTIPLIER);
        ensure(valid, PART, "a multiplier is above 100")?;
    }
    Ok(())
}
