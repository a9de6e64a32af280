//! Kana: the two ways to write them, and the mark of a long vowel.

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
    use super::super::super::key_tests::key;
    use super::*;
    use crate::kind::Kind;

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
