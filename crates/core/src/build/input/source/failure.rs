//! Why an input cannot be read on.

use std::io;

use super::bytes;
use super::table::TableError;
use crate::build::input::scan::Place;
use crate::build::options::Compression;
use crate::error::Error;

/// Why an input cannot be read on.
#[derive(Debug)]
pub(super) enum Failure {
    /// The input failed.
    Io(io::Error),
    /// The record that starts here, or what stands in place of one, cannot be told from what
    /// follows.
    Record { line: u64, position: Option<u64>, reason: String },
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Io(error) => Failure::Io(error),
            TableError::Row { line, reason } => Failure::Record { line, position: None, reason },
        }
    }
}

impl Failure {
    /// Makes the failure of what is at `place`.
    pub(super) fn at(place: Place, reason: &str) -> Self {
        let Place { line, byte } = place;
        Failure::Record { line, position: Some(byte), reason: reason.to_owned() }
    }

    /// Makes the error of the input called `name`.
    pub(super) fn into_error(self, name: &str, compression: Compression) -> Error {
        match self {
            Failure::Io(error) => bytes::failed(name, compression, error),
            Failure::Record { line, position, reason } => Error::InvalidRecord {
                file: name.into(),
                line,
                position,
                field: "record",
                reason,
                available: Vec::new(),
                suggested: None,
                advice: None,
            },
        }
    }
}
