//! Bytes into raw records: one input, read in order, in batches.

mod ahead;
mod bytes;
mod decoding;
mod dialect;
mod failure;
mod json;
mod lines;
mod name_ending;
mod reader;
#[cfg(test)]
mod round_trips_tests;
#[cfg(test)]
mod source_tests;
mod table;
mod values;

use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Input;
pub(in crate::build) use bytes::read_text;
use dialect::Begun;
use json::JsonReader;
use lines::{LineForm, LineReader};
use name_ending::NameEnding;
use reader::Reader;

use super::batch::Batch;
use super::record::Parser;
use super::table::{Header, advised};
use crate::advice::Advice;
use crate::build::options::inputs::InputOptions;
use crate::build::options::{Columns, Compression, Format};
use crate::build::progress::Progress;
use crate::build::report::InputReport;
use crate::error::{Error, Result};

/// One input, read strictly in order.
pub(in crate::build) struct Source {
    name: String,
    reader: Reader,
    parser: Parser,
    compression: Compression,
    bytes_total: Option<u64>,
    consumed: Arc<AtomicU64>,
    progress: Arc<OnceLock<Progress>>,
    report: Option<InputReport>,
    /// The first record of a table without a header, which was read to count its cells.
    first: Option<Batch>,
    /// An error that came behind records which the caller has not seen yet.
    pending: Option<Error>,
}

impl Source {
    /// Opens the file at `path`, or standard input if it is `-`.
    ///
    /// The ending of the name tells the format and the compression (`places.csv.gz`); the format of
    /// `options` goes before what the name says. If neither tells the format, an input that begins
    /// as JSON does is JSON. Standard input is not decompressed.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be opened or read, [`Error::InvalidInput`] if its format
    /// or its delimiter is not known or it has no header, [`Error::WrongEncoding`] if its header
    /// cannot be read, [`Error::MissingColumn`] if that lacks a column of `options`,
    /// [`Error::InvalidOption`] if options contradict each other or the format.
    pub(in crate::build) fn open(path: &Path, options: &InputOptions<'_>) -> Result<Source> {
        if path == Path::new("-") {
            return Source::from_stream(path, Box::new(io::stdin()), options);
        }
        let (file, bytes_total) = bytes::open_file(path)?;
        let mut source = Source::from_stream(path, Box::new(file), options)?;
        source.bytes_total = bytes_total;
        Ok(source)
    }

    /// Reads what `reader` yields as [`Source::open`] would the file at `path`.
    ///
    /// # Errors
    ///
    /// As [`Source::open`].
    pub(in crate::build) fn from_stream(
        path: &Path,
        reader: Box<dyn Read + Send>,
        options: &InputOptions<'_>,
    ) -> Result<Source> {
        let is_stdin = path == Path::new("-");
        let name = if is_stdin { "<stdin>".to_owned() } else { path.display().to_string() };
        let NameEnding { format: named, compression } = NameEnding::of(path);
        bytes::refuse_endless(path)?;
        let mut input = Input::new(&name, reader, compression, options.encoding)?;
        // An option says more than a name, which may be that of a pipe.
        let format = match options.format.or(named) {
            Some(format) => format,
            // No sign tells CSV from TSV, but JSON begins as no table does.
            None if matches!(input.first_sign(), Some(b'[' | b'{')) => Format::Json,
            None => return Err(unknown_format(name, is_stdin)),
        };
        Source::start(input, format, options)
    }

    /// Reads what `reader` yields, not compressed; `name` stands for it in messages.
    ///
    /// # Errors
    ///
    /// As [`Source::open`].
    pub(in crate::build) fn from_reader(
        name: &str,
        reader: Box<dyn Read + Send>,
        format: Format,
        options: &InputOptions<'_>,
    ) -> Result<Source> {
        let input = Input::new(name, reader, Compression::None, options.encoding)?;
        Source::start(input, format, options)
    }

    /// Reads NDJSON in UTF-8 from memory, whose first line has the number `first_line`;
    /// [`Source::next_line`] tells that of the next piece.
    ///
    /// # Errors
    ///
    /// As [`Source::open`].
    pub(in crate::build) fn from_memory(
        name: &str,
        lines: Vec<u8>,
        first_line: u64,
        columns: &Columns,
    ) -> Result<Source> {
        let lines = Box::new(Cursor::new(lines));
        let input = Input::new(name, lines, Compression::None, Some(encoding_rs::UTF_8))?;
        let source = Source::of_objects(input, Format::Ndjson, columns, Some(first_line))?;
        // Its format is that of the caller, and it comes in many pieces.
        Ok(Source { report: None, ..source })
    }

    fn start(input: Input, format: Format, options: &InputOptions<'_>) -> Result<Source> {
        if !matches!(format, Format::Ndjson | Format::Json) {
            return Source::of_rows(input, format, options);
        }
        let refused = |option, got| Error::InvalidOption {
            option,
            expected: format!("left out for {}, which is no table", input.name()),
            got,
        };
        // Ignored, they would look as if they worked.
        if !options.header {
            return Err(refused("header", "false".to_owned()));
        }
        if let Some(delimiter) = options.delimiter {
            return Err(refused("delimiter", dialect::shown(delimiter)));
        }
        Source::of_objects(input, format, options.columns, None)
    }

    /// Reads whole JSON, or whole lines of it, of which the first has the number `first_line`.
    fn of_objects(
        input: Input,
        format: Format,
        columns: &Columns,
        first_line: Option<u64>,
    ) -> Result<Source> {
        let parser = Parser::for_objects(input.name(), input.encoding(), columns)?;
        let (name, compression) = (input.name().to_owned(), input.compression());
        let report = InputReport {
            file: name.clone(),
            format,
            delimiter: None,
            delimiter_found: false,
            encoding: input.encoding().name().to_owned(),
        };
        // The reader swallows the input, and these stay in reach.
        let (consumed, progress) = (input.counter(), input.progress());
        let reader = match (format, first_line) {
            (_, Some(line)) => Reader::Lines(LineReader::new(input, LineForm::Json, line)),
            // An array by its first sign, whatever the name says.
            (_, None) => Reader::Json(JsonReader::new(input, format == Format::Ndjson)),
        };
        let (bytes_total, first, pending) = (None, None, None);
        Ok(Source {
            name,
            reader,
            parser,
            compression,
            bytes_total,
            consumed,
            progress,
            report: Some(report),
            first,
            pending,
        })
    }

    /// Reads the first row of a table, which tells its columns.
    fn of_rows(mut input: Input, format: Format, options: &InputOptions<'_>) -> Result<Source> {
        let Begun { dialect, is_found, first_line, rows } =
            dialect::begin(&mut input, format, options)?;
        let (name, compression) = (input.name().to_owned(), input.compression());
        let (encoding, consumed, progress) = (input.encoding(), input.counter(), input.progress());
        let mut reader = dialect.reader(input, first_line);
        // One record, however long: a header of thousands of columns is still one line.
        let mut first = Batch::new(1, usize::MAX);
        reader.read(&mut first).map_err(|failure| failure.into_error(&name, compression))?;
        let header = match (options.header, first.is_empty()) {
            (true, true) => {
                let reason = "it is empty; begin it with a header that names the columns".into();
                return Err(Error::InvalidInput { file: name, reason, advice: None });
            }
            (true, false) => Header::read(&name, &first.record(0), encoding)?,
            (false, true) => Header::numbered(None),
            (false, false) => Header::numbered(Some(first.record(0).cell_count())),
        };
        let parser = Parser::for_rows(&name, header, encoding, options.columns)
            .map_err(|error| advised(error, &rows, options.header))?;
        let first = (!options.header && !first.is_empty()).then_some(first);
        let report = InputReport {
            file: name.clone(),
            format: dialect.format,
            delimiter: Some(dialect.delimiter.into()),
            delimiter_found: is_found,
            encoding: encoding.name().to_owned(),
        };
        let (bytes_total, pending) = (None, None);
        Ok(Source {
            name,
            reader,
            parser,
            compression,
            bytes_total,
            consumed,
            progress,
            report: Some(report),
            first,
            pending,
        })
    }

    /// Returns the path, `<stdin>`, or the name that was given.
    pub(in crate::build) fn name(&self) -> &str {
        &self.name
    }

    /// Returns how it is read, unless it is memory.
    pub(in crate::build) fn report(&self) -> Option<&InputReport> {
        self.report.as_ref()
    }

    /// Returns the size of a regular file, compressed as it is.
    pub(in crate::build) fn bytes_total(&self) -> Option<u64> {
        self.bytes_total
    }

    /// Returns how many bytes were read so far, compressed as they came.
    pub(in crate::build) fn bytes_read(&self) -> u64 {
        self.consumed.load(Ordering::Relaxed)
    }

    /// Makes every read fail once `progress` is aborted.
    pub(in crate::build) fn watch(&self, progress: &Progress) {
        // A source belongs to one build, so it is set once.
        let _ = self.progress.set(progress.clone());
    }

    /// Returns the number of the line after the last one that was read.
    pub(in crate::build) fn next_line(&self) -> u64 {
        self.reader.next_line()
    }

    /// Returns what turns the raw records of this source into records, on any thread.
    pub(in crate::build) fn parser(&self) -> &Parser {
        &self.parser
    }

    /// Appends raw records to `batch` until it is full or the input ends. A batch that was empty
    /// and still is means the end.
    ///
    /// Records in front of an error are returned first; the next call returns the error.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the input cannot be read or decompressed, [`Error::InvalidRecord`] if a
    /// quote is never closed, a CSV row is too long, or the brackets of a JSON array are not those
    /// of one, so that no record can be told from there on. Other bad records are left to [`Parser::parse`].
    pub(in crate::build) fn read_batch(&mut self, batch: &mut Batch) -> Result<()> {
        // The records in front of it have been taken, so now it is due.
        if let Some(error) = self.pending.take() {
            return Err(error);
        }
        let before = batch.len();
        if let Some(first) = self.first.take() {
            batch.push(&first.record(0));
        }
        let Err(failure) = self.reader.read(batch) else {
            return Ok(());
        };
        let error = failure.into_error(&self.name, self.compression);
        if batch.len() == before {
            return Err(error);
        }
        // What was read in front of it is good, and comes first in the input too.
        self.pending = Some(error);
        Ok(())
    }
}

fn unknown_format(file: String, is_stdin: bool) -> Error {
    // Standard input has no name to change.
    let (reason, advice) = if is_stdin {
        ("its format is not known", Advice::SetFormat)
    } else {
        ("the ending of its name tells no format", Advice::SetFormatOrRename)
    };
    Error::InvalidInput { file, reason: reason.into(), advice: Some(advice) }
}
