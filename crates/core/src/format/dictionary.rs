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
//! A node is read backwards from its address, the place of its last byte, the state:
//!
//! ```text
//! state 11cccccc  one transition, no output, not final; leads to the node just before it
//! state 10cccccc  one transition, not final:            output, delta, sizes, [input], state
//! state 0fnnnnnn  n transitions, final if f = 1:        [final output], outputs, deltas, inputs,
//!                                                       [index], sizes, [n], state
//! address 0       final, no transitions, no bytes
//! ```
//!
//! `c` numbers a common input from 1; 0 means that the input is a byte of its own before the state.
//! `n` of 0 means that the number stands in a byte of its own, 1 there meaning 256. `sizes` holds
//! the bytes of a delta (high four bits) and of an output (low). A delta is the distance from the
//! first byte of the node back to the target, or 0 for the address 0. Several transitions are
//! stored last first; more than 32 have an index of 256 bytes from input to position.
//!
//! The builder inserts the keys in order, each with its first slot as the value. Values rise with
//! keys, so the outputs on the way to a prefix add up to the first slot of everything below it, and
//! the next transition's output, where there is one, to the first slot after: a prefix is a range.
//!
//! The `fst` crate builds and never reads: on damaged bytes its reader panics.

use super::{Damaged, Result, u64_at};

/// The inputs that the crate stores in the state byte, by their number less one.
const COMMON_INPUTS: &[u8; 63] = b"te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG";
const HEADER_BYTES: usize = 16;
const FOOTER_BYTES: usize = 20;
const INDEX_THRESHOLD: usize = 32;

/// A place in a dictionary: a prefix, and the slots of all keys that start with it.
///
/// Nodes are shared between prefixes, so an address alone does not name one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    addr: usize,
    /// The first slot of the keys that start with the prefix.
    pub(crate) first: u32,
    /// The slot after the last of them.
    pub(crate) end: u32,
}

/// A view of a dictionary.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dictionary<'a> {
    /// Everything up to the footer, so that an address is a position.
    bytes: &'a [u8],
    keys: u64,
    root: usize,
}

/// A transition out of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Transition {
    input: u8,
    output: u64,
    target: usize,
}

/// Where the parts of a node are.
#[derive(Debug, Clone, Copy)]
enum Node {
    /// Final, without transitions.
    End,
    /// One transition, not final.
    One(Transition),
    /// Any number of transitions.
    Many(ManyNode),
}

#[derive(Debug, Clone, Copy)]
struct ManyNode {
    addr: usize,
    is_final: bool,
    len: usize,
    /// Where the inputs end, which is before the index.
    inputs_end: usize,
    /// Where the inputs, the deltas, the outputs and the node start.
    inputs: usize,
    deltas: usize,
    outputs: usize,
    start: usize,
    delta_size: usize,
    output_size: usize,
}

const CUT: Damaged = Damaged("a node of the dictionary is cut");

impl<'a> Dictionary<'a> {
    /// Finds the root in constant time, without reading the nodes.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        let end = bytes
            .len()
            .checked_sub(FOOTER_BYTES)
            .filter(|&end| end >= HEADER_BYTES)
            .ok_or(Damaged("the dictionary is too short"))?;
        let footer = |at| u64_at(bytes, end + at).ok_or(CUT);
        if u64_at(bytes, 0) != Some(3) || u64_at(bytes, 8) != Some(0) {
            return Err(Damaged("the dictionary is not an FST of version 3"));
        }
        let (keys, root) = (footer(0)?, footer(8)?);
        let root = usize::try_from(root).map_err(|_| Damaged("the root lies outside"))?;
        let bytes = bytes.get(..end).ok_or(CUT)?;
        if root >= end {
            return Err(Damaged("the root lies outside"));
        }
        Ok(Dictionary { bytes, keys, root })
    }

    /// Returns the number of keys.
    pub(crate) fn keys(&self) -> u64 {
        self.keys
    }

    /// Returns the place of the empty prefix, for a dictionary over `slots` slots.
    pub(crate) fn root(&self, slots: u32) -> Place {
        Place { addr: self.root, first: 0, end: slots }
    }

    /// Returns the place of the prefix of `place` with `byte` added, or `None` if no key starts so.
    ///
    /// # Errors
    ///
    /// [`Damaged`] if the node is cut, leads forward, or has a range outside that of `place`.
    #[inline]
    pub(crate) fn step(&self, place: Place, byte: u8) -> Result<Option<Place>> {
        match self.node(place.addr)? {
            Node::End => Ok(None),
            Node::One(transition) if transition.input != byte => Ok(None),
            Node::One(transition) => narrow(place, transition, None).map(Some),
            Node::Many(node) => {
                let Some(position) = self.position(&node, byte)? else { return Ok(None) };
                let transition = self.transition(&node, position)?;
                let next = match position + 1 < node.len {
                    true => Some(self.output(&node, position + 1)?),
                    false => None,
                };
                narrow(place, transition, next).map(Some)
            }
        }
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
        match self.node(place.addr)? {
            Node::End => Ok(place.end),
            Node::One(_) => Ok(place.first),
            Node::Many(node) if !node.is_final => Ok(place.first),
            Node::Many(node) if node.len == 0 => Ok(place.end),
            Node::Many(node) => {
                let transition = self.transition(&node, 0)?;
                Ok(narrow(place, transition, None)?.first)
            }
        }
    }

    /// Calls `visit` with every key in order and the range of its slots.
    ///
    /// Takes time in the bytes of all keys; ends after as many keys as the footer promises, and
    /// at keys of `max_key_bytes`, whatever the bytes say.
    pub(crate) fn for_each<E: From<Damaged>>(
        &self,
        slots: u32,
        max_key_bytes: usize,
        mut visit: impl FnMut(&[u8], std::ops::Range<u32>) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let mut key = Vec::new();
        let mut visited = 0;
        let mut stack = vec![(self.root(slots), 0)];
        while let Some((place, position)) = stack.last_mut() {
            let place = *place;
            let at = *position;
            *position += 1;
            if at == 0 {
                if self.is_dead_end(place)? {
                    return Err(Damaged("a node of the dictionary leads to no key").into());
                }
                let whole_end = self.whole_end(place)?;
                if self.is_final(place)? {
                    visited += 1;
                    if visited > self.keys {
                        return Err(Damaged("there are more keys than promised").into());
                    }
                    visit(&key, place.first..whole_end)?;
                }
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

    fn is_final(&self, place: Place) -> Result<bool> {
        Ok(match self.node(place.addr)? {
            Node::End => true,
            Node::One(_) => false,
            Node::Many(node) => node.is_final,
        })
    }

    fn is_dead_end(&self, place: Place) -> Result<bool> {
        // The empty dictionary is one node that is no key and leads nowhere.
        Ok(match self.node(place.addr)? {
            Node::Many(node) => !node.is_final && node.len == 0 && self.keys > 0,
            Node::End | Node::One(_) => false,
        })
    }

    /// Returns the transition number `position` of the node at `place`, first byte first.
    fn child(&self, place: Place, position: usize) -> Result<Option<(u8, Place)>> {
        let (transition, next) = match self.node(place.addr)? {
            Node::One(transition) if position == 0 => (transition, None),
            Node::Many(node) if position < node.len => {
                let next = match position + 1 < node.len {
                    true => Some(self.output(&node, position + 1)?),
                    false => None,
                };
                (self.transition(&node, position)?, next)
            }
            _ => return Ok(None),
        };
        Ok(Some((transition.input, narrow(place, transition, next)?)))
    }

    #[inline]
    fn byte(&self, at: usize) -> Result<u8> {
        self.bytes.get(at).copied().ok_or(CUT)
    }

    #[inline]
    fn node(&self, addr: usize) -> Result<Node> {
        if addr == 0 {
            return Ok(Node::End);
        }
        let state = self.byte(addr)?;
        if state & 0x80 == 0 {
            return self.many(addr, state).map(Node::Many);
        }
        let (input, before) = match COMMON_INPUTS.get(usize::from(state & 0x3f).wrapping_sub(1)) {
            Some(&input) => (input, addr),
            None => (self.byte(addr - 1)?, addr - 1),
        };
        if state & 0x40 != 0 {
            let target = before.checked_sub(1).ok_or(CUT)?;
            return Ok(Node::One(Transition { input, output: 0, target }));
        }
        let sizes = self.byte(before.wrapping_sub(1))?;
        let (delta_size, output_size) = (usize::from(sizes >> 4), usize::from(sizes & 15));
        let delta_at = before.checked_sub(1 + delta_size).ok_or(CUT)?;
        let start = delta_at.checked_sub(output_size).ok_or(CUT)?;
        let target = target(start, self.uint(delta_at, delta_size)?)?;
        let output = self.uint(start, output_size)?;
        Ok(Node::One(Transition { input, output, target }))
    }

    #[inline]
    fn many(&self, addr: usize, state: u8) -> Result<ManyNode> {
        let (len, before) = match usize::from(state & 0x3f) {
            0 => (usize::from(self.byte(addr.wrapping_sub(1))?), addr.wrapping_sub(1)),
            len => (len, addr),
        };
        let len = if before != addr && len == 1 { 256 } else { len };
        let sizes_at = before.checked_sub(1).ok_or(CUT)?;
        let sizes = self.byte(sizes_at)?;
        let (delta_size, output_size) = (usize::from(sizes >> 4), usize::from(sizes & 15));
        let is_final = state & 0x40 != 0;
        let index_bytes = if len > INDEX_THRESHOLD { 256 } else { 0 };
        let final_bytes = if is_final { output_size } else { 0 };
        let total = index_bytes + len * (1 + delta_size + output_size) + final_bytes;
        let start =
            sizes_at.checked_sub(total).filter(|&start| start >= HEADER_BYTES).ok_or(CUT)?;
        let outputs = start + final_bytes;
        let deltas = outputs + len * output_size;
        let inputs = deltas + len * delta_size;
        let inputs_end = inputs + len;
        Ok(ManyNode {
            addr,
            is_final,
            len,
            inputs_end,
            inputs,
            deltas,
            outputs,
            start,
            delta_size,
            output_size,
        })
    }

    /// Returns the number of the transition for `byte`.
    #[inline]
    fn position(&self, node: &ManyNode, byte: u8) -> Result<Option<usize>> {
        if node.len > INDEX_THRESHOLD {
            let position = usize::from(self.byte(node.inputs_end + usize::from(byte))?);
            return Ok((position < node.len).then_some(position));
        }
        let inputs = self.bytes.get(node.inputs..node.inputs_end).ok_or(CUT)?;
        Ok(inputs.iter().position(|&input| input == byte).map(|at| node.len - 1 - at))
    }

    #[inline]
    fn transition(&self, node: &ManyNode, position: usize) -> Result<Transition> {
        let back = node.len - 1 - position;
        let input = self.byte(node.inputs + back)?;
        let delta = self.uint(node.deltas + back * node.delta_size, node.delta_size)?;
        let output = self.output(node, position)?;
        debug_assert!(node.start < node.addr, "a node ends after it starts");
        Ok(Transition { input, output, target: target(node.start, delta)? })
    }

    #[inline]
    fn output(&self, node: &ManyNode, position: usize) -> Result<u64> {
        let back = node.len - 1 - position;
        self.uint(node.outputs + back * node.output_size, node.output_size)
    }

    /// Reads `size` bytes at `at` as an integer. Nodes never stand in the last eight bytes of the
    /// file, so a whole word can nearly always be read; the rest of it is masked off.
    #[inline]
    fn uint(&self, at: usize, size: usize) -> Result<u64> {
        if size == 0 {
            return Ok(0);
        }
        if size > 8 {
            return Err(Damaged("a number in the dictionary is too wide"));
        }
        let mask = u64::MAX >> (64 - 8 * size);
        if let Some(word) = u64_at(self.bytes, at) {
            return Ok(word & mask);
        }
        let bytes = self.bytes.get(at..at + size).ok_or(CUT)?;
        Ok(bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }
}

/// Returns the address `delta` bytes before `start`. It is always lower, so no walk goes in circles.
#[inline]
fn target(start: usize, delta: u64) -> Result<usize> {
    if delta == 0 {
        return Ok(0);
    }
    usize::try_from(delta)
        .ok()
        .and_then(|delta| start.checked_sub(delta))
        .filter(|&target| target >= HEADER_BYTES)
        .ok_or(Damaged("a transition leads out of the dictionary"))
}

/// Returns the place that `transition` leads to; `next` is the output of the one after it.
#[inline]
fn narrow(place: Place, transition: Transition, next: Option<u64>) -> Result<Place> {
    const OUTSIDE: Damaged = Damaged("a range of slots leaves that of its prefix");
    let at = |output: u64| {
        let slot = u64::from(place.first).checked_add(output).ok_or(OUTSIDE)?;
        u32::try_from(slot).ok().filter(|&slot| slot <= place.end).ok_or(OUTSIDE)
    };
    let first = at(transition.output)?;
    let end = next.map_or(Ok(place.end), at)?;
    if first >= end {
        return Err(OUTSIDE);
    }
    Ok(Place { addr: transition.target, first, end })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// Returns a dictionary of `keys`, each with that many slots, and the range of each key.
    fn encode(keys: &BTreeMap<Vec<u8>, u8>) -> (Vec<u8>, u32) {
        let mut builder = fst::raw::Builder::memory();
        let mut slot = 0;
        for (key, &slots) in keys {
            builder.insert(key, slot).unwrap();
            slot += u64::from(slots) + 1;
        }
        (builder.into_inner().unwrap(), slot as u32)
    }

    fn keys() -> impl Strategy<Value = BTreeMap<Vec<u8>, u8>> {
        let words = prop::collection::vec(prop::sample::select(b"ab \xd0\xff".to_vec()), 1..8);
        let bytes = prop::collection::vec(any::<u8>(), 1..4);
        let wide = (any::<u8>(), any::<u8>()).prop_map(|(first, last)| vec![first % 3, last]);
        prop::collection::btree_map(prop_oneof![words, bytes, wide], 0u8..4, 0..400)
    }

    #[test]
    fn common_inputs_are_those_of_the_crate() {
        for byte in 0..=255u8 {
            let key = vec![b'x', byte, b'y'];
            let (bytes, slots) = encode(&BTreeMap::from([(key.clone(), 0)]));
            let dictionary = Dictionary::parse(&bytes).unwrap();
            let place = dictionary.walk(dictionary.root(slots), &key).unwrap();
            assert!(place.is_some(), "byte {byte:#x}");
        }
    }

    #[test]
    fn the_empty_dictionary_has_no_key() {
        let (bytes, slots) = encode(&BTreeMap::new());
        let dictionary = Dictionary::parse(&bytes).unwrap();
        assert_eq!(dictionary.step(dictionary.root(slots), b'a').unwrap(), None);
        dictionary.for_each(slots, 10, |_, _| Err(Damaged("a key"))).unwrap();
    }

    #[test]
    fn a_node_with_every_byte_is_read_through_its_index() {
        let keys: BTreeMap<_, _> = (0..=255u8).map(|byte| (vec![byte], byte % 3)).collect();
        let (bytes, slots) = encode(&keys);
        let dictionary = Dictionary::parse(&bytes).unwrap();
        let mut expected = 0;
        for (key, count) in keys {
            let place = dictionary.walk(dictionary.root(slots), &key).unwrap().unwrap();
            assert_eq!((place.first, place.end), (expected, expected + u32::from(count) + 1));
            expected = place.end;
        }
    }

    proptest! {
        #[test]
        fn every_prefix_is_the_range_that_the_crate_streams(keys in keys(), other: Vec<u8>) {
            let (bytes, slots) = encode(&keys);
            let dictionary = Dictionary::parse(&bytes).unwrap();
            let crate_map = fst::Map::new(bytes.clone()).unwrap();
            prop_assert_eq!(dictionary.keys(), keys.len() as u64);
            let firsts: Vec<(Vec<u8>, u64)> = crate_map.stream().into_byte_vec();
            let end_of = |at: usize| firsts.get(at + 1).map_or(u64::from(slots), |next| next.1);
            let mut prefixes: Vec<Vec<u8>> = keys.keys()
                .flat_map(|key| (0..=key.len()).map(|len| key[..len].to_vec()))
                .collect();
            prefixes.push(other);
            prefixes.push(b"ab\xd0".to_vec());
            for prefix in prefixes {
                let below: Vec<usize> = (0..firsts.len())
                    .filter(|&at| firsts[at].0.starts_with(&prefix))
                    .collect();
                let place = dictionary.walk(dictionary.root(slots), &prefix).unwrap();
                match (below.first(), below.last(), place) {
                    (Some(&first), Some(&last), Some(place)) => {
                        prop_assert_eq!(u64::from(place.first), firsts[first].1);
                        prop_assert_eq!(u64::from(place.end), end_of(last));
                        let whole = if firsts[first].0 == prefix { end_of(first) } else { firsts[first].1 };
                        prop_assert_eq!(u64::from(dictionary.whole_end(place).unwrap()), whole);
                    }
                    (None, None, place) => prop_assert!(place.is_none() || keys.is_empty()),
                    _ => prop_assert!(false, "the crate and the decoder differ at {prefix:?}"),
                }
            }
            let mut streamed = Vec::new();
            dictionary.for_each(slots, 100, |key, range| {
                streamed.push((key.to_vec(), u64::from(range.start), u64::from(range.end)));
                Ok::<_, Damaged>(())
            }).unwrap();
            let expected: Vec<_> = (0..firsts.len())
                .map(|at| (firsts[at].0.clone(), firsts[at].1, end_of(at)))
                .collect();
            prop_assert_eq!(streamed, expected);
        }

        #[test]
        fn a_damaged_dictionary_never_panics_and_every_walk_ends(
            keys in keys(),
            damages in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
            walk in prop::collection::vec(prop::sample::select(b"ab \xd0\xff".to_vec()), 0..8),
        ) {
            let (mut bytes, slots) = encode(&keys);
            for (at, byte) in damages {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Ok(dictionary) = Dictionary::parse(&bytes) {
                if let Ok(Some(place)) = dictionary.walk(dictionary.root(slots), &walk) {
                    let _ = dictionary.whole_end(place);
                }
                let _ = dictionary.for_each(slots, 1000, |_, _| Ok::<_, Damaged>(()));
            }
        }
    }
}
