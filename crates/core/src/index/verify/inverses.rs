//! Verifying the ways back from ranks to slots and from forms to ranks.

use super::verification::Verification;
use crate::error::Result;

impl Verification<'_> {
    /// Each slot is that of its rank, and each rank that of its form. As there are no more numbers
    /// than slots, which opening checked, each section is an inverse.
    pub(super) fn check_inverses(&self) -> Result<()> {
        let view = self.opened.view();
        // Opening has checked that both are there where something needs them.
        if let Some(rank_slots) = view.optional_rank_slots()? {
            rank_slots.verify()?;
            for slot in 0..self.slot_count() {
                let rank = self.slots.find(slot as usize);
                let back = rank.and_then(|rank| rank_slots.find(rank as usize));
                rank_slots.ensure(back == Some(slot), "a rank has another slot")?;
            }
        }
        if let Some(form_ranks) = view.form_ranks()? {
            form_ranks.verify()?;
            for rank in 0..self.slot_count() {
                let back = form_ranks.find(self.forms.get(rank)?.number as usize);
                form_ranks.ensure(back == Some(rank), "a form has another rank")?;
            }
        }
        Ok(())
    }
}
