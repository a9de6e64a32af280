//! Korean initial consonants, which people type in place of syllables: `ㅅㅇ` for `서울`.

use unicode_normalization::UnicodeNormalization;

use super::hangul::typed_syllable;

/// Returns `text` with each Korean syllable as its initial consonant, and other characters as they
/// are. `None` if it has no syllable.
pub(crate) fn initials(text: &str) -> Option<String> {
    // Most texts have none, composed or apart, which their bytes tell.
    if text.is_ascii() {
        return None;
    }
    let mut any = false;
    let made = text.nfc().map(|ch| match typed_syllable(ch).next() {
        Some(initial) => {
            any = true;
            initial
        }
        None => ch,
    });
    let made: String = made.collect();
    any.then_some(made)
}

/// Returns whether the Korean letters of these words of a key are consonants alone, and there are
/// some.
pub(crate) fn are_initials(words: &[String]) -> bool {
    let mut any = false;
    let consonants = |ch: char| {
        let is_consonant = matches!(ch, 'ㄱ'..='ㅎ' | '\u{1100}'..='\u{1112}');
        any |= is_consonant;
        is_consonant || !matches!(ch, '\u{1100}'..='\u{11ff}' | 'ㅏ'..='\u{318e}' | '가'..='힣')
    };
    words.iter().flat_map(|word| word.chars()).all(consonants) && any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_syllable_is_its_initial_consonant() {
        for (text, expected) in [
            ("서울", Some("ㅅㅇ")),
            ("서울 특별시", Some("ㅅㅇ ㅌㅂㅅ")),
            ("LG전자 2", Some("LGㅈㅈ 2")),
            ("까치", Some("ㄲㅊ")),
            ("가힣", Some("ㄱㅎ")),
            ("\u{1109}\u{1165}\u{110b}\u{116e}\u{11af}", Some("ㅅㅇ")),
            ("Seoul", None),
            ("北京", None),
            ("ㅅㅇ", None),
            ("", None),
        ] {
            assert_eq!(initials(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn words_are_initials_if_their_korean_letters_are_consonants() {
        let are = |key: &str| {
            let words: Vec<String> = key.split(' ').map(str::to_owned).collect();
            are_initials(&words)
        };
        for key in ["ㅅㅇ", "ㅅ", "lgㅈㅈ", "ㅅㅇ ㅌ", "\u{1109}\u{110b}"] {
            assert!(are(key), "{key}");
        }
        for key in ["서울", "ㅅㅓ", "ㅅ울", "lg", "", "ㅏ", "北"] {
            assert!(!are(key), "{key}");
        }
    }
}
