//! The contexts of the entries: their values by number, the forms that have each, the values of
//! each entry.

use std::ops::Range;

use super::column::Column;
use super::view::View;
use crate::error::{Error, Result};
use crate::format::bitmaps::{Bitmap, Bitmaps};
use crate::format::dictionary::{Dictionary, Place};
use crate::format::minima::Minima;
use crate::format::packed::Packed;
use crate::format::section_id::{Presence, SectionId};
use crate::format::{
    Damaged, END_OF_FIELD, MAX_FIELD_BYTES, MAX_FIELDS, MAX_VALUE_BYTES, MAX_VALUES,
};

/// The sections about contexts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ContextLists<'a> {
    dictionary: Column<'a, Dictionary<'a>>,
    value_count: u32,
    starts: Column<'a>,
    ranks: Column<'a>,
    minima: Column<'a, Minima<'a>>,
    entry_starts: Column<'a>,
    entry_values: Column<'a>,
    /// Of the values that many forms have; `None` if there is none.
    bitmaps: Option<Column<'a, Bitmaps<'a>>>,
}

impl<'a> View<'a> {
    /// Returns the sections about contexts, if any entry has one.
    pub(crate) fn contexts(&self) -> Result<Option<ContextLists<'a>>> {
        // All sections or none: without the dictionary nothing names the values in the others.
        let Some(dictionary) = self.optional(SectionId::ContextValues, Dictionary::parse)? else {
            return Ok(None);
        };
        let too_many = || dictionary.corrupt("there are more values than numbers");
        // Read first, since the size of the tree above them follows from their number.
        let ranks = self.parse(SectionId::ContextRanks, Packed::parse)?;
        let forms = self.slot_count() as usize;
        Ok(Some(ContextLists {
            dictionary,
            value_count: u32::try_from(dictionary.view().keys()).map_err(|_| too_many())?,
            starts: self.parse(SectionId::ContextStarts, Packed::parse)?,
            ranks,
            minima: self
                .parse(SectionId::ContextMinima, |bytes| Minima::parse(bytes, ranks.len()))?,
            entry_starts: self.parse(SectionId::EntryContextStarts, Packed::parse)?,
            entry_values: self.parse(SectionId::EntryContexts, Packed::parse)?,
            bitmaps: self
                .optional(SectionId::ContextBitmaps, |bytes| Bitmaps::parse(bytes, forms))?,
        }))
    }

    /// Checks in constant time that the sections about contexts fit each other and the header.
    pub(super) fn check_contexts(&self) -> Result<()> {
        let Some(contexts) = self.contexts()? else {
            // Nobody would read what is left of them, but two files with equal contents would
            // differ.
            let mut parts = [Presence::WithContexts, Presence::WithCommonValues]
                .into_iter()
                .flat_map(SectionId::with);
            let reason = "there are no values to have it";
            return parts.try_for_each(|part| self.ensure_absent(part, reason));
        };
        contexts.starts.check_len(contexts.value_count as usize + 1)?;
        contexts.entry_starts.check_len(self.entries() as usize + 1)
    }
}

impl<'a> ContextLists<'a> {
    /// Returns the place of the values of the field `name`, or `None` if no entry has it.
    pub(crate) fn field(&self, name: &str) -> Result<Option<Place>> {
        // No field has the byte in its name, and behind it the values of one begin.
        if name.as_bytes().contains(&END_OF_FIELD) {
            return Ok(None);
        }
        let root = self.dictionary.view().root(self.value_count);
        let field = self
            .dictionary
            .view()
            .walk(root, name.as_bytes())
            .map_err(|damaged| self.damaged(damaged))?;
        let Some(field) = field else { return Ok(None) };
        // The byte behind the name tells the field from those that only start like it.
        self.dictionary.view().step(field, END_OF_FIELD).map_err(|damaged| self.damaged(damaged))
    }

    /// Returns the names of all fields, in the order of their bytes.
    ///
    /// Takes time in their number, which is at most 255.
    pub(crate) fn fields(&self) -> Result<Vec<String>> {
        let mut fields = Vec::new();
        let mut value = 0;
        while value < self.value_count {
            // The first value of a field tells its name, and the range of the field where the next
            // one starts.
            let (name, _) = self.name(value)?;
            // It must go on, or damaged bytes would make this loop without an end.
            let place = self.field(&name)?.filter(|place| place.end > value);
            value = place.ok_or_else(|| self.damaged(Damaged("a field has no values")))?.end;
            fields.push(name);
            if fields.len() > MAX_FIELDS {
                return Err(self.damaged(Damaged("there are too many fields")));
            }
        }
        Ok(fields)
    }

    /// Returns the number of a value of the field at `field`, or `None` if no entry has it.
    pub(crate) fn value(&self, field: Place, value: &str) -> Result<Option<u32>> {
        let find = || {
            let Some(place) = self.dictionary.view().walk(field, value.as_bytes())? else {
                return Ok(None);
            };
            // The beginning of a value leads to a place too, and is no value itself.
            Ok(self.dictionary.view().is_key(place)?.then_some(place.first))
        };
        find().map_err(|damaged| self.damaged(damaged))
    }

    /// Returns the numbers of all values of the field at `field`.
    pub(crate) fn values_of_field(&self, field: Place) -> Range<u32> {
        field.first..field.end
    }

    /// Returns the number of values of all fields.
    pub(super) fn value_count(&self) -> u32 {
        self.value_count
    }

    /// Returns where in [`ContextLists::ranks`] the forms are that have a value, in the order of
    /// their slots.
    #[inline]
    pub(crate) fn list(&self, value: u32) -> Result<Range<usize>> {
        let start = self.starts.get(value as usize)?;
        let end = self.starts.get(value as usize + 1)?;
        // Checked here once, so that loops over the list need not end by an error.
        match start <= end && end as usize <= self.ranks.len() {
            true => Ok(start as usize..end as usize),
            false => Err(self.starts.corrupt("a list ends before it starts")),
        }
    }

    /// Returns the ranks of all lists, one after the other.
    pub(crate) fn ranks(&self) -> &Column<'a> {
        &self.ranks
    }

    /// Returns the rank at a place of the lists.
    #[inline]
    pub(crate) fn rank(&self, place: usize) -> Result<u32> {
        self.ranks.rank(place)
    }

    /// Returns the tree of least ranks above all lists.
    pub(crate) fn minima(&self) -> &Column<'a, Minima<'a>> {
        &self.minima
    }

    /// Returns which ranks a value has, if many forms have it.
    pub(crate) fn bitmap(&self, value: u32) -> Option<Bitmap<'a>> {
        self.bitmaps.as_ref()?.view().find(value)
    }

    /// Checks that a rank that a bitmap has is that of a form.
    #[inline]
    pub(crate) fn check_rank_of_bitmap(&self, rank: u32) -> Result<()> {
        self.bitmaps.as_ref().map_or(Ok(()), |bitmaps| bitmaps.check_rank(rank))
    }

    /// Writes the numbers of the values of an entry to `values`, rising.
    #[inline]
    pub(crate) fn values_of(&self, ordinal: u32, values: &mut Vec<u32>) -> Result<()> {
        values.clear();
        let range = self.entry_range(ordinal)?;
        self.entry_values.for_each(range, |_, value| values.push(value))
    }

    /// Returns whether an entry has any of `sorted_values`, which rise.
    #[inline]
    pub(crate) fn has_any(&self, ordinal: u32, sorted_values: &[u32]) -> Result<bool> {
        for place in self.entry_range(ordinal)? {
            let value = self.entry_values.get(place)?;
            // By halves in the filter, which may have many values. An entry mostly has few.
            if sorted_values.binary_search(&value).is_ok() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    #[inline]
    fn entry_range(&self, ordinal: u32) -> Result<Range<usize>> {
        let start = self.entry_starts.get(ordinal as usize)?;
        let end = self.entry_starts.get(ordinal as usize + 1)?;
        // The values are copied for each form that is weighed, so their number is bounded.
        if start > end || (end - start) as usize > MAX_VALUES {
            return Err(self.entry_starts.corrupt("the values of an entry are out of place"));
        }
        Ok(start as usize..end as usize)
    }

    /// Returns field and value of the value `number`.
    ///
    /// Takes time in their length.
    pub(crate) fn name(&self, number: u32) -> Result<(String, String)> {
        let mut pair = Vec::new();
        let mut place = self.dictionary.view().root(self.value_count);
        let find = move || -> std::result::Result<Vec<u8>, Damaged> {
            while !(self.dictionary.view().is_key(place)? && place.first == number) {
                if pair.len() > MAX_FIELD_BYTES + 1 + MAX_VALUE_BYTES {
                    return Err(Damaged("a value is too long"));
                }
                // Outputs say which child has the number, as they do for slots.
                let mut next = None;
                self.dictionary.view().for_each_child(place, |byte, child| {
                    // The ranges of children are apart, so one of them has the number at most.
                    let has = (child.first..child.end).contains(&number);
                    next = next.or(has.then_some((byte, child)));
                    Ok::<(), Damaged>(())
                })?;
                let (byte, child) = next.ok_or(Damaged("a number is that of no value"))?;
                pair.push(byte);
                place = child;
            }
            Ok(pair)
        };
        let pair = find().map_err(|damaged| self.damaged(damaged))?;
        split_pair(&pair)
            .map(|(field, value)| (field.to_owned(), value.to_owned()))
            .ok_or_else(|| self.damaged(Damaged("a value has no field")))
    }

    /// Returns the contexts of an entry: its values by field, fields and values in the order of
    /// their bytes.
    pub(super) fn of_entry(&self, ordinal: u32) -> Result<Vec<(String, Vec<String>)>> {
        let mut numbers = Vec::new();
        self.values_of(ordinal, &mut numbers)?;
        let mut contexts: Vec<(String, Vec<String>)> = Vec::new();
        for number in numbers {
            let (field, value) = self.name(number)?;
            // Numbers rise with field and value, so the values of a field come one after the other.
            match contexts.last_mut() {
                Some((last, values)) if *last == field => values.push(value),
                _ => contexts.push((field, vec![value])),
            }
        }
        Ok(contexts)
    }

    fn damaged(&self, damaged: Damaged) -> Error {
        self.dictionary.damaged(damaged)
    }

    /// Returns the dictionary of values.
    pub(super) fn dictionary(&self) -> &Column<'a, Dictionary<'a>> {
        &self.dictionary
    }

    /// Returns where the list of each value starts.
    pub(super) fn starts(&self) -> &Column<'a> {
        &self.starts
    }

    /// Returns the bitmaps of the values that many forms have.
    pub(super) fn bitmaps(&self) -> Option<&Column<'a, Bitmaps<'a>>> {
        self.bitmaps.as_ref()
    }

    /// Returns where the values of each entry start.
    pub(super) fn entry_starts(&self) -> &Column<'a> {
        &self.entry_starts
    }

    /// Returns the values of all entries.
    pub(super) fn entry_values(&self) -> &Column<'a> {
        &self.entry_values
    }
}

/// Parts a key of the dictionary into field and value.
pub(super) fn split_pair(pair: &[u8]) -> Option<(&str, &str)> {
    // Neither part has the byte, so the first one stands between them.
    std::str::from_utf8(pair).ok()?.split_once(char::from(END_OF_FIELD))
}
