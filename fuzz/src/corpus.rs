//! Bytes into small corpora, and into queries about them.

#[path = "../../crates/core/tests/corpus/pair.rs"]
mod pair;

use std::collections::BTreeMap;

pub use pair::{Pair, folder};

use crate::bytes::Bytes;
use crate::model::ModelEntry;
use crate::requests::Known;

/// Letters that share keys, sounds and keyboards with others, and what stands between letters.
const LETTERS: [&str; 64] = [
    "a", "b", "a", "b", "c", "d", "e", "k", "l", "o", "p", "h", "s", "t", "r", "n", "A", "B", "é",
    "e\u{301}", "ß", "ﬁ", "ё", "й", "ж", "а", "о", "т", "р", "е", "к", "и", "İ", "ı", "ł", "æ",
    "北", "京", "한", "ᄒ", "ᅡ", "ก", "ี", "ן", "ي", "ـ", "1", "2", "5", "²", "+", "#", "'", "’",
    ".", ":", "-", "_", "\"", "·", "🍎", "\u{200d}", "\u{301}", "\u{1}",
];

const WORDS: [&str; 24] = [
    "apple",
    "watch",
    "watches",
    "iphone",
    "phone",
    "15",
    "16",
    "the",
    "red",
    "bull",
    "redbull",
    "new",
    "york",
    "newcastle",
    "elephant",
    "ремонт",
    "ремонта",
    "установка",
    "собака",
    "C++",
    "Straße",
    "Wi-Fi",
    "東京タワー",
    "ภาษาไทย",
];

const WEIGHTS: [f64; 16] = [
    1.0,
    0.0,
    1.0,
    2.0,
    2.0,
    5.0,
    10.0,
    100.0,
    1000.0,
    1.7,
    1.7f64.next_down(),
    1.7f64.next_up(),
    1.9,
    5e-324,
    9_007_199_254_740_992.0,
    1e300,
];

const WARM: [f64; 12] = [0.1, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 10.0, 3.0, 1.0, 0.3, 0.1];

fn word(bytes: &mut Bytes<'_>) -> String {
    match bytes.byte() {
        known @ 0..96 => WORDS[usize::from(known) % WORDS.len()].to_owned(),
        len => (0..1 + len % 6).map(|_| bytes.pick(&LETTERS)).collect(),
    }
}

/// Takes up to four words: the model tries every way to give words to words.
fn text(bytes: &mut Bytes<'_>) -> String {
    let mut text = word(bytes);
    for word in bytes.several(4, word) {
        text += bytes.pick(&[" ", " ", " ", "-", "  "]);
        text += &word;
    }
    // A text without a letter or digit may have no key.
    text + bytes.pick(&["a", "b", "s", "1"])
}

/// Takes records, up to a dozen; ids are unique.
pub fn records(bytes: &mut Bytes<'_>) -> Vec<ModelEntry> {
    let has_aliases = bytes.below(2) == 1;
    let has_contexts = bytes.below(2) == 1;
    let has_seasons = bytes.one_in(3);
    let count = 1 + bytes.below(12);
    let record = |number: usize| ModelEntry {
        text: text(bytes),
        id: (number % 4 > 0).then(|| format!("id {number}")),
        weight: bytes.pick(&WEIGHTS),
        aliases: if has_aliases { bytes.several(3, alias) } else { Vec::new() },
        contexts: if has_contexts { contexts(bytes) } else { BTreeMap::new() },
        season: match has_seasons {
            true => season(bytes),
            false => [1.0; 12],
        },
        payload: None,
    };
    (0..count).map(record).collect()
}

fn alias(bytes: &mut Bytes<'_>) -> (String, f64) {
    (text(bytes), bytes.pick(&[1.0, 0.0, 0.1, 0.5]))
}

fn contexts(bytes: &mut Bytes<'_>) -> BTreeMap<String, Vec<String>> {
    let mut contexts = BTreeMap::new();
    for (field, values) in [("city", &["moscow", "omsk", "perm"][..]), ("tenant", &["1", "2"])] {
        let given: Vec<String> = bytes.several(3, |bytes| bytes.pick(values).to_owned());
        if !given.is_empty() {
            contexts.insert(field.to_owned(), given);
        }
    }
    contexts
}

fn season(bytes: &mut Bytes<'_>) -> [f64; 12] {
    match bytes.below(3) {
        0 => [1.0; 12],
        1 => WARM,
        _ => std::array::from_fn(|_| f64::from(bytes.byte()) / 8.0),
    }
}

/// Returns what a request about these records may name.
pub fn known(records: &[ModelEntry]) -> Known {
    let mut fields: BTreeMap<&String, Vec<String>> = BTreeMap::new();
    for (field, values) in records.iter().flat_map(|record| &record.contexts) {
        fields.entry(field).or_default().extend(values.iter().cloned());
    }
    let mut ids: Vec<String> = records.iter().filter_map(|record| record.id.clone()).collect();
    ids.push("nobody".to_owned());
    Known {
        fields: fields.into_iter().map(|(field, values)| (field.clone(), values)).collect(),
        ids,
    }
}

/// Takes a query: the beginning of a form of a record, with slips, or any text.
pub fn query(bytes: &mut Bytes<'_>, records: &[ModelEntry]) -> String {
    let record = bytes.pick(records);
    let form = match record.aliases.get(bytes.below(4)) {
        Some((alias, _)) => alias.clone(),
        None => record.text,
    };
    let mut query: Vec<char> = match bytes.below(5) {
        4 => text(bytes),
        3 => form.split_whitespace().rev().collect::<Vec<_>>().join(" "),
        _ => form,
    }
    .chars()
    .collect();
    // All of it, or less.
    if bytes.below(2) == 1 {
        query.truncate(bytes.below(query.len() + 1));
    }
    for _ in 0..bytes.pick(&[0, 0, 1, 1, 2, 3]) {
        slip(bytes, &mut query);
    }
    query.into_iter().collect::<String>() + bytes.pick(&["", "", "", " ", "-", " \u{200b}"])
}

fn slip(bytes: &mut Bytes<'_>, query: &mut Vec<char>) {
    let at = bytes.below(query.len() + 1);
    let letter = bytes.pick(&LETTERS).chars().next().unwrap_or('a');
    match bytes.below(4) {
        0 if at < query.len() => drop(query.remove(at)),
        1 if at < query.len() => query[at] = letter,
        2 if at + 1 < query.len() => query.swap(at, at + 1),
        _ => query.insert(at, letter),
    }
}
