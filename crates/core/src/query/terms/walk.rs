//! The words of a dictionary that a typed word may have been meant as.
//!
//! The walk goes through the dictionary depth first, with the states of the way to each node. Where
//! no state can pay for another edit, only the letters that go on without one are followed, so a
//! walk with one edit looks at some hundred nodes, whatever the size of the dictionary. Nodes are
//! shared between prefixes, so a place carries its range, and a prefix is visited once.

use super::edit_states::{EditState, Meant, NextLetters};
use super::typed_letters::TypedLetters;
use crate::error::{Error, Result};
use crate::format::Damaged;
use crate::format::dictionary::{Dictionary, Place};
use crate::query::work_budget::WorkBudget;

/// Where a walk goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) dictionary: &'a Dictionary<'a>,
    /// Where it starts.
    pub(crate) root: Place,
    /// The number of the first key that counts. Those before it have the mark of a class.
    pub(crate) from: u32,
    /// The numbers of the keys that count, if not all: rising. Prefixes of none of them are not
    /// visited.
    pub(crate) only: Option<&'a [u32]>,
    /// What the walk takes its steps of.
    pub(crate) work: &'a WorkBudget,
}

impl Ground<'_> {
    /// Returns whether a walk goes on to the prefix at `place`: if it is one of a key that counts,
    /// and work is left. Takes the step.
    #[inline]
    pub(super) fn enters(&self, place: Place) -> bool {
        // A search among the numbers that count is cheaper than a step of the states.
        if let Some(only) = self.only {
            let next = only.get(only.partition_point(|&number| number < place.first));
            if next.is_none_or(|&number| number >= place.end) {
                return false;
            }
        }
        // Each node that is entered is a step, whether a state is left in it or not.
        self.work.spend(1)
    }
}

/// Walks over `ground` and calls `visit` with the place, the letters and the states of each
/// prefix that `typed` may have become, a prefix before what it is a prefix of, in order.
///
/// Stops early if no work is left.
pub(crate) fn walk(
    ground: Ground<'_>,
    typed: &TypedLetters<'_>,
    visit: impl FnMut(Place, &[u8], &[EditState]) -> Result<()>,
    corrupt: impl Fn(Damaged) -> Error + Copy,
) -> Result<()> {
    let (mut states, text) = (Vec::with_capacity(256), Vec::with_capacity(64));
    typed.start(&mut states);
    let mut walk = DictionaryWalk { ground, typed, visit, corrupt, states, text };
    walk.descend(WalkNode { place: ground.root, depth: 0, previous: None, from: 0 })
}

/// A node on the way.
#[derive(Debug, Clone, Copy)]
struct WalkNode {
    place: Place,
    /// The number of letters before it, and the last of them.
    depth: usize,
    previous: Option<char>,
    /// Where its states start among those of all nodes on the way.
    from: usize,
}

/// A letter of several bytes, some of which have come.
#[derive(Debug, Clone, Copy, Default)]
struct Partial {
    /// The bits so far.
    code: u32,
    /// The number of bytes to come.
    missing: u32,
}

struct DictionaryWalk<'a, V, C> {
    ground: Ground<'a>,
    typed: &'a TypedLetters<'a>,
    visit: V,
    corrupt: C,
    /// Those of all nodes on the way, each behind those of the node before.
    states: Vec<EditState>,
    text: Vec<u8>,
}

impl<V, C> DictionaryWalk<'_, V, C>
where
    V: FnMut(Place, &[u8], &[EditState]) -> Result<()>,
    C: Fn(Damaged) -> Error + Copy,
{
    fn descend(&mut self, here: WalkNode) -> Result<()> {
        let WalkNode { place, previous, from, .. } = here;
        let states = self.states.get(from..).unwrap_or_default();
        (self.visit)(place, &self.text, states)?;
        // A state that can pay for any letter makes all children worth a look: listing them takes
        // one pass over the node, and looking up each letter one search.
        if states.iter().any(|state| self.typed.next_letters(state) == NextLetters::Any) {
            let Ground { dictionary, from, .. } = self.ground;
            let corrupt = self.corrupt;
            let mut follow = |letter, place| self.follow(here, letter, place);
            return for_each_letter(dictionary, place, from, &mut follow, &corrupt);
        }
        // In order, and each once. They are few.
        let mut after = None;
        loop {
            let states = self.states.get(from..).unwrap_or_default();
            let letters = states.iter().flat_map(|state| self.typed.letters(state, previous));
            // The least letter after the last one, without a list: there are three letters a state,
            // and a few states.
            let later = letters.flatten().filter(|&letter| Some(letter) > after);
            let Some(letter) = later.min() else { break };
            after = Some(letter);
            let mut bytes = [0; 4];
            // A letter of several bytes may end in the middle, where no key goes on as it does.
            let bytes = letter.encode_utf8(&mut bytes);
            let next =
                self.ground.dictionary.walk(place, bytes.as_bytes()).map_err(self.corrupt)?;
            if let Some(next) = next {
                self.follow(here, letter, next)?;
            }
        }
        Ok(())
    }

    /// Goes on to the prefix that `letter` makes, if a state does.
    fn follow(&mut self, before: WalkNode, letter: char, place: Place) -> Result<()> {
        if !self.ground.enters(place) {
            return Ok(());
        }
        let end = self.states.len();
        let meant = Meant { letter, previous: before.previous, depth: before.depth };
        self.typed.step(before.from..end, meant, &mut self.states);
        // No state goes on with this letter, so nothing below can be within the budget.
        if self.states.len() > end {
            let len = self.text.len();
            let mut bytes = [0; 4];
            self.text.extend(letter.encode_utf8(&mut bytes).as_bytes());
            let depth = before.depth + 1;
            self.descend(WalkNode { place, depth, previous: Some(letter), from: end })?;
            // Text and states are stacks: what a branch added goes before the next one comes.
            self.text.truncate(len);
            self.states.truncate(end);
        }
        Ok(())
    }
}

/// Calls `visit` with each letter that goes on from `place` and the place behind it, in order. Keys
/// up to the number `from` have the mark of a class, which is no letter.
pub(crate) fn for_each_letter(
    dictionary: &Dictionary<'_>,
    place: Place,
    from: u32,
    visit: &mut dyn FnMut(char, Place) -> Result<()>,
    corrupt: &dyn Fn(Damaged) -> Error,
) -> Result<()> {
    Letters { dictionary, from, visit, corrupt }.of(place, Partial::default())
}

/// The letters that go on from a place.
struct Letters<'v> {
    dictionary: &'v Dictionary<'v>,
    from: u32,
    visit: &'v mut dyn FnMut(char, Place) -> Result<()>,
    corrupt: &'v dyn Fn(Damaged) -> Error,
}

impl Letters<'_> {
    /// Visits those behind `place`, of which some bytes may have come.
    fn of(&mut self, place: Place, Partial { code, missing }: Partial) -> Result<()> {
        let (dictionary, corrupt) = (self.dictionary, self.corrupt);
        let mut failed = Ok(());
        let walked = dictionary.for_each_child(place, |byte, child| {
            let (code, missing) = match (missing, byte) {
                // The mark of a class is no letter.
                _ if child.end <= self.from => return Ok(()),
                // Neither are bytes out of place.
                (0, 0x00..=0x7f) => (u32::from(byte), 0),
                (0, 0xc2..=0xdf) => (u32::from(byte & 0x1f), 1),
                (0, 0xe0..=0xef) => (u32::from(byte & 0x0f), 2),
                (0, 0xf0..=0xf4) => (u32::from(byte & 0x07), 3),
                (1..=3, 0x80..=0xbf) => (code << 6 | u32::from(byte & 0x3f), missing - 1),
                _ => return Ok(()),
            };
            let done = match (missing, char::from_u32(code)) {
                (0, Some(letter)) => (self.visit)(letter, child),
                (0, None) => Ok(()),
                _ => self.of(child, Partial { code, missing }),
            };
            failed = done;
            // The dictionary knows its own errors alone, so that of the visitor is kept aside and
            // the loop stopped by another.
            if failed.is_err() { Err(Damaged("stopped")) } else { Ok(()) }
        });
        failed?;
        walked.map_err(corrupt)
    }
}
