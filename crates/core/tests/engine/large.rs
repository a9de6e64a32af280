//! Thousands of records, so that trees have several levels and what is listed one by one in small
//! indexes no longer is.

use std::collections::BTreeMap;

use mapahead::{Boosts, Contexts, Day, Exclude, Kind, SuggestOptions};

use crate::corpus::Pair;
use crate::model::ModelEntry;

const RECORDS: usize = 5000;
const CITIES: usize = 1000;
const KINDS: [&str; 3] = ["doors", "windows", "floors"];

/// Returns records over few words, some with aliases: weights fall as in Zipf's law, or are nearly
/// all equal.
fn records(count: usize, is_flat: bool) -> Vec<ModelEntry> {
    let words = ["door", "doors", "window", "oak", "oak", "new", "newcastle", "do", "install"];
    let word = |number: usize| words[number % words.len()];
    let autumn = [0.5, 0.4, 0.5, 0.7, 0.9, 1.0, 1.1, 1.5, 2.0, 3.0, 2.5, 1.0];
    (0..count)
        .map(|number| {
            let mixed = number.wrapping_mul(2_654_435_761) >> 5;
            let aliases = match mixed % 3 {
                0 => vec![(format!("{} {}", word(mixed >> 4), word(mixed >> 8)), 0.5)],
                1 => vec![(word(mixed >> 6).to_owned(), 1.0), (format!("d{}", mixed % 50), 0.1)],
                _ => Vec::new(),
            };
            let season = match mixed >> 3 & 3 {
                0 => autumn,
                1 => std::array::from_fn(|month| ((mixed >> month) % 41) as f64 / 8.0),
                _ => [1.0; 12],
            };
            let contexts = BTreeMap::from([
                ("city".to_owned(), vec![format!("c{}", (mixed >> 7) % CITIES)]),
                ("kind".to_owned(), vec![KINDS[(mixed >> 9) % KINDS.len()].to_owned()]),
            ]);
            ModelEntry {
                text: format!("{} {}", word(mixed), word(mixed >> 11)),
                id: Some(format!("id {number}")),
                weight: match is_flat {
                    true => [1.0, 1.0, 1.0, 2.0][(mixed >> 13) % 4],
                    false => (1e6 / (1 + number) as f64).floor(),
                },
                aliases,
                contexts,
                season,
                ..ModelEntry::default()
            }
        })
        .collect()
}

fn of_kinds(kinds: &[&str]) -> Contexts {
    [("kind".to_owned(), kinds.iter().map(|kind| (*kind).to_owned()).collect())].into()
}

fn of_cities(count: usize) -> Contexts {
    [("city".to_owned(), (0..count).map(|city| format!("c{}", city * 7 % CITIES)).collect())].into()
}

fn boosts(of_kinds: &[(&str, f64)], ids: usize) -> Boosts {
    let of_kinds = of_kinds.iter().map(|(kind, boost)| ((*kind).to_owned(), *boost)).collect();
    let boost = |number: usize| [3.0, 0.0, 1000.0, 0.5][number % 4];
    Boosts {
        contexts: [("kind".to_owned(), of_kinds)].into(),
        ids: (0..ids).map(|number| (format!("id {}", number * 13), boost(number))).collect(),
    }
}

/// Returns requests that reach every way to search: few and many forms, with and without each
/// factor.
fn requests() -> Vec<SuggestOptions> {
    let plain = SuggestOptions { max_tier: 0, ..SuggestOptions::default() };
    let october = Day::from_calendar(2025, 10, 3);
    let both = [("doors", 3.0), ("windows", 2.5), ("floors", 0.5)];
    let excluded: Vec<String> = (0..400).map(|number| format!("id {number}")).collect();
    let pinned = ["id 4000", "id 17", "id 3"].map(str::to_owned);
    let mut requests = vec![
        SuggestOptions { at: october, ..plain.clone() },
        SuggestOptions { filter: of_cities(1), ..plain.clone() },
        SuggestOptions { filter: of_cities(300), limit: 50, ..plain.clone() },
        SuggestOptions { filter: of_kinds(&["floors"]), at: october, ..plain.clone() },
        SuggestOptions { boosts: boosts(&[], 100), at: october, ..plain.clone() },
        // More than 4,096 forms are boosted, so they are not listed.
        SuggestOptions { boosts: boosts(&both, 5), ..plain.clone() },
        SuggestOptions { boosts: boosts(&both, 300), offset: 20, limit: 30, ..plain.clone() },
        SuggestOptions { offset: 2000, limit: 1000, ..plain.clone() },
    ];
    let mut filter = of_kinds(&["doors", "windows"]);
    filter.extend(of_cities(400));
    requests.push(SuggestOptions {
        filter,
        exclude: Exclude { ids: excluded, contexts: of_cities(40) },
        boosts: boosts(&both[..1], 50),
        pin: pinned.to_vec(),
        at: october,
        limit: 40,
        ..plain
    });
    requests
}

#[test]
fn thousands_of_records_are_ranked_as_by_the_model() {
    let queries =
        ["", "d", "do", "door", "door ", "doors oak", "oak d", "new", "newcastle w", "d1"];
    for is_flat in [false, true] {
        let pair = Pair::new(Kind::Text, records(RECORDS, is_flat));
        for (number, options) in requests().iter().enumerate() {
            for query in queries {
                let said = pair.ask_ranked(query, options);
                // The last query is of aliases alone, and the last request lets few through.
                assert!(!said.is_empty() || query == "d1" || number > 0, "{query:?}");
            }
        }
    }
}

#[test]
fn filters_and_boosts_of_hundreds_of_forms_are_exact_with_slips_too() {
    let pair = Pair::new(Kind::Text, records(700, false));
    let october = Day::from_calendar(2025, 10, 3);
    let deep = SuggestOptions { limit: 300, at: october, ..SuggestOptions::default() };
    let requests = [
        SuggestOptions { filter: of_kinds(&["doors"]), ..deep.clone() },
        SuggestOptions { filter: of_kinds(&["doors", "floors"]), limit: 10, ..deep.clone() },
        SuggestOptions { filter: of_cities(3), ..deep.clone() },
        SuggestOptions {
            boosts: boosts(&[("doors", 3.0)], 90),
            exclude: Exclude { contexts: of_kinds(&["floors"]), ..Exclude::default() },
            ..deep
        },
    ];
    for options in &requests {
        for query in ["dor", "oka d", "instal dor", "newcstle", "dooroak", "wndow oka", "doro "] {
            pair.ask_ranked(query, options);
        }
    }
}
