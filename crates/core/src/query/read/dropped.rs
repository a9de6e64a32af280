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

/// Returns the most words that may be left out of `words` of them.
pub(crate) fn most_dropped(words: usize) -> usize {
    match words {
        0 | 1 => 0,
        2..WORDS_FOR_TWO => 1,
        _ => 2,
    }
}

/// Returns whether the word at `position` may be left out. One with a digit never is: by another
/// number nothing is meant that this one names.
pub(crate) fn may_drop(reading: &Reading, position: usize) -> bool {
    let count = reading.words.len();
    let is_unfinished = position + 1 == count && !reading.closed;
    let is_number = |word: &String| word.contains(char::is_numeric);
    (!is_unfinished || count >= WORDS_FOR_OPEN)
        && !reading.words.get(position).is_some_and(is_number)
}

/// Returns which words to leave out of `count`, one and then two, so that all of the `missing` ones
/// are among them.
pub(crate) fn ways(
    count: usize,
    missing: &[usize],
) -> impl Iterator<Item = (usize, Option<usize>)> {
    let one = (0..count).map(|only| (only, None));
    let two = (0..count)
        .flat_map(move |first| (first + 1..count).map(move |second| (first, Some(second))));
    let two = two.take_while(move |_| most_dropped(count) > 1);
    one.chain(two).filter(|&(first, second)| {
        missing.iter().all(|&position| position == first || Some(position) == second)
    })
}

/// Returns `reading` without one word or two. `None` if one of them must stay.
pub(crate) fn without(
    reading: &Reading,
    (first, second): (usize, Option<usize>),
) -> Option<Reading> {
    let goes = |position: usize| position == first || Some(position) == second;
    if !may_drop(reading, first) || !second.is_none_or(|second| may_drop(reading, second)) {
        return None;
    }
    let (mut words, mut dropped) = (Vec::new(), Vec::new());
    for (position, word) in reading.words.iter().enumerate() {
        match goes(position) {
            true => dropped.push(DroppedWord { position, word: word.clone() }),
            false => words.push(word.clone()),
        }
    }
    // A single word that others followed stays closed.
    let is_one_open = reading.via == Some(Via::OpenWords) && words.len() < 2;
    if is_one_open || !words.iter().any(|word| letter_count(word) >= LETTERS_THAT_STAY) {
        return None;
    }
    let before = |position: usize| dropped.iter().filter(|word| word.position < position).count();
    let mut marked = reading.marked.clone();
    marked.retain(|word| !goes(word.position));
    for word in &mut marked {
        word.position -= before(word.position);
    }
    // A word that another one followed is finished.
    let closed = reading.closed || goes(reading.words.len() - 1);
    Some(Reading { words, marked, closed, dropped, via: reading.via, is_one: false })
}

/// Returns `whole` without the words that `reading` leaves out, if it leaves out any.
pub(crate) fn without_same(whole: Reading, reading: &Reading) -> Reading {
    let mut positions = reading.dropped.iter().map(|dropped| dropped.position);
    let way = positions.next().map(|first| (first, positions.next()));
    way.and_then(|way| without(&whole, way)).unwrap_or(whole)
}

/// Returns the share of the letters of a reading that the words which it leaves out have.
pub(crate) fn share(reading: &Reading) -> f64 {
    let dropped: usize = reading.dropped.iter().map(|dropped| letter_count(&dropped.word)).sum();
    let kept: usize = reading.words.iter().map(|word| letter_count(word)).sum();
    // A word that stays has letters, so this is no division by 0.
    dropped as f64 / (dropped + kept) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(key: &str) -> Vec<String> {
        let reading = Reading::of_text(key, None);
        let rests = ways(reading.words.len(), &[]).filter_map(|way| without(&reading, way));
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
        let typed = Reading::of_text("abc de fghij", None);
        let rest = without(&typed.with_marked(vec![marked(0), marked(2)]), (1, None)).unwrap();
        assert_eq!(rest.marked, [marked(0), marked(1)]);
        assert_eq!(share(&rest), 0.2);
    }
}
