//! What a query has found so far, tier by tier: the pinned entries, and the others.

use std::collections::{HashMap, HashSet};

use super::candidate::Candidate;
use super::scorer::Scorer;
use super::top::Top;
use super::top::counter::Counter;

/// The entries that a request puts first.
#[derive(Debug)]
pub(crate) struct Pinned<'a> {
    /// In the order of the request, each once.
    pub(crate) ordinals: Vec<u32>,
    /// The number of the text of each, if each text is shown once.
    pub(crate) texts: Option<Vec<u32>>,
    /// Lets them alone pass.
    pub(crate) scorer: Scorer<'a>,
}

/// The entries found so far.
#[derive(Debug)]
pub(crate) struct FoundEntries {
    wanted: usize,
    /// Counts all that match, if a total is asked for.
    counter: Option<Counter>,
    /// The entries to put first, in this order.
    order: Vec<u32>,
    /// The number of the text of each, if each text is shown once.
    texts: Option<Vec<u32>>,
    /// Those of them that were found.
    pinned: Vec<Candidate>,
    /// What stands for those that were found: with each text once, fewer than they are.
    pinned_sames: HashSet<u32>,
    /// The others, best first.
    others: Vec<Candidate>,
}

impl FoundEntries {
    /// Starts with nothing, to find up to `wanted` entries, and to count all.
    pub(crate) fn new(
        wanted: usize,
        counter: Option<Counter>,
        pinned: Option<&Pinned<'_>>,
    ) -> Self {
        let order = pinned.map_or(Vec::new(), |pinned| pinned.ordinals.clone());
        let texts = pinned.and_then(|pinned| pinned.texts.clone());
        let (pinned, others, pinned_sames) = (Vec::new(), Vec::new(), HashSet::new());
        FoundEntries { wanted, counter, order, texts, pinned, pinned_sames, others }
    }

    fn len(&self) -> usize {
        self.pinned_sames.len() + self.others.len()
    }

    /// Returns whether nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether other entries than pinned ones are to be searched for.
    pub(crate) fn is_wanted(&self, wanted: usize) -> bool {
        self.len() < wanted
    }

    /// Returns whether `wanted` entries and all that are pinned were found.
    pub(crate) fn is_done(&self, wanted: usize) -> bool {
        !self.is_wanted(wanted) && self.pinned.len() == self.order.len()
    }

    /// Returns what collects the pinned entries of the next tier. `None` if all were found.
    pub(crate) fn pinned(&self) -> Option<Top> {
        // All of them are wanted, however long the page is: their order is that of the request, so
        // each has its place.
        let left = self.order.len() - self.pinned.len();
        let known = self.pinned.iter().map(|candidate| candidate.ordinal).collect();
        (left > 0).then(|| Top::new(left, known))
    }

    /// Adds the pinned entries of a tier. Returns `false`, and adds none, if one of them was not
    /// pinned: then the file is damaged, and the forms that it gives a pinned entry are another's.
    #[must_use]
    pub(crate) fn add_pinned(&mut self, candidates: Vec<Candidate>) -> bool {
        let texts = self.texts.as_ref().unwrap_or(&self.order);
        let sames: HashMap<u32, u32> =
            self.order.iter().copied().zip(texts.iter().copied()).collect();
        let same = |found: &Candidate| sames.get(&found.ordinal).copied();
        if !candidates.iter().all(|found| same(found).is_some()) {
            return false;
        }
        for found in candidates {
            let same = same(&found).unwrap_or(found.ordinal);
            self.pinned_sames.insert(same);
            // A text that another entry brought counts already.
            if let Some(counter) = &mut self.counter {
                counter.add(same);
            }
            self.pinned.push(Candidate { same, ..found });
        }
        // A pinned entry stands for its text, also where a lower tier found that by another one.
        self.others.retain(|other| !self.pinned_sames.contains(&other.same));
        true
    }

    /// Returns what collects the others of the next tier.
    pub(crate) fn others(&mut self) -> Top {
        let known = self.others.iter().map(|candidate| candidate.same);
        let known: Vec<u32> = match self.texts {
            // Pinned entries are never among the others, whether they were found yet or not.
            None => known.chain(self.order.iter().copied()).collect(),
            // The text of one that was not found may be that of others, which are.
            Some(_) => known.chain(self.pinned_sames.iter().copied()).collect(),
        };
        // A list of no entries has no last one to beat, and would let every search run to its end.
        Top::new((self.wanted - self.len().min(self.wanted)).max(1), known)
            .counting(self.counter.take())
    }

    /// Adds the others of a tier.
    pub(crate) fn add(&mut self, mut top: Top) {
        self.counter = top.take_counter();
        self.others.extend(top.finish());
    }

    /// Returns how many were found, and if they are counted, how many there are.
    pub(crate) fn count(&self) -> usize {
        self.counter.as_ref().map_or(self.len(), Counter::count)
    }

    /// Returns the best, the pinned ones first, in the order in which they were pinned.
    pub(crate) fn finish(self) -> Vec<Candidate> {
        let FoundEntries { order, pinned, mut pinned_sames, others, .. } = self;
        if order.is_empty() {
            return others;
        }
        // The place in the request decides, not the score and not the tier.
        let places: HashMap<u32, usize> = order.into_iter().zip(0..).collect();
        let mut first = pinned;
        first.sort_by_key(|candidate| places.get(&candidate.ordinal).copied());
        // Of two pinned entries with one text the first one stands for it.
        first.retain(|candidate| pinned_sames.remove(&candidate.same));
        first.extend(others);
        first
    }
}
