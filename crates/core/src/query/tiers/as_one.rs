//! The query as one string: by spacing, with slips, and the whole keys of kind `literal`.

use super::{Tiers, may_matter};
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::query::find::{prefix, whole_form};
use crate::query::read::reading::{READING_STEPS, Reading};
use crate::query::read::via::Via;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;
use crate::query::terms::one_string::OneString;
use crate::query::terms::typed_letters::TypedLetters;

impl<'a> Tiers<'a> {
    /// Searches an index of kind `literal` in a relaxed tier.
    pub(super) fn search_literals(
        &mut self,
        search: &mut Search<'a>,
        readings: &[Reading],
    ) -> Result<()> {
        // With slips the whole key is one string and nothing else.
        let relaxed = if search.has_slips { &[] } else { readings };
        for reading in relaxed.iter().filter(|reading| reading.via.is_some()) {
            let Some(key) = reading.words.first() else { continue };
            let number = self.keep_one(reading.clone(), FormClass::Plain);
            // The reading lost the space that closed it, which the walk of keys needs.
            let key = format!("{key}{}", if reading.closed { " " } else { "" });
            if let Some(ranges) = self.keys.exact(&key)? {
                prefix::push_exact(search, ranges, number)?;
            }
        }
        self.search_as_one(search, readings)
    }

    /// Searches for forms as one string from their beginning: the query as it was typed by spacing,
    /// or in the tier of slips each of `readings` of the whole query.
    pub(super) fn search_as_one(
        &mut self,
        search: &mut Search<'a>,
        readings: &[Reading],
    ) -> Result<()> {
        if search.has_slips {
            // The parts of a query have the letters that were typed.
            let whole = readings.iter().filter(|reading| reading.via != Some(Via::Parts));
            return whole.map(Reading::as_one).try_for_each(|one| self.search_slips(search, &one));
        }
        if !may_matter(search, search.quality_of(MatchKind::Whole, 0))? {
            return Ok(());
        }
        let Some(spaced) = readings.first().map(Reading::spaced) else { return Ok(()) };
        let Some(key) = spaced.words.first() else { return Ok(()) };
        for class in FormClass::ALL.into_iter().filter(|&class| spaced.goes_with(class)) {
            if !self.work.spend(READING_STEPS) {
                return Ok(());
            }
            let number = self.keep_one(spaced.clone(), class);
            let slots = whole_form::with_spacing(search, key, spaced.closed, class)?;
            slots.push_best(search, number)?;
        }
        Ok(())
    }

    /// Takes the best entries of which a form begins as `one` string does, with slips.
    fn search_slips(&mut self, search: &mut Search<'a>, one: &Reading) -> Result<()> {
        let Some(key) = one.words.first() else { return Ok(()) };
        let query = OneString::of_query(self.view.settings().kind, key);
        let budget = self.options.budget(self.view, query.letters().count(), !one.closed);
        // A short key has no budget, and the tiers before found it without. And what was found by
        // words may be better than any whole form.
        if !budget.allows_slips() || !may_matter(search, search.quality_of(MatchKind::Whole, 0))? {
            return Ok(());
        }
        let costs = self.options.edit_costs(self.view);
        let typed = TypedLetters::of_one(&query, budget, costs);
        for class in FormClass::ALL.into_iter().filter(|&class| one.goes_with(class)) {
            if !class.has_slips() || !self.work.spend(READING_STEPS) {
                continue;
            }
            let number = self.keep_one(one.clone(), class);
            let slots = whole_form::with_slips(search, &typed, one.closed, class)?;
            slots.push_best(search, number)?;
        }
        Ok(())
    }
}
