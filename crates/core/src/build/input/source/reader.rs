//! The readers of raw records, one for each way to cut an input.

use super::failure::Failure;
use super::json::JsonReader;
use super::lines::LineReader;
use super::table::TableReader;
use crate::build::input::batch::Batch;

/// Cuts an input into raw records.
pub(super) enum Reader {
    Json(JsonReader),
    Lines(LineReader),
    Table(TableReader),
}

impl Reader {
    /// Appends raw records until `batch` is full or the input ends.
    pub(super) fn read(&mut self, batch: &mut Batch) -> Result<(), Failure> {
        match self {
            Reader::Json(reader) => reader.read_batch(batch),
            Reader::Lines(reader) => reader.read_batch(batch),
            Reader::Table(reader) => reader.read_batch(batch).map_err(Failure::from),
        }
    }

    /// Returns the number of the line after the last one that was read.
    pub(super) fn next_line(&self) -> u64 {
        match self {
            Reader::Json(reader) => reader.next_line(),
            Reader::Lines(reader) => reader.next_line(),
            Reader::Table(reader) => reader.next_line(),
        }
    }
}
