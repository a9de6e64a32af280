//! Readings that leave words out: which words may go, and which must stay.

use super::reading::{DroppedWord, Reading};
use super::via::Via;
use crate::analysis::letter_count;

/// The tier in which words are left out.
pub(crate) const WITHOUT_WORDS: u8 = 3;

/// A word of so many letters must stay: shorter ones are in too many entries that nobody meant.
const LETTERS_THAT_STAY: usize = 3;
/// Two words may be left out of so many.
const WORDS_FOR_TWO: usize = 5;
/// An unfinished word may be left out of so many. Of fewer it says all about what comes next.
const WORDS_FOR_OPEN: usize = 3;

/// The units to leave out: one, or two that rise.
pub(crate) type Way = (usize, Option<usize>);

/// Returns the most words that may be left out of `words` of them.
pub(crate) fn most_dropped(words: usize) -> usize {
    match words {
        0 | 1 => 0,
        2..WORDS_FOR_TWO => 1,
        _ => 2,
    }
}

/// Returns which of `units` to leave out, one and then two, so that all of the `missing` ones are
/// among them.
pub(crate) fn ways(units: &[usize], missing: &[usize]) -> impl Iterator<Item = Way> {
    let one = units.iter().map(|&only| (only, None));
    let two = units.iter().enumerate().flat_map(move |(at, &first)| {
        let others = units.get(at + 1..).unwrap_or_default();
        others.iter().map(move |&second| (first, Some(second)))
    });
    let two = two.take_while(move |_| most_dropped(units.len()) > 1);
    one.chain(two).filter(|&(first, second)| {
        missing.iter().all(|&unit| unit == first || Some(unit) == second)
    })
}

/// The query as it was typed, which says what of its readings may be left out.
#[derive(Debug)]
pub(crate) struct TypedQuery<'t> {
    reading: &'t Reading,
    /// Of each word the number of what it stands in between white space, such as each of `px-4711-b`.
    /// Empty if that is not known.
    units: Vec<usize>,
    /// The same of each word of the query cut into parts.
    units_of_parts: Vec<usize>,
    /// By such a number whether a digit stands there.
    has_digit: Vec<bool>,
}

impl<'t> TypedQuery<'t> {
    /// Takes `raw`, which was read as `reading`. `words_of` gives the words of the key of a text, and
    /// those of the text cut into parts.
    pub(crate) fn new(
        raw: &str,
        reading: &'t Reading,
        mut words_of: impl FnMut(&str) -> [Vec<String>; 2],
    ) -> Self {
        let (mut units, mut units_of_parts) = (Vec::with_capacity(reading.words.len()), Vec::new());
        let mut has_digit = Vec::new();
        for (unit, typed) in raw.split_whitespace().enumerate() {
            let [words, parts] = words_of(typed);
            has_digit.push(words.iter().any(|word| word.contains(char::is_numeric)));
            units.extend(words.iter().map(|_| unit));
            units_of_parts.extend(parts.iter().map(|_| unit));
        }
        // What stands between white space may be one number with what follows it.
        if units.len() != reading.words.len() {
            units.clear();
        }
        TypedQuery { reading, units, units_of_parts, has_digit }
    }

    /// Returns what may be left out of `reading`, one of the whole query. `None` if that is not known.
    pub(crate) fn droppable(&'t self, reading: &'t Reading) -> Option<Droppable<'t>> {
        let count = reading.words.len();
        if reading.via == Some(Via::Parts) {
            let (of_words, of_typed) = (self.units_of_parts.clone(), Some(self.units.clone()));
            let is_known = of_words.len() == count && !self.units.is_empty();
            return is_known.then(|| self.by_units(reading, of_words, of_typed));
        }
        let of_words: Vec<usize> = (0..count).collect();
        // Each word is then one that was typed, as another layout or other letters made it.
        let is_typed = self.reading.words.len() == count;
        let of_typed = is_typed.then(|| of_words.clone());
        Some(self.by_units(reading, of_words, of_typed))
    }

    fn by_units(
        &'t self,
        reading: &'t Reading,
        of_words: Vec<usize>,
        of_typed: Option<Vec<usize>>,
    ) -> Droppable<'t> {
        let mut units = of_words.clone();
        units.dedup();
        Droppable { typed: self, reading, units, of_words, of_typed }
    }
}

/// A reading of the whole query, and what of it is left out together: a word, or the parts of what
/// stands between white space, since half a code is no word that people typed.
#[derive(Debug)]
pub(crate) struct Droppable<'t> {
    typed: &'t TypedQuery<'t>,
    pub(crate) reading: &'t Reading,
    /// The numbers of the units.
    pub(crate) units: Vec<usize>,
    /// Of each word the number of the unit that it is of: they rise.
    of_words: Vec<usize>,
    /// The same of each typed word. `None` if these are not the words of the reading.
    of_typed: Option<Vec<usize>>,
}

impl Droppable<'_> {
    /// Returns the unit of the word at `position`.
    pub(crate) fn unit_of(&self, position: usize) -> Option<usize> {
        self.of_words.get(position).copied()
    }

    /// Returns whether the unit may be left out. One with a digit never is, nor what
    /// stands in one with it: by another number nothing is meant that this one names.
    pub(crate) fn may_drop(&self, unit: usize) -> bool {
        let words = || self.reading.words.iter().zip(&self.of_words);
        let is_last = self.of_words.last() == Some(&unit);
        // One letter says as much about what comes next, also where white space closed it.
        let is_letter = self.reading.words.last().is_some_and(|word| letter_count(word) <= 1);
        let is_unfinished = is_last && (!self.reading.closed || is_letter);
        let mut of_unit = words().filter(|&(_, of)| *of == unit);
        let has_digit = of_unit.any(|(word, _)| word.contains(char::is_numeric));
        (!is_unfinished || self.units.len() >= WORDS_FOR_OPEN)
            && !has_digit
            && !self.is_of_code(unit)
    }

    /// Returns whether a typed word of the unit stands in one with a digit.
    fn is_of_code(&self, unit: usize) -> bool {
        let positions = self.of_typed.iter().flatten().zip(&self.typed.units);
        let mut typed = positions.filter(|&(of, _)| *of == unit).map(|(_, &typed)| typed);
        typed.any(|typed| self.typed.has_digit.get(typed).copied().unwrap_or(false))
    }

    /// Returns where the words stand in the reading that stay without one unit or two.
    pub(crate) fn places_without(&self, (first, second): Way) -> Vec<usize> {
        let goes = |unit: usize| unit == first || Some(unit) == second;
        let words = self.of_words.iter().enumerate();
        words.filter(|&(_, &unit)| !goes(unit)).map(|(place, _)| place).collect()
    }

    /// Returns the reading without one unit or two. `None` if one of them must stay, or if the rest is
    /// also left of the query as it was typed.
    pub(crate) fn without(&self, way: Way) -> Option<Reading> {
        let (first, second) = way;
        if !self.may_drop(first) || !second.is_none_or(|unit| self.may_drop(unit)) {
            return None;
        }
        let reading = self.reading;
        let goes =
            |unit: Option<&usize>| unit.is_some_and(|&unit| unit == first || Some(unit) == second);
        let rest = remove(reading, |position| goes(self.of_words.get(position)));
        // A single word that others followed stays closed.
        let is_one_open = reading.via == Some(Via::OpenWords) && rest.words.len() < 2;
        if is_one_open || !rest.words.iter().any(|word| may_carry(word)) {
            return None;
        }
        let typed = self.typed.reading;
        let of_typed = self.of_typed.as_ref();
        let typed_rest = of_typed.map(|of| remove(typed, |position| goes(of.get(position))));
        let is_other = !matches!(reading.via, None | Some(Via::OpenWords));
        if is_other && typed_rest.as_ref().is_some_and(|left| left.words == rest.words) {
            return None;
        }
        let letters = |words: &[String]| words.iter().map(|word| letters_of(word)).sum::<usize>();
        let dropped_letters = |rest: &Reading| {
            rest.dropped.iter().map(|dropped| letters_of(&dropped.word)).sum::<usize>()
        };
        // Those as they were typed, or a layout with other letters would seem to leave out less.
        let letters_dropped = match &typed_rest {
            Some(typed_rest) => [dropped_letters(typed_rest), letters(&typed.words)],
            None => [dropped_letters(&rest), letters(&reading.words)],
        };
        // Parts are told as what was typed.
        let dropped = match typed_rest.filter(|_| reading.via == Some(Via::Parts)) {
            Some(typed_rest) => typed_rest.dropped,
            None => rest.dropped,
        };
        Some(Reading { letters_dropped, dropped, ..rest })
    }
}

/// Returns the number of letters of a word. Consonants of Hangul alone are no syllable, and each is a
/// letter.
fn letters_of(word: &str) -> usize {
    match letter_count(word) {
        0 => word.chars().count(),
        letters => letters,
    }
}

/// Returns whether a word says enough to stay alone.
fn may_carry(word: &str) -> bool {
    let letters: String = word.chars().filter(|ch| !ch.is_numeric()).collect();
    letter_count(&letters) >= LETTERS_THAT_STAY
}

/// Returns `reading` without the words at the positions that go.
fn remove(reading: &Reading, goes: impl Fn(usize) -> bool) -> Reading {
    let (mut words, mut dropped) = (Vec::new(), Vec::new());
    for (position, word) in reading.words.iter().enumerate() {
        match goes(position) {
            true => dropped.push(DroppedWord { position, word: word.clone() }),
            false => words.push(word.clone()),
        }
    }
    let before = |position: usize| dropped.iter().filter(|word| word.position < position).count();
    let mut marked = reading.marked.clone();
    marked.retain(|word| !goes(word.position));
    for word in &mut marked {
        word.position -= before(word.position);
    }
    // A word that another one followed is finished.
    let closed = reading.closed || goes(reading.words.len().saturating_sub(1));
    Reading { words, marked, closed, dropped, ..reading.clone() }
}

/// Returns whether `rest` is what is left of `whole` without the same words.
pub(crate) fn is_left_of(whole: Reading, rest: &Reading) -> bool {
    let goes = |position| rest.dropped.iter().any(|dropped| dropped.position == position);
    let left = remove(&whole, goes);
    left.words == rest.words && left.closed == rest.closed
}

/// Returns the share of the letters of a query that the words have which a reading leaves out.
pub(crate) fn share(reading: &Reading) -> f64 {
    let [dropped, all] = reading.letters_dropped;
    // A word that stays has letters, so this is no division by 0.
    dropped as f64 / all as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(text: &str) -> [Vec<String>; 2] {
        let words = Reading::of_text(&text.replace('-', " "), None).words;
        // Cut behind their first letter.
        let parts = words.iter().flat_map(|word| {
            let at = word.char_indices().nth(1).map_or(0, |(at, _)| at);
            [&word[..at], &word[at..]].map(str::to_owned)
        });
        let parts = parts.filter(|part| !part.is_empty());
        [words.clone(), parts.collect()]
    }

    fn rests(whole: &Droppable<'_>) -> Vec<String> {
        let rests = ways(&whole.units, &[]).filter_map(|way| whole.without(way));
        rests.map(|rest| rest.words.join(" ") + if rest.closed { " " } else { "" }).collect()
    }

    fn left(raw: &str) -> Vec<String> {
        let reading = Reading::of_text(&raw.replace('-', " "), None);
        let typed = TypedQuery::new(raw, &reading, words_of);
        rests(&typed.droppable(&reading).unwrap())
    }

    #[test]
    fn the_parts_of_what_was_typed_go_together() {
        let typed = Reading::of_text("abc de 7fgh ", None);
        let query = TypedQuery::new("abc de 7fgh ", &typed, words_of);
        let parts = Reading::of_text("a bc d e 7 fgh ", Some(Via::Parts));
        let whole = query.droppable(&parts).unwrap();
        assert_eq!(rests(&whole), ["d e 7 fgh ", "a bc 7 fgh "]);
        let rest = whole.without((0, None)).unwrap();
        assert_eq!(rest.dropped, [DroppedWord { position: 0, word: "abc".to_owned() }]);
        let fewer = Reading::of_text("a bc d e 7 ", Some(Via::Parts));
        assert!(query.droppable(&fewer).is_none());
    }

    #[test]
    fn one_word_may_go_and_two_of_five() {
        assert_eq!(left("lost"), [""; 0]);
        assert_eq!(left("a lost world"), ["lost world", "a world", "a lost "]);
        assert_eq!(left("one two three four ").len(), 4);
        assert_eq!(left("one two three four five").len(), 5 + 10);
    }

    #[test]
    fn an_unfinished_word_stays_beside_one_other() {
        assert_eq!(left("lost world"), ["world"]);
        assert_eq!(left("lost world "), ["world ", "lost "]);
    }

    #[test]
    fn a_number_and_a_word_of_three_letters_stay() {
        assert_eq!(left("iphone 15 case"), ["15 case", "iphone 15 "]);
        assert_eq!(left("m2 of a "), [""; 0]);
        assert_eq!(left("boeing 747 "), [""; 0]);
        assert_eq!(left("bolt px-47-b long"), ["px 47 b long", "bolt px 47 b "]);
        assert_eq!(left("the of a "), ["the a ", "the of "]);
        // Two syllables are two letters, however many keys they take.
        assert_eq!(left("ㅅㅓㅇㅜㄹ ㅅㅣㅈㅏㅇ "), [""; 0]);
    }

    #[test]
    fn what_is_missing_goes_first() {
        let ways = |count, missing: &[usize]| {
            let units: Vec<usize> = (0..count).collect();
            ways(&units, missing).collect::<Vec<_>>()
        };
        assert_eq!(ways(3, &[1]), [(1, None)]);
        assert_eq!(ways(5, &[1, 4]), [(1, Some(4))]);
        assert_eq!(ways(5, &[1]).len(), 5);
        assert_eq!(ways(4, &[0, 1]).len(), 0);
    }

    #[test]
    fn marks_stay_with_their_words_and_letters_are_shared() {
        let marked = |position| crate::analysis::MarkedWord {
            position,
            word: "e".to_owned(),
            marked: "é".to_owned(),
        };
        let reading = Reading::of_text("abc de fghij", None);
        let reading = reading.with_marked(vec![marked(0), marked(2)]);
        let typed = TypedQuery::new("abc de fghij", &reading, words_of);
        let rest = typed.droppable(&reading).unwrap().without((1, None)).unwrap();
        assert_eq!(rest.marked, [marked(0), marked(1)]);
        assert_eq!(share(&rest), 0.2);
        // By the letters that were typed, whatever another layout makes of them.
        let switched = Reading::of_text("xyz d fg", Some(Via::Layout));
        let whole = typed.droppable(&switched).unwrap();
        assert_eq!(share(&whole.without((1, None)).unwrap()), 0.2);
        // The rest is that of the query as it was typed.
        let one = Reading::of_text("abc x fghij", Some(Via::Layout));
        assert_eq!(typed.droppable(&one).unwrap().without((1, None)), None);
    }
}
