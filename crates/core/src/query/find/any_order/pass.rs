//! One pass over the forms with the word that leads, for all readings that have the word.
//!
//! The terms of the word come by what they cost, the cheapest first, and of each cost the forms up
//! to the rank from which on none with that cost can be among the best. Many forms of one cost come
//! in the order of their ranks for a while: that finds the best soon where many match. Where the
//! rarest of the other words is not much more frequent than the leader, its postings are held
//! against a set of the ranks of the leader, and only the forms of both are read.

use std::ops::Range;

use super::leader::{Column, CostClass, Led};
use super::pieces::{POSTINGS_AT_ONCE, Pieces};
use super::plan::Plan;
use crate::error::Result;
use crate::index::Words;
use crate::query::find::form_check::FormCheck;
use crate::query::find::merge_postings::MergedPostings;
use crate::query::score::cutoff::Cutoff;
use crate::query::search::Search;

/// From so many forms of one cost on, the first come in the order of their ranks.
const MIN_IN_ORDER: u64 = 512;
/// In order, a posting costs about as many times what it costs in any order.
const IN_ORDER_SHARE: u64 = 8;
/// More postings are not read in order: by then the best are known well enough to skip most of the
/// rest.
const MAX_IN_ORDER: u64 = 1 << 10;
/// After so many forms in order it is asked whether enough of them match.
const IN_ORDER_AT_ONCE: u64 = 64;
/// The steps of a posting in order, besides the form.
const ORDERED_STEPS: u32 = 2;
/// Looking at a form takes as long as holding so many postings of another word against a set.
const POSTINGS_A_FORM: u64 = 8;
/// A set has so many bits for each rank.
const BITS_A_RANK: u64 = 16;
/// The most bits of a set: 64 KiB, which stay in the second cache.
const MOST_BITS: u64 = 1 << 19;
/// Fewer forms are looked at as they are.
const MIN_INTERSECTED: u64 = 128;

/// A set of ranks, which may also have others: those with the same low bits.
struct RankSet {
    bits: Vec<u64>,
    mask: u32,
}

impl RankSet {
    /// Makes an empty set with room for so many ranks.
    fn new(ranks: u64) -> Self {
        let bits = (ranks * BITS_A_RANK).next_power_of_two().clamp(64, MOST_BITS);
        // At most 2^19 bits.
        RankSet { bits: vec![0; bits as usize / 64], mask: bits as u32 - 1 }
    }

    /// Adds a rank if it is below `end`.
    #[inline]
    fn insert(&mut self, rank: u32, end: u32) {
        if rank >= end {
            return;
        }
        let bit = rank & self.mask;
        if let Some(word) = self.bits.get_mut(bit as usize / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    #[inline]
    fn may_have(&self, rank: u32) -> bool {
        let bit = rank & self.mask;
        self.bits.get(bit as usize / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }
}

/// A pass over the forms with the word that leads.
pub(super) struct Pass<'p, 'w> {
    words: &'w Words<'w>,
    leader: &'p Column<'w>,
    second: Option<&'p Column<'w>>,
    check: FormCheck<'w>,
    plan: Plan,
    /// The ranks of the leader, once those of the second word are held against them.
    set: Option<RankSet>,
    /// Ranks that were read, of forms to look at next.
    ranks: Vec<u32>,
    /// So many are looked at together.
    at_once: usize,
}

impl<'p, 'w> Pass<'p, 'w> {
    /// Prepares a pass.
    pub(super) fn new(
        words: &'w Words<'w>,
        led: &'p Led<'w>,
        plan: Plan,
        search: &Search<'_>,
    ) -> Self {
        let leader = &led.leader;
        let check = FormCheck::new(words, led.readings.iter().copied(), Some(leader.place), search);
        let second = led.second.as_ref();
        let (ranks, at_once) = (Vec::new(), IN_ORDER_AT_ONCE as usize);
        Pass { words, leader, second, check, plan, set: None, ranks, at_once }
    }

    /// Looks at up to `most` forms of the leader in the order of their ranks, whatever their terms
    /// cost. Returns whether none of the others can be among the best.
    pub(super) fn in_order(&mut self, search: &mut Search<'_>, most: u64) -> Result<bool> {
        let mut cutoff = self.check.cutoff;
        let spans = self.leader.all.spans().iter().map(|span| span.terms.clone());
        let end = cutoff.end(&search.top, search.scorer)?;
        let mut ranks = MergedPostings::new(self.words, spans, end, search)?;
        for _ in 0..most {
            let Some(rank) = ranks.next(search)? else { return Ok(true) };
            if self.is_last(rank, &mut cutoff, search)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes all forms that match, as far as they can be among the best.
    pub(super) fn push_best(&mut self, search: &mut Search<'_>) -> Result<()> {
        let mut classes = self.leader.classes(search);
        let mut of_second = self.second.map(|second| second.classes(search)).unwrap_or_default();
        for at in 0..classes.len() {
            let left = classes.get_mut(at..).unwrap_or_default();
            let Some(class) = left.first_mut() else { break };
            // Merging the postings of another cost would take what is kept for describing.
            if search.work.is_spent() {
                break;
            }
            // A score falls as costs rise, so nothing dearer can be among the best either.
            if class.cutoff.end(&search.top, search.scorer)? == 0 {
                break;
            }
            if self.begin_in_order(class, search)? {
                continue;
            }
            if self.pays_to_intersect(left, &mut of_second, search)? {
                return self.intersect(left, &mut of_second, search);
            }
            self.at_once = IN_ORDER_AT_ONCE as usize;
            let (leader, Some(class)) = (self.leader, left.first_mut()) else { break };
            if !self.read(leader, class, search)? {
                break;
            }
        }
        Ok(())
    }

    /// Looks at the first forms of a cost in the order of their ranks, as long as enough of them
    /// match. Returns whether none of the others can be among the best.
    fn begin_in_order(&mut self, class: &mut CostClass, search: &mut Search<'_>) -> Result<bool> {
        if class.postings < MIN_IN_ORDER || !self.plan.begins_in_order() {
            return Ok(false);
        }
        let most = (class.postings / IN_ORDER_SHARE).min(MAX_IN_ORDER);
        let wanted = search.top.to_look_at() as u64;
        let (leader, before) = (self.leader, self.check.matched);
        let end = class.cutoff.end(&search.top, search.scorer)?;
        let spans = leader.of_class(class).map(|(span, _)| span.terms.clone());
        let mut ranks = MergedPostings::new(self.words, spans, end, search)?;
        for looked in 1..=most {
            let Some(rank) = ranks.next(search)? else { return Ok(true) };
            if self.is_last(rank, &mut class.cutoff, search)? {
                return Ok(true);
            }
            // So few match that there will hardly be as many as are wanted.
            let matched = self.check.matched - before;
            if looked % IN_ORDER_AT_ONCE == 0 && 2 * matched * most < looked * wanted {
                break;
            }
        }
        Ok(false)
    }

    /// Looks at a form, unless it is passed over. Returns whether no form of a higher rank need be
    /// looked at, as far as `cutoff` says.
    fn is_last(&mut self, rank: u32, cutoff: &mut Cutoff, search: &mut Search<'_>) -> Result<bool> {
        if cutoff.is_reached(rank, &search.top, search.scorer)? {
            return Ok(true);
        }
        if search.passes_over(rank) {
            return Ok(false);
        }
        if !search.work.spend(ORDERED_STEPS) {
            return Ok(true);
        }
        if cutoff.may_skip(rank, &search.top, search.scorer) {
            return Ok(false);
        }
        Ok(!self.check.look_at_all(&[rank], search)?)
    }

    /// Returns whether holding the second word against a set of the leader takes less than looking
    /// at the forms of the leader with the costs of `classes`.
    fn pays_to_intersect(
        &self,
        classes: &mut [CostClass],
        of_second: &mut [CostClass],
        search: &Search<'_>,
    ) -> Result<bool> {
        if let (Some(settled), Some(_)) = (self.plan.intersects(), self.second) {
            return Ok(settled);
        }
        let forms = share_below(classes, search)?;
        Ok(self.second.is_some()
            && forms >= MIN_INTERSECTED
            && share_below(of_second, search)? < POSTINGS_A_FORM * forms)
    }

    /// Looks at the forms of the leader with the costs of `classes` that have the second word.
    fn intersect(
        &mut self,
        classes: &mut [CostClass],
        of_second: &mut [CostClass],
        search: &mut Search<'_>,
    ) -> Result<()> {
        let (Some(second), leader) = (self.second, self.leader) else { return Ok(()) };
        let mut set = RankSet::new(classes.iter().map(|class| class.postings).sum());
        for class in classes {
            let end = class.cutoff.end(&search.top, search.scorer)?;
            for (span, places) in leader.of_class(class) {
                let mut pieces = Pieces::new(span, places, end, search);
                while let Some(places) = pieces.next(self.words, end, search)? {
                    self.words.postings().for_each(places, |_, rank| set.insert(rank, end))?;
                }
            }
        }
        self.set = Some(set);
        for class in of_second {
            if class.cutoff.end(&search.top, search.scorer)? == 0
                || !self.read(second, class, search)?
            {
                break;
            }
        }
        Ok(())
    }

    /// Looks at the forms with the terms of one cost, those of a set if there is one. Returns whether
    /// work is left.
    fn read(
        &mut self,
        column: &Column<'w>,
        class: &mut CostClass,
        search: &mut Search<'_>,
    ) -> Result<bool> {
        for (span, places) in column.of_class(class) {
            let end = class.cutoff.end(&search.top, search.scorer)?;
            let mut pieces = Pieces::new(span, places, end, search);
            loop {
                let end = class.cutoff.end(&search.top, search.scorer)?;
                let Some(places) = pieces.next(self.words, end, search)? else { break };
                self.collect(places, end, search)?;
                if self.ranks.len() >= self.at_once && !self.look(&class.cutoff, search)? {
                    return Ok(false);
                }
            }
        }
        self.look(&class.cutoff, search)
    }

    /// Adds the ranks below `end` at some places, those of a set if there is one.
    fn collect(&mut self, places: Range<usize>, end: u32, search: &Search<'_>) -> Result<()> {
        let (words, set, ranks) = (self.words, self.set.as_ref(), &mut self.ranks);
        if search.scorer.distinct().is_some() {
            let mut place = places.start;
            while place < places.end {
                let rank = words.posting(place)?;
                let shown = search.next_shown(rank);
                if shown > rank {
                    place = words.first_posting_from(place + 1..places.end, shown)?;
                    continue;
                }
                place += 1;
                if rank < end && set.is_none_or(|set| set.may_have(rank)) {
                    ranks.push(rank);
                }
            }
            return Ok(());
        }
        // A loop each, since this is the inner one of a search.
        match set {
            None => words.postings().for_each(places, |_, rank| {
                if rank < end {
                    ranks.push(rank);
                }
            }),
            Some(set) => words.postings().for_each(places, |_, rank| {
                if rank < end && set.may_have(rank) {
                    ranks.push(rank);
                }
            }),
        }
    }

    /// Looks at the forms whose ranks were collected. Returns whether work is left.
    fn look(&mut self, cutoff: &Cutoff, search: &mut Search<'_>) -> Result<bool> {
        if !search.scorer.is_plain() {
            self.ranks.retain(|&rank| !cutoff.may_skip(rank, &search.top, search.scorer));
        }
        let is_left = self.check.look_at_all(&self.ranks, search)?;
        self.ranks.clear();
        // Few at first, since the first that match end most of the rest.
        self.at_once = (2 * self.at_once).min(POSTINGS_AT_ONCE);
        Ok(is_left)
    }
}

/// Returns about how many postings of some costs are of forms that can be among the best.
fn share_below(classes: &mut [CostClass], search: &Search<'_>) -> Result<u64> {
    let (slots, mut below) = (u64::from(search.view().slot_count().max(1)), 0);
    for class in classes {
        let end = u64::from(class.cutoff.end(&search.top, search.scorer)?);
        // Ranks are distributed evenly, more or less.
        below += class.postings * end.min(slots) / slots;
    }
    Ok(below)
}
