//! A typed word, or a whole query as one string, prepared for the walks that look for what was meant.

use super::one_string::{GAP, OneString};
use crate::analysis::costs::{EditCosts, Price, Sound};
use crate::analysis::is_of_number;
use crate::analysis::slip_budget::SlipBudget;

/// A typed word, or a whole query as one string, with its budget.
#[derive(Debug)]
pub(crate) struct TypedLetters<'a> {
    pub(crate) chars: &'a [char],
    pub(crate) budget: SlipBudget,
    pub(super) costs: &'a EditCosts,
    /// Whether it is one string, in which a space stands for the separators between two letters.
    is_one: bool,
    /// No edit is at, before or behind the letters from here on.
    pub(super) kept_from: usize,
    /// By typed letter, what it costs if it is too much. `None` for what is part of a number, which
    /// is never corrected.
    added: Vec<Option<Price>>,
    /// By typed letter, the numbers of the sounds that are typed there.
    pub(super) sounds: Vec<Vec<u16>>,
}

impl<'a> TypedLetters<'a> {
    /// Prepares the letters of a word for walks.
    pub(crate) fn new(chars: &'a [char], budget: SlipBudget, costs: &'a EditCosts) -> Self {
        Self::prepare(chars, budget, costs, usize::MAX)
    }

    /// Prepares a query as one string.
    pub(crate) fn of_one(query: &'a OneString, budget: SlipBudget, costs: &'a EditCosts) -> Self {
        let typed = Self::prepare(query.chars(), budget, costs, query.kept_from());
        TypedLetters { is_one: true, ..typed }
    }

    fn prepare(
        chars: &'a [char],
        budget: SlipBudget,
        costs: &'a EditCosts,
        kept_from: usize,
    ) -> Self {
        let sounds_at = |at: usize| {
            let rest = chars.get(at..).unwrap_or_default();
            let typed = (0u16..).zip(costs.sounds());
            let is_free = |sound: &Sound| at + sound.typed.len() <= kept_from;
            typed
                .filter(|(_, sound)| rest.starts_with(&sound.typed) && is_free(sound))
                .map(|(number, _)| number)
                .collect()
        };
        // A sound is no cheap edit, so short words have none, and the step need not look for them.
        let sounds = match costs.sounds().is_empty() || budget.cheap_only {
            true => Vec::new(),
            false => (0..chars.len()).map(sounds_at).collect(),
        };
        // Once for a word and not at each step, since a cost by letters is looked up in a table.
        let added = match budget.allows_slips() {
            true => added(chars, costs),
            false => Vec::new(),
        };
        TypedLetters { chars, budget, costs, is_one: false, kept_from, added, sounds }
    }

    /// Returns whether an edit may be of these typed letters, or before them.
    pub(crate) fn may_edit_letters(&self, letters: std::ops::Range<usize>) -> bool {
        letters.start < self.kept_from && letters.end <= self.kept_from
    }

    /// Returns what slips cost.
    pub(crate) fn costs(&self) -> &'a EditCosts {
        self.costs
    }

    /// Returns whether `ch` stands for separators.
    #[inline]
    pub(super) fn is_gap(&self, ch: char) -> bool {
        self.is_one && ch == GAP
    }

    /// Returns what the typed letter `at` costs if it is too much or another one. `None` if it is no
    /// letter.
    #[inline]
    pub(super) fn added(&self, at: usize) -> Option<Price> {
        self.added.get(at).copied().flatten()
    }
}

/// Returns whether the letter `at` of `typed`, which equals `meant`, stands in a number as that does
/// behind `previous`. So no number becomes another one by what is added or missing inside it.
#[inline]
pub(crate) fn is_same_number(
    typed: &[char],
    at: usize,
    meant: char,
    previous: Option<char>,
) -> bool {
    if !meant.is_numeric() {
        return true;
    }
    let before = at.checked_sub(1).and_then(|before| typed.get(before));
    before.is_some_and(|ch| ch.is_numeric()) == previous.is_some_and(char::is_numeric)
}

/// Returns whether the letter `at` of `typed` ends a number, and so is never too much: `100x` begins
/// no 1005.
#[inline]
pub(crate) fn ends_number(typed: &[char], at: usize) -> bool {
    let before = typed.get(..at).unwrap_or_default();
    let last = before.iter().rev().find(|&&ch| ch != GAP);
    last.is_some_and(|ch| ch.is_numeric())
}

/// Returns what each of `chars` costs if it is too much. `None` for what is part of a number.
fn added(chars: &[char], costs: &EditCosts) -> Vec<Option<Price>> {
    let mut before = None;
    let price = |&typed: &char| {
        let previous = before.replace(typed);
        // A letter typed twice for once is a slip of its own.
        (!is_of_number(previous, typed)).then(|| costs.added(typed, previous == Some(typed)))
    };
    chars.iter().map(price).collect()
}
