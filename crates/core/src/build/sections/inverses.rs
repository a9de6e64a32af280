//! The way back from ranks to slots and from forms to ranks, for look-ups by id and by context.
//!
//! ```text
//! section     codec   contents
//! rank-slots  packed  of each rank its slot, the inverse of slots
//! form-ranks  packed  of each form its rank, the inverse of forms
//! ```

use crate::build::scratch::{PackedSection, SectionContents, Workspace};
use crate::error::Result;
use crate::format::section_id::SectionId;

/// Collects a permutation of the numbers from 0 the wrong way round; a number stays in memory for
/// each.
pub(super) struct Inverse {
    id: SectionId,
    numbers: Vec<u32>,
}

impl Inverse {
    /// Starts the inverse of a permutation of `count` numbers.
    pub(super) fn new(id: SectionId, count: u32) -> Self {
        // All in memory, since a pass comes by its own order and fills them here and there.
        Inverse { id, numbers: vec![0; count as usize] }
    }

    /// Says that `from` leads to `to`.
    pub(super) fn set(&mut self, from: u32, to: u32) {
        // Both are numbers that the same build gave out, so there is always a place.
        if let Some(number) = self.numbers.get_mut(from as usize) {
            *number = to;
        }
    }

    /// Writes the section.
    pub(super) fn finish(self, workspace: &Workspace) -> Result<SectionContents> {
        let max = self.numbers.len().saturating_sub(1) as u64;
        PackedSection::of(workspace, self.id, &self.numbers, max)
    }
}
