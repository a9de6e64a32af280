//! Costs of slips by letters: who types which letter for which, as settings have it.
//!
//! A cost is that of one edit: a letter in place of another, a letter too much, one too few, or two
//! neighboring letters swapped. The letters are those of keys, so a slip is looked up as it stands
//! there.

use std::collections::HashSet;

use super::Analyzer;
use super::separators::separators;
use crate::error::{Error, Result};
use crate::kind::Kind;
use crate::settings::{LetterCosts, MAX_TYPO_COST, MIN_EDIT_COST, TypoSettings};

/// The most costs by letters. A learned table of a language has some hundred, and each process that
/// opens the file reads them.
pub(crate) const MAX_LETTER_COSTS: usize = 10_000;

/// An edit of single letters, or of two that changed places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LetterEdit {
    /// What was typed, and what was meant.
    Replaced(char, char),
    /// What was typed too much.
    Added(char),
    /// What was left out.
    Dropped(char),
    /// What was typed first, and what second.
    Swapped(char, char),
}

impl LetterEdit {
    /// Returns its letters.
    pub(crate) fn letters(self) -> impl Iterator<Item = char> {
        let (one, other) = match self {
            LetterEdit::Replaced(typed, meant) => (typed, Some(meant)),
            LetterEdit::Added(letter) | LetterEdit::Dropped(letter) => (letter, None),
            LetterEdit::Swapped(first, second) => (first, Some(second)),
        };
        std::iter::once(one).chain(other)
    }

    /// Returns the edit that makes `typed` of `meant`, if it is one of letters.
    fn new(typed: &str, meant: &str) -> Option<Self> {
        let (mut typed, mut meant) = (typed.chars(), meant.chars());
        match ([typed.next(), typed.next()], [meant.next(), meant.next()]) {
            _ if typed.next().is_some() || meant.next().is_some() => None,
            ([Some(letter), None], [None, None]) => Some(LetterEdit::Added(letter)),
            ([None, None], [Some(letter), None]) => Some(LetterEdit::Dropped(letter)),
            ([Some(a), None], [Some(b), None]) if a != b => Some(LetterEdit::Replaced(a, b)),
            ([Some(a), Some(b)], [Some(c), Some(d)]) if (a, b) == (d, c) && a != b => {
                Some(LetterEdit::Swapped(a, b))
            }
            _ => None,
        }
    }
}

/// Returns the edits of `letters` with their costs. What is no edit is left out: [`check`] says
/// what that is.
pub(super) fn edits(letters: &LetterCosts) -> impl Iterator<Item = (LetterEdit, f64)> {
    let edit =
        |(typed, meant, cost): (&str, &str, f64)| Some((LetterEdit::new(typed, meant)?, cost));
    rows(letters).filter_map(edit)
}

/// Returns what was typed, what was meant, and the cost.
fn rows(letters: &LetterCosts) -> impl Iterator<Item = (&str, &str, f64)> {
    letters.iter().flat_map(|(typed, costs)| {
        costs.iter().map(move |(meant, cost)| (typed.as_str(), meant.as_str(), *cost))
    })
}

/// Checks what slips cost in an index of `kind`, costs by letters included.
///
/// # Errors
///
/// [`Error::InvalidOption`] for what is out of range, and for costs by letters that are too many or of
/// letters that no key has.
pub(crate) fn check_typos(kind: Kind, typos: &TypoSettings) -> Result<()> {
    typos.check()?;
    typos.letters.as_ref().map_or(Ok(()), |letters| check(kind, letters))
}

/// Checks the costs by letters of an index of `kind`.
fn check(kind: Kind, letters: &LetterCosts) -> Result<()> {
    let refused = |expected: String, got: String| {
        Err(Error::InvalidOption { option: "typos.letters", expected, got })
    };
    let count: usize = letters.values().map(|costs| costs.len()).sum();
    if count > MAX_LETTER_COSTS {
        return refused(format!("at most {MAX_LETTER_COSTS} costs"), count.to_string());
    }
    let analyzer = Analyzer::new(kind);
    // Few letters have many costs, and each process that opens the file looks at them.
    let mut good = HashSet::new();
    for (typed, meant, cost) in rows(letters) {
        let edit = format!("{typed:?} typed for {meant:?}");
        if LetterEdit::new(typed, meant).is_none() {
            let expected =
                "costs of one letter typed for another, of \"\" for none, or of two swapped";
            return refused(expected.to_owned(), edit);
        }
        for letter in typed.chars().chain(meant.chars()) {
            if good.contains(&letter) {
                continue;
            }
            // Numbers stand for themselves alone, so a cost would never count.
            if letter.is_numeric() {
                let expected = "costs of letters, since digits are never corrected".to_owned();
                return refused(expected, edit);
            }
            // All separators are alike, and a cost of one would never count either.
            if separators(kind).contains(&letter) {
                let expected =
                    "costs of letters, since separators cost as `dropped` does".to_owned();
                return refused(expected, edit);
            }
            let (text, mut key) = (letter.to_string(), String::new());
            analyzer.form_key(&text, &mut key);
            // A text of signs alone keeps them, and beside a letter they are gone.
            if kind == Kind::Text && key == text {
                analyzer.form_key(&format!("a{letter}"), &mut key);
                key = if key == "a" { String::new() } else { text.clone() };
            }
            if key != text {
                let expected = match key.as_str() {
                    "" => "costs of letters that words have".to_owned(),
                    key => format!("costs of letters as keys have them: {key:?}"),
                };
                return refused(expected, edit);
            }
            good.insert(letter);
        }
        if !(MIN_EDIT_COST..=MAX_TYPO_COST).contains(&cost) {
            let expected = format!("costs from {MIN_EDIT_COST} to {MAX_TYPO_COST}");
            return refused(expected, format!("{cost} for {edit}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn letters(costs: &[(&str, &str, f64)]) -> LetterCosts {
        let mut letters = LetterCosts::new();
        for &(typed, meant, cost) in costs {
            letters.entry(typed.to_owned()).or_default().insert(meant.to_owned(), cost);
        }
        letters
    }

    #[test]
    fn each_edit_of_letters_has_its_cost() {
        let letters = letters(&[
            ("e", "a", 0.5),
            ("", "h", 0.25),
            ("k", "", 1.0),
            ("ei", "ie", 0.375),
            ("ы", "и", 3.0),
        ]);
        assert!(check(Kind::Text, &letters).is_ok());
        let edits: HashMap<LetterEdit, f64> = edits(&letters).collect();
        assert_eq!(edits.len(), 5);
        assert_eq!(edits.get(&LetterEdit::Replaced('e', 'a')), Some(&0.5));
        assert_eq!(edits.get(&LetterEdit::Dropped('h')), Some(&0.25));
        assert_eq!(edits.get(&LetterEdit::Added('k')), Some(&1.0));
        assert_eq!(edits.get(&LetterEdit::Swapped('e', 'i')), Some(&0.375));
        assert_eq!(edits.get(&LetterEdit::Replaced('ы', 'и')), Some(&3.0));
    }

    #[test]
    fn a_cost_that_could_never_count_is_refused_with_what_to_write() {
        let one = "costs of one letter typed for another, of \"\" for none, or of two swapped";
        for (typed, meant, cost, expected, got) in [
            ("ab", "c", 1.0, one, "\"ab\" typed for \"c\""),
            ("", "", 1.0, one, "\"\" typed for \"\""),
            ("e", "e", 1.0, one, "\"e\" typed for \"e\""),
            ("ab", "ac", 1.0, one, "\"ab\" typed for \"ac\""),
            ("abc", "cba", 1.0, one, "\"abc\" typed for \"cba\""),
            (
                "1",
                "l",
                1.0,
                "costs of letters, since digits are never corrected",
                "\"1\" typed for \"l\"",
            ),
            ("É", "a", 1.0, "costs of letters as keys have them: \"e\"", "\"É\" typed for \"a\""),
            ("", "ß", 1.0, "costs of letters as keys have them: \"ss\"", "\"\" typed for \"ß\""),
            (
                "",
                " ",
                1.0,
                "costs of letters, since separators cost as `dropped` does",
                "\"\" typed for \" \"",
            ),
            ("-", "", 1.0, "costs of letters that words have", "\"-\" typed for \"\""),
            ("", ".", 1.0, "costs of letters that words have", "\"\" typed for \".\""),
            ("k", "c", 3.5, "costs from 0.015625 to 3", "3.5 for \"k\" typed for \"c\""),
            ("k", "c", 0.0, "costs from 0.015625 to 3", "0 for \"k\" typed for \"c\""),
            ("k", "c", f64::NAN, "costs from 0.015625 to 3", "NaN for \"k\" typed for \"c\""),
        ] {
            let told = check(Kind::Text, &letters(&[(typed, meant, cost)])).unwrap_err();
            assert_eq!(told.to_string(), format!("typos.letters must be {expected}, got {got}"));
        }
        assert!(check(Kind::Text, &letters(&[("", "\u{301}", 1.0)])).is_err());
        assert!(check(Kind::Text, &letters(&[("北", "京", 1.0), ("и", "ы", 1.0)])).is_ok());
        // Keys of kind `literal` keep their marks.
        assert!(check(Kind::Literal, &letters(&[("é", "e", 0.5)])).is_ok());
        assert!(check(Kind::Literal, &letters(&[("É", "e", 0.5)])).is_err());
        // All but those that only separate.
        assert!(check(Kind::Literal, &letters(&[("", "+", 0.5)])).is_ok());
        for separator in ["-", ".", "/", "_", " "] {
            let told = check(Kind::Literal, &letters(&[(separator, "", 0.5)])).unwrap_err();
            let expected = "since separators cost as `dropped` does, got";
            assert!(told.to_string().contains(expected), "{told}");
        }
    }

    #[test]
    fn costs_are_at_most_ten_thousand() {
        let han = |number: u32| char::from_u32(0x4e00 + number).unwrap().to_string();
        let many = |count: u32| {
            let costs = (1..=count).map(|number| (han(number % 100), han(200 + number / 100)));
            let mut letters = LetterCosts::new();
            for (typed, meant) in costs {
                letters.entry(typed).or_default().insert(meant, 0.5);
            }
            letters
        };
        assert!(check(Kind::Text, &many(10_000)).is_ok());
        let told = check(Kind::Text, &many(10_001)).unwrap_err().to_string();
        assert_eq!(told, "typos.letters must be at most 10000 costs, got 10001");
    }
}
