//! Autocomplete from one immutable index file that every process maps read-only.
//!
//! An [`IndexBuilder`] turns records into a file; an [`Index`] opens it in microseconds, whatever its
//! size, and answers prefixes with ranked [`Suggestion`]s. All processes that open one file share one
//! copy of it in the page cache. `ARCHITECTURE.md` in the repository says how the parts fit.
#![deny(unsafe_code)]

#[cfg(not(target_pointer_width = "64"))]
compile_error!("mapahead maps whole files and needs a 64-bit target");

mod advice;
mod analysis;
mod build;
mod context_number;
mod error;
mod format;
mod index;
mod json_options;
mod kind;
mod query;
mod settings;
mod storage;

pub use advice::Advice;
/// For the tests, which hold the engine to a model.
#[doc(hidden)]
pub use analysis::to_latin;
pub use build::{
    BuildOptions, BuildReport, Columns, Format, IndexBuilder, OnError, Phase, Progress,
    ProgressSnapshot, Synonyms,
};
pub use context_number::context_of_number;
pub use error::{Error, Result};
pub use index::{ContextInfo, Entry, Index, IndexInfo, OpenOptions, SectionInfo, VerifyReport};
pub use kind::Kind;
pub use query::{
    Boosts, Contexts, Costs, Day, Edit, EditKind, EditReason, Exclude, ExplainedWord, Explanation,
    Highlights, Match, MatchKind, NumericKind, NumericOption, PreparedBoosts, SuggestOptions,
    SuggestResult, Suggestion, Total, Typos, Via, Vias,
};
pub use settings::{Quality, TypoBudget, TypoSettings};
