//! NDJSON and JSON: raw records by lines, or by their brackets.

use std::io::{self, BufRead, BufReader};

use memchr::{memchr_iter, memrchr};

use super::bytes::{BUFFER_BYTES, Input};
use super::failure::Failure;
use super::lines::{LineForm, LineReader};
use super::values::ValueReader;
use crate::build::input::batch::Batch;

/// Reads JSON of one of three kinds, which its first record tells: an array, objects that are lines,
/// or objects that go over lines.
pub(super) struct JsonReader {
    form: Form,
}

enum Form {
    /// The first byte that is no white space has not been seen.
    Start {
        input: Option<BufReader<Input>>,
        by_lines: bool,
        line: u64,
    },
    /// The first value has not been read: if it is a line of its own, so are the next ones.
    First(Option<ValueReader>),
    Values(ValueReader),
    Lines(LineReader),
}

impl JsonReader {
    /// Starts to read `input`. With `by_lines` an input that is no array is read by its lines;
    /// without it, by lines only if its first value is one.
    pub(super) fn new(input: Input, by_lines: bool) -> Self {
        let input = Some(BufReader::with_capacity(BUFFER_BYTES, input));
        JsonReader { form: Form::Start { input, by_lines, line: 1 } }
    }

    /// Returns the number of the line after the last one that was read.
    pub(super) fn next_line(&self) -> u64 {
        match &self.form {
            Form::Start { line, .. } => *line,
            Form::First(reader) => reader.as_ref().map_or(1, ValueReader::next_line),
            Form::Values(reader) => reader.next_line(),
            Form::Lines(reader) => reader.next_line(),
        }
    }

    /// Appends records until `batch` is full or the input ends.
    pub(super) fn read_batch(&mut self, batch: &mut Batch) -> Result<(), Failure> {
        loop {
            match &mut self.form {
                Form::Values(reader) => return reader.read_batch(batch),
                Form::Lines(reader) => return reader.read_batch(batch),
                Form::Start { input, by_lines, line } => {
                    let Some(reader) = input else { return Ok(()) };
                    let sign = skip_blank_lines(reader, line).map_err(Failure::Io)?;
                    let Some(input) = input.take() else { return Ok(()) };
                    self.form = match (sign, *by_lines) {
                        (Some(b'['), _) => Form::Values(ValueReader::new(input, *line)),
                        (_, true) => Form::Lines(LineReader::resume(input, LineForm::Json, *line)),
                        (_, false) => Form::First(Some(ValueReader::new(input, *line))),
                    };
                }
                Form::First(reader) => {
                    let (Some(values), first) = (reader.as_mut(), batch.len()) else {
                        return Ok(());
                    };
                    values.read_value(batch)?;
                    let Some(values) = reader.take() else { return Ok(()) };
                    let is_line =
                        batch.len() > first && values.is_behind_value_of(batch.record(first).line);
                    self.form = match is_line {
                        true => Form::Lines(values.into_lines()),
                        false => Form::Values(values),
                    };
                    // The batch may be full, and a value that is too long is told before its rest
                    // is read.
                    return Ok(());
                }
            }
        }
    }
}

/// Skips blank lines, adds them to `line`, and returns the first byte that is no white space.
fn skip_blank_lines(input: &mut BufReader<Input>, line: &mut u64) -> io::Result<Option<u8>> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let sign = buffer.iter().position(|byte| !byte.is_ascii_whitespace());
        let blank = buffer.get(..sign.unwrap_or(buffer.len())).unwrap_or_default();
        // White space in front of the first value stays, for places on its line.
        let used = match sign {
            Some(_) => memrchr(b'\n', blank).map_or(0, |at| at + 1),
            None => blank.len(),
        };
        *line += memchr_iter(b'\n', blank).count() as u64;
        let first = sign.and_then(|at| buffer.get(at).copied());
        input.consume(used);
        if first.is_some() {
            return Ok(first);
        }
    }
}
