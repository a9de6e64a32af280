//! Switched texts and neighbors.

use proptest::prelude::*;

use super::super::key_tests::key;
use super::*;

fn names() -> Vec<&'static str> {
    ALL.iter().map(|layout| layout.name).collect()
}

fn layout(name: &str) -> &'static Layout {
    ALL.iter().find(|layout| layout.name == name).unwrap()
}

/// What the keys that typed `raw` on `from` type on `to`, by looking through all keys.
fn by_search(raw: &str, from: &Layout, to: &Layout) -> Option<String> {
    let other = |ch: char| {
        if ch.is_whitespace() {
            return Some(ch);
        }
        let at = from.keys.iter().flat_map(|key| key.typed).position(|typed| typed == ch)?;
        to.keys.iter().flat_map(|key| key.typed).nth(at)
    };
    raw.chars().flat_map(super::hangul::typed_letters).map(other).collect()
}

fn switched(raw: &str, names: &[&str]) -> Vec<String> {
    Layouts::new(names).unwrap().switched(raw).collect()
}

#[test]
fn every_layout_of_the_table_loads() {
    let lines = include_str!("../../../data/keyboards.tsv").lines().count();
    assert_eq!((ALL.len(), ALL.len() * KEYS), (23, lines - 1));
    assert_eq!(Layouts::new(&names()).unwrap().layouts.len(), 23);
    for layout in ALL.iter() {
        for (stroke, ch) in layout.keys.iter().flat_map(|key| key.typed).enumerate() {
            let first = layout.stroke(ch).unwrap();
            assert!(usize::from(first) <= stroke && layout.typed(first) == Some(ch));
            assert!(!ch.is_whitespace() && !ch.is_control(), "{} {ch:?}", layout.name);
        }
    }
}

#[test]
fn what_was_typed_on_us_is_meant_on_ru() {
    for (typed, meant) in [
        ("ghbdtn", "привет"),
        ("[jkjlbkmybr", "холодильник"),
        ("{JKJLBKMYBR", "ХОЛОДИЛЬНИК"),
        ("ecnfyjdrf", "установка"),
        ("Ecnfyjdrf ldthtq", "Установка дверей"),
        ("`krf", "ёлка"),
        ("gjl]tpl", "подъезд"),
        (";bpym", "жизнь"),
        ("'rhfy", "экран"),
        (",jho", "борщ"),
        (".,rf", "юбка"),
        ("vtnhj&", "метро?"),
        ("ye//", "ну.."),
    ] {
        assert_eq!(switched(typed, &["us", "ru"]), [meant]);
    }
}

#[test]
fn what_was_typed_on_us_is_meant_on_kr_and_the_other_way_round() {
    for (typed, meant) in [
        ("tjdnf", "ㅅㅓㅇㅜㄹ"),
        ("Tkd", "ㅆㅏㅇ"),
        ("zkzkdhxhr", "ㅋㅏㅋㅏㅇㅗㅌㅗㄱ"),
        ("gksrnr TV", "ㅎㅏㄴㄱㅜㄱ ㅆㅍ"),
        ("ekfr1", "ㄷㅏㄹㄱ1"),
    ] {
        assert_eq!(switched(typed, &["us", "kr"])[0], meant);
    }
    for (typed, meant) in
        [("ㅗ디ㅣㅐ", "hello"), ("ㅔㅛ쇄ㅜ", "python"), ("ㅁ\u{1169}", "ah"), ("ㄳ 쌰", "rt Ti")]
    {
        assert_eq!(switched(typed, &["us", "kr"]), [meant]);
    }
    // The dot under the letter that follows is no key.
    assert_eq!(switched("서울é", &["us", "kr"]), [""; 0]);
}

#[test]
fn what_was_typed_on_ru_is_meant_on_us() {
    for (typed, meant) in [
        ("руддщ", "hello"),
        ("штеукфсе", "interact"),
        ("тщвуюоы", "node.js"),
        ("ЗГИПЬЩТ", "PUBGMON"),
        ("с№", "c#"),
    ] {
        assert_eq!(switched(typed, &["us", "ru"]), [meant]);
    }
    // Digits are on the same keys in both, so this is read both ways.
    assert_eq!(switched("12", &["us", "ru"]), ["12", "12"]);
    assert_eq!(switched("привет hello", &["us", "ru"]), [""; 0]);
}

#[test]
fn german_french_and_russian_keys_are_where_people_expect_them() {
    let one = |raw: &str, from: &str, to: &str| layout(from).switch(raw, layout(to)).unwrap();
    assert_eq!(one("yeitung", "us", "de"), "zeitung");
    assert_eq!(one("zellow", "de", "us"), "yellow");
    assert_eq!(one("k[hlschrank", "us", "de"), "kühlschrank");
    assert_eq!(one("stra-e", "us", "de"), "straße");
    assert_eq!(one("qvion", "us", "fr"), "avion");
    assert_eq!(one(";qison", "us", "fr"), "maison");
    assert_eq!(one("qccess", "fr", "us"), "access");
    assert_eq!(one("zork", "fr", "us"), "work");
    assert_eq!(one("2cole", "us", "fr"), "école");
    assert_eq!(one("&é\"'", "fr", "us"), "1234");
    assert_eq!(one("зеитунг", "rs", "de"), "zeitung");
    assert_eq!(one("руис", "ru", "fr"), "hebc");
}

#[test]
fn a_dead_key_types_its_mark_which_keys_of_texts_drop() {
    let meant =
        |raw: &str, to: &str| key(Kind::Text, &layout("us").switch(raw, layout(to)).unwrap());
    assert_eq!(meant("Au;hna", "gr"), "αθηνα");
    assert_eq!(meant("for[et", "fr"), "foret");
    assert_eq!(meant("m'aquina", "es"), "maquina");
    assert_eq!(meant("caf=e", "de"), "cafe");
}

#[test]
fn pairs_come_in_the_order_of_the_names_and_white_space_stays() {
    let layouts = Layouts::new(&["us", "ru", "de"]).unwrap();
    let all: Vec<String> = layouts.switched("z \ty").collect();
    assert_eq!(all, ["я \tн", "y \tz", "y \tz", "н \tя"]);
    assert_eq!(Layouts::new::<&str>(&[]).unwrap().switched("a").count(), 0);
    assert_eq!(switched("a", &["us"]), [""; 0]);
}

#[test]
fn unknown_and_repeated_layouts_are_refused() {
    let refused = |names: &[&str]| Layouts::new(names).unwrap_err().to_string();
    let unknown = refused(&["us", "qwerty"]);
    assert!(unknown.starts_with("layouts must be one of us gb ru ua"), "{unknown}");
    assert!(unknown.ends_with("got \"qwerty\""), "{unknown}");
    assert!(refused(&["us", "ru", "us"]).contains("different from each other"));
    assert!(refused(&["US"]).contains("layouts must be one of"));
}

#[test]
fn neighbors_are_letters_on_keys_that_touch() {
    let pairs = Layouts::new(&["us"]).unwrap().neighbors();
    let of = |ch: char| -> String {
        let other = |&(a, b): &(char, char)| match ch {
            _ if a == ch => Some(b),
            _ if b == ch => Some(a),
            _ => None,
        };
        pairs.iter().filter_map(other).collect()
    };
    assert_eq!(of('a'), "qswz");
    assert_eq!(of('g'), "bfhtvy");
    assert_eq!(of('p'), "lo");
    assert!(pairs.iter().all(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_lowercase()));
    let ru = Layouts::new(&["ru"]).unwrap().neighbors();
    assert!(ru.contains(&('а', 'в')) && ru.contains(&('ж', 'э')) && ru.contains(&('б', 'ю')));
    assert!(!ru.iter().any(|(a, b)| [*a, *b].contains(&'.')));
}

#[test]
fn neighbors_are_as_they_stand_in_keys_and_each_pair_is_there_once() {
    for layout in ALL.iter() {
        let pairs = Layouts::new(&[layout.name]).unwrap().neighbors();
        assert!(pairs.windows(2).all(|pair| pair[0] < pair[1]), "{}", layout.name);
        assert!(pairs.len() > 40, "{}", layout.name);
        for (a, b) in pairs {
            assert!(a < b && !a.is_numeric() && !b.is_numeric());
            for ch in [a, b] {
                assert_eq!(key(Kind::Text, &ch.to_string()), ch.to_string());
            }
        }
    }
    // ö is o in keys, and stands beside l and p; ä is a.
    let de = Layouts::new(&["de"]).unwrap().neighbors();
    assert!(de.contains(&('l', 'o')) && de.contains(&('a', 'o')) && de.contains(&('o', 'p')));
    assert!(de.contains(&('t', 'z')) && !de.contains(&('t', 'y')));
    // The dotless i stands beside o, u, k …; the dotted one beside ş.
    let tr = Layouts::new(&["tr"]).unwrap().neighbors();
    assert!(tr.contains(&('i', 'o')) && tr.contains(&('i', 's')));
}

#[test]
fn without_layouts_the_languages_tell_on_which_people_type() {
    let of = |languages: &[&str]| Layouts::of_languages(languages).neighbors();
    let named = |names: &[&str]| Layouts::new(names).unwrap().neighbors();
    assert_eq!(of(&[]), named(&["us"]));
    assert_eq!(of(&["en"]), named(&["us", "gb"]));
    assert_eq!(of(&["ru", "en", "de"]), named(&["us", "ru", "gb", "de"]));
    assert_eq!(of(&["unknown"]), named(&["us"]));
    for language in super::super::languages::LANGUAGES {
        let layouts = super::super::languages::layouts_of_language(language.code);
        assert_eq!(Layouts::new(layouts).unwrap().layouts.len(), layouts.len());
    }
}

/// Some characters of a layout and some of none.
fn raw() -> impl Strategy<Value = String> {
    let layout = prop::sample::select((0..22).collect::<Vec<usize>>());
    layout.prop_flat_map(|at| {
        let typed: Vec<char> = ALL[at].keys.iter().flat_map(|key| key.typed).collect();
        let ch = prop_oneof![
            40 => prop::sample::select(typed),
            2 => Just(' '),
            1 => any::<char>(),
        ];
        prop::collection::vec(ch, 0..12).prop_map(String::from_iter)
    })
}

proptest! {
    #[test]
    fn a_switched_text_is_what_looking_through_all_keys_finds(raw in raw()) {
        let names = names();
        let mut expected = Vec::new();
        for from in &names {
            for to in names.iter().filter(|to| *to != from) {
                expected.extend(by_search(&raw, layout(from), layout(to)));
            }
        }
        let all: Vec<String> = Layouts::new(&names).unwrap().switched(&raw).collect();
        prop_assert_eq!(all, expected);
    }
}
