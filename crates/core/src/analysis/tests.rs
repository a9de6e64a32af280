//! What must hold for every text, and the concrete cases of section 3 of the design.

use proptest::collection::vec;
use proptest::prelude::*;
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};
use unicode_segmentation::UnicodeSegmentation;

use super::fold::is_ignorable;
use super::words::Class;
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

fn query_key(kind: Kind, text: &str) -> String {
    let mut key = String::from("what was in it");
    Analyzer::new(kind).query_key(text, &mut key);
    key
}

/// The key of `text` by the general path alone.
fn general_key(kind: Kind, text: &str) -> (String, bool) {
    let general::MappedKey { elements, closed } = general::analyze(kind, text);
    (elements.iter().map(|element| element.ch).collect(), closed)
}

const FRAGMENTS: &[&str] = &[
    "a",
    "B",
    "zé",
    "e\u{301}",
    "\u{301}",
    "\u{308}",
    "\u{323}",
    "\u{345}",
    "\u{338}",
    "\u{3099}",
    "ё",
    "й",
    "и",
    "\u{306}",
    "е",
    "г",
    "ѓ",
    "İ",
    "ı",
    "I",
    "ß",
    "ẞ",
    "ﬁ",
    "ﬃ",
    "Æ",
    "ǿ",
    "ŉ",
    "ŀ",
    "½",
    "²",
    "№",
    "™",
    "Ａ",
    "１",
    "＋",
    "＇",
    "ﾞ",
    "ｶ",
    "0",
    "7",
    "25",
    "٣",
    "๑",
    ".",
    ",",
    ":",
    "_",
    ";",
    "‿",
    "٫",
    "+",
    "#",
    "++",
    "'",
    "’",
    "`",
    "·",
    "\"",
    "״",
    "-",
    "–",
    "/",
    "&",
    "…",
    " ",
    "  ",
    "\t",
    "\u{A0}",
    "\u{3000}",
    "\u{0}",
    "\u{85}",
    "¨",
    "´",
    "=",
    "<",
    "©",
    "北",
    "京",
    "ー",
    "か",
    "タ",
    "ไ",
    "ท",
    "ำ",
    "้",
    "ລ",
    "ខ្",
    "မ",
    "〇",
    "한",
    "ᄀ",
    "ᅡ",
    "ᆨ",
    "ㄱ",
    "ㅏ",
    "\u{16D67}",
    "क",
    "्",
    "ि",
    "\u{9C7}",
    "\u{9BE}",
    "ب",
    "ى",
    "ک",
    "ـ",
    "\u{64E}",
    "أ",
    "ﷺ",
    "ש",
    "\u{5B8}",
    "צ",
    "😀",
    "❤\u{FE0F}",
    "👨\u{200D}👩\u{200D}👧",
    "🇫",
    "🇷",
    "👍🏽",
    "1\u{FE0F}\u{20E3}",
    "\u{200D}",
    "\u{200C}",
    "\u{200B}",
    "\u{200F}",
    "\u{202E}",
    "\u{AD}",
    "\u{FEFF}",
    "\u{FE0F}",
    "\u{E0067}",
    "\u{600}",
    "\u{6DD}",
    "Ω",
    "ς",
    "ᾳ",
    "ΐ",
    "ᾴ",
    "Ꭰ",
    "ꭰ",
    "և",
    "ǰ",
    "Ḍ",
    "ộ",
    "\u{10FFFF}",
    "\u{E000}",
];

/// Texts made of fragments that are hard to analyze, of plain ones, or of any characters.
pub(super) fn tricky_text() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        6 => prop::sample::select(FRAGMENTS).prop_map(str::to_owned),
        2 => "[a-zA-Zа-яё0-9]{1,3}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop_oneof![
        4 => vec(fragment, 0..9).prop_map(|fragments| fragments.concat()),
        1 => any::<String>(),
    ]
}

/// Texts of characters that the fast path takes, mostly.
fn plain_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-cA-C0-2é-ñßжйЁאבĳ .,:_;'’`·\"+#&–-]{0,12}",
        1 => "[\u{0}-\u{7FF}\u{1E00}-\u{206F}]{0,6}",
    ]
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![tricky_text(), plain_text()]
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Text), Just(Kind::Literal)]
}

fn char_boundaries(text: &str) -> Vec<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect()
}

fn grapheme_boundaries(text: &str) -> Vec<usize> {
    text.grapheme_indices(true)
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect()
}

/// Says whether `rest` may change what the key of the text before it ends in.
fn reaches_back(rest: &str) -> bool {
    let first = rest.nfkd().find(|ch| !is_ignorable(*ch) && *ch != 'ـ');
    first.is_some_and(|ch| {
        Class::of(ch) == Class::Mark
            || canonical_combining_class(ch) != 0
            || matches!(ch, '\u{1160}'..='\u{11FF}' | '\u{16D67}' | '\u{16D68}')
    })
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
        (
            "👨\u{200D}👩\u{200D}👧",
            4..5,
            Some("👨\u{200D}👩\u{200D}👧"),
        ),
        ("ﬁx", 0..1, Some("ﬁ")),
        ("ㄱㅏ", 0..1, Some("ㄱㅏ")),
        ("a", 0..9, Some("a")),
        ("a", 1..9, None),
        ("a", 0..0, None),
        ("", 0..1, None),
    ] {
        let source = Analyzer::new(Kind::Text).source_range(text, range.clone());
        assert_eq!(
            source.map(|source| &text[source]),
            expected,
            "{text} {range:?}"
        );
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
        ("か", "\u{3099}", "か", "が"),
        ("ㄱ", "ㅏ", "ᄀ", "가"),
        // A cut between a sign and the first letter or digit, which makes the signs not count.
        ("♥", " love", "♥", "love"),
        ("#", "1", "#", "1"),
    ] {
        assert_eq!(
            (&*query_key(kind, cut), &*key(kind, &format!("{cut}{rest}"))),
            (cut_key, form_key)
        );
    }
}

#[test]
fn the_version_names_the_rules_and_the_unicode_versions() {
    let unicode = unicode_normalization::UNICODE_VERSION;
    assert_eq!(
        unicode,
        (18, 0, 0),
        "other tables: bump the analysis version of the test below"
    );
    assert_eq!(VERSION.to_be_bytes(), [1, 18 * 8, 18 * 8, 18 * 8]);
}

#[test]
fn the_analysis_of_every_scalar_value_is_that_of_this_version() {
    // Two threads, for the tests are not optimized.
    let hashes =
        [Kind::Text, Kind::Literal].map(|kind| std::thread::spawn(move || hash_of_all(kind)));
    let hashes = hashes.map(|thread| thread.join().unwrap());
    assert_eq!((VERSION, hashes), (0, [0, 0]), "bump the analysis version");
}

/// Hashes the keys of every scalar value, alone and between two letters.
fn hash_of_all(kind: Kind) -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    let analyzer = Analyzer::new(kind);
    let (mut text, mut key) = (String::new(), String::new());
    for ch in any_scalar() {
        for (before, after) in [("", ""), ("x", "y")] {
            text.clear();
            text.push_str(before);
            text.push(ch);
            text.push_str(after);
            analyzer.form_key(&text, &mut key);
            hash.update(key.as_bytes());
            hash.update(b"\n");
            // While at it: a key is its own key.
            text.clone_from(&key);
            analyzer.form_key(&text, &mut key);
            assert_eq!(key, text, "{ch:?}");
        }
    }
    hash.digest()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_fast_path_and_the_general_path_agree_on_keys(kind in any_kind(), text in any_text()) {
        let (general, closed) = general_key(kind, &text);
        prop_assert_eq!(&key(kind, &text), &general);
        let space = if closed && !general.is_empty() { " " } else { "" };
        prop_assert_eq!(query_key(kind, &text), general + space);
    }

    #[test]
    fn the_fast_path_and_the_general_path_agree_on_sources(kind in any_kind(), text in any_text()) {
        let len = key(kind, &text).len();
        for start in 0..=len {
            for end in start + 1..=len + 1 {
                let general = source::general_source_range(kind, &text, start..end);
                prop_assert_eq!(Analyzer::new(kind).source_range(&text, start..end), general);
            }
        }
    }

    #[test]
    fn a_key_is_its_own_key(kind in any_kind(), text in any_text()) {
        let once = key(kind, &text);
        prop_assert_eq!(key(kind, &once), once);
    }

    #[test]
    fn a_key_has_single_spaces_between_words_alone(kind in any_kind(), text in any_text()) {
        let key = key(kind, &text);
        prop_assert!(key.is_empty() || key.split(' ').all(|word| !word.is_empty()), "{:?}", key);
        prop_assert!(!key.contains(|ch: char| ch != ' ' && ch.is_whitespace()), "{:?}", key);
    }

    #[test]
    fn equivalent_texts_have_one_key(kind in any_kind(), text in any_text()) {
        let nfkd: String = text.nfkd().collect();
        let nfkc: String = text.nfkc().collect();
        prop_assert_eq!(key(kind, &nfkd), key(kind, &text));
        prop_assert_eq!(key(kind, &nfkc), key(kind, &text));
    }

    #[test]
    fn a_source_never_cuts_a_grapheme(kind in any_kind(), text in any_text()) {
        let boundaries = grapheme_boundaries(&text);
        let len = key(kind, &text).len();
        for start in 0..=len {
            for end in start + 1..=len {
                if let Some(source) = Analyzer::new(kind).source_range(&text, start..end) {
                    prop_assert!(source.start < source.end);
                    prop_assert!(boundaries.contains(&source.start) && boundaries.contains(&source.end));
                }
            }
        }
    }

    #[test]
    fn the_source_of_a_whole_key_has_every_letter_and_digit(kind in any_kind(), text in any_text()) {
        let key = key(kind, &text);
        let source = Analyzer::new(kind).source_range(&text, 0..key.len());
        for (at, ch) in text.char_indices() {
            // Some letters are ignored, or stand for a mark, as the halfwidth voicing marks do.
            let counts = |ch| Class::of(ch).is_word() && !is_ignorable(ch) && ch != 'ـ';
            if counts(ch) && ch.nfkd().any(counts) {
                prop_assert!(source.as_ref().is_some_and(|source| source.contains(&at)), "{ch:?} in {text:?}");
            }
        }
    }

    #[test]
    fn a_cut_of_a_text_finds_it(kind in any_kind(), text in any_text()) {
        let form = key(kind, &text) + " ";
        for at in char_boundaries(&text) {
            let (cut, rest) = text.split_at(at);
            let query = query_key(kind, cut);
            let has_word = kind == Kind::Literal || query.chars().any(|ch| Class::of(ch).is_word());
            if !reaches_back(rest) && has_word {
                prop_assert!(form.starts_with(&query), "{:?} of {:?}: {:?} of {:?}", cut, text, query, form);
            }
        }
    }
}
