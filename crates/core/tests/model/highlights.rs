//! What of the text an answer highlights: the parts that match.

use std::ops::Range;

use super::analysis::{self, Piece};
use super::forms::{Form, FormClass, words_of};
use super::matching::{Found, MatchedWord, Reading};
use super::{Kind, MatchKind, Via};

/// Returns the ranges of `text` in bytes, rising and apart, of a match of `form` in `tier`.
///
/// * The text itself, whole or as a prefix, without slips: what was typed of it, as one range.
/// * The text otherwise: one range for each typed word, of the word it was given.
/// * A form that a synonym made: the same words, as far as the text has them too.
/// * An alias or a transliteration: none.
pub fn highlights(
    kind: Kind,
    text: &str,
    form: &Form,
    reading: &Reading,
    found: &Found,
    tier: u8,
) -> Vec<Range<usize>> {
    if form.class == FormClass::Latin || form.via == Some(Via::Alias) {
        return Vec::new();
    }
    let key = analysis::key(kind, text);
    let places = places(kind, &key);
    // Without slips what is typed in order is a prefix of the key.
    let one = form.via.is_none() && found.kind != MatchKind::Words && tier < 2;
    let of_key: Vec<Range<usize>> = if one {
        let typed: usize = reading.words.iter().map(|word| word.len() + 1).sum();
        std::iter::once(0..typed.saturating_sub(1)).collect()
    } else {
        let given = match form.via {
            None => found.words.clone(),
            _ => in_text(&words_of(kind, &key), form, &found.words),
        };
        given
            .iter()
            .map(|matched| places[matched.word].start)
            .zip(&given)
            .map(|(start, matched)| start..start + matched.len)
            .collect()
    };
    let mut ranges: Vec<Range<usize>> =
        of_key.into_iter().filter_map(|place| analysis::source(text, &key, place)).collect();
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    merged(ranges)
}

/// Returns the places of the words in the key, in characters.
fn places(kind: Kind, key: &[Piece]) -> Vec<Range<usize>> {
    let mut start = 0;
    words_of(kind, key)
        .iter()
        .map(|word| {
            let place = start..start + word.len();
            start = place.end + 1; // one space
            place
        })
        .collect()
}

/// Returns those of the matched words of `form` that the text has too, each at its first place that
/// no other has taken.
fn in_text(words: &[Vec<char>], form: &Form, matched: &[MatchedWord]) -> Vec<MatchedWord> {
    let mut used = vec![false; words.len()];
    let mut kept = Vec::new();
    for one in matched {
        let same = (0..words.len()).find(|&at| !used[at] && words[at] == form.words[one.word]);
        if let Some(word) = same {
            used[word] = true;
            kept.push(MatchedWord { word, len: one.len });
        }
    }
    kept
}

/// Joins rising ranges that touch or overlap.
fn merged(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}
