//! Hangul as it is typed: the letters of syllables, one by one.
//!
//! A syllable is typed letter by letter, and the last one of a query is rarely whole. So keys have
//! the letters, as the keys of the two-set keyboard have them: a letter at the end of a syllable is
//! the one at the beginning of another, and what takes two strokes is two. They are the
//! compatibility jamo of Unicode, which stand alone and compose with nothing.

use unicode_normalization::char::decompose_compatible;

/// The consonants that begin syllables, from U+1100 on.
const INITIALS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ',
    'ㅌ', 'ㅍ', 'ㅎ',
];
/// The vowels, from U+1161 on, of one or two strokes.
const VOWELS: [(char, Option<char>); 21] = [
    ('ㅏ', None),
    ('ㅐ', None),
    ('ㅑ', None),
    ('ㅒ', None),
    ('ㅓ', None),
    ('ㅔ', None),
    ('ㅕ', None),
    ('ㅖ', None),
    ('ㅗ', None),
    ('ㅗ', Some('ㅏ')),
    ('ㅗ', Some('ㅐ')),
    ('ㅗ', Some('ㅣ')),
    ('ㅛ', None),
    ('ㅜ', None),
    ('ㅜ', Some('ㅓ')),
    ('ㅜ', Some('ㅔ')),
    ('ㅜ', Some('ㅣ')),
    ('ㅠ', None),
    ('ㅡ', None),
    ('ㅡ', Some('ㅣ')),
    ('ㅣ', None),
];
/// The consonants that end syllables, from U+11A8 on, of one or two strokes.
const FINALS: [(char, Option<char>); 27] = [
    ('ㄱ', None),
    ('ㄲ', None),
    ('ㄱ', Some('ㅅ')),
    ('ㄴ', None),
    ('ㄴ', Some('ㅈ')),
    ('ㄴ', Some('ㅎ')),
    ('ㄷ', None),
    ('ㄹ', None),
    ('ㄹ', Some('ㄱ')),
    ('ㄹ', Some('ㅁ')),
    ('ㄹ', Some('ㅂ')),
    ('ㄹ', Some('ㅅ')),
    ('ㄹ', Some('ㅌ')),
    ('ㄹ', Some('ㅍ')),
    ('ㄹ', Some('ㅎ')),
    ('ㅁ', None),
    ('ㅂ', None),
    ('ㅂ', Some('ㅅ')),
    ('ㅅ', None),
    ('ㅆ', None),
    ('ㅇ', None),
    ('ㅈ', None),
    ('ㅊ', None),
    ('ㅋ', None),
    ('ㅌ', None),
    ('ㅍ', None),
    ('ㅎ', None),
];

/// The syllables, from U+AC00 on: by initial, then vowel, then final or none.
const FIRST_SYLLABLE: u32 = 0xAC00;
const VOWEL_COUNT: usize = VOWELS.len();
const FINAL_COUNT: usize = FINALS.len() + 1;

/// Says whether `ch` is a whole syllable.
pub(in crate::analysis) fn is_syllable(ch: char) -> bool {
    matches!(ch, '\u{AC00}'..='\u{D7A3}')
}

/// Says whether `ch` goes on with the syllable of the letter before it, in decomposed text.
pub(super) fn continues_syllable(ch: char) -> bool {
    matches!(ch, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}')
}

/// Returns the one or two letters typed for the part `ch` of a decomposed syllable. Letters that
/// no keyboard has any more are none.
pub(super) fn typed_part(ch: char) -> Option<(char, Option<char>)> {
    let place = |first: u32| usize::try_from(u32::from(ch).checked_sub(first)?).ok();
    match ch {
        '\u{1100}'..='\u{1112}' => INITIALS.get(place(0x1100)?).map(|initial| (*initial, None)),
        '\u{1161}'..='\u{1175}' => VOWELS.get(place(0x1161)?).copied(),
        '\u{11A8}'..='\u{11C2}' => FINALS.get(place(0x11A8)?).copied(),
        // Two finals that stand alone are decomposed into initials of old spellings.
        '\u{111A}' => Some(('ㄹ', Some('ㅎ'))),
        '\u{1121}' => Some(('ㅂ', Some('ㅅ'))),
        _ => None,
    }
}

/// Returns the letters typed for the syllable `ch`: up to five. Any other character has none.
pub(in crate::analysis) fn typed_syllable(ch: char) -> impl Iterator<Item = char> {
    let place = u32::from(ch).wrapping_sub(FIRST_SYLLABLE) as usize;
    // Past the last syllable there is no initial, and then no part counts.
    let initial = INITIALS.get(place / (VOWEL_COUNT * FINAL_COUNT)).map(|initial| (*initial, None));
    let vowel = VOWELS.get(place / FINAL_COUNT % VOWEL_COUNT).copied();
    let last = (place % FINAL_COUNT).checked_sub(1).and_then(|place| FINALS.get(place)).copied();
    let parts = [initial, initial.and(vowel), initial.and(last)];
    parts.into_iter().flatten().flat_map(|(first, second)| [Some(first), second]).flatten()
}

/// Returns the letters typed for `ch`: those of Hangul, whole syllables or letters that stand alone,
/// as the keys of the two-set keyboard have them; any other character itself.
pub(in crate::analysis) fn typed_letters(ch: char) -> impl Iterator<Item = char> {
    let alone = match ch {
        // Nearly all that is typed, and no letter of a syllable.
        '\0'..'\u{1100}' => None,
        // The letters that stand alone are written by those of syllables.
        '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{FFA1}'..='\u{FFDC}' => {
            let mut part = None;
            decompose_compatible(ch, |decomposed| part = typed_part(decomposed));
            part
        }
        _ => None,
    };
    let (first, second) = match alone {
        Some((first, second)) => (Some(first), second),
        None if is_syllable(ch) => (None, None),
        None => (Some(ch), None),
    };
    [first, second].into_iter().flatten().chain(typed_syllable(ch))
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;
    use crate::analysis::key_tests::{any_scalar, key, query_key};
    use crate::kind::Kind;

    #[test]
    fn the_letters_of_every_syllable_are_those_of_its_parts() {
        for ch in any_scalar() {
            let typed: String = typed_syllable(ch).collect();
            if !is_syllable(ch) {
                assert_eq!(typed, "", "{ch:?}");
                continue;
            }
            let parts = ch.nfd().filter_map(typed_part);
            let by_part: String = parts.flat_map(|(a, b)| [Some(a), b]).flatten().collect();
            assert_eq!(typed, by_part, "{ch}");
        }
    }

    #[test]
    fn syllables_become_the_letters_of_the_keys() {
        for (text, expected) in [
            ("서울", "ㅅㅓㅇㅜㄹ"),
            ("카카오톡", "ㅋㅏㅋㅏㅇㅗㅌㅗㄱ"),
            ("닭", "ㄷㅏㄹㄱ"),
            ("값이", "ㄱㅏㅂㅅㅇㅣ"),
            ("원", "ㅇㅜㅓㄴ"),
            ("의사", "ㅇㅡㅣㅅㅏ"),
            ("깎다 얘", "ㄲㅏㄲㄷㅏ ㅇㅒ"),
            ("ㄳ ㅘ ㅄ ㅀ", "ㄱㅅ ㅗㅏ ㅂㅅ ㄹㅎ"),
            ("ﾻￂ", "ㅋㅏ"),
            ("㈀ ㉠", "ㄱ ㄱ"),
            ("한국 TV", "ㅎㅏㄴㄱㅜㄱ tv"),
        ] {
            assert_eq!(key(Kind::Text, text), expected, "{text}");
            let apart: String = text.nfd().collect();
            assert_eq!(key(Kind::Text, &apart), expected, "{text}");
        }
        assert_eq!(key(Kind::Literal, "서울"), "서울");
    }

    #[test]
    fn every_letter_that_stands_alone_is_what_is_typed_for_it() {
        let typed = |(first, second): (char, Option<char>)| {
            String::from_iter([Some(first), second].into_iter().flatten())
        };
        let all: Vec<String> = FINALS.into_iter().chain(VOWELS).map(typed).collect();
        for ch in '\u{3131}'..='\u{3163}' {
            let key = key(Kind::Text, &String::from(ch));
            assert!(
                INITIALS.iter().any(|initial| key == String::from(*initial)) || all.contains(&key),
                "{ch} {key}"
            );
        }
    }

    #[test]
    fn what_was_typed_is_known_of_syllables_letters_and_all_else() {
        for (ch, letters) in [
            ('ㅗ', "ㅗ"),
            ('디', "ㄷㅣ"),
            ('닭', "ㄷㅏㄹㄱ"),
            ('ㅘ', "ㅗㅏ"),
            ('ㅄ', "ㅂㅅ"),
            ('\u{1161}', "ㅏ"),
            ('ﾡ', "ㄱ"),
            ('a', "a"),
            ('я', "я"),
            ('北', "北"),
            ('\u{3164}', "\u{3164}"),
        ] {
            assert_eq!(typed_letters(ch).collect::<String>(), letters, "{ch}");
        }
    }

    #[test]
    fn what_is_typed_begins_the_text_after_every_stroke() {
        for (text, strokes) in [
            ("서울", ["ㅅ", "서", "성", "서우", "서울"]),
            ("닭고기", ["다", "달", "닭", "닭ㄱ", "닭고"]),
            ("과자", ["ㄱ", "고", "과", "과ㅈ", "과자"]),
            ("값이", ["가", "갑", "값", "값ㅇ", "값이"]),
            ("달걀", ["달", "닭", "달갸", "달걀", "달걀"]),
        ] {
            for typed in strokes {
                let (form, query) = (key(Kind::Text, text), query_key(Kind::Text, typed));
                assert!(form.starts_with(&query), "{typed} of {text}: {query} of {form}");
            }
        }
    }
}
