//! Where a JSON value ends, by its strings and brackets alone.

use memchr::{memchr, memchr_iter, memchr2, memrchr};

/// A place in the input: a line, and a byte of that line, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::build) struct Place {
    pub(in crate::build) line: u64,
    pub(in crate::build) byte: u64,
}

impl Place {
    /// Moves past `piece`.
    pub(in crate::build) fn advance(&mut self, piece: &[u8]) {
        match memrchr(b'\n', piece) {
            None => self.byte += piece.len() as u64,
            Some(last) => {
                self.line += memchr_iter(b'\n', piece).count() as u64;
                self.byte = (piece.len() - last) as u64;
            }
        }
    }
}

/// How far the end of a value is known, from piece to piece.
#[derive(Debug, Clone, Copy)]
pub(in crate::build) struct Scan {
    /// The brackets and braces that are open.
    depth: u64,
    in_string: bool,
    /// Behind a backslash in a string.
    is_escaped: bool,
    /// A number or a word, which ends where anything else begins.
    pub(in crate::build) is_plain: bool,
    /// Before the first byte.
    is_new: bool,
}

impl Scan {
    /// Starts at a value that begins with `sign`.
    pub(in crate::build) fn new(sign: u8) -> Self {
        let is_plain = !matches!(sign, b'{' | b'[' | b'"');
        Scan { depth: 0, in_string: false, is_escaped: false, is_plain, is_new: true }
    }

    /// Starts behind the opening quote of a string.
    pub(in crate::build) fn in_string() -> Self {
        Scan { in_string: true, ..Scan::new(b'"') }
    }

    /// Returns where the value ends in `piece`, which comes next, if it does.
    pub(in crate::build) fn end(&mut self, piece: &[u8]) -> Option<usize> {
        if self.is_plain {
            return self.end_of_plain(piece);
        }
        let mut at = 0;
        while let Some(rest) = piece.get(at..).filter(|rest| !rest.is_empty()) {
            at += if self.in_string {
                self.string_part(rest)
            } else {
                // Commas, colons and white space say nothing of where the value ends.
                rest.iter().position(|&byte| self.sees(byte)).map_or(rest.len(), |seen| seen + 1)
            };
            if self.depth == 0 && !self.in_string {
                return Some(at);
            }
        }
        None
    }

    /// Returns how many bytes of a string are at the start of `rest`, with its closing quote.
    fn string_part(&mut self, rest: &[u8]) -> usize {
        if std::mem::take(&mut self.is_escaped) {
            return 1;
        }
        match memchr2(b'"', b'\\', rest) {
            None => rest.len(),
            Some(at) => {
                self.in_string = rest.get(at) == Some(&b'\\');
                self.is_escaped = self.in_string;
                at + 1
            }
        }
    }

    /// Takes in a byte outside of strings, and returns whether it opened or closed something.
    fn sees(&mut self, byte: u8) -> bool {
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            // A value begins with an opening sign, so there is one to close.
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => return false,
        }
        true
    }

    fn end_of_plain(&mut self, piece: &[u8]) -> Option<usize> {
        // Whatever the first byte is, it belongs to the value: else no value would ever end.
        let from = usize::from(std::mem::take(&mut self.is_new));
        let ends = |byte: &u8| {
            byte.is_ascii_whitespace() || matches!(byte, b',' | b'[' | b']' | b'{' | b'}' | b'"')
        };
        piece.iter().skip(from).position(ends).map(|at| at + from)
    }
}

/// Says what is wrong with a value that began at `start` and has no end, of which `raw` is the
/// beginning, and where: the first string that goes over a line, or the bracket that closes another
/// one than was opened.
pub(in crate::build) fn unclosed(start: Place, raw: &[u8]) -> (Place, &'static str) {
    let (mut place, mut at) = (start, 0);
    let mut open = Vec::new();
    while let Some((&sign, rest)) = raw.get(at..).and_then(<[u8]>::split_first) {
        let mut len = 1;
        match sign {
            b'"' => {
                len += end_of_string(rest).unwrap_or(rest.len());
                let string = rest.get(..len - 1).unwrap_or_default();
                // JSON lets no string go over a line, so this one has lost its quote.
                if memchr(b'\n', string).is_some() || !string.ends_with(b"\"") {
                    return (place, "has a string here that is not closed on its line; close it");
                }
            }
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            b'}' | b']' if open.pop() != Some(sign) => {
                return (place, "has a bracket here that closes another one; close that one first");
            }
            _ => {}
        }
        place.advance(raw.get(at..at + len).unwrap_or_default());
        at += len;
    }
    (start, "is never closed; close it, or get a complete copy")
}

/// Returns how long the rest of a string is, with its closing quote.
fn end_of_string(rest: &[u8]) -> Option<usize> {
    Scan::in_string().end(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns where the value at the start of `text` ends, read in pieces of `at_most` bytes.
    fn end(text: &str, at_most: usize) -> Option<usize> {
        let mut scan = Scan::new(text.as_bytes()[0]);
        let mut before = 0;
        for piece in text.as_bytes().chunks(at_most) {
            if let Some(end) = scan.end(piece) {
                return Some(before + end);
            }
            before += piece.len();
        }
        None
    }

    #[test]
    fn a_value_ends_where_its_brackets_close_outside_of_strings() {
        for (text, expected) in [
            ("{}", Some(2)),
            (r#"{"a":[1,{"b":"}]"}]} ,"#, Some(20)),
            (r#""a\"b" ,"#, Some(6)),
            (r#""a\\",1"#, Some(5)),
            (r#"{"\u007d":"\"}"} x"#, Some(16)),
            ("[[],[[]]]]", Some(9)),
            ("12.5e3,", Some(6)),
            ("true]", Some(4)),
            ("x{", Some(1)),
            ("{{}", None),
            (r#""abc"#, None),
            (r#"{"a\"}"#, None),
            ("null", None),
        ] {
            for at_most in 1..6 {
                assert_eq!(end(text, at_most), expected, "{text} by {at_most}");
            }
        }
    }

    #[test]
    fn a_value_without_an_end_names_the_place_at_fault() {
        let start = Place { line: 3, byte: 5 };
        for (raw, expected) in [
            ("{\"a\":1", (3, 5, "is never closed")),
            ("{\n\"a\":\"b\n}\n{\"c\":1}", (4, 5, "has a string")),
            ("{\"a\":[1}\n", (3, 12, "has a bracket")),
            ("{\"a\":\"b", (3, 10, "has a string")),
            ("", (3, 5, "is never closed")),
        ] {
            let (place, reason) = unclosed(start, raw.as_bytes());
            assert_eq!((place.line, place.byte), (expected.0, expected.1), "{raw}");
            assert!(reason.starts_with(expected.2), "{reason}");
        }
    }
}
