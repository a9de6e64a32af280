//! The keys of all forms with their slots, to walk through.
//!
//! A prefix is a range of slots. Those whose key is the prefix itself come first in it.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::format::Damaged;
use crate::format::bests::Bests;
use crate::format::dictionary::{Dictionary, Place};
use crate::format::form_kind::FormClass;
use crate::format::minima::Minima;
use crate::index::{Column, View};
use crate::kind::Kind;

/// The keys of all forms with their slots.
#[derive(Debug)]
pub(crate) struct Keys<'a> {
    view: &'a View<'a>,
    dictionary: Column<'a, Dictionary<'a>>,
    slots: Column<'a>,
    minima: Column<'a, Minima<'a>>,
    bests: Option<Column<'a, Bests<'a>>>,
}

impl<'a> Keys<'a> {
    /// Finds the sections.
    pub(crate) fn new(view: &'a View<'a>) -> Result<Self> {
        let (dictionary, slots, minima) = (view.keys()?, view.slots()?, view.minima()?);
        Ok(Keys { view, dictionary, slots, minima, bests: view.slot_bests()? })
    }

    /// Returns the view.
    pub(crate) fn view(&self) -> &'a View<'a> {
        self.view
    }

    /// Returns the rank of each slot.
    pub(crate) fn slots(&self) -> &Column<'a> {
        &self.slots
    }

    /// Returns the tree of least ranks.
    pub(crate) fn minima(&self) -> &Column<'a, Minima<'a>> {
        &self.minima
    }

    /// Returns the best ranks of long ranges, if there are any.
    pub(crate) fn bests(&self) -> Option<&Column<'a, Bests<'a>>> {
        self.bests.as_ref()
    }

    /// Returns the dictionary.
    pub(crate) fn dictionary(&self) -> &Dictionary<'a> {
        self.dictionary.view()
    }

    /// Returns the error for damage in the dictionary.
    pub(crate) fn corrupt(&self, damaged: Damaged) -> Error {
        self.dictionary.damaged(damaged)
    }

    /// Returns the place of all keys, or of those of a class with a mark: `None` if there are none.
    pub(crate) fn root(&self, class: FormClass) -> Result<Option<Place>> {
        let root = self.dictionary().root(self.view.slot_count());
        match class.mark() {
            None => Ok(Some(root)),
            Some(mark) => self.step(root, mark),
        }
    }

    /// Returns the place one byte further.
    pub(crate) fn step(&self, place: Place, byte: u8) -> Result<Option<Place>> {
        self.dictionary.blame(self.dictionary().step(place, byte))
    }

    /// Returns the place some bytes further.
    pub(crate) fn walk(&self, place: Place, bytes: &[u8]) -> Result<Option<Place>> {
        self.dictionary.blame(self.dictionary().walk(place, bytes))
    }

    /// Returns the slots of the forms whose key ends at `place`.
    pub(crate) fn whole(&self, place: Place) -> Result<Range<u32>> {
        let end = self.dictionary.blame(self.dictionary().whole_end(place))?;
        Ok(place.first..end)
    }

    /// Returns the slots of all forms of classes without a mark.
    pub(crate) fn all(&self) -> Result<Range<u32>> {
        let mut marked_end = 0;
        // A literal may start with any character, a mark too, and has no other classes.
        if self.view.settings().kind == Kind::Text {
            for class in FormClass::ALL.into_iter().filter(|class| class.mark().is_some()) {
                // Marks are below all other bytes of keys, so these are the first slots.
                marked_end = self.root(class)?.map_or(marked_end, |place| place.end);
            }
        }
        Ok(marked_end..self.view.slot_count())
    }

    /// Returns the slots of the forms whose key is `key`, which ends in a space if its last word is
    /// closed, and of those that go on. `None` if there are neither.
    pub(crate) fn exact(&self, key: &str) -> Result<Option<[Range<u32>; 2]>> {
        let open = key.trim_end_matches(' ');
        // Nothing was typed, so every form goes on from it and none is the whole of it.
        if open.is_empty() {
            return Ok(Some([0..0, self.all()?]));
        }
        let root = self.dictionary().root(self.view.slot_count());
        // Outputs add up to the first slot on the way, so the place knows its range of slots.
        let Some(place) = self.walk(root, open.as_bytes())? else { return Ok(None) };
        let whole = self.whole(place)?;
        if open.len() == key.len() {
            return Ok(Some([whole.clone(), whole.end..place.end]));
        }
        // The space closed the last word: `new ` begins New York, and not Newcastle. The form New
        // itself still is the whole of it.
        let longer = self.step(place, b' ')?;
        Ok(Some([whole, longer.map_or(0..0, |place| place.first..place.end)]))
    }
}
