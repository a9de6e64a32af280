//! What of the text an answer highlights: the parts that match.

use std::ops::Range;

use super::analysis::{self, Piece};
use super::forms::{Form, FormClass, words_of};
use super::matching::{Found, MatchedWord};
use super::readings::Reading;
use super::{Kind, MatchKind, Settings, Via, parts, spelled};

/// Returns the ranges of `text` in bytes, rising and apart, of a match of `form`.
///
/// * The text itself, whole or as a prefix, without slips: what was typed of it, as one range.
/// * The text otherwise: one range for each typed word, of the word it was given.
/// * A form that a synonym made: the same words, as far as the text has them too.
/// * The text cut into parts: one range for each typed word.
/// * An alias or a transliteration: none.
pub fn highlights(
    settings: &Settings,
    text: &str,
    form: &Form,
    reading: &Reading,
    found: &Found,
) -> Vec<Range<usize>> {
    if form.class == FormClass::Latin || form.via == Some(Via::Alias) {
        return Vec::new();
    }
    let kind = settings.kind;
    if form.class == FormClass::Verbatim {
        let typed = 0..reading.words[0].len();
        return analysis::source(text, &analysis::verbatim(text), typed).into_iter().collect();
    }
    if form.class == FormClass::Spelled {
        // As if the spelled text were the text, and then back from its characters.
        let plain = Form { class: FormClass::Plain, ..form.clone() };
        let ranges = highlights(settings, &form.surface, &plain, reading, found);
        let made = spelled::spelled(&settings.languages, text);
        let made = made.iter().find(|made| spelled::text_of(made) == form.surface).unwrap();
        return merged(ranges.into_iter().filter_map(|range| source_of(made, range)).collect());
    }
    if form.class == FormClass::Initials {
        let surface = Form { class: FormClass::Plain, ..form.clone() };
        let found = Found { kind: MatchKind::Words, ..found.clone() };
        let ranges = highlights(settings, &form.surface, &surface, reading, &found);
        return of_syllables(text, &form.surface, &ranges);
    }
    let key = match form.class {
        FormClass::Parts => in_parts(text, form),
        _ => analysis::key(kind, text),
    };
    let places = places(kind, &key);
    // Without slips what is typed in order is a prefix of the key.
    let plain = form.class == FormClass::Plain;
    let unslipped = found.kind != MatchKind::Words && found.cost == 0.0;
    let of_text = plain && form.via.is_none();
    let of_key: Vec<Range<usize>> = if of_text && reading.is_one {
        // From the beginning to the end of the last word that was typed.
        let end = found.words.last().map_or(0, |last| places[last.word].start + last.len);
        std::iter::once(0..end).collect()
    } else if of_text && unslipped {
        let typed: usize = reading.words.iter().map(|word| word.len() + 1).sum();
        std::iter::once(0..typed.saturating_sub(1)).collect()
    } else {
        let given = match form.via {
            // The words of the text come first, and those of aliases are not in it.
            None => found.words.iter().filter(|one| one.word < places.len()).copied().collect(),
            _ => in_text(&words_of(kind, &key), form, &found.words),
        };
        given
            .iter()
            .map(|matched| places[matched.word].start + matched.start)
            .zip(&given)
            .map(|(start, matched)| start..start + matched.len)
            .collect()
    };
    let mut ranges: Vec<Range<usize>> =
        of_key.into_iter().filter_map(|place| analysis::source(text, &key, place)).collect();
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    merged(ranges)
}

/// Returns the bytes of the text that the bytes `range` of its spelling stand for.
fn source_of(made: &[spelled::SpelledChar], range: Range<usize>) -> Option<Range<usize>> {
    let mut at = 0;
    let mut sources = Vec::new();
    for (char, source) in made {
        if range.contains(&at) {
            sources.push(source.clone());
        }
        at += char.len_utf8();
    }
    let start = sources.iter().map(|source| source.start).min()?;
    Some(start..sources.iter().map(|source| source.end).max()?)
}

/// Returns what of `text` the ranges of its initial consonants are, if each character of the one is
/// one of the other.
fn of_syllables(text: &str, initials: &str, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let starts = |text: &str| -> Vec<usize> {
        text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
    };
    let (of_text, of_initials) = (starts(text), starts(initials));
    if of_text.len() != of_initials.len() {
        return Vec::new();
    }
    let place = |at: usize| of_text[of_initials.iter().position(|start| *start == at).unwrap()];
    ranges.iter().map(|range| place(range.start)..place(range.end)).collect()
}

/// Returns the key of `text` that the form of class `Parts` is, or what a synonym was put into: the
/// parts of the text.
fn in_parts(text: &str, form: &Form) -> Vec<Piece> {
    let cut = parts::parts(text);
    match parts::second(&cut) {
        Some(second) if words_of(Kind::Text, &second) == form.words => second,
        _ => cut,
    }
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
            kept.push(MatchedWord { word, ..*one });
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
