//! Raw records into validated ones.

mod contexts;
mod json;
#[cfg(test)]
mod json_tests;
mod members;
mod row;
#[cfg(test)]
mod row_tests;
mod rules;
mod seasons;

pub(in crate::build) use seasons::Season;

use std::borrow::Cow;

use json::ObjectParser;
use row::RowParser;
use rules::FieldError;

use super::batch::{Batch, RawRecord};
use crate::build::options::Columns;
use crate::error::{Error, Result};
use crate::format::season_rows::MONTHS;

/// The factor of an alias that gives none.
pub(in crate::build) const DEFAULT_ALIAS_FACTOR: f64 = 0.1;

/// The weight of a record that gives none.
pub(in crate::build) const DEFAULT_WEIGHT: f64 = 1.0;

/// How many bytes of a bad record [`BadRecord::record`] keeps; an ellipsis stands for the rest.
pub(in crate::build) const MAX_SHOWN_RECORD_BYTES: usize = 10_000;

/// A validated record. Borrows from the [`Batch`] what needed no change.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::build) struct Record<'a> {
    /// What is matched and shown: 1 to 1,000 characters, not only white space.
    pub(in crate::build) text: Cow<'a, str>,
    /// The id: 1 to 1,000 bytes.
    pub(in crate::build) id: Option<Cow<'a, str>>,
    /// The popularity: 0 to 1e300, never −0.
    pub(in crate::build) weight: f64,
    /// Other surface forms, as given: at most 1,000.
    pub(in crate::build) aliases: Vec<Alias<'a>>,
    /// Field, [`END_OF_FIELD`](crate::format::END_OF_FIELD) and value of each context, rising, each
    /// once: at most 1,000.
    pub(in crate::build) contexts: Vec<String>,
    /// The season, if one was given.
    pub(in crate::build) season: Option<Season<'a>>,
    /// The payload as JSON text, as it was given.
    pub(in crate::build) payload: Option<Cow<'a, str>>,
    /// Which of the members that its parser looks for it has: a bit each.
    pub(in crate::build) members: u64,
}

/// Another surface form of a record.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::build) struct Alias<'a> {
    /// What is matched: 1 to 1,000 characters, not only white space.
    pub(in crate::build) text: Cow<'a, str>,
    /// What the weight is multiplied by when the alias matches: 0 to 1.
    pub(in crate::build) factor: f64,
}

/// A record that cannot be indexed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::build) struct BadRecord {
    /// The line on which it starts, from 1.
    pub(in crate::build) line: u64,
    /// The field at fault, or `record`.
    pub(in crate::build) field: &'static str,
    /// What is wrong and what is expected, as a clause.
    pub(in crate::build) reason: String,
    /// The raw record, with U+FFFD for what is not UTF-8, cut to [`MAX_SHOWN_RECORD_BYTES`].
    pub(in crate::build) record: String,
}

impl BadRecord {
    /// Makes the report of a fault that parsing cannot see, such as an id that came before.
    pub(in crate::build) fn new(raw: &RawRecord<'_>, field: &'static str, reason: String) -> Self {
        let record = rules::lossy(raw.raw, MAX_SHOWN_RECORD_BYTES);
        BadRecord { line: raw.line, field, reason, record }
    }

    /// Returns the error that stops a build, for the input called `file`.
    pub(in crate::build) fn into_error(self, file: &str) -> Error {
        let BadRecord { line, field, reason, record: _ } = self;
        Error::InvalidRecord { file: file.into(), line, field, reason }
    }
}

/// Turns raw records of one source into records. Keeps no state, so threads may share it.
#[derive(Debug)]
pub(in crate::build) struct Parser {
    file: String,
    form: Form,
}

#[derive(Debug)]
enum Form {
    Objects(ObjectParser),
    Rows(RowParser),
}

impl Parser {
    /// Makes the parser of NDJSON.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] if `columns` is out of range.
    pub(in crate::build) fn for_objects(file: &str, columns: &Columns) -> Result<Self> {
        check_columns(columns)?;
        let form = Form::Objects(ObjectParser::new(columns));
        Ok(Parser { file: file.into(), form })
    }

    /// Makes the parser of a CSV or TSV input with this header.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] if `columns` is out of range, [`Error::MissingColumn`] if the header lacks a named column or has none of the text,
    /// [`Error::InvalidInput`] if the header is malformed or has such a column twice.
    pub(in crate::build) fn for_rows(
        file: &str,
        header: &RawRecord<'_>,
        columns: &Columns,
    ) -> Result<Self> {
        check_columns(columns)?;
        let form = Form::Rows(RowParser::new(file, header, columns)?);
        Ok(Parser { file: file.into(), form })
    }

    /// Parses and checks record `number` of `batch`, which this parser's source filled.
    ///
    /// # Errors
    ///
    /// [`BadRecord`] says what is wrong with it.
    ///
    /// # Panics
    ///
    /// If `number` is not below [`Batch::len`].
    pub(in crate::build) fn parse<'a>(
        &self,
        batch: &'a Batch,
        number: usize,
    ) -> Result<Record<'a>, BadRecord> {
        let raw = batch.record(number);
        let parsed = match (raw.fault, &self.form) {
            (Some(fault), _) => Err(FieldError::new("record", fault.reason())),
            (None, Form::Objects(parser)) => parser.parse(raw.raw),
            (None, Form::Rows(parser)) => parser.parse(&raw),
        };
        parsed.map_err(|FieldError { field, reason }| BadRecord::new(&raw, field, reason))
    }
}

impl Parser {
    /// Returns the error of a column that an option names and no record had, given the union of
    /// [`Record::members`] of all. A header is checked before the first record instead.
    pub(in crate::build) fn check_members(&self, members: u64) -> Result<()> {
        let Form::Objects(parser) = &self.form else { return Ok(()) };
        match parser.first_unseen(members) {
            None => Ok(()),
            Some((field, column)) => Err(Error::MissingColumn {
                file: self.file.clone(),
                field,
                column: column.to_owned(),
                available: "no record has it; check its spelling".to_owned(),
            }),
        }
    }
}

/// Returns the start of a payload member in JSON: the name and a colon.
fn member_start(name: &str) -> String {
    format!("{}:", serde_json::Value::from(name))
}

/// Writes a payload object of the members that have a value; `None` if none has.
fn payload_object<'v>(
    members: impl Iterator<Item = (&'v str, Option<Cow<'v, str>>)>,
) -> Option<String> {
    let mut object = String::new();
    for (start, value) in members {
        if let Some(value) = value {
            object.push(if object.is_empty() { '{' } else { ',' });
            object.push_str(start);
            object.push_str(&value);
        }
    }
    (!object.is_empty()).then(|| object + "}")
}

fn check_columns(columns: &Columns) -> Result<()> {
    let named = columns.payload.as_deref().unwrap_or_default();
    for (number, column) in named.iter().enumerate() {
        if named.iter().take(number).any(|before| before == column) {
            return Err(Error::InvalidOption {
                option: "payload",
                expected: "a list of different columns".into(),
                got: format!("{} twice", rules::shown(column)),
            });
        }
    }
    for (field, _) in &columns.contexts {
        contexts::check_field(field).map_err(|reason| Error::InvalidOption {
            option: "contexts",
            expected: "columns by the names of fields".into(),
            got: reason,
        })?;
    }
    match columns.season.as_ref().map(Vec::len) {
        None | Some(1 | MONTHS) => Ok(()),
        Some(count) => Err(Error::InvalidOption {
            option: "season",
            expected: "one column with names of profiles, or twelve with numbers".into(),
            got: format!("{count} columns"),
        }),
    }
}
