//! Raw records into validated ones.

mod contexts;
mod json;
mod members;
mod row;
mod rules;
mod season;

pub(crate) use season::Season;

use std::borrow::Cow;

use json::ObjectParser;
use row::RowParser;
use rules::FieldError;

use super::options::Columns;
use super::source::{Batch, RawRecord};
use crate::advice::{Advice, about_record};
use crate::error::{Error, Result};
use crate::format::season_rows::MONTHS;

/// The factor of an alias that gives none.
pub(crate) const DEFAULT_ALIAS_FACTOR: f64 = 0.1;

/// The weight of a record that gives none.
pub(crate) const DEFAULT_WEIGHT: f64 = 1.0;

/// How many bytes of a bad record [`BadRecord::record`] keeps; an ellipsis stands for the rest.
pub(crate) const MAX_SHOWN_RECORD_BYTES: usize = 10_000;

/// A validated record. Borrows from the [`Batch`] what needed no change.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record<'a> {
    /// What is matched and shown: 1 to 1,000 characters, not only white space.
    pub(crate) text: Cow<'a, str>,
    /// The id: 1 to 1,000 bytes.
    pub(crate) id: Option<Cow<'a, str>>,
    /// The popularity: 0 to 1e300, never −0.
    pub(crate) weight: f64,
    /// Other surface forms, as given: at most 1,000.
    pub(crate) aliases: Vec<Alias<'a>>,
    /// Field, [`END_OF_FIELD`](crate::format::END_OF_FIELD) and value of each context, rising, each
    /// once: at most 1,000.
    pub(crate) contexts: Vec<String>,
    /// The season, if one was given.
    pub(crate) season: Option<Season<'a>>,
    /// The payload as JSON text, as it was given.
    pub(crate) payload: Option<Cow<'a, str>>,
    /// Which of the members that its parser looks for it has: a bit each.
    pub(crate) members: u64,
}

/// Another surface form of a record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alias<'a> {
    /// What is matched: 1 to 1,000 characters, not only white space.
    pub(crate) text: Cow<'a, str>,
    /// What the weight is multiplied by when the alias matches: 0 to 1.
    pub(crate) factor: f64,
}

/// A record that cannot be indexed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadRecord {
    /// The line on which it starts, from 1.
    pub(crate) line: u64,
    /// The field at fault, or `record`.
    pub(crate) field: &'static str,
    /// What is wrong and what is expected, as a clause.
    pub(crate) reason: String,
    /// What there is in place of what the record lacks or names.
    pub(crate) available: Vec<String>,
    /// What helps, where an option does.
    pub(crate) advice: Option<Advice>,
    /// The raw record, with U+FFFD for what is not UTF-8, cut to [`MAX_SHOWN_RECORD_BYTES`].
    pub(crate) record: String,
}

impl BadRecord {
    /// Makes the report of a fault that parsing cannot see, such as an id that came before.
    pub(crate) fn new(raw: &RawRecord<'_>, field: &'static str, reason: String) -> Self {
        let record = rules::lossy(raw.raw, MAX_SHOWN_RECORD_BYTES);
        BadRecord { line: raw.line, field, reason, available: Vec::new(), advice: None, record }
    }

    /// Returns the reason with what helps, as a message about the record ends.
    pub(crate) fn told(&self) -> String {
        format!("{}{}", self.reason, about_record(self.advice, self.field, &self.available))
    }

    /// Returns the error that stops a build, for the input called `file`.
    pub(crate) fn into_error(self, file: &str) -> Error {
        let BadRecord { line, field, reason, available, advice, record: _ } = self;
        Error::InvalidRecord { file: file.into(), line, field, reason, available, advice }
    }
}

/// Turns raw records of one source into records. Keeps no state, so threads may share it.
#[derive(Debug)]
pub(crate) struct Parser {
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
    pub(crate) fn for_objects(file: &str, columns: &Columns) -> Result<Self> {
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
    pub(crate) fn for_rows(file: &str, header: &RawRecord<'_>, columns: &Columns) -> Result<Self> {
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
    pub(crate) fn parse<'a>(
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
        parsed.map_err(|FieldError { field, reason, available, advice }| BadRecord {
            available,
            advice,
            ..BadRecord::new(&raw, field, reason)
        })
    }
}

impl Parser {
    /// Returns the error of a column that an option names and no record had, given the union of
    /// [`Record::members`] of all. A header is checked before the first record instead.
    pub(crate) fn check_members(&self, members: u64) -> Result<()> {
        let Form::Objects(parser) = &self.form else { return Ok(()) };
        match parser.first_unseen(members) {
            None => Ok(()),
            Some((field, column)) => Err(Error::MissingColumn {
                file: self.file.clone(),
                field,
                column: column.to_owned(),
                available: Vec::new(),
                advice: Some(Advice::CheckSpelling),
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
