//! Where a walk of a dictionary is, to what was typed: as sets, and along the path as costs.

use std::ops::Range;

use super::super::one_string::GAP;
use super::super::typed_letters::TypedLetters;
use super::exact_path::ExactPath;
use super::levels::Level;
use super::next_letters::Wanted;
use super::position_sets::{Edited, PositionSets, Step};
use super::set_tables::{SetTables, TypedLetter};

/// Letters that sound like what was typed, some of which have come.
#[derive(Debug, Clone, Copy)]
struct Sounding {
    /// The typed position before them.
    at: usize,
    /// The number of the sound, and how many of its letters have come.
    sound: u16,
    come: u8,
    /// What may be paid behind it.
    level: Level,
}

/// A node on the way of a walk.
#[derive(Debug, Clone)]
pub(super) struct WalkNode {
    sets: PositionSets,
    /// The number of letters before it, separators aside, and the last character before it.
    depth: usize,
    pub(super) previous: Option<char>,
    /// Where its sounds are among those of all nodes on the way.
    sounding: Range<usize>,
}

impl WalkNode {
    /// Returns whether no letter came before it.
    pub(super) fn is_start(&self) -> bool {
        self.depth == 0
    }

    /// Returns whether nothing that was typed goes on from it, or ends at it.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.sets.is_empty() && self.sounding.is_empty()
    }
}

/// The states of a walk.
#[derive(Debug)]
pub(super) struct WalkStates<'t> {
    tables: SetTables<'t>,
    pub(super) path: ExactPath<'t>,
    /// Those of all nodes on the way, each behind those of the node before.
    sounding: Vec<Sounding>,
}

impl<'t> WalkStates<'t> {
    /// Returns those before the first letter, and the node there.
    pub(super) fn start(typed: &'t TypedLetters<'t>) -> (Self, WalkNode) {
        let tables = SetTables::new(typed);
        let sets = PositionSets::start(&tables);
        let states = WalkStates { tables, path: ExactPath::new(typed), sounding: Vec::new() };
        (states, WalkNode { sets, depth: 0, previous: None, sounding: 0..0 })
    }

    /// Returns whether what was typed may be used up at `node`.
    #[inline]
    pub(super) fn ends(&self, node: &WalkNode) -> bool {
        node.sets.ends(self.end(node))
    }

    /// Returns the least that it may cost at `node`, where it is used up.
    #[inline]
    pub(super) fn least_cost(&self, node: &WalkNode) -> u8 {
        if node.sets.ends_without_edit(self.end(node)) { 0 } else { self.tables.least }
    }

    #[inline]
    fn end(&self, node: &WalkNode) -> u64 {
        self.tables.end(self.tables.base(node.depth))
    }

    /// Returns the typed letters that must all come behind `node`, if nothing else may.
    #[inline]
    pub(super) fn rest(&self, node: &WalkNode) -> Option<&[TypedLetter]> {
        if !node.sounding.is_empty() {
            return None;
        }
        let position = node.sets.only_spent()? as usize + self.tables.base(node.depth);
        let rest = self.tables.letters.get(position..)?;
        let first = rest.first()?;
        // A digit says by itself where it may stand, and the general step knows.
        (!first.letter.is_numeric()).then_some(rest)
    }

    /// Returns the typed letter that stands so many letters before the last.
    #[inline]
    pub(super) fn typed_from_end(&self, number: usize) -> Option<char> {
        let at = self.tables.letters.len().checked_sub(number + 1)?;
        self.tables.letters.get(at).map(|typed| typed.letter)
    }

    /// Returns the least that an edit costs.
    pub(super) fn least_edit(&self) -> u8 {
        self.tables.least
    }

    /// Returns the letters that `node` may go on with.
    #[inline]
    pub(super) fn wanted(&self, node: &WalkNode) -> Wanted {
        let base = self.tables.base(node.depth);
        let [any, few] = node.sets.reach(self.tables.reaches, self.tables.kept(base));
        if any != 0 {
            return Wanted::ANY;
        }
        let mut wanted = Wanted::NONE;
        let mut add_letters = |mut positions: u64, from: usize| {
            while positions != 0 {
                let at = positions.trailing_zeros() as usize + from;
                positions &= positions - 1;
                if let Some(typed) = self.tables.letters.get(at) {
                    wanted.add(typed.letter);
                }
            }
        };
        add_letters(node.sets.waiting(), base);
        if few != 0 {
            // The one before once more, or a swap.
            add_letters(few, base + 1);
            node.previous.into_iter().for_each(|letter| wanted.add(letter));
        }
        for sounding in self.sounding.get(node.sounding.clone()).unwrap_or_default() {
            let sound = self.tables.typed.costs().sounds().get(usize::from(sounding.sound));
            let next = sound.and_then(|sound| sound.meant.get(usize::from(sounding.come)));
            next.into_iter().for_each(|&letter| wanted.add(letter));
        }
        wanted
    }

    /// Returns the node behind `letter`, if anything that was typed goes on with it.
    #[inline]
    pub(super) fn step(&mut self, before: &WalkNode, letter: char) -> Option<WalkNode> {
        let meant = self.tables.meant(letter);
        let from = Step {
            meant: &meant,
            depth: before.depth,
            repeats: before.previous == Some(letter),
            behind_digit: before.previous.is_some_and(char::is_numeric),
        };
        let start = self.sounding.len();
        let sounded = match self.tables.has_sounds() {
            true => self.sound(before, from),
            false => Edited::default(),
        };
        let sets = before.sets.step(&self.tables, from, sounded);
        let sounding = start..self.sounding.len();
        let previous = Some(letter);
        let node = WalkNode { sets, depth: before.depth + 1, previous, sounding };
        (!node.is_empty()).then_some(node)
    }

    /// Returns the node behind separators.
    pub(super) fn step_gap(&self, before: &WalkNode) -> WalkNode {
        let end = self.sounding.len();
        // Neither a swap nor a sound goes over them.
        let sets = before.sets.without_swaps();
        WalkNode { sets, depth: before.depth, previous: Some(GAP), sounding: end..end }
    }

    /// Drops the sounds behind `before`.
    #[inline]
    pub(super) fn back_to(&mut self, before: &WalkNode) {
        self.sounding.truncate(before.sounding.end);
    }

    /// Steps the sounds, adds those that begin with the meant letter, and returns the positions behind
    /// those that end with it.
    fn sound(&mut self, before: &WalkNode, from: Step<'_>) -> Edited {
        let meant = from.meant;
        let base = self.tables.base(from.depth);
        let mut ended = Edited::default();
        for number in before.sounding.clone() {
            if let Some(&sounding) = self.sounding.get(number) {
                ended.add(self.go_on(sounding, meant.letter, base));
            }
        }
        if meant.is_of_number(from.behind_digit) {
            return ended;
        }
        let mut positions = before.sets.may_edit() & self.tables.sounds(base);
        while positions != 0 {
            let bit = positions.trailing_zeros() as usize;
            positions &= positions - 1;
            let at = base + bit;
            let level = match (at, from.depth) {
                // An edit of the first letter takes all.
                (0, 0) if self.tables.sounds_first => Level::Only,
                (0, 0) => Level::Never,
                _ => before.sets.level_behind(bit, self.tables.sound),
            };
            if level == Level::Never {
                continue;
            }
            let typed = self.tables.typed;
            let index = self.tables.letters.get(at).map_or(0, |letter| letter.index);
            for &sound in typed.sounds.get(index).map_or(&[][..], Vec::as_slice) {
                let begun = Sounding { at, sound, come: 0, level };
                ended.add(self.go_on(begun, meant.letter, base));
            }
        }
        ended
    }

    /// Goes on with a sound if `meant` is its next letter. Returns the position behind it if it is the
    /// last.
    fn go_on(&mut self, sounding: Sounding, meant: char, base: usize) -> Edited {
        let (mut ended, sounds) = (Edited::default(), self.tables.typed.costs().sounds());
        let Some(sound) = sounds.get(usize::from(sounding.sound)) else { return ended };
        if sound.meant.get(usize::from(sounding.come)) != Some(&meant) {
            return ended;
        }
        let come = sounding.come + 1;
        if usize::from(come) < sound.meant.len() {
            self.sounding.push(Sounding { come, ..sounding });
            return ended;
        }
        let at = sounding.at + sound.typed.len() - base;
        let positions = match sounding.level {
            Level::Low => &mut ended.low,
            Level::High => &mut ended.high,
            Level::Only | Level::Never => &mut ended.spent,
        };
        *positions = if at < 64 { 1 << at } else { 0 };
        ended
    }
}
