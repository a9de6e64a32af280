//! Looks for slow queries by changing one again and again, and keeping what made it slower.

use std::time::{Duration, Instant};

use crate::hostile::MOST_CHARACTERS;
use crate::random::Random;

/// The letters that are put in.
const LETTERS: &[char] = &[
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's',
    't', 'u', 'v', 'w', 'x', 'y', 'z', ' ', ' ', '-', '\'', '.', '1', '[', '\u{430}', '\u{44f}',
    '\u{e9}', '\u{301}',
];

/// Changes `start` for as long as `budget` allows, and returns the slowest query that was met, with its cost.
///
/// `words` are put in whole; `cost` tells what a query costs, and is asked again before a change is kept, so that one
/// interruption does not look like a slow query.
pub fn climb(
    start: &str,
    words: &[&str],
    budget: Duration,
    random: &mut Random,
    mut cost: impl FnMut(&str) -> f64,
) -> (String, f64) {
    let started = Instant::now();
    let mut best = (start.to_owned(), cost(start));
    while started.elapsed() < budget {
        let mut changed = change(&best.0, words, random);
        // A few steps at once find their way over what one alone makes quicker.
        for _ in 0..random.below(3) {
            changed = change(&changed, words, random);
        }
        let first = cost(&changed);
        if first > best.1 {
            let least = first.min(cost(&changed));
            if least > best.1 {
                best = (changed, least);
            }
        }
    }
    best
}

/// Returns `query` with one change, within the most characters.
fn change(query: &str, words: &[&str], random: &mut Random) -> String {
    let mut chars: Vec<char> = query.chars().collect();
    let at = random.below(chars.len() + 1);
    let last = chars.len().saturating_sub(1);
    match random.below(8) {
        0 => chars.insert(at, *random.pick(LETTERS)),
        1 if !chars.is_empty() => chars[at.min(last)] = *random.pick(LETTERS),
        2 if !chars.is_empty() => drop(chars.remove(at.min(last))),
        3 if at < last => chars.swap(at, at + 1),
        4 => {
            let word = random.pick(words).chars().chain([' ']);
            chars.splice(at..at, word);
        }
        5 => {
            // One of the words is replaced.
            let mut all: Vec<&str> = query.split(' ').collect();
            let place = random.below(all.len());
            all[place] = *random.pick::<&str>(words);
            chars = all.join(" ").chars().collect();
        }
        6 => {
            let part: Vec<char> = chars[at..].iter().take(1 + random.below(12)).copied().collect();
            chars.splice(at..at, part);
        }
        _ => {
            let end = chars.len().min(at + 1 + random.below(12));
            chars.drain(at..end);
        }
    }
    chars.truncate(MOST_CHARACTERS);
    chars.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn climbing_reaches_what_costs_more_and_never_returns_less() {
        let mut random = Random::new(5);
        let cost = |query: &str| query.matches("ann").count() as f64;
        let (query, most) = climb("mary", &["ann"], Duration::from_millis(100), &mut random, cost);
        assert!(most >= 5.0, "{query}");
        assert_eq!(cost(&query), most);
        assert!(query.chars().count() <= MOST_CHARACTERS);
        assert_eq!(climb("annann", &["bo"], Duration::ZERO, &mut random, cost).1, 2.0);
    }
}
