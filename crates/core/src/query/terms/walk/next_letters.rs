//! The letters that go on from a node of a dictionary.

use crate::format::Result;
use crate::format::dictionary::{Dictionary, OpenNode, Place};

/// A set of letters that holds some others too: by the last six bits of each of their bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    bytes: [u64; 4],
}

impl Wanted {
    /// No letter.
    pub(super) const NONE: Wanted = Wanted { bytes: [0; 4] };
    /// Every letter.
    pub(crate) const ANY: Wanted = Wanted { bytes: [u64::MAX; 4] };

    /// Adds a letter.
    #[inline]
    pub(super) fn add(&mut self, letter: char) {
        if letter.is_ascii() {
            self.bytes[0] |= 1 << (letter as u32 & 63);
            return;
        }
        let encoded = &mut [0; 4];
        for (wanted, byte) in self.bytes.iter_mut().zip(letter.encode_utf8(encoded).bytes()) {
            *wanted |= 1 << (byte & 63);
        }
    }

    /// Returns the letters of either.
    #[inline]
    pub(super) fn or(mut self, others: Wanted) -> Wanted {
        for (bytes, other) in self.bytes.iter_mut().zip(others.bytes) {
            *bytes |= other;
        }
        self
    }

    /// Returns whether there is no letter.
    #[inline]
    pub(super) fn is_none(&self) -> bool {
        self.bytes[0] == 0
    }

    /// Returns whether a letter has `byte` behind so many others.
    #[inline]
    fn has(&self, before: usize, byte: u8) -> bool {
        self.bytes.get(before).is_some_and(|bytes| bytes >> (byte & 63) & 1 != 0)
    }
}

/// A letter of several bytes, some of which have come.
#[derive(Debug, Clone, Copy, Default)]
struct Partial {
    /// The bits so far.
    code: u32,
    /// The number of bytes so far, and of those to come.
    come: usize,
    missing: u32,
}

/// A letter that goes on from a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NextLetter<'n, 'a> {
    pub(crate) letter: char,
    /// The node of its last byte, and the position there.
    pub(crate) node: &'n OpenNode<'a>,
    pub(crate) position: usize,
}

impl NextLetter<'_, '_> {
    /// Returns the place behind it.
    #[inline]
    pub(crate) fn place(&self) -> Result<Place> {
        self.node.child(self.position)
    }
}

/// The letters of a node.
pub(crate) struct NextLetters<'n, 'a> {
    pub(crate) dictionary: &'n Dictionary<'a>,
    pub(crate) wanted: Wanted,
    /// Keys up to this number have the mark of a class, which is no letter.
    pub(crate) from: u32,
}

impl<'a> NextLetters<'_, 'a> {
    /// Calls `visit` with each wanted letter that goes on from `node`, in order. A few that are not
    /// wanted may be among them.
    #[inline]
    pub(crate) fn for_each(
        &self,
        node: &OpenNode<'a>,
        visit: &mut impl FnMut(NextLetter<'_, 'a>) -> Result<()>,
    ) -> Result<()> {
        for (position, &byte) in node.falling_bytes()?.iter().rev().enumerate() {
            if !self.wanted.has(0, byte) {
                continue;
            }
            let (code, missing) = match byte {
                0x00..=0x7f => (u32::from(byte), 0),
                0xc2..=0xdf => (u32::from(byte & 0x1f), 1),
                0xe0..=0xef => (u32::from(byte & 0x0f), 2),
                0xf0..=0xf4 => (u32::from(byte & 0x07), 3),
                // A byte out of place is no letter.
                _ => continue,
            };
            if node.place().first < self.from && node.child(position)?.end <= self.from {
                continue;
            }
            if missing == 0 {
                visit(NextLetter { letter: char::from(byte), node, position })?;
            } else {
                let node = self.dictionary.open(node.child(position)?)?;
                self.go_on(&node, Partial { code, come: 1, missing }, visit)?;
            }
        }
        Ok(())
    }

    /// Does so behind some bytes of a letter.
    fn go_on(
        &self,
        node: &OpenNode<'a>,
        partial: Partial,
        visit: &mut impl FnMut(NextLetter<'_, 'a>) -> Result<()>,
    ) -> Result<()> {
        let Partial { code, come, missing } = partial;
        for (position, &byte) in node.falling_bytes()?.iter().rev().enumerate() {
            // A byte that goes on no letter is out of place.
            if byte & 0xc0 != 0x80 || !self.wanted.has(come, byte) {
                continue;
            }
            let code = code << 6 | u32::from(byte & 0x3f);
            if missing > 1 {
                let node = self.dictionary.open(node.child(position)?)?;
                let partial = Partial { code, come: come + 1, missing: missing - 1 };
                self.go_on(&node, partial, visit)?;
            } else if let Some(letter) = char::from_u32(code) {
                visit(NextLetter { letter, node, position })?;
            }
        }
        Ok(())
    }
}
