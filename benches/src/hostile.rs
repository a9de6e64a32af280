//! Queries that are meant to be slow: the longest, the most frequent, and words that never meet.

use std::collections::{HashMap, HashSet};

use crate::corpus::Name;
use crate::random::Random;

/// The most characters that a query may have.
pub const MOST_CHARACTERS: usize = 1_000;
/// How many of the most frequent words are tried together.
const FREQUENT: usize = 60;

/// The words of a corpus, the one in most names first.
#[derive(Debug)]
pub struct Words<'a> {
    by_count: Vec<(&'a str, usize)>,
    /// Of the most frequent ones, by their places: all pairs and triples that are in one name.
    together: HashSet<Vec<usize>>,
}

impl<'a> Words<'a> {
    /// Counts the words of `names`.
    #[must_use]
    pub fn new(names: &'a [Name]) -> Self {
        let distinct = |name: &'a Name| name.key.split(' ').collect::<HashSet<&'a str>>();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for word in names.iter().flat_map(distinct) {
            *counts.entry(word).or_default() += 1;
        }
        let mut by_count: Vec<(&str, usize)> = counts.into_iter().collect();
        by_count.sort_unstable_by(|(a, m), (b, n)| n.cmp(m).then(a.cmp(b)));

        let frequent: HashMap<&str, usize> = by_count
            .iter()
            .take(FREQUENT)
            .zip(0..)
            .map(|((word, _), place)| (*word, place))
            .collect();
        let mut together = HashSet::new();
        for name in names {
            let words = distinct(name);
            let mut places: Vec<usize> =
                words.iter().filter_map(|word| frequent.get(word).copied()).collect();
            places.sort_unstable();
            for (at, &first) in places.iter().enumerate() {
                for (next, &second) in places.iter().enumerate().skip(at + 1) {
                    together.insert(vec![first, second]);
                    let thirds = places.iter().skip(next + 1);
                    together.extend(thirds.map(|&third| vec![first, second, third]));
                }
            }
        }
        Words { by_count, together }
    }

    /// Returns the `count` words that are in most names.
    #[must_use]
    pub fn first(&self, count: usize) -> Vec<&'a str> {
        self.by_count.iter().take(count).map(|(word, _)| *word).collect()
    }

    /// Returns up to `count` sets of `size` (2 or 3) frequent words that no name has together, those first
    /// whose rarest word is in most names. All parts of a set do meet.
    #[must_use]
    pub fn never_together(&self, size: usize, count: usize) -> Vec<Vec<&'a str>> {
        let mut found = Vec::new();
        for last in 0..self.by_count.len().min(FREQUENT) {
            for second in 0..last {
                let meet = |a: usize, b: usize| self.together.contains(&vec![a, b]);
                if size == 2 && !meet(second, last) {
                    found.push(vec![second, last]);
                }
                if size == 3 && meet(second, last) {
                    found.extend(
                        (0..second)
                            .filter(|&first| meet(first, second) && meet(first, last))
                            .map(|first| vec![first, second, last])
                            .filter(|places| !self.together.contains(places)),
                    );
                }
            }
            if found.len() >= count {
                break;
            }
        }
        found.truncate(count);
        let words = |places: Vec<usize>| places.into_iter().map(|at| self.by_count[at].0).collect();
        found.into_iter().map(words).collect()
    }
}

/// Returns queries that are meant to be slow over the corpus of `words`.
#[must_use]
pub fn queries(words: &Words<'_>) -> Vec<String> {
    let mut random = Random::new(99);
    let mut queries: Vec<String> = Vec::new();
    let first = words.first(2_000);

    // The most words: frequent ones, rare ones, one of them again and again, one letter each.
    queries.push(words.first(50).join(" "));
    queries.push(first.iter().rev().take(50).copied().collect::<Vec<_>>().join(" "));
    for word in words.first(3) {
        queries.push(vec![word; 50].join(" "));
        queries.push(fill(&format!("{word} ")));
    }
    for letter in ["a", "e", "m", "s", "z", "\u{430}", "\u{6771}"] {
        queries.push(vec![letter; 50].join(" "));
        queries.push(fill(&format!("{letter} ")));
        // One letter many times.
        for count in [4, 8, 12, 20, 50, 200, MOST_CHARACTERS] {
            queries.push(letter.repeat(count));
        }
    }
    let alphabet: Vec<char> = ('a'..='z').collect();
    for length in [8, 12, 16, 30, 100, MOST_CHARACTERS] {
        queries.push((0..length).map(|_| *random.pick(&alphabet)).collect());
        queries.push(fill(&words.first(200).concat()).chars().take(length).collect());
    }
    queries.push(fill(&words.first(200).join(" ")));
    queries.push(fill("a\u{301}"));
    queries.push(fill("\u{fdfa}")); // 18 letters, once normalized
    queries.push(fill("mary-ann's+2#"));

    // Frequent words that never meet, as they are, unfinished, and with a slip in each.
    for size in [2, 3] {
        for set in words.never_together(size, 8) {
            let query = set.join(" ");
            queries.push(query.chars().take(query.len() - 1).collect());
            queries.push(set.iter().map(|word| slipped(word)).collect::<Vec<_>>().join(" "));
            queries.push(format!("{query} a"));
            queries.push(format!("{query} "));
            queries.push(query);
        }
    }
    // Letters that begin most names, together; and long words that are nearly frequent ones.
    for open in ["a b", "a m s", "j a m", "m a r y", "a a a a", "s s s s s s s s"] {
        queries.push(open.to_owned());
        queries.push(format!("{open} zzz"));
    }
    for word in words.first(12) {
        queries.push(slipped(word));
        queries.push(format!("{word}{word}"));
        queries.push(slipped(&format!("{word}{word}")));
    }
    queries
}

/// Repeats `part` up to the most characters.
fn fill(part: &str) -> String {
    part.chars().cycle().take(MOST_CHARACTERS).collect()
}

/// Swaps the second letter and the third, and drops the last of long words.
fn slipped(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() > 2 {
        letters.swap(1, 2);
    }
    if letters.len() > 7 {
        letters.pop();
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::key_of;

    fn names(texts: &[&str]) -> Vec<Name> {
        let name = |text: &&str| Name { text: (*text).to_owned(), key: key_of(text), weight: 1 };
        texts.iter().map(name).collect()
    }

    #[test]
    fn words_that_never_meet_are_in_no_name_together_but_their_parts_are() {
        let names = names(&["a b", "b c", "a c", "d a", "d b", "a b d"]);
        let words = Words::new(&names);
        assert_eq!(words.first(2), ["a", "b"]);
        assert_eq!(words.never_together(2, 9), [["d", "c"]]);
        assert_eq!(words.never_together(3, 9), [["a", "b", "c"]]);
    }

    #[test]
    fn hostile_queries_are_within_the_limit_and_reach_it() {
        let names = names(&["mary ann smith", "anna maria", "robert"]);
        let queries = queries(&Words::new(&names));
        let lengths: Vec<usize> = queries.iter().map(|query| query.chars().count()).collect();
        assert_eq!(lengths.iter().max(), Some(&MOST_CHARACTERS));
        assert!(queries.iter().any(|query| query.split_whitespace().count() == 50));
    }
}
