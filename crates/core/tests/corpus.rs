//! Small corpora for the whole-index tests: records as the model and the builder take them.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::model::ModelEntry;

mod pair;

pub use pair::{Pair, build, folder};

/// Pieces of texts that are hard to analyse.
const SYLLABLES: &[&str] = &[
    "a",
    "A",
    "b",
    "ab",
    "é",
    "e\u{301}",
    "ß",
    "ﬁ",
    "ё",
    "й",
    "ж",
    "İ",
    "ı",
    "北",
    "京",
    "한",
    "ᄒ",
    "ᅡ",
    "🍎",
    "👩‍👧",
    " ",
    "  ",
    "-",
    "'",
    ".",
    "1",
    "2",
    "+",
    "&",
    "ö",
    "ø",
    "l'",
    "d’",
    "@",
    "#",
    "x",
    "ן",
    "ي",
    "ี",
    "ก",
    "0",
    "B",
    "ラ",
    "ー",
    "서",
    "ㅅ",
    "\u{200d}",
];

/// Texts that share prefixes, fold to equal keys, or are hard to analyse; at least one letter each.
fn text() -> impl Strategy<Value = String> {
    let syllables = prop::collection::vec(prop::sample::select(SYLLABLES), 0..6);
    let weird = (syllables, prop::sample::select(vec!["a", "b", "c", "é", "北"]))
        .prop_map(|(parts, letter)| parts.concat() + letter);
    prop_oneof![
        4 => "[ab]{1,3}( [ab]{1,2}){0,2}",
        2 => weird,
        // Any characters at all, alone and between others.
        1 => "\\PC{1,8}x",
        1 => "(\\PC[a1 ]){1,4}x",
    ]
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => prop::sample::select(vec![0.0, 1.0, 2.0, 5.0, 10.0, 100.0]),
        1 => 0.0..1e6f64,
        1 => prop::sample::select(vec![
            f64::MIN_POSITIVE, 5e-324, 9_007_199_254_740_992.0, 1.7, 1.7f64.next_down(),
            1.7f64.next_up(), 1.9, 1.9f64.next_up(), 1e300, 1e300,
        ]),
    ]
}

fn aliases() -> impl Strategy<Value = Vec<(String, f64)>> {
    let factor = prop_oneof![prop::sample::select(vec![0.0, 0.1, 0.5, 1.0]), 0.0..1.0f64,];
    prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec((text(), factor), 0..4),
    ]
}

/// Values of up to three fields: most entries have one or two fields, some several values of one.
fn contexts() -> impl Strategy<Value = BTreeMap<String, Vec<String>>> {
    let city = prop::sample::subsequence(vec!["moscow", "omsk", "perm"], 0..=2);
    let tenant = prop::option::weighted(0.8, prop::sample::select(vec!["1", "2"]));
    let tag = prop::option::weighted(0.2, Just("new \"один\" | x"));
    (city, tenant, tag).prop_map(|(city, tenant, tag)| {
        let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let fields = [
            ("city", owned(city)),
            ("tenant", owned(tenant.into_iter().collect())),
            ("метка", owned(tag.into_iter().collect())),
        ];
        let given = fields.into_iter().filter(|(_, values)| !values.is_empty());
        given.map(|(field, values)| (field.to_owned(), values)).collect()
    })
}

/// Seasons: neutral, the same for several entries, or any.
fn season() -> impl Strategy<Value = [f64; 12]> {
    let multiplier = prop_oneof![
        prop::sample::select(vec![0.0, 0.5, 1.0, 2.0, 100.0]),
        0.0..100f64,
        (0i32..40, 0.0..100f64).prop_map(|(shrink, multiplier)| multiplier * 0.5f64.powi(shrink)),
    ];
    let warm = [0.1, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 10.0, 3.0, 1.0, 0.3, 0.1];
    prop_oneof![
        2 => Just([1.0; 12]),
        1 => Just(warm),
        1 => prop::array::uniform12(multiplier),
    ]
}

/// Gives half of the corpora contexts.
pub fn with_contexts(
    records: impl Strategy<Value = Vec<ModelEntry>>,
) -> impl Strategy<Value = Vec<ModelEntry>> {
    records.prop_flat_map(|records| {
        let contexts = prop_oneof![
            prop::collection::vec(contexts(), records.len()),
            Just(vec![BTreeMap::new(); records.len()]),
        ];
        (Just(records), contexts).prop_map(|(mut records, contexts)| {
            for (record, contexts) in records.iter_mut().zip(contexts) {
                record.contexts = contexts;
            }
            records
        })
    })
}

/// Gives records seasons.
pub fn with_seasons(
    records: impl Strategy<Value = Vec<ModelEntry>>,
) -> impl Strategy<Value = Vec<ModelEntry>> {
    records.prop_flat_map(|records| {
        let seasons = prop::collection::vec(season(), records.len());
        (Just(records), seasons).prop_map(|(mut records, seasons)| {
            for (record, season) in records.iter_mut().zip(seasons) {
                record.season = season;
            }
            records
        })
    })
}

/// Up to `most` records. Ids are unique; about half of the corpora have no aliases at all.
pub fn records(most: usize) -> impl Strategy<Value = Vec<ModelEntry>> {
    let record = (text(), weight(), aliases(), any::<bool>(), any::<bool>());
    let records = (prop::collection::vec(record, 0..most), any::<bool>());
    with_contexts(records.prop_map(|(records, with_aliases)| {
        records
            .into_iter()
            .enumerate()
            .map(|(number, (text, weight, aliases, has_id, has_payload))| ModelEntry {
                text,
                id: has_id.then(|| format!("id {number}")),
                weight,
                aliases: if with_aliases { aliases } else { Vec::new() },
                payload: has_payload.then(|| format!("{{\"number\":{number}}}")),
                ..ModelEntry::default()
            })
            .collect()
    }))
}

/// A query about these records: a prefix of a form, perhaps with space after it, or something else.
pub fn queries(records: &[ModelEntry]) -> Vec<String> {
    let mut queries: Vec<String> =
        ["", " ", "a", "A", "ab", "a ", "b b", "é", "1", "z", "-", "\u{200d}"]
            .map(str::to_owned)
            .into();
    for record in records {
        let forms =
            std::iter::once(&record.text).chain(record.aliases.iter().map(|(text, _)| text));
        for form in forms {
            let cuts = form.char_indices().map(|(at, _)| at).chain([form.len()]);
            queries.extend(cuts.map(|at| form[..at].to_owned()));
            queries.push(format!("{form} "));
            queries.push(format!("{form}a"));
            queries.push(form.to_uppercase());
        }
    }
    queries.sort_unstable();
    queries.dedup();
    queries
}

/// Words of real texts.
const REAL_WORDS: &[&str] = &[
    "apple",
    "watch",
    "watches",
    "iphone",
    "phone",
    "15",
    "16",
    "15pro",
    "25.4mm",
    "the",
    "the",
    "red",
    "bull",
    "redbull",
    "harry",
    "carry",
    "new",
    "york",
    "newcastle",
    "elephant",
    "book",
    "bookkeeper",
    "установка",
    "установки",
    "ремонт",
    "ремонта",
    "холодильник",
    "холодильников",
    "собака",
    "окна",
    "дверь",
    "двери",
    "C++",
    "C#",
    "Straße",
    "Wi-Fi",
    "don't",
    "北京",
    "東京タワー",
    "ภาษาไทย",
    "ویلچر",
    "RTX3080",
    "rtx",
    "3080",
    "XMLHttpRequest",
    "httprequest",
    "Request",
    "M8x30",
    "m8",
    "x30",
    "007",
    "7",
    "ラーメン",
    "ラメン",
    "서울시",
    "ㅅㅇ",
];

/// Words that are near each other, that people slip in, that have forms and digits.
fn near_word() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[ab]{1,4}",
        1 => "[a-d]{4,8}",
        5 => prop::sample::select(REAL_WORDS).prop_map(str::to_owned),
    ]
}

fn near_words() -> impl Strategy<Value = String> {
    prop::collection::vec(near_word(), 1..5).prop_map(|words| words.join(" "))
}

/// Up to `most` records of one to four near words, some with aliases.
pub fn word_records(most: usize) -> impl Strategy<Value = Vec<ModelEntry>> {
    let weight = prop::sample::select(vec![0.0, 1.0, 1.0, 2.0, 10.0, 1000.0]);
    let factor = prop::sample::select(vec![0.0, 0.1, 0.5, 1.0]);
    let aliases = prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec((near_words(), factor), 1..3),
    ];
    let record = (near_words(), weight, aliases).prop_map(|(text, weight, aliases)| ModelEntry {
        text,
        weight,
        aliases,
        ..ModelEntry::default()
    });
    with_contexts(with_repeats(prop::collection::vec(record, 1..most)))
}

/// Gives some records the text of an earlier one, and some of those its aliases too.
fn with_repeats(
    records: impl Strategy<Value = Vec<ModelEntry>>,
) -> impl Strategy<Value = Vec<ModelEntry>> {
    let of = (any::<prop::sample::Index>(), any::<bool>());
    let of = move || prop::option::weighted(0.3, of.clone());
    records.prop_flat_map(move |records| {
        let repeated = prop::collection::vec(of(), records.len());
        (Just(records), repeated).prop_map(|(mut records, repeated)| {
            for (number, of) in repeated.into_iter().enumerate().skip(1) {
                let Some((of, with_aliases)) = of else { continue };
                let earlier = records[of.index(number)].clone();
                records[number].text = earlier.text;
                if with_aliases {
                    records[number].aliases = earlier.aliases;
                }
            }
            records
        })
    })
}
