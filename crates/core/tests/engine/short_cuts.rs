//! What is found without a search, of lists that a build stores, is what a search would find: the best
//! of long ranges, forms on which values meet that many have, and how many match.

use std::collections::BTreeMap;

use mapahead::{
    Boosts, BuildOptions, Contexts, Day, Exclude, Index, Kind, Quality, Restriction, SuggestOptions,
};

use tempfile::TempDir;

use crate::corpus::{self, Pair};
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

/// An index too large for the model to be asked too.
struct Built {
    index: Index,
    _folder: TempDir,
}

impl Built {
    fn new(kind: Kind, records: &[ModelEntry]) -> Self {
        let folder = corpus::folder();
        let path = folder.path().join("test.mapahead");
        corpus::build(&path, records, BuildOptions { kind, ..BuildOptions::default() }).unwrap();
        Built { index: Index::open(&path).unwrap(), _folder: folder }
    }
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
    let Built { index, .. } = &Built::new(Kind::Text, &records(20_000));
    let filter = of(&[("even", "yes"), ("odd", "yes")]);
    for query in ["a", "an", "ann b", "annna"] {
        let options = SuggestOptions { filter: filter.clone(), ..SuggestOptions::default() };
        let result = index.suggest(query, &options).unwrap();
        assert!(result.complete && result.suggestions.is_empty());
        assert!(result.steps < 100, "{query:?}: {} steps", result.steps);
    }
}

#[test]
fn what_else_counts_is_counted_beside_the_stored_lists() {
    let mut seasonal = records(3000);
    for (number, record) in seasonal.iter_mut().enumerate() {
        record.season[number % 12] = [0.0, 0.25, 3.0][number % 3];
    }
    let boosts = Boosts {
        contexts: [("some".to_owned(), [("no".to_owned(), 0.5)].into())].into(),
        ids: [("id 7".to_owned(), 500.0), ("id 2999".to_owned(), 1000.0)].into(),
    };
    let none = SuggestOptions::default;
    let day = Day::from_calendar(2025, 3, 10).unwrap();
    let options = [
        SuggestOptions { at: Some(day), ..none() },
        SuggestOptions { boosts, ..none() },
        SuggestOptions { filter: of(&[("even", "yes")]), ..none() },
        SuggestOptions { pin: vec!["id 11".to_owned(), "id 2".to_owned()], ..none() },
    ];
    let quality = Quality { words: 1.0, ..Quality::for_kind(Kind::Text) };
    let with_words = BuildOptions { quality: Some(quality), ..BuildOptions::default() };
    for (pair, which) in [
        (Pair::with_options(with_words.clone(), seasonal), &options[..1]),
        (Pair::with_options(with_words, records(3000)), &options[1..]),
    ] {
        for options in which {
            for (query, distinct) in [("an", false), ("жа", false), ("bo", true)] {
                let options = SuggestOptions { distinct, max_tier: 0, ..options.clone() };
                assert_eq!(pair.ask_ranked(query, &options).len(), 10, "{query:?}");
            }
        }
    }
}

/// Returns `count` records of one text, of which so many have both of two values that a half has.
fn meeting(count: usize, both: usize) -> Vec<ModelEntry> {
    let value = |value: bool| vec![if value { "yes" } else { "no" }.to_owned()];
    let record = |number: usize| ModelEntry {
        text: format!("text {number}"),
        weight: (number * 7919 % 1009) as f64,
        contexts: BTreeMap::from([
            ("low".to_owned(), value(number < count / 2)),
            ("high".to_owned(), value(number >= count / 2 - both)),
        ]),
        ..ModelEntry::default()
    };
    (0..count).map(record).collect()
}

#[test]
fn as_many_as_are_listed_meet_and_one_more() {
    for both in [1024, 1025] {
        let pair = Pair::new(Kind::Literal, meeting(4200, both));
        let low = || of(&[("low", "yes")]);
        let filter = of(&[("low", "yes"), ("high", "yes")]);
        let restrict = Restriction { filter: of(&[("high", "yes")]), ..Restriction::default() };
        for options in [
            SuggestOptions { filter: filter.clone(), ..SuggestOptions::default() },
            SuggestOptions { filter: low(), restrict, ..SuggestOptions::default() },
        ] {
            for query in ["", "text 1", "texte 20"] {
                assert_eq!(pair.ask_ranked(query, &options).len(), 10, "{query:?}");
            }
            let total = SuggestOptions { total: true, ..options };
            let result = pair.index.suggest("text", &total).unwrap();
            assert_eq!(
                result.total.map(|total| (total.value, total.is_exact)),
                Some((both as u64, true))
            );
        }
        // Two walls of one field let nothing through.
        let restrict = Restriction { filter: of(&[("low", "no")]), ..Restriction::default() };
        let walls = SuggestOptions { filter: low(), restrict, ..SuggestOptions::default() };
        assert!(pair.ask_ranked("text", &walls).is_empty());
    }
}

#[test]
fn a_total_that_cannot_be_counted_to_its_end_takes_no_suggestion_away() {
    let Built { index, .. } = &Built::new(Kind::Literal, &meeting(150_000, 3000));
    let filter = of(&[("low", "yes"), ("high", "yes")]);
    for query in ["", "text", "text 7"] {
        let ask = |total| {
            let options =
                SuggestOptions { filter: filter.clone(), total, ..SuggestOptions::default() };
            index.suggest(query, &options).unwrap()
        };
        let (plain, counted) = (ask(false), ask(true));
        assert_eq!(plain.suggestions, counted.suggestions, "{query:?}");
        assert_eq!((plain.suggestions.len(), plain.complete), (10, true), "{query:?}");
        let total = counted.total.unwrap();
        assert_eq!(total.is_exact, counted.complete, "{query:?}");
        assert!(total.value >= 10 && total.value <= 3000, "{query:?}");
    }
    let counted = SuggestOptions { filter, total: true, ..SuggestOptions::default() };
    assert!(!index.suggest("text", &counted).unwrap().complete, "or nothing was tried");
}

#[test]
fn a_total_takes_few_steps_more() {
    let Built { index, .. } = &Built::new(Kind::Text, &records(20_000));
    for (query, value) in [("a", 10_000), ("жа", 5000)] {
        let ask = |total| {
            let options = SuggestOptions { total, ..SuggestOptions::default() };
            index.suggest(query, &options).unwrap()
        };
        let (plain, counted) = (ask(false), ask(true));
        assert_eq!(plain.suggestions, counted.suggestions);
        assert!(counted.complete && counted.total.unwrap().value >= value);
        assert!(counted.steps < plain.steps + 5000, "{} and {}", plain.steps, counted.steps);
    }
}
