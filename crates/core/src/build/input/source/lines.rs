//! NDJSON and TSV: raw records that are lines.

use std::io::{self, BufRead, BufReader};

use memchr::memchr;

use super::bytes::{BUFFER_BYTES, Input};
use super::failure::Failure;
use crate::build::input::batch::{Batch, Fault, MAX_RECORD_BYTES};

/// How much of a line that is too long is kept, to show it.
pub(super) const KEPT_BYTES: usize = 16 << 10;

/// How much of a line is passed over at most, where bad records are skipped: a file of some other
/// kind may be one line, and a device may have no end.
pub(super) const MAX_DISCARDED_BYTES: u64 = 4 << 30;

/// Returns the bytes and the number of the blank lines that `buffer` begins with, as far as their
/// ends are in it.
fn blank_lines(buffer: &[u8], form: LineForm) -> (usize, u64) {
    let run = match form {
        LineForm::Json => buffer.iter().position(|byte| !byte.is_ascii_whitespace()),
        // Any other white space is a cell in TSV, and so is a carriage return with another behind it.
        LineForm::Cells(_) => {
            let is_blank = |at| matches!(buffer.get(at..), Some([b'\n', ..] | [b'\r', b'\n', ..]));
            (0..buffer.len()).find(|&at| !is_blank(at))
        }
    };
    let blank = buffer.get(..run.unwrap_or(buffer.len())).unwrap_or_default();
    // What follows the last line end belongs to the next line.
    let end = memchr::memrchr(b'\n', blank).map_or(0, |at| at + 1);
    let lines = blank.get(..end).unwrap_or_default().iter().filter(|&&byte| byte == b'\n').count();
    (end, lines as u64)
}

/// Cuts an input into lines at `\n`; a `\r` before it belongs to the line end. Lines of nothing
/// but white space (NDJSON) or of nothing at all (TSV) are counted and left out.
pub(super) struct LineReader {
    input: BufReader<Input>,
    form: LineForm,
    next_line: u64,
    /// Whether the rest of the current line was given up as too long.
    discarding: bool,
    max_bytes: usize,
    max_discarded: u64,
}

/// What is on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineForm {
    Json,
    /// Cells that this separates.
    Cells(u8),
}

impl LineReader {
    /// Starts to read `input`, whose first line has the number `first_line`.
    pub(super) fn new(input: Input, form: LineForm, first_line: u64) -> Self {
        Self::resume(BufReader::with_capacity(BUFFER_BYTES, input), form, first_line)
    }

    /// Reads on where another reader has stopped, on line `next_line`.
    pub(super) fn resume(input: BufReader<Input>, form: LineForm, next_line: u64) -> Self {
        LineReader {
            input,
            form,
            next_line,
            discarding: false,
            max_bytes: MAX_RECORD_BYTES,
            max_discarded: MAX_DISCARDED_BYTES,
        }
    }

    /// Returns the number of the line after the last one that was read.
    pub(super) fn next_line(&self) -> u64 {
        self.next_line
    }

    /// Appends records until `batch` is full or the input ends.
    ///
    /// It returns early after a line that is too long, so that a caller who stops at the first bad
    /// record does so before the rest of that line is read.
    pub(super) fn read_batch(&mut self, batch: &mut Batch) -> Result<(), Failure> {
        // The long line was told of at the last call. Its rest is skipped now.
        if self.discarding {
            self.discard_line()?;
        }
        while !batch.is_full() && !self.discarding && self.read_line(batch).map_err(Failure::Io)? {}
        Ok(())
    }

    /// Returns whether there was a line, blank or not.
    fn read_line(&mut self, batch: &mut Batch) -> io::Result<bool> {
        // Blank lines by the buffer, since a few kilobytes of gzip may hold a billion of them.
        let (bytes, lines) = blank_lines(self.input.fill_buf()?, self.form);
        if lines > 0 {
            self.input.consume(bytes);
            self.next_line += lines;
            return Ok(true);
        }
        let mut row = batch.begin();
        loop {
            let buffer = self.input.fill_buf()?;
            // Lines are found in the buffer and copied once, into the batch.
            let newline = memchr(b'\n', buffer);
            let (piece, used) = match newline {
                Some(at) => (buffer.get(..at).unwrap_or_default(), at + 1),
                None => (buffer, buffer.len()),
            };
            row.extend(piece);
            self.input.consume(used);
            // Checked at each piece, so that a line without an end is never held whole.
            if row.raw().len() > self.max_bytes {
                // Its beginning is enough to find it.
                row.truncate(KEPT_BYTES.min(self.max_bytes));
                row.finish(self.next_line, Some(Fault::TooLong));
                // The limit may fall into the same piece as the end of the line.
                self.discarding = newline.is_none();
                self.next_line += u64::from(newline.is_some());
                return Ok(true);
            }
            if newline.is_some() {
                break;
            }
            // The end of the input. A last line without a line end counts.
            if used == 0 {
                if row.raw().is_empty() {
                    return Ok(false);
                }
                break;
            }
        }
        // Windows ends lines with two characters, and the first is part of no cell.
        if let Some(text) = row.raw().strip_suffix(b"\r") {
            let len = text.len();
            row.truncate(len);
        }
        match self.form {
            LineForm::Json if row.raw().trim_ascii().is_empty() => {}
            LineForm::Json => row.finish(self.next_line, None),
            // White space is a cell in TSV, so only nothing at all is blank.
            LineForm::Cells(_) if row.raw().is_empty() => {}
            LineForm::Cells(delimiter) => row.finish_split(self.next_line, delimiter),
        }
        self.next_line += 1;
        Ok(true)
    }

    fn discard_line(&mut self) -> Result<(), Failure> {
        let mut discarded = 0;
        loop {
            let buffer = self.input.fill_buf().map_err(Failure::Io)?;
            let newline = memchr(b'\n', buffer);
            let used = newline.map_or(buffer.len(), |at| at + 1);
            self.input.consume(used);
            discarded += used as u64;
            // A device of zeros, for example: skipping its only line would never end.
            if discarded > self.max_discarded {
                // The input is read well, so it is no error of reading or of decompressing.
                let reason = "is on a line without an end; give one record a line".to_owned();
                return Err(Failure::Record { line: self.next_line, position: None, reason });
            }
            // The end of the input ends the line as well.
            if newline.is_some() || used == 0 {
                self.discarding = false;
                self.next_line += 1;
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::options::Compression;

    fn read_all(bytes: &[u8], form: LineForm, max_bytes: usize) -> Vec<(u64, String, bool)> {
        let input = Input::from_memory(bytes.to_vec());
        let mut reader = LineReader { max_bytes, ..LineReader::new(input, form, 1) };
        let mut batch = Batch::new(2, 1 << 20);
        let mut all = Vec::new();
        loop {
            reader.read_batch(&mut batch).unwrap();
            if batch.is_empty() {
                return all;
            }
            for number in 0..batch.len() {
                let record = batch.record(number);
                let text = String::from_utf8(record.raw.to_vec()).unwrap();
                all.push((record.line, text, record.fault == Some(Fault::TooLong)));
            }
            batch.clear();
        }
    }

    #[test]
    fn blank_lines_are_counted_and_left_out() {
        let lines = read_all(b"\n{1}\r\n  \r\n\r\n{2}\n\t\n{3}", LineForm::Json, 100);
        let expected = [(2, "{1}"), (5, "{2}"), (7, "{3}")];
        assert_eq!(lines, expected.map(|(line, text)| (line, text.to_owned(), false)));
    }

    #[test]
    fn a_run_of_blank_lines_is_passed_over_at_once() {
        let newlines = vec![b'\n'; BUFFER_BYTES];
        for form in [LineForm::Json, LineForm::Cells(b'\t')] {
            assert_eq!(blank_lines(&newlines, form), (BUFFER_BYTES, BUFFER_BYTES as u64));
        }
        for (text, json, tabs) in [
            ("", (0, 0), (0, 0)),
            ("x\n\n", (0, 0), (0, 0)),
            ("\n\nx\n", (2, 2), (2, 2)),
            ("\n \n\t{", (3, 2), (1, 1)),
            ("\r\n\r\n x", (4, 2), (4, 2)),
            ("\r\n\r\r\n", (5, 2), (2, 1)),
            ("\n\r", (1, 1), (1, 1)),
            ("   ", (0, 0), (0, 0)),
        ] {
            assert_eq!(blank_lines(text.as_bytes(), LineForm::Json), json, "{text:?}");
            assert_eq!(blank_lines(text.as_bytes(), LineForm::Cells(b'\t')), tabs, "{text:?}");
        }
    }

    #[test]
    fn a_line_without_an_end_is_not_read_for_ever() {
        let input = Input::new("in", Box::new(io::repeat(0)), Compression::None, None).unwrap();
        let mut reader = LineReader::new(input, LineForm::Json, 1);
        (reader.max_bytes, reader.max_discarded) = (1000, 1 << 20);
        let mut batch = Batch::new(10, 1 << 20);
        // The line is a bad record, which may be skipped, and its rest is an error.
        reader.read_batch(&mut batch).unwrap();
        assert_eq!(batch.len(), 1);
        let failure = reader.read_batch(&mut batch).unwrap_err();
        let error = failure.into_error("in.ndjson.gz", Compression::Gzip);
        assert_eq!(error.code(), "ERR_INVALID_RECORD");
        let told =
            "in.ndjson.gz:1: field record: is on a line without an end; give one record a line";
        assert_eq!(error.to_string(), told);
    }

    #[test]
    fn white_space_is_a_cell_in_tsv() {
        let lines = read_all(b"a\n \n\nb\r\n", LineForm::Cells(b'\t'), 100);
        let expected = [(1, "a"), (2, " "), (4, "b")];
        assert_eq!(lines, expected.map(|(line, text)| (line, text.to_owned(), false)));
    }

    #[test]
    fn a_line_that_is_too_long_is_one_fault_and_the_next_lines_are_read() {
        let long = "x".repeat(3 * BUFFER_BYTES);
        let bytes = format!("first\n{long}\nthird\n{long}");
        let lines = read_all(bytes.as_bytes(), LineForm::Json, 10);
        let cut = "x".repeat(10);
        let expected = [(1, "first", false), (2, &cut, true), (3, "third", false), (4, &cut, true)];
        assert_eq!(lines, expected.map(|(line, text, cut)| (line, text.to_owned(), cut)));
    }

    #[test]
    fn a_line_of_just_the_limit_is_read() {
        let lines = read_all(b"0123456789\n01234567890\n", LineForm::Json, 10);
        assert_eq!(lines, [(1, "0123456789".into(), false), (2, "0123456789".into(), true)]);
    }
}
