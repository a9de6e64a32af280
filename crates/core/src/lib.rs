//! Autocomplete from one immutable index file that every process maps read-only.
//!
//! An [`IndexBuilder`] turns records into a file. An [`Index`] opens that file in microseconds,
//! whatever its size, and answers what people type with ranked [`Suggestion`]s. All processes that
//! open one file share one copy of it in the page cache.
//!
//! # Build and ask
//!
//! ```
//! use mapahead::{BuildOptions, Format, Index, IndexBuilder, SuggestOptions};
//!
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("cities.mapahead");
//! let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
//! let table = "text,weight\nBern,134\nBerlin,3769\nNew York,8336\n";
//! builder.add_reader("cities.csv", Format::Csv, table.as_bytes())?;
//! builder.finish()?;
//!
//! let index = Index::open(&path)?;
//! let texts = |typed| -> mapahead::Result<Vec<&str>> {
//!     let result = index.suggest(typed, &SuggestOptions::default())?;
//!     Ok(result.suggestions.iter().map(|suggestion| suggestion.text).collect())
//! };
//! assert_eq!(texts("ber")?, ["Berlin", "Bern"]);
//! assert_eq!(texts("york ne")?, ["New York"]); // words in any order
//! assert_eq!(texts("brelin")?, ["Berlin"]); // a slip
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Filter and page
//!
//! A record may have contexts, such as the tenant that it belongs to. A filter lets through the
//! entries with one of the values in each field, and nothing else is returned or counted.
//!
//! ```
//! use mapahead::{BuildOptions, Index, IndexBuilder, SuggestOptions};
//!
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("dishes.mapahead");
//! let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
//! let lines = r#"{"text":"Ramen","weight":9,"contexts":{"city":"Kyoto"}}
//! {"text":"Ravioli","weight":8,"contexts":{"city":["Turin","Bern"]}}
//! {"text":"Raclette","weight":5,"contexts":{"city":"Bern"}}
//! "#;
//! builder.add_ndjson("dishes", lines.into())?;
//! builder.finish()?;
//!
//! let index = Index::open(&path)?;
//! let filter = [("city".to_owned(), vec!["Bern".to_owned()])].into();
//! let mut options = SuggestOptions { filter, limit: 1, total: true, ..Default::default() };
//! let first = index.suggest("ra", &options)?;
//! assert_eq!(first.suggestions[0].text, "Ravioli");
//! assert_eq!(first.total.map(|total| total.value), Some(2));
//!
//! options.offset = 1;
//! assert_eq!(index.suggest("ra", &options)?.suggestions[0].text, "Raclette");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Verify and inspect
//!
//! Opening checks the header and the settings alone. [`Index::verify`] reads the whole file, and
//! [`Index::info`] says what it holds.
//!
//! ```
//! use mapahead::{Index, IndexBuilder};
//!
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("cities.mapahead");
//! let mut builder = IndexBuilder::new(&path, Default::default())?;
//! builder.add_ndjson("cities", br#"{"text":"Bern","weight":134}"#.to_vec())?;
//! builder.finish()?;
//!
//! let index = Index::open(&path)?;
//! assert_eq!(index.verify()?.entries, 1);
//! for section in index.info().sections {
//!     println!("{:>9} {}", section.bytes, section.name);
//! }
//!
//! // A damaged file is an error, and never a crash.
//! let mut bytes = std::fs::read(&path)?;
//! *bytes.last_mut().expect("no file is empty") ^= 1;
//! let damaged = path.with_extension("damaged");
//! std::fs::write(&damaged, bytes)?;
//! assert_eq!(Index::open(&damaged)?.verify().unwrap_err().code(), "ERR_CORRUPT");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it does not do
//!
//! - It does not change an index. A new build replaces the file, and an open index keeps the old
//!   contents until it is opened again.
//! - It does not rank whole documents. It finds short texts by their beginning and their words.
//! - It does not learn what is popular. Weights, seasons and boosts come from you. What slips cost
//!   can be learned with [`learn()`].
//! - It does not run on targets of 32 bits, since it maps whole files.
//! - It does not serve requests. The npm package `mapahead` has a server, a command line and the
//!   API for Node.js.
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
mod learn;
mod query;
mod settings;
mod storage;

pub use advice::Advice;
/// For the tests, which hold the engine to a model.
#[doc(hidden)]
pub use analysis::to_latin;
pub use build::{
    BuildOptions, BuildReport, Columns, Format, Ignored, IgnoredField, IndexBuilder, InputReport,
    OnError, Phase, Progress, ProgressSnapshot, Synonyms, TakenColumn, Unweighted,
};
pub use context_number::context_of_number;
pub use error::{Error, Result};
pub use index::{
    ContextInfo, Entries, Entry, Index, IndexInfo, OpenOptions, Record, RecordAlias, SectionInfo,
    VerifyReport,
};
pub use kind::Kind;
pub use learn::{
    Difference, Interval, LearnReport, LikelihoodReport, PairCounts, PairFault, PairReject,
    SharesReport, SlipPair, SuccessReport, TypedKind, learn,
};
pub use query::{
    Boosts, Contexts, Costs, Day, Edit, EditKind, EditReason, Exclude, ExplainedWord, Explanation,
    Highlights, LengthLimit, Match, MatchKind, NumericKind, NumericOption, PreparedBoosts,
    Restriction, SuggestOptions, SuggestResult, Suggestion, Total, Typos, Via, Vias,
};
pub use settings::{FormCounts, LetterCosts, Quality, TypoBudget, TypoBudgets, TypoSettings};
