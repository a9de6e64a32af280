//! The second keys of a text: section 3 of docs/design.md.

use unicode_normalization::UnicodeNormalization;

use super::Kind;
use super::analysis::{self, Piece};

/// Returns `key` without the zeros that lead its numbers, if it has any. A number goes on behind a
/// point or a colon between digits.
pub fn without_leading_zeros(key: &[Piece]) -> Option<Vec<Piece>> {
    let digit = |at: usize| key.get(at).is_some_and(|piece| piece.char.is_ascii_digit());
    let kept = |at: &usize| {
        let zeros = (0..*at).rev().take_while(|&before| key[before].char == '0').count();
        let start = at - zeros;
        let joined = start >= 2 && matches!(key[start - 1].char, '.' | ':') && digit(start - 2);
        let leads = !joined && (start == 0 || !digit(start - 1));
        !(key[*at].char == '0' && leads && digit(at + 1))
    };
    without(key, kept)
}

/// Returns `key` without the long marks that stand behind kana, if it has any.
pub fn without_long_marks(key: &[Piece]) -> Option<Vec<Piece>> {
    let kept = |at: &usize| {
        let base = (0..*at).rev().map(|before| key[before].char).find(|&char| char != 'ー');
        let kana = |char: char| matches!(char, 'ァ'..='ヺ' | 'ㇰ'..='ㇿ');
        let voiced =
            key.get(at + 1).is_some_and(|next| matches!(next.char, '\u{3099}' | '\u{309A}'));
        key[*at].char != 'ー' || voiced || !base.is_some_and(kana)
    };
    without(key, kept)
}

/// Returns the key of a query of kind `text` as further digits, or a letter behind its last nasal,
/// would change its end, if they would.
pub fn unfinished(query: &str, key: &[Piece]) -> Option<Vec<Piece>> {
    let (last, begun) = key.split_last()?;
    if query.ends_with(char::is_whitespace) {
        return None;
    }
    let anusvara = matches!(last.char, 'ं' | 'ং' | 'ਂ' | 'ੰ' | 'ં' | 'ଂ' | 'ஂ' | 'ం' | 'ಂ' | 'ം');
    if anusvara {
        return begun.last().filter(|piece| piece.char != ' ').map(|_| begun.to_vec());
    }
    // Only a number goes on with further digits.
    let counts = |char: &char| !analysis::passed_over(*char) && !analysis::is_mark(*char);
    let number = |char: char| char.is_numeric() && char.nfkd().count() == 1;
    if !query.chars().rev().find(counts).is_some_and(number) {
        return None;
    }
    let same = |a: &[Piece], b: &[Piece]| a.iter().map(|p| p.char).eq(b.iter().map(|p| p.char));
    (1..=3).find_map(|digits| {
        let longer = analysis::key(Kind::Text, &(query.to_owned() + &"0".repeat(digits)));
        let other = longer[..longer.len() - digits].to_vec();
        (last.char.is_ascii_digit() && !same(&other, key)).then_some(other)
    })
}

fn without(key: &[Piece], kept: impl Fn(&usize) -> bool) -> Option<Vec<Piece>> {
    let rest: Vec<Piece> = (0..key.len()).filter(kept).map(|at| key[at].clone()).collect();
    (rest.len() < key.len()).then_some(rest)
}
