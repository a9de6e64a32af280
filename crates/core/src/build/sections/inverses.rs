//! The way back from ranks to slots and from forms to ranks, for look-ups by id and by context.
//!
//! ```text
//! section     codec   contents
//! rank-slots  packed  of each rank its slot, the inverse of slots
//! form-ranks  packed  of each form its rank, the inverse of forms
//! ```

use super::passes::Assembly;
use crate::build::scratch::SectionContents;
use crate::error::Result;
use crate::format::packed::PackedWriter;
use crate::format::section_id::SectionId;

/// Collects a permutation of the numbers from 0 the wrong way round; a number stays in memory for each.
pub(super) struct Inverse {
    id: SectionId,
    numbers: Vec<u32>,
}

impl Inverse {
    /// Starts the inverse of a permutation of `count` numbers.
    pub(super) fn new(id: SectionId, count: u32) -> Self {
        Inverse { id, numbers: vec![0; count as usize] }
    }

    /// Says that `from` leads to `to`.
    pub(super) fn set(&mut self, from: u32, to: u32) {
        if let Some(number) = self.numbers.get_mut(from as usize) {
            *number = to;
        }
    }

    /// Writes the section.
    pub(super) fn finish(self, assembly: &Assembly<'_>) -> Result<SectionContents> {
        let max = self.numbers.len().saturating_sub(1) as u64;
        write_packed(assembly, self.id, &self.numbers, max)
    }
}

/// Writes numbers up to `max` that are all in memory.
pub(super) fn write_packed(
    assembly: &Assembly<'_>,
    id: SectionId,
    numbers: &[u32],
    max: u64,
) -> Result<SectionContents> {
    let failed = |source| assembly.failed(source);
    let count = numbers.len() as u64;
    let mut packed = PackedWriter::new(assembly.spool(), count, max).map_err(failed)?;
    for &number in numbers {
        packed.push(number.into()).map_err(failed)?;
    }
    let tail = Some(packed.finish().map_err(failed)?);
    Ok(SectionContents { id, head: Vec::new(), tail })
}
