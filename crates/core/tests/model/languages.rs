//! What the model knows of languages: letters that sound alike, stems, and Latin letters.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::memory::remember;
use super::settings::Stemmer;

thread_local! {
    static STEMS: RefCell<HashMap<(String, String), String>> = RefCell::default();
}

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
    let language = language.to_owned();
    let stem = move |word: &str| match word.len() > LONGEST_STEMMED {
        true => word.to_owned(),
        false => remember(&STEMS, (language.clone(), word.to_owned()), |_| {
            snowball.stem(word).into_owned()
        }),
    };
    Some(Stemmer(Rc::new(stem)))
}

/// Returns `text` in Latin letters: by the crate, since there is nothing to be naive about in a
/// table.
pub fn to_latin(text: &str) -> String {
    mapahead::to_latin(text)
}
