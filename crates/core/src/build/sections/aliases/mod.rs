//! The aliases of all entries, by entry, into the sections with something of each.
//!
//! ```text
//! section         codec    contents
//! alias-ordinals  blocks   the ordinal of the entry
//! alias-texts     strings  the text, empty if it is made again of another one
//! alias-sources   blocks   the number of what it is made of, unless all are 0
//! alias-kinds     packed   the number of the kind, unless all aliases were given
//! ```

mod factors;

use crate::build::entries::SortedForm;
use crate::build::scratch::{PackedSection, SectionContents, StringsSection, Workspace};
use crate::error::Result;
use crate::format::blocks::BlocksWriter;
use crate::format::form_kind::FormKind;
use crate::format::section_id::SectionId;
use crate::settings::FormCounts;
use factors::FactorCollector;

/// Writes what there is of each alias.
pub(super) struct AliasSections<'a> {
    workspace: &'a Workspace,
    ordinals: BlocksWriter,
    factors: FactorCollector,
    texts: StringsSection<'a>,
    sources: BlocksWriter,
    has_sources: bool,
    /// The number of the kind of each alias, for which a byte stays in memory.
    kinds: Vec<u8>,
}

impl<'a> AliasSections<'a> {
    /// Starts with none.
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        AliasSections {
            workspace,
            ordinals: BlocksWriter::default(),
            factors: FactorCollector::default(),
            texts: StringsSection::new(workspace, SectionId::AliasTexts),
            sources: BlocksWriter::default(),
            has_sources: false,
            kinds: Vec::new(),
        }
    }

    /// Adds an alias of the entry `ordinal`, after those of all lower ones.
    pub(super) fn push(&mut self, ordinal: u32, alias: &SortedForm<'_>) -> Result<()> {
        // They rise, since entries come in order: so the aliases of an entry are found by halves.
        self.ordinals.push(ordinal.into());
        self.factors.push(alias.factor);
        self.kinds.push(alias.kind);
        self.sources.push(alias.source.into());
        self.has_sources |= alias.source > 0;
        let kind = FormKind::of_number(alias.kind.into());
        let is_stored = kind.is_none_or(FormKind::has_own_text);
        self.texts.push(if is_stored { alias.text } else { "" })
    }

    /// Returns the number of aliases.
    pub(super) fn len(&self) -> u32 {
        self.kinds.len() as u32 // the number of forms was checked
    }

    /// Returns how many forms there are of each kind.
    pub(super) fn forms(&self) -> FormCounts {
        let mut counts = FormCounts::default();
        let kinds = self.kinds.iter().filter_map(|&kind| FormKind::of_number(kind.into()));
        kinds.for_each(|kind| counts.add(kind));
        counts
    }

    /// Returns the sections; none without aliases.
    pub(super) fn finish(self) -> Result<Vec<SectionContents>> {
        // A section that would be empty is left out. Readers know what its absence means.
        if self.kinds.is_empty() {
            return Ok(Vec::new());
        }
        let ordinals = self.ordinals.finish();
        let mut written = vec![SectionContents::of_bytes(SectionId::AliasOrdinals, ordinals)];
        written.extend(self.factors.finish(self.workspace)?);
        written.push(self.texts.finish());
        if self.has_sources {
            let sources = self.sources.finish();
            written.push(SectionContents::of_bytes(SectionId::AliasSources, sources));
        }
        written.extend(write_kinds(self.workspace, &self.kinds)?);
        Ok(written)
    }
}

/// Returns what made each alias, unless all were given.
fn write_kinds(workspace: &Workspace, kinds: &[u8]) -> Result<Option<SectionContents>> {
    let max = kinds.iter().copied().max().unwrap_or(0);
    // A reader takes a form without a kind for an alias as given, which is 0.
    if max == 0 {
        return Ok(None);
    }
    let (id, count) = (SectionId::AliasKinds, kinds.len() as u64);
    let mut packed = PackedSection::new(workspace, id, count, max.into())?;
    kinds.iter().try_for_each(|&kind| packed.push(kind.into()))?;
    packed.finish().map(Some)
}
