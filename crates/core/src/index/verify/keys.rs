//! Verifying the dictionary: the keys, their slots, and the words of each.

use super::forms::Seen;
use super::verification::Verification;
use super::walk::walk;
use crate::error::Result;
use crate::format::form_kind::FormClass;

impl Verification<'_> {
    /// Every slot has a rank of its own, and the tree holds the least of them.
    pub(super) fn check_slots(&self) -> Result<()> {
        self.slots.verify()?;
        let mut seen = Seen::new(self.slot_count());
        for slot in 0..self.slot_count() {
            // No rank is as great, so a slot that is missing is a rank too many.
            let rank = self.slots.find(slot as usize).unwrap_or(u32::MAX);
            self.slots.ensure(seen.insert(rank), "two slots have one rank")?;
        }
        let (minima, rank_of) = (self.opened.view().minima()?, |slot| self.slots.find(slot));
        minima.blame(minima.view().verify(self.slot_count() as usize, rank_of))
    }

    /// Keys rise, their slots follow each other by rank, each is the key of its surface form, and
    /// the terms of the form are the words of the key.
    pub(super) fn check_keys(&self) -> Result<()> {
        let view = self.opened.view();
        let keys = view.keys()?;
        let mut analyzed = String::new();
        let (mut expected, mut terms) = (Vec::new(), Vec::new());
        walk(&keys, self.slot_count(), |key, slots| {
            // Once for a key, since all its forms have the same words.
            if let Some(words) = &self.words {
                words.terms_of_key(key, &mut expected)?;
            }
            let mut rank_before = None;
            for slot in slots {
                let rank = self.slots.find(slot as usize);
                self.slots.ensure(rank > rank_before, "the slots of a key are out of order")?;
                // The slots of a key stand by rank, so that equal input gives equal bytes.
                rank_before = rank;
                let rank = rank.unwrap_or(u32::MAX);
                let form = self.forms.get(rank)?;
                let (kind, surface) = view.surface(form.number, form.ordinal)?;
                // Analyzed anew: a key by other rules would not be found by what people type.
                match kind.class {
                    FormClass::Verbatim => analyzed = self.opened.analyzer.verbatim(&surface),
                    // The words of a form cut into parts are its text.
                    FormClass::Parts => surface.as_ref().clone_into(&mut analyzed),
                    _ => self.opened.analyzer.form_key(&surface, &mut analyzed),
                }
                // The mark is put before the key afterwards, so the analysis does not make it.
                let mark = kind.class.mark();
                let same = key.strip_prefix(mark.as_slice()) == Some(analyzed.as_bytes());
                keys.ensure(same, "a key is not that of its text")?;
                if let Some(words) = &self.words {
                    words.terms_of(rank, &mut terms)?;
                    let same = terms == expected;
                    words.form_terms().ensure(same, "a form has other terms than its words")?;
                }
            }
            Ok(())
        })
    }
}
