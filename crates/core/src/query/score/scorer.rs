//! What a request says of entries, whatever of them matched: which pass, and what multiplies their score.

use super::candidate::Candidate;
use super::candidate::Group;
use super::cutoff::Limit;
use super::factors::Factors;
use super::filter::Filter;
use super::listed_forms::{ListedForm, ListedForms, list_entry};
use super::top::Top;
use crate::error::Result;
use crate::index::{Form, View};

/// The forms of a filter that lets through up to as many are looked at one by one.
const MAX_NARROW: usize = 256;

/// The forms to look at one by one.
#[derive(Debug)]
enum Listed<'a> {
    None,
    /// Those that boosts raise.
    Boosted(&'a ListedForms),
    /// All that count.
    Only(ListedForms),
}

/// What a request says of entries.
#[derive(Debug)]
pub(crate) struct Ranking<'a> {
    filter: &'a Filter<'a>,
    factors: &'a Factors<'a>,
    listed: Listed<'a>,
    is_plain: bool,
}

impl<'a> Ranking<'a> {
    /// Puts filter and factors together.
    pub(crate) fn new(filter: &'a Filter<'a>, factors: &'a Factors<'a>) -> Result<Self> {
        let is_plain = filter.is_none() && factors.is_none();
        let boosted = factors.listed().filter(|listed| !listed.all().is_empty());
        let listed = boosted.map_or(Listed::None, Listed::Boosted);
        let mut ranking = Ranking { filter, factors, listed, is_plain };
        if let Some((contexts, values, count)) =
            filter.leading().filter(|(.., count)| *count <= MAX_NARROW)
        {
            let mut listed = Vec::with_capacity(count);
            for &value in values {
                for place in contexts.list(value)? {
                    listed.push(ListedForm { rank: contexts.rank(place)?, most: f64::MAX });
                }
            }
            ranking.listed = Listed::Only(ListedForms::new(listed));
        }
        Ok(ranking)
    }

    /// Returns the ranking of the entries `ordinals` alone.
    pub(crate) fn of_entries(
        view: &View<'a>,
        filter: &'a Filter<'a>,
        factors: &'a Factors<'a>,
        ordinals: &[u32],
    ) -> Result<Self> {
        let has_aliases = view.forms()?.has_aliases();
        let mut listed = Vec::with_capacity(ordinals.len());
        for &ordinal in ordinals {
            list_entry(view, has_aliases, ordinal, f64::MAX, &mut listed)?;
        }
        let listed = Listed::Only(ListedForms::new(listed));
        Ok(Ranking { filter, factors, listed, is_plain: false })
    }

    /// Returns whether every entry passes, and nothing but what matched makes its score.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Returns whether anything but what matched makes scores.
    pub(crate) fn has_factors(&self) -> bool {
        !self.factors.is_none()
    }

    /// Returns the factors.
    pub(crate) fn factors(&self) -> &Factors<'a> {
        self.factors
    }

    /// Returns which entries pass.
    pub(crate) fn filter(&self) -> &Filter<'a> {
        self.filter
    }

    /// Returns whether no forms count but those listed.
    pub(crate) fn only_listed(&self) -> bool {
        matches!(self.listed, Listed::Only(_))
    }

    /// Returns the forms to look at one by one, if there are any.
    pub(crate) fn listed(&self) -> Option<&ListedForms> {
        match &self.listed {
            Listed::None => None,
            Listed::Boosted(listed) => Some(listed),
            Listed::Only(listed) => Some(listed),
        }
    }

    /// Returns the most that boosts can make of a form that is not listed: at least 1.
    #[inline]
    pub(crate) fn most(&self) -> f64 {
        self.factors.most()
    }

    /// Returns an upper bound of weight · factor and all factors but the quality: of `rank`, whose weight · factor is
    /// `base`, and of all ranks that follow, where boosts raise by at most `most`.
    #[inline]
    pub(crate) fn bound(&self, rank: u32, base: f64, most: f64) -> f64 {
        if self.is_plain {
            base
        } else {
            self.factors.seasonal(base, self.factors.rest(rank)) * most
        }
    }

    /// Returns whether the form of `rank` cannot be among the best within `limit`, as far as can be told without
    /// reading it.
    #[inline]
    pub(crate) fn may_skip(&self, rank: u32, limit: &Limit, top: &Top) -> bool {
        if self.is_plain {
            return false;
        }
        let (Some(worst), Some(months)) = (top.worst(), self.factors.block(rank)) else {
            return false;
        };
        self.factors.seasonal(0.0, Some(months)) * limit.most() * limit.quality() < worst.score
    }

    /// Returns the candidate of `group` that `form` makes; `None` if its entry does not pass.
    #[inline]
    pub(crate) fn candidate(&self, group: &Group, form: Form) -> Result<Option<Candidate>> {
        if self.is_plain {
            return Ok(Some(group.candidate(form, form.base)));
        }
        if !self.filter.is_none() && !self.filter.passes(form.ordinal)? {
            return Ok(None);
        }
        let base = match self.factors.is_none() {
            true => form.base,
            false => {
                let factors = self.factors.of(form.ordinal)?;
                let score = ((form.base * factors.season) * factors.contexts) * factors.boost;
                // A boost of 0 is stronger than others past all numbers: no number becomes 0.
                score.max(0.0)
            }
        };
        Ok(Some(group.candidate(form, base)))
    }
}
