//! What ranks, filters and unites entries besides their weight: contexts, seasons, equal texts, and
//! the ways back from ranks and forms. No pass is made for them: they go along through the passes
//! that number forms and slots.

use super::contexts::ContextCollector;
use super::inverses::Inverse;
use super::repeats::{RepeatCollector, RepeatMarks, SlotCounts};
use super::seasons::SeasonCollector;
use crate::build::entries::{Collected, SortedEntry};
use crate::build::scratch::{SectionContents, Workspace};
use crate::error::Result;
use crate::format::section_id::SectionId;

/// A form on its way from rank to slot.
#[derive(Debug, Clone, Copy)]
pub(super) struct RankedForm {
    pub(super) rank: u32,
    pub(super) ordinal: u32,
    /// Weight · factor.
    pub(super) base: f64,
}

/// Collects what the passes over entries, ranks and slots tell.
pub(super) struct SideSections<'a> {
    workspace: &'a Workspace,
    contexts: Option<ContextCollector<'a>>,
    seasons: Option<SeasonCollector>,
    /// The texts of the entries, until all have come.
    texts: Option<RepeatCollector<'a>>,
    /// What is made of them, if some are equal.
    repeats: Option<RepeatMarks>,
    has_aliases: bool,
    rank_slots: Option<Inverse>,
    form_ranks: Option<Inverse>,
}

impl<'a> SideSections<'a> {
    /// Starts with nothing, for the entries of `collected`.
    pub(super) fn new(workspace: &'a Workspace, collected: &Collected<'_>) -> Self {
        // What no record has costs nothing on the way, neither a sort nor bytes of a form.
        SideSections {
            workspace,
            contexts: collected.has_contexts.then(|| ContextCollector::new(workspace)),
            seasons: (collected.seasons > 0).then(SeasonCollector::new),
            texts: Some(RepeatCollector::new(workspace)),
            repeats: None,
            has_aliases: false,
            rank_slots: None,
            form_ranks: None,
        }
    }

    /// Adds the next entry.
    pub(super) fn push_entry(&mut self, ordinal: u32, entry: &SortedEntry<'_>) -> Result<()> {
        if let Some(contexts) = &mut self.contexts {
            entry.contexts().try_for_each(|context| contexts.push(context, ordinal))?;
        }
        if let Some(seasons) = &mut self.seasons {
            seasons.push(entry.season.as_ref());
        }
        self.texts.as_mut().map_or(Ok(()), |texts| texts.push(ordinal, entry))
    }

    /// Says after the last entry how many forms there are, whether an entry has an id, and whether a
    /// rank may be another number than its form.
    pub(super) fn end_entries(
        &mut self,
        counts: SlotCounts,
        has_ids: bool,
        has_aliases: bool,
    ) -> Result<()> {
        let slots = counts.slots;
        self.has_aliases = has_aliases;
        if let Some(texts) = self.texts.take() {
            self.repeats = texts.finish(counts)?;
        }
        // Contexts may all have been those of records that were left out for their ids.
        self.contexts = self.contexts.take().filter(|contexts| !contexts.is_empty());
        // Only who is looked up by an id or a context needs the way back to a slot.
        if has_ids || self.contexts.is_some() {
            self.rank_slots = Some(Inverse::new(SectionId::RankSlots, slots));
            self.form_ranks = has_aliases.then(|| Inverse::new(SectionId::FormRanks, slots));
        }
        Ok(())
    }

    /// Adds the form of the next rank, in the order of ranks.
    pub(super) fn push_rank(&mut self, ranked: RankedForm, form: u32) {
        if let Some(seasons) = &mut self.seasons {
            seasons.push_rank(ranked.ordinal, ranked.base);
        }
        // Without aliases this is called before the last entry, when there is no inverse yet.
        if let Some(form_ranks) = &mut self.form_ranks {
            form_ranks.set(form, ranked.rank);
        }
    }

    /// Adds the form of the next slot, in the order of slots, as [`SideSections::encode`] wrote it,
    /// and whether its key is another one than that of the slot before; returns its rank.
    pub(super) fn push_slot(&mut self, slot: u32, bytes: &[u8], starts_key: bool) -> Result<u32> {
        let form = Self::decode(bytes).ok_or_else(|| self.workspace.damaged())?;
        if let Some(repeats) = &mut self.repeats {
            // Without aliases the rank is the ordinal, and may be all that came along.
            let ordinal = if self.has_aliases { form.ordinal } else { form.rank };
            repeats.push_slot(starts_key, ordinal, form.rank);
        }
        if let Some(contexts) = &mut self.contexts {
            // Values are known by ordinal and lists stand by slot, so each slot says whose it is.
            contexts.push_slot(form.ordinal, slot, form.rank)?;
        }
        if let Some(seasons) = &mut self.seasons {
            seasons.push_slot(form.ordinal, form.base);
        }
        if let Some(rank_slots) = &mut self.rank_slots {
            rank_slots.set(form.rank, slot);
        }
        Ok(form.rank)
    }

    /// Appends the bytes of a form to `out`, which is cleared: only the rank where nothing else is
    /// asked for.
    pub(super) fn encode(&self, form: RankedForm, out: &mut Vec<u8>) {
        out.clear();
        out.extend(form.rank.to_le_bytes());
        // Every form is sorted with these bytes, so 12 of 16 are left out where they can be.
        if self.contexts.is_some() || self.seasons.is_some() || self.repeats.is_some() {
            out.extend(form.ordinal.to_le_bytes());
        }
        if self.seasons.is_some() {
            out.extend(form.base.to_bits().to_le_bytes());
        }
    }

    /// Reads a form back. What is not there is not asked for.
    fn decode(bytes: &[u8]) -> Option<RankedForm> {
        let (rank, rest) = bytes.split_first_chunk()?;
        // The length tells which parts there are, so that no flag travels with each form.
        let mut form = RankedForm { rank: u32::from_le_bytes(*rank), ordinal: 0, base: 0.0 };
        if let Some((ordinal, rest)) = rest.split_first_chunk() {
            form.ordinal = u32::from_le_bytes(*ordinal);
            let base = rest.first_chunk();
            form.base = base.map_or(0.0, |base| f64::from_bits(u64::from_le_bytes(*base)));
        }
        Some(form)
    }

    /// Returns the sections, without those that nothing fills.
    pub(super) fn finish(self, entries: u32, slots: u32) -> Result<Vec<SectionContents>> {
        let workspace = self.workspace;
        // In the order of their numbers, which is that of the file.
        let inverses = self.rank_slots.into_iter().chain(self.form_ranks);
        let mut written =
            inverses.map(|inverse| inverse.finish(workspace)).collect::<Result<Vec<_>>>()?;
        let has_contexts = self.contexts.is_some();
        if let Some(contexts) = self.contexts {
            written.extend(contexts.finish(entries, slots)?);
        }
        if let Some(seasons) = self.seasons {
            written.extend(seasons.finish(workspace)?);
        }
        if let Some(repeats) = self.repeats {
            written.extend(repeats.finish(workspace, has_contexts)?);
        }
        Ok(written)
    }
}
