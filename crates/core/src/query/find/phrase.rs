//! Whole-form prefixes by the spellings of each word: which slots they are, and at what cost.

use std::ops::Range;
use std::rc::Rc;

use super::prefix::Keys;
use crate::analysis::costs::{Budget, EditCosts};
use crate::error::Result;
use crate::format::dictionary::Place;
use crate::query::score::candidate::Group;
use crate::query::score::match_kind::MatchKind;
use crate::query::score::top::Top;
use crate::query::terms::edit_states::{TypedLetters, cost_at};
use crate::query::terms::typed_word::TypedWord;
use crate::query::terms::walk::{Ground, walk};
use crate::query::work_budget::WorkBudget;
use crate::settings::Quality;

/// Slots that match in one way at one cost.
#[derive(Debug)]
struct Slots {
    kind: MatchKind,
    cost: u32,
    ranges: Vec<Range<u32>>,
}

/// The slots of whole-form prefixes, by kind and cost.
#[derive(Debug, Default)]
pub(crate) struct KeyedSlots {
    all: Vec<Slots>,
    /// What costs less is known already, in units.
    least_new_cost: u32,
}

impl KeyedSlots {
    /// Starts with nothing, to collect what costs at least `least_new_cost` units.
    pub(crate) fn new(least_new_cost: u32) -> Self {
        KeyedSlots { all: Vec::new(), least_new_cost }
    }

    /// Adds slots of one kind and cost; those of a kind and cost lie apart.
    pub(crate) fn add(&mut self, kind: MatchKind, cost: u32, range: Range<u32>) {
        if range.is_empty() || cost < self.least_new_cost {
            return;
        }
        match self.all.iter_mut().find(|slots| slots.kind == kind && slots.cost == cost) {
            Some(slots) => slots.ranges.push(range),
            None => self.all.push(Slots { kind, cost, ranges: vec![range] }),
        }
    }

    /// Adds the forms that start with a spelling of each of `words`, in their order. The last one
    /// is open unless `closed`.
    pub(crate) fn find(
        &mut self,
        keys: &Keys<'_>,
        words: &[Rc<TypedWord>],
        closed: bool,
        root: Place,
        work: &WorkBudget,
    ) -> Result<()> {
        let Some((last, before)) = words.split_last() else { return Ok(()) };
        self.go_on(keys, before, last, closed, (root, 0), work)
    }

    fn go_on(
        &mut self,
        keys: &Keys<'_>,
        before: &[Rc<TypedWord>],
        last: &TypedWord,
        closed: bool,
        (place, cost): (Place, u32),
        work: &WorkBudget,
    ) -> Result<()> {
        let word = before.first().map_or(last, |word| word);
        let spellings = word.spellings();
        for spelling in &spellings.closed {
            if !work.spend(1) {
                return Ok(());
            }
            let cost = cost + u32::from(spelling.cost);
            let Some(end) = keys.walk(place, spellings.letters(spelling))? else { continue };
            if let Some((_, rest)) = before.split_first() {
                if let Some(next) = keys.step(end, b' ')? {
                    self.go_on(keys, rest, last, closed, (next, cost), work)?;
                }
                continue;
            }
            self.add(MatchKind::Whole, cost, keys.whole(end)?);
            if closed && let Some(longer) = keys.step(end, b' ')? {
                self.add(MatchKind::Prefix, cost, longer.first..longer.end);
            }
        }
        if closed || !before.is_empty() {
            return Ok(());
        }
        for spelling in &spellings.open {
            if !work.spend(1) {
                return Ok(());
            }
            let end = keys.walk(place, spellings.letters(spelling))?;
            if let Some(end) = end {
                self.add(MatchKind::Prefix, cost + u32::from(spelling.cost), end.first..end.end);
            }
        }
        Ok(())
    }

    /// Returns the slots of the literal keys that start with `chars` or a slip of them. If `closed`, a
    /// space or the end must follow.
    pub(crate) fn of_literal(
        keys: &Keys<'_>,
        chars: &[char],
        closed: bool,
        budget: Budget,
        costs: &EditCosts,
        work: &WorkBudget,
    ) -> Result<Self> {
        let scorer = keys.scorer();
        let only: Option<Vec<u32>> = match scorer.listed().filter(|_| scorer.only_listed()) {
            None => None,
            Some(listed) => {
                Some(listed.by_slot(keys.view())?.iter().map(|&(slot, _)| slot).collect())
            }
        };
        let mut slots = KeyedSlots::new(1);
        let Some(root) = keys.root(false)? else { return Ok(slots) };
        let typed = TypedLetters::new(chars, budget, costs);
        let only = only.as_deref();
        let ground = Ground { dictionary: keys.dictionary(), root, marked: false, only, work };
        // Where the ranges end that the place is inside of, and what they cost.
        let mut inside: Vec<(u32, u8)> = Vec::new();
        walk(
            ground,
            &typed,
            |place, _, states| {
                while inside.last().is_some_and(|&(end, _)| end <= place.first) {
                    inside.pop();
                }
                let Some(cost) = cost_at(states, chars.len()) else { return Ok(()) };
                slots.add(MatchKind::Whole, cost.into(), keys.whole(place)?);
                if inside.last().is_some_and(|&(_, outer)| cost >= outer) {
                    return Ok(());
                }
                let place = if closed { keys.step(place, b' ')? } else { Some(place) };
                if let Some(place) = place {
                    slots.add(MatchKind::Prefix, cost.into(), place.first..place.end);
                    inside.push((place.end, cost));
                }
                Ok(())
            },
            |damaged| keys.corrupt(damaged),
        )?;
        Ok(slots)
    }

    /// Gives `top` the best of them. All have the tier and the reading of `group`; kind, cost and
    /// quality are set here.
    pub(crate) fn push_best(
        mut self,
        keys: &Keys<'_>,
        quality: &Quality,
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        let quality_of = |slots: &Slots| slots.kind.quality(quality, slots.cost);
        self.all.sort_by(|a, b| quality_of(b).total_cmp(&quality_of(a)));
        for slots in &self.all {
            let (kind, cost) = (slots.kind, slots.cost);
            let group = Group { kind, cost, quality: quality_of(slots), ..group };
            keys.push_best(&slots.ranges, group, top, work)?;
        }
        Ok(())
    }
}
