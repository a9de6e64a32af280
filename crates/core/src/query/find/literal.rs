//! An index of kind `literal` in the lower tiers: whole keys on other layouts, and with slips.

use super::phrase::KeyedSlots;
use crate::error::Result;
use crate::query::read::reading::Reading;
use crate::query::tiers::{Tier, Tiers, group};

impl Tiers<'_> {
    /// Searches an index of kind `literal` in a relaxed tier.
    pub(crate) fn search_literals(&mut self, readings: &[Reading], tier: &mut Tier) -> Result<()> {
        for reading in readings {
            let Some(key) = reading.words.first() else { continue };
            let number = self.readings.len() as u32;
            if !tier.has_slips() {
                if reading.via.is_some() {
                    self.readings.push(reading.clone());
                    let key = format!("{key}{}", if reading.closed { " " } else { "" });
                    if let Some(ranges) = self.keys.exact(&key)? {
                        self.push_exact(ranges, tier.number, number, &mut tier.top)?;
                    }
                }
                continue;
            }
            self.readings.push(reading.clone());
            let chars: Vec<char> = key.chars().collect();
            let budget = self.options.budget(self.view, chars.len());
            if !budget.allows_slips() {
                continue;
            }
            let slots = KeyedSlots::of_literal(
                self.keys,
                &chars,
                reading.closed,
                budget,
                self.options.edit_costs(self.view),
                self.work,
            )?;
            let group = group(tier.number, number);
            let quality = self.quality();
            slots.push_best(self.keys, &quality, group, &mut tier.top, self.work)?;
        }
        Ok(())
    }
}
