//! What must hold for every text.

use proptest::collection::vec;
use proptest::prelude::*;
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};
use unicode_segmentation::UnicodeSegmentation;

use super::fold::marks::is_ignorable;
use super::fold::signs;
use super::key_tests::{key, query_key};
use super::words::Class;
use super::*;

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
    "®",
    "1,000",
    "0,5",
    "1,00",
    "'000",
    ".5",
    "word",
    "१",
    "क़",
    "\u{93C}",
    "\u{902}",
    "न्",
    "द",
    "\u{A70}",
    "ਜ",
    "🏽",
    "🇩🇪",
    "ゞ",
    "닭",
    "ㅘ",
    "가",
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
        1 => "[가-힣ㄱ가北京東あがガーﾞ\u{3099}aб1 .,'-]{0,8}",
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
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

fn grapheme_boundaries(text: &str) -> Vec<usize> {
    text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect()
}

/// Says whether `ch` is read before normalization makes other characters of it.
fn is_more_than_its_nfkc(ch: char) -> bool {
    signs::is_trade_sign(ch) || signs::is_superscript(ch) || signs::is_fraction(ch)
}

/// Says whether `rest` may change what the key of the text before it ends in.
fn reaches_back(kind: Kind, rest: &str) -> bool {
    // What may be dropped inside a word lets what stands behind it touch.
    let dropped = |ch: char| {
        let class = Class::of(ch);
        is_ignorable(ch)
            || ch == 'ـ'
            || matches!(class, Class::Apostrophe | Class::MiddleDot | Class::Quote)
    };
    let first = rest.nfkd().find(|ch| !dropped(*ch));
    first.is_some_and(|ch| {
        Class::of(ch) == Class::Mark
            || canonical_combining_class(ch) != 0
            || matches!(ch, '\u{16D67}' | '\u{16D68}')
            // Keys of texts have the letters of Hangul one by one.
            || kind == Kind::Literal && matches!(ch, '\u{1160}'..='\u{11FF}')
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

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
                let by = |beginning| source::general_source_range(kind, &text, start..end, beginning);
                let general = by(usize::MAX);
                prop_assert_eq!(Analyzer::new(kind).source_range(&text, start..end), general.clone());
                prop_assert_eq!(by(0), general, "by the beginning");
            }
        }
    }

    #[test]
    fn a_key_is_its_own_key(kind in any_kind(), text in any_text()) {
        let once = key(kind, &text);
        prop_assert_eq!(key(kind, &once), once);
    }

    #[test]
    fn a_key_of_kind_text_has_no_control_characters(text in any_text()) {
        // The dictionary marks some keys with one.
        let key = key(Kind::Text, &text);
        prop_assert!(!key.contains(char::is_control), "{:?}", key);
    }

    #[test]
    fn a_key_has_single_spaces_between_words_alone(kind in any_kind(), text in any_text()) {
        let key = key(kind, &text);
        prop_assert!(key.is_empty() || key.split(' ').all(|word| !word.is_empty()), "{:?}", key);
        prop_assert!(!key.contains(|ch: char| ch != ' ' && ch.is_whitespace()), "{:?}", key);
    }

    #[test]
    fn equivalent_texts_have_one_key(kind in any_kind(), text in any_text()) {
        let nfd: String = text.nfd().collect();
        let nfc: String = text.nfc().collect();
        prop_assert_eq!(key(kind, &nfd), key(kind, &text));
        prop_assert_eq!(key(kind, &nfc), key(kind, &text));
        if kind == Kind::Literal || !text.contains(is_more_than_its_nfkc) {
            let nfkd: String = text.nfkd().collect();
            let nfkc: String = text.nfkc().collect();
            prop_assert_eq!(key(kind, &nfkd), key(kind, &text));
            prop_assert_eq!(key(kind, &nfkc), key(kind, &text));
        }
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
            // A superscript behind a word is a footnote.
            if signs::is_superscript(ch) {
                continue;
            }
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
            let makes_words = |ch| Class::of(ch).makes_words();
            let has_word = kind == Kind::Literal || query.chars().any(makes_words);
            if !reaches_back(kind, rest) && has_word {
                let other = Analyzer::new(kind).unfinished_key(cut, &query);
                let begins = [Some(query), other].into_iter().flatten().any(|key| form.starts_with(&key));
                prop_assert!(begins, "{:?} of {:?}: {:?}", cut, text, form);
            }
        }
    }
}
