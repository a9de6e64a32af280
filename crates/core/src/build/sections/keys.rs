//! The keys of all forms, in order: the dictionary, the rank of each slot, and the tree of least
//! ranks.

use super::side_sections::{RankedForm, SideSections};
use super::terms::TermCollector;
use crate::build::scratch::{DictionarySection, PackedSection, SectionContents, Sorter, Workspace};
use crate::error::Result;
use crate::format::bests::BestsWriter;
use crate::format::minima::MinimaWriter;
use crate::format::section_id::SectionId;

/// Collects the keys of forms that have their ranks, in the order of ranks.
pub(super) struct KeyCollector<'a> {
    workspace: &'a Workspace,
    /// What goes along; it says what must be known of a form again at its slot.
    pub(super) side: SideSections<'a>,
    by_key: Sorter,
    value: Vec<u8>,
}

/// What the pass over the keys leaves.
pub(super) struct KeySections<'a> {
    /// The number of distinct keys.
    pub(super) count: u64,
    /// The dictionary, the ranks, the minima, and the best ranks if there are long ranges.
    pub(super) sections: Vec<SectionContents>,
    pub(super) side: SideSections<'a>,
}

impl<'a> KeyCollector<'a> {
    /// Starts with nothing; sorting takes up to a fourth of the memory of `workspace`.
    pub(super) fn new(workspace: &'a Workspace, side: SideSections<'a>) -> Self {
        KeyCollector { workspace, side, by_key: workspace.sorter(4), value: Vec::new() }
    }

    /// Adds the form of the next rank, whose number is `number`.
    pub(super) fn push(&mut self, form: RankedForm, number: u32, key: &[u8]) -> Result<()> {
        self.side.push_rank(form, number);
        // Equal keys stay in the order in which they came, that of ranks: the best form of a key is
        // its first slot.
        self.side.encode(form, &mut self.value);
        self.by_key.push(key, &self.value)
    }

    /// Writes the sections, and passes each slot on to what goes along and to `terms`.
    pub(super) fn finish(
        self,
        slots: u32,
        mut terms: Option<&mut TermCollector<'_>>,
    ) -> Result<KeySections<'a>> {
        let KeyCollector { workspace, mut side, by_key, .. } = self;
        let max = u64::from(slots.saturating_sub(1));
        let mut dictionary = DictionarySection::new(workspace, SectionId::Keys)?;
        let mut ranks = PackedSection::new(workspace, SectionId::Slots, slots.into(), max)?;
        let (mut minima, mut bests) = (MinimaWriter::default(), BestsWriter::new(true));
        let mut sorted = by_key.sorted()?;
        let (mut count, mut slot) = (0u64, 0u32);
        let mut key_before: Vec<u8> = Vec::new();
        while let Some((key, form)) = sorted.next()? {
            // No key is empty, so the first is another one than the nothing before it.
            let starts_key = key != key_before;
            let rank = side.push_slot(slot, form, starts_key)?;
            if starts_key {
                // Equal keys come one after the other: the dictionary leads to the first slot of
                // them.
                dictionary.insert(key, slot.into())?;
                bests.begin(key, slot);
                // Kept and filled again, since nearly every form has a key of its own.
                key_before.clear();
                key_before.extend(key);
                count += 1;
            }
            ranks.push(rank.into())?;
            minima.push(rank);
            bests.push(rank);
            if let Some(terms) = terms.as_deref_mut() {
                terms.push(key, rank)?;
            }
            slot += 1;
            workspace.step(slot.into())?;
        }
        workspace.last_step(slot.into());
        let minima = SectionContents::of_bytes(SectionId::Minima, minima.finish());
        let bests = PackedSection::of_some(
            workspace,
            SectionId::SlotBests,
            &bests.finish(slots),
            slots.into(),
        )?;
        let mut sections = vec![dictionary.finish()?, ranks.finish()?, minima];
        sections.extend(bests);
        Ok(KeySections { count, sections, side })
    }
}
