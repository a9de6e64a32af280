//! Cyrillic in Latin letters.
//!
//! The same letter is written differently in different languages, so the letters that only one of
//! them has tell how the rest of the word is written; a word without any is written as Russian. `ё`
//! is `e`, as `е` is, since most texts do not tell them apart.

use unicode_normalization::char::is_combining_mark;

use super::casing::{lowered, push_cased};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Russian,
    /// Ukrainian and Belarusian: `г` is `h`, `и` is `y`.
    Ukrainian,
    /// Serbian and Macedonian, as in their Latin script, without its marks.
    Serbian,
}

impl Manner {
    fn of(word: &[char]) -> Self {
        let of_letter = |ch: &char| match lowered(*ch).0 {
            'ђ' | 'ј' | 'љ' | 'њ' | 'ћ' | 'џ' | 'ѓ' | 'ѕ' | 'ќ' => Some(Manner::Serbian),
            // Kazakh and others have `і` too, beside letters of their own.
            'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' => Some(Manner::Russian),
            _ => None,
        };
        let ukrainian = |ch: &char| matches!(lowered(*ch).0, 'і' | 'ї' | 'є' | 'ґ' | 'ў');
        let by_letter = word.iter().find_map(of_letter);
        by_letter.unwrap_or(match word.iter().any(ukrainian) {
            true => Manner::Ukrainian,
            false => Manner::Russian,
        })
    }
}

/// Appends a run of Cyrillic letters, which is a word, and their marks.
pub(super) fn write(word: &[char], out: &mut String) {
    let manner = Manner::of(word);
    for (at, &ch) in word.iter().enumerate() {
        let neighbor = |at: Option<usize>| at.and_then(|at| word.get(at)).map(|ch| lowered(*ch));
        let (before, after) = (neighbor(at.checked_sub(1)), neighbor(Some(at + 1)));
        let (letter, capital) = lowered(ch);
        let latin = match manner {
            Manner::Russian => None,
            Manner::Ukrainian => ukrainian(letter, before.is_none()),
            Manner::Serbian => serbian(letter),
        };
        let after_letter = after.map(|(letter, _)| letter);
        let latin = latin.unwrap_or_else(|| common(letter, after_letter, ch));
        // `Щ` alone is a capital at the beginning of a word, and in `ЩИ` all of `SHCH` is.
        let capitals = after.or(before).is_some_and(|(_, capital)| capital);
        push_cased(latin, capital, capitals, out);
    }
}

fn ukrainian(letter: char, is_first: bool) -> Option<&'static str> {
    Some(match letter {
        'г' => "h",
        'и' => "y",
        'є' if is_first => "ye",
        'є' => "ie",
        'ї' if is_first => "yi",
        'ї' => "i",
        'й' => "i",
        'ю' if is_first => "yu",
        'ю' => "iu",
        'я' if is_first => "ya",
        'я' => "ia",
        'ў' => "u",
        _ => return None,
    })
}

fn serbian(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ж' => "z",
        'ч' | 'ћ' | 'ц' => "c",
        'ш' => "s",
        'х' => "h",
        'ђ' => "dj",
        'ј' => "j",
        'љ' => "lj",
        'њ' => "nj",
        'џ' | 'ѕ' => "dz",
        'ѓ' => "gj",
        'ќ' => "kj",
        _ => return None,
    })
}

fn common(letter: char, after: Option<char>, ch: char) -> &'static str {
    match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'й' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        // Bulgarian, where it is a vowel. In Russian it only stands before these.
        'ъ' if after.is_some_and(|after| !matches!(after, 'е' | 'ё' | 'ю' | 'я' | 'и')) => {
            "a"
        }
        'ь' if after == Some('о') => "y",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'ю' => "yu",
        'я' => "ya",
        // Stress and the like, which nobody types.
        _ if is_combining_mark(ch) => "",
        _ => any_ascii::any_ascii_char(letter),
    }
}
