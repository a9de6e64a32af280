//! Verifying the surface forms: what made each, whose it is, and where it stands among the others.

use super::verification::Verification;
use crate::error::Result;
use crate::format::form_kind::{FormClass, FormKind, FormSource};
use crate::format::section_id::SectionId;
use crate::index::forms::{AliasForms, Form, Forms};
use crate::kind::Kind;
use crate::settings::FormCounts;

impl Verification<'_> {
    /// Returns what a form is. Its key has the mark of its class before it.
    pub(super) fn kind_of(&self, form: u32) -> FormKind {
        let Some(alias) = form.checked_sub(self.entries()) else { return FormKind::TEXT };
        let number = self.kinds.and_then(|kinds| kinds.find(alias as usize));
        // Numbers that are none are told of by the check of the kinds.
        number.and_then(FormKind::of_number).unwrap_or(FormKind::ALIAS)
    }

    /// Every alias has a kind; an entry has its aliases by kind; the build was told to make what it
    /// made.
    pub(super) fn check_alias_kinds(&self) -> Result<()> {
        self.check_sources()?;
        let Some(kinds) = &self.kinds else {
            let reason = "all aliases were given, so the section should be absent";
            self.opened.view().ensure_absent(SectionId::AliasSources, reason)?;
            let alias = self.forms.aliases().map_or(0, |aliases| aliases.ordinals.len() as u64);
            let view = self.opened.view();
            return view.ensure_forms(FormCounts { alias, ..FormCounts::default() });
        };
        kinds.verify()?;
        let Some(aliases) = self.forms.aliases() else {
            return Err(kinds.corrupt("there are kinds without aliases"));
        };
        let settings = &self.opened.settings;
        kinds.ensure(settings.kind == Kind::Text, "a literal has forms that the build made")?;
        let mut before = None;
        let (mut largest, mut counts) = (0, FormCounts::default());
        for alias in 0..kinds.len() {
            let number = kinds.get(alias)?;
            let kind = FormKind::of_number(number);
            let kind =
                kind.ok_or_else(|| kinds.corrupt("an alias has a kind that does not exist"))?;
            // A form that the settings do not ask for would match where a build says that nothing
            // does.
            let source_told = kind.source != FormSource::Synonym || settings.synonyms > 0;
            let told = source_told
                && match kind.class {
                    FormClass::Plain => true,
                    FormClass::Latin => settings.transliterate,
                    FormClass::Verbatim => kind.source != FormSource::Synonym,
                    // English has words for signs where no language is named.
                    FormClass::Spelled => kind.source != FormSource::Synonym,
                    FormClass::Parts => true,
                    FormClass::Initials => {
                        settings.has_initials() && kind.source != FormSource::Synonym
                    }
                };
            kinds.ensure(told, "a form was made that the settings do not ask for")?;
            let entry = aliases.ordinals.get(alias)?;
            self.check_source(alias, kind)?;
            let rises = before.is_none_or(|(other, kind)| other != entry || kind <= number);
            kinds.ensure(rises, "the aliases of an entry are not in the order of their kinds")?;
            before = Some((entry, number));
            largest = largest.max(number);
            counts.add(kind);
        }
        self.opened.view().ensure_forms(counts)?;
        kinds.ensure(largest > 0, "all aliases were given, so the section should be absent")
    }

    /// Only the forms that are made again have a source, and they have no text of their own. Whether
    /// they can be made of it, their keys tell.
    fn check_source(&self, alias: usize, kind: FormKind) -> Result<()> {
        let view = self.opened.view();
        let Some(texts) = view.alias_texts()? else { return Ok(()) };
        let made = !kind.has_own_text();
        let stored = texts.get(u32::try_from(alias).unwrap_or(u32::MAX))?;
        texts.ensure(!made || stored.is_empty(), "a form that is made again has a text")?;
        match view.alias_sources()? {
            None => Ok(()),
            Some(sources) => {
                let source = sources.get(alias)?;
                sources.ensure(made || source == 0, "a form with a text of its own has a source")
            }
        }
    }

    /// Sources are there only where one is not the first.
    fn check_sources(&self) -> Result<()> {
        let Some(sources) = self.opened.view().alias_sources()? else { return Ok(()) };
        sources.verify()?;
        let mut all_first = true;
        for alias in 0..sources.len() {
            all_first &= sources.get(alias)? == 0;
        }
        sources.ensure(!all_first, "all are 0, so the section should be absent")
    }

    /// Checks something about the order of the ranks, which the forms tell, and without aliases the
    /// weights.
    fn ensure_order(&self, holds: bool, reason: &'static str) -> Result<()> {
        match self.forms.aliases() {
            Some(aliases) => aliases.forms.ensure(holds, reason),
            None => self.forms.weights().ensure(holds, reason),
        }
    }

    /// Every form has one rank; ranks fall by weight · factor, then stand by ordinal and form.
    pub(super) fn check_ranks(&self) -> Result<()> {
        let mut seen = Seen::new(self.slot_count());
        let mut before: Option<Form> = None;
        for rank in 0..self.slot_count() {
            let form = self.forms.get(rank)?;
            // There are as many ranks as forms, so if none comes twice, none is missing.
            self.ensure_order(seen.insert(form.number), "a form has two ranks")?;
            let rises = before.is_none_or(|before| {
                // Ties go by ordinal and form, or two builds of one input would differ in bytes and
                // answers.
                let by_form = (before.ordinal, before.number) < (form.ordinal, form.number);
                before.base > form.base || (before.base == form.base && by_form)
            });
            self.ensure_order(rises, "ranks do not fall by weight and factor")?;
            before = Some(form);
        }
        Ok(())
    }
}

impl Forms<'_> {
    pub(super) fn verify_sections(&self) -> Result<()> {
        self.weights().verify()?;
        let Some(aliases) = self.aliases() else { return Ok(()) };
        aliases.forms.verify()?;
        aliases.ordinals.verify()?;
        // The aliases of an entry are found by halves, which needs the entries in order.
        let ordinals = &aliases.ordinals;
        for alias in 1..ordinals.len() {
            let rises = ordinals.get(alias - 1)? <= ordinals.get(alias)?;
            ordinals.ensure(rises, "aliases are not in the order of entries")?;
        }
        aliases.verify_ranked()?;
        aliases.verify_factors()
    }
}

impl AliasForms<'_> {
    /// The aliases by rank are there only where they do not rise. Whether each stands there once,
    /// the ranks tell.
    fn verify_ranked(&self) -> Result<()> {
        let Some(ranked) = &self.ranked else { return Ok(()) };
        ranked.verify()?;
        let rise = (0..ranked.len()).all(|at| ranked.find(at) == Some(at as u32));
        ranked.ensure(!rise, "aliases rise with their ranks, so the section should be absent")
    }

    /// The factors rise from 0 to 1, and each is that of an alias.
    fn verify_factors(&self) -> Result<()> {
        let (factors, table) = (&self.factors, &self.table);
        factors.verify()?;
        table.verify()?;
        // There are fewer than aliases, or one has none.
        table.ensure(table.len() <= factors.len(), "a factor is that of no alias")?;
        let mut before = None;
        for place in 0..table.len() {
            let factor = table.get(place)?;
            table.ensure(before < Some(factor), "factors do not rise")?;
            let valid = (0.0..=1.0).contains(&f64::from_bits(factor));
            table.ensure(valid, "a factor is not between 0 and 1")?;
            before = Some(factor);
        }
        let (mut seen, mut distinct) = (Seen::new(table.len() as u32), 0);
        for alias in 0..factors.len() {
            let place = factors.get(alias)?;
            let exists = (place as usize) < table.len();
            factors.ensure(exists, "an alias has a factor that does not exist")?;
            distinct += usize::from(seen.insert(place));
        }
        table.ensure(distinct == table.len(), "a factor is that of no alias")
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
        // A bit a form, and not a set: there may be four billion.
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
