//! The engine gives the answers of the model: every prefix, limit and offset.

use mapahead::{
    BuildOptions, Kind, Quality, SuggestOptions, TypoBudget, TypoBudgets, TypoSettings,
};
use proptest::prelude::*;

use crate::corpus::{self, Pair};
use crate::model::ModelEntry;

mod budget;
mod characters;
mod costs;
mod distinct;
mod every_option;
mod explained;
mod inflected;
mod large;
mod pages;
mod ranked;
mod share;
mod short_cuts;
mod spacing;
mod tenants;

pub use every_option::build_options;

/// The default qualities of both kinds, and others at which rounding makes many scores equal.
fn qualities() -> impl Strategy<Value = Quality> {
    let quality = || prop::sample::select(vec![1.0, 10.0, 1.0, 3.0, 0.7, 0.001]);
    let verbatim = prop::sample::select(vec![3.0, 1.0, 10.0]);
    (quality(), quality(), verbatim).prop_map(|(a, b, verbatim)| Quality {
        whole: f64::max(a, b),
        prefix: f64::min(a, b),
        words: 0.001,
        slipped_words: 0.0001,
        verbatim,
        typo_base: 4.0,
        drop_base: 10.0,
    })
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop::sample::select(vec![Kind::Text, Kind::Literal])
}

/// The only letter of a word may be the one too many, so that the word begins every other.
#[test]
fn a_word_that_is_left_out_begins_what_was_given_and_no_transliterated_form() {
    let one = TypoBudget { from: 1, edits: 1, cost: 1.0, cheap_only: false };
    let budgets = TypoBudgets { open: vec![one], closed: vec![one] };
    let options = BuildOptions {
        transliterate: true,
        typos: TypoSettings { budgets, first: 0.0, ..TypoSettings::default() },
        ..BuildOptions::default()
    };
    // In Latin letters the first text has a third word: of the vowel that stands alone.
    let texts = [("\u{E35}ab#北", 3.0), ("Вена", 2.0), ("b a", 1.0)];
    let pair = Pair::with_texts(options, &texts);
    for query in ["x", "x ", "x a", "x b a", "ю b a", "а b a"] {
        pair.ask_with(query, &SuggestOptions::default());
    }
}

proptest! {
    #[test]
    fn every_prefix_is_answered_as_by_the_model(
        kind in kinds(),
        quality in qualities(),
        records in corpus::records(12),
        limit in 1usize..30,
        offset in 0usize..12,
    ) {
        let options = BuildOptions { kind, quality: Some(quality), ..BuildOptions::default() };
        let pair = Pair::with_options(options, records);
        for query in corpus::queries(&pair.records) {
            pair.ask_exact(&query, limit, offset);
        }
        pair.index.verify().unwrap();
    }

    #[test]
    fn every_id_is_found_with_what_was_put_in_and_no_other(
        records in corpus::with_seasons(corpus::records(24)),
    ) {
        let pair = Pair::new(Kind::Text, records);
        let wanted = (0..30).map(|number| format!("id {number}")).chain(["".into(), "id".into()]);
        for id in wanted {
            let found = pair.index.get(&id).unwrap();
            let expected = pair.model.get(&id);
            prop_assert_eq!(
                found.as_ref().map(|entry| entry.text),
                expected.map(|entry| entry.text.as_str())
            );
            if let (Some(found), Some(expected)) = (found, expected) {
                prop_assert_eq!(found.weight, expected.weight);
                prop_assert_eq!(found.payload, expected.payload.as_deref());
                prop_assert_eq!(found.id, Some(id.as_str()));
                let mut contexts = expected.contexts.clone();
                contexts.values_mut().for_each(|values| values.sort());
                prop_assert!(found.contexts.into_iter().eq(contexts));
                let season = Some(expected.season).filter(|season| *season != [1.0; 12]);
                prop_assert_eq!(found.season, season);
            }
        }
        pair.index.verify().unwrap();
    }
}

/// Returns many records over few words, so that ranges are wide and weights often equal.
fn many(count: usize, with_aliases: bool) -> Vec<ModelEntry> {
    let words = ["ab", "aba", "abb", "b", "ba", "new", "york", "newcastle"];
    let word = |number: usize| words[number % words.len()];
    (0..count)
        .map(|number| {
            let mixed = number.wrapping_mul(2_654_435_761) >> 7;
            let aliases = match with_aliases && mixed.is_multiple_of(3) {
                true => vec![
                    (format!("ab {}", word(mixed >> 5)), [0.1, 0.5, 1.0][mixed % 3]),
                    (word(mixed >> 9).to_owned(), 0.3),
                ],
                false => Vec::new(),
            };
            ModelEntry {
                text: format!("{} {}", word(mixed), word(mixed >> 3)),
                weight: [0.0, 1.0, 1.7, 1.7f64.next_down(), 3.0, 1000.0][(mixed >> 11) % 6],
                aliases,
                ..ModelEntry::default()
            }
        })
        .collect()
}

#[test]
fn wide_ranges_of_equal_keys_and_weights_answer_as_the_model() {
    for with_aliases in [false, true] {
        let pair = Pair::new(Kind::Text, many(3000, with_aliases));
        for query in
            ["", "a", "ab", "ab ", "ab ab", "ab aba", "b", "new ", "new york", "newcastle b"]
        {
            for (limit, offset) in [(1, 0), (10, 0), (7, 40), (100, 300), (1000, 2000)] {
                pair.ask_exact(query, limit, offset);
            }
        }
        pair.index.verify().unwrap();
    }
}

#[test]
fn scores_that_rounding_makes_equal_are_ordered_by_the_ordinal() {
    // All these weights times ten round to one score, so only the ordinal, which falls with the
    // weight, decides; the forms' ranks follow weight · factor, which the aliases turn around.
    let record = |weight: f64, aliases| ModelEntry {
        text: "a".into(),
        weight,
        aliases,
        ..ModelEntry::default()
    };
    let mut records = Vec::new();
    for step in 0..40 {
        let weight = f64::from_bits(1.9f64.to_bits() + step % 8);
        records.push(record(weight, Vec::new()));
        let alias = ModelEntry {
            text: format!("x{step}"),
            weight: 3.8 + step as f64 * f64::EPSILON,
            aliases: vec![("a".into(), 0.5)],
            ..ModelEntry::default()
        };
        records.push(alias);
    }
    let quality = Quality { whole: 10.0, prefix: 3.0, ..Quality::for_kind(Kind::Text) };
    let options = BuildOptions { quality: Some(quality), ..BuildOptions::default() };
    let pair = Pair::with_options(options, records);
    for query in ["", "a", "x", "x1"] {
        for limit in 1..90 {
            pair.ask_exact(query, limit, 0);
        }
    }
}

#[test]
fn entries_with_a_thousand_aliases_are_answered_whole_or_as_incomplete() {
    let aliases =
        |number: usize| (0..1000).map(|alias| (format!("a {alias} {number}"), 1.0)).collect();
    let record = |number: usize| ModelEntry {
        text: format!("b{number}"),
        weight: number as f64,
        aliases: aliases(number),
        ..ModelEntry::default()
    };
    let pair = Pair::new(Kind::Text, (0..300).map(record).collect());
    let ask = |limit| {
        let result = pair
            .index
            .suggest("a", &SuggestOptions { limit, max_tier: 0, ..Default::default() })
            .unwrap();
        let texts: Vec<String> = result.suggestions.iter().map(|one| one.text.to_owned()).collect();
        (texts, result.complete)
    };
    let best: Vec<String> = (0..300).rev().map(|number| format!("b{number}")).collect();
    assert_eq!(ask(50), (best[..50].to_vec(), true));
    let (some, complete) = ask(300);
    assert!(!complete && !some.is_empty() && some == best[..some.len()]);
}

#[test]
fn what_the_design_says_of_new_york_and_paris_holds() {
    let pair = Pair::of_texts(&[
        ("New York", 8_000_000.0),
        ("New", 10.0),
        ("Newcastle", 300_000.0),
        ("Paris", 2_000_000.0),
        ("Parish", 2_100_000.0),
    ]);
    let texts = |query: &str| -> Vec<String> {
        pair.ask_exact(query, 10, 0).into_iter().map(|said| said.text).collect()
    };
    assert_eq!(texts("new "), ["New York", "New"]);
    assert_eq!(texts("new"), ["New York", "Newcastle", "New"]);
    assert_eq!(texts("paris"), ["Paris", "Parish"]);
    assert_eq!(texts("pari"), ["Parish", "Paris"]);
}

#[test]
fn a_query_of_more_than_a_thousand_characters_has_no_answer() {
    let text = "é".repeat(1000);
    let pair =
        Pair::new(Kind::Text, vec![ModelEntry { text: text.clone(), ..ModelEntry::default() }]);
    assert_eq!(pair.ask_exact(&text, 10, 0).len(), 1);
    assert!(pair.ask_exact(&(text + "e"), 10, 0).is_empty());
}

#[test]
fn the_head_of_ten_is_the_top_five() {
    let pair = Pair::new(Kind::Text, many(500, true));
    for query in ["", "a", "ab", "b", "new"] {
        let ten = pair.ask_exact(query, 10, 0);
        assert_eq!(pair.ask_exact(query, 5, 0), ten[..5.min(ten.len())]);
    }
}

#[test]
fn an_empty_index_answers_nothing() {
    let pair = Pair::new(Kind::Text, Vec::new());
    assert!(pair.ask_exact("", 10, 0).is_empty());
    assert!(pair.ask_exact("a", 10, 0).is_empty());
    assert_eq!(pair.index.get("a").unwrap(), None);
    pair.index.verify().unwrap();
    assert!(pair.path().exists());
}
