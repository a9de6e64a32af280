//! Words left out of a query: tier 3, section 4 of docs/design.md.

use std::rc::Rc;

use super::forms::words_of;
use super::readings::{self, Reading};
use super::{Kind, Settings, Via, analysis, parts, tails};

/// A word of so many letters must stay.
const LETTERS_THAT_STAY: usize = 3;

/// Two words may be left out of a reading of so many.
const WORDS_FOR_TWO: usize = 5;

/// Returns what is left of each of `readings` of `query` without one word or two. Readings that take
/// separators for free, and those with joints, leave out one.
pub fn rests(settings: &Settings, query: &str, readings: &[Rc<Reading>]) -> Vec<Reading> {
    let as_typed = &readings[0];
    let typed = Typed::new(settings, query, as_typed);
    let one = || typed.dropped(as_typed).into_iter().filter(|rest| rest.left_out_units == 1);
    let of_reading = |reading: &Rc<Reading>| -> Vec<Reading> {
        match reading.via {
            Some(Via::Spacing) => one().map(|rest| rest.spaced()).collect(),
            Some(Via::Joined | Via::Split | Via::Verbatim) => Vec::new(),
            _ if reading.is_one => Vec::new(),
            _ => typed.dropped(reading),
        }
    };
    let joints = one().flat_map(|rest| readings::joints(&rest, true));
    readings.iter().flat_map(of_reading).chain(joints).collect()
}

/// The query as it was typed.
struct Typed<'t> {
    query: &'t str,
    reading: &'t Reading,
    /// The words that stand in one with a digit, such as each of `px-4711-b`.
    of_code: Vec<bool>,
    /// Of each word which of the words between white space it stands in.
    units: Option<Vec<usize>>,
}

/// A word with its place.
type Placed = (usize, Vec<char>);

/// Which words of a reading, and which of those that were typed, go together or stay together.
struct Units {
    of_words: Vec<usize>,
    /// `None` if these words are not those that were typed.
    of_typed: Option<Vec<usize>>,
}

/// Returns the number of each word between white space once for each of its words, if that makes
/// `count` words. What stands between white space may be one number with what follows it.
fn units(query: &str, count: usize, words: impl Fn(&str) -> usize) -> Option<Vec<usize>> {
    let all = query.split_whitespace().enumerate();
    let units: Vec<usize> = all.flat_map(|(unit, word)| vec![unit; words(word)]).collect();
    (units.len() == count).then_some(units)
}

impl<'t> Typed<'t> {
    /// Takes the words of `query`, which was read as `reading`.
    fn new(settings: &Settings, query: &'t str, reading: &'t Reading) -> Self {
        let words = |typed: &str| readings::exact(settings, typed, None).words;
        let units = units(query, reading.words.len(), |typed| words(typed).len());
        let typed: Vec<&str> = query.split_whitespace().collect();
        let has_digit =
            |unit: &usize| words(typed[*unit]).iter().flatten().any(|char| char.is_numeric());
        let of_code = match &units {
            Some(units) => units.iter().map(has_digit).collect(),
            None => vec![false; reading.words.len()],
        };
        Typed { query, reading, of_code, units }
    }

    /// Returns which words of `reading` are left out together: the parts of what was typed between
    /// white space, and other words alone. `None` if that is not known.
    fn units_of(&self, reading: &Reading) -> Option<Units> {
        let count = reading.words.len();
        if reading.via == Some(Via::Parts) {
            let parts = |typed: &str| words_of(Kind::Text, &parts::parts(typed)).len();
            let (of_words, of_typed) = (units(self.query, count, parts)?, self.units.clone()?);
            return Some(Units { of_words, of_typed: Some(of_typed) });
        }
        let by_word = self.reading.words.len() == count;
        let of_words: Vec<usize> = (0..count).collect();
        Some(Units { of_typed: by_word.then(|| of_words.clone()), of_words })
    }

    /// Returns `reading` without one of its words, and then without two: those of the first places
    /// first.
    fn dropped(&self, reading: &Reading) -> Vec<Reading> {
        let Some(units) = self.units_of(reading) else { return Vec::new() };
        let mut all = units.of_words.clone();
        all.dedup();
        let one = all.iter().map(|&first| vec![first]);
        let two = all.iter().enumerate().flat_map(|(at, &first)| {
            all[at + 1..].iter().map(move |&next| vec![first, next]).collect::<Vec<_>>()
        });
        let two = two.filter(|_| all.len() >= WORDS_FOR_TWO);
        let ways = one.chain(two);
        ways.filter_map(|left_out| self.without(reading, &units, &all, &left_out)).collect()
    }

    /// Returns `reading` without the words of these units, if they may go, and if the rest is not
    /// also left of the query as it was typed.
    fn without(
        &self,
        reading: &Reading,
        units: &Units,
        all: &[usize],
        left_out: &[usize],
    ) -> Option<Reading> {
        let Units { of_words, of_typed } = units;
        let typed = &self.reading.words;
        let is_part = reading.via == Some(Via::Parts);
        let goes = |unit: &usize| left_out.contains(unit);
        let pick = |words: &[Vec<char>], of: &[usize], out: bool| -> Vec<Placed> {
            let picked = (0..words.len()).filter(|&at| goes(&of[at]) == out);
            picked.map(|at| (at, words[at].clone())).collect()
        };
        let words_only = |picked: Vec<Placed>| -> Vec<Vec<char>> {
            picked.into_iter().map(|(_, word)| word).collect()
        };
        let gone = pick(&reading.words, of_words, true);
        let kept = words_only(pick(&reading.words, of_words, false));
        let typed_gone = of_typed.as_ref().map(|of_typed| pick(typed, of_typed, true));
        let last_goes = all.last().is_some_and(goes);
        let is_unfinished = last_goes && !reading.closed;
        let last = words_only(gone.clone()).pop().unwrap_or_default();
        // Of two words one of one letter says something about the other, if it comes last.
        let is_letter = last_goes && tails::letters(&last) <= 1;
        if all.len() == 2 && (is_unfinished || is_letter) {
            return None;
        }
        let has_digit = gone.iter().any(|(_, word)| word.iter().any(|char| char.is_numeric()));
        let of_code = typed_gone.iter().flatten().any(|&(at, _)| self.of_code[at]);
        let only_letters = |word: &Vec<char>| -> Vec<char> {
            word.iter().copied().filter(|char| !char.is_numeric()).collect()
        };
        let long = kept.iter().any(|word| tails::letters(&only_letters(word)) >= LETTERS_THAT_STAY);
        // One word cannot be open beside others.
        let one_open = reading.via == Some(Via::OpenWords) && kept.len() < 2;
        if !long || one_open || has_digit || of_code {
            return None;
        }
        let is_other = !matches!(reading.via, None | Some(Via::OpenWords));
        let typed_kept = of_typed.as_ref().map(|of_typed| words_only(pick(typed, of_typed, false)));
        if is_other && typed_kept.as_ref() == Some(&kept) {
            return None;
        }
        let share_left_out = self.share(reading, &gone, typed_gone.as_deref());
        let stays = |at: &usize| !goes(&of_words[*at]);
        let marked = (0..of_words.len()).filter(stays);
        Some(Reading {
            words: kept,
            marked: marked.filter_map(|at| reading.marked.get(at).cloned()).collect(),
            // A word that another one followed is finished.
            closed: reading.closed || last_goes,
            left_out: typed_gone.filter(|_| is_part).unwrap_or(gone),
            left_out_units: left_out.len(),
            may_slip: all.len() > 2,
            share_left_out,
            ..reading.clone()
        })
    }

    /// Returns the share of the letters that the words which are gone have of all: of those as they
    /// were typed, if they are known.
    fn share(&self, reading: &Reading, gone: &[Placed], typed_gone: Option<&[Placed]>) -> f64 {
        // Consonants of Hangul alone are no syllable, and each is a letter.
        let letters = |word: &Vec<char>| match tails::letters(word) {
            0 => word.len(),
            letters => letters,
        };
        let typed = &self.reading.words;
        let (gone, all) = match typed_gone {
            Some(typed_gone) => (typed_gone, typed),
            None => (gone, &reading.words),
        };
        let gone: usize = gone.iter().map(|(_, word)| letters(word)).sum();
        gone as f64 / all.iter().map(letters).sum::<usize>() as f64
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
        // Each word is one that was typed, as another layout or other letters made it.
        Some(Via::Layout | Via::Transliteration)
            if reading.words.len() + reading.left_out.len() == lengths.len() =>
        {
            typed(*at).unwrap_or_default()
        }
        Some(Via::Layout | Via::Transliteration) => word.iter().collect(),
        _ => typed(*at).unwrap_or_default(),
    };
    reading.left_out.iter().map(read).collect()
}
