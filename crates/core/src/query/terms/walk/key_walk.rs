//! The keys that a whole query may have been meant as, as one string.
//!
//! The same walk as for words, through the dictionary of keys. What separates two letters of a key
//! is one space to costs, whatever it is, and none at the beginning; to sets of positions it is
//! nothing. A point between digits belongs to a number, so behind a digit the next letter says what
//! a point is.

use super::super::one_string::{GAP, Separates, separates};
use super::super::typed_letters::TypedLetters;
use super::exact_path::ExactPath;
use super::ground::Ground;
use super::next_letters::{NextLetter, NextLetters, Wanted};
use super::walk_states::{WalkNode, WalkStates};
use crate::analysis::separators::separators;
use crate::format::Result;
use crate::format::dictionary::{OpenNode, Place};
use crate::kind::Kind;

/// So many separators behind others may be on the way to a node. No text is longer.
const MAX_IN_GAPS: u32 = 1_000;

/// So many letters behind a point that are listed are a step.
const LETTERS_A_STEP: usize = 8;

/// What is looked for, and how the keys are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sought<'a> {
    pub(crate) typed: &'a TypedLetters<'a>,
    /// Whether white space closed the query: separators must follow, or the end.
    pub(crate) closed: bool,
    /// The kind of the index, which says what separates letters.
    pub(crate) kind: Kind,
}

/// Where the query may end: which letters up to a node are its own.
#[derive(Debug, Clone, Copy, Default)]
struct Ends {
    /// All of them.
    here: bool,
    /// All but the separators at the end.
    before_gap: bool,
}

impl Ends {
    fn anywhere(self) -> bool {
        self.here || self.before_gap
    }
}

/// A place where a query may end.
#[derive(Debug)]
pub(crate) struct FoundKeys<'f, 't> {
    pub(crate) node: &'f OpenNode<'f>,
    /// The least that it may cost.
    pub(crate) least: u8,
    /// Where it ends for the key at the place, and for all keys that go through it.
    whole: Ends,
    prefix: Ends,
    path: &'f mut ExactPath<'t>,
}

impl FoundKeys<'_, '_> {
    /// Returns whether all keys that go through the place may begin with the query.
    pub(crate) fn is_prefix(&self) -> bool {
        self.prefix.anywhere()
    }

    /// Returns what the key at the place costs, if there is one within the budget.
    pub(crate) fn whole_cost(&mut self) -> Option<u8> {
        if self.node.is_key() { self.cost(self.whole) } else { None }
    }

    /// Returns what all keys that go through the place cost, if that is within the budget.
    pub(crate) fn prefix_cost(&mut self) -> Option<u8> {
        self.cost(self.prefix)
    }

    fn cost(&mut self, ends: Ends) -> Option<u8> {
        let len = self.path.letters().len();
        let here = if ends.here { self.path.cost(len) } else { None };
        // The separators at the end are the last letter of the path.
        let before = if ends.before_gap { self.path.cost(len.saturating_sub(1)) } else { None };
        [here, before].into_iter().flatten().min()
    }
}

/// Walks over `ground` and calls `visit` with each place where the query may end, in order. Some
/// that no budget pays for are among them, so their cost is asked for.
///
/// Stops early if no work is left.
///
/// # Errors
///
/// [`Damaged`](crate::format::Damaged) for damage in the dictionary.
pub(crate) fn walk_keys(
    ground: Ground<'_>,
    sought: Sought<'_>,
    visit: impl FnMut(FoundKeys<'_, '_>) -> Result<()>,
) -> Result<()> {
    let (states, start) = WalkStates::start(sought.typed);
    let mut separators_wanted = Wanted::NONE;
    separators(sought.kind).iter().for_each(|&separator| separators_wanted.add(separator));
    let root = ground.dictionary.open(ground.root)?;
    let mut walk =
        KeyWalk { ground, sought, separators: separators_wanted, states, tried: 0, visit };
    walk.descend(&root, &KeyNode { states: start, ends_before_gap: false, in_gaps: 0 })
}

/// A node on the way.
#[derive(Debug, Clone)]
struct KeyNode {
    states: WalkNode,
    /// Whether the query may end before the separators that the node is behind.
    ends_before_gap: bool,
    /// The number of separators behind others on the way here.
    in_gaps: u32,
}

struct KeyWalk<'a, 't, V> {
    ground: Ground<'a>,
    sought: Sought<'t>,
    separators: Wanted,
    states: WalkStates<'t>,
    /// The number of letters that the sets were stepped by.
    tried: u32,
    visit: V,
}

impl<'a, V: FnMut(FoundKeys<'_, '_>) -> Result<()>> KeyWalk<'a, '_, V> {
    fn descend(&mut self, node: &OpenNode<'a>, here: &KeyNode) -> Result<()> {
        let whole = Ends { here: self.states.ends(&here.states), before_gap: here.ends_before_gap };
        // A closed query ends before separators.
        let prefix = match self.sought.closed {
            true => Ends { here: false, ..whole },
            false => Ends { before_gap: false, ..whole },
        };
        self.found(node, here, [whole, prefix])?;
        // Separators may come anywhere.
        let wanted = self.states.wanted(&here.states).or(self.separators);
        let Ground { dictionary, from, .. } = self.ground;
        let letters = NextLetters { dictionary, wanted, from };
        letters.for_each(node, &mut |next| match separates(
            self.sought.kind,
            here.states.previous,
            next.letter,
        ) {
            Separates::Never => self.follow_letter(here, next),
            Separates::Always => self.follow_gap(here, next.place()?),
            Separates::UnlessNumberGoesOn => self.follow_point(here, next.place()?),
        })
    }

    fn found(
        &mut self,
        node: &OpenNode<'a>,
        here: &KeyNode,
        [whole, prefix]: [Ends; 2],
    ) -> Result<()> {
        if !whole.anywhere() && !prefix.anywhere() {
            return Ok(());
        }
        let least = self.states.least_cost(&here.states);
        (self.visit)(FoundKeys { node, least, whole, prefix, path: &mut self.states.path })
    }

    /// Goes on to the prefix that `letter` makes, if what was typed does.
    fn follow_letter(&mut self, before: &KeyNode, next: NextLetter<'_, 'a>) -> Result<()> {
        let letter = next.letter;
        self.ground.tries(&mut self.tried);
        let Some(states) = self.states.step(&before.states, letter) else { return Ok(()) };
        let place = next.place()?;
        if self.ground.enters(place) {
            let next = KeyNode { states, ends_before_gap: false, in_gaps: before.in_gaps };
            self.states.path.push(letter);
            self.descend(&self.ground.dictionary.open(place)?, &next)?;
            self.states.path.pop();
        }
        self.states.back_to(&before.states);
        Ok(())
    }

    /// Goes on behind separators at `place`.
    fn follow_gap(&mut self, before: &KeyNode, place: Place) -> Result<()> {
        let Some(node) = self.end_of_gap(place)? else { return Ok(()) };
        self.in_gap(before, |walk, gap| walk.descend(&node, gap))
    }

    /// Returns the first node at or behind `place`, which is behind a separator, that more than one
    /// separator alone goes on from. So a key of a thousand of them is no deep recursion. The nodes
    /// between end no key, and their keys are the same.
    fn end_of_gap(&self, mut place: Place) -> Result<Option<OpenNode<'a>>> {
        while self.ground.enters(place) {
            let node = self.ground.dictionary.open(place)?;
            let is_separator = |byte: u8| separators(self.sought.kind).contains(&char::from(byte));
            match node.falling_bytes()? {
                &[byte] if !node.is_key() && is_separator(byte) => place = node.child(0)?,
                _ => return Ok(Some(node)),
            }
        }
        Ok(None)
    }

    /// Calls `visit` with the node behind separators.
    fn in_gap(
        &mut self,
        before: &KeyNode,
        visit: impl FnOnce(&mut Self, &KeyNode) -> Result<()>,
    ) -> Result<()> {
        // Separators that follow each other count as one, and those at the beginning as none.
        if before.states.is_start() || before.states.previous == Some(GAP) {
            // Each is a call deeper, and a damaged file may have any number.
            if before.in_gaps >= MAX_IN_GAPS {
                self.ground.work.exhaust();
                return Ok(());
            }
            return visit(self, &KeyNode { in_gaps: before.in_gaps + 1, ..before.clone() });
        }
        let ends_before_gap = self.states.ends(&before.states);
        let states = self.states.step_gap(&before.states);
        let gap = KeyNode { states, ends_before_gap, in_gaps: before.in_gaps };
        if gap.states.is_empty() {
            return Ok(());
        }
        self.states.path.push(GAP);
        visit(self, &gap)?;
        self.states.path.pop();
        Ok(())
    }

    /// Goes on behind a point behind a digit: part of a number where a digit follows, else a
    /// separator.
    fn follow_point(&mut self, before: &KeyNode, place: Place) -> Result<()> {
        if !self.ground.enters(place) {
            return Ok(());
        }
        let Ground { dictionary, from, .. } = self.ground;
        let node = dictionary.open(place)?;
        let mut listed = 0;
        let letters = NextLetters { dictionary, wanted: Wanted::ANY, from };
        letters.for_each(&node, &mut |_| {
            listed += 1;
            Ok(())
        })?;
        // Listing them is work, however few are followed.
        if !self.ground.work.spend((listed / LETTERS_A_STEP) as u32) {
            return Ok(());
        }
        self.in_gap(before, |walk, gap| {
            let whole =
                Ends { here: walk.states.ends(&gap.states), before_gap: gap.ends_before_gap };
            walk.found(&node, gap, [whole, Ends::default()])
        })?;
        letters.for_each(&node, &mut |next| match next.letter.is_numeric() {
            true => self.follow_point_of_number(before, next),
            false => self.follow_after_point(before, next),
        })
    }

    /// Goes on with a digit behind a point, which both belong to a number.
    fn follow_point_of_number(
        &mut self,
        before: &KeyNode,
        digit: NextLetter<'_, 'a>,
    ) -> Result<()> {
        let Some(states) = self.states.step(&before.states, '.') else { return Ok(()) };
        self.states.path.push('.');
        let point = KeyNode { states, ends_before_gap: false, in_gaps: before.in_gaps };
        self.follow_letter(&point, digit)?;
        self.states.path.pop();
        self.states.back_to(&before.states);
        Ok(())
    }

    /// Goes on with a letter that is no digit behind a point, which separates it.
    fn follow_after_point(&mut self, before: &KeyNode, next: NextLetter<'_, 'a>) -> Result<()> {
        let place = next.place()?;
        self.in_gap(before, |walk, gap| {
            // What ends at the point goes on with this letter alone.
            let prefix = match walk.sought.closed {
                true => Ends { here: false, before_gap: gap.ends_before_gap },
                false => Ends { here: walk.states.ends(&gap.states), before_gap: false },
            };
            walk.found(&walk.ground.dictionary.open(place)?, gap, [Ends::default(), prefix])?;
            match separates(walk.sought.kind, Some(GAP), next.letter) {
                Separates::Never => walk.follow_letter(gap, next),
                _ => walk.follow_gap(gap, place),
            }
        })
    }
}
