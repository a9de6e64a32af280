//! The sections with something of each entry or alias: weights, texts, ids, payloads, aliases.

use super::aliases::AliasSections;
use super::merged::MergedSections;
use crate::build::entries::{SortedEntry, SortedForm};
use crate::build::scratch::{PackedSection, SectionContents, Sorter, StringsSection, Workspace};
use crate::error::Result;
use crate::format::blocks::BlocksWriter;
use crate::format::buckets::{self, BucketEnds};
use crate::format::section_id::SectionId;
use crate::settings::FormCounts;

/// What the pass over the entries writes.
pub(super) struct EntrySections<'a> {
    workspace: &'a Workspace,
    weights: BlocksWriter,
    texts: StringsSection<'a>,
    ids: StringsSection<'a>,
    payloads: StringsSection<'a>,
    payload_count: u64,
    aliases: AliasSections<'a>,
    merged: MergedSections<'a>,
    /// From the hash and the id to the ordinal.
    id_order: Sorter,
}

impl<'a> EntrySections<'a> {
    /// Starts with nothing; sorting takes up to a twelfth of the memory of `workspace`.
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        let strings = |id| StringsSection::new(workspace, id);
        EntrySections {
            workspace,
            weights: BlocksWriter::default(),
            texts: strings(SectionId::Texts),
            ids: strings(SectionId::Ids),
            payloads: strings(SectionId::Payloads),
            payload_count: 0,
            aliases: AliasSections::new(workspace),
            merged: MergedSections::new(workspace),
            id_order: workspace.sorter(12),
        }
    }

    /// Adds the next entry, without its aliases.
    pub(super) fn push(&mut self, ordinal: u32, entry: &SortedEntry<'_>) -> Result<()> {
        debug_assert!(ordinal < u32::MAX, "the number of forms was checked");
        // The bits of the number, so that scores come of the very weight that was given.
        self.weights.push(entry.weight.to_bits());
        self.texts.push(entry.text)?;
        // Ids and payloads of entries without one are empty strings, so that the ordinal finds the
        // others.
        self.ids.push(entry.id)?;
        self.payloads.push(entry.payload)?;
        self.payload_count += u64::from(!entry.payload.is_empty());
        entry.merged().try_for_each(|alias| self.merged.push(ordinal, &alias))?;
        if !entry.id.is_empty() {
            // By the hash first: that is the order of the buckets.
            let hash = buckets::hash(entry.id).to_be_bytes();
            let key = [&hash, entry.id.as_bytes()].concat();
            self.id_order.push(&key, &ordinal.to_le_bytes())?;
        }
        Ok(())
    }

    /// Adds an alias of the entry that was added last.
    pub(super) fn push_alias(&mut self, ordinal: u32, alias: &SortedForm<'_>) -> Result<()> {
        self.aliases.push(ordinal, alias)
    }

    /// Returns the number of aliases.
    pub(super) fn aliases(&self) -> u32 {
        self.aliases.len()
    }

    /// Returns how many forms there are of each kind.
    pub(super) fn forms(&self) -> FormCounts {
        self.aliases.forms()
    }

    /// Returns whether any entry has an id.
    pub(super) fn has_ids(&self) -> bool {
        self.id_order.len() > 0
    }

    /// Returns the sections, without those that nothing fills.
    pub(super) fn finish(self, entries: u32) -> Result<Vec<SectionContents>> {
        let has_ids = self.has_ids();
        let weights = SectionContents::of_bytes(SectionId::Weights, self.weights.finish());
        let mut written = vec![weights, self.texts.finish()];
        written.extend(self.aliases.finish()?);
        if has_ids {
            written.push(self.ids.finish());
            written.push(write_buckets(self.workspace, self.id_order, entries)?);
        }
        if self.payload_count > 0 {
            written.push(self.payloads.finish());
        }
        written.extend(self.merged.finish()?);
        Ok(written)
    }
}

/// Writes the hash table of the ids.
fn write_buckets(workspace: &Workspace, id_order: Sorter, entries: u32) -> Result<SectionContents> {
    let ids = id_order.len();
    let mut ends = BucketEnds::new(buckets::bits_for(ids));
    let max = u64::from(entries.saturating_sub(1));
    let mut ordinals = PackedSection::new(workspace, SectionId::IdBuckets, ids, max)?;
    // By hash and then by id, which is the order of the buckets and inside each.
    let mut sorted = id_order.sorted()?;
    while let Some((key, ordinal)) = sorted.next()? {
        let hash = key.first_chunk().map(|hash| u64::from_be_bytes(*hash));
        let ordinal = ordinal.first_chunk().map(|ordinal| u32::from_le_bytes(*ordinal));
        let (Some(hash), Some(ordinal)) = (hash, ordinal) else {
            return Err(workspace.damaged());
        };
        ends.push(hash);
        ordinals.push(ordinal.into())?;
    }
    // The ends stand in front of the ordinals, and are known when those have gone by.
    ordinals.finish_behind(ends.finish())
}
