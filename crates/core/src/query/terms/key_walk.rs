//! The keys that a whole query may have been meant as, as one string.
//!
//! The same walk as for words, through the dictionary of keys. What separates two letters of a key
//! is one space to the states, whatever it is, and none at the beginning. A point between digits
//! belongs to a number, so behind a digit the next letter says what a point is.

use super::edit_states::{EditState, Meant, NextLetters, cost_at};
use super::one_string::{GAP, Separates, separates};
use super::typed_letters::TypedLetters;
use super::walk::{Ground, for_each_letter};
use crate::analysis::separators::separators;
use crate::error::{Error, Result};
use crate::format::Damaged;
use crate::format::dictionary::Place;
use crate::kind::Kind;

/// So many letters behind a point that are listed are a step.
const LETTERS_A_STEP: usize = 8;

/// What the keys at a place cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyCosts {
    /// The key that ends there.
    pub(crate) whole: Option<u8>,
    /// All keys that go through it.
    pub(crate) prefix: Option<u8>,
}

/// What is looked for, and how the keys are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sought<'a> {
    pub(crate) typed: &'a TypedLetters<'a>,
    /// Whether white space closed the query: separators must follow, or the end.
    pub(crate) closed: bool,
    /// The kind of the index, which says what separates letters.
    pub(crate) kind: Kind,
}

/// Walks over `ground` and calls `visit` with each place where the query may end, in order.
///
/// Stops early if no work is left.
pub(crate) fn walk_keys(
    ground: Ground<'_>,
    sought: Sought<'_>,
    visit: impl FnMut(Place, KeyCosts) -> Result<()>,
    corrupt: impl Fn(Damaged) -> Error + Copy,
) -> Result<()> {
    let mut states = Vec::with_capacity(256);
    sought.typed.start(&mut states);
    let place = ground.root;
    let mut walk = KeyWalk { ground, sought, visit, corrupt, states };
    walk.descend(KeyNode { place, depth: 0, previous: None, from: 0, before_gap: None })
}

/// A node on the way.
#[derive(Debug, Clone, Copy)]
struct KeyNode {
    place: Place,
    /// The number of letters and spaces before it, and the last of them.
    depth: usize,
    previous: Option<char>,
    /// Where its states start among those of all nodes on the way.
    from: usize,
    /// What the query costs up to the letter before the separators that the node is behind.
    before_gap: Option<u8>,
}

struct KeyWalk<'a, V, C> {
    ground: Ground<'a>,
    sought: Sought<'a>,
    visit: V,
    corrupt: C,
    /// Those of all nodes on the way, each behind those of the node before.
    states: Vec<EditState>,
}

impl<V, C> KeyWalk<'_, V, C>
where
    V: FnMut(Place, KeyCosts) -> Result<()>,
    C: Fn(Damaged) -> Error + Copy,
{
    fn states_of(&self, node: &KeyNode) -> &[EditState] {
        self.states.get(node.from..).unwrap_or_default()
    }

    /// Returns what the query costs if it ends at the node.
    fn end_cost(&self, node: &KeyNode) -> Option<u8> {
        cost_at(self.states_of(node), self.sought.typed.chars.len())
    }

    fn descend(&mut self, here: KeyNode) -> Result<()> {
        let end = self.end_cost(&here);
        // Separators at the end of a form do not count.
        let whole = least(end, here.before_gap);
        // A closed query ends before separators, which `follow_gap` sees.
        let prefix = if self.sought.closed { None } else { end };
        self.visit(here.place, KeyCosts { whole, prefix })?;
        let typed = self.sought.typed;
        let states = self.states_of(&here);
        if states.iter().any(|state| typed.next_letters(state) == NextLetters::Any) {
            let Ground { dictionary, from, .. } = self.ground;
            let corrupt = self.corrupt;
            let mut follow = |letter, place| self.follow(here, letter, place);
            return for_each_letter(dictionary, here.place, from, &mut follow, &corrupt);
        }
        // In order, and each once. They are few, and separators are always among them.
        let mut after = None;
        loop {
            let states = self.states_of(&here);
            let letters = states.iter().flat_map(|state| typed.letters(state, here.previous));
            let separators = separators(self.sought.kind).iter().copied();
            let later = letters.flatten().chain(separators).filter(|&letter| Some(letter) > after);
            let Some(letter) = later.min() else { break };
            after = Some(letter);
            let mut bytes = [0; 4];
            let bytes = letter.encode_utf8(&mut bytes);
            let next = self.ground.dictionary.walk(here.place, bytes.as_bytes());
            if let Some(next) = next.map_err(self.corrupt)? {
                self.follow(here, letter, next)?;
            }
        }
        Ok(())
    }

    fn visit(&mut self, place: Place, costs: KeyCosts) -> Result<()> {
        if costs.whole.is_none() && costs.prefix.is_none() {
            return Ok(());
        }
        (self.visit)(place, costs)
    }

    /// Goes on to the prefix that `letter` makes, if a state does.
    fn follow(&mut self, before: KeyNode, letter: char, place: Place) -> Result<()> {
        if !self.ground.enters(place) {
            return Ok(());
        }
        match separates(self.sought.kind, before.previous, letter) {
            Separates::Never => self.follow_letter(before, letter, place),
            Separates::Always => {
                if let Some(gap) = self.enter_gap(before, place)? {
                    if self.sought.closed {
                        let costs = KeyCosts { whole: None, prefix: gap.before_gap };
                        self.visit(place, costs)?;
                    }
                    self.descend(gap)?;
                    self.leave(before, gap);
                }
                Ok(())
            }
            Separates::UnlessNumberGoesOn => self.follow_point(before, place),
        }
    }

    fn follow_letter(&mut self, before: KeyNode, letter: char, place: Place) -> Result<()> {
        let end = self.states.len();
        let meant = Meant { letter, previous: before.previous, depth: before.depth };
        self.sought.typed.step(before.from..end, meant, &mut self.states);
        // No state goes on with this letter, so nothing below can be within the budget.
        if self.states.len() > end {
            let (depth, previous) = (before.depth + 1, Some(letter));
            self.descend(KeyNode { place, depth, previous, from: end, before_gap: None })?;
            // States are a stack: what a branch added goes before the next one comes.
            self.states.truncate(end);
        }
        Ok(())
    }

    /// Returns the node behind separators, if a state goes on or the query may end before them.
    /// Its states lie behind those of `before`, or are these.
    fn enter_gap(&mut self, before: KeyNode, place: Place) -> Result<Option<KeyNode>> {
        // Separators that follow each other count as one, and those at the beginning as none.
        if before.depth == 0 || before.previous == Some(GAP) {
            return Ok(Some(KeyNode { place, ..before }));
        }
        let (end, before_gap) = (self.states.len(), self.end_cost(&before));
        let meant = Meant { letter: GAP, previous: before.previous, depth: before.depth };
        self.sought.typed.step(before.from..end, meant, &mut self.states);
        let goes_on = self.states.len() > end || before_gap.is_some();
        let (depth, previous) = (before.depth + 1, Some(GAP));
        Ok(goes_on.then_some(KeyNode { place, depth, previous, from: end, before_gap }))
    }

    /// Drops the states that `gap` added to those of `before`.
    fn leave(&mut self, before: KeyNode, gap: KeyNode) {
        if gap.from > before.from {
            self.states.truncate(gap.from);
        }
    }

    /// Goes on behind a point behind a digit: part of a number where a digit follows, else a
    /// separator.
    fn follow_point(&mut self, before: KeyNode, place: Place) -> Result<()> {
        let Ground { dictionary, from, .. } = self.ground;
        let corrupt = self.corrupt;
        let mut children = Vec::new();
        let mut note = |letter: char, child| {
            children.push((letter, child));
            Ok(())
        };
        for_each_letter(dictionary, place, from, &mut note, &corrupt)?;
        // Listing them is work, however few are followed.
        if !self.ground.work.spend((children.len() / LETTERS_A_STEP) as u32) {
            return Ok(());
        }
        let gap = self.enter_gap(before, place)?;
        if let Some(gap) = gap {
            let whole = least(self.end_cost(&gap), gap.before_gap);
            self.visit(place, KeyCosts { whole, prefix: None })?;
        }
        if let Some(gap) = gap {
            self.leave(before, gap);
        }
        for (letter, child) in children {
            if !letter.is_numeric() {
                self.follow_after_point(before, place, (letter, child))?;
                continue;
            }
            let end = self.states.len();
            let meant = Meant { letter: '.', previous: before.previous, depth: before.depth };
            self.sought.typed.step(before.from..end, meant, &mut self.states);
            let (depth, previous) = (before.depth + 1, Some('.'));
            let point = KeyNode { place, depth, previous, from: end, before_gap: None };
            self.follow(point, letter, child)?;
            self.states.truncate(end);
        }
        Ok(())
    }

    /// Goes on with a letter that is no digit behind a point, which separates it.
    fn follow_after_point(
        &mut self,
        before: KeyNode,
        place: Place,
        (letter, child): (char, Place),
    ) -> Result<()> {
        let Some(gap) = self.enter_gap(before, place)? else { return Ok(()) };
        // What ends at the point goes on with this letter alone.
        let prefix = if self.sought.closed { gap.before_gap } else { self.end_cost(&gap) };
        self.visit(child, KeyCosts { whole: None, prefix })?;
        self.follow(gap, letter, child)?;
        self.leave(before, gap);
        Ok(())
    }
}

/// Returns the lower of two costs, if there is one.
fn least(one: Option<u8>, other: Option<u8>) -> Option<u8> {
    [one, other].into_iter().flatten().min()
}
