//! What begins inside a word: section 3 of docs/design.md.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Longer words have no tails, in characters.
const LONGEST: usize = 64;

/// Returns the number of letters of a word: its characters, where a Hangul syllable is one.
pub fn letters(word: &[char]) -> usize {
    let is_jamo = |char: char| ('ㄱ'..='ㅣ').contains(&char);
    let others = word.iter().filter(|char| !is_jamo(**char)).count();
    // Each syllable has one vowel, which may be two strokes.
    let begins = |at: usize| is_vowel(word[at]) && (at == 0 || !is_vowel(word[at - 1]));
    others + (0..word.len()).filter(|&at| begins(at)).count()
}

/// Returns where the tails of a word start, in characters: at its letters, but for the first
/// character, and in Hangul at its syllables. A tail has three letters or more.
pub fn starts(word: &[char]) -> Vec<usize> {
    let is_start = |at: usize| {
        let is_letter = word[at].general_category_group() == GeneralCategoryGroup::Letter;
        let is_syllable = word.get(at + 1).is_some_and(|next| is_vowel(*next));
        is_letter && !is_vowel(word[at]) && (!is_consonant(word[at]) || is_syllable)
    };
    let starts = (1..word.len()).filter(|&at| is_start(at) && letters(&word[at..]) >= 3);
    if word.len() > LONGEST { Vec::new() } else { starts.collect() }
}

fn is_consonant(char: char) -> bool {
    ('ㄱ'..='ㅎ').contains(&char)
}

fn is_vowel(char: char) -> bool {
    ('ㅏ'..='ㅣ').contains(&char)
}
