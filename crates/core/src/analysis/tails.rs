//! What is left of a word from one of its letters on, by which people look for compounds:
//! `maschine` in `kaffeemaschine`.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// A tail has as many letters, and so has a word that is looked for inside others.
pub(crate) const MIN_TAIL_LETTERS: usize = 3;
/// Longer words have no tails, in characters: a run of a script without spaces may be a page of
/// text, and each of its letters would begin one.
const MAX_WORD_CHARS: usize = 64;

/// Returns the number of letters of a word of a key, for rules that begin with so many letters: its
/// characters, but each Hangul syllable is one.
pub(crate) fn letter_count(word: &str) -> usize {
    let (mut count, mut after_vowel) = (0, false);
    for ch in word.chars() {
        let is_vowel = is_vowel(ch);
        // Each syllable has one vowel, which may be two strokes.
        count += usize::from(if is_jamo(ch) { is_vowel && !after_vowel } else { true });
        after_vowel = is_vowel;
    }
    count
}

/// Returns the tails of a word of a key, the longest first, with the number of the character that
/// each starts at. A tail starts at a letter, but not at the first, in Hangul at a syllable.
pub(crate) fn tails(word: &str) -> impl Iterator<Item = (usize, &str)> {
    let chars = word.chars().take(MAX_WORD_CHARS + 1).count();
    let word = if chars > MAX_WORD_CHARS { "" } else { word };
    let tail = |(number, (at, _)): (usize, (usize, char))| Some((number, word.get(at..)?));
    let tails = word.char_indices().enumerate().skip(1).filter_map(tail);
    tails.filter(|(_, tail)| is_tail(tail))
}

fn is_tail(rest: &str) -> bool {
    let mut chars = rest.chars();
    let Some(first) = chars.next() else { return false };
    // A key has the letters of a syllable one after the other, and a consonant without a vowel
    // behind it ends one.
    let begins = match is_jamo(first) {
        true => !is_vowel(first) && chars.next().is_some_and(is_vowel),
        // No digit: the end of a number is another number.
        false => first.general_category_group() == GeneralCategoryGroup::Letter,
    };
    begins && letter_count(rest) >= MIN_TAIL_LETTERS
}

/// Returns whether `ch` is a letter of a Hangul syllable, as keys have them.
fn is_jamo(ch: char) -> bool {
    matches!(ch, 'ㄱ'..='ㅣ')
}

fn is_vowel(ch: char) -> bool {
    matches!(ch, 'ㅏ'..='ㅣ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(word: &str) -> Vec<&str> {
        tails(word).map(|(_, tail)| tail).collect()
    }

    #[test]
    fn a_tail_starts_at_a_letter_but_the_first_and_has_three() {
        assert_eq!(all("schuhe"), ["chuhe", "huhe", "uhe"]);
        assert_eq!(all("łodz"), ["odz"]);
        assert_eq!(all("abc"), [""; 0]);
        assert_eq!(all("m10x50"), ["x50"]);
        assert_eq!(all("12.50eur"), ["eur"]);
        assert_eq!(all("北京大学"), ["京大学"]);
        // A vowel sign and a mark of Devanagari are no letters, though they count as some.
        assert_eq!(all("हिन्दी"), ["न्दी"]);
        assert_eq!(tails("abcde").collect::<Vec<_>>(), [(1, "bcde"), (2, "cde")]);
    }

    #[test]
    fn a_hangul_syllable_is_one_letter_and_a_tail_starts_at_one() {
        // 커피머신: each syllable is a consonant, a vowel, and maybe a consonant.
        assert_eq!(letter_count("ㅋㅓㅍㅣㅁㅓㅅㅣㄴ"), 4);
        assert_eq!(all("ㅋㅓㅍㅣㅁㅓㅅㅣㄴ"), ["ㅍㅣㅁㅓㅅㅣㄴ"]);
        // 화, whose vowel is two strokes.
        assert_eq!(letter_count("ㅎㅗㅏ"), 1);
        assert_eq!(
            (letter_count("ㅅㅇㅌ"), letter_count("lgㅌㅣ"), letter_count("구글")),
            (0, 3, 2)
        );
    }

    #[test]
    fn a_word_of_over_64_characters_has_none() {
        let (short, long) = ("ä".repeat(64), "ä".repeat(65));
        assert_eq!((all(&short).len(), all(&long).len()), (61, 0));
    }
}
