//! Verifying the ways back from ranks to slots and from forms to ranks.

use super::{Check, Contents, Found, ensure, in_section};
use crate::format::Damaged;
use crate::format::header::SectionId;

impl Contents<'_> {
    /// Each slot is that of its rank, and each rank that of its form. As there are no more numbers than
    /// slots, which opening checked, each section is an inverse.
    pub(super) fn check_inverses(&self) -> Check {
        let unreadable = |part| move |_| Found(part, Damaged("the section cannot be read"));
        let view = self.opened.view();
        let rank_slots = view.rank_slots().map_err(unreadable(SectionId::RankSlots))?;
        if let Some(rank_slots) = rank_slots {
            rank_slots.verify().map_err(in_section(SectionId::RankSlots))?;
            for slot in 0..self.slot_count() {
                let rank = self.slots.get(slot as usize);
                let back = rank.and_then(|rank| rank_slots.get(rank as usize));
                ensure(back == Some(slot), SectionId::RankSlots, "a rank has another slot")?;
            }
        }
        let form_ranks = view.form_ranks().map_err(unreadable(SectionId::FormRanks))?;
        if let Some(form_ranks) = form_ranks {
            form_ranks.verify().map_err(in_section(SectionId::FormRanks))?;
            for rank in 0..self.slot_count() {
                let back = form_ranks.get(self.form(rank)?.number as usize);
                ensure(back == Some(rank), SectionId::FormRanks, "a form has another rank")?;
            }
        }
        Ok(())
    }
}
