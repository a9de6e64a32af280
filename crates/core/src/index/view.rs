//! The sections of an opened index by name, and the entries put together from them.

use super::Entry;
use super::column::{Column, optional_string};
use super::open::Opened;
use crate::analysis::{Analyzer, Kind};
use crate::error::{Error, Result};
use crate::format::blocks::Blocks;
use crate::format::buckets::Buckets;
use crate::format::dictionary::Dictionary;
use crate::format::minima::Minima;
use crate::format::packed::Packed;
use crate::format::section_id::SectionId;
use crate::format::strings::Strings;
use crate::format::{self, Damaged};
use crate::settings::{MAX_WEIGHT, Settings};

/// What a query reads of an index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(super) opened: &'a Opened,
}

/// The surface forms by rank: which entry each belongs to, and what scales its weight.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forms<'a> {
    entries: u32,
    weights: Column<'a, Blocks<'a>>,
    /// `None` without aliases: then a rank is the form, and the form the ordinal.
    aliases: Option<AliasForms<'a>>,
}

/// What forms other than texts have: the form of each rank, and by alias the ordinal and the factor.
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
            (None, _) => Ok(1.0),
            (Some(alias), Some(aliases)) => aliases.factor(alias as usize),
            (Some(_), None) => Err(self.no_aliases()),
        }
    }

    /// Returns the form by its number.
    pub(crate) fn of_number(&self, number: u32) -> Result<Form> {
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
        let factor = f64::from_bits(self.factors.get(alias)?);
        match (0.0..=1.0).contains(&factor) {
            true => Ok(factor),
            false => Err(self.factors.corrupt("a factor is not between 0 and 1")),
        }
    }
}

impl<'a> View<'a> {
    /// Returns how texts become keys.
    pub(crate) fn analyzer(&self) -> &'a Analyzer {
        &self.opened.analyzer
    }

    /// Returns the settings of the build.
    pub(crate) fn settings(&self) -> &'a Settings {
        &self.opened.settings
    }

    /// Returns the content hash.
    pub(crate) fn generation(&self) -> u64 {
        self.opened.header.generation
    }

    /// Returns the number of entries.
    pub(crate) fn entries(&self) -> u32 {
        self.opened.header.counts.entries
    }

    /// Returns the number of slots.
    pub(crate) fn slot_count(&self) -> u32 {
        self.opened.header.counts.slots
    }

    /// Returns the error for damage in a section.
    pub(super) fn corrupt(&self, part: SectionId, reason: &'static str) -> Error {
        self.opened.corrupt(part, Damaged(reason))
    }

    /// Returns the dictionary of keys.
    pub(crate) fn keys(&self) -> Result<Column<'a, Dictionary<'a>>> {
        self.parse(SectionId::Keys, Dictionary::parse)
    }

    /// Returns the rank of each slot.
    pub(crate) fn slots(&self) -> Result<Column<'a>> {
        self.parse(SectionId::Slots, Packed::parse)
    }

    /// Returns the tree of least ranks.
    pub(crate) fn minima(&self) -> Result<Column<'a, Minima<'a>>> {
        let slots = self.slot_count() as usize;
        self.parse(SectionId::Minima, |bytes| Minima::parse(bytes, slots))
    }

    /// Returns the surface forms by rank.
    pub(crate) fn forms(&self) -> Result<Forms<'a>> {
        let weights = self.parse(SectionId::Weights, Blocks::parse)?;
        let aliases = match self.optional(SectionId::Forms, Packed::parse)? {
            None => None,
            Some(forms) => Some(AliasForms {
                forms,
                ordinals: self.parse(SectionId::AliasOrdinals, Blocks::parse)?,
                factors: self.parse(SectionId::AliasFactors, Blocks::parse)?,
            }),
        };
        Ok(Forms { entries: self.entries(), weights, aliases })
    }

    /// Returns the texts by ordinal.
    pub(crate) fn texts(&self) -> Result<Column<'a, Strings<'a>>> {
        self.parse(SectionId::Texts, Strings::parse)
    }

    /// Returns the texts of the aliases, whose forms count from the number of entries, if there are
    /// any.
    pub(crate) fn alias_texts(&self) -> Result<Option<Column<'a, Strings<'a>>>> {
        self.optional(SectionId::AliasTexts, Strings::parse)
    }

    /// Returns the numbers of what made each alias, unless all were given.
    pub(super) fn alias_kinds(&self) -> Result<Option<Column<'a>>> {
        self.optional(SectionId::AliasKinds, Packed::parse)
    }

    /// Returns the ids by ordinal, if any entry has one.
    pub(crate) fn ids(&self) -> Result<Option<Column<'a, Strings<'a>>>> {
        self.optional(SectionId::Ids, Strings::parse)
    }

    /// Returns the table from ids to ordinals, if any entry has one.
    pub(crate) fn id_buckets(&self) -> Result<Option<Column<'a, Buckets<'a>>>> {
        self.optional(SectionId::IdBuckets, Buckets::parse)
    }

    /// Returns the payloads by ordinal, if any entry has one.
    pub(crate) fn payloads(&self) -> Result<Option<Column<'a, Strings<'a>>>> {
        self.optional(SectionId::Payloads, Strings::parse)
    }

    /// Returns the entry whose id is `id`.
    pub(super) fn find(&self, id: &str) -> Result<Option<Entry<'a>>> {
        self.ordinal_of(id)?.map(|ordinal| self.entry(ordinal)).transpose()
    }

    /// Returns the entry of `ordinal`.
    pub(super) fn entry(&self, ordinal: u32) -> Result<Entry<'a>> {
        let contexts = self.contexts()?;
        let seasons = self.seasons()?;
        Ok(Entry {
            text: self.texts()?.get(ordinal)?,
            id: optional_string(self.ids()?.as_ref(), ordinal)?,
            weight: self.forms()?.of_number(ordinal)?.weight,
            contexts: contexts.map_or(Ok(Vec::new()), |contexts| contexts.of_entry(ordinal))?,
            season: seasons.map_or(Ok(None), |seasons| seasons.of_entry(ordinal))?,
            payload: optional_string(self.payloads()?.as_ref(), ordinal)?,
        })
    }

    /// Checks in constant time that the sections exist and have as many items as the header says.
    pub(super) fn check(&self) -> Result<()> {
        let counts = self.opened.header.counts;
        let entries = counts.entries as usize;
        let keys = self.keys()?;
        keys.check_count(keys.view().keys() as usize, counts.keys as usize)?;
        let slots = self.slots()?;
        slots.check_len(counts.slots as usize)?;
        self.minima()?;
        self.texts()?.check_len(entries)?;
        let forms = self.forms()?;
        forms.weights.check_len(entries)?;
        let aliases = match &forms.aliases {
            None => 0,
            Some(aliases) => self.check_aliases(aliases)?,
        };
        slots.check_len(entries + aliases)?;
        if let Some(ids) = self.ids()? {
            ids.check_len(entries)?;
            if self.id_buckets()?.is_none() {
                return Err(self.corrupt(SectionId::IdBuckets, "the section is missing"));
            }
        }
        if let Some(payloads) = self.payloads()? {
            payloads.check_len(entries)?;
        }
        self.check_contexts()?;
        self.check_seasons()?;
        self.check_inverses()?;
        match (self.words()?, self.settings().kind) {
            (Some(words), Kind::Text) => words.check(counts.slots as usize),
            (None, Kind::Literal) => Ok(()),
            (Some(_), Kind::Literal) => {
                Err(self.corrupt(SectionId::Terms, "a literal has no terms"))
            }
            (None, Kind::Text) => Err(self.corrupt(SectionId::Terms, "the section is missing")),
        }
    }

    /// Checks that a section is not there.
    pub(super) fn ensure_absent(&self, part: SectionId, reason: &'static str) -> Result<()> {
        match self.opened.section(part) {
            None => Ok(()),
            Some(_) => Err(self.corrupt(part, reason)),
        }
    }

    /// Checks the sections about aliases, and returns how many aliases there are.
    fn check_aliases(&self, aliases: &AliasForms<'a>) -> Result<usize> {
        let count = aliases.ordinals.len();
        aliases.forms.check_len(self.slot_count() as usize)?;
        aliases.factors.check_len(count)?;
        match self.alias_texts()? {
            Some(texts) => texts.check_len(count)?,
            None if count == 0 => {}
            None => return Err(self.corrupt(SectionId::AliasTexts, "the section is missing")),
        }
        if let Some(kinds) = self.alias_kinds()? {
            kinds.check_len(count)?;
        }
        Ok(count)
    }

    #[inline]
    pub(super) fn optional<T>(
        &self,
        id: SectionId,
        parse: impl FnOnce(&'a [u8]) -> format::Result<T>,
    ) -> Result<Option<Column<'a, T>>> {
        match self.opened.section(id) {
            None => Ok(None),
            Some(bytes) => match parse(bytes) {
                Ok(view) => Ok(Some(Column::new(self.opened, id, view))),
                Err(damaged) => Err(self.opened.corrupt(id, damaged)),
            },
        }
    }

    #[inline]
    pub(super) fn parse<T>(
        &self,
        id: SectionId,
        parse: impl FnOnce(&'a [u8]) -> format::Result<T>,
    ) -> Result<Column<'a, T>> {
        self.optional(id, parse)?.ok_or_else(|| self.corrupt(id, "the section is missing"))
    }
}
