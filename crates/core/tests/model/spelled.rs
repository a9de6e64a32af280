//! Signs as words, letters written out, elided words apart: section 2 of docs/design.md.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// One line for each spelling: language, what is written, what it is spelled as.
const SPELLED: &str = include_str!("../../data/spelled.tsv");

/// A character of a spelled text, and the bytes of the text that it stands for.
pub type SpelledChar = (char, Range<usize>);

/// Returns what is written otherwise in `language`, with what it is spelled as.
fn table(language: &str) -> Vec<(&'static str, &'static str)> {
    let rows = SPELLED.lines().skip(1).filter_map(|line| line.split_once('\t'));
    let of_it = rows.filter(|(code, _)| *code == language);
    of_it.filter_map(|(_, row)| row.split_once('\t')).collect()
}

/// Returns the languages that spell texts: English without any.
fn languages(named: &[String]) -> Vec<String> {
    if named.is_empty() { vec!["en".to_owned()] } else { named.to_vec() }
}

/// Returns `text` with its signs as words, in each language where that is another text.
pub fn signs(named: &[String], text: &str) -> Vec<Vec<SpelledChar>> {
    distinct(text, languages(named).iter().map(|language| spell(language, text, false)))
}

/// Returns the same, and of each language that with letters written out and elided words apart too.
pub fn spelled(named: &[String], text: &str) -> Vec<Vec<SpelledChar>> {
    let languages = languages(named);
    let both = |language: &String| [false, true].map(|letters| spell(language, text, letters));
    distinct(text, languages.iter().flat_map(both))
}

/// Returns the words of a text of signs alone in each language that has words for all of them.
pub fn words_of_signs(named: &[String], signs: &str) -> Vec<String> {
    let words = |language: &String| {
        let table = table(language);
        let word = |sign: char| {
            let sign: String = [sign].into_iter().nfkc().collect();
            table.iter().find(|(written, _)| *written == sign).map(|(_, word)| *word)
        };
        let signs = signs.chars().filter(|sign| !sign.is_whitespace());
        signs.map(word).collect::<Option<Vec<&str>>>().filter(|words| !words.is_empty())
    };
    let mut all: Vec<String> = Vec::new();
    for words in languages(named).iter().filter_map(words) {
        if !all.contains(&words.join(" ")) {
            all.push(words.join(" "));
        }
    }
    all
}

/// Returns the text of a spelling.
pub fn text_of(spelled: &[SpelledChar]) -> String {
    spelled.iter().map(|(char, _)| *char).collect()
}

fn distinct(text: &str, all: impl Iterator<Item = Vec<SpelledChar>>) -> Vec<Vec<SpelledChar>> {
    let mut kept: Vec<Vec<SpelledChar>> = Vec::new();
    for one in all {
        let new = |other: &Vec<SpelledChar>| text_of(other) != text_of(&one);
        if text_of(&one) != text && kept.iter().all(new) {
            kept.push(one);
        }
    }
    kept
}

fn is_apostrophe(char: char) -> bool {
    "'’‘ʼ`＇".contains(char)
}

/// Returns `text` as `language` spells it, place by place.
fn spell(language: &str, text: &str, letters: bool) -> Vec<SpelledChar> {
    let table = table(language);
    let find = |written: &str| table.iter().find(|(known, _)| *known == written);
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let end = |i: usize| chars.get(i).map_or(text.len(), |(at, _)| *at);
    let mut out: Vec<SpelledChar> = Vec::new();
    // Whether the place before was a sign, whose word stands apart.
    let mut apart = false;
    let mut i = 0;
    while i < chars.len() {
        let (at, char) = chars[i];
        let before = i.checked_sub(1).map(|i| chars[i].1);
        let begins = before.is_none_or(|char| !char.is_alphanumeric() && !is_apostrophe(char));
        let first = !chars[..i].iter().any(|(_, char)| char.is_alphanumeric());
        // An elided word: letters, an apostrophe, and the beginning of another word.
        let word: String = chars[i..]
            .iter()
            .map(|(_, char)| *char)
            .take_while(|char| char.is_alphanumeric())
            .collect();
        let behind = i + word.chars().count();
        let elides = letters
            && begins
            && find(&format!("{}'", word.to_ascii_lowercase())).is_some()
            && chars.get(behind).is_some_and(|(_, char)| is_apostrophe(*char))
            && chars.get(behind + 1).is_some_and(|(_, char)| char.is_alphanumeric());
        if elides {
            if !first {
                add(&mut out, true, &word, at..end(behind));
                apart = true;
            }
            i = behind + 1;
            continue;
        }
        let narrow: String = [char].into_iter().nfkc().collect();
        let pair: String = chars[i..].iter().take(2).map(|(_, char)| *char).nfc().collect();
        let is_pair = pair.chars().count() == 1 && i + 1 < chars.len();
        let (letter, len) = if is_pair { (pair, 2) } else { (char.to_string(), 1) };
        let lower = letter.to_lowercase();
        if let Some((_, word)) = find(&narrow).filter(|_| !char.is_alphabetic()) {
            add(&mut out, true, word, at..end(i + 1));
            apart = true;
            i += 1;
        } else if let Some((_, written)) = find(&lower).filter(|_| letters && letter_of(&lower)) {
            let mut written: Vec<char> = written.chars().collect();
            if lower != letter {
                written[0] = written[0].to_ascii_uppercase();
            }
            add(&mut out, apart, &written.iter().collect::<String>(), at..end(i + len));
            apart = false;
            i += len;
        } else {
            add(&mut out, apart, &char.to_string(), at..end(i + 1));
            apart = false;
            i += 1;
        }
    }
    out
}

fn letter_of(written: &str) -> bool {
    written.chars().all(char::is_alphabetic)
}

/// Adds `part` for `source`, apart from what stands before it by white space if it has to be.
fn add(out: &mut Vec<SpelledChar>, apart: bool, part: &str, source: Range<usize>) {
    let joins = out.last().is_some_and(|(char, _)| !char.is_whitespace());
    if apart && joins && !part.starts_with(char::is_whitespace) {
        out.push((' ', source.start..source.start));
    }
    out.extend(part.chars().map(|char| (char, source.clone())));
}
