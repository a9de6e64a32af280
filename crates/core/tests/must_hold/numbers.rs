//! A number is never another one: by separators that moved, and by slips beside its digits.

use mapahead::{BuildOptions, Kind, SuggestOptions, Typos};

use super::equal;
use crate::corpus::Pair;

fn of_kind(kind: Kind, text: &str) -> Pair {
    Pair::with_texts(BuildOptions { kind, ..BuildOptions::default() }, &[(text, 1.0)])
}

/// Asserts that each query finds nothing of its text, of both kinds, open and closed.
fn finds_nothing(never: &[(&str, &str)]) {
    for &(text, query) in never {
        for kind in [Kind::Text, Kind::Literal] {
            let pair = of_kind(kind, text);
            for end in ["", " "] {
                let said = pair.ask(&format!("{query}{end}"));
                assert_eq!(said, [], "{query} for {text}, {kind:?}");
            }
        }
    }
}

#[test]
fn separators_do_not_move_inside_digits() {
    let never = [
        ("2031-11-5", "2031-1-15"),
        ("2031-1-15", "2031-11-5"),
        ("2031/11/5 report", "2031 1 15"),
        ("31.12-5", "3-112 5"),
        ("12 3", "1 23"),
        ("12-34", "1-234"),
        ("12 345 6 kg", "1 2345 6 k"),
        ("555 12 34", "5551 234"),
        ("7 11 shop", "71 1 sh"),
        ("AB-12-3", "ab1 23"),
        ("QX 1-20", "qx-12-0"),
        ("A1 23", "a12 3"),
        ("ГОСТ 12-345", "гост 123 45"),
        ("ГОСТ 1-23-4", "гост 12 3-4"),
        ("Дом 1/12", "дом 11 2"),
        ("Οδός 11-2", "οδος 1 12"),
        ("서울 2-11", "서울21-1"),
        ("東京 3-21", "東京 32-1"),
        ("רחוב 4-15", "רחוב 41 5"),
        ("شارع 12 3", "شارع 1 23"),
        ("सड़क 1-12", "सड़क 11 2"),
        ("٢٠٣١-١١-٥", "2031 1 15"),
    ];
    finds_nothing(&never);
}

#[test]
fn separators_of_digits_may_be_missing_on_one_side() {
    let found = [
        ("2031-11-5", "2031115"),
        ("2031-11-5", "2031 115"),
        ("2031115", "2031-11-5"),
        ("2031115", "2031 115"),
        ("555 12 34", "5551234"),
        ("5551234", "555 12 34"),
        ("555-12-34", "555 1234"),
        ("15 6", "156"),
        ("156", "15 6"),
        ("ГОСТ 12-345", "гост12345"),
        ("AB-12-3", "ab12 3"),
        ("A-1 B-2", "a1-b2"),
        ("Οδός 11-2", "οδος112"),
        ("서울 2-11", "서울 211"),
    ];
    for (text, query) in found {
        let said = equal(&[text]).ask(query);
        assert_eq!(said.first().map(|said| said.tier), Some(1), "{query} for {text}");
    }
}

#[test]
fn digits_do_not_meet_or_part_by_a_slip_of_what_is_between_them() {
    let never = [
        ("1015", "10x15"),
        ("10x15", "1015"),
        ("Bolt 1015", "bolt 10x15"),
        ("Bolt 10x15", "bolt 1015"),
        ("20340 lamp", "203x40 lamp"),
        ("m1632", "m16x32"),
        ("m16x32", "m1632"),
        ("a1b2c3", "a1b23c"),
        ("Plan 3d4", "plan 34"),
        ("Серия 1015", "серия 10х15"),
        ("Серия 10х15", "серия 1015"),
        ("12ж34", "1234"),
        ("12λ34", "1234"),
        ("1234", "12λ34"),
        ("12ב34", "1234"),
        ("1234", "12م34"),
        ("1234", "12क34"),
        // What follows a number as typed ends it.
        ("1005", "100x"),
        ("20245", "2024x"),
        ("Zoom 10015", "zoom 100x"),
        ("Дом 10015", "дом 100ж"),
        ("30801", "3080ti"),
    ];
    finds_nothing(&never);
    for (text, query) in [
        ("Bolt 10x15", "blot 10x15"),
        ("Galaxy24 blue", "galxay24 bleu"),
        ("Mixer500ml", "mixre500ml"),
        ("Mixer500ml", "mixer500mml"),
        ("Насос12", "нсаос12"),
    ] {
        assert_eq!(equal(&[text]).ask(query).first().map(|said| said.tier), Some(2), "{query}");
    }
}

#[test]
fn a_number_stays_what_it_is_where_words_are_left_out() {
    for (text, query) in [
        ("Case 156", "case 15 6 zzz"),
        ("Case 15 6", "case 156 zzz"),
        ("Big Case 156", "case 15 6 zzz big"),
        ("Lamp 20-31", "lamp 2031 zzz"),
        ("Лампа 2031", "лампа 20 31 ююю"),
        ("RTX 3080 card", "rtx308 0 card zzz"),
    ] {
        assert_eq!(equal(&[text]).texts(query), [""; 0], "{query} for {text}");
    }
    let never = SuggestOptions { typos: Typos::Never, ..Default::default() };
    assert_eq!(equal(&["Case 156"]).ask_with("case 15 6", &never)[0].tier, 1, "alone it is free");
}
