//! Korean initial consonants: section 2 of docs/design.md.

use unicode_normalization::UnicodeNormalization;

/// Returns `text` with each syllable as its initial consonant, as it is typed. `None` if it has
/// none.
pub fn initials(text: &str) -> Option<String> {
    let composed: String = text.nfc().collect();
    let made: String = composed.chars().map(|char| initial(char).unwrap_or(char)).collect();
    (made != composed).then_some(made)
}

fn initial(char: char) -> Option<char> {
    // The first letter of the syllable taken apart, by its place among the initial consonants.
    let first = std::iter::once(char).nfd().next().filter(|_| ('가'..='힣').contains(&char))?;
    "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ".chars().nth(first as usize - 0x1100)
}

/// Whether all Korean letters of these words are consonants, and there are some.
pub fn are_initials(words: &[Vec<char>]) -> bool {
    let letters: String = words.concat().into_iter().nfkd().collect();
    let korean = letters.chars().filter(|char| ('\u{1100}'..='\u{11ff}').contains(char));
    let korean: Vec<char> = korean.collect();
    !korean.is_empty() && korean.iter().all(|char| ('\u{1100}'..='\u{1112}').contains(char))
}
