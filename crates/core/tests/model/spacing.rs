//! A form, or a query, as one string in which separators are alike: section 4 of docs/design.md.

use super::matching::MatchedWord;
use super::{Kind, MatchKind};

/// The letters of a key, with a space where there are separators between two of them, however many.
/// One more space stands at the end if separators do.
#[derive(Debug, Clone)]
pub struct OneString {
    /// The letters and the spaces.
    pub chars: Vec<char>,
    /// Of each of them how many characters of the key are up to its end.
    ends: Vec<usize>,
}

impl OneString {
    /// Reads a key of `kind`.
    pub fn of(kind: Kind, key: &[char]) -> Self {
        let mut one = OneString { chars: Vec::new(), ends: Vec::new() };
        for (at, &char) in key.iter().enumerate() {
            let char = if separates(kind, key, at) { ' ' } else { char };
            if char != ' ' || one.chars.last().is_some_and(|&last| last != ' ') {
                one.chars.push(char);
                one.ends.push(at + 1);
            }
        }
        one
    }

    /// Returns the same without separators at the end, as a query is read.
    pub fn typed(mut self) -> Self {
        if self.chars.last() == Some(&' ') {
            self.chars.pop();
            self.ends.pop();
        }
        self
    }

    /// Returns how many characters of the key the first `len` of the string are, up to the last
    /// letter among them.
    pub fn reach(&self, len: usize) -> usize {
        let last = (0..len).rev().find(|&at| self.chars[at] != ' ');
        last.map_or(0, |at| self.ends[at])
    }

    /// Returns where the string may end so that all of it was typed: separators at the end do not
    /// count.
    pub fn whole_ends(&self) -> Vec<usize> {
        let len = self.chars.len();
        let last = len.checked_sub(1).filter(|&last| self.chars[last] == ' ');
        last.into_iter().chain([len]).collect()
    }

    /// Whether a closed query may end behind the first `len`.
    pub fn closes(&self, len: usize) -> bool {
        len == self.chars.len() || self.chars[len] == ' '
    }
}

/// Whether the character `at` of a key is a separator. In kind `text` analysis has made single
/// spaces of them.
fn separates(kind: Kind, key: &[char], at: usize) -> bool {
    let number = |at: Option<usize>| at.and_then(|at| key.get(at)).is_some_and(|c| c.is_numeric());
    match (kind, key[at]) {
        (_, ' ') => true,
        (Kind::Literal, '-' | '_' | '/') => true,
        (Kind::Literal, '.') => !(number(at.checked_sub(1)) && number(Some(at + 1))),
        _ => false,
    }
}

/// Returns how a form has the letters of a query from its beginning, whatever stands between
/// letters, and how many of its characters those are.
///
/// `keeps_numbers` says that separators between digits are none of it.
pub fn spaced(
    typed: &OneString,
    closed: bool,
    form: &OneString,
    keeps_numbers: bool,
) -> Option<(MatchKind, usize)> {
    let letters = |one: &OneString| -> Vec<usize> {
        (0..one.chars.len()).filter(|&at| one.chars[at] != ' ').collect()
    };
    let (of_typed, of_form) = (letters(typed), letters(form));
    let count = of_typed.len();
    if count == 0 || count > of_form.len() {
        return None;
    }
    let equal = |at: usize| typed.chars[of_typed[at]] == form.chars[of_form[at]];
    if !(0..count).all(equal) {
        return None;
    }
    // Between two digits of a number separators may be missing on one side alone.
    let gap = |letters: &[usize], at: usize| letters[at] > letters[at - 1] + 1;
    let of_number =
        |at: &usize| [at - 1, *at].iter().all(|&digit| typed.chars[of_typed[digit]].is_numeric());
    let gaps: Vec<[bool; 2]> =
        (1..count).filter(of_number).map(|at| [gap(&of_typed, at), gap(&of_form, at)]).collect();
    let sides = [[true, false], [false, true]].into_iter().filter(|side| gaps.contains(side));
    if sides.count() > usize::from(!keeps_numbers) {
        return None;
    }
    let end = of_form[count - 1] + 1;
    match of_form.len() == count {
        true => Some((MatchKind::Whole, form.reach(end))),
        false if closed && !form.closes(end) => None,
        false => Some((MatchKind::Prefix, form.reach(end))),
    }
}

/// Returns what of the words of a form its first `len` characters are, with a space between words.
pub fn words_of(words: &[Vec<char>], len: usize) -> Vec<MatchedWord> {
    let (mut start, mut matched) = (0, Vec::new());
    for (word, chars) in words.iter().enumerate() {
        if start < len {
            matched.push(MatchedWord { word, start: 0, len: chars.len().min(len - start) });
        }
        start += chars.len() + 1;
    }
    matched
}
