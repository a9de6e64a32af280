//! Kana: the two ways to write them, and the mark of a long vowel.

/// Returns the katakana of the hiragana `ch`: what is typed before it is converted. Unicode has the
/// two in one order.
pub(in crate::analysis) fn katakana(ch: char) -> char {
    match ch {
        '\u{3041}'..='\u{3096}' | 'ゝ' | 'ゞ' => {
            char::from_u32(u32::from(ch) + 0x60).unwrap_or(ch)
        }
        _ => ch,
    }
}

/// Makes the vowel before it long. Normalization makes the halfwidth one of it too.
const LONG_MARK: char = 'ー';

/// Returns a key without the long marks of its kana, or `None` if it has none: `ラーメン` is
/// `ラメン`.
///
/// A mark stays where no kana stands before it, so no word becomes empty.
pub(crate) fn without_long_marks(key: &str) -> Option<String> {
    if !key.contains(LONG_MARK) {
        return None;
    }
    let mut short = String::with_capacity(key.len());
    let mut chars = key.chars().peekable();
    let mut after_kana = false;
    while let Some(ch) = chars.next() {
        // A voicing mark on it stays on it, or it would change the letter before.
        let is_bare = !matches!(chars.peek(), Some('\u{3099}' | '\u{309A}'));
        if ch == LONG_MARK && after_kana && is_bare {
            continue;
        }
        after_kana = matches!(ch, '\u{30A1}'..='\u{30FA}' | '\u{31F0}'..='\u{31FF}');
        short.push(ch);
    }
    Some(short).filter(|short| short.len() < key.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::key_tests::{key, query_key};
    use crate::kind::Kind;

    #[test]
    fn hiragana_is_read_as_katakana() {
        for (text, expected) in [
            ("あめりか", "アメリカ"),
            ("らーめん", "ラーメン"),
            ("がっこう", "ガッコウ"),
            ("か\u{3099}", "ガ"),
            ("いすゞ ゝ", "イスヾ ヽ"),
            ("ゔゕゖ", "ヴヵヶ"),
            ("わ\u{3099}", "ヷ"),
            ("ゟ", "ヨリ"),
            ("私の北京", "私ノ北京"),
            ("ｱﾒﾘｶ", "アメリカ"),
        ] {
            assert_eq!(key(Kind::Text, text), expected, "{text}");
        }
        assert_eq!(query_key(Kind::Text, "あめ "), "アメ ");
        assert_eq!(key(Kind::Literal, "あめ"), "あめ");
    }

    #[test]
    fn long_marks_go_behind_kana_alone() {
        for (text, expected) in [
            ("ラーメン", Some("ラメン")),
            ("コーヒー ショップ", Some("コヒ ショップ")),
            ("スーーパー", Some("スパ")),
            ("東京タワー", Some("東京タワ")),
            ("ﾗｰﾒﾝ", Some("ラメン")),
            ("ー ーア 東ー京", None),
            ("ーアー", Some("ーア")),
            ("アー\u{3099}", None),
            ("ラメン", None),
            ("cafe", None),
            ("", None),
        ] {
            let short = without_long_marks(&key(Kind::Text, text));
            assert_eq!(short.as_deref(), expected, "{text}");
        }
    }
}
