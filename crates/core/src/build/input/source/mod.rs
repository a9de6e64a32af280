//! Bytes into raw records: one input, read in order, in batches.

mod ahead;
mod bytes;
mod decoding;
mod lines;
#[cfg(test)]
mod round_trips_tests;
mod table;

use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

pub(in crate::build) use bytes::read_text;
use bytes::{Input, NameEnding};
use lines::{LineForm, LineReader};
use table::{TableError, TableReader};

use super::batch::Batch;
use super::record::Parser;
use crate::advice::Advice;
use crate::build::options::{Columns, Compression, Format};
use crate::build::progress::Progress;
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
    /// An error that came behind records which the caller has not seen yet.
    pending: Option<Error>,
}

enum Reader {
    Lines(LineReader),
    Table(TableReader),
}

impl Source {
    /// Opens the file at `path`, or standard input if it is `-`.
    ///
    /// The ending of the name tells the format and the compression (`places.csv.gz`); `format`
    /// goes before what the name says. Standard input is not decompressed.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be opened or read, [`Error::InvalidInput`] if its format
    /// is not known or it has no header, [`Error::MissingColumn`] if the header lacks a column of
    /// `columns`, [`Error::InvalidOption`] if `columns` contradicts itself.
    pub(in crate::build) fn open(
        path: &Path,
        format: Option<Format>,
        columns: &Columns,
    ) -> Result<Source> {
        if path == Path::new("-") {
            // No name can tell the format of standard input, and no magic number tells CSV from
            // TSV.
            let name = "<stdin>";
            let format = format.ok_or_else(|| Error::InvalidInput {
                file: name.into(),
                reason: "its format is not known".into(),
                advice: Some(Advice::SetFormat),
            })?;
            return Source::from_reader(name, Box::new(io::stdin()), format, columns);
        }
        // Before the file is opened: a name that tells nothing is the first thing to mend.
        let (format, _) = told_by_name(path, format)?;
        let (file, bytes_total) = bytes::open_file(path)?;
        let mut source = Source::from_stream(path, Box::new(file), Some(format), columns)?;
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
        format: Option<Format>,
        columns: &Columns,
    ) -> Result<Source> {
        let (format, compression) = told_by_name(path, format)?;
        let input = Input::new(&path.display().to_string(), reader, compression)?;
        Source::start(input, format, columns, 1)
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
        columns: &Columns,
    ) -> Result<Source> {
        let input = Input::new(name, reader, Compression::None)?;
        Source::start(input, format, columns, 1)
    }

    /// Reads NDJSON from memory, whose first line has the number `first_line`;
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
        let input = Input::new(name, Box::new(Cursor::new(lines)), Compression::None)?;
        Source::start(input, Format::Ndjson, columns, first_line)
    }

    fn start(input: Input, format: Format, columns: &Columns, first_line: u64) -> Result<Source> {
        let (name, compression) = (input.name().to_owned(), input.compression());
        // The reader swallows the input, and these stay in reach.
        let (consumed, progress) = (input.counter(), input.progress());
        let mut reader = match format {
            Format::Ndjson => Reader::Lines(LineReader::new(input, LineForm::Json, first_line)),
            Format::Tsv => Reader::Lines(LineReader::new(input, LineForm::Tabs, first_line)),
            Format::Csv => Reader::Table(TableReader::new(input)),
        };
        // The parser of rows is made of the header, which is the first record of its input.
        let parser = if format == Format::Ndjson {
            Parser::for_objects(&name, columns)?
        } else {
            // One record, however long: a header of thousands of columns is still one line.
            let mut header = Batch::new(1, usize::MAX);
            reader.read(&mut header).map_err(|failure| failure.into_error(&name, compression))?;
            if header.is_empty() {
                let reason = "it is empty; begin it with a header that names the columns".into();
                return Err(Error::InvalidInput { file: name, reason, advice: None });
            }
            Parser::for_rows(&name, &header.record(0), columns)?
        };
        let (bytes_total, pending) = (None, None);
        Ok(Source { name, reader, parser, compression, bytes_total, consumed, progress, pending })
    }

    /// Returns the path, `<stdin>`, or the name that was given.
    pub(in crate::build) fn name(&self) -> &str {
        &self.name
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
        match &self.reader {
            Reader::Lines(reader) => reader.next_line(),
            Reader::Table(reader) => reader.next_line(),
        }
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
    /// quote is never closed or a CSV row is too long, so that no record can be told from there
    /// on. Other bad records are left to [`Parser::parse`].
    pub(in crate::build) fn read_batch(&mut self, batch: &mut Batch) -> Result<()> {
        // The records in front of it have been taken, so now it is due.
        if let Some(error) = self.pending.take() {
            return Err(error);
        }
        let before = batch.len();
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

impl Reader {
    fn read(&mut self, batch: &mut Batch) -> Result<(), TableError> {
        match self {
            Reader::Lines(reader) => reader.read_batch(batch).map_err(TableError::Io),
            Reader::Table(reader) => reader.read_batch(batch),
        }
    }
}

impl TableError {
    fn into_error(self, name: &str, compression: Compression) -> Error {
        match self {
            TableError::Io(error) => bytes::failed(name, compression, error),
            TableError::Row { line, reason } => {
                let (file, field, available, advice) = (name.into(), "record", Vec::new(), None);
                Error::InvalidRecord { file, line, field, reason, available, advice }
            }
        }
    }
}

/// Returns the format and the compression of the input at `path`; `format` goes before its name.
fn told_by_name(path: &Path, format: Option<Format>) -> Result<(Format, Compression)> {
    // An option says more than a name, which may be that of a pipe.
    let ending = NameEnding::of(path);
    let format = format.or(ending.format).ok_or_else(|| Error::InvalidInput {
        file: path.display().to_string(),
        reason: "the ending of its name tells no format".into(),
        advice: Some(Advice::SetFormatOrRename),
    })?;
    Ok((format, ending.compression))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::round_trips_tests::{compress, read_all, start};
    use super::*;
    use crate::build::input::batch::MAX_RECORD_BYTES;

    #[test]
    fn lines_of_csv_count_through_quoted_newlines() {
        let text = "\u{feff}text,id\r\n\"a\r\nb\",1\r\n\r\nc,2\n\"d\n\n\",3\ne,4\n,5";
        let mut source = start(text.into(), 1, Compression::None, Format::Csv).unwrap();
        let read = read_all(&mut source, 2).unwrap();
        let lines: Vec<u64> = read.iter().map(|record| record.0).collect();
        assert_eq!(lines, [2, 5, 6, 9, 10]);
        assert_eq!(read[4].1, Err("text"));
    }

    #[test]
    fn records_in_front_of_an_unclosed_quote_come_first() {
        let text = b"text,id\na,1\nb,\"2\nc,3\n".to_vec();
        let mut source = start(text, 5, Compression::None, Format::Csv).unwrap();
        let mut batch = Batch::default();
        source.read_batch(&mut batch).unwrap();
        assert_eq!(batch.len(), 1);
        batch.clear();
        let error = source.read_batch(&mut batch).unwrap_err();
        assert_eq!(
            error.to_string(),
            "in:3: field record: has a quote on line 3 that is never closed; close it"
        );
        assert!(batch.is_empty());
    }

    #[test]
    fn memory_is_read_in_pieces_with_running_lines() {
        let columns = Columns::default();
        let mut lines = Vec::new();
        let mut next = 1;
        for piece in ["{\"text\":\"a\"}\n\n", "{\"text\":\"b\"}", "{\"x\":1}\n{\"text\":\"c\"}\n"] {
            let mut source = Source::from_memory("records", piece.into(), next, &columns).unwrap();
            let read = read_all(&mut source, 10).unwrap();
            lines.extend(read.into_iter().map(|(line, fields)| (line, fields.is_ok())));
            next = source.next_line();
        }
        assert_eq!(lines, [(1, true), (3, true), (4, false), (5, true)]);
        assert_eq!(next, 6);
    }

    #[test]
    fn a_line_over_64_mib_is_a_bad_record_and_is_not_held() {
        let long = io::repeat(b'x').take(3 * MAX_RECORD_BYTES as u64);
        let rest = Cursor::new(b"\n{\"text\":\"b\"}\n".to_vec());
        let reader = Cursor::new(b"{\"text\":\"a\"}\n".to_vec()).chain(long).chain(rest);
        let columns = Columns::default();
        let mut source =
            Source::from_reader("in", Box::new(reader), Format::Ndjson, &columns).unwrap();
        let read = read_all(&mut source, 10).unwrap();
        let lines: Vec<_> = read.iter().map(|(line, fields)| (*line, fields.is_ok())).collect();
        assert_eq!(lines, [(1, true), (2, false), (3, true)]);
    }

    #[test]
    fn a_file_is_opened_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let ndjson = b"{\"text\":\"a\"}\n".to_vec();
        for (name, bytes, format) in [
            ("a.ndjson", ndjson.clone(), None),
            ("a.jsonl.gz", compress(&ndjson, Compression::Gzip), None),
            ("a.CSV.zst", compress(b"text\na\n", Compression::Zstd), None),
            ("a.tsv", b"text\tid\na\t\n".to_vec(), None),
            ("a.txt", ndjson.clone(), Some(Format::Ndjson)),
            ("b.csv", ndjson.clone(), Some(Format::Ndjson)),
            ("a.gz", compress(&ndjson, Compression::Gzip), Some(Format::Ndjson)),
        ] {
            let path = folder.path().join(name);
            let mut file = tempfile::NamedTempFile::new_in(&folder).unwrap();
            file.write_all(&bytes).unwrap();
            file.persist(&path).unwrap();
            let mut source = Source::open(&path, format, &Columns::default()).unwrap();
            assert_eq!(read_all(&mut source, 10).unwrap().len(), 1, "{name}");
            assert_eq!(source.bytes_total(), Some(bytes.len() as u64));
            assert_eq!(source.bytes_read(), bytes.len() as u64);
            assert_eq!(source.name(), path.display().to_string());
        }
    }

    #[test]
    fn a_stream_is_read_as_the_file_of_its_name_would_be() {
        let bytes = compress(b"text\nBerlin\n", Compression::Gzip);
        let reader = Box::new(Cursor::new(bytes));
        let path = Path::new("pipe.csv.gz");
        let mut source = Source::from_stream(path, reader, None, &Columns::default()).unwrap();
        assert_eq!(read_all(&mut source, 10).unwrap().len(), 1);
        assert_eq!((source.name(), source.bytes_total()), ("pipe.csv.gz", None));
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let columns = Columns::default();
        let open = |path: &Path| Source::open(path, None, &columns).err().unwrap();

        let error = open(&folder.path().join("missing.csv"));
        assert_eq!(error.code(), "ERR_IO");
        assert!(error.to_string().ends_with("missing.csv"));

        let error = open(&folder.path().join("a.json"));
        assert_eq!(error.code(), "ERR_INVALID_INPUT");
        assert!(error.to_string().contains("set the format"), "{error}");

        let error = open(Path::new("-"));
        assert_eq!(error.code(), "ERR_INVALID_INPUT");
        assert!(error.to_string().starts_with("<stdin>: "), "{error}");

        let error = Source::open(folder.path(), Some(Format::Csv), &columns).err().unwrap();
        assert_eq!(error.code(), "ERR_IO");
    }

    #[test]
    fn damaged_compressed_data_and_a_failing_reader_are_told_apart() {
        let mut bytes = compress(b"", Compression::Gzip);
        bytes[0] = b'x';
        let error = start(bytes, 10, Compression::Gzip, Format::Ndjson).err().unwrap();
        assert_eq!(error.to_string(), "cannot decompress in");

        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::from_raw_os_error(5))
            }
        }
        for format in [Format::Ndjson, Format::Csv, Format::Tsv] {
            let reader = Cursor::new(b"text\n\n\n\n\n".to_vec()).chain(Broken);
            let columns = Columns::default();
            let read = Source::from_reader("in", Box::new(reader), format, &columns)
                .and_then(|mut source| read_all(&mut source, 10));
            let error = read.unwrap_err();
            assert_eq!(error.to_string(), "cannot read in", "{format:?}");
            let source = std::error::Error::source(&error).unwrap().to_string();
            assert!(source.contains("os error 5"), "{source}");
        }
    }
}
