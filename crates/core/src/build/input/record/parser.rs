//! The parser of one source: raw records into checked ones.

use super::bad_record::BadRecord;
use super::contexts;
use super::fields::Record;
use super::json::ObjectParser;
use super::row::RowParser;
use super::rules::{self, FieldError};
use crate::advice::Advice;
use crate::build::input::batch::{Batch, Fault};
use crate::build::input::holder;
use crate::build::input::names::Tally;
use crate::build::input::table::Header;
use crate::build::input::text_encoding::TextEncoding;
use crate::build::options::Columns;
use crate::build::report::TakenColumn;
use crate::error::{Error, Result};
use crate::format::season_rows::MONTHS;

/// Turns raw records of one source into records. Keeps no state, so threads may share it.
#[derive(Debug)]
pub(in crate::build) struct Parser {
    file: String,
    form: FormatParser,
}

#[derive(Debug)]
enum FormatParser {
    Objects(ObjectParser),
    Rows(RowParser),
}

impl Parser {
    /// Makes the parser of NDJSON.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] if `columns` is out of range.
    pub(in crate::build) fn for_objects(
        file: &str,
        encoding: TextEncoding,
        columns: &Columns,
    ) -> Result<Self> {
        check_columns(columns)?;
        let form = FormatParser::Objects(ObjectParser::new(file, encoding, columns));
        Ok(Parser { file: file.into(), form })
    }

    /// Makes the parser of a CSV or TSV input with these columns.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] if `columns` is out of range, [`Error::MissingColumn`] if the
    /// header lacks a named column or has none of the text, [`Error::InvalidInput`] if it has such
    /// a column twice.
    pub(in crate::build) fn for_rows(
        file: &str,
        header: Header,
        encoding: TextEncoding,
        columns: &Columns,
    ) -> Result<Self> {
        check_columns(columns)?;
        let form = FormatParser::Rows(RowParser::new(file, header, encoding, columns)?);
        Ok(Parser { file: file.into(), form })
    }

    /// Parses and checks record `number` of `batch`, which this parser's source filled. `tally`
    /// counts what it has and no field takes.
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
        tally: &mut Tally,
    ) -> Result<Record<'a>, BadRecord> {
        // Faults that the source saw come first: such a record is cut, or its cells are not what
        // they seem.
        let raw = batch.record(number);
        let parsed = match (raw.fault, &self.form) {
            (Some(fault), FormatParser::Objects(_)) => Err(self.too_long(fault, raw.raw)),
            (Some(fault), FormatParser::Rows(_)) => Err(FieldError::new("record", fault.reason())),
            (None, FormatParser::Objects(parser)) => parser.parse(raw.raw, tally),
            (None, FormatParser::Rows(parser)) => parser.parse(&raw, tally),
        };
        parsed.map_err(|FieldError { field, reason, available, suggested, advice }| BadRecord {
            available,
            suggested,
            advice,
            ..BadRecord::new(&raw, field, reason)
        })
    }

    /// Makes the error of an object that is too long, of which `raw` is the beginning.
    fn too_long(&self, fault: Fault, raw: &[u8]) -> FieldError {
        // One object that holds all the records is what is so long.
        let reason = holder::told(raw, &self.file).unwrap_or_else(|| fault.reason());
        FieldError::new("record", reason)
    }

    /// Returns the columns and members that filled the fields of the records that `tally` counted.
    pub(in crate::build) fn taken(&self, tally: &Tally) -> Vec<TakenColumn> {
        match &self.form {
            FormatParser::Objects(parser) => parser.taken(tally),
            FormatParser::Rows(parser) => parser.taken(),
        }
    }

    /// Returns the error of a column that an option names and no record had, given the union of
    /// [`Record::members`] of all. A header is checked before the first record instead.
    pub(in crate::build) fn check_members(&self, members: u64) -> Result<()> {
        // Rows were held to their header when it was read.
        let FormatParser::Objects(parser) = &self.form else { return Ok(()) };
        match parser.first_unseen(members) {
            None => Ok(()),
            Some((field, column)) => Err(Error::MissingColumn {
                file: self.file.clone(),
                field,
                column: column.to_owned(),
                available: Vec::new(),
                suggested: None,
                advice: Some(Advice::CheckSpelling),
            }),
        }
    }
}

fn check_columns(columns: &Columns) -> Result<()> {
    let named = columns.payload.as_deref().unwrap_or_default();
    for (number, column) in named.iter().enumerate() {
        // An object with one name twice is not one that all readers understand alike.
        if named.iter().take(number).any(|before| before == column) {
            return Err(Error::InvalidOption {
                option: "columns.payload",
                expected: "a list of different columns".into(),
                got: format!("{} twice", rules::shown(column)),
            });
        }
    }
    // Names by options pass the same check as those in records, or a build would fail at its first
    // one.
    for (field, _) in &columns.contexts {
        contexts::check_field(field).map_err(|reason| Error::InvalidOption {
            option: "columns.contexts",
            expected: "columns by the names of fields".into(),
            got: reason,
        })?;
    }
    match columns.season.as_ref().map(Vec::len) {
        // One column may hold the name of a profile. Twelve are January to December.
        None | Some(1 | MONTHS) => Ok(()),
        Some(count) => Err(Error::InvalidOption {
            option: "columns.season",
            expected: "one column with names of profiles, or twelve with numbers".into(),
            got: format!("{count} columns"),
        }),
    }
}
