//! The ways back: from ids to entries, from entries to their forms, from forms to ranks and slots.

use std::ops::Range;

use super::column::Column;
use super::view::View;
use crate::error::Result;
use crate::format::blocks::Blocks;
use crate::format::buckets::{self, Buckets};
use crate::format::packed::Packed;
use crate::format::section_id::SectionId;
use crate::format::strings::Strings;

/// So many ids are looked up together.
const IDS_AT_ONCE: usize = 64;
/// An id in a bucket of so many is looked up alone.
const MANY_IN_BUCKET: usize = 16;

/// Finds entries by their ids, many with one look at where the sections are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IdFinder<'a> {
    ids: Column<'a, Strings<'a>>,
    buckets: Column<'a, Buckets<'a>>,
}

impl IdFinder<'_> {
    /// Returns the ordinal of the entry whose id is `id`, byte for byte.
    ///
    /// Takes constant time.
    pub(crate) fn find(&self, id: &str) -> Result<Option<u32>> {
        let places = self.buckets.blame(self.buckets.view().places(buckets::hash(id)))?;
        self.first_with(id, self.buckets.view().ordinals(places))
    }

    /// Returns the first of `ordinals` whose entry has the id `id`.
    #[inline]
    fn first_with(&self, id: &str, ordinals: impl Iterator<Item = u32>) -> Result<Option<u32>> {
        for ordinal in ordinals {
            // Two ids may share a bucket or a hash. An empty text stands for no id.
            if self.ids.get(ordinal)? == id && !id.is_empty() {
                return Ok(Some(ordinal));
            }
        }
        Ok(None)
    }

    /// Returns the same of each of `ids`.
    fn find_all(&self, ids: &[&str]) -> Result<Vec<Option<u32>>> {
        let buckets = self.buckets.view();
        let mut found = Vec::with_capacity(ids.len());
        let (mut places, mut ordinals) = (Vec::new(), Vec::new());
        // Each look is at another place in memory, and waits for that. One kind of look after the
        // other, so that they wait together.
        for ids in ids.chunks(IDS_AT_ONCE) {
            places.clear();
            for id in ids {
                places.push(self.buckets.blame(buckets.places(buckets::hash(id)))?);
            }
            ordinals.clear();
            for places in &places {
                // Two as a rule, and of damage any number.
                ordinals.extend(buckets.ordinals(places.clone()).take(MANY_IN_BUCKET));
            }
            let mut start = 0;
            for (id, places) in ids.iter().zip(&places) {
                let end = start + places.len().min(MANY_IN_BUCKET);
                let candidates = ordinals.get(start..end).unwrap_or_default();
                start = end;
                found.push(match candidates.len() < MANY_IN_BUCKET {
                    true => self.first_with(id, candidates.iter().copied())?,
                    false => self.find(id)?,
                });
            }
        }
        Ok(found)
    }
}

impl<'a> View<'a> {
    /// Returns the slot of each rank, if any entry has an id or a context.
    pub(super) fn optional_rank_slots(&self) -> Result<Option<Column<'a>>> {
        self.optional(SectionId::RankSlots, Packed::parse)
    }

    /// Returns the slot of each rank, of an index some of whose entries have an id or a context.
    pub(crate) fn rank_slots(&self) -> Result<Column<'a>> {
        self.parse(SectionId::RankSlots, Packed::parse)
    }

    /// Returns the rank of each form, if any entry has an id or a context, and there are aliases.
    pub(super) fn form_ranks(&self) -> Result<Option<Column<'a>>> {
        self.optional(SectionId::FormRanks, Packed::parse)
    }

    /// Returns the rank of a form by its number. Only an index with ids or contexts knows it,
    /// unless there are no aliases.
    ///
    /// Takes constant time.
    #[inline]
    pub(crate) fn rank_of_form(&self, form: u32) -> Result<u32> {
        // Without aliases form and rank are one number, and nothing is stored.
        if self.opened.section(SectionId::Forms).is_none() {
            return Ok(form);
        }
        self.parse(SectionId::FormRanks, Packed::parse)?.rank(form as usize)
    }

    /// Returns the same, or `None` if the index does not know it.
    pub(crate) fn known_rank_of_form(&self, form: u32) -> Result<Option<u32>> {
        let is_known = self.opened.section(SectionId::Forms).is_none()
            || self.opened.section(SectionId::FormRanks).is_some();
        is_known.then(|| self.rank_of_form(form)).transpose()
    }

    /// Returns the numbers of the forms of `ordinal` other than the text.
    ///
    /// Takes O(log n) time for n aliases.
    pub(crate) fn aliases_of(&self, ordinal: u32) -> Result<Range<u32>> {
        let ordinals = self.optional(SectionId::AliasOrdinals, Blocks::parse)?;
        // Ordinals rise with the aliases, so those of an entry are found by halves.
        let first_from = |ordinal: u64| {
            let Some(ordinals) = &ordinals else { return 0 };
            let (mut low, mut high) = (0, ordinals.len());
            while low < high {
                let middle = low + (high - low) / 2;
                // Damage ends the search somewhere, and whoever reads the forms there is told of
                // it.
                match ordinals.get(middle).is_ok_and(|found| found < ordinal) {
                    true => low = middle + 1,
                    false => high = middle,
                }
            }
            low
        };
        // There are fewer aliases than slots, which was checked when the file was opened.
        let form = |alias: usize| self.entries().saturating_add(alias as u32);
        Ok(form(first_from(ordinal.into()))..form(first_from(u64::from(ordinal) + 1)))
    }

    /// Returns the ordinal of the entry whose id is `id`, byte for byte.
    ///
    /// Takes constant time.
    pub(crate) fn ordinal_of(&self, id: &str) -> Result<Option<u32>> {
        self.id_finder()?.map_or(Ok(None), |finder| finder.find(id))
    }

    /// Returns the ordinals of the entries whose ids are `ids`, in their order: `None` for each that
    /// no entry has.
    pub(crate) fn ordinals_of(&self, ids: &[&str]) -> Result<Vec<Option<u32>>> {
        // Sections are opened only for what is asked.
        match ids {
            [] => Ok(Vec::new()),
            _ => self.id_finder()?.map_or(Ok(vec![None; ids.len()]), |finder| finder.find_all(ids)),
        }
    }

    /// Returns what finds entries by their ids, if any entry has one.
    fn id_finder(&self) -> Result<Option<IdFinder<'a>>> {
        let (Some(ids), Some(buckets)) = (self.ids()?, self.id_buckets()?) else {
            return Ok(None);
        };
        Ok(Some(IdFinder { ids, buckets }))
    }

    /// Checks in constant time that the ways back are there where they should, and for all forms.
    pub(super) fn check_inverses(&self) -> Result<()> {
        let is_there = |part| self.opened.section(part).is_some();
        let needed = is_there(SectionId::Ids) || is_there(SectionId::ContextValues);
        let parts = [
            (SectionId::RankSlots, self.optional_rank_slots()?, needed),
            (SectionId::FormRanks, self.form_ranks()?, needed && is_there(SectionId::Forms)),
        ];
        // A section too many is damage as well: answers do not depend on it, but bytes do.
        for (part, numbers, needed) in parts {
            let reason = match numbers {
                None if needed => "the section is missing",
                Some(_) if !needed => "there is nothing to need it",
                Some(numbers) if numbers.len() != self.slot_count() as usize => {
                    "the number of items is not the one in the header"
                }
                _ => continue,
            };
            return Err(self.corrupt(part, reason));
        }
        Ok(())
    }
}
