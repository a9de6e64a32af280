//! Section 4: words in any order, closed and open, joined and split.

use super::{ask, english, entry, found, texts, weighted};
use crate::model::{MatchKind, Model, Options, Via};

#[test]
fn words_match_in_any_order_the_last_one_as_a_prefix() {
    let model = texts(&["Apple Watch Band", "Watch"]);
    let answers = ask(&model, "band appl");
    assert_eq!(
        (answers[0].text.as_str(), answers[0].tier, answers[0].kind),
        ("Apple Watch Band", 0, MatchKind::Words)
    );
    assert_eq!(
        ask(&model, "band appl ").iter().map(|answer| answer.tier).min(),
        Some(1),
        "a closed word must be whole"
    );
}

#[test]
fn each_word_of_a_form_is_used_once() {
    assert_eq!(
        found(&texts(&["The Band", "The The", "The Theory"]), "the the"),
        ["The The", "The Theory"]
    );
    let typed_twice = ask(&texts(&["Band of the day"]), "the the");
    assert!(typed_twice.iter().all(|answer| answer.tier > 0));
    assert_eq!(found(&texts(&["a b"]), "a b a"), Vec::<String>::new());
}

#[test]
fn whole_comes_before_prefix_before_words() {
    assert_eq!(found(&texts(&["Cat", "CC", "C"]), "c"), ["C", "CC", "Cat"]);
    let model = weighted(&[("New York", 15.0), ("York", 1.0)]);
    assert_eq!(found(&model, "york"), ["York", "New York"]);
    let model = weighted(&[("New York", 30.0), ("York", 1.0)]);
    assert_eq!(found(&model, "yor"), ["New York", "York"]);
    assert_eq!(
        ask(&model, "york")
            .iter()
            .map(|answer| (answer.text.as_str(), answer.kind))
            .collect::<Vec<_>>(),
        [("York", MatchKind::Whole), ("New York", MatchKind::Words),]
    );
}

#[test]
fn every_word_open_is_a_relaxation_of_two_words_or_more() {
    let model = texts(&["Apple Watch", "Newcastle"]);
    let answers = ask(&model, "app wat");
    assert_eq!(
        (answers[0].tier, answers[0].kind, answers[0].via.clone()),
        (1, MatchKind::Words, vec![Via::OpenWords])
    );
    assert_eq!(found(&model, "new "), Vec::<String>::new());
    let exact_only = Options { max_tier: 0, ..Options::default() };
    assert!(model.suggest("app wat", &exact_only).is_empty());
}

#[test]
fn spacing_is_free_from_the_beginning_and_one_joint_inside() {
    let model = texts(&["Redbull", "Red Bull"]);
    for (query, first, second, via) in [
        ("redbull", "Redbull", "Red Bull", Via::Spacing),
        ("red bull", "Red Bull", "Redbull", Via::Spacing),
    ] {
        let answers = ask(&model, query);
        assert_eq!((answers[0].text.as_str(), answers[0].tier), (first, 0));
        assert_eq!(
            (answers[1].text.as_str(), answers[1].tier, answers[1].kind),
            (second, 1, MatchKind::Whole)
        );
        assert_eq!(answers[1].via, [via]);
    }
    let model = texts(&["Drill 25.4mm", "Drill 25.4 mm"]);
    assert_eq!(found(&model, "25.4mm").len(), 2);
    assert_eq!(found(&model, "25.4 mm").len(), 2);
    let answers = ask(&texts(&["Установка кондиционера"]), "установкакон");
    assert_eq!((answers[0].tier, answers[0].kind), (1, MatchKind::Prefix));
    // Inside a form a joint is a match of words.
    for (query, text, via) in
        [("redbull", "Cold Red Bull", Via::Split), ("red bull", "Cold Redbull", Via::Joined)]
    {
        let answers = ask(&texts(&[text]), query);
        let [answer] = &answers[..] else { panic!("{answers:?}") };
        assert_eq!((answer.tier, answer.kind), (1, MatchKind::Words));
        assert_eq!(answer.via, [via]);
    }
}

#[test]
fn an_alias_matches_like_the_text_and_the_entry_appears_once() {
    let mut moscow = entry("Москва", 10.0);
    moscow.aliases = vec![("Moscow".into(), 0.5), ("Moskau".into(), 0.1), ("MOSCOW".into(), 0.8)];
    let model = Model::new(english(), vec![moscow, entry("Mossel", 1.0)]);
    let answers = ask(&model, "mos");
    assert_eq!(answers.len(), 2);
    assert_eq!(
        (answers[0].text.as_str(), answers[0].surface.as_str(), answers[0].score),
        ("Москва", "MOSCOW", 8.0)
    );
    assert_eq!((answers[0].via.clone(), answers[0].highlights.clone()), (vec![Via::Alias], vec![]));
}

#[test]
fn the_empty_query_matches_every_entry_as_a_prefix() {
    let mut with_alias = entry("b", 2.0);
    with_alias.aliases = vec![("x".into(), 1.0)];
    let model = Model::new(english(), vec![entry("a", 1.0), with_alias, entry("!", 0.5)]);
    for query in ["", " \t", "\u{200b}"] {
        let answers = ask(&model, query);
        assert_eq!(
            answers.iter().map(|answer| answer.surface.as_str()).collect::<Vec<_>>(),
            ["b", "a", "!"]
        );
        assert!(answers.iter().all(|answer| answer.kind == MatchKind::Prefix
            && answer.tier == 0
            && answer.highlights.is_empty()));
    }
}

#[test]
fn over_a_thousand_characters_the_answer_is_empty() {
    let long = "д".repeat(1_000);
    let model = texts(&[&long]);
    assert_eq!(found(&model, &long).len(), 1);
    assert!(found(&model, &format!("{long} ")).is_empty());
}
