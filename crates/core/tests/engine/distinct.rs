//! Each text once: whatever the number of entries that have it, at the cost of the texts.

use std::sync::OnceLock;

use mapahead::{
    Boosts, BuildOptions, Contexts, Exclude, Index, Kind, SuggestOptions, SuggestResult, Total,
};
use tempfile::TempDir;

use crate::corpus::{self, Pair};
use crate::model::ModelEntry;

/// So many entries have one text: more than a search may look at.
const REPEATS: usize = 150_000;

fn entry(text: &str, id: &str, weight: f64) -> ModelEntry {
    ModelEntry { text: text.into(), id: Some(id.into()), weight, ..ModelEntry::default() }
}

fn distinct() -> SuggestOptions {
    SuggestOptions { distinct: true, ..SuggestOptions::default() }
}

fn texts<'a>(result: &'a SuggestResult<'_>) -> Vec<&'a str> {
    result.suggestions.iter().map(|found| found.text).collect()
}

/// An index of entries of one text with weights of their own, and of others so light that they come
/// last. With sides all are in one shop, with one season.
fn many_cards(with_sides: bool) -> (TempDir, Index) {
    let equal =
        (0..REPEATS).map(|number| entry("big card", &format!("id {number}"), (number + 10) as f64));
    let others = ["big carpet", "bigger card", "card", "cards"].map(|text| entry(text, text, 1.0));
    let with_sides = |entry: ModelEntry| match with_sides {
        false => entry,
        true => ModelEntry {
            contexts: [("shop".to_owned(), vec!["1".to_owned()])].into(),
            season: std::array::from_fn(|month| (month + 1) as f64),
            ..entry
        },
    };
    let folder = corpus::folder();
    let path = folder.path().join("cards.mapahead");
    let records: Vec<ModelEntry> = equal.chain(others).map(with_sides).collect();
    corpus::build(&path, &records, BuildOptions::default()).unwrap();
    let index = Index::open(&path).unwrap();
    (folder, index)
}

fn cards() -> &'static Index {
    static CARDS: OnceLock<(TempDir, Index)> = OnceLock::new();
    &CARDS.get_or_init(|| many_cards(true)).1
}

fn plain_cards() -> &'static Index {
    static CARDS: OnceLock<(TempDir, Index)> = OnceLock::new();
    &CARDS.get_or_init(|| many_cards(false)).1
}

#[test]
fn a_text_of_very_many_entries_is_one_suggestion_and_costs_no_budget() {
    for index in [plain_cards(), cards()] {
        let ask = |query, options: &SuggestOptions| {
            let result = index.suggest(query, options).unwrap();
            assert!(result.complete, "{query:?}, {} steps", result.steps);
            let ids: Vec<_> = result.suggestions.iter().map(|found| found.id.unwrap()).collect();
            let last = format!("id {}", REPEATS - 1);
            assert!(ids.contains(&last.as_str()), "{query:?}: the best of the text: {ids:?}");
            (texts(&result).join(", "), result.total, result.steps)
        };
        let of_texts = |count| Some(Total { value: count, is_exact: true });
        for (query, expected, count) in [
            ("big", "big card, big carpet, bigger card", 3),
            ("big c", "big card, big carpet, bigger card", 3),
            ("", "big card, card, cards, big carpet, bigger card", 5),
        ] {
            let (shown, _, steps) = ask(query, &distinct());
            assert_eq!(shown, expected, "{query:?}");
            assert!(steps < 2_000, "{query:?}: {steps} steps");
            let total = SuggestOptions { total: true, ..distinct() };
            assert_eq!(ask(query, &total).1, of_texts(count), "{query:?}");
        }
        // Words inside look at each of them, for a sixteenth of a step.
        let (shown, _, steps) = ask("card", &distinct());
        assert_eq!(shown, "big card, card, cards, bigger card, big carpet");
        assert!(steps < 2_000, "{steps} steps");
    }
}

#[test]
fn a_text_of_very_many_entries_that_pass_a_filter_is_one_suggestion_within_the_budget() {
    let index = cards();
    index.verify().unwrap();
    let shop = || Contexts::from([("shop".to_owned(), vec!["1".to_owned()])]);
    let raised = [("shop".to_owned(), [("1".to_owned(), 3.0)].into())].into();
    let boosts = Boosts { contexts: raised, ..Boosts::default() };
    let without = Contexts::from([("shop".to_owned(), vec!["2".to_owned()])]);
    let exclude = Exclude { contexts: without, ..Exclude::default() };
    for options in [
        SuggestOptions { filter: shop(), ..distinct() },
        SuggestOptions { boosts, ..distinct() },
        SuggestOptions { exclude, ..distinct() },
    ] {
        for (query, expected) in [
            ("big", "big card, big carpet, bigger card"),
            ("card", "big card, card, cards, bigger card, big carpet"),
        ] {
            let result = index.suggest(query, &options).unwrap();
            assert!(result.complete, "{query:?}, {} steps: {options:?}", result.steps);
            assert_eq!(texts(&result).join(", "), expected, "{query:?}: {options:?}");
        }
    }
}

#[test]
fn without_distinct_a_text_of_many_entries_fills_the_answer() {
    let result = plain_cards().suggest("big", &SuggestOptions::default()).unwrap();
    assert_eq!(texts(&result), ["big card"; 10]);
}

#[test]
fn of_two_entries_with_one_text_the_best_that_matches_and_passes_is_shown() {
    let mut records = vec![
        entry("Card", "heavy", 9.0),
        entry("Card", "light", 5.0),
        entry("card", "other bytes", 7.0),
        entry("Cart", "cart", 1.0),
    ];
    records[1].aliases = vec![("ticket".into(), 1.0)];
    records[1].contexts = [("shop".to_owned(), vec!["1".to_owned()])].into();
    for kind in [Kind::Text, Kind::Literal] {
        let pair = Pair::new(kind, records.clone());
        let ids = |query: &str, options: SuggestOptions| -> Vec<String> {
            let said = pair.ask_ranked(query, &options);
            said.into_iter().map(|said| said.id.unwrap()).collect()
        };
        assert_eq!(ids("car", distinct()), ["heavy", "other bytes", "cart"]);
        assert_eq!(ids("ticket", distinct()), ["light"], "the heavy one does not match");
        let filter = Contexts::from([("shop".to_owned(), vec!["1".to_owned()])]);
        assert_eq!(ids("car", SuggestOptions { filter, ..distinct() }), ["light"]);
        let exclude = Exclude { ids: vec!["heavy".into()], ..Exclude::default() };
        let rest = ["other bytes", "light", "cart"];
        assert_eq!(ids("car", SuggestOptions { exclude, ..distinct() }), rest);
        let boosts = Boosts { ids: vec![("light".into(), 3.0)], ..Boosts::default() };
        let raised = ["light", "other bytes", "cart"];
        assert_eq!(ids("car", SuggestOptions { boosts, ..distinct() }), raised);
        let page = |offset| SuggestOptions { limit: 1, offset, ..distinct() };
        let pages: Vec<String> = (0..4).flat_map(|offset| ids("car", page(offset))).collect();
        assert_eq!(pages, ["heavy", "other bytes", "cart"]);
        assert_eq!(ids("crad", distinct())[..2], ["heavy", "other bytes"], "with a slip");
    }
}

#[test]
fn a_pinned_entry_stands_for_its_text() {
    let mut records = vec![
        entry("Card", "heavy", 9.0),
        entry("Card", "light", 5.0),
        entry("Card", "least", 1.0),
        entry("Carpet", "carpet", 2.0),
    ];
    records[2].aliases = vec![("tickets".into(), 1.0)];
    records[0].aliases = vec![("ticket".into(), 1.0)];
    let pair = Pair::new(Kind::Text, records);
    let ids = |query: &str, pin: &[&str]| -> Vec<String> {
        let pin = pin.iter().map(|id| (*id).to_owned()).collect();
        let said = pair.ask_ranked(query, &SuggestOptions { pin, ..distinct() });
        said.into_iter().map(|said| said.id.unwrap()).collect()
    };
    assert_eq!(ids("car", &["light"]), ["light", "carpet"]);
    assert_eq!(ids("car", &["carpet", "least", "heavy"]), ["carpet", "least"]);
    assert_eq!(ids("car", &["nobody"]), ["heavy", "carpet"]);
    // Pinned and not found, so another entry shows the text.
    assert_eq!(ids("ticket ", &["light"]), ["heavy"]);
    // Found in a later tier than the other entry of its text, and still in its place.
    assert_eq!(ids("ticket ", &["least"]), ["least"]);
}

/// Texts that occur several times, in three scripts, with the words by which they are found.
const REPEATED: [(&str, &str); 20] = [
    ("Springfield", "spring"),
    ("Main Street", "main"),
    ("Main Street", "street"),
    ("The Beatles – Live", "beat"),
    ("iPhone 15 Pro", "iphone"),
    ("Café Central", "cafe"),
    ("C++", "c+"),
    ("北京市", "北京"),
    ("東京タワー", "東京"),
    ("서울 시청", "서울"),
    ("Ленинская улица", "ленин"),
    ("Ленинская улица", "улица"),
    ("Аптека № 1", "аптека"),
    ("Ёлка", "елка"),
    ("Άγιος Νικόλαος", "αγιος"),
    ("شارع الملك", "شارع"),
    ("רחוב הרצל", "רחוב"),
    ("ร้านอาหาร", "ร้าน"),
    ("don't stop", "dont"),
    ("10 km", "10"),
];

/// Pairs that are two texts although people may take them for one.
const DIFFERENT: [(&str, &str, &str); 6] = [
    ("Card", "card", "car"),
    ("Café", "Cafe", "caf"),
    ("Main Street", "Main  Street", "main"),
    ("Ёлка", "Елка", "ел"),
    ("é", "e\u{301}", "é"),
    ("Wi-Fi", "Wi Fi", "wi"),
];

#[test]
fn a_text_is_shown_once_in_every_script_and_other_bytes_are_another_text() {
    for (text, query) in REPEATED {
        let records = (0..25)
            .map(|number| entry(text, &number.to_string(), f64::from(number % 7)))
            .chain([entry(&format!("{text} 2"), "other", 0.5)]);
        let pair = Pair::new(Kind::Text, records.collect());
        let found = pair.ask_ranked(query, &distinct());
        let texts: Vec<&str> = found.iter().map(|said| said.text.as_str()).collect();
        assert_eq!(texts, [text, &format!("{text} 2")], "{query:?}");
        assert_eq!(found[0].weight, 6.0, "{query:?}");
    }
    for (one, other, query) in DIFFERENT {
        let pair = Pair::new(Kind::Text, vec![entry(one, "1", 2.0), entry(other, "2", 1.0)]);
        assert_eq!(pair.ask_ranked(query, &distinct()).len(), 2, "{one:?} and {other:?}");
    }
}
