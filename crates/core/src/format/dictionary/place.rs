//! Places of a dictionary, and how they narrow from node to node.

use super::node::Transition;
use crate::format::{Damaged, Result};

/// A place in a dictionary: a prefix, and the slots of all keys that start with it.
///
/// Nodes are shared between prefixes, so an address alone does not name one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(super) addr: usize,
    /// The first slot of the keys that start with the prefix.
    pub(crate) first: u32,
    /// The slot after the last of them.
    pub(crate) end: u32,
}

/// Returns the place that `transition` leads to; `next` is the output of the one after it.
#[inline]
pub(super) fn narrow(place: Place, transition: Transition, next: Option<u64>) -> Result<Place> {
    const OUTSIDE: Damaged = Damaged("a range of slots leaves that of its prefix");
    let at = |output: u64| {
        let slot = u64::from(place.first).checked_add(output).ok_or(OUTSIDE)?;
        u32::try_from(slot).ok().filter(|&slot| slot <= place.end).ok_or(OUTSIDE)
    };
    let first = at(transition.output)?;
    let end = next.map_or(Ok(place.end), at)?;
    // An empty range would lead to a place without slots, where every key has one.
    if first >= end {
        return Err(OUTSIDE);
    }
    Ok(Place { addr: transition.target, first, end })
}
