//! Sections 4 and 5: the order is total and exact, and answers are slices of it.

use proptest::prelude::*;

use super::{english, entry, layouts, stemmer, weighted};
use crate::model::{Kind, MatchKind, Model, ModelEntry, Options, Settings};

#[test]
fn entries_are_numbered_by_falling_weight_then_text_then_input() {
    let mut second = entry("b", 1.0);
    second.id = Some("second".into());
    let entries = vec![
        entry("b", 1.0),
        entry("c", 2.0),
        second,
        entry("a", 1.0),
        entry("d", 0.0),
        entry("e", -0.0),
    ];
    let model = Model::new(english(), entries);
    let all = model.suggest("", &Options::default());
    assert_eq!(
        all.iter().map(|answer| answer.text.as_str()).collect::<Vec<_>>(),
        ["c", "a", "b", "b", "d", "e"]
    );
    assert_eq!(all.iter().map(|answer| answer.ordinal).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    assert_eq!(model.get("second").map(|entry| entry.text.as_str()), Some("b"));
}

#[test]
fn of_equal_weights_the_text_of_fewer_characters_comes_first_whatever_its_bytes() {
    for texts in [
        ["oak", "oaks", "oak tree"],
        // Two bytes a character, and still the shorter.
        ["ель", "fir tree", "fir trees"],
        // An astral character is one, and a mark is one of its own.
        ["𠮷野", "e\u{301}a", "abcd"],
        ["東京", "tree", "москва"],
    ] {
        let entries = texts.iter().rev().map(|text| entry(text, 3.0)).collect();
        let all = Model::new(english(), entries).suggest("", &Options::default());
        assert_eq!(all.into_iter().map(|answer| answer.text).collect::<Vec<_>>(), texts);
    }
}

#[test]
fn equal_scores_go_by_quality_then_ordinal() {
    let model = weighted(&[("ab", 10.0), ("aa", 10.0), ("a", 1.0), ("a b", 0.0), ("b a", 0.0)]);
    let answers = model.suggest("a", &Options::default());
    assert_eq!(
        answers.iter().map(|answer| answer.text.as_str()).collect::<Vec<_>>(),
        ["a", "aa", "ab", "a b", "b a"]
    );
}

#[test]
fn the_best_form_has_the_highest_score_then_quality_then_comes_first() {
    let mut item = entry("abc", 1.0);
    item.aliases = vec![("ab".into(), 0.1), ("abd".into(), 1.0)];
    let answer =
        Model::new(english(), vec![item.clone()]).suggest("ab", &Options::default()).remove(0);
    assert_eq!((answer.surface.as_str(), answer.kind), ("ab", MatchKind::Whole));
    item.weight = 0.0;
    item.aliases = vec![("abd".into(), 1.0)];
    assert_eq!(
        Model::new(english(), vec![item.clone()]).suggest("ab", &Options::default())[0].surface,
        "abc"
    );
    item.aliases = vec![("x".into(), 0.1), ("X".into(), 0.5), ("x!".into(), 0.5)];
    assert_eq!(
        Model::new(english(), vec![item]).suggest("x", &Options::default())[0].surface,
        "X",
        "of one key the larger factor"
    );
}

#[test]
fn a_whole_literal_scores_like_a_prefix_and_goes_by_weight() {
    let model =
        Model::new(Settings::new(Kind::Literal), vec![entry("core", 1.0), entry("core-js", 2.0)]);
    let answers = model.suggest("core", &Options::default());
    assert_eq!((answers[0].text.as_str(), answers[0].kind), ("core-js", MatchKind::Prefix));
    assert_eq!((answers[1].text.as_str(), answers[1].kind), ("core", MatchKind::Whole));
}

fn entries() -> impl Strategy<Value = Vec<ModelEntry>> {
    let alias = ("[ab1 ]{1,5}", 0u8..5).prop_map(|(text, factor)| (text, f64::from(factor) / 4.0));
    let entry = ("[ab1 ]{1,6}", 0u8..3, prop::collection::vec(alias, 0..3), any::<bool>());
    let entry = entry.prop_map(|(text, weight, aliases, red)| ModelEntry {
        id: red.then(|| text.clone()),
        contexts: super::context("color", if red { &["red"] } else { &["blue"] }),
        aliases,
        ..super::entry(&text, f64::from(weight))
    });
    prop::collection::vec(entry, 0..8)
}

fn settings() -> impl Strategy<Value = Settings> {
    prop_oneof![Just(Kind::Text), Just(Kind::Literal)].prop_map(|kind| Settings {
        layouts: layouts(),
        stems: vec![stemmer()],
        ..Settings::new(kind)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_page_is_a_slice_of_all_answers(entries in entries(), settings in settings(), query in "[ab1 ]{0,5}", offset in 0usize..5, limit in 0usize..5) {
        let model = Model::new(settings, entries);
        let all = model.suggest(&query, &Options { limit: 1_000, ..Options::default() });
        let page = model.suggest(&query, &Options { limit, offset, ..Options::default() });
        let slice: Vec<_> = all.iter().skip(offset).take(limit).cloned().collect();
        prop_assert_eq!(page, slice);
        let placed = |i: usize| (all[i].tier, -all[i].score, -all[i].quality, all[i].ordinal);
        prop_assert!((1..all.len()).all(|i| placed(i - 1) < placed(i)), "total order, each entry once");
    }

    #[test]
    fn a_filter_takes_the_others_away_and_changes_nothing_else(entries in entries(), query in "[ab1 ]{3,5}") {
        let red = |entry: &ModelEntry| entry.id.is_some();
        let kept: Vec<_> = entries.iter().filter(|entry| red(entry)).cloned().collect();
        let filter = super::context("color", &["red"]);
        let filtered = Model::new(english(), entries).suggest(&query, &Options { filter, ..Options::default() });
        let alone = Model::new(english(), kept).suggest(&query, &Options::default());
        let seen = |answers: Vec<crate::model::Answer>| {
            answers.into_iter().map(|answer| (answer.text, answer.tier, answer.score, answer.surface)).collect::<Vec<_>>()
        };
        prop_assert_eq!(seen(filtered), seen(alone));
    }
}
