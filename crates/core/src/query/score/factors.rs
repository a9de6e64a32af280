//! What multiplies the score of an entry, whatever of it matched: the season, and the boosts of the
//! request.
//!
//! A bound of forms that are not listed (`listed_forms`) is what the season makes of them at most,
//! times the most that boosts of contexts can make of them, as `known_boosts` says.

use super::day::{Day, MonthPosition};
use super::known_boosts::KnownBoosts;
use super::listed_forms::{ListedForm, ListedForms};
use super::rounding::between;
use crate::error::Result;
use crate::index::{ContextLists, Seasons, View};

/// The factors of one entry, besides those of what matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct EntryFactors {
    pub(crate) season: f64,
    pub(crate) contexts: f64,
    pub(crate) boost: f64,
}

/// What multiplies scores in one request.
#[derive(Debug, Default)]
pub(crate) struct Factors<'a> {
    seasons: Option<(Seasons<'a>, MonthPosition)>,
    contexts: Option<ContextLists<'a>>,
    boosts: Option<&'a KnownBoosts>,
}

impl<'a> Factors<'a> {
    /// Takes the season of the day `at`, by default today, if the index has seasons, and boosts.
    pub(crate) fn new(
        view: &View<'a>,
        at: Option<Day>,
        boosts: Option<&'a KnownBoosts>,
    ) -> Result<Self> {
        // The clock is read only if a season needs the day.
        let day = || at.unwrap_or_else(Day::today);
        let seasons = view.seasons()?.map(|seasons| (seasons, day().position()));
        // Without boosts of contexts the values of an entry are never read.
        let contexts = match boosts.is_some_and(KnownBoosts::has_fields) {
            true => view.contexts()?,
            false => None,
        };
        Ok(Factors { seasons, contexts, boosts })
    }

    /// Returns whether all factors of all entries are 1.
    pub(crate) fn is_none(&self) -> bool {
        self.seasons.is_none() && self.boosts.is_none()
    }

    /// Returns whether the request boosts anything.
    pub(super) fn has_boosts(&self) -> bool {
        self.boosts.is_some()
    }

    /// Returns whether it boosts entries by their ids.
    pub(super) fn has_boosted_ids(&self) -> bool {
        self.boosts.is_some_and(KnownBoosts::has_ids)
    }

    /// Returns the forms of the entries with boosts above 1, if they are listed.
    pub(crate) fn listed(&self) -> Option<&'a ListedForms> {
        self.boosts.map(KnownBoosts::listed)
    }

    /// Returns the seasons and where the day is among them, if the index has seasons.
    pub(crate) fn seasons(&self) -> Option<&(Seasons<'a>, MonthPosition)> {
        self.seasons.as_ref()
    }

    /// Returns the factors of an entry.
    pub(crate) fn of(&self, ordinal: u32) -> Result<EntryFactors> {
        let season = match &self.seasons {
            // Between two 15ths the multiplier is on the line from one month to the next.
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
    pub(crate) fn most(&self) -> f64 {
        self.boosts.map_or(1.0, KnownBoosts::most)
    }

    /// Returns the values that are boosted above 1, unless their forms are listed.
    pub(crate) fn raised(&self) -> Option<(&ContextLists<'a>, &'a [u32])> {
        let raised = self.boosts?.raised();
        // Their forms are listed, or nothing is raised.
        if raised.is_empty() {
            return None;
        }
        Some((self.contexts.as_ref()?, raised))
    }

    /// Returns what a listed form, whose weight · factor is `base`, can become at most.
    pub(crate) fn bound_of_listed(&self, listed: &ListedForm, base: f64) -> f64 {
        // The block of ranks around it is a closer bound than all ranks that follow.
        self.seasonal(base, self.block(listed.rank)) * listed.most
    }

    /// Returns what forms with at most `base` of weight · factor can become by the season, whose
    /// largest products with them in the two months are `months`.
    #[inline]
    pub(crate) fn seasonal(&self, base: f64, months: Option<[f64; 2]>) -> f64 {
        match (&self.seasons, months) {
            // Without seasons weight · factor is the product.
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
    pub(crate) fn rest(&self, rank: u32) -> Option<[f64; 2]> {
        let (seasons, at) = self.seasons.as_ref()?;
        let ranks = seasons.ranks().view();
        Some([ranks.rest(rank, at.from)?, ranks.rest(rank, at.to)?])
    }
}
