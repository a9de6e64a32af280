//! The dictionary: an FST from keys to slots, as the `fst` crate writes it (its version 3).
//!
//! ```text
//! byte      size  field
//! 0         8     version    3
//! 8         8     type       0
//! 16        a     nodes      each after all the nodes that it leads to
//! len − 20  8     keys       number of keys
//! len − 12  8     root       the address of the root
//! len − 4   4     checksum   of all before it, by the crate; not read, the section has its own
//! ```
//!
//! The bytes of a node are described in `dictionary/node.rs`.
//!
//! The builder inserts the keys in order, each with its first slot as the value. Values rise with
//! keys, so the outputs on the way to a prefix add up to the first slot of everything below it, and
//! the next transition's output, where there is one, to the first slot after: a prefix is a range.
//!
//! So it is with the terms, whose values are their numbers, and with the stems, whose values are
//! places in the stem-terms: each key has a range of numbers, and what is said of slots here holds
//! for those.
//!
//! The `fst` crate builds and never reads: on damaged bytes its reader panics.

mod node;
mod open_node;
mod place;

use super::{Damaged, Result, u64_at};
use node::{CUT, HEADER_BYTES, Node, Nodes};
pub(crate) use open_node::OpenNode;
pub(crate) use place::Place;

const FOOTER_BYTES: usize = 20;

/// A view of a dictionary.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dictionary<'a> {
    nodes: Nodes<'a>,
    keys: u64,
    root: usize,
}

impl<'a> Dictionary<'a> {
    /// Finds the root in constant time, without reading the nodes.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        let end = bytes
            .len()
            .checked_sub(FOOTER_BYTES)
            .filter(|&end| end >= HEADER_BYTES)
            .ok_or(Damaged("the dictionary is too short"))?;
        let footer = |at| u64_at(bytes, end + at).ok_or(CUT);
        // Another version of the crate could write nodes that mean something else here.
        if u64_at(bytes, 0) != Some(3) || u64_at(bytes, 8) != Some(0) {
            return Err(Damaged("the dictionary is not an FST of version 3"));
        }
        let (keys, root) = (footer(0)?, footer(8)?);
        let root = usize::try_from(root).map_err(|_| Damaged("the root lies outside"))?;
        let bytes = bytes.get(..end).ok_or(CUT)?;
        if root >= end {
            return Err(Damaged("the root lies outside"));
        }
        Ok(Dictionary { nodes: Nodes { bytes }, keys, root })
    }

    /// Returns the number of keys.
    pub(crate) fn keys(&self) -> u64 {
        self.keys
    }

    /// Returns the place of the empty prefix, for a dictionary over `slots` slots.
    pub(crate) fn root(&self, slots: u32) -> Place {
        Place { addr: self.root, first: 0, end: slots }
    }

    /// Reads the node at `place`.
    ///
    /// # Errors
    ///
    /// [`Damaged`] if it is cut.
    #[inline]
    pub(crate) fn open(&self, place: Place) -> Result<OpenNode<'a>> {
        Ok(OpenNode { nodes: self.nodes, place, node: self.nodes.node(place.addr)? })
    }

    /// Returns the place of the prefix of `place` with `byte` added, or `None` if no key starts so.
    ///
    /// # Errors
    ///
    /// [`Damaged`] if the node is cut, leads forward, or has a range outside that of `place`.
    #[inline]
    pub(crate) fn step(&self, place: Place, byte: u8) -> Result<Option<Place>> {
        self.open(place)?.step(byte)
    }

    /// Returns the place of `prefix`, or `None` if no key starts with it.
    ///
    /// # Errors
    ///
    /// Those of [`Dictionary::step`].
    pub(crate) fn walk(&self, mut place: Place, prefix: &[u8]) -> Result<Option<Place>> {
        for &byte in prefix {
            match self.step(place, byte)? {
                Some(next) => place = next,
                None => return Ok(None),
            }
        }
        Ok(Some(place))
    }

    /// Returns the slot after the last one whose key is the prefix itself: `place.first` if there
    /// is no such key.
    pub(crate) fn whole_end(&self, place: Place) -> Result<u32> {
        self.open(place)?.whole_end()
    }

    /// Calls `visit` with every key in order and the range of its slots.
    ///
    /// Every node on the way is checked, its index too. Takes time in the bytes of all keys; ends
    /// after as many keys as the footer promises, and at keys of `max_key_bytes`, whatever the
    /// bytes say.
    pub(crate) fn for_each<E: From<Damaged>>(
        &self,
        slots: u32,
        max_key_bytes: usize,
        mut visit: impl FnMut(&[u8], std::ops::Range<u32>) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        // A stack and no recursion, since a damaged file may have very long keys.
        let mut key = Vec::new();
        let mut visited = 0;
        let mut stack = vec![(self.root(slots), 0)];
        while let Some((place, position)) = stack.last_mut() {
            let place = *place;
            let at = *position;
            *position += 1;
            // A key comes before all longer ones that start like it.
            if at == 0
                && let Some(slots) = self.verify_first(place)?
            {
                visited += 1;
                // Shared nodes make exponentially many paths out of few bytes.
                if visited > self.keys {
                    return Err(Damaged("there are more keys than promised").into());
                }
                visit(&key, slots)?;
            }
            match self.child(place, at)? {
                Some((byte, child)) => {
                    key.push(byte);
                    if key.len() > max_key_bytes {
                        return Err(Damaged("a key is too long").into());
                    }
                    stack.push((child, 0));
                }
                None => {
                    // Back to the node before. At the root no byte is left to take, and the walk
                    // ends.
                    stack.pop();
                    key.pop();
                }
            }
        }
        if visited == self.keys {
            Ok(())
        } else {
            Err(Damaged("there are fewer keys than promised").into())
        }
    }

    /// Calls `visit` with the last byte and the place of each prefix that is one byte longer, in
    /// order.
    ///
    /// # Errors
    ///
    /// Those of [`Dictionary::step`], and what `visit` returns.
    pub(crate) fn for_each_child<E: From<Damaged>>(
        &self,
        place: Place,
        mut visit: impl FnMut(u8, Place) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let node = self.open(place)?;
        for (position, &byte) in node.falling_bytes()?.iter().rev().enumerate() {
            visit(byte, node.child(position)?)?;
        }
        Ok(())
    }

    /// Returns what keys have behind the prefix at `place`: nothing for the prefix itself. Takes time
    /// in the bytes that are returned.
    ///
    /// # Errors
    ///
    /// Those of [`Dictionary::step`], and [`Damaged`] if there are more than `max_bytes` behind it.
    pub(crate) fn suffixes(&self, place: Place, max_bytes: usize) -> Result<Vec<Vec<u8>>> {
        let mut suffixes = Vec::new();
        // A stack and no recursion, since a damaged file may have very long keys.
        let mut stack = vec![(place, Vec::new())];
        while let Some((place, suffix)) = stack.pop() {
            if suffix.len() > max_bytes {
                return Err(Damaged("a key is too long"));
            }
            let node = self.open(place)?;
            for (position, &byte) in node.falling_bytes()?.iter().rev().enumerate() {
                stack.push((node.child(position)?, [&suffix[..], &[byte]].concat()));
            }
            if node.is_key() {
                suffixes.push(suffix);
            }
        }
        Ok(suffixes)
    }

    /// Returns whether the prefix at `place` is a key itself.
    #[inline]
    pub(crate) fn is_key(&self, place: Place) -> Result<bool> {
        Ok(self.open(place)?.is_key())
    }

    /// Checks a node when it is come upon, and returns the slots of the key that ends there, if one
    /// does.
    fn verify_first(&self, place: Place) -> Result<Option<std::ops::Range<u32>>> {
        let open = self.open(place)?;
        if let Node::Many(node) = &open.node {
            // A look-up goes by the index, and this walk does not, so it would not see it lie.
            self.nodes.verify_index_of(node)?;
            // Nodes that lead to no key could make a walk of any length out of few bytes. The empty
            // dictionary is one node that is no key and leads nowhere.
            if !node.is_final && node.len == 0 && self.keys > 0 {
                return Err(Damaged("a node of the dictionary leads to no key"));
            }
        }
        let whole_end = open.whole_end()?;
        Ok(open.is_key().then_some(place.first..whole_end))
    }

    /// Returns the byte number `position` that goes on from `place`, the lowest first, and the place
    /// behind it.
    fn child(&self, place: Place, position: usize) -> Result<Option<(u8, Place)>> {
        let found = self.open(place)?.transition(position)?;
        Ok(found.map(|(transition, child)| (transition.input, child)))
    }
}

#[cfg(test)]
mod fst_tests;
