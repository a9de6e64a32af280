//! What a typed word may have been meant as: the terms, and what that costs.

use std::ops::Range;

use super::edit_states::{EditState, TypedLetters, cost_at};
use super::walk::{Ground, walk};
use crate::analysis::slip_budget::SlipBudget;
use crate::error::Result;
use crate::format::dictionary::Place;
use crate::index::Words;

/// One way to spell a typed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// Where the letters are in the text of all spellings.
    text: Range<u32>,
    /// The terms that start with them, or the one that is them.
    pub(crate) terms: Range<u32>,
    /// The typo cost, in units.
    pub(crate) cost: u8,
    /// The number of edits. Only of heads, where a term may come again with more that cost less.
    edits: u8,
}

/// All ways to spell a typed word.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    text: Vec<u8>,
    /// As a whole term, each term once.
    pub(crate) closed: Vec<Spelling>,
    /// As the start of terms. One that is inside another costs less. They come in the order of the
    /// terms.
    pub(crate) open: Vec<Spelling>,
    /// By the number of letters, those of the first letters alone, as a whole term.
    pub(super) heads: Vec<Vec<Spelling>>,
}

impl Spellings {
    /// Returns the letters of a spelling.
    pub(crate) fn letters(&self, spelling: &Spelling) -> &[u8] {
        self.text.get(spelling.text.start as usize..spelling.text.end as usize).unwrap_or_default()
    }

    /// Returns the spellings as a whole term of the first `len` letters, by at most `edits`. `None`
    /// if they were not looked for.
    pub(crate) fn head(&self, len: usize, edits: u8) -> Option<Self> {
        let mut closed: Vec<Spelling> = Vec::new();
        for spelling in self.heads.get(len)?.iter().filter(|spelling| spelling.edits <= edits) {
            match closed.last_mut() {
                // The one with more edits costs less.
                Some(last) if last.terms == spelling.terms => *last = spelling.clone(),
                _ => closed.push(spelling.clone()),
            }
        }
        // Most heads are no term, and the letters of all spellings need not be copied for them.
        let text = if closed.is_empty() { Vec::new() } else { self.text.clone() };
        Some(Spellings { text, closed, ..Spellings::default() })
    }

    /// Adds `head` as a spelling of each number of first letters that the states have used up,
    /// within the budget of that number.
    fn add_heads(&mut self, states: &[EditState], heads: &[SlipBudget], head: &Spelling) {
        for ((len, budget), found) in heads.iter().enumerate().zip(&mut self.heads) {
            let mut before = None;
            for edits in 0..=budget.edits {
                let Some(cost) = head_cost(states, len, *budget, edits) else { continue };
                // More edits are of use only where they cost less.
                if before.is_none_or(|before| cost < before) {
                    before = Some(cost);
                    found.push(Spelling { cost, edits, ..head.clone() });
                }
            }
        }
    }

    fn add_text(&mut self, letters: &[u8]) -> Range<u32> {
        let start = self.text.len();
        self.text.extend(letters);
        start as u32..self.text.len() as u32
    }

    /// Returns the spellings of `word` without slips.
    pub(crate) fn exact(words: &Words<'_>, root: Place, word: &str) -> Result<Self> {
        let mut spellings = Spellings::default();
        let dictionary = words.terms();
        let corrupt = |damaged| words.corrupt(damaged);
        let Some(place) = dictionary.walk(root, word.as_bytes()).map_err(corrupt)? else {
            return Ok(spellings);
        };
        let text = spellings.add_text(word.as_bytes());
        // A key comes before all that it is a prefix of, so its number is the first of the place.
        if dictionary.is_key(place).map_err(corrupt)? {
            let terms = place.first..place.first + 1;
            spellings.closed.push(Spelling { text: text.clone(), terms, cost: 0, edits: 0 });
        }
        spellings.open.push(Spelling { text, terms: place.first..place.end, cost: 0, edits: 0 });
        Ok(spellings)
    }

    /// Returns the spellings of `typed` within its budget, and with `heads` also those of its first
    /// letters, each within the budget of their number. `ground` is the terms that count.
    pub(crate) fn with_slips(
        words: &Words<'_>,
        ground: Ground<'_>,
        typed: &TypedLetters<'_>,
        heads: Option<&[SlipBudget]>,
    ) -> Result<Self> {
        let mut spellings = Spellings::default();
        spellings.heads.resize(heads.map_or(0, <[SlipBudget]>::len), Vec::new());
        let dictionary = ground.dictionary;
        // Where the terms of the spellings end that the place is inside of, and what they cost.
        let mut inside: Vec<(u32, u8)> = Vec::new();
        walk(
            ground,
            typed,
            |place, text, states| {
                let end_cost = cost_at(states, typed.chars.len());
                // The walk goes in the order of the terms, so spans that ended before this place
                // are done.
                while inside.last().is_some_and(|&(end, _)| end <= place.first) {
                    inside.pop();
                }
                let has_heads =
                    heads.is_some_and(|heads| states.iter().any(|state| is_head(state, heads)));
                // Whether a prefix is a term takes a look at the dictionary, so it is asked last.
                let is_term = (end_cost.is_some() || has_heads)
                    && dictionary.is_key(place).map_err(|damaged| words.corrupt(damaged))?;
                let mut written: Option<Range<u32>> = None;
                let mut range = |spellings: &mut Spellings| {
                    // One copy of the letters serves the term, its span and its heads.
                    written.get_or_insert_with(|| spellings.add_text(text)).clone()
                };
                if is_term
                    && has_heads
                    && let Some(heads) = heads
                {
                    let (text, terms) = (range(&mut spellings), place.first..place.first + 1);
                    let head = Spelling { text, terms, cost: 0, edits: 0 };
                    spellings.add_heads(states, heads, &head);
                }
                let Some(cost) = end_cost else { return Ok(()) };
                if is_term {
                    let text = range(&mut spellings);
                    let terms = place.first..place.first + 1;
                    spellings.closed.push(Spelling { text, terms, cost, edits: 0 });
                }
                // Inside a span that costs no more, this one says nothing new.
                if inside.last().is_none_or(|&(_, outer)| cost < outer) {
                    let text_range = range(&mut spellings);
                    // A word that was left out begins all terms that count.
                    let terms = place.first.max(ground.from)..place.end;
                    spellings.open.push(Spelling { text: text_range, terms, cost, edits: 0 });
                    inside.push((place.end, cost));
                }
                Ok(())
            },
            |damaged| words.corrupt(damaged),
        )?;
        Ok(spellings)
    }
}

/// Returns whether `state` has used up a head, within its budget.
fn is_head(state: &EditState, heads: &[SlipBudget]) -> bool {
    let budget = state.used().and_then(|(at, _)| heads.get(at).filter(|_| at > 0));
    budget.is_some_and(|budget| state.is_within(*budget))
}

/// Returns the least cost of the states that have used up a head of `len` letters by at most
/// `edits`.
fn head_cost(states: &[EditState], len: usize, budget: SlipBudget, edits: u8) -> Option<u8> {
    if len == 0 {
        return None;
    }
    // A head shares its edits with its tail, so its costs are kept for each number of edits.
    let budget = SlipBudget { edits, ..budget };
    let within = states.iter().filter(|state| state.is_within(budget)).filter_map(EditState::used);
    within.filter(|&(at, _)| at == len).map(|(_, cost)| cost).min()
}
