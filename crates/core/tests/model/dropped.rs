//! Words left out of a query: tier 3, section 4 of docs/design.md.

use super::forms::words_of;
use super::readings::Reading;
use super::{Kind, Via, analysis, tails};

/// A word of so many letters must stay.
const LETTERS_THAT_STAY: usize = 3;

/// Two words may be left out of a reading of so many.
const WORDS_FOR_TWO: usize = 5;

/// Whether words are left out of a reading: one of the whole query, or with every word open.
pub fn may_drop(reading: &Reading) -> bool {
    !reading.is_one && !matches!(reading.via, Some(Via::Joined | Via::Split | Via::Verbatim))
}

/// Returns `reading` without one of its words, and then without two: those of the first places
/// first.
pub fn dropped(reading: &Reading) -> Vec<Reading> {
    let count = reading.words.len();
    let one = (0..count).map(|first| vec![first]);
    let two = (0..count).flat_map(|first| (first + 1..count).map(move |next| vec![first, next]));
    let two = two.filter(|_| count >= WORDS_FOR_TWO);
    one.chain(two).filter_map(|left_out| without(reading, &left_out)).collect()
}

/// Returns `reading` without the words at these places, if they may go.
fn without(reading: &Reading, left_out: &[usize]) -> Option<Reading> {
    let count = reading.words.len();
    let may_go = |at: usize| {
        let is_unfinished = at + 1 == count && !reading.closed;
        !reading.words[at].iter().any(|char| char.is_numeric()) && (!is_unfinished || count >= 3)
    };
    let stays = |at: &usize| !left_out.contains(at);
    let kept: Vec<usize> = (0..count).filter(stays).collect();
    let long = kept.iter().any(|&at| tails::letters(&reading.words[at]) >= LETTERS_THAT_STAY);
    // One word cannot be open beside others.
    let one_open = reading.via == Some(Via::OpenWords) && kept.len() < 2;
    if !long || one_open || !left_out.iter().all(|&at| may_go(at)) {
        return None;
    }
    let letters = |places: &[usize]| -> usize {
        places.iter().map(|&at| tails::letters(&reading.words[at])).sum()
    };
    let all = letters(left_out) + letters(&kept);
    Some(Reading {
        words: kept.iter().map(|&at| reading.words[at].clone()).collect(),
        marked: kept.iter().filter_map(|&at| reading.marked.get(at).cloned()).collect(),
        // A word that another one followed is finished.
        closed: reading.closed || left_out.contains(&(count - 1)),
        left_out: left_out.iter().map(|&at| (at, reading.words[at].clone())).collect(),
        share_left_out: letters(left_out) as f64 / all as f64,
        ..reading.clone()
    })
}

/// Returns the words that `reading` leaves out of `query`: as they were typed, or as another layout,
/// other letters or a cut made them.
pub fn as_typed(query: &str, reading: &Reading) -> Vec<String> {
    let key = analysis::key(Kind::Text, query);
    let lengths: Vec<usize> = words_of(Kind::Text, &key).iter().map(Vec::len).collect();
    let typed = |at: usize| {
        let start = lengths[..at].iter().map(|len| len + 1).sum::<usize>();
        let range = analysis::source(query, &key, start..start + lengths[at])?;
        Some(query[range].to_owned())
    };
    let read = |(at, word): &(usize, Vec<char>)| match reading.via {
        None | Some(Via::OpenWords) => typed(*at).unwrap_or_default(),
        _ => word.iter().collect(),
    };
    reading.left_out.iter().map(read).collect()
}
