//! Bytes into an opened index.
use std::path::Path;
use crate::error::Result;
use crate::build::Quality;
use crate::analysis::Kind;
use crate::query::{SuggestOptions, SuggestResult};

/// A read-only index, opened from a file that a build wrote. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Index {}

/// An indexed record, as [`Index::get`] finds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry<'a> {
    /// What is matched and shown.
    pub text: &'a str,
    /// The unique id, if the record had one.
    pub id: Option<&'a str>,
    /// The popularity.
    pub weight: f64,
    /// The payload as JSON text, if the record had one.
    pub payload: Option<&'a str>,
}

/// One section of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionInfo {
    /// The name of the section.
    pub name: &'static str,
    /// Its size, without padding.
    pub bytes: u64,
}

/// What an index holds.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexInfo {
    /// Entries.
    pub entries: u64,
    /// Distinct keys.
    pub keys: u64,
    /// Pairs of key and entry.
    pub slots: u64,
    /// The size of the file, in bytes.
    pub bytes: u64,
    /// The content hash.
    pub generation: u64,
    /// The version of the file's format.
    pub format_version: u32,
    /// The version of the analysis.
    pub analysis_version: u32,
    /// The kind of index.
    pub kind: Kind,
    /// The constants of the score.
    pub quality: Quality,
    /// The sections, in file order.
    pub sections: Vec<SectionInfo>,
}

/// What [`Index::verify`] read without finding damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifyReport {
    /// Bytes read: the whole file.
    pub bytes: u64,
    /// Sections checked.
    pub sections: u64,
    /// Entries checked.
    pub entries: u64,
    /// Keys walked.
    pub keys: u64,
}

impl Index {
    /// Opens.
    pub fn open(_path: &Path) -> Result<Self> { todo!() }
    /// Suggests.
    pub fn suggest<'a>(&'a self, _query: &'a str, _options: &SuggestOptions) -> Result<SuggestResult<'a>> { todo!() }
    /// Gets.
    pub fn get(&self, _id: &str) -> Result<Option<Entry<'_>>> { todo!() }
    /// Info.
    pub fn info(&self) -> Result<IndexInfo> { todo!() }
    /// Generation
    pub fn generation(&self) -> u64 { todo!() }
    /// Verify.
    pub fn verify(&self) -> Result<VerifyReport> { todo!() }
}
