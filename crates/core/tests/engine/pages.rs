//! Some thousand records of few words: pages, parts of split words, and what takes long.

use mapahead::{BuildOptions, Kind, SuggestOptions};

use crate::asking::Said;
use crate::corpus::Pair;
use crate::model::ModelEntry;

fn entry(text: &str, weight: f64) -> ModelEntry {
    ModelEntry { text: text.to_owned(), weight, ..ModelEntry::default() }
}

/// Returns texts of one to four of a few words, many of them equal, with weights that often tie.
fn many(count: usize) -> Vec<ModelEntry> {
    const WORDS: [&str; 10] =
        ["aabb", "abba", "bond", "bonds", "ab", "harry", "carry", "iphone", "15", "the"];
    (0..count)
        .map(|number| {
            let mixed = number.wrapping_mul(2_654_435_761) >> 5;
            let word = |shift: usize| WORDS[(mixed >> shift) % WORDS.len()];
            let text = [word(0), word(4), word(8), word(11)][..1 + mixed % 4].join(" ");
            let aliases = match mixed % 6 {
                0 => vec![(format!("{} {}", word(3), word(9)), 0.5)],
                _ => Vec::new(),
            };
            ModelEntry { aliases, ..entry(&text, [0.0, 1.0, 7.5, 30.0][(mixed >> 13) % 4]) }
        })
        .collect()
}

#[test]
fn pages_over_thousands_of_records_are_those_of_the_model() {
    let pair = Pair::with_options(BuildOptions::default(), many(1500));
    for query in [
        "aabb",
        "aabbaabb",
        "bonfbonf",
        "abab",
        "harry the",
        "hrary",
        "carryharry",
        "th",
        "the the",
        "iphone 15",
        "iphnoe 15",
        "bond bonds ab",
        "x",
    ] {
        let options = |limit, offset| SuggestOptions { limit, offset, ..Default::default() };
        let all = pair.ask_with(query, &options(1000, 0));
        for (limit, offset) in [(1, 0), (10, 0), (10, 10), (64, 3), (100, 900)] {
            let page: Vec<Said> = pair.ask_with(query, &options(limit, offset));
            let from = offset.min(all.len());
            let to = (offset + limit).min(all.len());
            assert_eq!(page, all[from..to], "{query}, {limit} from {offset}");
        }
    }
}

#[test]
fn both_parts_of_a_split_word_may_be_the_same() {
    let pair = Pair::of_texts(&[("bond bonds", 3.0), ("bond", 2.0), ("red redwood", 1.0)]);
    for query in ["bonfbonf", "bonfbond", "bondbond", "redred", "rdered", "bonsbonds"] {
        pair.ask(query);
    }
    assert_eq!(pair.texts("bonfbond"), ["bond bonds"]);
}

#[test]
fn a_literal_may_hold_control_characters() {
    let options = BuildOptions { kind: Kind::Literal, ..BuildOptions::default() };
    let texts = ["\u{1}alpha", "abc\u{1}defg", "\u{0}zero", "plain"];
    let entries = texts.iter().map(|text| entry(text, 1.0)).collect();
    let pair = Pair::with_options(options, entries);
    for query in ["", "\u{1}", "\u{1}alhpa", "abc\u{1}dfeg", "abc", "plian", "\u{0}zreo"] {
        pair.ask(query);
    }
    assert_eq!(pair.texts("").len(), 4);
    assert_eq!(pair.texts("abc\u{1}dfeg"), ["abc\u{1}defg"]);
}

#[test]
fn a_form_of_hundreds_of_equal_words_is_answered_in_bounded_work() {
    let long = vec!["a"; 400].join(" ");
    let pair = Pair::of_texts(&[(&long, 1.0), ("b a", 1.0)]);
    for query in [long.as_str(), &vec!["a"; 300].join(" "), &vec!["a b"; 150].join(" ")] {
        let result = pair.index.suggest(query, &SuggestOptions::default()).unwrap();
        assert!(result.suggestions.iter().all(|found| found.text == long), "only true matches");
    }
}
