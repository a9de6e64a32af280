//! Words left out of a query: tier 3, section 4 of docs/design.md.

use super::forms::words_of;
use super::readings::{self, Reading};
use super::{Kind, Settings, Via, analysis, tails};

/// A word of so many letters must stay.
const LETTERS_THAT_STAY: usize = 3;

/// Two words may be left out of a reading of so many.
const WORDS_FOR_TWO: usize = 5;

/// Whether words are left out of a reading: one of the whole query, or with every word open. Parts are
/// none, since half a code is no word that people typed.
pub fn may_drop(reading: &Reading) -> bool {
    let never = [Via::Joined, Via::Split, Via::Parts, Via::Verbatim];
    !reading.is_one && !reading.via.is_some_and(|via| never.contains(&via))
}

/// The query as it was typed.
pub struct Typed<'t> {
    reading: &'t Reading,
    /// The words that stand in one with a digit, such as each of `px-4711-b`.
    of_code: Vec<bool>,
}

impl<'t> Typed<'t> {
    /// Takes the words of `query`, which was read as `reading`.
    pub fn new(settings: &Settings, query: &str, reading: &'t Reading) -> Self {
        let of_code = query.split_whitespace().flat_map(|typed| {
            let words = readings::exact(settings, typed, None).words;
            let has_digit = words.iter().flatten().any(|char| char.is_numeric());
            vec![has_digit; words.len()]
        });
        let mut of_code: Vec<bool> = of_code.collect();
        // What stands between white space may be one number with what follows it.
        if of_code.len() != reading.words.len() {
            of_code = vec![false; reading.words.len()];
        }
        Typed { reading, of_code }
    }

    /// Returns `reading` without one of its words, and then without two: those of the first places
    /// first.
    pub fn dropped(&self, reading: &Reading) -> Vec<Reading> {
        let count = reading.words.len();
        let one = (0..count).map(|first| vec![first]);
        let two =
            (0..count).flat_map(|first| (first + 1..count).map(move |next| vec![first, next]));
        let two = two.filter(|_| count >= WORDS_FOR_TWO);
        one.chain(two).filter_map(|left_out| self.without(reading, &left_out)).collect()
    }

    /// Returns `reading` without the words at these places, if they may go, and if the rest is not
    /// also left of the query as it was typed.
    fn without(&self, reading: &Reading, left_out: &[usize]) -> Option<Reading> {
        let count = reading.words.len();
        let typed = &self.reading.words;
        // Each word is one that was typed, as another layout or other letters made it.
        let by_word = typed.len() == count;
        let may_go = |at: usize| {
            // Of two words one of one letter says something about the other, if it comes last.
            let is_letter = tails::letters(&reading.words[at]) <= 1;
            let is_unfinished = at + 1 == count && (!reading.closed || is_letter);
            let has_digit = reading.words[at].iter().any(|char| char.is_numeric());
            let of_code = by_word && self.of_code[at];
            !has_digit && !of_code && (!is_unfinished || count >= 3)
        };
        let stays = |at: &usize| !left_out.contains(at);
        let kept: Vec<usize> = (0..count).filter(stays).collect();
        let only_letters = |word: &Vec<char>| -> Vec<char> {
            word.iter().copied().filter(|char| !char.is_numeric()).collect()
        };
        let long = kept
            .iter()
            .any(|&at| tails::letters(&only_letters(&reading.words[at])) >= LETTERS_THAT_STAY);
        // One word cannot be open beside others.
        let one_open = reading.via == Some(Via::OpenWords) && kept.len() < 2;
        if !long || one_open || !left_out.iter().all(|&at| may_go(at)) {
            return None;
        }
        let is_other = !matches!(reading.via, None | Some(Via::OpenWords));
        let as_typed = |&at: &usize| reading.words[at] == typed[at];
        if is_other && by_word && kept.iter().all(as_typed) {
            return None;
        }
        let letters = |places: &[usize]| -> usize {
            let has_letters = typed.iter().any(|word| tails::letters(word) > 0);
            let words = if by_word && has_letters { typed } else { &reading.words };
            places.iter().map(|&at| tails::letters(&words[at])).sum()
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
}

/// Returns the words that `reading` leaves out of `query`: as they were typed, or as another layout or
/// other letters made them.
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
        // Each word is one that was typed, as another layout or other letters made it.
        _ if reading.words.len() + reading.left_out.len() == lengths.len() => {
            typed(*at).unwrap_or_default()
        }
        _ => word.iter().collect(),
    };
    reading.left_out.iter().map(read).collect()
}
