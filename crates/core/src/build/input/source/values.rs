//! JSON values of any length of lines: those of an array, or one behind the other.

use std::io::{BufRead, BufReader};

use super::bytes::Input;
use super::failure::Failure;
use super::lines::{KEPT_BYTES, LineForm, LineReader, MAX_DISCARDED_BYTES};
use crate::build::input::batch::{Batch, Fault, MAX_RECORD_BYTES};
use crate::build::input::scan::{Place, Scan, unclosed};

/// Cuts an input into the JSON values of an array, or into values with white space between them.
///
/// It knows strings and nesting and nothing else: whether a value is JSON, the parser of records
/// says, so that a bad record of an array is one bad record. Where the values begin and end must be
/// certain, and if it is not, the input is refused from there on.
pub(super) struct ValueReader {
    input: BufReader<Input>,
    /// Where the next byte is: its line, and its place on the line, both from 1.
    place: Place,
    state: State,
    /// The rest of a value that was given up as too long.
    skipping: Option<(Scan, Place)>,
    max_bytes: usize,
}

/// What may come next, in an array `[ value , value ]` or in values without one.
///
/// ```text
/// Start ─ [ ─▶ First ─ value ─▶ Behind ─ ] ─▶ Ended ─ [ ─▶ First
///   │                     ▲        │
///   │                     └ value ─┴─ , ─▶ Next
///   └ value ─▶ Values ─ value ─▶ Values
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was read yet.
    Start,
    /// Behind the bracket of an array.
    First { array: Place },
    /// Behind a value of an array.
    Behind { array: Place },
    /// Behind a comma.
    Next { array: Place },
    /// Behind an array. Another may follow, as in files that were put together.
    Ended,
    /// Values without an array.
    Values,
}

impl ValueReader {
    /// Starts to read `input`, whose next byte is on `line`.
    pub(super) fn new(input: BufReader<Input>, line: u64) -> Self {
        let (place, max_bytes) = (Place { line, byte: 1 }, MAX_RECORD_BYTES);
        ValueReader { input, place, state: State::Start, skipping: None, max_bytes }
    }

    /// Returns the number of the line after the last one that was read.
    pub(super) fn next_line(&self) -> u64 {
        self.place.line + u64::from(self.place.byte > 1)
    }

    /// Returns whether it has just read a value that ended on this line.
    pub(super) fn is_behind_value_of(&self, line: u64) -> bool {
        self.skipping.is_none() && self.place.line == line
    }

    /// Reads on by lines of NDJSON.
    pub(super) fn into_lines(self) -> LineReader {
        LineReader::resume(self.input, LineForm::Json, self.place.line)
    }

    /// Appends values until `batch` is full or the input ends.
    ///
    /// It returns early after a value that is too long, so that a caller who stops at the first bad
    /// record does so before the rest of that value is read.
    pub(super) fn read_batch(&mut self, batch: &mut Batch) -> Result<(), Failure> {
        while !batch.is_full() && self.read_value(batch)? && self.skipping.is_none() {}
        Ok(())
    }

    /// Returns whether there was a value.
    pub(super) fn read_value(&mut self, batch: &mut Batch) -> Result<bool, Failure> {
        if let Some((scan, start)) = self.skipping.take() {
            self.skip(scan, start)?;
        }
        loop {
            let Some(sign) = self.next_sign()? else { return self.end().map(|()| false) };
            // Anything else that is here begins a value, and the parser says what is wrong with it.
            match (self.state, sign) {
                (State::Start | State::Ended, b'[') => {
                    self.state = State::First { array: self.place };
                    self.consume(1);
                }
                (State::First { .. } | State::Behind { .. }, b']') => {
                    self.state = State::Ended;
                    self.consume(1);
                }
                (State::Behind { array }, b',') => {
                    self.state = State::Next { array };
                    self.consume(1);
                }
                (State::Behind { .. }, _) => {
                    return Err(self.failure(&unexpected(sign, "a comma or the end of the array")));
                }
                (State::Ended, _) => {
                    return Err(self.failure(&unexpected(sign, "the end of the input")));
                }
                (_, b',' | b']' | b'}' | b':') => {
                    return Err(self.failure(&unexpected(sign, "an object")));
                }
                (State::Start | State::Values, _) => {
                    self.state = State::Values;
                    return self.take_value(sign, batch).map(|()| true);
                }
                (State::First { array } | State::Next { array }, _) => {
                    self.state = State::Behind { array };
                    return self.take_value(sign, batch).map(|()| true);
                }
            }
        }
    }

    /// Puts the value at hand, which begins with `sign`, into `batch`.
    fn take_value(&mut self, sign: u8, batch: &mut Batch) -> Result<(), Failure> {
        let start = self.place;
        let mut scan = Scan::new(sign);
        let mut row = batch.begin();
        loop {
            let buffer = self.input.fill_buf().map_err(Failure::Io)?;
            if buffer.is_empty() {
                // A number has no sign of its own at its end.
                if scan.is_plain && self.state == State::Values {
                    break;
                }
                let (place, reason) = unclosed(start, row.raw());
                return Err(Failure::at(place, reason));
            }
            let end = scan.end(buffer);
            let piece = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            row.extend(piece);
            let len = piece.len();
            self.place.advance(piece);
            self.input.consume(len);
            // At each piece, so that a value without an end is never held whole.
            if row.raw().len() > self.max_bytes {
                row.truncate(KEPT_BYTES.min(self.max_bytes));
                row.finish_at(start.line, start.byte, Some(Fault::TooLong));
                self.skipping = end.is_none().then_some((scan, start));
                return Ok(());
            }
            if end.is_some() {
                break;
            }
        }
        row.finish_at(start.line, start.byte, None);
        Ok(())
    }

    /// Reads the rest of a value that began at `start` and was too long.
    fn skip(&mut self, mut scan: Scan, start: Place) -> Result<(), Failure> {
        let mut skipped = 0;
        loop {
            // As for a line: what is so long is no array of records, and may have no end.
            if skipped > MAX_DISCARDED_BYTES {
                return Err(Failure::at(start, "has no end; give an array of objects"));
            }
            let buffer = self.input.fill_buf().map_err(Failure::Io)?;
            if buffer.is_empty() {
                let (place, reason) = unclosed(start, b"");
                return Err(Failure::at(place, reason));
            }
            let end = scan.end(buffer);
            let piece = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            let len = piece.len();
            skipped += len as u64;
            self.place.advance(piece);
            self.input.consume(len);
            if end.is_some() {
                return Ok(());
            }
        }
    }

    /// Skips white space, and returns the byte behind it, which stays to be read.
    fn next_sign(&mut self) -> Result<Option<u8>, Failure> {
        loop {
            let buffer = self.input.fill_buf().map_err(Failure::Io)?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let space = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let sign = buffer.get(space).copied();
            self.place.advance(buffer.get(..space).unwrap_or_default());
            self.input.consume(space);
            if sign.is_some() {
                return Ok(sign);
            }
        }
    }

    /// Checks that the input may end here.
    fn end(&self) -> Result<(), Failure> {
        match self.state {
            State::Start | State::Ended | State::Values => Ok(()),
            State::First { array } | State::Next { array } | State::Behind { array } => {
                // The array and not its last line: nothing is there to be seen.
                Err(Failure::at(array, "is an array that is never closed; get a complete copy"))
            }
        }
    }

    /// Passes over signs that are no line end.
    fn consume(&mut self, len: usize) {
        self.place.byte += len as u64;
        self.input.consume(len);
    }

    fn failure(&self, reason: &str) -> Failure {
        Failure::at(self.place, reason)
    }
}

fn unexpected(sign: u8, expected: &str) -> String {
    // Of a letter beyond ASCII only the first byte is here.
    let got = if sign.is_ascii() { format!("{:?}", char::from(sign)) } else { "text".to_owned() };
    format!("begins with {got} where {expected} should be; mend the input")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::input::source::bytes::BUFFER_BYTES;

    type Values = Vec<(u64, Option<u64>, String, bool)>;

    /// Reads all values of `text`: the place, the text, and whether it was too long.
    fn read(text: &str, max_bytes: usize) -> (Values, Option<String>) {
        let input = BufReader::new(Input::from_memory(text.as_bytes().to_vec()));
        let mut reader = ValueReader { max_bytes, ..ValueReader::new(input, 1) };
        let mut batch = Batch::new(2, 1 << 20);
        let mut all = Vec::new();
        loop {
            batch.clear();
            let read = reader.read_batch(&mut batch);
            for number in 0..batch.len() {
                let record = batch.record(number);
                let raw = String::from_utf8(record.raw.to_vec()).unwrap();
                let is_cut = record.fault == Some(Fault::TooLong);
                all.push((record.line, record.position, raw, is_cut));
            }
            match read {
                Err(Failure::Record { line, position, reason }) => {
                    let position = position.unwrap_or_default();
                    return (all, Some(format!("{line}:{position} {reason}")));
                }
                Err(Failure::Io(error)) => panic!("{error}"),
                Ok(()) if batch.is_empty() => return (all, None),
                Ok(()) => {}
            }
        }
    }

    fn values(text: &str) -> Vec<String> {
        let (values, error) = read(text, 100);
        assert_eq!(error, None, "{text}");
        values.into_iter().map(|(.., raw, _)| raw).collect()
    }

    #[test]
    fn the_values_of_an_array_are_cut_out_of_it() {
        assert_eq!(values(r#"[{"a":1},{"b":[2,{}]}]"#), [r#"{"a":1}"#, r#"{"b":[2,{}]}"#]);
        assert_eq!(values(" [ \n{\n} \t,\r\n{\"]\": \"}\"}\n]\n\n"), ["{\n}", r#"{"]": "}"}"#]);
        assert_eq!(values("[1,\"a, b\" , null,[2]]"), ["1", "\"a, b\"", "null", "[2]"]);
        for empty in ["", " \n", "[]", "[ ] ", "[][]\n[]"] {
            assert!(values(empty).is_empty(), "{empty:?}");
        }
        assert_eq!(values("[1]\n[2,3]"), ["1", "2", "3"]);
    }

    #[test]
    fn values_without_an_array_come_one_after_the_other() {
        assert_eq!(values("{\n \"a\": 1\n}\n{\n}{} {}"), ["{\n \"a\": 1\n}", "{\n}", "{}", "{}"]);
        assert_eq!(values("{}\n12"), ["{}", "12"]);
    }

    #[test]
    fn each_value_has_its_place() {
        let (values, _) = read("[{},{\n},\n  {}, {}\n]", 100);
        let places: Vec<_> = values.iter().map(|(line, at, ..)| (*line, at.unwrap())).collect();
        assert_eq!(places, [(1, 2), (1, 5), (3, 3), (3, 7)]);
    }

    #[test]
    fn what_is_no_array_tells_its_place() {
        for (text, expected) in [
            ("[{}\n{}]", "2:1 begins with '{' where a comma or the end of the array should be"),
            ("[{},]", "1:5 begins with ']' where an object should be"),
            ("[,{}]", "1:2 begins with ',' where an object should be"),
            ("[{},,{}]", "1:5 begins with ',' where an object should be"),
            ("[{}}", "1:4 begins with '}' where a comma or the end of the array should be"),
            ("[{}] x", "1:6 begins with 'x' where the end of the input should be"),
            ("[{}],\n[]", "1:5 begins with ',' where the end of the input should be"),
            ("{}\n,{}", "2:1 begins with ',' where an object should be"),
            ("[{}", "1:1 is an array that is never closed"),
            ("\n [", "2:2 is an array that is never closed"),
            ("[{},\n{\"a\":1", "2:1 is never closed"),
            ("[{\"a\":\"b},\n{\"c\":1}]", "1:7 has a string here that is not closed on its line"),
            // The value that closed the array is JSON to nobody, and is told first.
            ("[{\"a\":[1},{}]", "1:1 is an array that is never closed"),
            ("[1", "1:2 is never closed"),
        ] {
            let (_, error) = read(text, 100);
            let error = error.unwrap_or_default();
            assert!(error.starts_with(expected), "{text:?}: {error}");
        }
    }

    #[test]
    fn a_value_that_is_too_long_is_one_fault_and_the_next_ones_are_read() {
        let long = format!("{{\"a\":\"{}\"}}", "x]".repeat(BUFFER_BYTES));
        let (values, error) = read(&format!("[{{}},{long},\n1,{long}]"), 10);
        assert_eq!(error, None);
        let read: Vec<_> =
            values.iter().map(|(line, .., raw, cut)| (*line, raw.len(), *cut)).collect();
        assert_eq!(read, [(1, 2, false), (1, 10, true), (2, 1, false), (2, 10, true)]);
    }
}
