//! A key as one string, in which separators are alike: the query and the forms as spacing reads
//! them, and as slips of a whole form do.

use crate::analysis::letter_count;
use crate::analysis::separators::separators;
use crate::kind::Kind;

/// The letters of a key, with one space where there are separators between two of them, however
/// many and whichever. One more space stands at the end if separators do, and none at the beginning.
#[derive(Debug, Clone, Default)]
pub(crate) struct OneString {
    chars: Vec<char>,
    /// Of each of these how many characters of the key are up to its end.
    ends: Vec<usize>,
}

impl OneString {
    /// Reads the key of a form.
    pub(crate) fn of_form(kind: Kind, key: &[char]) -> Self {
        let mut one = OneString::default();
        let mut before = None;
        for (at, &ch) in key.iter().enumerate() {
            let is_separator = match separates(kind, before, ch) {
                Separates::Always => true,
                Separates::Never => false,
                Separates::UnlessNumberGoesOn => !key.get(at + 1).is_some_and(|ch| ch.is_numeric()),
            };
            before = Some(ch);
            match (is_separator, one.chars.last()) {
                (false, _) => one.push(ch, at + 1),
                (true, Some(&last)) if last != GAP => one.push(GAP, at + 1),
                (true, _) => {}
            }
        }
        one
    }

    /// Reads the key of a query, of which separators at the end do not count.
    pub(crate) fn of_query(kind: Kind, key: &str) -> Self {
        let mut one = OneString::of_form(kind, &key.chars().collect::<Vec<_>>());
        if one.chars.last() == Some(&GAP) {
            one.chars.pop();
            one.ends.pop();
        }
        one
    }

    fn push(&mut self, ch: char, end: usize) {
        self.chars.push(ch);
        self.ends.push(end);
    }

    /// Returns the letters and the spaces between them.
    pub(crate) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// Returns the letters alone.
    pub(crate) fn letters(&self) -> impl Iterator<Item = char> + '_ {
        self.chars.iter().copied().filter(|&ch| ch != GAP)
    }

    /// Returns from where on letters keep: those of a last word of one or two characters, or of one
    /// syllable, which says all that it can about what comes next, closed or not.
    pub(crate) fn kept_from(&self) -> usize {
        let last = self.chars.iter().rposition(|&ch| ch == GAP).map(|gap| gap + 1);
        let is_kept = |start: &usize| {
            let word: String = self.chars.iter().skip(*start).collect();
            letter_count(&word) <= 1 || word.chars().count() <= 2
        };
        last.filter(is_kept).unwrap_or(usize::MAX)
    }

    /// Returns how many characters of the key the first `len` characters are, up to the last letter
    /// among them.
    pub(crate) fn reach(&self, len: usize) -> usize {
        let pairs = self.chars.iter().zip(&self.ends).take(len);
        pairs.rev().find(|(ch, _)| **ch != GAP).map_or(0, |(_, &end)| end)
    }

    /// Returns the length behind the letter with this number, from 0.
    pub(crate) fn end_of_letter(&self, number: usize) -> Option<usize> {
        let mut letters = self.chars.iter().enumerate().filter(|(_, ch)| **ch != GAP);
        letters.nth(number).map(|(at, _)| at + 1)
    }

    /// Returns whether all letters are among the first `len` characters.
    pub(crate) fn is_whole(&self, len: usize) -> bool {
        self.chars.get(len..).is_some_and(|rest| matches!(rest, [] | [GAP]))
    }

    /// Returns whether a closed query may end behind the first `len` characters.
    pub(crate) fn closes(&self, len: usize) -> bool {
        self.chars.get(len).is_none_or(|&ch| ch == GAP)
    }
}

/// What stands between two letters.
pub(crate) const GAP: char = ' ';

/// Whether a character of a key stands between letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separates {
    Never,
    /// A point behind a digit, which belongs to a number if another one follows.
    UnlessNumberGoesOn,
    Always,
}

/// Returns whether `ch`, behind `before`, is a separator in keys of `kind`.
pub(crate) fn separates(kind: Kind, before: Option<char>, ch: char) -> Separates {
    match ch {
        '.' if kind == Kind::Literal && before.is_some_and(char::is_numeric) => {
            Separates::UnlessNumberGoesOn
        }
        _ if separators(kind).contains(&ch) => Separates::Always,
        _ => Separates::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(kind: Kind, key: &str) -> String {
        OneString::of_form(kind, &key.chars().collect::<Vec<_>>()).chars.iter().collect()
    }

    #[test]
    fn separators_are_one_space_but_inside_numbers() {
        assert_eq!(one(Kind::Literal, "_a--b./c-"), "a b c ");
        assert_eq!(one(Kind::Literal, "v1.2-3.x.4"), "v1.2 3 x 4");
        assert_eq!(one(Kind::Literal, "1.-2"), "1 2");
        assert_eq!(one(Kind::Text, "12.34 a"), "12.34 a");
        assert_eq!(one(Kind::Literal, "-"), "");
    }

    #[test]
    fn a_string_knows_how_far_its_letters_reach_in_the_key() {
        let form = OneString::of_form(Kind::Literal, &"a--b-".chars().collect::<Vec<_>>());
        assert_eq!([0, 1, 2, 3, 4].map(|len| form.reach(len)), [0, 1, 1, 4, 4]);
        assert_eq!([2, 3, 4].map(|len| form.is_whole(len)), [false, true, true]);
        assert_eq!([0, 1, 2, 3, 4].map(|len| form.closes(len)), [false, true, false, true, true]);
        assert_eq!(form.end_of_letter(1), Some(3));
        let query = OneString::of_query(Kind::Literal, "a b-");
        assert_eq!((query.chars().len(), query.letters().count()), (3, 2));
        let kept_from = |key| OneString::of_query(Kind::Text, key).kept_from();
        assert_eq!([query.kept_from(), kept_from("a bc"), kept_from("aa bb bc")], [2, 2, 6]);
        assert_eq!([kept_from("a bcd"), kept_from("a")], [usize::MAX, usize::MAX]);
        // A syllable is one letter.
        assert_eq!([kept_from("ㅅㅓㅇㅜㄹ ㅅㅣ"), kept_from("ㅅㅓ ㅅㅣㅈㅏ")], [6, usize::MAX]);
    }
}
