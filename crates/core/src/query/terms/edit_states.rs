//! The ways in which what was typed can have become a word, letter by letter.
//!
//! A **state** says how many typed letters are used up, by how many edits at what cost. The states
//! after some letters are a row of the matrix of the weighted, restricted Damerau-Levenshtein
//! distance (Damerau 1964, Lowrance and Wagner 1975), but only the cells within the budget, of
//! which there are few.
//!
//! The number of edits is part of a state, since the cheapest way may take more edits than a budget
//! has. An edit of the first letter takes them all, unless it is a swap. A swap is restricted: its two
//! letters have no further edit. Digits, typed or meant, have none, and neither do they meet or part by
//! the edits of other letters.
//!
//! A whole query as one string goes the same way, with a space for what separates two letters. Such
//! a space on one side only costs as much as a dropped letter, and is no edit.

use super::one_string::GAP;
use super::typed_letters::{TypedLetters, ends_number, is_same_number};
use crate::analysis::costs::{NO_EDIT, Price};
use crate::analysis::is_of_number;

/// What a state waits for: nothing, the second letter of a swap, or the rest of letters that
/// sound like what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pending {
    Nothing,
    Swap,
    /// The number of the sound, and how many of its letters have come.
    Sound(u16, u8),
}

/// A way in which the typed letters can have become those of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EditState {
    /// How many typed letters are used up.
    at: u16,
    /// What the edits cost, in units.
    cost: u8,
    /// How many of the edits of the budget are taken.
    edits: u8,
    /// Whether an edit is one that only longer words may have.
    plain: bool,
    pending: Pending,
}

impl EditState {
    /// Returns whether this state makes `other` useless.
    fn dominates(&self, other: &EditState) -> bool {
        self.at == other.at
            && self.pending == other.pending
            && self.edits <= other.edits
            && self.cost <= other.cost
            && (!self.plain || other.plain)
    }

    /// Returns how many typed letters are used up and what they cost, if this is the end of an
    /// edit.
    fn used(&self) -> Option<(usize, u8)> {
        (self.pending == Pending::Nothing).then_some((self.at.into(), self.cost))
    }
}

/// A meant letter, which goes on a way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meant {
    pub(super) letter: char,
    /// The meant letter before it.
    pub(super) previous: Option<char>,
    /// The number of meant letters before it.
    pub(super) depth: usize,
}

/// The states after one letter more, behind all those before.
struct StateRow<'s> {
    states: &'s mut Vec<EditState>,
    from: usize,
}

impl StateRow<'_> {
    /// Adds a state unless another one of the row makes it useless.
    #[inline]
    fn add(&mut self, state: EditState) {
        let known = self.states.get(self.from..).unwrap_or_default();
        // Many ways lead to the same letter at the same cost, and each that is kept is stepped from
        // there on.
        if !known.iter().any(|known| known.dominates(&state)) {
            self.states.push(state);
        }
    }
}

impl TypedLetters<'_> {
    /// Returns whether a state may have a further edit before the typed letter `at`, or of it.
    #[inline]
    fn may_edit(&self, state: &EditState) -> bool {
        state.edits < self.budget.edits && usize::from(state.at) < self.kept_from
    }

    /// Returns the states before the first letter.
    pub(super) fn start(&self, states: &mut Vec<EditState>) {
        let from = states.len();
        let pending = Pending::Nothing;
        states.push(EditState { at: 0, cost: 0, edits: 0, plain: false, pending });
        // The first typed letters may all be too much.
        self.drop_typed(0, &mut StateRow { states, from });
    }

    /// Adds the states in which further typed letters were too much. `depth` is the number of meant
    /// letters.
    fn drop_typed(&self, depth: usize, row: &mut StateRow<'_>) {
        let mut next = row.from;
        // States that this loop adds are looked at too: two letters too much may follow each other.
        while let Some(&state) = row.states.get(next) {
            next += 1;
            let at = usize::from(state.at);
            // Inside a swap or a sound nothing else may happen, which keeps the number of states
            // small.
            if state.pending != Pending::Nothing {
                continue;
            }
            let Some(&typed) = self.chars.get(at) else { continue };
            // Separators that are not meant are paid for, and are no edit.
            if self.is_gap(typed) {
                self.pay_gap(EditState { at: state.at + 1, ..state }, row);
                continue;
            }
            if !self.may_edit(&state) || ends_number(self.chars, at) {
                continue;
            }
            let Some(price) = self.added(at) else { continue };
            self.edit(state, state.at + 1, price, (at, depth) == (0, 0), row);
        }
    }

    /// Adds the state after one more edit of `price` that ends at the typed letter `at`.
    #[inline]
    fn edit(
        &self,
        before: EditState,
        at: u16,
        price: Price,
        is_first: bool,
        row: &mut StateRow<'_>,
    ) {
        let pending = Pending::Nothing;
        // Cheap and any are two states: the cheap one may go on where a budget allows cheap edits
        // alone.
        if price.cheap != NO_EDIT {
            self.pay(EditState { at, pending, ..before }, price.cheap, is_first, row);
        }
        // Otherwise the cheap state dominates it.
        if price.any < price.cheap && !self.budget.cheap_only {
            let after = EditState { at, pending, plain: true, ..before };
            self.pay(after, price.any, is_first, row);
        }
    }

    /// Adds `state` with one more edit of `price`, if it is within the budget and new.
    #[inline]
    fn pay(&self, state: EditState, price: u8, is_first: bool, row: &mut StateRow<'_>) {
        let extra = if is_first { self.costs.first() } else { 0 };
        let edits = state.edits + self.budget.taken_by(is_first);
        // Wider than a cost, since the sum of three may be past its end.
        let cost = u16::from(state.cost) + u16::from(price) + u16::from(extra);
        if cost <= u16::from(self.budget.cost) {
            row.add(EditState { cost: cost as u8, edits, ..state });
        }
    }

    /// Adds `state` with separators paid for that stand on one side only, if that is within the
    /// budget of cost.
    fn pay_gap(&self, state: EditState, row: &mut StateRow<'_>) {
        let cost = u16::from(state.cost) + u16::from(self.costs.separator());
        if cost <= u16::from(self.budget.cost) {
            row.add(EditState { cost: cost as u8, ..state });
        }
    }

    /// Adds the states after separators that are meant, given those before them.
    fn step_gap(&self, before: std::ops::Range<usize>, row: &mut StateRow<'_>) {
        for number in before {
            let Some(&state) = row.states.get(number) else { break };
            // Neither a swap nor a sound goes over them.
            if state.pending != Pending::Nothing {
                continue;
            }
            if self.chars.get(usize::from(state.at)) == Some(&GAP) {
                row.add(EditState { at: state.at + 1, ..state });
            }
            self.pay_gap(state, row);
        }
    }

    /// Adds the states after one meant letter more, given those before it.
    pub(super) fn step(
        &self,
        before: std::ops::Range<usize>,
        meant: Meant,
        states: &mut Vec<EditState>,
    ) {
        let Meant { letter, previous, depth } = meant;
        let from = states.len();
        let row = &mut StateRow { states, from };
        if self.is_gap(letter) {
            self.step_gap(before, row);
            self.drop_typed(depth + 1, row);
            return;
        }
        let of_number = is_of_number(previous, letter);
        let dropped = self.costs.dropped(letter, previous == Some(letter));
        for number in before {
            let Some(&state) = row.states.get(number) else { break };
            let at = usize::from(state.at);
            let typed = self.chars.get(at).copied();
            match state.pending {
                Pending::Swap => {
                    if typed == Some(letter) {
                        let pending = Pending::Nothing;
                        row.add(EditState { at: state.at + 2, pending, ..state });
                    }
                    continue;
                }
                Pending::Sound(..) => {
                    self.go_on_sounding(state, letter, row);
                    continue;
                }
                Pending::Nothing => {}
            }
            if typed == Some(letter) && is_same_number(self.chars, at, letter, previous) {
                row.add(EditState { at: state.at + 1, ..state });
            }
            // The usual end of a step: no edit is left, or the letter takes none.
            if !self.may_edit(&state) || of_number {
                continue;
            }
            // People rarely miss the first letter, so an edit there costs more.
            let is_first = (at, depth) == (0, 0);
            self.edit(state, state.at, dropped, is_first, row);
            // A number stands for itself alone: 2019 is not a slip for 2018, nor 123 for 12.3.
            let is_letter = |typed: &char| self.added(at).is_some() && !self.is_gap(*typed);
            let Some(typed) = typed.filter(is_letter) else { continue };
            if typed != letter {
                let price = self.costs.replaced(typed, letter);
                self.edit(state, state.at + 1, price, is_first, row);
                // The second letter of the swap must come next, and nothing is known of it yet.
                if self.chars.get(at + 1) == Some(&letter) && at + 1 < self.kept_from {
                    let swap = EditState { pending: Pending::Swap, ..state };
                    self.pay(swap, self.costs.swapped(typed, letter), false, row);
                }
            }
            self.begin_sounds(state, letter, is_first, row);
        }
        self.drop_typed(depth + 1, row);
    }

    /// Adds the states in which `meant` begins letters that sound like those typed.
    #[inline]
    fn begin_sounds(&self, state: EditState, meant: char, is_first: bool, row: &mut StateRow<'_>) {
        for &sound in self.sounds.get(usize::from(state.at)).map_or(&[][..], Vec::as_slice) {
            let first = self.costs.sounds().get(usize::from(sound)).and_then(|s| s.meant.first());
            if first == Some(&meant) {
                // On a row of its own, so that the price is checked before the first letter has
                // come.
                let mut begun = Vec::new();
                let price = self.costs.sounding();
                let state = EditState { plain: true, pending: Pending::Sound(sound, 0), ..state };
                self.pay(state, price, is_first, &mut StateRow { states: &mut begun, from: 0 });
                for state in begun {
                    self.go_on_sounding(state, meant, row);
                }
            }
        }
    }

    /// Adds the state in which `meant` is the next letter of a sound.
    fn go_on_sounding(&self, state: EditState, meant: char, row: &mut StateRow<'_>) {
        let Pending::Sound(sound, come) = state.pending else { return };
        let Some(letters) = self.costs.sounds().get(usize::from(sound)) else { return };
        if letters.meant.get(usize::from(come)) != Some(&meant) {
            return;
        }
        // The typed letters of the sound are used up at once, when the last meant one has come.
        let done = usize::from(come) + 1 == letters.meant.len();
        let after = match done {
            true => {
                let at = state.at + letters.typed.len() as u16;
                EditState { at, pending: Pending::Nothing, ..state }
            }
            false => EditState { pending: Pending::Sound(sound, come + 1), ..state },
        };
        row.add(after);
    }

    /// Returns what it costs that this was typed for each prefix of `meant`, from the empty one to
    /// the whole: `None` where it is over the budget.
    pub(crate) fn costs_of_prefixes(&self, meant: &[char]) -> Vec<Option<u8>> {
        let mut states = Vec::new();
        self.start(&mut states);
        // All typed letters may be too much.
        let mut costs = vec![cost_at(&states, self.chars.len())];
        let (mut from, mut previous) = (0, None);
        for (depth, &letter) in meant.iter().enumerate() {
            let end = states.len();
            self.step(from..end, Meant { letter, previous, depth }, &mut states);
            (from, previous) = (end, Some(letter));
            costs.push(cost_at(states.get(from..).unwrap_or_default(), self.chars.len()));
        }
        costs
    }
}

/// Returns the least cost of the states that have used up `len` typed letters.
pub(crate) fn cost_at(states: &[EditState], len: usize) -> Option<u8> {
    states
        .iter()
        .filter_map(EditState::used)
        .filter(|&(at, _)| at == len)
        .map(|(_, cost)| cost)
        .min()
}
