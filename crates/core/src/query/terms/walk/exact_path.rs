//! The letters from the root to where a walk is, and what was typed costs for them.

use super::super::edit_states::{EditState, Meant, cost_at};
use super::super::typed_letters::TypedLetters;

/// The letters up to a node, with the states of as many of them as a cost was asked for.
///
/// Most nodes of a walk are accepted by none, so states are made when one is, and those of the
/// letters that it shares with the one before stay.
#[derive(Debug)]
pub(super) struct ExactPath<'t> {
    typed: &'t TypedLetters<'t>,
    letters: Vec<char>,
    /// Those before the first letter, and behind each of the first letters.
    states: Vec<EditState>,
    /// Where those of each row end.
    ends: Vec<usize>,
}

impl<'t> ExactPath<'t> {
    /// Starts at the root.
    pub(super) fn new(typed: &'t TypedLetters<'t>) -> Self {
        let letters = Vec::with_capacity(64);
        ExactPath { typed, letters, states: Vec::new(), ends: Vec::new() }
    }

    /// Returns the letters.
    pub(super) fn letters(&self) -> &[char] {
        &self.letters
    }

    /// Adds a letter.
    #[inline]
    pub(super) fn push(&mut self, letter: char) {
        self.letters.push(letter);
    }

    /// Goes back to before the last letter.
    #[inline]
    pub(super) fn pop(&mut self) {
        self.truncate(self.letters.len().saturating_sub(1));
    }

    /// Goes back to the first `len` letters.
    #[inline]
    pub(super) fn truncate(&mut self, len: usize) {
        self.letters.truncate(len);
        // One row more than letters: that before the first.
        if self.ends.len() > len + 1 {
            self.ends.truncate(len + 1);
            self.states.truncate(self.ends.last().copied().unwrap_or_default());
        }
    }

    /// Returns what was typed costs for the first `len` letters: `None` if it is over the budget.
    pub(super) fn cost(&mut self, len: usize) -> Option<u8> {
        if self.ends.is_empty() {
            self.typed.start(&mut self.states);
            self.ends.push(self.states.len());
        }
        while self.ends.len() <= len {
            let depth = self.ends.len() - 1;
            let &letter = self.letters.get(depth)?;
            let previous = depth.checked_sub(1).and_then(|before| self.letters.get(before));
            let before = self.row(depth);
            let meant = Meant { letter, previous: previous.copied(), depth };
            self.typed.step(before, meant, &mut self.states);
            self.ends.push(self.states.len());
        }
        let row = self.states.get(self.row(len)).unwrap_or_default();
        cost_at(row, self.typed.chars.len())
    }

    /// Returns where the states behind the first `len` letters are.
    fn row(&self, len: usize) -> std::ops::Range<usize> {
        let end = |row: usize| self.ends.get(row).copied().unwrap_or_default();
        len.checked_sub(1).map_or(0, end)..end(len)
    }
}
