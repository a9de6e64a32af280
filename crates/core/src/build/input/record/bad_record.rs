//! A record that was refused, as messages and the rejects file tell of it.

use super::rules::lossy;
use crate::advice::{Advice, about_record};
use crate::build::input::batch::RawRecord;
use crate::error::Error;

/// How many bytes of a bad record [`BadRecord::record`] keeps; an ellipsis stands for the rest.
pub(in crate::build) const MAX_SHOWN_RECORD_BYTES: usize = 10_000;

/// A record that cannot be indexed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::build) struct BadRecord {
    /// The line on which it starts, from 1.
    pub(in crate::build) line: u64,
    /// The byte of that line with which it starts, from 1, where several may be on a line.
    pub(in crate::build) position: Option<u64>,
    /// The field at fault, or `record`.
    pub(in crate::build) field: &'static str,
    /// What is wrong and what is expected, as a clause.
    pub(in crate::build) reason: String,
    /// What there is in place of what the record lacks or names.
    pub(in crate::build) available: Vec<String>,
    /// The one of these that is likely meant.
    pub(in crate::build) suggested: Option<usize>,
    /// What helps, where an option does.
    pub(in crate::build) advice: Option<Advice>,
    /// The raw record, with U+FFFD for what is not UTF-8, cut to [`MAX_SHOWN_RECORD_BYTES`].
    pub(in crate::build) record: String,
}

impl BadRecord {
    /// Makes the report of a fault that parsing cannot see, such as an id that came before.
    pub(in crate::build) fn new(raw: &RawRecord<'_>, field: &'static str, reason: String) -> Self {
        // Made for the few bad records alone. A good one is never copied as a whole.
        let record = lossy(raw.raw, MAX_SHOWN_RECORD_BYTES);
        let RawRecord { line, position, .. } = *raw;
        BadRecord {
            line,
            position,
            field,
            reason,
            available: Vec::new(),
            suggested: None,
            advice: None,
            record,
        }
    }

    /// Returns the reason with what helps, as a message about the record ends.
    pub(in crate::build) fn told(&self) -> String {
        format!(
            "{}{}",
            self.reason,
            about_record(self.advice, self.field, &self.available, self.suggested)
        )
    }

    /// Returns the error that stops a build, for the input called `file`.
    pub(in crate::build) fn into_error(self, file: &str) -> Error {
        // The record is in the input already, and may be megabytes long.
        let BadRecord { line, position, field, reason, available, suggested, advice, record: _ } =
            self;
        let file = file.into();
        let suggested = suggested.and_then(|at| u32::try_from(at).ok());
        Error::InvalidRecord { file, line, position, field, reason, available, suggested, advice }
    }
}
