//! The sections of an opened index by name, and the entries put together from them.

use super::Entry;
use super::open::Opened;
use crate::analysis::{Analyzer, Kind};
use crate::error::{Error, Result};
use crate::format::blocks::Blocks;
use crate::format::buckets::Buckets;
use crate::format::dictionary::Dictionary;
use crate::format::header::SectionId;
use crate::format::minima::Minima;
use crate::format::packed::Packed;
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
    weights: Blocks<'a>,
    /// `None` without aliases: then a rank is the form, and the form the ordinal.
    aliases: Option<AliasForms<'a>>,
}

#[derive(Debug, Clone, Copy)]
struct AliasForms<'a> {
    forms: Packed<'a>,
    ordinals: Blocks<'a>,
    factors: Blocks<'a>,
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

impl Forms<'_> {
    /// Returns whether an entry may have several forms.
    pub(crate) fn has_aliases(&self) -> bool {
        self.aliases.is_some()
    }

    /// Returns the form of `rank`, or `None` if the rank, or the weight or factor that it leads to, is
    /// out of range.
    #[inline]
    pub(crate) fn get(&self, rank: u32) -> Option<Form> {
        let number = match &self.aliases {
            None => rank,
            Some(aliases) => aliases.forms.get(rank as usize)?,
        };
        self.of_number(number)
    }

    /// Returns the weights by ordinal.
    pub(super) fn weights(&self) -> Blocks<'_> {
        self.weights
    }

    /// Returns the forms by rank, and the ordinals and factors by alias, if there are aliases.
    pub(super) fn alias_sections(&self) -> Option<(Packed<'_>, Blocks<'_>, Blocks<'_>)> {
        self.aliases.map(|aliases| (aliases.forms, aliases.ordinals, aliases.factors))
    }

    /// Returns what scales the weight for the form of this number: 1 for a text.
    pub(crate) fn factor_of(&self, number: u32) -> Option<f64> {
        match number.checked_sub(self.entries) {
            None => Some(1.0),
            Some(alias) => {
                let factor = f64::from_bits(self.aliases?.factors.get(alias as usize)?);
                (0.0..=1.0).contains(&factor).then_some(factor)
            }
        }
    }

    /// Returns the form by its number.
    pub(crate) fn of_number(&self, number: u32) -> Option<Form> {
        let (ordinal, factor) = match number.checked_sub(self.entries) {
            None => (number, 1.0),
            Some(alias) => {
                let aliases = self.aliases?;
                let ordinal = u32::try_from(aliases.ordinals.get(alias as usize)?).ok()?;
                (ordinal, f64::from_bits(aliases.factors.get(alias as usize)?))
            }
        };
        let weight = f64::from_bits(self.weights.get(ordinal as usize)?);
        // Damaged bits may be any number, and scores must be finite and from 0.
        let valid = (0.0..=MAX_WEIGHT).contains(&weight) && (0.0..=1.0).contains(&factor);
        if !valid {
            return None;
        }
        Some(Form { number, ordinal, weight, base: weight * factor })
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
    pub(crate) fn corrupt(&self, part: SectionId, reason: &'static str) -> Error {
        self.opened.corrupt(part, Damaged(reason))
    }

    /// Returns the error for damage that was found in a section.
    pub(super) fn damaged(&self, part: SectionId, damaged: Damaged) -> Error {
        self.opened.corrupt(part, damaged)
    }

    /// Returns the dictionary of keys.
    pub(crate) fn keys(&self) -> Result<Dictionary<'a>> {
        self.parse(SectionId::Keys, Dictionary::parse)
    }

    /// Returns the rank of each slot.
    pub(crate) fn slots(&self) -> Result<Packed<'a>> {
        self.parse(SectionId::Slots, Packed::parse)
    }

    /// Returns the tree of least ranks.
    pub(crate) fn minima(&self) -> Result<Minima<'a>> {
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
    pub(crate) fn texts(&self) -> Result<Strings<'a>> {
        self.parse(SectionId::Texts, Strings::parse)
    }

    /// Returns the texts of the aliases, whose forms count from the number of entries, if there are
    /// any.
    pub(crate) fn alias_texts(&self) -> Result<Option<Strings<'a>>> {
        self.optional(SectionId::AliasTexts, Strings::parse)
    }

    /// Returns the numbers of what made each alias, unless all were given.
    pub(super) fn alias_kinds(&self) -> Result<Option<Packed<'a>>> {
        self.optional(SectionId::AliasKinds, Packed::parse)
    }

    /// Returns the ids by ordinal, if any entry has one.
    pub(crate) fn ids(&self) -> Result<Option<Strings<'a>>> {
        self.optional(SectionId::Ids, Strings::parse)
    }

    /// Returns the table from ids to ordinals, if any entry has one.
    pub(crate) fn id_buckets(&self) -> Result<Option<Buckets<'a>>> {
        self.optional(SectionId::IdBuckets, Buckets::parse)
    }

    /// Returns the payloads by ordinal, if any entry has one.
    pub(crate) fn payloads(&self) -> Result<Option<Strings<'a>>> {
        self.optional(SectionId::Payloads, Strings::parse)
    }

    /// Returns the string at `position` of a section that must have it.
    pub(crate) fn string(
        &self,
        part: SectionId,
        strings: &Strings<'a>,
        position: u32,
    ) -> Result<&'a str> {
        strings
            .get(position as usize)
            .map_err(|damaged| self.opened.corrupt(part, damaged))?
            .ok_or_else(|| self.corrupt(part, "there are fewer strings than entries"))
    }

    /// Returns the string at `position` of a section where an empty one is an absent one.
    pub(crate) fn optional_string(
        &self,
        part: SectionId,
        strings: Option<&Strings<'a>>,
        position: u32,
    ) -> Result<Option<&'a str>> {
        let Some(strings) = strings else { return Ok(None) };
        let string = self.string(part, strings, position)?;
        Ok((!string.is_empty()).then_some(string))
    }

    /// Returns the entry whose id is `id`.
    pub(super) fn find(&self, id: &str) -> Result<Option<Entry<'a>>> {
        self.ordinal_of(id)?.map(|ordinal| self.entry(ordinal)).transpose()
    }

    /// Returns the entry of `ordinal`.
    pub(super) fn entry(&self, ordinal: u32) -> Result<Entry<'a>> {
        let form = self.forms()?.of_number(ordinal);
        let weight = form
            .ok_or_else(|| self.corrupt(SectionId::Weights, "a weight is missing or invalid"))?
            .weight;
        let contexts = self.contexts()?;
        let seasons = self.seasons()?;
        Ok(Entry {
            text: self.string(SectionId::Texts, &self.texts()?, ordinal)?,
            id: self.optional_string(SectionId::Ids, self.ids()?.as_ref(), ordinal)?,
            weight,
            contexts: contexts.map_or(Ok(Vec::new()), |contexts| contexts.of_entry(ordinal))?,
            season: seasons.map_or(Ok(None), |seasons| seasons.of_entry(ordinal))?,
            payload: self.optional_string(
                SectionId::Payloads,
                self.payloads()?.as_ref(),
                ordinal,
            )?,
        })
    }

    /// Checks in constant time that the sections exist and have as many items as the header says.
    pub(super) fn check(&self) -> Result<()> {
        let counts = self.opened.header.counts;
        let entries = counts.entries as usize;
        let same = |part, found: usize, expected: usize| match found == expected {
            true => Ok(()),
            false => Err(self.corrupt(part, "the number of items is not the one in the header")),
        };
        let keys = self.keys()?;
        same(SectionId::Keys, keys.keys() as usize, counts.keys as usize)?;
        same(SectionId::Slots, self.slots()?.len(), counts.slots as usize)?;
        self.minima()?;
        same(SectionId::Texts, self.texts()?.len(), entries)?;
        let forms = self.forms()?;
        same(SectionId::Weights, forms.weights.len(), entries)?;
        let aliases = match forms.aliases {
            None => 0,
            Some(aliases) => {
                same(SectionId::Forms, aliases.forms.len(), counts.slots as usize)?;
                same(SectionId::AliasFactors, aliases.factors.len(), aliases.ordinals.len())?;
                let texts = self.alias_texts()?.map_or(0, |texts| texts.len());
                same(SectionId::AliasTexts, texts, aliases.ordinals.len())?;
                if let Some(kinds) = self.alias_kinds()? {
                    same(SectionId::AliasKinds, kinds.len(), aliases.ordinals.len())?;
                }
                aliases.ordinals.len()
            }
        };
        same(SectionId::Slots, counts.slots as usize, entries + aliases)?;
        if let Some(ids) = self.ids()? {
            same(SectionId::Ids, ids.len(), entries)?;
            if self.id_buckets()?.is_none() {
                return Err(self.corrupt(SectionId::IdBuckets, "the section is missing"));
            }
        }
        if let Some(payloads) = self.payloads()? {
            same(SectionId::Payloads, payloads.len(), entries)?;
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

    #[inline]
    pub(super) fn optional<T>(
        &self,
        id: SectionId,
        parse: impl FnOnce(&'a [u8]) -> format::Result<T>,
    ) -> Result<Option<T>> {
        match self.opened.section(id) {
            None => Ok(None),
            Some(bytes) => {
                parse(bytes).map(Some).map_err(|damaged| self.opened.corrupt(id, damaged))
            }
        }
    }

    #[inline]
    pub(super) fn parse<T>(
        &self,
        id: SectionId,
        parse: impl FnOnce(&'a [u8]) -> format::Result<T>,
    ) -> Result<T> {
        self.optional(id, parse)?.ok_or_else(|| self.corrupt(id, "the section is missing"))
    }
}
