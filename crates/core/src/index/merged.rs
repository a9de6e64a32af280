//! Aliases as given that gave way to another form of their entry, kept so that its record can be
//! read back.

use std::ops::Range;

use super::column::Column;
use super::view::View;
use crate::error::Result;
use crate::format::blocks::Blocks;
use crate::format::packed::Packed;
use crate::format::section_id::{Presence, SectionId};
use crate::format::strings::Strings;

/// The sections about merged aliases.
#[derive(Debug, Clone, Copy)]
pub(super) struct MergedAliases<'a> {
    pub(super) ordinals: Column<'a, Blocks<'a>>,
    pub(super) places: Column<'a>,
    pub(super) factors: Column<'a, Blocks<'a>>,
    pub(super) texts: Column<'a, Strings<'a>>,
}

/// An alias that gave way to another form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct MergedAlias<'a> {
    /// Its place among the aliases of the record, from 0.
    pub(super) place: u32,
    pub(super) factor: f64,
    /// Empty if it is the text of the entry.
    pub(super) text: &'a str,
}

impl<'a> MergedAliases<'a> {
    /// Returns the number of merged aliases.
    pub(super) fn len(&self) -> usize {
        self.ordinals.len()
    }

    /// Returns the merged alias `number`.
    pub(super) fn get(&self, number: usize) -> Result<MergedAlias<'a>> {
        let factor = f64::from_bits(self.factors.get(number)?);
        // Compared with a range, which NaN is not in.
        self.factors.ensure((0.0..=1.0).contains(&factor), "a factor is not between 0 and 1")?;
        let place = self.places.get(number)?;
        // There are fewer than forms, which 32 bits number.
        let text = self.texts.get(u32::try_from(number).unwrap_or(u32::MAX))?;
        Ok(MergedAlias { place, factor, text })
    }

    /// Returns the numbers of the merged aliases of an entry.
    pub(super) fn of_entry(&self, ordinal: u32) -> Result<Range<usize>> {
        let first = |bound: u64| -> Result<usize> {
            let (mut low, mut high) = (0, self.len());
            while low < high {
                let middle = low + (high - low) / 2;
                match self.ordinals.get(middle)? < bound {
                    true => low = middle + 1,
                    false => high = middle,
                }
            }
            Ok(low)
        };
        Ok(first(ordinal.into())?..first(u64::from(ordinal) + 1)?)
    }
}

impl<'a> View<'a> {
    /// Returns the sections about merged aliases; `None` if there are none.
    pub(super) fn merged_aliases(&self) -> Result<Option<MergedAliases<'a>>> {
        let Some(ordinals) = self.optional(SectionId::MergedOrdinals, Blocks::parse)? else {
            return Ok(None);
        };
        Ok(Some(MergedAliases {
            ordinals,
            places: self.parse(SectionId::MergedPlaces, Packed::parse)?,
            factors: self.parse(SectionId::MergedFactors, Blocks::parse)?,
            texts: self.parse(SectionId::MergedTexts, Strings::parse)?,
        }))
    }

    /// Checks in constant time that the sections about merged aliases have one length.
    pub(super) fn check_merged(&self) -> Result<()> {
        let Some(merged) = self.merged_aliases()? else {
            let mut parts = SectionId::with(Presence::WithMergedAliases);
            let reason = "there are no merged aliases to have it";
            return parts.try_for_each(|part| self.ensure_absent(part, reason));
        };
        merged.places.check_len(merged.len())?;
        merged.factors.check_len(merged.len())?;
        merged.texts.check_len(merged.len())
    }

    /// Returns the synonym rules; `None` without them.
    pub(super) fn synonym_rules(&self) -> Result<Option<Column<'a, Strings<'a>>>> {
        self.optional(SectionId::Synonyms, Strings::parse)
    }

    /// Checks in constant time that there are as many synonym rules as the settings say.
    pub(super) fn check_synonym_rules(&self) -> Result<()> {
        let count = self.settings().synonyms;
        match self.synonym_rules()? {
            Some(rules) => rules.check_len(usize::try_from(count).unwrap_or(usize::MAX)),
            None if count == 0 => Ok(()),
            None => Err(self.corrupt(SectionId::Synonyms, "the section is missing")),
        }
    }
}
