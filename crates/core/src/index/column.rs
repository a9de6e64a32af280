//! Sections that know which they are: a read that fails says by itself where the damage is.

use std::ops::Range;

use super::file::Opened;
use crate::error::{Error, Result};
use crate::format::bests::{Bests, KEPT};
use crate::format::bits::Bits;
use crate::format::blocks::Blocks;
use crate::format::list_starts::ListStarts;
use crate::format::minima::Minima;
use crate::format::packed::Packed;
use crate::format::section_id::SectionId;
use crate::format::strings::Strings;
use crate::format::{self, Damaged};

/// A section of an opened file, read as `T`: packed integers unless something else is said.
///
/// Section and file stand beside the view and are looked at only once a read has failed, so a read
/// costs as much as one of the view.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column<'a, T = Packed<'a>> {
    opened: &'a Opened,
    part: SectionId,
    view: T,
}

impl<'a, T> Column<'a, T> {
    /// Joins the view of a section with the section that it is of.
    pub(super) fn new(opened: &'a Opened, part: SectionId, view: T) -> Self {
        Column { opened, part, view }
    }

    /// Returns the view, for reads whose damage the caller names.
    pub(crate) fn view(&self) -> &T {
        &self.view
    }

    /// Returns the error for damage that was found in the section.
    #[cold]
    #[inline(never)]
    pub(crate) fn damaged(&self, damaged: Damaged) -> Error {
        // Cold and apart from its callers: it copies a path and a text, and a read takes a few
        // instructions.
        self.opened.corrupt(self.part, damaged)
    }

    /// Returns the error for damage in the section.
    #[cold]
    #[inline(never)]
    pub(crate) fn corrupt(&self, reason: &'static str) -> Error {
        self.damaged(Damaged(reason))
    }

    /// Returns what was read of the view, or the error for damage that the read found.
    #[inline]
    pub(crate) fn blame<R>(&self, read: format::Result<R>) -> Result<R> {
        read.map_err(|damaged| self.damaged(damaged))
    }

    /// Returns the error for a rank in the section that is that of no form.
    #[cold]
    #[inline(never)]
    pub(crate) fn no_form(&self) -> Error {
        self.corrupt("a rank leads to no form")
    }

    /// Checks that a rank that was read from the section is that of a form.
    #[inline]
    pub(crate) fn check_rank(&self, rank: u32) -> Result<()> {
        // There are as many ranks as slots and forms, which opening has checked.
        match rank < self.opened.header.counts.slots {
            true => Ok(()),
            false => Err(self.no_form()),
        }
    }

    /// Checks something that must hold of the section.
    #[inline]
    pub(super) fn ensure(&self, holds: bool, reason: &'static str) -> Result<()> {
        if holds { Ok(()) } else { Err(self.corrupt(reason)) }
    }

    /// Checks that the section has `expected` of what it says to have `found` of.
    pub(super) fn check_count(&self, found: usize, expected: usize) -> Result<()> {
        self.ensure(found == expected, "the number of items does not fit the header or the others")
    }
}

const MISSING: &str = "a number is missing";

impl Column<'_> {
    /// Returns the number of integers.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.view.len()
    }

    /// Checks that there are `expected` integers.
    pub(super) fn check_len(&self, expected: usize) -> Result<()> {
        self.check_count(self.len(), expected)
    }

    /// Checks all bytes that reading the integers does not check.
    pub(super) fn verify(&self) -> Result<()> {
        self.blame(self.view.verify())
    }

    /// Returns the integer at `position`.
    #[inline]
    pub(crate) fn get(&self, position: usize) -> Result<u32> {
        self.view.get(position).ok_or_else(|| self.corrupt(MISSING))
    }

    /// Returns the integer at `position`, or `None` past the end: for a position that another
    /// section gives, which is then the damaged one.
    #[inline]
    pub(crate) fn find(&self, position: usize) -> Option<u32> {
        self.view.get(position)
    }

    /// Calls `visit` with every position of `range` and its integer.
    #[inline]
    pub(crate) fn for_each(
        &self,
        range: Range<usize>,
        visit: impl FnMut(usize, u32),
    ) -> Result<()> {
        // The view checks the range once, so a list costs no check for each of its integers.
        self.view.for_each(range, visit).ok_or_else(|| self.corrupt(MISSING))
    }

    /// Returns the rank at `position`, which is that of a form.
    #[inline]
    pub(crate) fn rank(&self, position: usize) -> Result<u32> {
        // A rank leads into other sections next, so it is checked while the section to blame is
        // known.
        let rank = self.get(position)?;
        self.check_rank(rank)?;
        Ok(rank)
    }
}

impl<'a> Column<'a, Blocks<'a>> {
    /// Returns the number of integers.
    pub(super) fn len(&self) -> usize {
        self.view.len()
    }

    /// Checks that there are `expected` integers.
    pub(super) fn check_len(&self, expected: usize) -> Result<()> {
        self.check_count(self.len(), expected)
    }

    /// Checks all bytes that reading the integers does not check.
    pub(super) fn verify(&self) -> Result<()> {
        self.blame(self.view.verify())
    }

    /// Returns the integer at `position`.
    #[inline]
    pub(super) fn get(&self, position: usize) -> Result<u64> {
        self.view.get(position).ok_or_else(|| self.corrupt(MISSING))
    }
}

impl<'a> Column<'a, Bits<'a>> {
    /// Returns whether the bit `number` is set, and how many below it are.
    #[inline]
    pub(super) fn get(&self, number: usize) -> Result<(bool, u32)> {
        self.view.get(number).ok_or_else(|| self.corrupt(MISSING))
    }

    /// Checks that there are `expected` bits.
    pub(super) fn check_len(&self, expected: usize) -> Result<()> {
        self.check_count(self.view.len(), expected)
    }

    /// Checks all bytes that reading the bits does not check.
    pub(super) fn verify(&self) -> Result<()> {
        self.blame(self.view.verify())
    }
}

impl<'a> Column<'a, Minima<'a>> {
    /// Returns the number of levels above the slots.
    #[inline]
    pub(crate) fn levels(&self) -> usize {
        self.view.levels()
    }

    /// Returns the least rank below a node of `level`, which counts from 1.
    #[inline]
    pub(crate) fn get(&self, level: usize, node: usize) -> Result<u32> {
        self.view.get(level, node).ok_or_else(|| self.corrupt("a node is missing"))
    }
}

impl<'a> Column<'a, Bests<'a>> {
    /// Returns the ten least ranks of a range, rising, if it is one that has a list.
    pub(crate) fn best_ranks(&self, range: Range<u32>) -> Result<Option<[u32; KEPT]>> {
        let Some(ranks) = self.view.find(range.start, range.end) else { return Ok(None) };
        // In a damaged file any of them may be too great.
        ranks.iter().try_for_each(|&rank| self.check_rank(rank))?;
        Ok(Some(ranks))
    }
}

impl Column<'_, ListStarts<'_>> {
    /// Returns where a list starts, and how long it is: up to 2^16 − 1.
    #[inline]
    pub(super) fn list(&self, number: usize) -> Result<(u32, u32)> {
        self.view.get(number).ok_or_else(|| self.corrupt(MISSING))
    }

    /// Checks that there are `expected` lists.
    pub(super) fn check_len(&self, expected: usize) -> Result<()> {
        self.check_count(self.view.len(), expected)
    }
}

impl<'a> Column<'a, Strings<'a>> {
    /// Returns the number of strings.
    pub(super) fn len(&self) -> usize {
        self.view.len()
    }

    /// Checks that there are `expected` strings.
    pub(super) fn check_len(&self, expected: usize) -> Result<()> {
        self.check_count(self.len(), expected)
    }

    /// Reads every string.
    pub(super) fn verify(&self) -> Result<()> {
        self.blame(self.view.verify())
    }

    /// Returns the string at `position`.
    #[inline]
    pub(crate) fn get(&self, position: u32) -> Result<&'a str> {
        match self.view.get(position as usize) {
            Ok(Some(string)) => Ok(string),
            Ok(None) => Err(self.corrupt("there are fewer strings than entries")),
            Err(damaged) => Err(self.damaged(damaged)),
        }
    }
}

/// Returns the string at `position` of a section that may be absent, and where an empty string is
/// an absent one.
#[inline]
pub(crate) fn optional_string<'a>(
    strings: Option<&Column<'a, Strings<'a>>>,
    position: u32,
) -> Result<Option<&'a str>> {
    let Some(strings) = strings else { return Ok(None) };
    let string = strings.get(position)?;
    // An empty one only keeps the place of its entry, so that the ordinal finds the others.
    Ok((!string.is_empty()).then_some(string))
}
