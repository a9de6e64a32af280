//! Keys cut into parts: sections 2 and 3 of docs/design.md.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::Kind;
use super::analysis::{self, Piece};
use super::second_keys::{without_leading_zeros, without_long_marks};

/// Returns the key of `text`, cut at camel case and where letters meet digits.
pub fn parts(text: &str) -> Vec<Piece> {
    let capitals = capitals(text);
    let mut spaced = String::new();
    for (at, char) in text.char_indices() {
        spaced.extend(capitals.contains(&at).then_some(' '));
        spaced.push(char);
    }
    // Each space before a place moved what stands there.
    let moved = |place: usize| {
        let spaces = (0..capitals.len()).filter(|&number| capitals[number] + number < place);
        place - spaces.count()
    };
    let key = analysis::key(Kind::Text, &spaced).into_iter();
    let key: Vec<Piece> = key
        .map(|piece| Piece { source: moved(piece.source.start)..moved(piece.source.end), ..piece })
        .collect();
    cut(&key)
}

/// Returns where camel case begins a word: at a capital letter behind a small one, and at one behind
/// another capital if a small letter follows, and that does not end the word (`DVDs` is one word).
fn capitals(text: &str) -> Vec<usize> {
    let mark = |char: char| char.general_category_group() == GeneralCategoryGroup::Mark;
    let chars: Vec<(usize, char)> = text.char_indices().filter(|(_, char)| !mark(*char)).collect();
    let at = |place: usize| chars.get(place).map(|&(_, char)| char);
    let small = |place: usize| at(place).is_some_and(char::is_lowercase);
    let capital = |place: usize| at(place).is_some_and(char::is_uppercase);
    let letter = |place: usize| at(place).is_some_and(char::is_alphabetic);
    let begins = |&place: &usize| {
        let behind_capital = capital(place - 1) && small(place + 1) && letter(place + 2);
        capital(place) && (small(place - 1) || behind_capital)
    };
    (1..chars.len()).filter(begins).map(|place| chars[place].0).collect()
}

/// Returns `key` with a space between each letter and digit that stand beside each other.
pub fn cut(key: &[Piece]) -> Vec<Piece> {
    let group = |char: char| match char.general_category_group() {
        _ if char.general_category() == unicode_properties::GeneralCategory::DecimalNumber => 'd',
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark => 'l',
        _ => ' ',
    };
    let mut out: Vec<Piece> = Vec::new();
    for piece in key {
        let before = out.last().map_or(' ', |last| group(last.char));
        if matches!((before, group(piece.char)), ('d', 'l') | ('l', 'd')) {
            let at = piece.source.start;
            out.push(Piece { char: ' ', source: at..at });
        }
        out.push(piece.clone());
    }
    out
}

/// Returns `key` without leading zeros and without long marks, if it has any.
pub fn second(key: &[Piece]) -> Option<Vec<Piece>> {
    let zeros = without_leading_zeros(key);
    let marks = without_long_marks(zeros.as_deref().unwrap_or(key));
    marks.or(zeros)
}
