//! The readers of raw records, one for each way to cut an input.

use super::bytes;
use super::lines::LineReader;
use super::table::{TableError, TableReader};
use crate::build::input::batch::Batch;
use crate::build::options::Compression;
use crate::error::Error;

/// Cuts an input into raw records.
pub(super) enum Reader {
    Lines(LineReader),
    Table(TableReader),
}

impl Reader {
    /// Appends raw records until `batch` is full or the input ends.
    pub(super) fn read(&mut self, batch: &mut Batch) -> Result<(), TableError> {
        match self {
            Reader::Lines(reader) => reader.read_batch(batch).map_err(TableError::Io),
            Reader::Table(reader) => reader.read_batch(batch),
        }
    }

    /// Returns the number of the line after the last one that was read.
    pub(super) fn next_line(&self) -> u64 {
        match self {
            Reader::Lines(reader) => reader.next_line(),
            Reader::Table(reader) => reader.next_line(),
        }
    }
}

impl TableError {
    /// Returns the error of the input called `name`.
    pub(super) fn into_error(self, name: &str, compression: Compression) -> Error {
        match self {
            TableError::Io(error) => bytes::failed(name, compression, error),
            TableError::Row { line, reason } => {
                let (file, field, available, advice) = (name.into(), "record", Vec::new(), None);
                Error::InvalidRecord { file, line, field, reason, available, advice }
            }
        }
    }
}
