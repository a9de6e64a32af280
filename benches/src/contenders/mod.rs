//! What mapahead is measured against: other ways to the ten best of a prefix, over the `fst` crate.
//!
//! Each is the version that a good engineer would ship: nothing is done per query that could be
//! done before, and both get the query as a key, without analysis. They answer with the text and
//! the weight of each suggestion, in the order that mapahead gives.

mod best_first;
mod stream;

pub use best_first::BestFirst;
pub use stream::Stream;

use crate::corpus::Name;

/// How many suggestions a contender returns.
pub const LIMIT: usize = 10;

/// One answer of a contender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The text as people write it.
    pub text: &'a str,
    /// The popularity.
    pub weight: u64,
}

/// The names in the order of suggestions: falling weight, then fewer characters, then text.
#[derive(Debug)]
struct Ranked(Vec<(String, u64)>);

/// Returns which of two names is suggested first.
fn suggestion_order(a: &Name, b: &Name) -> std::cmp::Ordering {
    let chars = |name: &Name| name.text.chars().count();
    let order = b.weight.cmp(&a.weight).then_with(|| chars(a).cmp(&chars(b)));
    order.then_with(|| a.text.cmp(&b.text))
}

impl Ranked {
    /// Returns the names by rank, and each key with its rank, in key order. Keys of an FST are
    /// distinct, so all but the first of equal ones get a tail: a zero byte and the rank.
    fn new(names: &[Name]) -> (Self, Vec<(Vec<u8>, u32)>) {
        let mut order: Vec<&Name> = names.iter().collect();
        order.sort_by(|a, b| suggestion_order(a, b));
        let mut sorted: Vec<(&str, u32)> =
            order.iter().zip(0..).map(|(name, rank)| (name.key.as_str(), rank)).collect();
        sorted.sort_unstable();
        let mut keys: Vec<(Vec<u8>, u32)> = Vec::with_capacity(sorted.len());
        for (at, &(key, rank)) in sorted.iter().enumerate() {
            let mut bytes = key.as_bytes().to_vec();
            if at > 0 && sorted[at - 1].0 == key {
                bytes.push(0);
                bytes.extend(rank.to_be_bytes());
            }
            keys.push((bytes, rank));
        }
        (Ranked(order.iter().map(|name| (name.text.clone(), name.weight)).collect()), keys)
    }

    fn answer(&self, rank: u32) -> Answer<'_> {
        let (text, weight) = &self.0[rank as usize];
        Answer { text, weight: *weight }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// The obvious way: sort everything that starts with the prefix.
    fn brute_force<'a>(names: &'a [Name], prefix: &str) -> Vec<Answer<'a>> {
        let mut matching: Vec<&Name> =
            names.iter().filter(|name| name.key.starts_with(prefix)).collect();
        matching.sort_by(|a, b| suggestion_order(a, b));
        let answers = matching.iter().map(|name| Answer { text: &name.text, weight: name.weight });
        answers.take(LIMIT).collect()
    }

    /// Returns the fewest edits that turn `query` into the beginning of `key`, by the textbook.
    fn edits(query: &str, key: &str) -> usize {
        let (query, key): (Vec<char>, Vec<char>) = (query.chars().collect(), key.chars().collect());
        let mut row: Vec<usize> = (0..=key.len()).collect();
        for (i, typed) in query.iter().enumerate() {
            let before = row.clone();
            row[0] = i + 1;
            for (j, meant) in key.iter().enumerate() {
                let replaced = before[j] + usize::from(typed != meant);
                row[j + 1] = replaced.min(before[j + 1] + 1).min(row[j] + 1);
            }
        }
        row.into_iter().min().unwrap()
    }

    proptest! {
        #[test]
        fn the_automaton_equals_counting_edits_and_sorting(
            names in vec(("[abc \u{e9}]{1,6}", 0u64..20), 1..50), query in "[abc\u{e9}]{1,6}", distance in 1u32..3,
        ) {
            let names: Vec<Name> = names
                .into_iter()
                .zip(100..)
                .map(|((key, weight), number)| Name { text: format!("{key} {number}"), key, weight })
                .collect();
            let near: Vec<Name> = names
                .iter()
                .filter(|name| edits(&query, &name.key) <= distance as usize)
                .cloned()
                .collect();
            let stream = Stream::new(&names).unwrap();
            prop_assert_eq!(stream.suggest_within(&query, distance).unwrap(), brute_force(&near, ""));
        }

        #[test]
        fn both_contenders_equal_sorting_everything(
            // Few letters and weights make many shared prefixes, shared ends and ties.
            names in vec(("[abc \u{e9}\u{ff}]{1,8}", 0u64..20), 1..200), prefix in "[abc\u{e9}]{0,4}",
        ) {
            let names: Vec<Name> = names
                .into_iter()
                .zip(100..)
                .map(|((key, weight), number)| Name { text: format!("{key} {number}"), key, weight })
                .collect();
            let expected = brute_force(&names, &prefix);
            let stream = Stream::new(&names).unwrap();
            prop_assert_eq!(stream.suggest(&prefix), expected.clone());
            let best_first = BestFirst::new(&names).unwrap();
            prop_assert_eq!(best_first.suggest(&prefix), expected);
        }
    }
}
