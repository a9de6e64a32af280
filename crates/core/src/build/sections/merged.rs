//! The aliases that gave way to another form of their entry, so that records can be read back.
//!
//! ```text
//! section          codec    contents, by entry and place
//! merged-ordinals  blocks   the ordinal of the entry
//! merged-places    packed   the place among the aliases of the record, from 0
//! merged-factors   blocks   bits of an f64
//! merged-texts     strings  empty if the alias is the text of the entry
//! ```

use crate::build::entries::MergedAlias;
use crate::build::scratch::{PackedSection, SectionContents, StringsSection, Workspace};
use crate::error::Result;
use crate::format::blocks::BlocksWriter;
use crate::format::section_id::SectionId;

/// Writes merged aliases. Two bytes of each stay in memory besides what is packed.
pub(super) struct MergedSections<'a> {
    workspace: &'a Workspace,
    ordinals: BlocksWriter,
    places: Vec<u16>,
    factors: BlocksWriter,
    texts: StringsSection<'a>,
}

impl<'a> MergedSections<'a> {
    /// Starts with none.
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        MergedSections {
            workspace,
            ordinals: BlocksWriter::default(),
            places: Vec::new(),
            factors: BlocksWriter::default(),
            texts: StringsSection::new(workspace, SectionId::MergedTexts),
        }
    }

    /// Adds a merged alias of the entry `ordinal`.
    pub(super) fn push(&mut self, ordinal: u32, alias: &MergedAlias<'_>) -> Result<()> {
        self.ordinals.push(ordinal.into());
        // A record has at most 1,000 aliases.
        self.places.push(alias.place as u16);
        self.factors.push(alias.factor.to_bits());
        self.texts.push(alias.text)
    }

    /// Returns the sections; none if no alias gave way.
    pub(super) fn finish(self) -> Result<Vec<SectionContents>> {
        let (id, count) = (SectionId::MergedPlaces, self.places.len() as u64);
        let Some(max) = self.places.iter().copied().max() else { return Ok(Vec::new()) };
        let mut places = PackedSection::new(self.workspace, id, count, max.into())?;
        self.places.iter().try_for_each(|&place| places.push(place.into()))?;
        let of_blocks = |id, blocks: BlocksWriter| SectionContents::of_bytes(id, blocks.finish());
        Ok(vec![
            of_blocks(SectionId::MergedOrdinals, self.ordinals),
            places.finish()?,
            of_blocks(SectionId::MergedFactors, self.factors),
            self.texts.finish(),
        ])
    }
}
