//! The best candidates so far, one of each entry, or of each text.

use std::cmp::Ordering;

use super::candidate::{Candidate, best_of_each};
use counter::Counter;

pub(crate) mod counter;

/// Up to this many candidates are kept in order. More are collected and cut now and then.
const FEW_WANTED: usize = 64;

/// Collects the best candidates of one tier.
#[derive(Debug)]
pub(crate) struct Top {
    wanted: usize,
    /// The entries or texts that match in a lower tier, rising.
    known: Vec<u32>,
    kept: Vec<Candidate>,
    /// The last of the best, if there are as many as are wanted.
    worst: Option<Candidate>,
    /// Counts all that match, if a total is asked for.
    counter: Option<Counter>,
    /// Whether all that the search at hand can find was counted.
    is_counted: bool,
}

impl Top {
    /// Starts to collect `wanted` entries or texts besides those `known`.
    pub(crate) fn new(wanted: usize, mut known: Vec<u32>) -> Self {
        // Looked up for each candidate that would be taken.
        known.sort_unstable();
        let kept = Vec::with_capacity(wanted.min(FEW_WANTED) + 1);
        Top { wanted, known, kept, worst: None, counter: None, is_counted: false }
    }

    /// Returns the same that counts all that match besides.
    pub(crate) fn counting(self, counter: Option<Counter>) -> Self {
        Top { counter, ..self }
    }

    /// Returns whether all that match are to be found, since they are counted.
    #[inline]
    pub(crate) fn is_counting(&self) -> bool {
        !self.is_counted && self.counter.as_ref().is_some_and(|counter| !counter.is_full())
    }

    /// Returns how many of any one kind are to be counted, so that there are as many as a total needs.
    pub(crate) fn to_count(&self) -> usize {
        // Each known entry counts already.
        self.known.len() + self.counter.as_ref().map_or(0, Counter::left)
    }

    /// Says whether all that the search at hand can find was counted already, so that it need find
    /// the best alone.
    pub(crate) fn counted_apart(&mut self, is_counted: bool) {
        self.is_counted = is_counted;
    }

    /// Counts an entry or a text that matches, unless it does in a lower tier.
    #[inline]
    pub(crate) fn count(&mut self, same: u32) {
        if let Some(counter) = &mut self.counter
            && self.known.binary_search(&same).is_err()
        {
            counter.add(same);
        }
    }

    /// Returns the counter.
    pub(crate) fn take_counter(&mut self) -> Option<Counter> {
        self.counter.take()
    }

    /// Returns how many of any one kind must be looked at, so that the wanted ones are among them.
    pub(crate) fn to_look_at(&self) -> usize {
        // Each known entry may stand in the way of one that is wanted.
        self.wanted + self.known.len()
    }

    /// Takes a candidate.
    pub(crate) fn push(&mut self, candidate: Candidate) {
        self.count(candidate.same);
        // The comparison that turns most candidates away comes first.
        if self.worst.is_some_and(|worst| candidate.order(&worst) != Ordering::Less)
            || self.is_known(&candidate)
        {
            return;
        }
        // Inserting in order moves half of the list each time, which is too much for a page of a
        // thousand.
        if self.wanted > FEW_WANTED {
            self.kept.push(candidate);
            // At twice the length, so that sorting is spread over as many candidates as are wanted.
            if self.kept.len() >= 2 * self.wanted {
                self.cut();
            }
            return;
        }
        // An entry matches by several forms or in several ways, and only its best way counts.
        if let Some(at) = self.kept.iter().position(|kept| kept.same == candidate.same) {
            if self.kept.get(at).is_some_and(|kept| kept.order(&candidate) != Ordering::Greater) {
                return;
            }
            self.kept.remove(at);
        }
        let at = self.kept.partition_point(|kept| kept.order(&candidate) == Ordering::Less);
        self.kept.insert(at, candidate);
        // One too many may stand there for a moment.
        self.kept.truncate(self.wanted);
        if self.kept.len() == self.wanted {
            self.worst = self.kept.last().copied();
        }
    }

    /// Finds the last of the best, if there are as many as are wanted: of many it is else found
    /// only now and then.
    pub(crate) fn settle(&mut self) {
        if self.wanted > FEW_WANTED && self.kept.len() >= self.wanted {
            self.cut();
        }
    }

    fn cut(&mut self) {
        self.kept = best_of_each(std::mem::take(&mut self.kept), self.wanted);
        if self.kept.len() == self.wanted {
            self.worst = self.kept.last().copied();
        }
    }

    /// Returns the last of the best, if there are as many as are wanted and no others are to be
    /// counted.
    pub(crate) fn worst(&self) -> Option<&Candidate> {
        self.worst.as_ref().filter(|_| !self.is_counting())
    }

    /// Returns whether the entry or the text of a candidate matches in a lower tier.
    pub(crate) fn is_known(&self, candidate: &Candidate) -> bool {
        self.known.binary_search(&candidate.same).is_ok()
    }

    /// Returns whether a candidate with at most `score` may still be among the best, or be counted.
    pub(crate) fn may_take(&self, score: f64) -> bool {
        // An equal score may still win by quality or ordinal.
        self.worst().is_none_or(|worst| score >= worst.score)
    }

    /// Returns the best, best first.
    pub(crate) fn finish(mut self) -> Vec<Candidate> {
        self.cut();
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::candidate::tests::candidates;
    use super::*;

    proptest! {
        #[test]
        fn the_best_are_those_of_sorting_everything(
            candidates in candidates(), wanted in prop_oneof![1usize..12, 60usize..70],
            known in prop::collection::vec(0u32..20, 0..3),
        ) {
            let mut top = Top::new(wanted, known.clone());
            candidates.iter().for_each(|&candidate| top.push(candidate));
            let mut others = candidates;
            others.retain(|candidate| !known.contains(&candidate.same));
            prop_assert_eq!(top.finish(), best_of_each(others, wanted));
        }
    }

    #[test]
    fn anything_may_be_taken_before_as_many_are_kept_as_are_wanted() {
        let candidate =
            |ordinal, score| Candidate { ordinal, same: ordinal, score, ..Candidate::default() };
        let mut top = Top::new(2, Vec::new());
        top.push(candidate(3, 5.0));
        assert!(top.may_take(0.0) && top.worst().is_none());
        top.push(candidate(4, 2.0));
        assert!(top.may_take(2.0) && !top.may_take(1.0));
        assert_eq!(top.worst().map(|worst| worst.ordinal), Some(4));
    }
}
