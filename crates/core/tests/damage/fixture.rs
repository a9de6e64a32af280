//! Small indexes with every section, and everything that can be asked of them.

use std::collections::BTreeMap;
use std::path::Path;

use mapahead::{
    Boosts, BuildOptions, Costs, Day, Error, Exclude, Index, Kind, SuggestOptions, Synonyms,
};

use super::sound::{assert_sound, is_expected};
use crate::corpus::Pair;
use crate::model::ModelEntry;

/// What is asked: prefixes, words in any order, other forms of them, slips, other layouts, open, joined
/// and split words, and what is inside words.
pub const QUERIES: [&str; 32] = [
    "",
    "n",
    "new",
    "new ",
    "new york",
    "lodz",
    "北",
    "zzz",
    "a1",
    "york new ",
    "wat re",
    "nwe yrok",
    "big appel",
    "redbull",
    "bul watch red",
    "newyorkc",
    "ремонт холодильниками",
    "холодилник",
    "рефрижератор",
    "htvjyn [jkjlbkmybrf",
    "сзд",
    "remont refrig",
    "the the",
    "k31 r16 x8",
    "p",
    "s",
    "p s1",
    "s2 p",
    "résumé ",
    "ספ",
    "castle",
    "ork big apple",
];

fn record(number: usize, text: &str, aliases: &[(&str, f64)]) -> ModelEntry {
    ModelEntry {
        text: text.into(),
        id: Some(format!("id{number}")),
        weight: (number * number % 7) as f64 + 0.5,
        aliases: aliases.iter().map(|(text, factor)| ((*text).into(), *factor)).collect(),
        payload: Some(format!("[{number}]")),
        contexts: contexts(number),
        season: season(number),
    }
}

/// Two fields, of which entries have one value, several, or none.
fn contexts(number: usize) -> BTreeMap<String, Vec<String>> {
    let city = |number: usize| ["Bern", "Berlin", "北京"][number % 3].to_owned();
    let mut contexts = BTreeMap::new();
    if !number.is_multiple_of(4) {
        contexts.insert("tenant".to_owned(), vec![(number % 5).to_string()]);
    }
    match number % 7 {
        0 => {}
        1 => drop(contexts.insert("city".to_owned(), vec![city(number), city(number + 1)])),
        _ => drop(contexts.insert("city".to_owned(), vec![city(number)])),
    }
    contexts
}

/// Neutral seasons, and some others that several entries have.
fn season(number: usize) -> [f64; 12] {
    match number % 3 {
        0 => [1.0; 12],
        kind => std::array::from_fn(|month| ((month * kind + number % 5) % 6) as f64 * 0.7),
    }
}

fn records() -> Vec<ModelEntry> {
    let mut records = vec![
        record(1, "New York", &[("NYC", 0.5), ("Big Apple", 0.25)]),
        record(2, "Newcastle", &[]),
        record(3, "new", &[]),
        record(4, "Łódź", &[("Lodz city", 1.0)]),
        record(5, "北京", &[("Beijing", 0.1)]),
        record(6, "red bull watch", &[]),
        record(7, "the watches", &[("the the", 0.5)]),
    ];
    // Enough for nodes with an index of their transitions.
    let letters = ('a'..='z').chain('0'..='9').zip(20..);
    records
        .extend(letters.map(|(letter, number)| record(number, &format!("{letter}{number}"), &[])));
    records
}

/// Returns an index of kind `text` with every section but those of long ranges.
pub fn text_index() -> Pair {
    let mut records = records();
    records.push(record(8, "Ремонт холодильника", &[]));
    records.push(record(9, "Ремонт", &[("Сплит", 0.5)]));
    // Texts that repeat, with other contexts and with the same, and aliases that give way.
    records.push(record(10, "Newcastle", &[("newcastle", 0.5), ("Novocastria", 0.25)]));
    let twin = record(10, "Newcastle", &[("Newcastle", 0.5), ("NOVOCASTRIA", 0.125)]);
    records.push(ModelEntry { id: None, ..twin.clone() });
    records.push(ModelEntry { id: Some("id11".into()), weight: 0.25, ..twin });
    records.push(record(12, "Résumés הספר", &[]));
    // Forms that are made again of an alias, and as the second of their class.
    let rare = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 2.5, 2.0, 1.5, 1.0, 0.5];
    records.push(record(13, "Zoo007", &[("Zoo", 0.5), ("Zoo-8!", 0.5)]));
    records.push(ModelEntry { season: rare, ..record(14, "rare", &[]) });
    let rules = ["холодильник, рефрижератор", "bull => bison"].map(str::to_owned);
    let options = BuildOptions {
        languages: vec!["ru".into(), "en".into(), "he".into()],
        layouts: vec!["us".into(), "ru".into()],
        synonyms: Some(Synonyms::Rules(rules.into())),
        transliterate: true,
        inside: true,
        ..BuildOptions::default()
    };
    let pair = Pair::with_options(options, records);
    // Long ranges have more entries than can be damaged byte by byte.
    assert_eq!(pair.index.info().sections.len(), 50, "every other section is there");
    pair
}

/// Returns an index of so many forms and words with one beginning that the trees of minima have two
/// levels, and decide.
pub fn large_index() -> Pair {
    let entry = |number: usize, text: String| ModelEntry {
        text,
        weight: (number * 7919 % 1009) as f64,
        contexts: contexts(number),
        season: season(number),
        ..ModelEntry::default()
    };
    let words = |number: usize| (0..18).map(move |word| format!(" s{}", (number * 7 + word) % 72));
    let long =
        (0..60).map(|number| entry(number, "p".to_owned() + &words(number).collect::<String>()));
    let short = (100..300).map(|number| entry(number, format!("p {number}")));
    // Texts that repeat, with contexts and seasons of their own, and with those of others.
    let again = (100..130).map(|number| entry(number * 3, format!("p {number}")));
    let twins = (100..110).map(|number| entry(number, format!("p {number}")));
    Pair::new(Kind::Text, long.chain(short).chain(again).chain(twins).collect())
}

/// Returns an index with long ranges of slots and of words.
pub fn long_index() -> Pair {
    let entry = |number: usize| {
        let first = ["p", "new", "s"][number % 3];
        let text = format!("{first} {}{}", ["yo", "york", "s"][number % 7 % 3], number % 1300);
        ModelEntry { text, weight: (number * 7919 % 1009) as f64, ..ModelEntry::default() }
    };
    Pair::new(Kind::Text, (0..4200).map(entry).collect())
}

/// Returns an index of kind `literal`.
pub fn literal_index() -> Pair {
    let options = BuildOptions {
        kind: Kind::Literal,
        layouts: vec!["us".into(), "ru".into()],
        ..BuildOptions::default()
    };
    Pair::with_options(options, records())
}

/// Returns `options` with more of what ranks, by turns, on a day that is always the same.
fn ranked(index: &Index, number: usize, options: SuggestOptions) -> SuggestOptions {
    let at = Day::from_calendar(2026, 3, 1);
    let options = SuggestOptions { at, ..options };
    let (field, value) = [("tenant", "1"), ("city", "Bern")][number % 2];
    // Of fields that there are: others are refused.
    let is_there = index.info().contexts.iter().any(|known| known.field == field);
    let field = is_there.then(|| field.to_owned());
    let of_field = || field.iter().map(|field| (field.clone(), vec![value.to_owned()])).collect();
    match number % 7 {
        1 => SuggestOptions { filter: of_field(), total: true, ..options },
        2 => {
            let exclude = Exclude { ids: vec!["id1".to_owned()], contexts: of_field() };
            SuggestOptions { exclude, explain: true, ..options }
        }
        3 => {
            let ids = vec![("id0".to_owned(), 1000.0), ("id2".to_owned(), 0.5)];
            let boost = |field: &String| (field.clone(), [(value.to_owned(), 3.0)].into());
            let contexts = field.iter().map(boost).collect();
            SuggestOptions { boosts: Boosts { contexts, ids }, ..options }
        }
        4 => SuggestOptions {
            pin: vec!["id2".to_owned(), "id0".to_owned()],
            explain: true,
            ..options
        },
        5 => SuggestOptions { total: true, explain: true, ..options },
        6 if number.is_multiple_of(2) => SuggestOptions { distinct: true, total: true, ..options },
        6 => SuggestOptions { filter: of_field(), distinct: true, ..options },
        _ => options,
    }
}

/// Asks `queries` of the index at `path` and returns what it answers, or the error of opening or
/// verifying it.
///
/// Damage that no query may go wrong by is what `verify` sees: without it there is no error.
pub fn exercise(path: &Path, queries: impl Iterator<Item = usize>) -> Result<Vec<String>, Error> {
    let index = Index::open(path)?;
    let verified = index.verify().map(drop);
    let mut answers = Vec::new();
    let failed = |error: Error| {
        assert!(is_expected(&error), "{error}");
        assert!(verified.is_err(), "verify saw nothing, but: {error}");
    };
    for number in queries {
        let query = QUERIES[number % QUERIES.len()];
        let costs = if number % 3 == 0 { Costs::Unit } else { Costs::Weighted };
        for (limit, offset) in [(10, 0), (1000, 3)] {
            let options = ranked(
                &index,
                number,
                SuggestOptions { limit, offset, costs, ..Default::default() },
            );
            let result = match index.suggest(query, &options) {
                Ok(result) => result,
                Err(error) => {
                    failed(error);
                    continue;
                }
            };
            assert!(result.suggestions.iter().all(|found| found.score.is_finite()));
            assert_sound(&result, verified.is_ok());
            answers.push(format!("{:?}", (&result.suggestions, result.complete, result.total)));
        }
        match index.get(&format!("id{number}")) {
            Ok(entry) => answers.push(format!("{entry:?}")),
            Err(error) => failed(error),
        }
    }
    for record in index.entries() {
        match record {
            Ok(record) => answers.push(record.to_json()),
            Err(error) => failed(error),
        }
    }
    match index.synonyms() {
        Ok(rules) => answers.push(rules.join("\n")),
        Err(error) => failed(error),
    }
    let _ = index.info();
    verified.map(|()| answers)
}
