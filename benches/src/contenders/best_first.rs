//! Best-first search over a map from keys to ranks.
//!
//! Outputs of an FST are summed from the root, and its builder moves what the keys below a node
//! have in common towards the root. So the sum on the way to a node is the least rank of all keys
//! below it, and the node whose sum is least holds the best key.

use fst::Map;
use fst::raw::{CompiledAddr, Node};

use super::{Answer, LIMIT, Ranked};
use crate::Result;
use crate::corpus::Name;

/// A map from each key to its rank.
#[derive(Debug)]
pub struct BestFirst {
    map: Map<Vec<u8>>,
    ranked: Ranked,
}

/// Sub-trees to look into, by falling rank of the best key of each: the best is the last.
///
/// Each stands for at least one key, whose rank is known. So no more are kept than answers are
/// still wanted besides the one being looked for, and a sorted list this short is quicker than a
/// heap of all.
struct Frontier {
    open: Vec<(u64, CompiledAddr)>,
    wanted: usize,
}

impl Frontier {
    /// Adds a sub-tree, unless there are better ones enough.
    fn add(&mut self, best_rank: u64, addr: CompiledAddr) {
        if self.open.len() >= self.wanted {
            if self.open.first().is_none_or(|(worst, _)| *worst < best_rank) {
                return;
            }
            self.open.remove(0);
        }
        let at = self.open.partition_point(|(rank, _)| *rank > best_rank);
        self.open.insert(at, (best_rank, addr));
    }

    /// Takes out the best.
    fn next(&mut self) -> Option<(u64, CompiledAddr)> {
        let best = self.open.pop()?;
        self.wanted -= 1;
        Some(best)
    }
}

impl BestFirst {
    /// Builds the map of `names`.
    ///
    /// # Errors
    ///
    /// If the map cannot be built.
    pub fn new(names: &[Name]) -> Result<Self> {
        let (ranked, keys) = Ranked::new(names);
        let map = Map::from_iter(keys.iter().map(|(key, rank)| (key, u64::from(*rank))))?;
        Ok(BestFirst { map, ranked })
    }

    /// Returns the size of the map in bytes.
    #[must_use]
    pub fn map_bytes(&self) -> usize {
        self.map.as_fst().as_bytes().len()
    }

    /// Returns the best entries whose key starts with `prefix`, best first.
    #[must_use]
    pub fn suggest(&self, prefix: &str) -> Vec<Answer<'_>> {
        let mut answers = Vec::with_capacity(LIMIT);
        let Some((mut sum, mut node)) = self.walk(prefix) else {
            return answers;
        };
        let fst = self.map.as_fst();
        let mut frontier = Frontier { open: Vec::with_capacity(LIMIT), wanted: LIMIT - 1 };
        loop {
            // What is best below the node goes on at once; the rest waits in the frontier.
            let mut best: Option<(u64, CompiledAddr)> = None;
            let ends_here = node.is_final().then(|| sum + node.final_output().value());
            for transition in node.transitions() {
                let below = sum + transition.out.value();
                match best {
                    Some((rank, addr)) if below < rank => {
                        frontier.add(rank, addr);
                        best = Some((below, transition.addr));
                    }
                    Some(_) => frontier.add(below, transition.addr),
                    None => best = Some((below, transition.addr)),
                }
            }
            // A key that ends here is a sub-tree of one key. The empty node at address 0 is final
            // and has no transitions, so it can stand for the end of any key.
            if let Some(rank) = ends_here {
                match best {
                    Some((below, _)) if below < rank => frontier.add(rank, END),
                    Some((below, addr)) => {
                        frontier.add(below, addr);
                        best = None;
                    }
                    None => {}
                }
            }
            let next = best.or_else(|| {
                if let Some(rank) = ends_here {
                    answers.push(self.ranked.answer(rank as u32));
                }
                frontier.next()
            });
            let Some((rank, addr)) = next else {
                return answers;
            };
            (sum, node) = (rank, fst.node(addr));
        }
    }

    /// Follows `prefix` from the root, and returns the sum of outputs and the node it leads to.
    fn walk(&self, prefix: &str) -> Option<(u64, Node<'_>)> {
        let fst = self.map.as_fst();
        let mut sum = 0;
        let mut node = fst.root();
        for byte in prefix.bytes() {
            let transition = node.transition(node.find_input(byte)?);
            sum += transition.out.value();
            node = fst.node(transition.addr);
        }
        Some((sum, node))
    }
}

/// The address of the node that ends a key and has nothing below it.
const END: CompiledAddr = 0;
