//! Every match of the prefix is streamed, and a heap keeps the ten best.

use std::collections::BinaryHeap;

use fst::automaton::{Automaton, Levenshtein};
use fst::map;
use fst::{IntoStreamer, Map, Streamer};

use super::{Answer, LIMIT, Ranked};
use crate::Result;
use crate::corpus::Name;

/// A map from each key to its place in key order, the smallest one that finds anything, and the
/// rank of each place.
#[derive(Debug)]
pub struct Stream {
    map: Map<Vec<u8>>,
    ranks: Vec<u32>,
    ranked: Ranked,
}

impl Stream {
    /// Builds the map of `names`.
    ///
    /// # Errors
    ///
    /// If the map cannot be built.
    pub fn new(names: &[Name]) -> Result<Self> {
        let (ranked, keys) = Ranked::new(names);
        let map = Map::from_iter(keys.iter().zip(0..).map(|((key, _), slot)| (key, slot)))?;
        Ok(Stream { map, ranks: keys.into_iter().map(|(_, rank)| rank).collect(), ranked })
    }

    /// Returns the size of the map in bytes.
    #[must_use]
    pub fn map_bytes(&self) -> usize {
        self.map.as_fst().as_bytes().len()
    }

    /// Returns the best entries whose key starts with `prefix`, best first.
    ///
    /// Takes time in the number of all matches.
    #[must_use]
    pub fn suggest(&self, prefix: &str) -> Vec<Answer<'_>> {
        let mut range = self.map.range().ge(prefix);
        if let Some(end) = first_key_past(prefix) {
            range = range.lt(end);
        }
        self.best(range.into_stream())
    }

    /// Returns the best entries whose key starts with something within `distance` edits of `prefix`, best first;
    /// `None` if the automaton would be too large.
    #[must_use]
    pub fn suggest_within(&self, prefix: &str, distance: u32) -> Option<Vec<Answer<'_>>> {
        let near = Levenshtein::new(prefix, distance).ok()?.starts_with();
        Some(self.best(self.map.search(near).into_stream()))
    }

    /// Keeps the best of `matches`, best first.
    fn best<A: Automaton>(&self, mut matches: map::Stream<'_, A>) -> Vec<Answer<'_>> {
        let mut kept: BinaryHeap<u32> = BinaryHeap::with_capacity(LIMIT); // worst on top
        while let Some((_, slot)) = matches.next() {
            let rank = self.ranks[slot as usize];
            if kept.len() < LIMIT {
                kept.push(rank);
            } else if let Some(mut worst) = kept.peek_mut()
                && rank < *worst
            {
                *worst = rank;
            }
        }
        kept.into_sorted_vec().into_iter().map(|rank| self.ranked.answer(rank)).collect()
    }
}

/// Returns the least key that is above every key that starts with `prefix`, if there is one.
fn first_key_past(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}
