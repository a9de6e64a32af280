//! The beginning of a stream, looked at before it is read.

use std::io::{self, Read};

/// How much is read at a time to look ahead.
const STEP_BYTES: usize = 16 << 10;

/// How much of an input is looked at to tell its encoding, and of a table to tell its delimiter.
/// The inputs of fuzz targets are short: seen whole, they would come to no reader in pieces.
pub(super) const LOOK_BYTES: usize = if cfg!(fuzzing) { 64 } else { 64 << 10 };

/// A stream whose next bytes can be looked at. Reading then begins with them.
pub(super) struct Ahead {
    reader: Box<dyn Read + Send>,
    /// The bytes that were looked at, of which the first `taken` have been read.
    bytes: Vec<u8>,
    taken: usize,
    /// The error that ended the look, kept for the read that comes upon it.
    failure: Option<io::Error>,
    is_at_end: bool,
}

impl Ahead {
    pub(super) fn new(reader: Box<dyn Read + Send>) -> Self {
        Ahead { reader, bytes: Vec::new(), taken: 0, failure: None, is_at_end: false }
    }

    /// Returns the next bytes: at least `len`, or all if the stream has fewer or fails before.
    pub(super) fn look(&mut self, len: usize) -> &[u8] {
        self.bytes.drain(..self.taken);
        self.taken = 0;
        while self.bytes.len() < len && !self.is_at_end && self.failure.is_none() {
            let from = self.bytes.len();
            self.bytes.resize(from + STEP_BYTES.min(len - from), 0);
            let read = self.reader.read(self.bytes.get_mut(from..).unwrap_or_default());
            // What was not filled must go, whatever came of it.
            self.bytes.truncate(from + *read.as_ref().unwrap_or(&0));
            match read {
                // Asked again, a terminal would wait for more.
                Ok(0) => self.is_at_end = true,
                Ok(_) => {}
                Err(error) => self.failure = Some(error),
            }
        }
        &self.bytes
    }

    /// Reads over the next `len` bytes, which were looked at.
    pub(super) fn skip(&mut self, len: usize) {
        self.taken = (self.taken + len).min(self.bytes.len());
    }

    /// Returns whether the stream has no bytes but those that were looked at.
    pub(super) fn is_all(&self) -> bool {
        self.is_at_end
    }

    /// Takes the error that ended the last look.
    pub(super) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut seen = self.bytes.get(self.taken..).unwrap_or_default();
        if !seen.is_empty() {
            let len = seen.read(buffer)?;
            self.taken += len;
            return Ok(len);
        }
        // After the bytes in front of it, where the stream itself would have failed.
        match self.failure.take() {
            Some(error) => Err(error),
            None if self.is_at_end => Ok(0),
            None => self.reader.read(buffer),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_look_takes_nothing_away() {
        let mut ahead = Ahead::new(Box::new(Cursor::new(b"abcdef".to_vec())));
        assert_eq!(ahead.look(2), b"ab");
        assert!(!ahead.is_all());
        ahead.skip(1);
        assert_eq!(ahead.look(3), b"bcd");
        assert_eq!(ahead.look(100), b"bcdef");
        assert!(ahead.is_all());
        let mut rest = String::new();
        ahead.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "bcdef");
    }

    #[test]
    fn an_error_comes_behind_the_bytes_in_front_of_it() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::from_raw_os_error(5))
            }
        }
        let mut ahead = Ahead::new(Box::new(Cursor::new(b"ab".to_vec()).chain(Broken)));
        assert_eq!(ahead.look(10), b"ab");
        let mut read = Vec::new();
        let error = ahead.read_to_end(&mut read).unwrap_err();
        assert_eq!((read.as_slice(), error.raw_os_error()), (&b"ab"[..], Some(5)));
    }
}
