//! The surface forms of an opened index: the entry of each, and the popularity.

use super::column::Column;
use super::view::View;
use crate::error::{Error, Result};
use crate::format::bits::Bits;
use crate::format::blocks::Blocks;
use crate::format::packed::Packed;
use crate::format::section_id::SectionId;
use crate::settings::MAX_WEIGHT;

/// The surface forms by rank: which entry each belongs to, and what scales its weight.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forms<'a> {
    entries: u32,
    weights: Column<'a, Blocks<'a>>,
    /// `None` without aliases: then a rank is the form, and the form the ordinal.
    aliases: Option<AliasForms<'a>>,
}

/// What forms other than texts have: the ranks that they stand at, and by alias the ordinal and the
/// factor.
#[derive(Debug, Clone, Copy)]
pub(super) struct AliasForms<'a> {
    /// By rank whether the form is an alias.
    pub(super) forms: Column<'a, Bits<'a>>,
    /// The aliases by rank; `None` if their numbers rise with their ranks.
    pub(super) ranked: Option<Column<'a>>,
    pub(super) ordinals: Column<'a, Blocks<'a>>,
    /// The place of the factor of each alias in `table`.
    pub(super) factors: Column<'a>,
    /// The distinct factors, rising.
    pub(super) table: Column<'a, Blocks<'a>>,
}

/// One surface form: of which entry, and how popular.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Form {
    /// The number of the form: below the number of entries it is the text of that ordinal, from
    /// there on an alias.
    pub(crate) number: u32,
    /// The ordinal of the entry.
    pub(crate) ordinal: u32,
    /// The weight of the entry.
    pub(crate) weight: f64,
    /// The weight of the entry times the factor of the form.
    pub(crate) base: f64,
}

impl<'a> Forms<'a> {
    /// Returns whether an entry may have several forms.
    pub(crate) fn has_aliases(&self) -> bool {
        self.aliases.is_some()
    }

    /// Returns the form of `rank`.
    #[inline]
    pub(crate) fn get(&self, rank: u32) -> Result<Form> {
        // Without aliases nothing is stored, which saves a read for each form that is weighed.
        let Some(aliases) = &self.aliases else { return self.of_text(rank) };
        match aliases.at_rank(rank)? {
            RankedForm::Text(ordinal) if ordinal < self.entries => self.of_text(ordinal),
            RankedForm::Text(_) => Err(aliases.forms.corrupt("a rank leads to no text")),
            RankedForm::Alias(alias) => self.of_alias(alias, aliases),
        }
    }

    /// Returns the ordinal of the entry of the form of `rank`.
    #[inline]
    pub(crate) fn ordinal(&self, rank: u32) -> Result<u32> {
        let Some(aliases) = &self.aliases else { return Ok(rank) };
        match aliases.at_rank(rank)? {
            RankedForm::Text(ordinal) => Ok(ordinal),
            RankedForm::Alias(alias) => aliases.ordinal(alias),
        }
    }

    /// Returns the weights by ordinal.
    pub(super) fn weights(&self) -> &Column<'a, Blocks<'a>> {
        &self.weights
    }

    /// Returns the forms by rank, and the ordinals and factors by alias, if there are aliases.
    pub(super) fn aliases(&self) -> Option<&AliasForms<'a>> {
        self.aliases.as_ref()
    }

    /// Returns what scales the weight for the form of this number: 1 for a text.
    pub(crate) fn factor_of(&self, number: u32) -> Result<f64> {
        match (number.checked_sub(self.entries), &self.aliases) {
            // A text counts in full.
            (None, _) => Ok(1.0),
            (Some(alias), Some(aliases)) => aliases.factor(alias as usize),
            (Some(_), None) => Err(self.no_aliases()),
        }
    }

    /// Returns the form by its number.
    pub(crate) fn of_number(&self, number: u32) -> Result<Form> {
        // The number alone tells a text from an alias: the aliases count on behind the last text.
        match (number.checked_sub(self.entries), &self.aliases) {
            (None, _) => self.of_text(number),
            (Some(alias), Some(aliases)) => self.of_alias(alias, aliases),
            (Some(_), None) => Err(self.no_aliases()),
        }
    }

    /// Returns the form that is the text of `ordinal`.
    #[inline]
    fn of_text(&self, ordinal: u32) -> Result<Form> {
        let weight = self.weight(ordinal)?;
        Ok(Form { number: ordinal, ordinal, weight, base: weight })
    }

    /// Returns the form that is the alias `alias`.
    #[inline]
    fn of_alias(&self, alias: u32, aliases: &AliasForms<'a>) -> Result<Form> {
        let ordinal = aliases.ordinal(alias)?;
        let (weight, factor) = (self.weight(ordinal)?, aliases.factor(alias as usize)?);
        // There are fewer forms than 2^32, which the header says.
        let number = self.entries.wrapping_add(alias);
        Ok(Form { number, ordinal, weight, base: weight * factor })
    }

    /// Returns the weight of an entry.
    #[inline]
    fn weight(&self, ordinal: u32) -> Result<f64> {
        let weight = f64::from_bits(self.weights.get(ordinal as usize)?);
        // Damaged bits may be any number, and scores must be finite and from 0.
        match (0.0..=MAX_WEIGHT).contains(&weight) {
            true => Ok(weight),
            false => Err(self.weights.corrupt("a weight is not from 0 to 1e300")),
        }
    }

    /// Without aliases every form is a text, and there are fewer.
    #[cold]
    #[inline(never)]
    fn no_aliases(&self) -> Error {
        self.weights.corrupt("a rank leads to no form")
    }
}

/// What stands at a rank.
pub(super) enum RankedForm {
    /// The text of an ordinal.
    Text(u32),
    /// The alias with this number.
    Alias(u32),
}

impl AliasForms<'_> {
    /// Returns what stands at `rank`. The ordinal of a text, or the number of an alias, may be too
    /// large in a damaged file.
    #[inline]
    pub(super) fn at_rank(&self, rank: u32) -> Result<RankedForm> {
        // Texts stand in the order of their ordinals, which fall by weight, so counting them is
        // enough.
        match (self.forms.get(rank as usize)?, &self.ranked) {
            ((false, aliases), _) => Ok(RankedForm::Text(rank.wrapping_sub(aliases))),
            ((true, aliases), None) => Ok(RankedForm::Alias(aliases)),
            ((true, aliases), Some(ranked)) => ranked.get(aliases as usize).map(RankedForm::Alias),
        }
    }

    /// Returns the ordinal of the entry of an alias.
    #[inline]
    fn ordinal(&self, alias: u32) -> Result<u32> {
        let ordinal = u32::try_from(self.ordinals.get(alias as usize)?);
        ordinal.map_err(|_| self.ordinals.corrupt("an ordinal is too large"))
    }

    fn factor(&self, alias: usize) -> Result<f64> {
        let place = self.factors.get(alias)?;
        // Compared with a range, which NaN is not in. Scores with it would have no order.
        let factor = f64::from_bits(self.table.get(place as usize)?);
        match (0.0..=1.0).contains(&factor) {
            true => Ok(factor),
            false => Err(self.table.corrupt("a factor is not between 0 and 1")),
        }
    }
}

impl<'a> View<'a> {
    /// Returns the surface forms by rank.
    pub(crate) fn forms(&self) -> Result<Forms<'a>> {
        // Searches make this once and read form by form, so no read looks up a section.
        let weights = self.parse(SectionId::Weights, Blocks::parse)?;
        let aliases = match self.optional(SectionId::Forms, Bits::parse)? {
            None => None,
            // These stand together: a form is of no use without its entry and its factor.
            Some(forms) => Some(AliasForms {
                forms,
                ranked: self.optional(SectionId::RankedAliases, Packed::parse)?,
                ordinals: self.parse(SectionId::AliasOrdinals, Blocks::parse)?,
                factors: self.parse(SectionId::AliasFactors, Packed::parse)?,
                table: self.parse(SectionId::Factors, Blocks::parse)?,
            }),
        };
        Ok(Forms { entries: self.entries(), weights, aliases })
    }
}
