//! The concrete cases of section 3 of docs/design.md, and the version.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::*;

/// Every Unicode scalar value.
pub(super) fn any_scalar() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

/// The key of `text` as a surface form.
pub(super) fn key(kind: Kind, text: &str) -> String {
    let mut key = String::from("what was in it");
    Analyzer::new(kind).form_key(text, &mut key);
    key
}

/// The key of `text` as a query.
pub(super) fn query_key(kind: Kind, text: &str) -> String {
    let mut key = String::from("what was in it");
    Analyzer::new(kind).query_key(text, &mut key);
    key
}

#[test]
fn keys_of_kind_literal_keep_punctuation() {
    for (text, expected) in [
        ("  John.Doe+Tag@Example.COM ", "john.doe+tag@example.com"),
        ("@Scope/Package_Name", "@scope/package_name"),
        ("A \t\n B", "a b"),
        ("ＡＢＣ－１２３", "abc-123"),
        ("Straße", "strasse"),
        ("Café", "café"),
        ("Cafe\u{301}", "café"),
        ("İ", "i\u{307}"),
        ("", ""),
        (" \u{3000} ", ""),
    ] {
        assert_eq!(key(Kind::Literal, text), expected, "{text:?}");
    }
}

#[test]
fn a_query_is_closed_by_white_space_alone() {
    for (text, expected) in [
        ("new ", "new "),
        ("new \t\u{A0}", "new "),
        ("new\u{3000}", "new "),
        ("don'", "don"),
        ("wi-", "wi"),
        ("node.", "node"),
        ("node. ", "node "),
        ("New Y", "new y"),
        ("new\u{200F} \u{200F}", "new "),
        ("北京 ", "北京 "),
        ("   ", ""),
        ("", ""),
        ("😀 ", "😀 "),
    ] {
        assert_eq!(query_key(Kind::Text, text), expected, "{text:?}");
    }
    assert_eq!(query_key(Kind::Literal, "a. "), "a. ");
    assert_eq!(query_key(Kind::Literal, "  "), "");
}

#[test]
fn a_text_that_is_ignored_altogether_has_an_empty_key() {
    for text in ["", " ", "\u{200D}\u{FE0F}", "\u{FEFF} \u{AD}", "ـ", "\u{0}"] {
        assert_eq!(key(Kind::Text, text), "", "{text:?}");
        assert_eq!(query_key(Kind::Text, text), "", "{text:?}");
    }
}

#[test]
fn the_source_of_a_range_is_the_smallest_that_covers_it() {
    for (text, range, expected) in [
        ("New York", 0..3, Some("New")),
        ("New York", 0..4, Some("New")),
        ("New York", 3..5, Some("Y")),
        ("New York", 3..4, None),
        ("New York", 0..5, Some("New Y")),
        ("  Wi-Fi", 0..4, Some("Wi-F")),
        ("Straße", 0..5, Some("Straß")),
        ("Straße", 5..7, Some("ße")),
        ("Don’t", 0..4, Some("Don’t")),
        ("Don’t", 0..3, Some("Don")),
        ("Cafe\u{301} x", 0..4, Some("Cafe\u{301}")),
        ("Ёлка", 0..2, Some("Ё")),
        ("Ёлка", 1..3, Some("Ёл")),
        ("C++ x", 0..3, Some("C++")),
        ("👨\u{200D}👩\u{200D}👧", 7..8, Some("👨\u{200D}👩\u{200D}👧")),
        ("ﬁx", 0..1, Some("ﬁ")),
        ("ㄱㅏ", 0..1, Some("ㄱ")),
        ("서울역", 3..4, Some("서")),
        ("서울역", 6..7, Some("울")),
        ("서울역", 3..12, Some("서울")),
        ("\u{1109}\u{1165}\u{110B}", 0..3, Some("\u{1109}\u{1165}")),
        ("1,000 x", 0..2, Some("1,0")),
        ("½ x", 0..1, Some("½")),
        (".5", 0..1, Some(".")),
        ("हिंदी", 6..9, Some("हिं")),
        ("हिंदी", 6..12, Some("हिं")),
        ("あめ", 0..3, Some("あ")),
        ("٢٠٢٤", 0..2, Some("٢٠")),
        ("Kilo™ x", 0..4, Some("Kilo")),
        ("a", 0..9, Some("a")),
        ("a", 1..9, None),
        ("a", 0..0, None),
        ("", 0..1, None),
    ] {
        let source = Analyzer::new(Kind::Text).source_range(text, range.clone());
        assert_eq!(source.map(|source| &text[source]), expected, "{text} {range:?}");
    }
    let literal = Analyzer::new(Kind::Literal);
    assert_eq!(literal.source_range(" a  B@", 0..3), Some(1..5));
}

#[test]
fn the_exceptions_from_cuts_being_prefixes_are_known() {
    let kind = Kind::Text;
    for (cut, rest, cut_key, form_key) in [
        // A cut inside what composes.
        ("и", "\u{306}", "и", "й"),
        ("か", "\u{3099}", "カ", "ガ"),
        // A cut between a sign and the first letter or digit, which makes the signs not count.
        ("§", " love", "§", "love"),
        ("#", "1", "#", "1"),
    ] {
        assert_eq!(
            (&*query_key(kind, cut), &*key(kind, &format!("{cut}{rest}"))),
            (cut_key, form_key)
        );
    }
}

#[test]
fn a_query_whose_end_may_be_read_otherwise_has_a_second_key() {
    for (text, key, other) in [
        ("1,0", "1.0", Some("10")),
        ("1,00", "1.00", Some("100")),
        ("1,000", "1000", Some("1.000")),
        ("1,000,5", "1000.5", Some("10005")),
        ("x 12,5", "x 12.5", Some("x 125")),
        ("1,0005", "1.0005", None),
        ("0,5", "0.5", None),
        ("1234,5", "1234.5", None),
        ("1,5 ", "1.5 ", None),
        ("1,5m", "1.5m", None),
        ("1,", "1", None),
        ("1.5", "1.5", None),
        ("हिं", "हिं", Some("हि")),
        ("हिं ", "हिं ", None),
        ("हि", "हि", None),
        ("", "", None),
    ] {
        let analyzer = Analyzer::new(Kind::Text);
        assert_eq!(query_key(Kind::Text, text), key, "{text}");
        assert_eq!(analyzer.unfinished_key(text, key).as_deref(), other, "{text}");
    }
    assert_eq!(Analyzer::new(Kind::Literal).unfinished_key("1,0", "1,0"), None);
}

#[test]
fn the_version_names_the_rules_and_the_unicode_versions() {
    let unicode = unicode_normalization::UNICODE_VERSION;
    assert_eq!(unicode, (18, 0, 0), "other tables: bump the analysis version of the test below");
    assert_eq!(VERSION.to_be_bytes(), [2, 18 * 8, 18 * 8, 18 * 8]);
}

#[test]
fn the_analysis_of_every_scalar_value_is_that_of_this_version() {
    let hashes = [Kind::Text, Kind::Literal].map(hash_of_all);
    assert_eq!(
        (VERSION, hashes),
        (43_028_624, [10_812_287_794_796_162_361, 11_197_042_426_983_241_834]),
        "bump the analysis version"
    );
}

#[test]
fn the_key_of_every_scalar_value_is_its_own_key() {
    let assigned = |ch: &char| ch.general_category() != GeneralCategory::Unassigned;
    for ch in any_scalar().filter(assigned) {
        for kind in [Kind::Text, Kind::Literal] {
            let once = key(kind, &format!("x{ch}y {ch}"));
            assert_eq!(key(kind, &once), once, "{ch:?}");
        }
    }
}

/// Hashes the keys of every scalar value, alone and between two letters.
fn hash_of_all(kind: Kind) -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    let analyzer = Analyzer::new(kind);
    let (mut text, mut key) = (String::new(), String::new());
    for ch in any_scalar() {
        // Nothing knows these, so they are symbols; one that gets assigned changes the hash.
        if matches!(
            ch.general_category(),
            GeneralCategory::Unassigned | GeneralCategory::PrivateUse
        ) {
            continue;
        }
        for (before, after) in [("", ""), ("x", "y")] {
            text.clear();
            text.push_str(before);
            text.push(ch);
            text.push_str(after);
            analyzer.form_key(&text, &mut key);
            hash.update(key.as_bytes());
            hash.update(b"\n");
        }
    }
    hash.digest()
}
