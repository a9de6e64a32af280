//! An answer as JSON text, for a response that is sent as it is.

use std::io::Write;

use serde::Serialize;

use super::explanation::{ExplainedWord, Explanation};
use super::suggestion::{SuggestResult, Suggestion};
use crate::error::{Error, Result};

impl SuggestResult<'_> {
    /// Appends the answer to `out` as one JSON object in UTF-8.
    ///
    /// The members stand in the order `query`, `suggestions`, `complete`, `generation`, `total`.
    /// The members of a suggestion stand in the order `text`, `id`, `score`, `weight`, `payload`,
    /// `highlights` (UTF-16), `match`, `explain`. Members that are absent are left out. Numbers are
    /// written as JavaScript writes them.
    ///
    /// An answer of over `max_bytes` bytes is given up within a suggestion of that many: a thousand
    /// payloads may have 64 MiB together. `usize::MAX` takes every answer.
    ///
    /// # Errors
    ///
    /// `ERR_ANSWER_TOO_LARGE` if the answer has more than `max_bytes` bytes; then `out` is as it
    /// was.
    ///
    /// ```
    /// use mapahead::{Index, SuggestOptions};
    ///
    /// # use mapahead::{BuildOptions, IndexBuilder};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("index.mapahead");
    /// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
    /// # builder.add_ndjson("cities", br#"{"text":"Bern","weight":134}"#.to_vec())?;
    /// # builder.finish()?;
    /// # let index = Index::open(&path)?;
    /// let result = index.suggest("ber", &SuggestOptions::default())?;
    /// let mut json = Vec::new();
    /// result.write_json(&mut json, 16 << 20)?;
    /// assert!(json.starts_with(br#"{"query":"ber","suggestions":[{"text":"Bern","#));
    ///
    /// let refused = result.write_json(&mut json, 20).unwrap_err();
    /// assert_eq!(refused.code(), "ERR_ANSWER_TOO_LARGE");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_json(&self, out: &mut Vec<u8>, max_bytes: usize) -> Result<()> {
        let start = out.len();
        let has_room = |out: &Vec<u8>| out.len() - start <= max_bytes;
        self.write_members(out, &has_room);
        if has_room(out) {
            return Ok(());
        }
        out.truncate(start);
        // `usize` has at most 64 bits.
        Err(Error::AnswerTooLarge { limit: max_bytes as u64 })
    }

    /// Writes the object, or gives up after the first suggestion for which there is no room.
    fn write_members(&self, out: &mut Vec<u8>, has_room: &impl Fn(&Vec<u8>) -> bool) {
        out.extend(b"{\"query\":");
        write(out, self.query);
        out.extend(b",\"suggestions\":[");
        for (at, suggestion) in self.suggestions.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            write_suggestion(out, suggestion);
            // Here and not at the end, so that what nobody takes is not made: one suggestion has at
            // most a payload of 64 KiB, its texts and its explanation.
            if !has_room(out) {
                return;
            }
        }
        out.extend(b"],\"complete\":");
        write(out, &self.complete);
        append(out, format_args!(",\"generation\":\"{:016x}\"", self.generation));
        if let Some(total) = self.total {
            let relation = if total.is_exact { "exact" } else { "at-least" };
            let value = total.value;
            append(
                out,
                format_args!(",\"total\":{{\"value\":{value},\"relation\":\"{relation}\"}}"),
            );
        }
        out.push(b'}');
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
    // The payload is JSON text already, checked by the build.
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
    write(out, &matched.surface);
    out.extend(b",\"cost\":");
    write_number(out, matched.cost);
    if !matched.dropped.is_empty() {
        out.extend(b",\"dropped\":");
        write(out, &matched.dropped);
    }
    out.push(b'}');
    if let Some(explanation) = &suggestion.explanation {
        out.extend(b",\"explain\":");
        write_explanation(out, explanation);
    }
    out.push(b'}');
}

fn write_explanation(out: &mut Vec<u8>, explanation: &Explanation) {
    let factors = [
        ("{\"factor\":", explanation.factor),
        (",\"season\":", explanation.season),
        (",\"contexts\":", explanation.contexts),
        (",\"boost\":", explanation.boost),
        (",\"quality\":", explanation.quality),
        (",\"slips\":", explanation.slips),
        (",\"dropped\":", explanation.dropped),
    ];
    for (name, factor) in factors {
        out.extend(name.as_bytes());
        write_number(out, factor);
    }
    out.extend(b",\"pinned\":");
    write(out, &explanation.pinned);
    if let Some([typed, meant]) = explanation.layout {
        append(out, format_args!(",\"layout\":{{\"typed\":\"{typed}\",\"meant\":\"{meant}\"}}"));
    }
    out.extend(b",\"readAs\":");
    write(out, &explanation.read_as);
    out.extend(b",\"words\":[");
    for (at, word) in explanation.words.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write_word(out, word);
    }
    out.extend(b"]}");
}

fn write_word(out: &mut Vec<u8>, word: &ExplainedWord) {
    out.extend(b"{\"typed\":");
    write(out, &word.typed);
    out.extend(b",\"word\":");
    write(out, &word.word);
    out.extend(b",\"byStem\":");
    write(out, &word.by_stem);
    out.extend(b",\"cost\":");
    write_number(out, word.cost);
    out.extend(b",\"edits\":[");
    for (at, edit) in word.edits.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        append(out, format_args!("{comma}{{\"kind\":\"{}\"", edit.kind.code()));
        if let Some(because) = edit.because {
            append(out, format_args!(",\"because\":\"{}\"", because.code()));
        }
        out.extend(b",\"typed\":");
        write(out, &edit.typed);
        out.extend(b",\"meant\":");
        write(out, &edit.meant);
        out.extend(b",\"cost\":");
        write_number(out, edit.cost);
        out.push(b'}');
    }
    out.extend(b"]}");
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
    // As JSON.stringify does. A score past all numbers has no digits.
    } else if number.is_infinite() {
        out.extend(b"null");
    // Where JavaScript writes no exponent, and Rust does not either.
    } else if number == 0.0 || (1e-6..1e21).contains(&number) {
        append(out, format_args!("{number}"));
    } else {
        let scientific = format!("{number:e}");
        match scientific.split_once('e') {
            // JavaScript writes the sign of every exponent, Rust that of negative ones.
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
        // From the last digit on, since the first is not known before all others are.
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
