//! The nodes of a dictionary: what the bytes at an address say.
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

use crate::format::{Damaged, Result, u64_at};

/// The bytes before the nodes.
pub(super) const HEADER_BYTES: usize = 16;
/// The inputs that the crate stores in the state byte, by their number less one.
const COMMON_INPUTS: &[u8; 63] = b"te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG";
/// Nodes with more transitions than this have an index of them.
const INDEX_THRESHOLD: usize = 32;
/// What is said of a node that ends outside the bytes.
pub(super) const CUT: Damaged = Damaged("a node of the dictionary is cut");

/// A transition out of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Transition {
    pub(super) input: u8,
    pub(super) output: u64,
    pub(super) target: usize,
}

/// Where the parts of a node are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Node {
    /// Final, without transitions.
    End,
    /// One transition, not final.
    One(Transition),
    /// Any number of transitions.
    Many(ManyNode),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct ManyNode {
    addr: usize,
    pub(super) is_final: bool,
    pub(super) len: usize,
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

/// The nodes by their addresses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nodes<'a> {
    /// Everything of the section up to the footer, so that an address is a position.
    pub(super) bytes: &'a [u8],
}

impl Nodes<'_> {
    #[inline]
    fn byte(&self, at: usize) -> Result<u8> {
        self.bytes.get(at).copied().ok_or(CUT)
    }

    /// Returns the node at `addr`.
    #[inline]
    pub(super) fn node(&self, addr: usize) -> Result<Node> {
        // The crate never writes this node, since nearly every key ends in it.
        if addr == 0 {
            return Ok(Node::End);
        }
        let state = self.byte(addr)?;
        // The two highest bits tell three kinds of node, and the kind with many transitions has 0
        // here.
        if state & 0x80 == 0 {
            return self.many(addr, state).map(Node::Many);
        }
        let (input, before) = match COMMON_INPUTS.get(usize::from(state & 0x3f).wrapping_sub(1)) {
            Some(&input) => (input, addr),
            // A rare input has a byte of its own before the state.
            None => (self.byte(addr - 1)?, addr - 1),
        };
        // It leads to the node right before it, as many do, so neither delta nor output is stored.
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
        // One transition never needs a byte of its own, so 1 stands for the one number that does
        // not fit.
        let len = if before != addr && len == 1 { 256 } else { len };
        let sizes_at = before.checked_sub(1).ok_or(CUT)?;
        let sizes = self.byte(sizes_at)?;
        let (delta_size, output_size) = (usize::from(sizes >> 4), usize::from(sizes & 15));
        let is_final = state & 0x40 != 0;
        let index_bytes = if len > INDEX_THRESHOLD { 256 } else { 0 };
        let final_bytes = if is_final { output_size } else { 0 };
        let total = index_bytes + len * (1 + delta_size + output_size) + final_bytes;
        // Whatever the numbers say, all of the node lies between the header and its state.
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

    /// Returns the inputs of a node, last first.
    #[inline]
    pub(super) fn inputs(&self, node: &ManyNode) -> Result<&[u8]> {
        self.bytes.get(node.inputs..node.inputs_end).ok_or(CUT)
    }

    /// Returns the number of the transition for `byte`, counted from the first byte.
    #[inline]
    pub(super) fn position(&self, node: &ManyNode, byte: u8) -> Result<Option<usize>> {
        // Near the root nodes have up to 256 transitions, where a search would take longest.
        if node.len > INDEX_THRESHOLD {
            let position = usize::from(self.byte(node.inputs_end + usize::from(byte))?);
            return Ok((position < node.len).then_some(position));
        }
        // Few, so they are searched in order. They stand last first.
        Ok(self.inputs(node)?.iter().position(|&input| input == byte).map(|at| node.len - 1 - at))
    }

    /// Checks that the index of `node`, if it has one, leads from each input to its transition, and
    /// from no other byte to any.
    pub(super) fn verify_index_of(&self, node: &ManyNode) -> Result<()> {
        if node.len <= INDEX_THRESHOLD {
            return Ok(());
        }
        let mut indexed = 0;
        // All bytes, since one that is no input must not lead anywhere either.
        for byte in 0..=u8::MAX {
            let Some(position) = self.position(node, byte)? else { continue };
            if self.transition(node, position)?.input != byte {
                return Err(Damaged("the index of a node leads to the wrong transition"));
            }
            indexed += 1;
        }
        match indexed == node.len {
            true => Ok(()),
            false => Err(Damaged("the index of a node lacks a transition")),
        }
    }

    /// Returns the transition number `position`.
    #[inline]
    pub(super) fn transition(&self, node: &ManyNode, position: usize) -> Result<Transition> {
        let back = node.len - 1 - position;
        // All lists of a node stand last first, as the crate writes them.
        let input = self.byte(node.inputs + back)?;
        let delta = self.uint(node.deltas + back * node.delta_size, node.delta_size)?;
        let output = self.output(node, position)?;
        debug_assert!(node.start < node.addr, "a node ends after it starts");
        Ok(Transition { input, output, target: target(node.start, delta)? })
    }

    /// Returns the output of the transition number `position`.
    #[inline]
    pub(super) fn output(&self, node: &ManyNode, position: usize) -> Result<u64> {
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
        // Sizes have four bits and may say up to 15.
        if size > 8 {
            return Err(Damaged("a number in the dictionary is too wide"));
        }
        let mask = u64::MAX >> (64 - 8 * size);
        // One read of eight bytes, since a loop over the bytes would be in every step of a walk.
        if let Some(word) = u64_at(self.bytes, at) {
            return Ok(word & mask);
        }
        let bytes = self.bytes.get(at..at + size).ok_or(CUT)?;
        Ok(bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }
}

/// Returns the address `delta` bytes before `start`. It is always lower, so no walk goes in
/// circles.
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
