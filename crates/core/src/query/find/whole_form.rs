//! Forms as one string, from their beginning: by spacing, and with slips.
//!
//! Both are walks of the keys. Spacing has one way to go at each place, the next typed letter, and
//! may step over a separator of the key besides. So it looks at a few places a letter, whatever the
//! size of the index.

use super::slots_by_cost::SlotsByCost;
use crate::analysis::separators::separators;
use crate::error::Result;
use crate::format::dictionary::Place;
use crate::format::form_kind::FormClass;
use crate::kind::Kind;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;
use crate::query::terms::one_string::{GAP, OneString, Separates, separates};
use crate::query::terms::typed_letters::TypedLetters;
use crate::query::terms::walk::ground::Ground;
use crate::query::terms::walk::key_walk::{Sought, walk_keys};
use crate::query::terms::walk::next_letters::{NextLetters, Wanted};

/// Returns the slots of the forms of `class` that start with `typed` or a slip of it. If `closed`,
/// separators or the end must follow.
pub(crate) fn with_slips(
    search: &Search<'_>,
    typed: &TypedLetters<'_>,
    closed: bool,
    class: FormClass,
) -> Result<SlotsByCost> {
    let (keys, scorer) = (search.keys, search.scorer);
    // With a narrow filter the walk visits only prefixes of keys that pass: it would else spend its
    // steps on others.
    let only: Option<Vec<u32>> = match scorer.listed().filter(|_| scorer.only_listed()) {
        None => None,
        Some(listed) => Some(listed.by_slot(keys.view())?.iter().map(|&(slot, _)| slot).collect()),
    };
    // On another layout separators were not free before, so a form may have no slip and be new.
    let mut slots = SlotsByCost::new(0);
    let Some(root) = keys.root(class)? else { return Ok(slots) };
    // Those before have the marks of other classes.
    let from = if class.mark().is_some() { 0 } else { keys.all()?.start };
    let (dictionary, only) = (keys.dictionary(), only.as_deref());
    let ground = Ground { dictionary, root, from, only, work: search.work };
    let sought = Sought { typed, closed, kind: keys.view().settings().kind };
    // Where the ranges end that the place is inside of, and what they cost.
    let mut inside: Vec<(u32, u8)> = Vec::new();
    let walked = walk_keys(ground, sought, |mut found| {
        let place = found.node.place();
        // The walk goes in the order of the keys, so ranges that ended before this place are done.
        while inside.last().is_some_and(|&(end, _)| end <= place.first) {
            inside.pop();
        }
        if let Some(cost) = found.whole_cost() {
            // The whole form is another kind, and counts whatever prefix it lies in.
            slots.add(MatchKind::Whole, cost.into(), place.first..found.node.whole_end()?);
        }
        // A prefix inside one that costs no more is the same slots again.
        let is_new = |cost| inside.last().is_none_or(|&(_, outer)| cost < outer);
        if found.is_prefix()
            && is_new(found.least)
            && let Some(cost) = found.prefix_cost().filter(|&cost| is_new(cost))
        {
            // A query of which all was too much begins all forms that count.
            slots.add(MatchKind::Prefix, cost.into(), place.first.max(from)..place.end);
            inside.push((place.end, cost));
        }
        Ok(())
    });
    walked.map_err(|damaged| keys.corrupt(damaged))?;
    Ok(slots)
}

/// Returns the slots of the forms of `class` that have the letters of `key` from their beginning,
/// whatever stands between letters, but those that start with `key` itself. If `closed`, separators
/// or the end must follow.
pub(crate) fn with_spacing(
    search: &Search<'_>,
    key: &str,
    closed: bool,
    class: FormClass,
) -> Result<SlotsByCost> {
    let kind = search.view().settings().kind;
    let letters = SpacedLetter::all(&OneString::of_query(kind, key));
    let slots = SlotsByCost::new(search.least_new_cost());
    let (false, Some(root)) = (letters.is_empty(), search.keys.root(class)?) else {
        return Ok(slots);
    };
    let path = Vec::with_capacity(2 * key.len());
    // Beside words that are left out no number is written in another way.
    let keeps_numbers = search.tier > 2;
    let key = key.as_bytes();
    let mut walk = SpacedWalk { search, kind, letters, key, closed, keeps_numbers, path, slots };
    let (before, behind, parted) = (None, Behind::Letter, None);
    walk.go_on(SpacedNode { place: root, number: 0, before, behind, parted })?;
    Ok(walk.slots)
}

/// A typed letter.
#[derive(Debug, Clone, Copy)]
struct SpacedLetter {
    letter: char,
    /// Whether a digit is right before it, separators aside, and it is one too.
    goes_on: bool,
    /// Whether separators are before it.
    is_apart: bool,
}

impl SpacedLetter {
    fn all(typed: &OneString) -> Vec<Self> {
        let mut letters: Vec<SpacedLetter> = Vec::with_capacity(typed.chars().len());
        let mut is_apart = false;
        for &letter in typed.chars() {
            if letter == GAP {
                is_apart = true;
                continue;
            }
            let before = letters.last().is_some_and(|before| before.letter.is_numeric());
            let goes_on = before && letter.is_numeric();
            letters.push(SpacedLetter { letter, goes_on, is_apart });
            is_apart = false;
        }
        letters
    }
}

/// Which side has separators between two digits where the other has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parted {
    Typed,
    Form,
}

/// What a node is behind, besides letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    Letter,
    Separator,
    /// A point that no digit may follow, for it separates.
    SeparatingPoint,
    /// A point that a digit must follow.
    PointOfNumber,
}

/// A node on the way of spacing.
#[derive(Debug, Clone, Copy)]
struct SpacedNode {
    place: Place,
    /// The number of the typed letter that comes next.
    number: usize,
    /// The character of the key before the node.
    before: Option<char>,
    behind: Behind,
    /// The side with more separators in its numbers, if one has.
    parted: Option<Parted>,
}

struct SpacedWalk<'w, 'a> {
    search: &'w Search<'a>,
    kind: Kind,
    letters: Vec<SpacedLetter>,
    key: &'w [u8],
    closed: bool,
    /// Whether separators between digits are not free.
    keeps_numbers: bool,
    /// The key up to the node.
    path: Vec<u8>,
    slots: SlotsByCost,
}

impl SpacedWalk<'_, '_> {
    fn go_on(&mut self, here: SpacedNode) -> Result<()> {
        if !self.search.work.spend(1) {
            return Ok(());
        }
        let Some(&letter) = self.letters.get(here.number) else { return self.end(here) };
        if let Some(next) = self.letter(here, letter)? {
            let len = self.path.len();
            self.path.extend(letter.letter.encode_utf8(&mut [0; 4]).as_bytes());
            self.go_on(next)?;
            self.path.truncate(len);
        }
        if here.behind != Behind::PointOfNumber {
            for next in self.separators(here)? {
                self.path.extend(next.before.map(|separator| separator as u8));
                self.go_on(next)?;
                self.path.pop();
            }
        }
        Ok(())
    }

    /// Returns the node behind the next typed letter, if keys go on with it.
    fn letter(&self, here: SpacedNode, typed: SpacedLetter) -> Result<Option<SpacedNode>> {
        let letter = typed.letter;
        let Some(parted) = self.parted(here, typed) else { return Ok(None) };
        if here.behind == Behind::SeparatingPoint && letter.is_numeric() {
            return Ok(None);
        }
        // A point among the letters is part of a number, which it must be in the key.
        let is_point = separates(self.kind, here.before, letter) != Separates::Never;
        let is_separator = separators(self.kind).contains(&letter);
        if is_separator && (!is_point || here.behind != Behind::Letter) {
            return Ok(None);
        }
        let behind = if is_separator { Behind::PointOfNumber } else { Behind::Letter };
        let place =
            self.search.keys.walk(here.place, letter.encode_utf8(&mut [0; 4]).as_bytes())?;
        let number = here.number + 1;
        let before = Some(letter);
        Ok(place.map(|place| SpacedNode { place, number, before, behind, parted }))
    }

    /// Returns which side has more separators in its numbers up to the next typed letter. `None` if
    /// that would be both: 2024-1-15 is not 2024-11-5.
    fn parted(&self, here: SpacedNode, typed: SpacedLetter) -> Option<Option<Parted>> {
        let is_apart = here.behind != Behind::Letter;
        if !typed.goes_on || typed.is_apart == is_apart {
            return Some(here.parted);
        }
        let side = if is_apart { Parted::Form } else { Parted::Typed };
        let is_one_side = here.parted.is_none_or(|parted| parted == side);
        (is_one_side && !self.keeps_numbers).then_some(Some(side))
    }

    /// Returns the nodes behind each separator that keys go on with.
    fn separators(&self, here: SpacedNode) -> Result<Vec<SpacedNode>> {
        let mut nodes = Vec::new();
        for &separator in separators(self.kind) {
            let Some(place) = self.search.keys.step(here.place, separator as u8)? else { continue };
            let behind = match separates(self.kind, here.before, separator) {
                Separates::UnlessNumberGoesOn => Behind::SeparatingPoint,
                _ => Behind::Separator,
            };
            nodes.push(SpacedNode { place, before: Some(separator), behind, ..here });
        }
        Ok(nodes)
    }

    /// Adds the slots behind the last typed letter.
    fn end(&mut self, here: SpacedNode) -> Result<()> {
        // What starts with the key itself was found in the tier before.
        let is_typed = self.path == self.key;
        if !self.closed {
            if is_typed {
                return Ok(());
            }
            self.slots.add(MatchKind::Prefix, 0, here.place.first..here.place.end);
        }
        if !is_typed {
            self.slots.add(MatchKind::Whole, 0, self.search.keys.whole(here.place)?);
        }
        for next in self.separators(here)? {
            // So was what goes on with the white space that closed it.
            let is_known = is_typed && next.before == Some(' ');
            if self.closed && !is_known {
                self.add_closed(next)?;
            }
            if !is_known {
                self.add_whole(next)?;
            }
        }
        Ok(())
    }

    /// Adds the keys that go on behind the separator before `here`.
    fn add_closed(&mut self, here: SpacedNode) -> Result<()> {
        if here.behind != Behind::SeparatingPoint {
            self.slots.add(MatchKind::Prefix, 0, here.place.first..here.place.end);
            return Ok(());
        }
        let (keys, slots) = (self.search.keys, &mut self.slots);
        let dictionary = keys.dictionary();
        let letters = NextLetters { dictionary, wanted: Wanted::ANY, from: 0 };
        let added = dictionary.open(here.place).and_then(|node| {
            letters.for_each(&node, &mut |next| {
                // With a digit the point is part of a number.
                if !next.letter.is_numeric() {
                    let place = next.place()?;
                    slots.add(MatchKind::Prefix, 0, place.first..place.end);
                }
                Ok(())
            })
        });
        added.map_err(|damaged| keys.corrupt(damaged))
    }

    /// Adds the key that ends at `here`, and those with nothing but separators behind it.
    fn add_whole(&mut self, here: SpacedNode) -> Result<()> {
        if !self.search.work.spend(1) {
            return Ok(());
        }
        self.slots.add(MatchKind::Whole, 0, self.search.keys.whole(here.place)?);
        // Analysis leaves no separator at the end of a text.
        if self.kind == Kind::Literal {
            for next in self.separators(here)? {
                self.add_whole(next)?;
            }
        }
        Ok(())
    }
}
