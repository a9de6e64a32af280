//! What the model knows of languages: letters that sound alike, stems, and Latin letters.

use std::rc::Rc;

use super::settings::Stemmer;

/// One line for each pair: language, and two spellings that sound alike.
const SOUNDS: &str = include_str!("../../data/sounds.tsv");

/// Words of more bytes are their own stem.
const LONGEST_STEMMED: usize = 120;

/// Returns the pairs that sound alike in the language.
pub fn sounds(language: &str) -> Vec<(&'static str, &'static str)> {
    let rows = SOUNDS.lines().skip(1).filter_map(|line| line.split_once('\t'));
    let of_it = rows.filter(|(code, _)| *code == language);
    of_it.filter_map(|(_, pair)| pair.split_once('\t')).collect()
}

/// Returns the Snowball stemmer of the language, if it has one.
pub fn stemmer(language: &str) -> Option<Stemmer> {
    let snowball = frostem::Stemmer::try_from_name(language).ok()?;
    let stem = move |word: &str| match word.len() > LONGEST_STEMMED {
        true => word.to_owned(),
        false => snowball.stem(word).into_owned(),
    };
    Some(Stemmer(Rc::new(stem)))
}

/// Returns `text` in Latin letters, as far as it is Russian; everything else stays.
pub fn to_latin(text: &str) -> String {
    let latin = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s",
        "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
    ];
    let letter = |char: char| match char {
        'а'..='я' => latin[char as usize - 'а' as usize].to_owned(),
        'А'..='Я' => {
            let mut chars = latin[char as usize - 'А' as usize].chars();
            let first = chars.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(chars).collect()
        }
        'ё' => "e".to_owned(),
        'Ё' => "E".to_owned(),
        other => other.to_string(),
    };
    text.chars().map(letter).collect()
}
