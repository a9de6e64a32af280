//! Verifying the surface forms: what made each, whose it is, and where it stands among the others.

use super::{Check, Contents, Found, ensure, in_section};
use crate::analysis::{Kind, to_latin};
use crate::format::Damaged;
use crate::format::header::SectionId;
use crate::index::form_kind::FormKind;
use crate::index::view::{Form, Forms};

impl Contents<'_> {
    pub(super) fn form(&self, rank: u32) -> std::result::Result<Form, Found> {
        let missing = Damaged("a rank leads to no form");
        self.forms.get(rank).ok_or(Found(SectionId::Forms, missing))
    }

    /// Whether the form is a transliteration, whose key has a mark before it.
    pub(super) fn is_transliterated(&self, form: u32) -> bool {
        let Some(alias) = form.checked_sub(self.entries()) else { return false };
        let number = self.kinds.and_then(|kinds| kinds.get(alias as usize));
        let kind = number.and_then(FormKind::of_alias);
        !matches!(kind, None | Some(FormKind::Alias | FormKind::Synonym))
    }

    /// Every alias has a kind; an entry has its aliases by kind; the build was told to make what it made.
    pub(super) fn check_alias_kinds(&self) -> Check {
        const PART: SectionId = SectionId::AliasKinds;
        let Some(kinds) = &self.kinds else { return Ok(()) };
        kinds.verify().map_err(in_section(PART))?;
        let Some((_, ordinals, _)) = self.forms.alias_sections() else {
            return ensure(false, PART, "there are kinds without aliases");
        };
        let unreadable = || Found(SectionId::AliasTexts, Damaged("the section cannot be read"));
        let Some(texts) = self.opened.view().alias_texts().map_err(|_| unreadable())? else {
            return Err(unreadable());
        };
        let settings = &self.opened.settings;
        ensure(settings.kind == Kind::Text, PART, "a literal has forms that the build made")?;
        let mut before = None;
        let mut largest = 0;
        for alias in 0..kinds.len() {
            let number = kinds.get(alias).unwrap_or(u32::MAX);
            let kind = FormKind::of_alias(number);
            let kind =
                kind.ok_or(Found(PART, Damaged("an alias has a kind that does not exist")))?;
            let told = match kind {
                FormKind::Text | FormKind::Alias => true,
                FormKind::Synonym => settings.synonyms > 0,
                _ => settings.transliterate,
            };
            ensure(told, PART, "a form was made that the settings do not ask for")?;
            let entry = ordinals.get(alias);
            if kind == FormKind::LatinText {
                let ordinal = entry.and_then(|entry| u32::try_from(entry).ok());
                let latin = to_latin(self.text(ordinal.unwrap_or(u32::MAX))?);
                let same = texts.get(alias).map_err(in_section(SectionId::AliasTexts))?;
                let same = same.is_some_and(|text| text == latin);
                ensure(same, PART, "a transliteration is not that of its text")?;
            }
            let rises = before.is_none_or(|(other, kind)| other != entry || kind <= number);
            ensure(rises, PART, "the aliases of an entry are not in the order of their kinds")?;
            before = Some((entry, number));
            largest = largest.max(number);
        }
        ensure(largest > 0, PART, "all aliases were given, so the section should be absent")
    }

    /// Every form has one rank; ranks fall by weight · factor, then stand by ordinal and form.
    pub(super) fn check_ranks(&self) -> Check {
        let mut seen = Seen::new(self.slot_count());
        let mut before: Option<Form> = None;
        for rank in 0..self.slot_count() {
            let form = self.form(rank)?;
            ensure(seen.insert(form.number), SectionId::Forms, "a form has two ranks")?;
            let rises = before.is_none_or(|before| {
                let by_form = (before.ordinal, before.number) < (form.ordinal, form.number);
                before.base > form.base || (before.base == form.base && by_form)
            });
            ensure(rises, SectionId::Forms, "ranks do not fall by weight and factor")?;
            before = Some(form);
        }
        Ok(())
    }
}

impl Forms<'_> {
    pub(super) fn verify_sections(&self) -> Check {
        self.weights().verify().map_err(in_section(SectionId::Weights))?;
        let Some((forms, ordinals, factors)) = self.alias_sections() else { return Ok(()) };
        forms.verify().map_err(in_section(SectionId::Forms))?;
        ordinals.verify().map_err(in_section(SectionId::AliasOrdinals))?;
        factors.verify().map_err(in_section(SectionId::AliasFactors))?;
        for alias in 0..ordinals.len() {
            let rises = alias == 0 || ordinals.get(alias - 1) <= ordinals.get(alias);
            ensure(rises, SectionId::AliasOrdinals, "aliases are not in the order of entries")?;
            let factor = factors.get(alias).map(f64::from_bits);
            let valid = factor.is_some_and(|factor| (0.0..=1.0).contains(&factor));
            ensure(valid, SectionId::AliasFactors, "a factor is not between 0 and 1")?;
        }
        Ok(())
    }
}

/// A set of numbers below a bound.
pub(super) struct Seen {
    bits: Vec<u64>,
    bound: u32,
}

impl Seen {
    /// Starts with nothing.
    pub(super) fn new(bound: u32) -> Self {
        Seen { bits: vec![0; (bound as usize).div_ceil(64)], bound }
    }

    /// Returns whether `number` is below the bound and new.
    pub(super) fn insert(&mut self, number: u32) -> bool {
        let bit = 1 << (number % 64);
        match self.bits.get_mut(number as usize / 64) {
            Some(word) if number < self.bound && *word & bit == 0 => {
                *word |= bit;
                true
            }
            _ => false,
        }
    }
}
