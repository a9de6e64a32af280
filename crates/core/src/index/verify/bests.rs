//! Verifying the best ranks of long ranges: they are made anew, and are the same.

use super::verification::Verification;
use super::walk::walk;
use crate::error::Result;
use crate::format::Damaged;
use crate::format::bests::{Bests, BestsWriter};
use crate::format::form_kind::FormClass;
use crate::format::section_id::SectionId;
use crate::index::column::Column;

impl Verification<'_> {
    /// Each long range of slots, and of terms behind the first of a form, has its best ranks.
    pub(super) fn check_bests(&self) -> Result<()> {
        let view = self.opened.view();
        let mut bests = BestsWriter::new(true);
        walk(&view.keys()?, self.slot_count(), |key, slots| {
            bests.begin(key, slots.start);
            for slot in slots {
                bests.push(self.slots.get(slot as usize)?);
            }
            Ok(())
        })?;
        let expected = bests.finish(self.slot_count());
        self.ensure_bests(SectionId::SlotBests, view.slot_bests()?.as_ref(), &expected)?;
        let Some(words) = &self.words else { return Ok(()) };
        let mut bests = BestsWriter::new(false);
        let mut terms = Vec::new();
        walk(words.terms_section(), words.term_count(), |term, numbers| {
            bests.begin(term, numbers.start);
            if FormClass::split(term).0.mark().is_some() {
                return Ok(());
            }
            for place in words.postings_of(numbers.clone())? {
                let rank = words.postings().rank(place)?;
                words.terms_of(rank, &mut terms)?;
                // What begins with the word is found by its key.
                if terms.first() != Some(&numbers.start) {
                    bests.push(rank);
                }
            }
            Ok(())
        })?;
        let expected = bests.finish(words.term_count());
        self.ensure_bests(SectionId::InsideBests, words.inside_bests(), &expected)
    }

    /// Checks that a section has `expected`, or is absent if that is nothing.
    fn ensure_bests(
        &self,
        id: SectionId,
        bests: Option<&Column<'_, Bests<'_>>>,
        expected: &[u32],
    ) -> Result<()> {
        let found = bests.map(|bests| bests.blame(bests.view().numbers().verify()).map(|()| bests));
        let same = match found.transpose()? {
            None => expected.is_empty(),
            Some(bests) => {
                let numbers = bests.view().numbers();
                let is_same = |(place, &number): (usize, &u32)| numbers.get(place) == Some(number);
                !expected.is_empty()
                    && numbers.len() == expected.len()
                    && expected.iter().enumerate().all(is_same)
            }
        };
        let other = Damaged("the best ranks of long ranges are others");
        if same { Ok(()) } else { Err(self.opened.corrupt(id, other)) }
    }
}
