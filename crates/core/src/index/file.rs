//! An opened file, and where its sections are.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::analysis::costs::EditCosts;
use crate::analysis::{Analyzer, Layouts, Stemmers};
use crate::error::Error;
use crate::format::Damaged;
use crate::format::header::Header;
use crate::format::section_id::SectionId;
use crate::settings::Settings;
use crate::storage::Contents;

/// A file that passed the checks, and where its sections are.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(super) path: PathBuf,
    pub(super) file: Contents,
    pub(super) header: Header,
    pub(super) settings: Settings,
    pub(super) analyzer: Analyzer,
    pub(super) layouts: Layouts,
    pub(super) stemmers: Stemmers,
    /// What slips cost, weighted and all equal; made by the first query that needs it.
    pub(super) costs: OnceLock<[EditCosts; 2]>,
    /// By the number of the section.
    pub(super) ranges: [Option<Range<usize>>; SectionId::ALL.len() + 1],
}

impl Opened {
    /// Returns the bytes of a section, or `None` if the file has no such section.
    pub(super) fn section(&self, id: SectionId) -> Option<&[u8]> {
        // By number, since a query looks up many sections before it reads anything.
        self.file.get(self.ranges.get(id as usize)?.clone()?)
    }

    /// Returns the error for damage in a section.
    pub(super) fn corrupt(&self, part: SectionId, damaged: Damaged) -> Error {
        corrupt(&self.path, part.name(), damaged.0)
    }
}

/// Returns the error for damage in a part of the file at `path`.
pub(super) fn corrupt(path: &Path, part: &'static str, reason: impl Into<String>) -> Error {
    Error::Corrupt { path: path.to_owned(), part, reason: reason.into() }
}
