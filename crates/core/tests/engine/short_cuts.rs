//! What is found without a search, of lists that a build stores, is what a search would find: the best
//! of long ranges, forms on which values meet that many have, and how many match.

use std::collections::BTreeMap;

use mapahead::{BuildOptions, Contexts, Exclude, Kind, Quality, SuggestOptions};

use crate::corpus::Pair;
use crate::model::ModelEntry;

/// Returns so many records of one to three of few words, of which each begins over a thousand forms
/// and stands inside as many.
fn records(count: usize) -> Vec<ModelEntry> {
    const WORDS: [&str; 7] = ["ann", "anna", "annika", "berta", "bo", "жанна", "жак"];
    (0..count)
        .map(|number| {
            let mixed = number.wrapping_mul(2_654_435_761) >> 5;
            let word = |shift: usize| WORDS[(mixed >> shift) % WORDS.len()];
            let text = [word(0), word(4), word(9)][..1 + mixed % 3].join(" ");
            let aliases = match mixed % 5 {
                0 => vec![(format!("{} {}", word(13), number % 50), 0.5)],
                _ => Vec::new(),
            };
            let value = |value: bool| vec![if value { "yes" } else { "no" }.to_owned()];
            let contexts = BTreeMap::from([
                ("even".to_owned(), value(number % 2 == 0)),
                ("odd".to_owned(), value(number % 2 == 1)),
                // Few numbers have both this and an odd one.
                ("some".to_owned(), value(number % 2 == 0 || number % 191 == 0)),
            ]);
            ModelEntry {
                // Some texts repeat, and some do not.
                text: if mixed % 4 == 0 { text } else { format!("{text} {number}") },
                id: Some(format!("id {number}")),
                weight: (1e6 / (1 + mixed % count) as f64).floor(),
                aliases,
                contexts,
                ..ModelEntry::default()
            }
        })
        .collect()
}

fn of(fields: &[(&str, &str)]) -> Contexts {
    fields.iter().map(|&(field, value)| (field.to_owned(), vec![value.to_owned()])).collect()
}

#[test]
fn the_best_of_a_long_range_are_those_of_the_model_whatever_words_inside_are_worth() {
    for words in [0.05, 0.5, 1.0] {
        let quality = Quality { words, ..Quality::for_kind(Kind::Text) };
        let options = BuildOptions { quality: Some(quality), ..BuildOptions::default() };
        let pair = Pair::with_options(options, records(4000));
        let has = |name: &str| pair.index.info().sections.iter().any(|one| one.name == name);
        assert!(has("slot-bests") && has("inside-bests"));
        for query in ["", "a", "an", "ann", "anna", "anni", "b", "be", "ж", "жа", "жак", "ann "]
        {
            for (limit, offset, distinct) in
                [(10, 0, false), (1, 0, false), (10, 0, true), (5, 5, true), (11, 0, false)]
            {
                let options = SuggestOptions {
                    limit,
                    offset,
                    distinct,
                    max_tier: 0,
                    ..SuggestOptions::default()
                };
                assert_eq!(pair.ask_ranked(query, &options).len(), limit, "{query:?}");
            }
        }
    }
}

#[test]
fn entries_on_which_common_values_meet_are_those_of_the_model() {
    let pair = Pair::new(Kind::Text, records(900));
    let no_evens = Exclude { contexts: of(&[("even", "yes")]), ..Exclude::default() };
    for (filter, exclude) in [
        (of(&[("even", "yes"), ("odd", "yes")]), Exclude::default()),
        (of(&[("some", "yes"), ("odd", "yes")]), Exclude::default()),
        (of(&[("some", "yes"), ("even", "yes")]), Exclude::default()),
        (of(&[("some", "yes")]), no_evens.clone()),
        (of(&[("some", "no")]), no_evens),
    ] {
        let expected = match (filter.contains_key("even"), filter.contains_key("odd")) {
            (true, true) => Some(0),
            _ => None,
        };
        for query in ["", "an", "bo ann", "berat", "жнна"] {
            let (filter, exclude) = (filter.clone(), exclude.clone());
            let options = SuggestOptions { filter, exclude, limit: 20, ..Default::default() };
            let said = pair.ask_ranked(query, &options);
            assert!(expected.is_none_or(|expected| said.len() == expected), "{query:?}");
        }
    }
}

#[test]
fn halves_that_never_meet_take_few_steps() {
    let pair = Pair::new(Kind::Text, records(20_000));
    let filter = of(&[("even", "yes"), ("odd", "yes")]);
    for query in ["a", "an", "ann b", "annna"] {
        let options = SuggestOptions { filter: filter.clone(), ..SuggestOptions::default() };
        let result = pair.index.suggest(query, &options).unwrap();
        assert!(result.complete && result.suggestions.is_empty());
        assert!(result.steps < 100, "{query:?}: {} steps", result.steps);
    }
}

#[test]
fn a_total_takes_few_steps_more() {
    let pair = Pair::new(Kind::Text, records(20_000));
    for (query, value) in [("a", 10_000), ("жа", 5000)] {
        let ask = |total| {
            let options = SuggestOptions { total, ..SuggestOptions::default() };
            pair.index.suggest(query, &options).unwrap()
        };
        let (plain, counted) = (ask(false), ask(true));
        assert_eq!(plain.suggestions, counted.suggestions);
        assert!(counted.complete && counted.total.unwrap().value >= value);
        assert!(counted.steps < plain.steps + 3000, "{} and {}", plain.steps, counted.steps);
    }
}
