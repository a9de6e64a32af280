//! The `fst` crate: best-first search over ranks for prefixes, its Levenshtein automaton for slips.

use mapahead_benches::Result;
use mapahead_benches::contenders::{Answer, BestFirst, Stream};
use mapahead_benches::corpus::{Name, key_of};

use crate::{Found, Peer};

/// The maps of both ways.
pub struct Keys {
    best: BestFirst,
    stream: Stream,
    distance: u32,
}

impl Keys {
    /// Makes the maps; `setting` begins with the number of edits for slips.
    pub fn new(names: &[Name], setting: &str) -> Result<Self> {
        let distance = if setting.starts_with('2') { 2 } else { 1 };
        Ok(Keys { best: BestFirst::new(names)?, stream: Stream::new(names)?, distance })
    }
}

impl Peer for Keys {
    fn answer(&self, query: &str, slips: bool) -> Result<Vec<Found>> {
        let key = key_of(query);
        let found = match slips {
            false => self.best.suggest(&key),
            // The automaton refuses what would need too many states.
            true => self.stream.suggest_within(&key, self.distance).unwrap_or_default(),
        };
        Ok(found.into_iter().map(|Answer { text, weight }| (text.to_owned(), weight)).collect())
    }

    fn bytes(&self) -> Option<u64> {
        None
    }
}
