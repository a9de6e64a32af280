//! Verifying which entries have one text, and which forms others cover.

use std::collections::HashMap;

use super::verification::Verification;
use super::walk::walk;
use crate::error::Result;
use crate::format::section_id::SectionId;
use crate::index::contexts::ContextLists;
use crate::index::repeats::Repeats;
use crate::index::seasons::Seasons;

/// What the forms of one key have had so far, best first.
#[derive(Default)]
struct KeyForms<'a> {
    /// The first entry with each text.
    texts: HashMap<&'a str, u32>,
    /// The lowest ordinal by text and season, and with the contexts besides.
    lowest: HashMap<(&'a str, u32), u32>,
    lowest_twin: HashMap<(&'a str, u32, Vec<u32>), u32>,
}

/// What is compared with.
struct Compared<'a> {
    repeats: Option<Repeats<'a>>,
    seasons: Option<Seasons<'a>>,
    contexts: Option<ContextLists<'a>>,
}

impl Verification<'_> {
    /// Entries with one text have its first ordinal, forms are covered by those that cover them,
    /// and the tree holds the least ranks of the others. Without the sections all texts differ.
    pub(super) fn check_repeats(&self) -> Result<()> {
        let view = self.opened.view();
        let (repeats, seasons, contexts) = (view.repeats()?, view.seasons()?, view.contexts()?);
        let compared = Compared { repeats, seasons, contexts };
        if let Some(repeats) = &compared.repeats {
            self.check_repeat_sections(repeats)?;
        }
        let mut forms = KeyForms::default();
        // Equal texts have one key, so each key can be looked at by itself.
        walk(&view.keys()?, self.slot_count(), |_, slots| {
            forms.texts.clear();
            forms.lowest.clear();
            forms.lowest_twin.clear();
            slots.into_iter().try_for_each(|slot| {
                // A missing slot was found by the check of the slots.
                let rank = self.slots.get(slot as usize)?;
                self.check_repeats_of(rank, &compared, &mut forms)
            })
        })
    }

    fn check_repeat_sections(&self, repeats: &Repeats<'_>) -> Result<()> {
        let sections = [repeats.bits(), repeats.covered(), repeats.twins()];
        sections.iter().try_for_each(|bits| bits.blame(bits.view().verify()))?;
        repeats.firsts().verify()?;
        let is_any = repeats.firsts().len() > 0;
        repeats.bits().ensure(is_any, "all texts differ, so the section should be absent")?;
        // What the walk does not reach: the first of a text is no repeat, or it would be of another.
        for place in 0..repeats.firsts().len() {
            let first = repeats.firsts().get(place)? as usize;
            let is_first = first < self.entries() as usize && !repeats.bits().view().has(first);
            repeats.firsts().ensure(is_first, "the first entry with a text is a repeat")?;
        }
        let covered = repeats.covered().view();
        let rank_of = |slot| {
            let rank = self.slots.find(slot)?;
            Some(if covered.has(rank as usize) { u32::MAX } else { rank })
        };
        let minima = repeats.minima();
        minima.blame(minima.view().verify(self.slot_count() as usize, rank_of))
    }

    /// Compares what the sections say of the next form of a key with those before it.
    fn check_repeats_of<'a>(
        &'a self,
        rank: u32,
        compared: &Compared<'_>,
        forms: &mut KeyForms<'a>,
    ) -> Result<()> {
        let form = self.forms.get(rank)?;
        let text = self.texts.get(form.ordinal)?;
        let is_text = form.number < self.entries();
        // Texts count in full, so those of one key come in the order of their ordinals.
        let first = match is_text {
            true => Some(*forms.texts.entry(text).or_insert(form.ordinal)),
            false => None,
        };
        let Some(repeats) = &compared.repeats else {
            let differ = first.is_none_or(|first| first == form.ordinal);
            let reason = "texts repeat, and the section is missing";
            return match differ {
                true => Ok(()),
                false => Err(self.opened.view().corrupt(SectionId::Repeats, reason)),
            };
        };
        let text_of = repeats.text_of(form.ordinal)?;
        let same = first.is_none_or(|first| first == text_of);
        repeats.firsts().ensure(same, "an entry has another text than the first of its text")?;
        let season = match &compared.seasons {
            Some(seasons) => seasons.row(form.ordinal)?,
            None => 0,
        };
        let mut values = Vec::new();
        if let Some(contexts) = &compared.contexts {
            contexts.values_of(form.ordinal, &mut values)?;
        }
        let lowest = forms.lowest.entry((text, season)).or_insert(form.ordinal);
        let is_covered = *lowest < form.ordinal;
        *lowest = form.ordinal.min(*lowest);
        let lowest = forms.lowest_twin.entry((text, season, values)).or_insert(form.ordinal);
        let is_twin = *lowest < form.ordinal;
        *lowest = form.ordinal.min(*lowest);
        for (section, expected) in [(repeats.covered(), is_covered), (repeats.twins(), is_twin)] {
            let same = section.view().has(rank as usize) == expected;
            section.ensure(same, "a form is marked as covered, or one that is covered is not")?;
        }
        Ok(())
    }
}
