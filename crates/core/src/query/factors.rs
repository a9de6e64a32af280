//! What multiplies the score of an entry, whatever of it matched: the season, and the boosts of the request.
//!
//! Most entries have no boost above 1, and those that have are listed, if they are few: they are looked at one by one
//! (`listed`). So the bound of all others is what the season makes of it at most, and does not
//! depend on how large the boosts are.

use std::ops::Range;

use super::boosts::Boosts;
use super::day::Position;
use super::listed::{ListedForm, ListedForms, list_entry};
use super::walls::known_field;
use crate::error::Result;
use crate::index::{Contexts, Seasons, View};

/// Values boosted above 1 with together up to as many forms have these listed.
const MAX_BOOSTED: usize = 4096;

/// Sums of products round; a bound between two months is raised by more than that: near the end of a month, a falling season
/// makes of a rounding some 90 of the last binary digit of what is left.
const ROUNDING: f64 = 1.0 + 1e-13;

/// The boosts of one field.
#[derive(Debug)]
struct FieldBoosts {
    /// The numbers of all values of the field.
    values: Range<u32>,
    /// By value, rising.
    boosts: Vec<(u32, f64)>,
}

/// What boosts mean in one index.
#[derive(Debug, Default)]
pub(super) struct KnownBoosts {
    fields: Vec<FieldBoosts>,
    /// By ordinal, rising.
    entries: Vec<(u32, f64)>,
    /// The forms of the entries with boosts above 1, if they are listed.
    listed: ListedForms,
    /// The largest product of boosts of contexts that an entry can have which is not listed: at least 1.
    most: f64,
    /// The values boosted above 1, if their forms are too many to be listed.
    raised: Vec<u32>,
}

impl KnownBoosts {
    /// Looks up `boosts`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`](crate::Error::InvalidOption) for a field that the index lacks.
    pub(super) fn new(view: &View<'_>, boosts: &Boosts) -> Result<Self> {
        let contexts = if boosts.contexts.is_empty() { None } else { view.contexts()? };
        let mut known = KnownBoosts { most: 1.0, ..KnownBoosts::default() };
        for (name, values) in &boosts.contexts {
            let (contexts, field) = known_field(contexts.as_ref(), "boosts.contexts", name)?;
            let mut numbers = Vec::with_capacity(values.len());
            for (value, &boost) in values {
                // Added to 0, so that −0 is 0.
                numbers.extend(contexts.value(field, value)?.map(|number| (number, boost + 0.0)));
            }
            numbers.sort_unstable_by_key(|&(number, _)| number);
            let values = contexts.values_of_field(field);
            known.fields.push(FieldBoosts { values, boosts: numbers });
        }
        if let Some(finder) = view.id_finder()? {
            known.entries.reserve(boosts.ids.len());
            for (id, boost) in &boosts.ids {
                known.entries.extend(finder.find(id)?.map(|ordinal| (ordinal, *boost + 0.0)));
            }
        }
        // Stable, so that the last of equal ids stays the last.
        known.entries.sort_by_key(|&(ordinal, _)| ordinal);
        known.entries.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 = later.1;
            }
            same
        });
        known.list(view, contexts.as_ref())?;
        Ok(known)
    }

    /// Reads what queries would need of the listed forms.
    pub(super) fn prepare(&self, view: &View<'_>) -> Result<()> {
        self.listed.by_slot(view)?;
        view.words()?.map_or(Ok(()), |words| self.listed.postings(&words).map(drop))
    }

    /// Lists the forms of the entries that are boosted above 1.
    fn list(&mut self, view: &View<'_>, contexts: Option<&Contexts<'_>>) -> Result<()> {
        let largest = |field: &FieldBoosts| {
            field.boosts.iter().map(|&(_, boost)| boost).fold(1.0f64, f64::max)
        };
        let most: f64 = self.fields.iter().map(largest).product();
        let (has_aliases, mut listed) = (view.forms()?.has_aliases(), Vec::new());
        if let Some(contexts) = contexts {
            let raised = self.fields.iter().flat_map(|field| &field.boosts);
            let values: Vec<u32> =
                raised.filter(|(_, boost)| *boost > 1.0).map(|&(value, _)| value).collect();
            let mut count = 0;
            for &value in &values {
                count += contexts.list(value)?.len();
            }
            if count > MAX_BOOSTED {
                (self.most, self.raised) = (most, values);
            } else {
                for value in values {
                    for place in contexts.list(value)? {
                        listed.push(ListedForm { rank: contexts.rank(place)?, most });
                    }
                }
            }
        }
        for (ordinal, boost) in self.entries.iter().filter(|(_, boost)| *boost > 1.0) {
            let most = raised_product(most, *boost);
            list_entry(view, has_aliases, *ordinal, most, &mut listed)?;
        }
        self.listed = ListedForms::new(listed);
        Ok(())
    }

    /// Returns the product over the fields of the largest boost of the entry's values, and the boost of the entry.
    fn of(&self, contexts: Option<&Contexts<'_>>, ordinal: u32) -> Result<(f64, f64)> {
        let mut of_contexts = 1.0;
        if let Some(contexts) = contexts.filter(|_| !self.fields.is_empty()) {
            let mut values = Vec::new();
            contexts.values_of(ordinal, &mut values)?;
            for field in &self.fields {
                let own = values.iter().filter(|value| field.values.contains(value));
                let boosts = own.filter_map(|value| find(&field.boosts, *value));
                of_contexts *= boosts.max_by(f64::total_cmp).unwrap_or(1.0);
            }
        }
        Ok((of_contexts, find(&self.entries, ordinal).unwrap_or(1.0)))
    }
}

/// Returns a bound of the boosts of contexts times that of an entry, raised where both count: a score multiplies by
/// one after the other, and may round otherwise.
fn raised_product(contexts: f64, boost: f64) -> f64 {
    if contexts == 1.0 { boost } else { contexts * boost * ROUNDING }
}

fn find(boosts: &[(u32, f64)], number: u32) -> Option<f64> {
    let at = boosts.binary_search_by_key(&number, |&(number, _)| number).ok()?;
    boosts.get(at).map(|&(_, boost)| boost)
}

/// The factors of one entry, besides those of what matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct EntryFactors {
    pub(super) season: f64,
    pub(super) contexts: f64,
    pub(super) boost: f64,
}

/// What multiplies scores in one request.
#[derive(Debug, Default)]
pub(super) struct Factors<'a> {
    seasons: Option<(Seasons<'a>, Position)>,
    contexts: Option<Contexts<'a>>,
    boosts: Option<&'a KnownBoosts>,
}

impl<'a> Factors<'a> {
    /// Takes the season at `position`, if the index has seasons, and boosts.
    pub(super) fn new(
        view: &View<'a>,
        position: impl FnOnce() -> Position,
        boosts: Option<&'a KnownBoosts>,
    ) -> Result<Self> {
        let seasons = view.seasons()?.map(|seasons| (seasons, position()));
        let contexts = match boosts.is_some_and(|boosts| !boosts.fields.is_empty()) {
            true => view.contexts()?,
            false => None,
        };
        Ok(Factors { seasons, contexts, boosts })
    }

    /// Returns whether all factors of all entries are 1.
    pub(super) fn is_none(&self) -> bool {
        self.seasons.is_none() && self.boosts.is_none()
    }

    /// Returns the forms of the entries with boosts above 1, if they are listed.
    pub(super) fn listed(&self) -> Option<&'a ListedForms> {
        self.boosts.map(|boosts| &boosts.listed)
    }

    /// Returns the seasons and where the day is among them, if the index has seasons.
    pub(super) fn seasons(&self) -> Option<&(Seasons<'a>, Position)> {
        self.seasons.as_ref()
    }

    /// Returns the factors of an entry.
    pub(super) fn of(&self, ordinal: u32) -> Result<EntryFactors> {
        let season = match &self.seasons {
            Some((seasons, at)) => seasons.factor(ordinal, at.from, at.to, at.fraction)?,
            None => 1.0,
        };
        let (contexts, boost) = match self.boosts {
            Some(boosts) => boosts.of(self.contexts.as_ref(), ordinal)?,
            None => (1.0, 1.0),
        };
        Ok(EntryFactors { season, contexts, boost })
    }

    /// Returns the most that boosts of contexts can make of a form that is not listed: at least 1.
    #[inline]
    pub(super) fn most(&self) -> f64 {
        self.boosts.map_or(1.0, |boosts| boosts.most)
    }

    /// Returns the values that are boosted above 1, unless their forms are listed.
    pub(super) fn raised(&self) -> Option<(&Contexts<'a>, &'a [u32])> {
        let boosts = self.boosts.filter(|boosts| !boosts.raised.is_empty())?;
        Some((self.contexts.as_ref()?, &boosts.raised))
    }

    /// Returns what a listed form, whose weight · factor is `base`, can become at most.
    pub(super) fn bound_of_listed(&self, listed: &ListedForm, base: f64) -> f64 {
        self.seasonal(base, self.block(listed.rank)) * listed.most
    }

    /// Returns what forms with at most `base` of weight · factor can become by the season, whose largest products
    /// with them in the two months are `months`.
    #[inline]
    pub(super) fn seasonal(&self, base: f64, months: Option<[f64; 2]>) -> f64 {
        match (&self.seasons, months) {
            (None, _) => base,
            (Some((_, at)), Some([from, to])) => between(from, to, at.fraction),
            // Damage, which whoever reads the entries reports.
            (Some(_), None) => f64::INFINITY,
        }
    }

    /// Returns the largest products with the season in the two months, of the ranks near `rank`.
    pub(super) fn block(&self, rank: u32) -> Option<[f64; 2]> {
        let (seasons, at) = self.seasons.as_ref()?;
        let ranks = seasons.ranks().view();
        Some([ranks.block(rank, at.from)?, ranks.block(rank, at.to)?])
    }

    /// The same, of all ranks from `rank` on.
    pub(super) fn rest(&self, rank: u32) -> Option<[f64; 2]> {
        let (seasons, at) = self.seasons.as_ref()?;
        let ranks = seasons.ranks().view();
        Some([ranks.rest(rank, at.from)?, ranks.rest(rank, at.to)?])
    }
}

/// Returns a bound of what lies between two months, given bounds of both.
pub(super) fn between(from: f64, to: f64, fraction: f64) -> f64 {
    match from == to || fraction == 0.0 {
        true => from,
        false => (from + (to - from) * fraction) * ROUNDING,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_bound_between_two_months_holds_for_all_that_are_below_it_in_both(
            from in 0.0..100f64, to in 0.0..100f64, fraction in 0.0..1f64, shrink in prop::array::uniform2(0.0..=1f64),
            base in 0.0..1e9f64,
        ) {
            let [own_from, own_to] = [from * shrink[0], to * shrink[1]];
            let own = own_from + (own_to - own_from) * fraction;
            let bound = between(base * from, base * to, fraction);
            prop_assert!(base * own <= bound, "{} of {bound}", base * own);
        }

        #[test]
        fn a_raised_product_of_boosts_is_no_less_than_one_after_the_other(
            base in 0.0..1e9f64, contexts in 1.0..1e9f64, boost in 1.0..1000f64,
        ) {
            prop_assert!(base * raised_product(contexts, boost) >= (base * contexts) * boost);
            prop_assert_eq!(raised_product(1.0, boost), boost);
        }
    }
}
