//! Marks and signs: who types them means them, and who leaves them out finds the same.

use mapahead::{BuildOptions, Quality, SuggestOptions};

use super::{equal, list};
use crate::corpus::Pair;
use crate::model::ModelEntry;

#[test]
fn of_equal_entries_the_one_with_the_typed_marks_or_signs_comes_first() {
    for (query, meant, other) in [
        // Latin.
        ("cafés", "Cafés", "Cafes"),
        ("naïve", "Naïve", "Naive"),
        ("jalapeñ", "Jalapeño", "Jalapeno"),
        ("žižk", "Žižkov", "Zizkov"),
        ("łąka", "Łąka", "Laka"),
        ("tôn", "Tôn Nữ", "Tòn Nữ"),
        ("røros", "Røros", "Roros"),
        ("ŞIŞ", "Şişli", "Sisli"),
        ("mañana ", "Mañana", "Manana"),
        ("cafe\u{301}s", "Cafés", "Cafes"),
        // Cyrillic.
        ("самолёт", "Самолёт", "Самолет"),
        ("за\u{301}мок", "За\u{301}мок", "Замок"),
        ("ёж", "Ёжик", "Ежик"),
        // Greek, Hebrew, Arabic.
        ("ήλιος", "Ήλιος", "Ηλιος"),
        ("שָׁלוֹם", "שָׁלוֹם", "שלום"),
        ("عُمان", "عُمان", "عمان"),
        // Signs.
        ("+7", "+7", "-7"),
        ("-7", "-7", "+7"),
        ("class b-", "Class B-", "Class B+"),
        ("class b*", "Class B*", "Class B-"),
        ("what?", "What?", "What"),
        ("don't", "Don't", "Dont"),
        ("co-op", "Co-op", "Co op"),
        ("(a)", "(a)", "[a]"),
        (".com", ".com", "Com"),
        ("＋7", "+7", "-7"),
    ] {
        for texts in [[meant, other], [other, meant]] {
            let pair = equal(&texts);
            let found = pair.ask(query);
            assert_eq!(found[0].text, meant, "{query}");
            assert_eq!(found[0].via, list(&["verbatim"]), "{query}");
            assert_eq!(found[0].tier, 0, "{query}");
            assert!(!found[0].highlights.is_empty(), "{query}");
        }
    }
}

#[test]
fn a_trade_sign_is_no_letters_and_what_joins_emoji_is_no_sign() {
    let pair = equal(&["Footm-x", "Foo™"]);
    let found = pair.ask("foo™");
    assert_eq!((found[0].text.as_str(), &found[0].via), ("Foo™", &list(&["verbatim"])));
    assert!(found[1].via.is_empty(), "{found:?}");
    let family = "👨\u{200D}👩\u{200D}👧";
    let found = equal(&["👨👩👧 !", family]).ask(family);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].text == family && found[0].via.is_empty(), "{found:?}");
    let found = equal(&["हिंदी", "हिन्दी"]).ask("हिंदी");
    assert!(found.len() == 2 && found.iter().all(|said| said.via.is_empty()), "{found:?}");
}

#[test]
fn who_leaves_marks_and_signs_out_finds_all_and_the_more_popular_first() {
    let pair = Pair::of_texts(&[("Résumé", 1.0), ("Resume", 2.0)]);
    assert_eq!(pair.texts("resume"), ["Resume", "Résumé"]);
    assert!(pair.ask("resume").iter().all(|said| said.via.is_empty()));
    // A popular entry wins all the same, if it is more popular than marks are worth.
    let pair = Pair::of_texts(&[("Résumé", 1.0), ("Resume", 4.0)]);
    assert_eq!(pair.texts("résumé"), ["Resume", "Résumé"]);
    let quality = Quality { verbatim: 5.0, ..Quality::for_kind(mapahead::Kind::Text) };
    let options = BuildOptions { quality: Some(quality), ..Default::default() };
    let pair = Pair::with_texts(options, &[("Résumé", 1.0), ("Resume", 4.0)]);
    assert_eq!(pair.texts("résumé"), ["Résumé", "Resume"]);
}

#[test]
fn marks_that_no_text_has_change_nothing() {
    for (query, text) in [
        ("éa", "Eau"),
        ("new-", "New York"),
        ("x!", "X"),
        ("straße", "Strasse"),
        ("c++", "C++"),
        ("ab\u{AD}c", "Abc"),
        ("東京tower", "東京 Tower"),
    ] {
        let found = equal(&[text]).ask(query);
        assert!(found.iter().all(|said| !said.via.contains(&"verbatim".to_owned())), "{query}");
    }
}

#[test]
fn a_sign_alone_finds_what_begins_with_it_or_else_everything() {
    let pair = equal(&["@home", "@work", "Home", "«Война и мир»", "#1", "¿Qué?"]);
    assert_eq!(pair.texts("@"), ["@home", "@work"]);
    assert_eq!(pair.texts("@ "), ["@home", "@work"]);
    assert_eq!(pair.texts("«"), ["«Война и мир»"]);
    assert_eq!(pair.texts("¿"), ["¿Qué?"]);
    assert_eq!(pair.texts("#"), ["#1"]);
    for query in ["!", "\"", "—", "(", "@!", "… "] {
        assert_eq!(pair.texts(query), pair.texts(""), "{query}");
        assert!(pair.ask(query).iter().all(|said| said.highlights.is_empty()), "{query}");
    }
    // A letter behind it is meant.
    assert_eq!(pair.texts("@zz"), list(&[]));
}

#[test]
fn a_sign_that_only_entries_that_do_not_pass_begin_with_is_nothing() {
    let record = |text: &str, city: &str| ModelEntry {
        text: text.to_owned(),
        contexts: [("city".to_owned(), list(&[city]))].into(),
        ..ModelEntry::default()
    };
    let pair = Pair::with_options(
        BuildOptions::default(),
        vec![record("@home", "Bern"), record("Work", "Turin")],
    );
    let inside = |city: &str| SuggestOptions {
        filter: [("city".to_owned(), list(&[city]))].into(),
        ..Default::default()
    };
    let texts = |city: &str| {
        let found = pair.ask_with("@", &inside(city));
        found.into_iter().map(|said| said.text).collect::<Vec<_>>()
    };
    assert_eq!((texts("Bern"), texts("Turin")), (list(&["@home"]), list(&["Work"])));
}

#[test]
fn an_alias_with_its_signs_is_found_by_them() {
    let entry = |text: &str, alias: &str, factor: f64| ModelEntry {
        text: text.to_owned(),
        aliases: vec![(alias.to_owned(), factor)],
        ..ModelEntry::default()
    };
    let pair = Pair::with_options(
        BuildOptions::default(),
        vec![entry("Down", "-5", 1.0), entry("Up", "+5", 1.0)],
    );
    assert_eq!(pair.texts("+5"), ["Up", "Down"]);
    assert_eq!(pair.texts("-5"), ["Down", "Up"]);
    let found = pair.ask("+5");
    assert_eq!(found[0].via, list(&["alias", "verbatim"]));
    assert_eq!(found[0].surface, "+5");
}

#[test]
fn what_was_typed_with_its_marks_is_highlighted_in_the_text() {
    for (text, query, highlighted) in [
        ("  Résumé  writing", "résumé w", "Résumé  w"),
        ("«Война» и мир", "«война»", "«Война»"),
        ("e\u{301}a", "é", "e\u{301}"),
        ("A+ (b)", "a+ (", "A+ ("),
    ] {
        let found = equal(&[text]).ask(query);
        assert_eq!(found[0].highlighted(), [highlighted], "{query}");
    }
}
