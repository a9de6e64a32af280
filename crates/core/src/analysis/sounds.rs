//! Letters that sound alike, by language: what people write who spell by ear.
//!
//! The table, `data/sounds.tsv`, has one pair a line: the language, and two different spellings of
//! one to three letters each, as they stand in keys of texts. A pair holds in both directions and
//! stands there once. It lists what the ear cannot tell apart, in some places of a word at least,
//! and no more: a pair too many makes a slip cheap that nobody makes.

use std::sync::LazyLock;

/// Two spellings that sound alike.
pub(crate) type Pair = (&'static str, &'static str);

/// The pairs by language.
static ALL: LazyLock<Vec<(&'static str, Vec<Pair>)>> =
    LazyLock::new(|| parse(include_str!("../../data/sounds.tsv")));

/// Reads the table. What is not a row is left out; the tests see that nothing is.
fn parse(table: &'static str) -> Vec<(&'static str, Vec<Pair>)> {
    let mut languages: Vec<(&str, Vec<Pair>)> = Vec::new();
    for (language, pair) in table.lines().skip(1).filter_map(parse_row) {
        match languages.iter_mut().find(|(known, _)| *known == language) {
            Some((_, pairs)) => pairs.push(pair),
            None => languages.push((language, vec![pair])),
        }
    }
    languages
}

fn parse_row(line: &'static str) -> Option<(&'static str, Pair)> {
    let (language, pair) = line.split_once('\t')?;
    Some((language, pair.split_once('\t')?))
}

/// Returns the pairs of spellings that sound alike in the language with the code `language`; none
/// if the table has nothing for it.
pub(crate) fn sounds(language: &str) -> &'static [Pair] {
    // No error where the table has none: a language need not have such pairs.
    ALL.iter().find(|(known, _)| *known == language).map_or(&[], |(_, pairs)| pairs)
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::super::key_tests::key;
    use super::super::languages::LANGUAGES;
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_pair_of_a_language() {
        let lines = include_str!("../../data/sounds.tsv").lines().count();
        assert_eq!(ALL.iter().map(|(_, pairs)| pairs.len()).sum::<usize>(), lines - 1);
        for (language, pairs) in ALL.iter() {
            assert!(LANGUAGES.iter().any(|known| known.code == *language), "{language}");
            assert_eq!(sounds(language), pairs.as_slice());
        }
        assert!(sounds("zh").is_empty() && sounds("none").is_empty());
    }

    #[test]
    fn every_side_is_one_to_three_letters_as_they_stand_in_keys() {
        for (language, pairs) in ALL.iter() {
            for side in pairs.iter().flat_map(|(a, b)| [a, b]) {
                assert_eq!(key(Kind::Text, side), **side, "{language} {side}");
                assert!((1..=3).contains(&side.chars().count()), "{language} {side}");
                assert!(
                    !side.contains(|ch: char| ch.is_numeric() || ch == ' '),
                    "{language} {side}"
                );
            }
        }
    }

    #[test]
    fn every_pair_has_two_sides_and_stands_there_once_in_either_direction() {
        for (language, pairs) in ALL.iter() {
            for (at, (a, b)) in pairs.iter().enumerate() {
                assert_ne!(a, b, "{language}");
                let again =
                    pairs[at + 1..].iter().any(|pair| *pair == (*a, *b) || *pair == (*b, *a));
                assert!(!again, "{language} {a} {b}");
            }
        }
    }

    #[test]
    fn what_a_doubled_letter_or_a_swap_explains_is_no_pair() {
        for (language, pairs) in ALL.iter() {
            for (a, b) in pairs {
                let doubled = |a: &str, b: &str| *a == b.repeat(2);
                let swapped = a.chars().count() == 2 && a.chars().rev().eq(b.chars());
                assert!(!doubled(a, b) && !doubled(b, a) && !swapped, "{language} {a} {b}");
            }
        }
    }

    #[test]
    fn russian_and_english_have_the_pairs_that_everybody_confuses() {
        for (language, a, b) in [
            ("ru", "о", "а"),
            ("ru", "е", "и"),
            ("ru", "т", "д"),
            ("ru", "с", "з"),
            ("ru", "тс", "ц"),
            ("ru", "тся", "ца"),
            ("en", "ph", "f"),
            ("en", "c", "k"),
            ("en", "ck", "k"),
            ("en", "a", "e"),
        ] {
            assert!(sounds(language).contains(&(a, b)), "{language} {a} {b}");
        }
    }
}
