//! From bytes of a key back to bytes of the text.

use std::ops::{ControlFlow, Range};

use unicode_segmentation::GraphemeCursor;

use super::element::Element;
use super::fast::{Walk, walk};
use super::words::Class;
use super::{Kind, general};

/// The least length of a beginning that is looked at, in bytes.
const BEGINNING_BYTES: usize = 128;

/// Collects the sources of the characters of a key that lie in a range of it.
#[derive(Debug)]
pub(super) struct Cover {
    /// The bytes of the key to cover.
    key: Range<usize>,
    /// The number of bytes of the key seen so far.
    seen: usize,
    /// The smallest range of the text that covers them.
    pub(super) source: Option<Range<usize>>,
}

impl Cover {
    pub(super) fn new(key: Range<usize>) -> Self {
        Cover { key, seen: 0, source: None }
    }

    /// Takes the next character of the key, and breaks off once the range is covered.
    #[inline]
    pub(super) fn add(&mut self, ch: char, source: Range<usize>) -> ControlFlow<()> {
        let start = self.seen;
        self.seen += ch.len_utf8();
        // A separator has no source of its own. Inside the range its neighbors cover it.
        if ch != ' ' && self.seen > self.key.start && start < self.key.end {
            let so_far = self.source.get_or_insert_with(|| source.clone());
            // Marks were put in order, so a character may come from before the one before it.
            so_far.start = so_far.start.min(source.start);
            so_far.end = so_far.end.max(source.end);
        }
        if self.seen < self.key.end { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

/// See [`Analyzer::source_range`](super::Analyzer::source_range).
pub(super) fn source_range(kind: Kind, text: &str, key: Range<usize>) -> Option<Range<usize>> {
    if key.is_empty() {
        return None;
    }
    // Most queries are the beginning of an ASCII text, whose bytes are those of the key.
    if key.start == 0 && is_one_to_one(text, key.end) {
        return Some(key);
    }
    let mut cover = Cover::new(key.clone());
    match walk(kind, text, |ch, source| cover.add(ch, source)) {
        // Nothing that the fast path takes is part of a longer grapheme.
        Walk::Finished { .. } | Walk::Stopped => cover.source,
        Walk::General => general_source_range(kind, text, key, BEGINNING_BYTES),
    }
}

/// Returns whether the first `len` bytes of `text` are those of its key but for their case: ASCII
/// letters and digits with single spaces between them, and an ASCII character or nothing behind.
fn is_one_to_one(text: &str, len: usize) -> bool {
    let text = text.as_bytes();
    let Some(start) = text.get(..len) else { return false };
    let mut after_space = true;
    for &byte in start {
        if byte == b' ' && after_space || byte != b' ' && !byte.is_ascii_alphanumeric() {
            return false;
        }
        after_space = byte == b' ';
    }
    // A mark behind would belong to the last letter.
    !after_space && text.get(len).is_none_or(u8::is_ascii)
}

/// Returns the same by the general path, over beginnings of the text from `beginning_bytes` on.
pub(super) fn general_source_range(
    kind: Kind,
    text: &str,
    key: Range<usize>,
    beginning_bytes: usize,
) -> Option<Range<usize>> {
    let mut cover = Cover::new(key);
    for element in elements(kind, text, cover.key.end, beginning_bytes) {
        if cover.add(element.ch, element.source()).is_break() {
            break;
        }
    }
    cover.source.map(|source| to_graphemes(text, source))
}

/// Returns `range` of `text`, extended to whole graphemes.
pub(super) fn to_graphemes(text: &str, range: Range<usize>) -> Range<usize> {
    grapheme_start(text, range.start)..grapheme_end(text, range.end)
}

/// Returns the characters of the key of `text`, at least those of its first `key_len` bytes: the
/// analysis of a long text costs, and its end does not change how its beginning is read.
///
/// White space is where nothing before depends on what follows: it composes with nothing, ends
/// every word, and no sign looks past it. Only a text without a single letter, digit or emoji is
/// read differently as a whole, so the beginning must have one.
fn elements(kind: Kind, text: &str, key_len: usize, beginning_bytes: usize) -> Vec<Element> {
    let mut len = beginning_bytes;
    while let Some(rest) = text.as_bytes().get(len..)
        && let Some(space) = rest.iter().position(|&byte| byte == b' ')
        && let Some(beginning) = text.get(..len + space)
    {
        let elements = general::analyze(kind, beginning).elements;
        let found: usize = elements.iter().map(|element| element.ch.len_utf8()).sum();
        let has_word = elements.iter().any(|element| Class::of(element.ch).makes_words());
        if found >= key_len && (has_word || kind == Kind::Literal) {
            return elements;
        }
        // Four times as long each time, so that all attempts together cost little more than the
        // last.
        len = (beginning.len() + 1) * 4;
    }
    general::analyze(kind, text).elements
}

/// Returns the last start of a grapheme of `text` that is not after `at`.
fn grapheme_start(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
        // It fails only if it is not given the whole text.
        Ok(true) | Err(_) => at,
    }
}

/// Returns the first end of a grapheme of `text` that is not before `at`.
fn grapheme_end(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len()),
        Ok(true) | Err(_) => at,
    }
}
