//! What the model knows of languages: letters that sound alike, stems, and Latin letters.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::memory::remember;
use super::settings::Stemmer;

thread_local! {
    static STEMS: RefCell<HashMap<(String, String), String>> = RefCell::default();
}

/// One line for each pair: language, and two spellings that sound alike.
const SOUNDS: &str = include_str!("../../data/sounds.tsv");

/// One line for each prefix: language, prefix, and words that begin so and have no prefix.
const PREFIXES: &str = include_str!("../../data/prefix-letters.tsv");

/// The letters that a language writes with the word that follows them.
#[derive(Debug, Clone)]
pub struct Prefixes {
    prefixes: BTreeSet<String>,
    /// Words that begin like a prefix and have none.
    words: BTreeSet<String>,
}

impl Prefixes {
    /// Returns those of the language, if it has any.
    pub fn of(language: &str) -> Option<Self> {
        let rows: Vec<Vec<&str>> =
            PREFIXES.lines().skip(1).map(|line| line.split('\t').collect()).collect();
        let of_it = || rows.iter().filter(|row| row[0] == language);
        let prefixes: BTreeSet<String> = of_it().map(|row| row[1].to_owned()).collect();
        let words = of_it().flat_map(|row| row[2].split_whitespace()).map(str::to_owned).collect();
        (!prefixes.is_empty()).then_some(Prefixes { prefixes, words })
    }

    /// Returns the rests of `word`: two letters or more behind a prefix. There is no prefix where
    /// the word, or what stands behind a beginning of the prefix that is one itself, has none.
    pub fn rests(&self, word: &[char]) -> BTreeSet<String> {
        let text = |chars: &[char]| chars.iter().collect::<String>();
        let is_prefix = |at: usize| self.prefixes.contains(&text(&word[..at]));
        let has_none = |at: usize| self.words.contains(&text(&word[at..]));
        let possible = text(word).len() <= LONGEST_STEMMED;
        (1..(word.len() + 1).saturating_sub(2))
            .filter(|&at| possible && is_prefix(at))
            .filter(|&at| !(0..at).any(|from| (from == 0 || is_prefix(from)) && has_none(from)))
            .map(|at| text(&word[at..]))
            .collect()
    }
}

/// Words of more bytes are their own stem.
pub const LONGEST_STEMMED: usize = 120;

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
