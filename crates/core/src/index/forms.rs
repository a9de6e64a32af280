//! The surface forms of an opened index: the entry of each, and the popularity.

use super::column::Column;
use super::view::View;
use crate::error::{Error, Result};
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

/// What forms other than texts have: the form of each rank, and by alias the ordinal and the
/// factor.
#[derive(Debug, Clone, Copy)]
pub(super) struct AliasForms<'a> {
    pub(super) forms: Column<'a>,
    pub(super) ordinals: Column<'a, Blocks<'a>>,
    pub(super) factors: Column<'a, Blocks<'a>>,
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
        let number = match &self.aliases {
            None => rank,
            Some(aliases) => aliases.forms.get(rank as usize)?,
        };
        self.of_number(number)
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
        let (ordinal, factor) = match (number.checked_sub(self.entries), &self.aliases) {
            (None, _) => (number, 1.0),
            (Some(alias), Some(aliases)) => {
                let ordinal = u32::try_from(aliases.ordinals.get(alias as usize)?);
                let ordinal =
                    ordinal.map_err(|_| aliases.ordinals.corrupt("an ordinal is too large"))?;
                (ordinal, aliases.factor(alias as usize)?)
            }
            (Some(_), None) => return Err(self.no_aliases()),
        };
        let weight = f64::from_bits(self.weights.get(ordinal as usize)?);
        // Damaged bits may be any number, and scores must be finite and from 0.
        if !(0.0..=MAX_WEIGHT).contains(&weight) {
            return Err(self.weights.corrupt("a weight is not from 0 to 1e300"));
        }
        Ok(Form { number, ordinal, weight, base: weight * factor })
    }

    /// The weights are by ordinal, and without aliases a form is one: there are too few.
    #[cold]
    #[inline(never)]
    fn no_aliases(&self) -> Error {
        self.weights.corrupt("a rank leads to no form")
    }
}

impl AliasForms<'_> {
    fn factor(&self, alias: usize) -> Result<f64> {
        // Compared with a range, which NaN is not in. Scores with it would have no order.
        let factor = f64::from_bits(self.factors.get(alias)?);
        match (0.0..=1.0).contains(&factor) {
            true => Ok(factor),
            false => Err(self.factors.corrupt("a factor is not between 0 and 1")),
        }
    }
}

impl<'a> View<'a> {
    /// Returns the surface forms by rank.
    pub(crate) fn forms(&self) -> Result<Forms<'a>> {
        // Searches make this once and read form by form, so no read looks up a section.
        let weights = self.parse(SectionId::Weights, Blocks::parse)?;
        let aliases = match self.optional(SectionId::Forms, Packed::parse)? {
            None => None,
            // These three stand together: a form is of no use without its entry and its factor.
            Some(forms) => Some(AliasForms {
                forms,
                ordinals: self.parse(SectionId::AliasOrdinals, Blocks::parse)?,
                factors: self.parse(SectionId::AliasFactors, Blocks::parse)?,
            }),
        };
        Ok(Forms { entries: self.entries(), weights, aliases })
    }
}
