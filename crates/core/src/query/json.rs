//! An answer as JSON text, for a response that is sent as it is.

use std::io::Write;

use serde::Serialize;

use super::suggestion::{SuggestResult, Suggestion};

impl SuggestResult<'_> {
    /// Appends the answer to `out` as one JSON object in UTF-8.
    ///
    /// The members stand in the order `query`, `suggestions`, `complete`, `generation`; those of a
    /// suggestion in the order `text`, `id`, `score`, `weight`, `payload`, `highlights` (UTF-16),
    /// `match`. An absent id or payload is left out. Numbers are written as JavaScript writes them.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        out.extend(b"{\"query\":");
        write(out, self.query);
        out.extend(b",\"suggestions\":[");
        for (at, suggestion) in self.suggestions.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            write_suggestion(out, suggestion);
        }
        out.extend(b"],\"complete\":");
        write(out, &self.complete);
        append(out, format_args!(",\"generation\":\"{:016x}\"}}", self.generation));
    }
}

fn write_suggestion(out: &mut Vec<u8>, suggestion: &Suggestion<'_>) {
    out.extend(b"{\"text\":");
    write(out, suggestion.text);
    if let Some(id) = suggestion.id {
        out.extend(b",\"id\":");
        write(out, id);
    }
    out.extend(b",\"score\":");
    write_number(out, suggestion.score);
    out.extend(b",\"weight\":");
    write_number(out, suggestion.weight);
    if let Some(payload) = suggestion.payload {
        out.extend(b",\"payload\":");
        out.extend(payload.as_bytes());
    }
    out.extend(b",\"highlights\":[");
    for (at, range) in suggestion.highlights_utf16().enumerate() {
        out.extend(if at > 0 { &b",{\"start\":"[..] } else { b"{\"start\":" });
        write_whole(out, range.start as u64);
        out.extend(b",\"end\":");
        write_whole(out, range.end as u64);
        out.push(b'}');
    }
    let matched = &suggestion.matched;
    out.extend(b"],\"match\":{\"tier\":");
    write_whole(out, u64::from(matched.tier));
    out.extend(b",\"kind\":\"");
    out.extend(matched.kind.code().as_bytes());
    out.extend(b"\",\"via\":[");
    for (at, via) in matched.via.iter().enumerate() {
        out.extend(if at > 0 { &b",\""[..] } else { b"\"" });
        out.extend(via.code().as_bytes());
        out.push(b'"');
    }
    out.extend(b"],\"surface\":");
    write(out, matched.surface);
    out.extend(b",\"cost\":");
    write_number(out, matched.cost);
    out.extend(b"}}");
}

fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    let written = serde_json::to_writer(out, value);
    written.expect("a string or a number is always JSON, and a vector takes every byte");
}

fn append(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a vector takes every byte");
}

/// Writes a finite number from 0 on as JavaScript does: whole ones without a fraction, up to 21
/// digits, and no exponent between 1e-7 and 1e21.
fn write_number(out: &mut Vec<u8>, number: f64) {
    // Most are whole, which needs no search for the shortest digits.
    if number.fract() == 0.0 && (0.0..=LARGEST_WHOLE).contains(&number) {
        write_whole(out, number as u64);
    } else if number.is_infinite() {
        out.extend(b"null");
    } else if number == 0.0 || (1e-6..1e21).contains(&number) {
        append(out, format_args!("{number}"));
    } else {
        let scientific = format!("{number:e}");
        match scientific.split_once('e') {
            Some((digits, exponent)) if !exponent.starts_with('-') => {
                append(out, format_args!("{digits}e+{exponent}"));
            }
            _ => append(out, format_args!("{scientific}")),
        }
    }
}

/// Up to this every whole number is exact.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Writes a whole number: the formatting of the standard library takes several times as long.
fn write_whole(out: &mut Vec<u8>, number: u64) {
    let mut digits = [0; 20];
    let mut start = digits.len();
    let mut rest = number;
    loop {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        let cases = [
            (0.0, "0"),
            (1.0, "1"),
            (0.1, "0.1"),
            (1e-6, "0.000001"),
            (1.5e-7, "1.5e-7"),
            (5e-324, "5e-324"),
            (-0.0, "0"),
            (100.0, "100"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (9_007_199_254_740_994.0, "9007199254740994"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (1.5e300, "1.5e+300"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::INFINITY, "null"),
        ];
        for (number, expected) in cases {
            let mut out = Vec::new();
            write_number(&mut out, number);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
