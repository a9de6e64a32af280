//! What a request says of entries, whatever of them matched: which pass, and what multiplies their score.

use super::boosts::PreparedBoosts;
use super::candidate::Candidate;
use super::candidate::Group;
use super::cutoff::Limit;
use super::day::Day;
use super::factors::{Factors, KnownBoosts};
use super::filter::Walls;
use super::top::Top;
use crate::error::{Error, Result};
use crate::index::{Form, View};
use crate::query::find::by_list::{ListedForm, ListedForms, list_entry};
use crate::query::options::SuggestOptions;

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
    walls: &'a Walls<'a>,
    factors: &'a Factors<'a>,
    listed: Listed<'a>,
    is_plain: bool,
}

/// Returns what the boosts of `options` mean, unless there are none or they were prepared.
pub(crate) fn known_boosts(
    view: &View<'_>,
    options: &SuggestOptions,
) -> Result<Option<KnownBoosts>> {
    if options.boosts.is_empty() {
        return Ok(None);
    }
    KnownBoosts::new(view, &options.boosts).map(Some)
}

/// Returns the factors of a request, given its boosts unless they were prepared.
///
/// # Errors
///
/// [`Error::InvalidOption`] if they were prepared for another index.
pub(crate) fn factors<'a>(
    view: &View<'a>,
    options: &'a SuggestOptions,
    known: Option<&'a KnownBoosts>,
) -> Result<Factors<'a>> {
    let boosts = match &options.prepared_boosts {
        None => known,
        Some(PreparedBoosts(prepared)) if prepared.generation == view.generation() => {
            Some(&prepared.boosts)
        }
        Some(PreparedBoosts(prepared)) => {
            return Err(Error::InvalidOption {
                option: "boosts",
                expected: format!("prepared for the generation {:016x}", view.generation()),
                got: format!("a set for {:016x}", prepared.generation),
            });
        }
    };
    Factors::new(view, || options.at.unwrap_or_else(Day::today).position(), boosts)
}

impl<'a> Ranking<'a> {
    /// Puts walls and factors together.
    pub(crate) fn new(walls: &'a Walls<'a>, factors: &'a Factors<'a>) -> Result<Self> {
        let is_plain = walls.is_none() && factors.is_none();
        let boosted = factors.listed().filter(|listed| !listed.all().is_empty());
        let listed = boosted.map_or(Listed::None, Listed::Boosted);
        let mut ranking = Ranking { walls, factors, listed, is_plain };
        if let Some((contexts, values, count)) =
            walls.leading().filter(|(.., count)| *count <= MAX_NARROW)
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
        walls: &'a Walls<'a>,
        factors: &'a Factors<'a>,
        ordinals: &[u32],
    ) -> Result<Self> {
        let has_aliases = view.forms()?.has_aliases();
        let mut listed = Vec::with_capacity(ordinals.len());
        for &ordinal in ordinals {
            list_entry(view, has_aliases, ordinal, f64::MAX, &mut listed)?;
        }
        let listed = Listed::Only(ListedForms::new(listed));
        Ok(Ranking { walls, factors, listed, is_plain: false })
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
    pub(crate) fn walls(&self) -> &Walls<'a> {
        self.walls
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
        if !self.walls.is_none() && !self.walls.passes(form.ordinal)? {
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
