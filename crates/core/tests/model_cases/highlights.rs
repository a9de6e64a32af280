//! What of a text is highlighted: in order, in other order, with slips, through synonyms.

use super::{ask, english, entry, highlighted, stemmer, texts};
use crate::model::forms::parse_synonyms;
use crate::model::{Kind, MatchKind, Model, Settings};

#[test]
fn highlights_are_the_typed_part_of_the_text() {
    for (text, query, expected) in [
        ("🍎 apple pie", "app", vec!["app"]),
        ("Don't stop", "dont s", vec!["Don't s"]),
        ("Don't stop", "don", vec!["Don"]),
        ("New York", "new ", vec!["New"]),
        ("\u{ab}New\u{bb} - York", "new yo", vec!["New\u{bb} - Yo"]),
        ("Cafe\u{301} au lait", "cafe", vec!["Cafe\u{301}"]),
        ("Æsir", "a", vec!["Æ"]),
        ("ﬁne", "f", vec!["ﬁ"]),
        ("한국어", "한", vec!["한"]),
        ("New York", "", vec![]),
    ] {
        assert_eq!(highlighted(&ask(&texts(&[text]), query)[0]), expected, "{query:?} in {text:?}");
    }
}

#[test]
fn words_in_another_order_are_highlighted_one_by_one() {
    for (text, query, expected) in [
        ("New York City", "city ne", vec!["Ne", "City"]),
        ("New York", "york", vec!["York"]),
        ("Wi-Fi router", "fi wi", vec!["Wi", "Fi"]),
        ("東京tokyo", "tokyo 東京", vec!["東京tokyo"]), // they touch
        ("the cat the", "the the", vec!["the", "the"]),
        ("Café Olé", "ole caf", vec!["Caf", "Olé"]),
        ("apple watch", "app wat", vec!["app", "wat"]),
        ("a fiﬁ", "fif", vec!["fiﬁ"]), // no grapheme is cut
    ] {
        assert_eq!(highlighted(&ask(&texts(&[text]), query)[0]), expected, "{query:?} in {text:?}");
    }
}

#[test]
fn a_word_with_slips_is_highlighted_as_far_as_it_was_meant() {
    for (text, query, expected) in [
        ("headphones", "haedp", vec!["headp"]),
        ("headphones", "haedphones ", vec!["headphones"]),
        ("New York", "enw yokr", vec!["New", "York"]),
        ("wireless headphones black", "haedphones wierl", vec!["wirel", "headphones"]),
        ("harry", "harrry", vec!["harry"]),
        ("bookkeeper", "bokke", vec!["bookke"]),
    ] {
        let answer = &ask(&texts(&[text]), query)[0];
        assert_eq!((answer.tier, highlighted(answer)), (2, expected), "{query:?} in {text:?}");
    }
    // Of a form typed whole the last word is still taken as far as it costs the least.
    let mut settings = english();
    settings.quality.typo_base = 4.0; // else a letter more costs more than a whole form gains
    let model = Model::new(settings, vec![entry("headphones", 1.0)]);
    let answer = &ask(&model, "haedphone")[0];
    assert_eq!((answer.kind, highlighted(answer)), (MatchKind::Whole, vec!["headphone"]));
}

#[test]
fn a_word_matched_by_its_stem_is_highlighted_whole() {
    let settings = Settings { stems: vec![stemmer()], ..english() };
    let model = Model::new(settings, vec![entry("Ремонт холодильника", 1.0)]);
    assert_eq!(highlighted(&ask(&model, "холодильников рем")[0]), ["Рем", "холодильника"]);
}

#[test]
fn through_a_synonym_the_words_of_the_text_are_highlighted_if_it_has_them() {
    let synonyms = parse_synonyms("fridge, ice box\nthe the => x\n", &[]);
    let settings = Settings { synonyms, ..english() };
    let mut fan = entry("Fan", 1.0);
    fan.aliases = vec![("fridge fan".into(), 0.5)];
    let model = Model::new(settings, vec![entry("Fridge repair", 2.0), fan, entry("x the", 1.0)]);
    for (query, expected) in [
        ("ice box rep", vec!["rep"]),
        ("rapair ice", vec!["repair"]),
        ("ice box", vec![]),
        ("ice box fa", vec!["Fa"]),  // a synonym of an alias
        ("the the th", vec!["the"]), // the first of the typed words takes it
        ("fridge fa", vec![]),       // the alias itself
    ] {
        assert_eq!(highlighted(&ask(&model, query)[0]), expected, "{query:?}");
    }
}

#[test]
fn a_literal_with_slips_is_highlighted_to_the_longest_prefix_that_costs_the_least() {
    let literal = |text: &str, query: &str| {
        let model = Model::new(Settings::new(Kind::Literal), vec![entry(text, 1.0)]);
        highlighted(&ask(&model, query)[0]).concat()
    };
    assert_eq!(literal("ann.lee@example.com", "ann.ele@ex"), "ann.lee@ex");
    assert_eq!(literal("abbc d", "abbx "), "abbc");
    assert_eq!(literal("abbcd e", "abbc "), "abbcd", "closed, up to a separator");
    assert_eq!(literal("abbc d", "abxc"), "abbc");
    assert_eq!(literal("new york", "NEW Y"), "new y");
}
