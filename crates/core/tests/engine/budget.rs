//! The budget of work bounds everything that a query does, and says so.

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use mapahead::{
    Boosts, BuildOptions, Contexts, Day, Exclude, Index, Kind, Restriction, SuggestOptions,
    SuggestResult,
};
use proptest::prelude::*;
use tempfile::TempDir;

use super::every_option::{select, suggest_options};
use crate::corpus::{self, Pair};
use crate::model::ModelEntry;

const RECORDS: usize = 3000;

/// The slowest queries that the bench `worst` found.
fn worst() -> &'static [String] {
    static QUERIES: OnceLock<Vec<String>> = OnceLock::new();
    QUERIES.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../benches/worst.txt");
        let lines = fs::read_to_string(path).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    })
}

/// Texts out of the words of these queries: short ones, and some of a hundred words, with aliases,
/// contexts and seasons.
fn records() -> Vec<ModelEntry> {
    let mut words: Vec<&str> = worst().iter().flat_map(|query| query.split(' ')).collect();
    // A text of a sign alone, or of nothing, is no record.
    words.retain(|word| word.chars().any(char::is_alphanumeric));
    words.sort_unstable();
    words.dedup();
    let text = |seed: usize, count: usize| {
        let word = |at: usize| words[(seed.wrapping_mul(31).wrapping_add(at * at)) % words.len()];
        let text: Vec<&str> = (0..count).map(word).collect();
        text.join(" ").chars().take(900).collect::<String>()
    };
    (0..RECORDS)
        .map(|number| {
            let mixed = number.wrapping_mul(2_654_435_761) >> 5;
            let count = if number.is_multiple_of(20) { 120 } else { 1 + mixed % 6 };
            let aliases = (0..mixed % 4).map(|alias| (text(mixed + alias, 2), 0.5)).collect();
            let shops = (0..1 + mixed % 5).map(|shop| format!("s{}", (mixed + shop) % 500));
            ModelEntry {
                text: text(mixed, count),
                id: Some(format!("id {number}")),
                weight: (mixed % 1000) as f64,
                aliases,
                contexts: BTreeMap::from([("shop".to_owned(), shops.collect())]),
                season: std::array::from_fn(|month| ((mixed >> month) % 9) as f64),
                ..ModelEntry::default()
            }
        })
        .collect()
}

/// An index of the records. The model is not asked: it has no budget.
fn index() -> &'static Index {
    static BUILT: OnceLock<(Index, TempDir)> = OnceLock::new();
    let (index, _) = BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        let options = BuildOptions { inside: true, ..BuildOptions::default() };
        corpus::build(&path, &records(), options).unwrap();
        (Index::open(&path).unwrap(), folder)
    });
    index
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("id {}", number * 7)).collect()
}

fn shops(count: usize) -> Contexts {
    match count {
        0 => Contexts::new(),
        _ => [("shop".to_owned(), (0..count).map(|shop| format!("s{shop}")).collect())].into(),
    }
}

fn boosts(of_shops: usize, of_ids: usize) -> Boosts {
    let of_shops = (0..of_shops).map(|shop| (format!("s{shop}"), 2.0)).collect();
    let of_ids = ids(of_ids).into_iter().map(|id| (id, 3.0)).collect();
    Boosts { contexts: [("shop".to_owned(), of_shops)].into(), ids: of_ids }
}

/// Options with every member, up to as many as they may hold.
fn every_option() -> impl Strategy<Value = SuggestOptions> {
    let few = || select(&[0usize, 0, 1, 40, 1000]);
    let many = || select(&[0usize, 0, 3, 400, 10_000]);
    let texts = (many(), many(), many(), many(), few(), few(), few());
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (suggest_options(), texts, flags).prop_map(|(options, texts, (explain, total, day))| {
        let (filter, contexts, excluded, restricted, pins, of_shops, of_ids) = texts;
        SuggestOptions {
            filter: shops(filter),
            restrict: Restriction { filter: shops(restricted), ..Default::default() },
            exclude: Exclude { ids: ids(excluded), contexts: shops(contexts / 400) },
            boosts: if of_shops + of_ids == 0 {
                Boosts::default()
            } else {
                boosts(of_shops, of_ids)
            },
            pin: ids(pins),
            at: Day::from_calendar(2025, if day { 7 } else { 1 }, 20),
            explain,
            total,
            ..options
        }
    })
}

/// Queries as they were found to be slow, their beginnings, and a few words of them.
fn queries() -> impl Strategy<Value = String> {
    (prop::sample::select(worst()), any::<prop::sample::Index>(), any::<bool>()).prop_map(
        |(query, at, whole)| match whole {
            true => query.clone(),
            false => query.chars().take(at.index(40)).collect(),
        },
    )
}

proptest! {
    // Five requests a case, so that PROPTEST_CASES=20000 makes 100,000.
    #[test]
    fn no_query_takes_more_steps_than_its_budget_whatever_it_asks(
        asked in prop::collection::vec((queries(), every_option()), 5),
    ) {
        for (number, (query, options)) in asked.iter().enumerate() {
            let result = index().suggest(query, options).unwrap();
            prop_assert!(result.steps <= SuggestResult::MAX_STEPS, "{} steps", result.steps);
            // Asking all of them twice would take twice as long, for a property of its own.
            if number == 0 {
                let again = index().suggest(query, options).unwrap();
                prop_assert_eq!(result, again);
            }
        }
    }
}

#[test]
fn no_query_that_was_found_to_be_slow_takes_more_steps_than_its_budget() {
    let most = SuggestOptions {
        limit: 1000,
        filter: shops(500),
        exclude: Exclude { ids: ids(10_000)[9000..].to_vec(), ..Default::default() },
        boosts: boosts(1000, 1000),
        pin: ids(1000),
        explain: true,
        total: true,
        ..SuggestOptions::default()
    };
    let plain = SuggestOptions { limit: 1000, ..SuggestOptions::default() };
    for options in [SuggestOptions::default(), plain, most] {
        for query in worst() {
            let result = index().suggest(query, &options).unwrap();
            assert!(result.steps <= SuggestResult::MAX_STEPS, "{} steps: {query}", result.steps);
        }
    }
}

#[test]
fn each_option_takes_steps_and_so_do_totals_and_explanations() {
    let steps = |options: SuggestOptions| index().suggest("a", &options).unwrap().steps;
    let plain = || SuggestOptions { at: Day::from_calendar(2025, 1, 15), ..Default::default() };
    let base = steps(plain());
    let none = |count: usize| (0..count).map(|number| format!("none {number}")).collect::<Vec<_>>();
    let missing = || Contexts::from([("shop".to_owned(), none(1000))]);
    for (name, least, options) in [
        ("pin", 2000, SuggestOptions { pin: none(1000), ..plain() }),
        (
            "exclude.ids",
            20_000,
            SuggestOptions {
                exclude: Exclude { ids: none(10_000), ..Default::default() },
                ..plain()
            },
        ),
        (
            "exclude.contexts",
            2000,
            SuggestOptions {
                exclude: Exclude { contexts: missing(), ..Default::default() },
                ..plain()
            },
        ),
        (
            "boosts",
            2000,
            SuggestOptions {
                boosts: Boosts {
                    ids: none(1000).into_iter().map(|id| (id, 2.0)).collect(),
                    ..Default::default()
                },
                ..plain()
            },
        ),
        ("explain", 100, SuggestOptions { explain: true, ..plain() }),
        ("total", 100, SuggestOptions { total: true, ..plain() }),
        ("limit", 100, SuggestOptions { limit: 1000, ..plain() }),
        (
            "restrict",
            2000,
            SuggestOptions {
                restrict: Restriction {
                    exclude: Exclude { ids: none(1000), ..Default::default() },
                    ..Default::default()
                },
                ..plain()
            },
        ),
    ] {
        let more = steps(options);
        assert!(more >= base + least, "{name}: {base} and {more}");
    }
}

#[test]
fn a_page_of_1000_with_pins_exclusions_totals_and_explanations_takes_the_steps_of_each() {
    // Entries that all begin alike, so that the page is full and each pin and exclusion is one.
    let records = (0..12_000).map(|number| ModelEntry {
        text: format!("apple pie of orchard {number}"),
        id: Some(format!("id {number}")),
        weight: f64::from(number),
        ..ModelEntry::default()
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    corpus::build(&path, &records.collect::<Vec<_>>(), BuildOptions::default()).unwrap();
    let index = Index::open(&path).unwrap();
    let named = |first: usize, count: usize| {
        (first..first + count).map(|number| format!("id {number}")).collect::<Vec<_>>()
    };
    let options = SuggestOptions {
        limit: 1000,
        pin: named(10_000, 1000),
        exclude: Exclude { ids: named(0, 10_000), ..Default::default() },
        explain: true,
        total: true,
        ..SuggestOptions::default()
    };
    let result = index.suggest("apple pie", &options).unwrap();
    assert_eq!(result.suggestions.len(), 1000);
    // 11,000 ids are looked up, the pinned forms listed, and each of 1,000 entries explained.
    let least = 2 * 11_000 + 3 * 1000 + 40 * 1000;
    assert!(result.steps > least && result.steps <= SuggestResult::MAX_STEPS, "{}", result.steps);
}

#[test]
fn as_many_texts_as_the_options_may_hold_leave_steps_for_a_search() {
    let none = |count: usize| (0..count).map(|number| format!("none {number}")).collect::<Vec<_>>();
    let mut filter = shops(500);
    filter.get_mut("shop").unwrap().extend(none(9500));
    let restricted = filter.clone();
    let boosted = |names: Vec<String>| names.into_iter().map(|name| (name, 0.5));
    let options = SuggestOptions {
        filter,
        exclude: Exclude {
            ids: none(10_000),
            contexts: [("shop".to_owned(), none(10_000))].into(),
        },
        boosts: Boosts {
            contexts: [("shop".to_owned(), boosted(none(1000)).collect())].into(),
            ids: boosted(none(1000)).collect(),
        },
        pin: none(1000),
        restrict: Restriction {
            filter: restricted,
            exclude: Exclude {
                ids: none(1000),
                contexts: [("shop".to_owned(), none(1000))].into(),
            },
        },
        ..SuggestOptions::default()
    };
    let result = index().suggest("a", &options).unwrap();
    assert!(result.complete && !result.suggestions.is_empty());
    assert!(result.steps > 90_000 && result.steps <= SuggestResult::MAX_STEPS);
}

#[test]
fn where_the_budget_ends_in_describing_all_are_shown_and_the_last_without_marks() {
    // Each entry has the words of the query, behind many others.
    let words = |first: usize, count: usize| {
        (first..first + count).map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ")
    };
    let records = (0..150).map(|number| ModelEntry {
        text: format!("t{number} {} {}", words(100, 138), words(0, 12)),
        weight: 1.0,
        ..ModelEntry::default()
    });
    let pair = Pair::new(Kind::Text, records.collect());
    let query = words(0, 12) + " ";
    let options =
        SuggestOptions { limit: 1000, explain: true, total: true, ..SuggestOptions::default() };
    let result = pair.index.suggest(&query, &options).unwrap();
    assert!(!result.complete && result.steps <= SuggestResult::MAX_STEPS);
    assert_eq!(result.suggestions.len(), 150);
    assert_eq!(result.total.map(|total| (total.value, total.is_exact)), Some((150, false)));
    let (first, last) = (&result.suggestions[0], &result.suggestions[149]);
    assert!(first.explanation.is_some() && !first.highlights.is_empty());
    assert!(last.explanation.is_none() && last.highlights.is_empty());
    // The others are as they are in an answer that is complete.
    let few = SuggestOptions { limit: 10, ..options };
    let complete = pair.index.suggest(&query, &few).unwrap();
    assert!(complete.complete);
    assert_eq!(result.suggestions[..10], complete.suggestions[..]);
    let scores = |found: &SuggestResult<'_>| {
        found.suggestions[..10].iter().map(|one| one.score).collect::<Vec<_>>()
    };
    assert_eq!(scores(&result), scores(&complete));
}
