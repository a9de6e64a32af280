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

/// The positions of the words to leave out: one, or two that rise.
type Way = (usize, Option<usize>);

/// Returns the most words that may be left out of `words` of them.
pub(crate) fn most_dropped(words: usize) -> usize {
    match words {
        0 | 1 => 0,
        2..WORDS_FOR_TWO => 1,
        _ => 2,
    }
}

/// Returns which words to leave out of `count`, one and then two, so that all of the `missing` ones
/// are among them.
pub(crate) fn ways(count: usize, missing: &[usize]) -> impl Iterator<Item = Way> {
    let one = (0..count).map(|only| (only, None));
    let two = (0..count)
        .flat_map(move |first| (first + 1..count).map(move |second| (first, Some(second))));
    let two = two.take_while(move |_| most_dropped(count) > 1);
    one.chain(two).filter(|&(first, second)| {
        missing.iter().all(|&position| position == first || Some(position) == second)
    })
}

/// The query as it was typed, which says what of its readings may be left out.
#[derive(Debug)]
pub(crate) struct TypedQuery<'t> {
    reading: &'t Reading,
    /// Of each word whether it stands in one with a digit, such as each of `px-4711-b`.
    of_code: Vec<bool>,
}

impl<'t> TypedQuery<'t> {
    /// Takes `raw`, which was read as `reading`. `words_of` gives the words of the key of a text.
    pub(crate) fn new(
        raw: &str,
        reading: &'t Reading,
        words_of: impl FnMut(&str) -> Vec<String>,
    ) -> Self {
        let mut of_code = Vec::with_capacity(reading.words.len());
        // Most queries have no digit, and then nothing is to be read once more.
        let typed = raw.split_whitespace().filter(|_| raw.contains(char::is_numeric));
        for words in typed.map(words_of) {
            let has_digit = words.iter().any(|word| word.contains(char::is_numeric));
            of_code.extend(words.iter().map(|_| has_digit));
        }
        // What stands between white space may be one number with what follows it.
        if of_code.len() != reading.words.len() {
            of_code = vec![false; reading.words.len()];
        }
        TypedQuery { reading, of_code }
    }

    /// Returns whether the word of `reading` at `position` may be left out. One with a digit never
    /// is, nor what stands in one with it: by another number nothing is meant that this one names.
    pub(crate) fn may_drop(&self, reading: &Reading, position: usize) -> bool {
        let count = reading.words.len();
        let word = reading.words.get(position);
        // One letter says as much about what comes next, also where white space closed it.
        let is_letter = word.is_some_and(|word| letter_count(word) <= 1);
        let is_unfinished = position + 1 == count && (!reading.closed || is_letter);
        let has_digit = |word: &String| word.contains(char::is_numeric);
        let of_code = self.typed_words(reading).is_some()
            && self.of_code.get(position).copied().unwrap_or(false);
        (!is_unfinished || count >= WORDS_FOR_OPEN) && !of_code && !word.is_some_and(has_digit)
    }

    /// Returns the words as they were typed, if each word of `reading` is one of them that another
    /// layout or other letters made.
    fn typed_words(&self, reading: &Reading) -> Option<&[String]> {
        let typed = self.reading.words.as_slice();
        (typed.len() == reading.words.len()).then_some(typed)
    }

    /// Returns `reading` without one word or two. `None` if one of them must stay, or if the rest is
    /// also left of the query as it was typed.
    pub(crate) fn without(&self, reading: &Reading, way: Way) -> Option<Reading> {
        let (first, second) = way;
        if !self.may_drop(reading, first)
            || !second.is_none_or(|second| self.may_drop(reading, second))
        {
            return None;
        }
        let rest = remove(reading, way);
        // A single word that others followed stays closed.
        let is_one_open = reading.via == Some(Via::OpenWords) && rest.words.len() < 2;
        if is_one_open || !rest.words.iter().any(|word| may_carry(word)) {
            return None;
        }
        let typed = self.typed_words(reading);
        let is_other = !matches!(reading.via, None | Some(Via::OpenWords));
        if is_other && typed.is_some() && rest.words == remove(self.reading, way).words {
            return None;
        }
        // Those as they were typed, or a layout with other letters would seem to leave out less.
        let letters = |word: &String| letter_count(word);
        // Consonants of Hangul alone have no syllable, and what the same keys type elsewhere has.
        let has_letters = |words: &&[String]| words.iter().any(|word| letter_count(word) > 0);
        let words = typed.filter(has_letters).unwrap_or(&reading.words);
        let dropped = rest.dropped.iter().filter_map(|dropped| words.get(dropped.position));
        let letters_dropped = [dropped.map(letters).sum(), words.iter().map(letters).sum()];
        Some(Reading { letters_dropped, ..rest })
    }
}

/// Returns whether a word says enough to stay alone.
fn may_carry(word: &str) -> bool {
    let letters: String = word.chars().filter(|ch| !ch.is_numeric()).collect();
    letter_count(&letters) >= LETTERS_THAT_STAY
}

/// Returns `reading` without one word or two.
fn remove(reading: &Reading, (first, second): Way) -> Reading {
    let goes = |position: usize| position == first || Some(position) == second;
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
    let mut positions = rest.dropped.iter().map(|dropped| dropped.position);
    let way = positions.next().map(|first| (first, positions.next()));
    let left = way.map_or(whole.clone(), |way| remove(&whole, way));
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

    fn words_of(text: &str) -> Vec<String> {
        Reading::of_text(&text.replace('-', " "), None).words
    }

    fn left(raw: &str) -> Vec<String> {
        let reading = Reading::of_text(&raw.replace('-', " "), None);
        let typed = TypedQuery::new(raw, &reading, words_of);
        let rests = ways(reading.words.len(), &[]).filter_map(|way| typed.without(&reading, way));
        rests.map(|rest| rest.words.join(" ") + if rest.closed { " " } else { "" }).collect()
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
        assert_eq!(ways(3, &[1]).collect::<Vec<_>>(), [(1, None)]);
        assert_eq!(ways(5, &[1, 4]).collect::<Vec<_>>(), [(1, Some(4))]);
        assert_eq!(ways(5, &[1]).count(), 5);
        assert_eq!(ways(4, &[0, 1]).count(), 0);
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
        let rest = typed.without(&reading, (1, None)).unwrap();
        assert_eq!(rest.marked, [marked(0), marked(1)]);
        assert_eq!(share(&rest), 0.2);
        // By the letters that were typed, whatever another layout makes of them.
        let switched = Reading::of_text("xyz d fg", Some(Via::Layout));
        assert_eq!(share(&typed.without(&switched, (1, None)).unwrap()), 0.2);
        // The rest is that of the query as it was typed.
        let one = Reading::of_text("abc x fghij", Some(Via::Layout));
        assert_eq!(typed.without(&one, (1, None)), None);
    }
}
