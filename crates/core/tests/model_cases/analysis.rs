//! Section 3: text to key.

use proptest::prelude::*;
use unicode_normalization::is_nfc;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::{entry, found, texts};
use crate::model::{Kind, Model, Settings, analysis};

fn keys(kind: Kind, cases: &[(&str, &str)]) {
    let model = Model::new(Settings::new(kind), Vec::new());
    for (text, key) in cases {
        assert_eq!(model.key(text), *key, "the key of {text:?}");
    }
}

#[test]
fn a_literal_keeps_everything_but_case_width_and_white_space() {
    keys(
        Kind::Literal,
        &[
            ("  Foo \u{a0}\tBar\n", "foo bar"),
            ("Ann.Lee+x@Example.COM", "ann.lee+x@example.com"),
            ("@babel/core", "@babel/core"),
            ("ＡＢＣ１", "abc1"),
            ("Straße ﬁ", "strasse fi"),
            ("Café Ёлка ı", "café ёлка ı"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("a\u{200d}b", "a\u{200d}b"),
            (" \n", ""),
        ],
    );
}

#[test]
fn a_text_loses_the_marks_that_people_leave_out() {
    keys(
        Kind::Text,
        &[
            ("Diyarbakır", "diyarbakir"),
            ("İstanbul", "istanbul"),
            ("Wrocław", "wroclaw"),
            ("Tromsø Æsir Œuvre Đà Nẵng Ǿ", "tromso aesir oeuvre da nang o"),
            ("Crème brûlée", "creme brulee"),
            ("Αθήνα ΐ", "αθηνα ι"),
            ("מִשְׂפָּחָה", "משפחה"),
            ("مُحَمَّد أحمد مـــد", "محمد احمد مد"),
            ("كتاب کتاب علي علی على", "كتاب كتاب علي علي علي"),
        ],
    );
}

#[test]
fn cyrillic_loses_stress_and_yo_and_keeps_its_letters() {
    keys(
        Kind::Text,
        &[
            ("Ёлка ѐ ѝ", "елка е и"),
            ("за\u{301}мок", "замок"),
            ("Йод ї ў ѓ ќ и\u{306}", "йод ї ў ѓ ќ й"),
        ],
    );
    assert_eq!(found(&texts(&["Ёлка"]), "елка"), ["Ёлка"]);
    assert_eq!(found(&texts(&["Елка"]), "ёл"), ["Елка"]);
}

#[test]
fn other_scripts_keep_their_marks() {
    keys(
        Kind::Text,
        &[
            ("हिन्दी", "हिन्दी"),
            ("がぎ ガ", "ガギ ガ"),
            ("ภาษาไทย", "ภาษาไทย"),
            ("한국어", "ㅎㅏㄴㄱㅜㄱㅇㅓ"),
        ],
    );
    assert_eq!(found(&texts(&["か", "が"]), "が"), ["が"]);
}

#[test]
fn apostrophes_are_dropped_inside_words_only() {
    keys(
        Kind::Text,
        &[
            ("Don't don’t donʼt don`t", "dont dont dont dont"),
            ("'tis rock 'n' roll'", "tis rock n roll"),
            ("צה\"ל צה״ל צ'ק", "צהל צהל צק"),
            ("6\" nail", "6 nail"),
            ("col·lecció · x", "colleccio x"),
        ],
    );
}

#[test]
fn dots_and_colons_separate_unless_between_digits() {
    keys(
        Kind::Text,
        &[
            ("node.js", "node js"),
            ("snake_case a:b", "snake case a b"),
            ("25.4mm 1_000 3:30", "25.4mm 1 000 3:30"),
            ("v1.x 5.", "v1 x 5"),
            ("1,000 1,00 3;4 a,b .5", "1000 1.00 3 4 a b 0.5"),
            ("wi-fi (x)/y", "wi fi x y"),
        ],
    );
}

#[test]
fn numbers_that_are_no_digits_are_letters_and_symbols_are_none() {
    keys(
        Kind::Text,
        &[
            ("a\u{1D2D3}1\u{1D2D3}b", "a\u{1D2D3}1\u{1D2D3}b"),
            ("1.\u{1D2D3}", "1 \u{1D2D3}"),
            ("Ⅷ ⑦ 1½", "viii 7 1 1 2"),
            ("a🅰b 2˂3", "a 🅰 b 2 3"),
            ("1\u{58A}2 1⁄2", "1 2 1 2"),
            ("ՙա՛բ", "ՙաբ"),
        ],
    );
}

#[test]
fn plus_and_hash_stay_after_a_letter_or_digit() {
    keys(
        Kind::Text,
        &[("C++ C# a+b", "c++ c# a+ b"), ("+1 #tag", "1 tag"), ("c++11", "c++ 11"), ("C#+", "c#+")],
    );
    let model = texts(&["C++", "C#", "C"]);
    assert_eq!(found(&model, "c++"), ["C++"]);
    assert_eq!(found(&model, "c#"), ["C#"]);
}

#[test]
fn a_run_of_a_script_without_spaces_is_one_word() {
    keys(
        Kind::Text,
        &[
            ("東京タワー", "東京タワー"),
            ("T恤 第3回", "t 恤 第 3 回"),
            ("東京・大阪", "東京 大阪"),
            ("ខ្មែរ ລາວ မြန်မာ", "ខ្មែរ ລາວ မြန်မာ"),
            ("人々は", "人々ハ"),
        ],
    );
    assert_eq!(found(&texts(&["北京市", "京北"]), "北京"), ["北京市"]);
}

#[test]
fn a_text_without_letters_digits_or_emoji_keeps_its_symbols() {
    keys(
        Kind::Text,
        &[
            ("🍎 apple™", "🍎 apple"),
            (" 🍎  ❤️\u{7} ", "🍎 ❤"),
            ("™ %", "™ %"),
            ("->", "->"),
            ("ʼ '", "ʼ '"),
            ("\u{200b}\u{ad}", ""),
        ],
    );
    assert_eq!(found(&texts(&["🍎", "🍏", "apple"]), "🍎"), ["🍎"]);
}

#[test]
fn only_white_space_closes_the_last_word() {
    let model = texts(&["Newcastle", "New York", "New", "Wi-Fi", "Don't", "Node.js"]);
    for (query, key) in [
        ("New ", "new "),
        ("new\u{3000}", "new "),
        ("don'", "don"),
        ("wi-", "wi"),
        ("node.", "node"),
        (" ", ""),
    ] {
        assert_eq!(model.query_key(query), key, "the key of the query {query:?}");
    }
    assert_eq!(found(&model, "new "), ["New", "New York"]);
    assert_eq!(found(&model, "don'"), ["Don't"]);
    assert_eq!(found(&model, "wi-"), ["Wi-Fi"]);
    assert_eq!(found(&model, "node."), ["Node.js"]);
}

#[test]
fn the_closing_space_of_a_literal_is_satisfied_by_the_end_of_a_form() {
    let model = Model::new(
        Settings::new(Kind::Literal),
        vec![entry("new", 1.0), entry("new york", 1.0), entry("newcastle", 1.0)],
    );
    assert_eq!(found(&model, "new "), ["new", "new york"]);
    assert_eq!(found(&model, "new"), ["new", "new york", "newcastle"]);
    assert_eq!(found(&model, "york"), Vec::<String>::new());
}

/// Texts of characters that are likely to interact: marks, joiners, jamo, digits, signs, spaces.
fn weird_text() -> impl Strategy<Value = String> {
    let likely = "[a1.:_'+#\"\\- \u{300}-\u{30a}\u{323}\u{200b}-\u{200d}\u{ad}\u{feff}ёйßﬁİıæ½㈱ｶﾞ́ガが漢ㄱㅏ한ᄀ\u{1161}\u{11a8}กำ\u{e31}ក្កשׁ\u{5b0}״ل\u{640}ﷺकि्क🇩🇪👩\u{fe0f}]";
    prop::collection::vec(
        prop_oneof![4 => likely, 1 => any::<char>().prop_map(String::from)],
        0..10,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn every_piece_of_a_key_has_its_source_in_the_text(text in weird_text()) {
        for kind in [Kind::Text, Kind::Literal] {
            let key = analysis::key(kind, &text);
            for piece in &key {
                prop_assert!(text.get(piece.source.clone()).is_some(), "{:?} of {:?}", piece, text);
            }
            for pair in key.windows(2) {
                prop_assert!(pair[0].source.start <= pair[1].source.start && pair[0].source.end <= pair[1].source.end);
            }
            let chars: String = key.iter().map(|piece| piece.char).collect();
            prop_assert!(!chars.starts_with(' ') && !chars.ends_with(' ') && !chars.contains("  "));
        }
    }

    #[test]
    fn a_highlight_never_cuts_a_grapheme(text in weird_text()) {
        let edges: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        let key = analysis::key(Kind::Text, &text);
        for len in 1..=key.len() {
            let range = analysis::source(&text, &key, 0..len);
            prop_assert!(range.is_some_and(|range| edges.contains(&range.start) && edges.contains(&range.end)));
        }
    }

    #[test]
    fn a_key_is_composed_and_its_own_key(text in weird_text()) {
        // The exceptions: an apostrophe dropped between two jamo leaves them apart, and a control
        // dropped between two marks of a text without letters.
        let jamo = |char: &char| char.script() == Script::Hangul && *char != '한';
        let text: String = text.chars().filter(|char| !jamo(char) && !char.is_control()).collect();
        let model = Model::new(Settings::new(Kind::Text), Vec::new());
        let key = model.key(&text);
        prop_assert!(is_nfc(&key));
        prop_assert_eq!(model.key(&key), key);
    }
}
