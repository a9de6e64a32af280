//! Autocomplete from one immutable index file that every process maps read-only.
#![deny(unsafe_code)]

#[cfg(not(target_pointer_width = "64"))]
compile_error!("mapahead maps whole files and needs a 64-bit target");

mod analysis;
mod build;
mod error;
mod format;
mod index;
mod quality;
mod query;
mod storage;

pub use analysis::Kind;
pub use build::{
    BuildOptions, BuildReport, Columns, Format, IndexBuilder, OnError, Phase, Progress,
    ProgressSnapshot,
};
pub use error::{Error, Result};
pub use index::{Entry, Index, IndexInfo, SectionInfo, VerifyReport};
pub use quality::Quality;
pub use query::{Match, MatchKind, SuggestOptions, SuggestResult, Suggestion, Via};
