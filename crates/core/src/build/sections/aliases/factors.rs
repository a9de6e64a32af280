//! The factors of the aliases: each distinct one once, and of each alias the place of its own.
//!
//! ```text
//! section        codec   contents
//! alias-factors  packed  of each alias the place of its factor among the factors
//! factors        blocks  the distinct factors, rising: bits of an f64
//! ```

use std::collections::HashMap;

use crate::build::scratch::{PackedSection, SectionContents, Workspace};
use crate::error::Result;
use crate::format::blocks::BlocksWriter;
use crate::format::section_id::SectionId;

/// Collects the factors of aliases. A number of each stays in memory, and some 16 bytes of each
/// distinct one.
#[derive(Default)]
pub(super) struct FactorCollector {
    /// In the order in which they came.
    numbers: HashMap<u64, u32>,
    of_aliases: Vec<u32>,
}

impl FactorCollector {
    /// Adds the factor of the next alias.
    pub(super) fn push(&mut self, factor: f64) {
        let next = self.numbers.len() as u32; // there are fewer than forms
        let number = *self.numbers.entry(factor.to_bits()).or_insert(next);
        self.of_aliases.push(number);
    }

    /// Writes the sections.
    pub(super) fn finish(self, workspace: &Workspace) -> Result<[SectionContents; 2]> {
        let mut distinct: Vec<(u64, u32)> = self.numbers.into_iter().collect();
        // The bits of floats that are not negative rise with them. Rising, many distinct factors
        // take few bytes.
        distinct.sort_unstable();
        let mut table = BlocksWriter::default();
        let mut places = vec![0; distinct.len()];
        for (place, (factor, number)) in (0u32..).zip(distinct) {
            table.push(factor);
            if let Some(of_number) = places.get_mut(number as usize) {
                *of_number = place;
            }
        }
        let max = places.len().saturating_sub(1) as u64;
        let count = self.of_aliases.len() as u64;
        let mut packed = PackedSection::new(workspace, SectionId::AliasFactors, count, max)?;
        for number in self.of_aliases {
            packed.push(places.get(number as usize).copied().unwrap_or(0).into())?;
        }
        Ok([packed.finish()?, SectionContents::of_bytes(SectionId::Factors, table.finish())])
    }
}
