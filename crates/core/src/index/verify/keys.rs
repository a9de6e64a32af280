//! Verifying the dictionary: the keys, their slots, and the words of each.

use super::forms::Seen;
use super::walk::walk;
use super::{Check, Contents, Found, ensure, in_section};
use crate::format::header::SectionId;
use crate::format::{Damaged, TRANSLITERATED};

impl Contents<'_> {
    /// Every slot has a rank of its own, and the tree holds the least of them.
    pub(super) fn check_slots(&self) -> Check {
        self.slots.verify().map_err(in_section(SectionId::Slots))?;
        let mut seen = Seen::new(self.slot_count());
        for slot in 0..self.slot_count() {
            let rank = self.slots.get(slot as usize).unwrap_or(u32::MAX);
            ensure(seen.insert(rank), SectionId::Slots, "two slots have one rank")?;
        }
        let minima =
            self.opened.view().minima().map_err(|_| {
                Found(SectionId::Minima, Damaged("the tree does not fit the slots"))
            })?;
        minima
            .verify(self.slot_count() as usize, |slot| self.slots.get(slot))
            .map_err(in_section(SectionId::Minima))
    }

    /// Keys rise, their slots follow each other by rank, each is the key of its surface form, and the
    /// terms of the form are the words of the key.
    pub(super) fn check_keys(&self) -> Check {
        let unreadable = |_| Found(SectionId::Keys, Damaged("the section cannot be read"));
        let view = self.opened.view();
        let keys = view.keys().map_err(unreadable)?;
        let aliases = view.alias_texts().map_err(unreadable)?;
        let mut analyzed = String::new();
        let (mut expected, mut terms) = (Vec::new(), Vec::new());
        walk(&keys, SectionId::Keys, self.slot_count(), |key, slots| {
            if let Some(words) = &self.words {
                words.terms_of_key(key, &mut expected)?;
            }
            let mut rank_before = None;
            for slot in slots {
                let rank = self.slots.get(slot as usize);
                ensure(
                    rank > rank_before,
                    SectionId::Slots,
                    "the slots of a key are out of order",
                )?;
                rank_before = rank;
                let rank = rank.unwrap_or(u32::MAX);
                let form = self.form(rank)?;
                let surface = match (form.number.checked_sub(self.entries()), &aliases) {
                    (Some(alias), Some(aliases)) => aliases
                        .get(alias as usize)
                        .map_err(in_section(SectionId::AliasTexts))?
                        .ok_or(Found(SectionId::AliasTexts, Damaged("an alias is missing")))?,
                    _ => self.text(form.ordinal)?,
                };
                self.opened.analyzer.form_key(surface, &mut analyzed);
                let same = match self.is_transliterated(form.number) {
                    true => key.split_first() == Some((&TRANSLITERATED, analyzed.as_bytes())),
                    false => analyzed.as_bytes() == key,
                };
                ensure(same, SectionId::Keys, "a key is not that of its text")?;
                if let Some(words) = &self.words {
                    words.terms_of_form(rank, &mut terms)?;
                    let same = terms == expected;
                    ensure(same, SectionId::FormTerms, "a form has other terms than its words")?;
                }
            }
            Ok(())
        })
    }
}
