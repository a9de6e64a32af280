//! Queries as people would type them, cut from the names of a corpus: popular names often.

use mapahead::{Index, SuggestOptions};

use crate::Result;
use crate::corpus::Name;
use crate::random::Random;
use crate::slips::Slip;

/// Names to draw from, each as often as its weight says.
struct ByWeight<'a> {
    ends: Vec<(u64, &'a Name)>,
    total: u64,
}

impl<'a> ByWeight<'a> {
    /// Takes those of `names` that are wanted.
    fn new(names: &'a [Name], is_wanted: impl Fn(&Name) -> bool) -> Self {
        let mut total = 0;
        let mut ends = Vec::with_capacity(names.len());
        for name in names.iter().filter(|name| is_wanted(name)) {
            total += name.weight;
            ends.push((total, name));
        }
        assert!(total > 0, "no name is as is wanted");
        ByWeight { ends, total }
    }

    fn draw(&self, random: &mut Random) -> &'a Name {
        let drawn = random.bits() % self.total;
        self.ends[self.ends.partition_point(|(end, _)| *end <= drawn)].1
    }
}

/// Returns `count` prefixes of `letters` letters, cut from the keys of `names` that are drawn by
/// weight. The same for the same arguments.
///
/// # Panics
///
/// If no key is as long as that.
#[must_use]
pub fn prefixes(names: &[Name], letters: usize, count: usize) -> Vec<String> {
    let long = ByWeight::new(names, |name| name.key.chars().count() >= letters);
    let mut random = Random::new(letters as u64);
    (0..count).map(|_| long.draw(&mut random).key.chars().take(letters).collect()).collect()
}

/// Returns `count` queries of `words` words of a name in another order than its own, the last one unfinished; of one
/// word, it is not the first of the name. The same for the same arguments.
///
/// # Panics
///
/// If no name has enough words.
#[must_use]
pub fn any_order(names: &[Name], words: usize, count: usize) -> Vec<String> {
    let least = words.max(2);
    let long = ByWeight::new(names, |name| name.key.split(' ').count() >= least);
    let mut random = Random::new(words as u64);
    let mut queries = Vec::with_capacity(count);
    while queries.len() < count {
        let name = long.draw(&mut random);
        let mut order: Vec<&str> = name.key.split(' ').collect();
        random.shuffle(&mut order);
        order.truncate(words);
        let Some(last) = order.pop() else { break };
        let letters: Vec<char> = last.chars().collect();
        let open: String = letters[..=random.below(letters.len())].iter().collect();
        order.push(&open);
        let query = order.join(" ");
        if !name.key.starts_with(&query) {
            queries.push(query);
        }
    }
    queries
}

/// The prefix of a name, typed with slips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slipped {
    /// As it was typed.
    pub typed: String,
    /// As it was meant.
    pub clean: String,
    /// The text of the name.
    pub text: String,
}

/// Returns `count` prefixes of names, typed in `letters` letters with `slips` slips in them. The same for the same arguments.
///
/// # Panics
///
/// If no key is long enough.
#[must_use]
pub fn slipped(names: &[Name], letters: usize, slips: usize, count: usize) -> Vec<Slipped> {
    let room = |name: &Name| name.key.is_ascii() && name.key.len() >= letters + slips;
    let long = ByWeight::new(names, room);
    let mut random = Random::new((letters * 10 + slips) as u64);
    let mut queries = Vec::with_capacity(count);
    while queries.len() < count {
        let name = long.draw(&mut random);
        let kinds: Vec<Slip> = (0..slips).map(|_| *random.pick(&Slip::ALL)).collect();
        let added: isize = kinds.iter().map(|slip| slip.added()).sum();
        let clean = &name.key[..letters.saturating_add_signed(-added)];
        let mut typed = clean.as_bytes().to_vec();
        let put = kinds.iter().all(|slip| slip.put_into(&mut typed, &mut random));
        let typed = String::from_utf8_lossy(&typed).into_owned();
        // A blank at an end means something else, and a swap may undo another.
        let odd = typed.starts_with(' ') || typed.ends_with(' ') || name.key.starts_with(&typed);
        if put && !odd {
            queries.push(Slipped { typed, clean: clean.to_owned(), text: name.text.clone() });
        }
    }
    queries
}

/// Tells whether slips are looked for in `query`: where ten entries match without, they are not.
///
/// # Errors
///
/// If the index cannot answer.
pub fn is_searched_for_slips(index: &Index, query: &str) -> Result<bool> {
    let without = SuggestOptions { max_tier: 1, ..SuggestOptions::default() };
    Ok(index.suggest(query, &without)?.suggestions.len() < without.limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::key_of;

    fn name(text: &str, weight: u64) -> Name {
        Name { text: text.to_owned(), key: key_of(text), weight }
    }

    #[test]
    fn prefixes_are_drawn_by_weight_and_never_shorter() {
        let names = [name("Rare Bird", 1), name("Common Bird", 999), name("Bo", 1_000_000)];
        let drawn = prefixes(&names, 4, 200);
        assert_eq!(drawn, prefixes(&names, 4, 200));
        assert!(drawn.iter().filter(|prefix| *prefix == "comm").count() > 190);
        assert!(drawn.iter().all(|prefix| prefix == "comm" || prefix == "rare"));
    }

    #[test]
    fn words_come_in_another_order_with_the_last_one_unfinished() {
        let names = [name("Mary Ann Smith", 1), name("Bo", 1_000)];
        let pairs = any_order(&names, 2, 300);
        assert_eq!(pairs, any_order(&names, 2, 300));
        for query in &pairs {
            let (closed, open) = query.split_once(' ').unwrap();
            assert!(["mary", "ann", "smith"].contains(&closed), "{query}");
            assert!(["mary", "ann", "smith"].iter().any(|word| word.starts_with(open)), "{query}");
            assert!(!"mary ann smith".starts_with(query), "{query}");
        }
        for expected in ["smith m", "ann mary", "mary smi"] {
            assert!(pairs.iter().any(|query| query == expected), "{expected}");
        }
        assert!(any_order(&names, 1, 50).iter().all(|word| !word.starts_with('m')));
    }

    #[test]
    fn slipped_prefixes_have_the_letters_asked_for_and_are_not_the_clean_ones() {
        let names = [name("Mary Ann Smith", 1), name("Margaret Thatcher", 3)];
        for (letters, slips) in [(3, 1), (7, 1), (9, 2)] {
            let queries = slipped(&names, letters, slips, 100);
            assert_eq!(queries, slipped(&names, letters, slips, 100));
            for Slipped { typed, clean, text } in queries {
                assert_eq!(typed.len(), letters);
                assert_ne!(typed, clean);
                assert!(key_of(&text).starts_with(&clean), "{text} {clean}");
                assert!(!key_of(&text).starts_with(&typed), "{text} {typed}");
            }
        }
    }
}
