//! What must hold, in these very words: cases from the issue trackers of other systems, asked of
//! the engine and of the model.

use mapahead::{BuildOptions, SuggestOptions, Synonyms, Typos};

use crate::corpus::Pair;
use crate::model::ModelEntry;

mod dropped;
mod forms;
mod inside;
mod layout_by_word;
mod marks;
mod numbers;
mod scripts;
mod services;
mod slips;
mod spacing;
mod spelled;
mod whole_form;
mod word_forms;
mod writing;

/// Texts of equal weight.
fn equal(texts: &[&str]) -> Pair {
    Pair::of_texts(&texts.iter().map(|text| (*text, 1.0)).collect::<Vec<_>>())
}

fn list(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn top_5_is_the_head_of_top_10() {
    let texts: Vec<String> = (0..30)
        .map(|number| format!("harry {}", "abcdefghij".repeat(2).split_at(number % 20).1))
        .collect();
    let weighted: Vec<(&str, f64)> = texts
        .iter()
        .zip([3.0, 1.0, 7.0].into_iter().cycle())
        .map(|(text, weight)| (text.as_str(), weight))
        .collect();
    let pair = Pair::of_texts(&weighted);
    for query in ["", "h", "harry", "hrary", "abc harry", "haryr c", "j harr"] {
        let top = |limit| pair.ask_with(query, &SuggestOptions { limit, ..Default::default() });
        let ten = top(10);
        assert_eq!(top(5), ten[..5.min(ten.len())], "{query:?}");
        assert!(!ten.is_empty(), "{query:?}");
    }
}

#[test]
fn a_form_of_a_synonym_is_highlighted_where_prefixes_alone_fill_the_answer() {
    let rules = Synonyms::Rules(vec!["a b => ba".to_owned()]);
    let synonyms = Some(rules);
    let options = BuildOptions { synonyms, synonym_factor: 0.5, ..BuildOptions::default() };
    let pair = Pair::with_texts(options, &[("ba a", 1.0)]);
    for query in ["a", " a"] {
        let one = SuggestOptions { limit: 1, ..Default::default() };
        let found = pair.ask_with(query, &one);
        assert_eq!(found[0].surface, "a b a", "{query:?}");
        assert_eq!(found[0].highlighted(), ["a"], "{query:?}");
        assert_eq!(pair.ask(query)[0].highlights, found[0].highlights, "{query:?}");
    }
}

#[test]
fn exact_comes_before_typo_always() {
    let headings: Vec<String> = (0..10).map(|number| format!("Heading {number}")).collect();
    let mut texts: Vec<(&str, f64)> = headings.iter().map(|text| (text.as_str(), 1.0)).collect();
    texts.extend([("Headphones", 1e9), ("Headset", 1e9)]);
    let pair = Pair::of_texts(&texts);
    assert_eq!(pair.texts("headi"), headings);
    let more = SuggestOptions { limit: 12, ..Default::default() };
    let tiers: Vec<u8> = pair.ask_with("headi", &more).iter().map(|said| said.tier).collect();
    assert_eq!(tiers, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2]);
}

#[test]
fn c_comes_before_cc_before_others_and_its_signs_count() {
    assert_eq!(equal(&["Cat", "CCC", "CC", "C"]).texts("c"), ["C", "CC", "CCC", "Cat"]);
    let pair = equal(&["C", "C++", "C#", "CC"]);
    assert_eq!(pair.texts("c++"), ["C++"]);
    assert_eq!(pair.texts("c#"), ["C#"]);
    assert_eq!(pair.texts("c").len(), 4);
}

#[test]
fn a_valid_word_does_not_hide_slips() {
    let pair = equal(&["harry", "carry"]);
    assert_eq!(pair.texts("carry"), ["carry", "harry"]);
    let one = SuggestOptions { limit: 1, ..Default::default() };
    assert_eq!(pair.ask_with("carry", &one).len(), 1);
    assert_eq!(equal(&["har"]).texts("hra"), ["har"]);
}

#[test]
fn joined_and_split_words_find_each_other() {
    let pair = equal(&["Redbull", "Red Bull"]);
    for (query, first, via) in
        [("redbull", "Redbull", "spacing"), ("red bull", "Red Bull", "spacing")]
    {
        let said = pair.ask(query);
        assert_eq!((said[0].text.as_str(), said[0].tier), (first, 0));
        assert_eq!(
            (said[1].tier, said[1].kind.as_str(), said[1].via[0].as_str()),
            (1, "whole", via)
        );
    }
    let pair = equal(&["Drill 25.4mm", "Drill 25.4 mm"]);
    assert_eq!(pair.texts("25.4mm").len(), 2);
    assert_eq!(pair.texts("25.4 mm").len(), 2);
}

#[test]
fn app_wat_finds_apple_watch() {
    let said = equal(&["Apple Watch", "Apple", "Watch"]).ask("app wat").remove(0);
    assert_eq!(
        (said.text.as_str(), said.tier, said.via.as_slice()),
        ("Apple Watch", 1, &list(&["open-words"])[..])
    );
    assert_eq!(said.highlighted(), ["App", "Wat"]);
}

#[test]
fn the_last_unfinished_word_may_have_slips() {
    let pair = equal(&["wireless headphones", "wireless mouse"]);
    let said = pair.ask("wireless haedp");
    assert_eq!(
        (said[0].text.as_str(), said[0].tier, said[0].cost),
        ("wireless headphones", 2, 0.375)
    );
    assert_eq!(said[0].highlighted(), ["wireless", "headp"]);
    assert_eq!(pair.texts("haedp wirel"), ["wireless headphones"]);
}

#[test]
fn an_entry_appears_once_however_many_aliases_match() {
    let aliases = ["Moscow", "MOSCOW", "Moskva", "Moskau", "Mosca", "Moscou"];
    let moscow = ModelEntry {
        text: "Москва".into(),
        aliases: aliases.map(|alias| (alias.to_owned(), 0.5)).into(),
        ..ModelEntry::default()
    };
    let pair = Pair::new(mapahead::Kind::Text, vec![moscow]);
    for query in ["", "mos", "moscow", "mosocw", "moskow", "moskau"] {
        assert_eq!(pair.texts(query), ["Москва"], "{query:?}");
    }
}

#[test]
fn two_letters_are_not_corrected_and_three_by_cheap_edits_alone() {
    let pair = equal(&["harbour", "of"]);
    assert_eq!(pair.tier("fo"), None);
    for (query, tier) in [
        ("ha", Some(0)),
        ("ah", None),
        ("hra", Some(2)),
        ("haa", Some(2)),
        ("hsr", Some(2)),
        ("hpr", None),
        ("hxrb", Some(2)),
    ] {
        assert_eq!(pair.tier(query), tier, "{query:?}");
    }
}

#[test]
fn iphone_15_never_gives_iphone_16() {
    let pair = equal(&["iphone 16", "iphone 15", "iphone 16 pro", "iphone16"]);
    for query in ["iphone 15", "iphone 15 ", "ihpone 15", "15 iphone", "iphone15", "iphnoe15"] {
        let texts = pair.texts(query);
        assert_eq!(texts, ["iphone 15"], "{query:?}");
    }
}

#[test]
fn york_shows_york_and_yor_what_is_popular() {
    let pair =
        Pair::of_texts(&[("New York", 30.0), ("York", 1.0), ("Newcastle", 5.0), ("New", 1.0)]);
    let near = Pair::of_texts(&[("New York", 15.0), ("York", 1.0)]);
    assert_eq!(near.texts("york"), ["York", "New York"]);
    assert_eq!(pair.texts("yor"), ["New York", "York"]);
    assert_eq!(pair.texts("new "), ["New York", "New"]);
}

#[test]
fn punctuation_keeps_the_word_open() {
    let pair = equal(&["Don't stop", "Wi-Fi", "Wire", "Node.js", "Nodes"]);
    assert_eq!(pair.texts("don'"), ["Don't stop"]);
    assert_eq!(pair.texts("wi-"), ["Wi-Fi", "Wire"], "the one with the sign that was typed");
    assert_eq!(pair.texts("node."), ["Node.js", "Nodes"]);
    assert_eq!(pair.texts("node.js")[0], "Node.js");
    assert_eq!(pair.tier("node.js"), Some(0));
}

#[test]
fn marks_that_people_leave_out_do_not_count() {
    let pair = equal(&["Diyarbakır", "Wrocław", "Ёлка"]);
    for (query, text) in [
        ("diyarbakir", "Diyarbakır"),
        ("wroclaw", "Wrocław"),
        ("елка", "Ёлка"),
        ("DİYARBAKIR", "Diyarbakır"),
    ] {
        assert_eq!(pair.texts(query), [text]);
        assert_eq!(pair.tier(query), Some(0));
    }
}

#[test]
fn never_is_never() {
    let pair = equal(&["harry", "red bull", "собака"]);
    let never = SuggestOptions { typos: Typos::Never, ..Default::default() };
    for query in ["hrary", "harrry", "red bulk", "соабка", "harty"] {
        assert!(pair.ask_with(query, &never).is_empty(), "{query:?}");
        assert_eq!(pair.tier(query), Some(2), "{query:?}");
    }
    assert_eq!(pair.ask_with("redbull", &never).len(), 1, "tier 1 is still tried");
}

#[test]
fn a_word_counts_once() {
    let pair = equal(&["The Band", "The The", "The Theory"]);
    let texts = |max_tier| -> Vec<String> {
        let options = SuggestOptions { max_tier, ..Default::default() };
        pair.ask_with("the the", &options).into_iter().map(|said| said.text).collect()
    };
    assert_eq!(texts(0), ["The The", "The Theory"]);
}

#[test]
fn synonyms_are_found_by_prefixes_and_with_slips() {
    let build = BuildOptions {
        languages: list(&["en"]),
        synonyms: Some(Synonyms::Rules(list(&[
            "fridge, refrigerator, ice box",
            "tv => television",
        ]))),
        ..BuildOptions::default()
    };
    let pair = Pair::with_texts(
        build,
        &[("Fridges repair", 2.0), ("Ice box", 1.0), ("Television", 1.0), ("TV", 1.0)],
    );
    assert_eq!(pair.texts("refrig"), ["Fridges repair", "Ice box"]);
    assert_eq!(pair.texts("refirgerator rep"), ["Fridges repair"]);
    assert_eq!(pair.texts("ice bo"), ["Ice box", "Fridges repair"]);
    let said = pair.ask("refrigerator rep").remove(0);
    assert_eq!((said.via.as_slice(), said.highlighted()), (&list(&["synonym"])[..], vec!["rep"]));
    assert_eq!(pair.texts("tv"), ["TV", "Television"]);
    assert_eq!(pair.texts("television"), ["Television"], "one way only");
}
