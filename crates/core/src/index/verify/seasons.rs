//! Verifying the seasons: the distinct ones, that of each entry, and the maxima of all forms.

use std::collections::HashSet;

use super::verification::Verification;
use crate::error::Result;
use crate::format::Damaged;
use crate::format::season_rows::{self, MONTHS, NEUTRAL, is_common};
use crate::format::section_id::SectionId;
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
        let common = self.check_season_lists(&seasons)?;
        let is_rare = |rank: u32| -> Option<bool> {
            let row = seasons.row(self.forms.get(rank).ok()?.ordinal).ok()?;
            Some(!common.contains(&row))
        };
        let of_slot = |slot| -> Option<[f64; MONTHS]> {
            let rank = self.slots.find(slot)?;
            if is_rare(rank)? { weights_of(rank) } else { Some([0.0; MONTHS]) }
        };
        let has_rare = (0..seasons.rows().view().len() as u32).any(|row| !common.contains(&row));
        match slots {
            None if !has_rare => Ok(()),
            None => {
                Err(self.opened.corrupt(SectionId::SlotSeasons, Damaged("the section is missing")))
            }
            Some(slots) => {
                slots.ensure(has_rare, "there are no rare seasons to have it")?;
                slots.blame(slots.view().verify(ranks.view().scale(), of_slot))
            }
        }
    }

    /// Each common season has a list of its slots, and no other has one. Returns the common rows.
    fn check_season_lists(&self, seasons: &Seasons<'_>) -> Result<HashSet<u32>> {
        let forms = self.slot_count() as usize;
        let row_of = |slot: usize| -> Result<u32> {
            seasons.row(self.forms.get(self.slots.rank(slot)?)?.ordinal)
        };
        let mut counts = vec![0usize; seasons.rows().view().len()];
        for slot in 0..forms {
            let row = row_of(slot)? as usize;
            counts.get_mut(row).into_iter().for_each(|count| *count += 1);
        }
        let common: Vec<u32> = (0..)
            .zip(&counts)
            .filter(|&(_, &count)| is_common(count, forms))
            .map(|(row, _)| row)
            .collect();
        let Some(lists) = seasons.lists() else {
            let missing = Damaged("the section is missing");
            return match common.is_empty() {
                true => Ok(HashSet::new()),
                false => Err(self.opened.corrupt(SectionId::SeasonLists, missing)),
            };
        };
        lists.lists().verify()?;
        lists.slots().verify()?;
        let rows = (0..lists.len()).map(|list| lists.row(list)).collect::<Result<Vec<u32>>>()?;
        lists.lists().ensure(rows == common && !rows.is_empty(), "other seasons have lists")?;
        let mut end = 0;
        for (list, &row) in rows.iter().enumerate() {
            let (places, slots) = (lists.places(list)?, lists.slots());
            let count = counts.get(row as usize).copied();
            lists.lists().ensure(count == Some(places.len()), "a list ends elsewhere")?;
            end = places.end;
            let mut before = None;
            for place in places {
                let slot = slots.get(place)?;
                // They rise, so as many as the forms that have the season are those forms.
                let holds =
                    Some(slot) > before && (slot as usize) < forms && row_of(slot as usize)? == row;
                slots.ensure(holds, "a list has the slot of another season")?;
                before = Some(slot);
            }
        }
        lists.slots().ensure(end == lists.slots().len(), "slots follow the last list")?;
        let rank_of = |place| self.slots.find(lists.slots().find(place)? as usize);
        let minima = lists.minima();
        minima.blame(minima.view().verify(lists.slots().len(), rank_of))?;
        Ok(common.into_iter().collect())
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
