//! The one error type of the crate, and the stable code of each variant.

use std::path::PathBuf;

use crate::advice::{Advice, about_column, about_encoding, about_input, about_record};

/// What every fallible function of this crate returns.
///
/// ```
/// fn entries(path: &str) -> mapahead::Result<u64> {
///     Ok(mapahead::Index::open(path)?.info().entries)
/// }
/// assert!(entries("missing.mapahead").is_err());
/// ```
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong while building, opening or querying an index.
///
/// ```
/// use mapahead::{Error, Index};
///
/// match Index::open("missing.mapahead") {
///     Ok(index) => println!("{} entries", index.info().entries),
///     // A program looks at the kind, or at the stable code; people read the message.
///     Err(Error::NotAnIndex { path, .. }) => println!("{} is something else", path.display()),
///     Err(error) => {
///         assert_eq!(error.code(), "ERR_IO");
///         assert_eq!(error.to_string(), "cannot open missing.mapahead");
///     }
/// }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused to read or write `path`.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried: `"read"`, `"write"`, `"open"` …
        action: &'static str,
        /// The file, or the name of a stream such as `<stdin>`.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A record of the input cannot be indexed.
    #[error(
        "{file}:{line}{}: field {field}: {reason}{}",
        byte_of(*position),
        about_record(*advice, field, available, suggested.map(|at| at as usize))
    )]
    InvalidRecord {
        /// The input file, or the name of a stream such as `<stdin>`.
        file: String,
        /// The line on which the record starts, from 1.
        line: u64,
        /// The byte of that line with which the record starts, from 1, where several may be on a
        /// line.
        position: Option<u64>,
        /// The field at fault, as section 2 of docs/design.md names it: `text`, `id`, `weight` …
        field: &'static str,
        /// What is wrong and what is expected, as a clause.
        reason: String,
        /// What there is in place of what the record lacks or names: its own members, or the
        /// seasons. Members of objects in it are paths, such as `name.common`.
        available: Vec<String>,
        /// The one of `available` that likely holds the field, by its name and by what it holds.
        suggested: Option<u32>,
        /// What helps, where an option does.
        advice: Option<Advice>,
    },
    /// Records were skipped, and none is left to index.
    #[error("none of {records} records can be indexed; the first")]
    NoRecords {
        /// How many records there were.
        records: u64,
        /// What is wrong with the first.
        source: Box<Error>,
    },
    /// A column that an option names is missing from the header of an input, or from all of its
    /// records.
    #[error(
        "{file}: there is no column {column:?} for columns.{field}; {}",
        about_column(*advice, field, available, *suggested)
    )]
    MissingColumn {
        /// The input file, or the name of a stream such as `<stdin>`.
        file: String,
        /// The field that the column was to fill.
        field: &'static str,
        /// The column that was asked for.
        column: String,
        /// The columns of the header, or the numbers of those of a table without one; none where
        /// no record has the column.
        available: Vec<String>,
        /// The column of `available` that is likely meant, by its name or by what the first rows
        /// hold.
        suggested: Option<usize>,
        /// What helps, if more is known than that there are others.
        advice: Option<Advice>,
    },
    /// An input is not in the format it should be in, so that no record can be told from it.
    #[error("{file}: {reason}{}", about_input(*advice))]
    InvalidInput {
        /// The input file, or the name of a stream such as `<stdin>`.
        file: String,
        /// What is wrong and what to do, as a clause.
        reason: String,
        /// What helps, where an option does.
        advice: Option<Advice>,
    },
    /// An input is in another encoding than it is read in, so that no record can be told from it.
    #[error("{file}:{line}: {reason}{}", about_encoding(*advice, likely))]
    WrongEncoding {
        /// The input file, or the name of a stream such as `<stdin>`.
        file: String,
        /// The first line that is, from 1.
        line: u64,
        /// What is wrong, as a clause.
        reason: String,
        /// The name of the encoding that it is most likely in, or none if nothing tells it.
        likely: Vec<String>,
        /// What helps, unless the input is damaged.
        advice: Option<Advice>,
    },
    /// An index, or a setting in it, uses a feature that this release does not have.
    #[error("{what} is not supported by this release; {hint}")]
    Unsupported {
        /// The feature, and where it was used.
        what: String,
        /// What to do instead.
        hint: &'static str,
    },
    /// An option is outside its documented range.
    #[error("{option} must be {expected}, got {got}")]
    InvalidOption {
        /// The name of the option.
        option: &'static str,
        /// The range or form that is accepted.
        expected: String,
        /// What was given.
        got: String,
    },
    /// An option that was read from JSON is of another type than documented.
    #[error("{option} must be {expected}, got {got}")]
    MistypedOption {
        /// The option, by its path in the JSON text: `typos.budgets.open[0].cost`.
        option: String,
        /// The type that is accepted.
        expected: String,
        /// What was given.
        got: String,
    },
    /// An object of options that was read from JSON has a name that is none of them.
    #[error("{owner} has no option {option:?}; there are {}", available.join(", "))]
    UnknownOption {
        /// What takes the options: the path of the object.
        owner: String,
        /// The name.
        option: String,
        /// The names that there are.
        available: Vec<String>,
    },
    /// The memory for sorting is less than sorting can do with.
    #[error("memory must be at least {least} bytes, got {got}")]
    TooLittleMemory {
        /// The least, in bytes.
        least: u64,
        /// What was given, in bytes.
        got: u64,
    },
    /// A request boosts more entries than one may, other than a prepared set.
    #[error("boosts.ids must be at most {most} ids, got {got}; prepare a set for more")]
    TooManyBoosts {
        /// How many a request may boost.
        most: usize,
        /// How many it does.
        got: usize,
    },
    /// The input is larger than the format can hold.
    #[error("{what} is too large: {got}, the limit is {limit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How large it is.
        got: u64,
        /// How large it may be.
        limit: u64,
    },
    /// An answer as JSON has more bytes than its caller takes.
    #[error(
        "the answer has more than {limit} bytes; ask for fewer suggestions, or without explain"
    )]
    AnswerTooLarge {
        /// The most bytes that the caller takes.
        limit: u64,
    },
    /// The build was stopped by [`Progress::abort`](crate::Progress::abort), or had failed before.
    #[error("the build was aborted or had failed; the index of before is untouched")]
    Aborted,
    /// The file is not an index at all.
    #[error("{} is not a mapahead index: {reason}", path.display())]
    NotAnIndex {
        /// The file.
        path: PathBuf,
        /// How that was seen.
        reason: &'static str,
    },
    /// The file was written by a release with another format or another analysis.
    #[error("{} has {what} version {found}, this release reads {supported}; {hint}", path.display())]
    UnsupportedVersion {
        /// The file.
        path: PathBuf,
        /// `"format"` or `"analysis"`.
        what: &'static str,
        /// The version in the file.
        found: u32,
        /// The version that this release reads.
        supported: u32,
        /// What to do.
        hint: &'static str,
    },
    /// The bytes of the file contradict its format.
    #[error("{} is corrupt: {part}: {reason}; restore it from a copy or build it again", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// The header, the section table, or the section's name.
        part: &'static str,
        /// The contradiction.
        reason: String,
    },
}

/// Returns the end of a place in a file: the byte of the line, where it is known.
fn byte_of(position: Option<u64>) -> String {
    position.map(|position| format!(":{position}")).unwrap_or_default()
}

impl Error {
    /// Every code that [`Error::code`] can return, in the order of the variants.
    pub const CODES: [&str; 12] = [
        "ERR_IO",
        "ERR_INVALID_RECORD",
        "ERR_MISSING_COLUMN",
        "ERR_INVALID_INPUT",
        "ERR_UNSUPPORTED",
        "ERR_INVALID_OPTION",
        "ERR_TOO_LARGE",
        "ERR_ANSWER_TOO_LARGE",
        "ERR_ABORTED",
        "ERR_NOT_AN_INDEX",
        "ERR_UNSUPPORTED_VERSION",
        "ERR_CORRUPT",
    ];

    /// Returns the stable code of this kind of error, for example `"ERR_CORRUPT"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::Io { .. } => "ERR_IO",
            // The records are at fault in both, and the second has the first one as its cause.
            Error::InvalidRecord { .. } | Error::NoRecords { .. } => "ERR_INVALID_RECORD",
            Error::MissingColumn { .. } => "ERR_MISSING_COLUMN",
            // Neither is as it should be, and their fields tell them apart.
            Error::InvalidInput { .. } | Error::WrongEncoding { .. } => "ERR_INVALID_INPUT",
            Error::Unsupported { .. } => "ERR_UNSUPPORTED",
            // One code for all that another value of an option mends. The fields tell them apart.
            Error::InvalidOption { .. }
            | Error::MistypedOption { .. }
            | Error::UnknownOption { .. }
            | Error::TooLittleMemory { .. }
            | Error::TooManyBoosts { .. } => "ERR_INVALID_OPTION",
            Error::TooLarge { .. } => "ERR_TOO_LARGE",
            Error::AnswerTooLarge { .. } => "ERR_ANSWER_TOO_LARGE",
            Error::Aborted => "ERR_ABORTED",
            Error::NotAnIndex { .. } => "ERR_NOT_AN_INDEX",
            Error::UnsupportedVersion { .. } => "ERR_UNSUPPORTED_VERSION",
            Error::Corrupt { .. } => "ERR_CORRUPT",
        }
    }
}
