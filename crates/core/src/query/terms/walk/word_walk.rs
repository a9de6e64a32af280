//! The words of a dictionary that a typed word may have been meant as.
//!
//! The walk goes through the dictionary depth first, with the sets of positions of the way to each
//! node. Where no position can pay for another edit, only the letters that go on without one are
//! followed, and where a single position is left, the rest of what was typed is looked up. So a walk
//! with one edit looks at some hundred nodes, whatever the size of the dictionary. Nodes are shared
//! between prefixes, so a place carries its range, and a prefix is visited once.

use super::super::typed_letters::TypedLetters;
use super::exact_path::ExactPath;
use super::ground::Ground;
use super::next_letters::NextLetters;
use super::walk_states::{WalkNode, WalkStates};
use crate::format::Result;
use crate::format::dictionary::{OpenNode, Place};

/// A prefix that the typed word may have become.
#[derive(Debug)]
pub(crate) struct FoundPrefix<'f, 't> {
    pub(crate) place: Place,
    /// Whether it is a key itself.
    pub(crate) is_key: bool,
    /// The least that it may cost.
    pub(crate) least: u8,
    path: &'f mut ExactPath<'t>,
}

impl FoundPrefix<'_, '_> {
    /// Returns what it costs: `None` if that is over the budget.
    pub(crate) fn cost(&mut self) -> Option<u8> {
        // A word without an edit has no cost. A whole query may have separators to pay for, and has
        // its own walk.
        if self.least == 0 { Some(0) } else { self.path.cost(self.path.letters().len()) }
    }

    /// Returns its letters.
    pub(crate) fn letters(&self) -> &[char] {
        self.path.letters()
    }
}

/// Walks over `ground` and calls `visit` with each prefix that `typed` may have become, a prefix
/// before what it is a prefix of, in order. Some that no budget pays for are among them, so their
/// cost is asked for.
///
/// Stops early if no work is left.
///
/// # Errors
///
/// [`Damaged`](crate::format::Damaged) for damage in the dictionary.
pub(crate) fn walk(
    ground: Ground<'_>,
    typed: &TypedLetters<'_>,
    visit: impl FnMut(FoundPrefix<'_, '_>) -> Result<()>,
) -> Result<()> {
    let (states, start) = WalkStates::start(typed);
    let root = ground.dictionary.open(ground.root)?;
    DictionaryWalk { ground, states, tried: 0, visit }.descend(&root, &start)
}

struct DictionaryWalk<'a, 't, V> {
    ground: Ground<'a>,
    states: WalkStates<'t>,
    /// The number of letters that the sets were stepped by.
    tried: u32,
    visit: V,
}

impl<'a, V: FnMut(FoundPrefix<'_, '_>) -> Result<()>> DictionaryWalk<'a, '_, V> {
    fn descend(&mut self, node: &OpenNode<'a>, here: &WalkNode) -> Result<()> {
        if self.states.ends(here) {
            self.found(node, self.states.least_cost(here))?;
        }
        if let Some(rest) = self.states.rest(here).map(<[_]>::len) {
            return self.look_up(node, rest);
        }
        let wanted = self.states.wanted(here);
        if wanted.is_none() {
            return Ok(());
        }
        let Ground { dictionary, from, .. } = self.ground;
        let letters = NextLetters { dictionary, wanted, from };
        letters.for_each(node, &mut |next_letter| {
            let letter = next_letter.letter;
            self.ground.tries(&mut self.tried);
            let Some(next) = self.states.step(here, letter) else { return Ok(()) };
            let place = next_letter.place()?;
            if self.ground.enters(place) {
                self.states.path.push(letter);
                self.descend(&dictionary.open(place)?, &next)?;
                self.states.path.pop();
            }
            self.states.back_to(here);
            Ok(())
        })
    }

    fn found(&mut self, node: &OpenNode<'_>, least: u8) -> Result<()> {
        let (place, is_key, path) = (node.place(), node.is_key(), &mut self.states.path);
        (self.visit)(FoundPrefix { place, is_key, least, path })
    }

    /// Looks the last `rest` typed letters up from `node`, where nothing else may follow.
    fn look_up(&mut self, node: &OpenNode<'a>, rest: usize) -> Result<()> {
        let start = self.states.path.letters().len();
        if let Some(end) = self.follow(node, rest)? {
            self.found(&end, self.states.least_edit())?;
        }
        self.states.path.truncate(start);
        Ok(())
    }

    /// Follows the last `rest` typed letters.
    fn follow(&mut self, node: &OpenNode<'a>, rest: usize) -> Result<Option<OpenNode<'a>>> {
        let mut node = *node;
        for number in (0..rest).rev() {
            let Some(letter) = self.states.typed_from_end(number) else { return Ok(None) };
            for &byte in letter.encode_utf8(&mut [0; 4]).as_bytes() {
                let Some(place) = node.step(byte)? else { return Ok(None) };
                node = self.ground.dictionary.open(place)?;
            }
            if !self.ground.enters(node.place()) {
                return Ok(None);
            }
            self.states.path.push(letter);
        }
        Ok(Some(node))
    }
}
