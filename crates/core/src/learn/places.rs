//! Where in a word a slip of each kind can happen, each typed word counted once.

use crate::analysis::costs::EditCosts;
use crate::analysis::is_of_number;

/// A place of a meant word, with the slips that can happen there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Another letter in place of this one.
    Replaced(char),
    /// A letter too much between these two, which equals neither.
    Added(Option<char>, Option<char>),
    /// This letter left out.
    Dropped(char),
    /// This letter once in place of twice.
    Halved(char),
    /// This letter twice in place of once.
    Doubled(char),
    /// These two letters swapped.
    Swapped(char, char),
    /// Letters in place of others that sound like them, with several on a side.
    Sounding,
}

/// Calls `visit` for each place of `word`, with whether a slip there makes the first letter wrong.
///
/// A letter too much beside an equal one is `Doubled`, at the last of them, and one of two equal
/// letters left out is `Halved`: no typed word comes from two places by one slip.
pub(super) fn each_place(word: &[char], costs: &EditCosts, mut visit: impl FnMut(Place, bool)) {
    let mut previous = None;
    for (at, &letter) in word.iter().enumerate() {
        let first = at == 0;
        let next = word.get(at + 1).copied();
        visit(Place::Added(previous, Some(letter)), first);
        // Numbers are never edited, so nothing can be learned of them.
        let of_number = is_of_number(previous, letter);
        if !of_number {
            visit(Place::Replaced(letter), first);
            match (previous == Some(letter), next == Some(letter)) {
                (true, false) => visit(Place::Halved(letter), false),
                (false, false) => visit(Place::Dropped(letter), first),
                // The last of equal letters stands for all of them.
                (_, true) => {}
            }
            if next != Some(letter) {
                visit(Place::Doubled(letter), false);
            }
            if let Some(next) = next.filter(|&next| next != letter && !is_of_number(None, next)) {
                visit(Place::Swapped(letter, next), false);
            }
        }
        let rest = word.get(at..).unwrap_or_default();
        for _ in costs.sounds().iter().filter(|sound| rest.starts_with(&sound.meant)) {
            visit(Place::Sounding, first);
        }
        previous = Some(letter);
    }
    visit(Place::Added(previous, None), word.is_empty());
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::settings::TypoSettings;

    /// Returns each typed word that one slip at a place of `word` makes, in an alphabet.
    fn typed_words(word: &str, alphabet: &[char]) -> Vec<String> {
        let word: Vec<char> = word.chars().collect();
        let costs = EditCosts::new(&TypoSettings::default(), &[], &[]);
        let (mut typed, mut at) = (Vec::new(), 0);
        each_place(&word, &costs, |place, _| {
            // Each letter begins with the place before it.
            let with = |from: usize, to: usize, put: &[char]| {
                let parts = [&word[..from], put, &word[to..]].concat();
                parts.into_iter().collect::<String>()
            };
            match place {
                Place::Added(before, after) => {
                    let is_new = |&&put: &&char| Some(put) != before && Some(put) != after;
                    let new = alphabet.iter().filter(is_new);
                    typed.extend(new.map(|&letter| with(at, at, &[letter])));
                    at += 1;
                }
                Place::Replaced(letter) => {
                    let others = alphabet.iter().filter(|&&other| other != letter);
                    typed.extend(others.map(|&other| with(at - 1, at, &[other])));
                }
                Place::Dropped(_) | Place::Halved(_) => typed.push(with(at - 1, at, &[])),
                Place::Doubled(letter) => typed.push(with(at, at, &[letter])),
                Place::Swapped(a, b) => typed.push(with(at - 1, at + 1, &[b, a])),
                Place::Sounding => {}
            }
        });
        typed
    }

    #[test]
    fn the_places_of_a_word_make_every_word_one_slip_away_and_each_once() {
        let alphabet = ['a', 'b', 'c'];
        for word in ["a", "ab", "aab", "abba", "abcabc", "aaa"] {
            let typed = typed_words(word, &alphabet);
            let distinct: BTreeSet<&String> = typed.iter().collect();
            let swaps = typed.len() - distinct.len();
            assert_eq!(swaps, 0, "{word}: {typed:?}");
            // All words by one letter more, less or other.
            let letters: Vec<char> = word.chars().collect();
            for at in 0..=letters.len() {
                for letter in alphabet {
                    let mut longer = letters.clone();
                    longer.insert(at, letter);
                    assert!(distinct.contains(&longer.iter().collect::<String>()));
                    let mut other = letters.clone();
                    other.get_mut(at).into_iter().for_each(|old| *old = letter);
                    let other: String = other.into_iter().collect();
                    assert!(other == word || distinct.contains(&other));
                }
                let mut shorter = letters.clone();
                if at < shorter.len() {
                    shorter.remove(at);
                    assert!(distinct.contains(&shorter.iter().collect::<String>()));
                }
            }
        }
    }
}
