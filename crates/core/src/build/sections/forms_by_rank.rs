//! The forms of all entries in the order of their ranks: falling weight · factor, then ordinal,
//! then number.
//!
//! ```text
//! section         codec   contents
//! forms           bits    of each rank whether its form is an alias; the others are the texts, by
//!                         ordinal
//! ranked-aliases  packed  the aliases, by rank; absent if their numbers rise
//! ```
//!
//! Aliases of one factor rise, as texts do, since products with it fall as weights do.
//!
//! An index without aliases has no such pass and no such section: its ranks are its ordinals.

use super::keys::KeyCollector;
use super::repeats::SlotCounts;
use super::side_sections::RankedForm;
use crate::build::entries::falling;
use crate::build::scratch::{PackedSection, SectionContents, Sorter, Workspace};
use crate::error::Result;
use crate::format::bits::BitsWriter;
use crate::format::section_id::SectionId;

/// A form that has no rank yet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct UnrankedForm {
    /// Weight · factor.
    pub(super) base: f64,
    pub(super) ordinal: u32,
    /// The number of the form: the ordinal of a text, then on for aliases.
    pub(super) number: u32,
}

impl UnrankedForm {
    /// Returns bytes that sort in the order of ranks.
    fn encode(self) -> [u8; 16] {
        let mut key = [0; 16];
        // Of equal products the smaller ordinal is the better entry, and of one entry the text
        // before its aliases.
        key[..8].copy_from_slice(&falling(self.base));
        key[8..12].copy_from_slice(&self.ordinal.to_be_bytes());
        key[12..].copy_from_slice(&self.number.to_be_bytes());
        key
    }

    /// Reads them back.
    fn decode(key: &[u8]) -> Option<Self> {
        let (base, rest) = key.split_first_chunk()?;
        let (ordinal, rest) = rest.split_first_chunk()?;
        Some(UnrankedForm {
            base: f64::from_bits(!u64::from_be_bytes(*base)),
            ordinal: u32::from_be_bytes(*ordinal),
            number: u32::from_be_bytes(*rest.first_chunk()?),
        })
    }
}

/// Collects forms with their keys.
pub(super) struct FormCollector<'a> {
    workspace: &'a Workspace,
    by_rank: Sorter,
}

impl<'a> FormCollector<'a> {
    /// Starts with nothing; sorting takes up to a sixth of the memory of `workspace`.
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        FormCollector { workspace, by_rank: workspace.sorter(6) }
    }

    /// Adds a form.
    pub(super) fn push(&mut self, form: UnrankedForm, key: &str) -> Result<()> {
        // The key travels along, since the next pass sorts the forms by it.
        self.by_rank.push(&form.encode(), key.as_bytes())
    }

    /// Numbers the forms, passes their keys on to `keys`, and returns which form each rank is. A bit
    /// of each form is in memory.
    pub(super) fn finish(
        self,
        SlotCounts { entries, slots }: SlotCounts,
        keys: &mut KeyCollector<'_>,
    ) -> Result<Vec<SectionContents>> {
        let workspace = self.workspace;
        let mut is_alias = BitsWriter::unset(slots as usize);
        let aliases = u64::from(slots - entries);
        let (id, max) = (SectionId::RankedAliases, aliases.saturating_sub(1));
        let mut ranked = PackedSection::new(workspace, id, aliases, max)?;
        let (mut next_alias, mut rise) = (0, true);
        let mut sorted = self.by_rank.sorted()?;
        let mut rank = 0u32;
        while let Some((form, key)) = sorted.next()? {
            let form = UnrankedForm::decode(form).ok_or_else(|| workspace.damaged())?;
            if let Some(alias) = form.number.checked_sub(entries) {
                is_alias.set(rank as usize);
                ranked.push(alias.into())?;
                rise &= alias == next_alias;
                next_alias += 1;
            }
            // The place in this order is the rank.
            let ranked = RankedForm { rank, ordinal: form.ordinal, base: form.base };
            keys.push(ranked, form.number, key)?;
            rank += 1;
            workspace.step(rank.into())?;
        }
        workspace.last_step(rank.into());
        // Nobody made the second section where counting says as much.
        let ranked = (!rise).then(|| ranked.finish()).transpose()?;
        let forms = SectionContents::of_bytes(SectionId::Forms, is_alias.finish());
        Ok(std::iter::once(forms).chain(ranked).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_sort_by_weight_and_factor_then_ordinal_then_number() {
        let form = |base, ordinal, number| UnrankedForm { base, ordinal, number };
        let forms =
            [form(7.5, 9, 9), form(2.0, 0, 0), form(2.0, 0, 7), form(2.0, 1, 1), form(0.0, 0, 300)];
        assert!(forms.windows(2).all(|pair| pair[0].encode() < pair[1].encode()));
        for form in forms {
            assert_eq!(UnrankedForm::decode(&form.encode()), Some(form));
        }
    }
}
