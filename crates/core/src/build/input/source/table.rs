//! CSV: raw records that are rows, and may go over several lines.

use std::io::{self, Read};

use csv::{ByteRecord, ReaderBuilder};
use memchr::{memchr, memchr_iter, memchr2_iter};

use super::bytes::{BUFFER_BYTES, Input};
use crate::build::input::batch::{Batch, Fault, MAX_RECORD_BYTES};

/// Cuts an input into rows and cells by RFC 4180, through the `csv` crate.
///
/// That crate never refuses anything, so the bytes of each row are kept beside its cells: they
/// tell a quote that never closes, text after a closing quote, and the line of the row.
pub(super) struct TableReader {
    reader: csv::Reader<Tee>,
    record: ByteRecord,
    delimiter: u8,
}

/// Why a table cannot be read on.
#[derive(Debug)]
pub(super) enum TableError {
    /// The input failed.
    Io(io::Error),
    /// A row that starts on `line` cannot be told from what follows.
    Row { line: u64, reason: String },
}

impl TableReader {
    /// Starts to read `input`, whose cells `delimiter` separates and whose first line has the number
    /// `first_line`.
    pub(super) fn new(input: Input, delimiter: u8, first_line: u64) -> Self {
        let mut reader = Self::with_limit(input, delimiter, MAX_RECORD_BYTES);
        reader.reader.get_mut().lines.next_line = first_line;
        reader
    }

    fn with_limit(input: Input, delimiter: u8, max_bytes: usize) -> Self {
        let lines = LineCounter { next_line: 1, after_cr: false };
        let (window, taken, blank) = (Vec::new(), 0, 0);
        let tee = Tee { input, window, taken, blank, lines, max_bytes, exceeded: false };
        // Rows of any length: the parser of records has a better message for a wrong one.
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(BUFFER_BYTES)
            .from_reader(tee);
        TableReader { reader, record: ByteRecord::new(), delimiter }
    }

    /// Returns the number of the line after the last one that was read.
    pub(super) fn next_line(&self) -> u64 {
        self.reader.get_ref().lines.next_line
    }

    /// Appends rows until `batch` is full or the input ends.
    pub(super) fn read_batch(&mut self, batch: &mut Batch) -> Result<(), TableError> {
        while !batch.is_full() && self.read_row(batch)? {}
        Ok(())
    }

    fn read_row(&mut self, batch: &mut Batch) -> Result<bool, TableError> {
        // The crate tells how far it read, which gives the raw bytes of the row.
        let from = self.reader.position().byte();
        let found = self.reader.read_byte_record(&mut self.record);
        let read = self.reader.position().byte() - from;
        let tee = self.reader.get_mut();
        // Asked before the outcome: the error of the reader is only how it was stopped.
        if tee.exceeded {
            return Err(row_too_long(tee, self.delimiter));
        }
        match found {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(error) => return Err(TableError::Io(into_io(error))),
        }
        // The crate skips blank lines silently, and lines must count them.
        let (raw, lines) = tee.take(read);
        let raw = lines.skip_blank(raw);
        // The line on which the row starts, before its own line ends are counted.
        let line = lines.next_line;
        lines.count(raw);
        let text = match raw {
            // Of a pair the crate leaves the line feed to the next row, so one byte is all there
            // is.
            [text @ .., b'\r' | b'\n'] => text,
            text => text,
        };
        // The crate would join all that follows a stray quote into one cell, and lose those
        // records.
        let fault = match quoting(text, self.delimiter) {
            Quoting::Fine => None,
            Quoting::TextAfter => Some(Fault::TextAfterQuote),
            Quoting::Open { at } => {
                let opened = line + lines_before(text, at);
                // Where the quote opens, which may be far below the start of the row.
                // A file of TSV under another name, in which a quote is a sign like any other.
                let or = if self.delimiter == b'\t' { ", or set the format to tsv" } else { "" };
                let reason =
                    format!("has a quote on line {opened} that is never closed; close it{or}");
                return Err(TableError::Row { line, reason });
            }
        };
        let mut row = batch.begin();
        row.extend(text);
        row.finish_cells(line, &self.record, fault);
        Ok(true)
    }
}

fn row_too_long(tee: &mut Tee, delimiter: u8) -> TableError {
    // What was read of the row so far tells which quote swallowed the rest.
    let text = tee.lines.skip_blank(tee.window.get(tee.taken..).unwrap_or_default());
    let line = tee.lines.next_line;
    let limit = format!("is longer than {} MiB", tee.max_bytes >> 20);
    let reason = match quoting(text, delimiter) {
        Quoting::Open { at } => {
            let opened = line + lines_before(text, at);
            format!("{limit}; close the quote that opens on line {opened}")
        }
        Quoting::Fine | Quoting::TextAfter => format!("{limit}; put one record on a row"),
    };
    TableError::Row { line, reason }
}

/// Byte records of any length leave the input as the only thing that can fail.
fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

/// Passes an input on and keeps what was not taken yet.
struct Tee {
    input: Input,
    window: Vec<u8>,
    taken: usize,
    /// How much of the next row was passed on, counted and dropped: blank lines in front of it.
    blank: u64,
    lines: LineCounter,
    max_bytes: usize,
    exceeded: bool,
}

impl Tee {
    /// Returns the next `len` bytes of what was passed on, once, but for blank lines that were
    /// counted already; and what counts the others.
    fn take(&mut self, len: u64) -> (&[u8], &mut LineCounter) {
        let len = len.saturating_sub(std::mem::take(&mut self.blank));
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        let from = self.taken;
        // A number from the crate is not trusted as an index.
        self.taken = from.saturating_add(len).min(self.window.len());
        (self.window.get(from..self.taken).unwrap_or_default(), &mut self.lines)
    }

    /// Drops what is not taken if it is blank lines alone. Returns whether nothing is left: whether
    /// the next byte begins a row.
    fn drop_blank(&mut self) -> bool {
        if blank_len(&self.window) < self.window.len() {
            return false;
        }
        self.lines.count(&self.window);
        self.blank += self.window.len() as u64;
        self.window.clear();
        true
    }

    /// Reads into `buffer` what begins a row, past all blank lines: a few kilobytes of gzip may
    /// hold a billion of them, and a row is slower to read.
    fn read_past_blank(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let len = self.input.read(buffer)?;
            let read = buffer.get(..len).unwrap_or_default();
            let blank = blank_len(read);
            self.lines.count(read.get(..blank).unwrap_or_default());
            // At the end nothing is read, and nothing of it is blank.
            if blank < len || len == 0 {
                buffer.copy_within(blank..len, 0);
                return Ok(len - blank);
            }
        }
    }
}

/// Returns the length of the line ends that `bytes` begin with.
fn blank_len(bytes: &[u8]) -> usize {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    bytes.iter().position(|byte| !is_end(byte)).unwrap_or(bytes.len())
}

impl Read for Tee {
    // The reader above asks only when it has used up what it got: what is not taken then is the
    // beginning of one row.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.window.drain(..self.taken);
        self.taken = 0;
        let begins_row = self.drop_blank();
        // The window is the one row that has not ended, and would grow with the input.
        if self.window.len() > self.max_bytes {
            self.exceeded = true;
            return Err(io::Error::other("a row is too long"));
        }
        let len = match begins_row {
            true => self.read_past_blank(buffer)?,
            false => self.input.read(buffer)?,
        };
        self.window.extend_from_slice(buffer.get(..len).unwrap_or_default());
        Ok(len)
    }
}

/// Counts `\n`, `\r\n` and a lone `\r` as one line end each, as the `csv` crate does.
struct LineCounter {
    next_line: u64,
    after_cr: bool,
}

impl LineCounter {
    /// Counts the line ends that `raw` begins with, and returns the rest.
    fn skip_blank<'a>(&mut self, raw: &'a [u8]) -> &'a [u8] {
        let (blank, rest) = raw.split_at(blank_len(raw));
        self.count(blank);
        rest
    }

    fn count(&mut self, bytes: &[u8]) {
        // A pair of carriage return and line feed may lie across two rows.
        let mut cr_ends_at = if self.after_cr { Some(0) } else { None };
        for at in memchr2_iter(b'\r', b'\n', bytes) {
            let is_cr = bytes.get(at) == Some(&b'\r');
            if is_cr || cr_ends_at != Some(at) {
                self.next_line += 1;
            }
            cr_ends_at = is_cr.then_some(at + 1);
        }
        if !bytes.is_empty() {
            self.after_cr = bytes.ends_with(b"\r");
        }
    }
}

fn lines_before(text: &[u8], at: usize) -> u64 {
    let mut counter = LineCounter { next_line: 0, after_cr: false };
    counter.count(text.get(..at).unwrap_or_default());
    counter.next_line
}

#[derive(Debug, PartialEq, Eq)]
enum Quoting {
    Fine,
    /// Something else than the delimiter follows a closing quote.
    TextAfter,
    /// The quote at this byte is not closed; this outweighs the other.
    Open {
        at: usize,
    },
}

/// Looks at the quotes of one row. A quote opens a cell only as its first byte; elsewhere in a cell
/// that did not begin with one, it is itself.
fn quoting(row: &[u8], delimiter: u8) -> Quoting {
    let mut verdict = Quoting::Fine;
    // Most rows have no quote at all.
    if memchr(b'"', row).is_none() {
        return verdict;
    }
    let mut cell = 0;
    loop {
        let mut at = cell;
        if row.get(at) == Some(&b'"') {
            let Some(closed) = end_of_quotes(row, at + 1) else {
                return Quoting::Open { at };
            };
            at = closed;
            // Remembered and not returned: a quote that never closes later on outweighs it.
            if row.get(at).is_some_and(|&next| next != delimiter) {
                verdict = Quoting::TextAfter;
            }
        }
        match memchr(delimiter, row.get(at..).unwrap_or_default()) {
            Some(end) => cell = at + end + 1,
            None => return verdict,
        }
    }
}

/// Returns where the byte after the closing quote is, for a cell whose text begins at `from`.
fn end_of_quotes(row: &[u8], from: usize) -> Option<usize> {
    let mut escaped = None;
    for quote in memchr_iter(b'"', row.get(from..).unwrap_or_default()) {
        let quote = from + quote;
        if escaped == Some(quote) {
            escaped = None;
        // Two quotes are one, and the second does not close.
        } else if row.get(quote + 1) == Some(&b'"') {
            escaped = Some(quote + 1);
        } else {
            return Some(quote + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (u64, Vec<String>, Option<Fault>);

    fn read_all(bytes: &[u8], max_bytes: usize) -> (Vec<Row>, Option<TableError>) {
        let mut reader =
            TableReader::with_limit(Input::from_memory(bytes.to_vec()), b',', max_bytes);
        let mut batch = Batch::new(usize::MAX, usize::MAX);
        let error = reader.read_batch(&mut batch).err();
        let rows = (0..batch.len()).map(|number| {
            let record = batch.record(number);
            let cells = (0..record.cell_count())
                .map(|cell| String::from_utf8(record.cell(cell).unwrap().to_vec()).unwrap());
            (record.line, cells.collect(), record.fault)
        });
        (rows.collect(), error)
    }

    #[test]
    fn a_row_has_the_line_on_which_it_starts() {
        let cases: [(&str, &[u64]); 7] = [
            ("a\nb\nc", &[1, 2, 3]),
            ("a\r\nb\r\nc\r\n", &[1, 2, 3]),
            ("a\rb\rc", &[1, 2, 3]),
            ("\n\r\n\ra\n\n\nb\r\n\r\nc", &[4, 7, 9]),
            ("\"1\n2\"\n\"3\r\n4\r5\"\nb", &[1, 3, 6]),
            ("a\n\rb", &[1, 3]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let (rows, error) = read_all(text.as_bytes(), 1_000);
            let lines: Vec<u64> = rows.iter().map(|row| row.0).collect();
            assert_eq!(lines, expected, "{text:?}");
            assert!(error.is_none());
        }
    }

    #[test]
    fn blank_lines_are_counted_and_passed_over_however_many_there_are() {
        for (end, shift) in [("\n", ""), ("\r\n", ""), ("\r\n", "x"), ("\r", "")] {
            let blank = end.repeat(2 * BUFFER_BYTES);
            // The shift moves a pair of line ends across the border of two reads.
            let text = format!("{shift}a{end}{blank}\"b\"{end}{blank}c{blank}");
            let (rows, error) = read_all(text.as_bytes(), 1_000);
            let lines: Vec<u64> = rows.iter().map(|row| row.0).collect();
            let blanks = 2 * BUFFER_BYTES as u64;
            assert_eq!(lines, [1, 2 + blanks, 3 + 2 * blanks], "{end:?} {shift:?}");
            assert!(error.is_none());
        }
    }

    #[test]
    fn quotes_are_judged_by_where_they_stand() {
        use Quoting::*;
        let cases: [(&str, Quoting); 14] = [
            ("", Fine),
            ("a,b", Fine),
            ("\"a\",\"b\"", Fine),
            ("\"\"", Fine),
            ("\"a\"\"b\",c", Fine),
            ("\"\"\"\"", Fine),
            ("\"a,b\nc\"", Fine),
            ("5\" pipe,\"x\"", Fine),
            ("\"a\"b,c", TextAfter),
            ("\"a\" ,c", TextAfter),
            ("a,\"b", Open { at: 2 }),
            ("\"\"\"", Open { at: 0 }),
            ("\"a\"b,\"c", Open { at: 5 }),
            ("\"", Open { at: 0 }),
        ];
        for (row, expected) in cases {
            assert_eq!(quoting(row.as_bytes(), b','), expected, "{row:?}");
            let other = row.replace(',', ";");
            assert_eq!(quoting(other.as_bytes(), b';'), expected, "{other:?}");
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_reported_with_its_line() {
        let text = "h,i\n1,2\n\"3\n4\",\"5\n6\n7,8\n";
        let (rows, error) = read_all(text.as_bytes(), 1_000);
        assert_eq!(rows.len(), 2);
        match error {
            Some(TableError::Row { line: 3, reason }) => {
                assert_eq!(reason, "has a quote on line 4 that is never closed; close it");
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_closed_quote_at_the_end_of_the_input_is_fine() {
        for text in ["a,\"b\"", "a,\"b\n\"", "a,\"b\"\r\n", "a,\"\""] {
            assert!(read_all(text.as_bytes(), 1_000).1.is_none(), "{text:?}");
        }
    }

    #[test]
    fn two_rows_that_a_stray_quote_joins_are_a_fault() {
        let (rows, error) = read_all(b"\"open,5\n\"abc\",6\nx,7\n", 1_000);
        assert!(error.is_none());
        assert_eq!(rows[0].2, Some(Fault::TextAfterQuote));
        assert_eq!(rows[1], (3, vec!["x".into(), "7".into()], None));
    }

    #[test]
    fn a_row_over_the_limit_stops_before_the_input_is_swallowed() {
        let text = format!("a\n\n\"{}", "b\n".repeat(10 * BUFFER_BYTES));
        let (rows, error) = read_all(text.as_bytes(), 1 << 20);
        assert_eq!(rows.len(), 1);
        match error {
            Some(TableError::Row { line: 3, reason }) => {
                assert_eq!(reason, "is longer than 1 MiB; close the quote that opens on line 3");
            }
            other => panic!("{other:?}"),
        }
    }
}
