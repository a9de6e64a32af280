//! What a request says of entries, whatever of them matched: which pass, and what they score.
//!
//! All searches check and score each form here that they come upon.

use super::candidate::{Candidate, MatchGroup};
use super::distinct::Distinct;
use super::factors::Factors;
use super::filter::Filter;
use super::listed_forms::{FormLister, ListedForms};
use crate::error::Result;
use crate::index::{Form, Forms, View};
use crate::query::work_budget::WorkBudget;

/// The forms of a filter that lets through up to as many are looked at one by one.
const MAX_NARROW: usize = 256;
/// Where several values meet, up to as many: nothing else finds them without looking at most of the
/// forms with one of the values.
const MAX_MET: usize = 1024;

/// The forms to look at one by one.
#[derive(Debug)]
enum Listing<'a> {
    None,
    /// Those that boosts raise.
    Boosted(&'a ListedForms),
    /// All that count.
    Only(ListedForms),
}

/// The forms by rank, with what a request says of their entries: which pass, and what they score.
#[derive(Debug)]
pub(crate) struct Scorer<'a> {
    view: &'a View<'a>,
    forms: Forms<'a>,
    filter: &'a Filter<'a>,
    factors: &'a Factors<'a>,
    listed: Listing<'a>,
    is_plain: bool,
    /// Which entries have one text, if each text is shown once and some are equal.
    distinct: Option<&'a Distinct<'a>>,
}

impl<'a> Scorer<'a> {
    /// Puts filter and factors together.
    pub(crate) fn new(
        view: &'a View<'a>,
        filter: &'a Filter<'a>,
        factors: &'a Factors<'a>,
        work: &WorkBudget,
    ) -> Result<Self> {
        // Asked for each form, so it is found once.
        let is_plain = filter.is_none() && factors.is_none();
        // Boosts up to 1 only lower scores, and no form is listed for them.
        let boosted = factors.listed().filter(|listed| !listed.all().is_empty());
        let mut listed = boosted.map_or(Listing::None, Listing::Boosted);
        // Looking at a few hundred forms one by one is quicker than a search most of whose finds do
        // not pass. Words are then looked up among the terms of these forms alone.
        let narrowest = filter.narrowest();
        if let Some(narrowest) = narrowest.filter(|field| field.forms <= MAX_NARROW) {
            let mut lister = FormLister::new(view, Some(work))?;
            // Nothing is known of their boosts, so none is ruled out by its rank.
            lister.add_values(narrowest.contexts, narrowest.values, f64::MAX)?;
            listed = Listing::Only(lister.finish());
        } else if let Some(ranks) = filter.few_ranks(MAX_MET, work)? {
            let mut lister = FormLister::new(view, Some(work))?;
            lister.add_ranks(ranks, f64::MAX);
            listed = Listing::Only(lister.finish());
        }
        let forms = view.forms()?;
        Ok(Scorer { view, forms, filter, factors, listed, is_plain, distinct: None })
    }

    /// Returns the same where only the best of the entries with one text counts, if `distinct`.
    pub(crate) fn each_text_once(self, distinct: Option<&'a Distinct<'a>>) -> Self {
        Scorer { distinct, ..self }
    }

    /// Returns the same for the entries `ordinals` alone, each of which counts.
    pub(crate) fn of_entries(&self, ordinals: &[u32], work: &WorkBudget) -> Result<Self> {
        let mut lister = FormLister::new(self.view, Some(work))?;
        for &ordinal in ordinals {
            lister.add(ordinal, f64::MAX)?;
        }
        // Never plain: the others would pass too.
        let listed = Listing::Only(lister.finish());
        Ok(Scorer { listed, is_plain: false, distinct: None, ..*self })
    }

    /// Returns which entries have one text, if each text is shown once and some are equal.
    #[inline]
    pub(crate) fn distinct(&self) -> Option<&'a Distinct<'a>> {
        self.distinct
    }

    /// Returns the view.
    pub(crate) fn view(&self) -> &'a View<'a> {
        self.view
    }

    /// Returns whether an entry may have several forms.
    pub(crate) fn has_aliases(&self) -> bool {
        self.forms.has_aliases()
    }

    /// Returns the form of `rank`.
    #[inline]
    pub(crate) fn form(&self, rank: u32) -> Result<Form> {
        self.forms.get(rank)
    }

    /// Returns the form with this number, which a candidate has.
    pub(crate) fn form_of_number(&self, number: u32) -> Result<Form> {
        self.forms.of_number(number)
    }

    /// Returns the first rank whose form holds. It holds for all that follow.
    pub(crate) fn first_rank(&self, holds: impl Fn(&Form) -> bool) -> Result<u32> {
        self.first_rank_of(|_, form| holds(form))
    }

    /// Returns the first rank for which `holds` of the rank and its form. It does for all that
    /// follow.
    ///
    /// Takes O(log n) time for n forms.
    pub(super) fn first_rank_of(&self, holds: impl Fn(u32, &Form) -> bool) -> Result<u32> {
        let (mut low, mut high) = (0, self.view.slot_count());
        while low < high {
            let middle = low + (high - low) / 2;
            match holds(middle, &self.form(middle)?) {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        Ok(low)
    }

    /// Returns whether every entry passes, and nothing but what matched makes its score.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Returns whether anything but what matched makes scores.
    pub(super) fn has_factors(&self) -> bool {
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

    /// Returns whether no entry passes, as can be told at once.
    pub(crate) fn is_closed(&self) -> bool {
        // A filter that no listed form passes needs no search.
        self.filter.is_closed()
            || matches!(&self.listed, Listing::Only(listed) if listed.all().is_empty())
    }

    /// Returns whether no forms count but those listed.
    pub(crate) fn only_listed(&self) -> bool {
        matches!(self.listed, Listing::Only(_))
    }

    /// Returns the forms to look at one by one, if there are any.
    pub(crate) fn listed(&self) -> Option<&ListedForms> {
        match &self.listed {
            Listing::None => None,
            Listing::Boosted(listed) => Some(listed),
            Listing::Only(listed) => Some(listed),
        }
    }

    /// Returns the most that boosts can make of a form that is not listed: at least 1.
    #[inline]
    pub(crate) fn most(&self) -> f64 {
        self.factors.most()
    }

    /// Returns an upper bound of weight · factor and all factors but the quality: of `rank`, whose
    /// weight · factor is `base`, and of all ranks that follow, where boosts raise by at most
    /// `most`.
    #[inline]
    pub(crate) fn bound(&self, rank: u32, base: f64, most: f64) -> f64 {
        if self.is_plain {
            base
        } else {
            // In the order in which scores are multiplied: each product is monotone, so the bound
            // holds after rounding as well.
            self.factors.seasonal(base, self.factors.rest(rank)) * most
        }
    }

    /// Returns an upper bound of all that makes the scores, but the quality, of the form of `rank`
    /// and of all that follow, but for those that are listed.
    #[inline]
    pub(crate) fn bound_from(&self, rank: u32) -> Result<f64> {
        // Ranks fall by weight · factor, so the form of this rank bounds it for all that follow.
        Ok(self.bound(rank, self.form(rank)?.base, self.most()))
    }

    /// Returns what stands for the entry of the form of `rank` where each entry or text counts once.
    /// `None` if it does not pass.
    #[inline]
    pub(crate) fn same_of(&self, rank: u32) -> Result<Option<u32>> {
        let ordinal = self.forms.ordinal(rank)?;
        if !self.filter.is_none() && !self.filter.passes(ordinal)? {
            return Ok(None);
        }
        self.distinct.map_or(Ok(ordinal), |distinct| distinct.text_of(ordinal)).map(Some)
    }

    /// Returns the candidate of `group` that `form` makes. `None` if its entry does not pass.
    #[inline]
    pub(crate) fn candidate(&self, group: &MatchGroup, form: Form) -> Result<Option<Candidate>> {
        if self.is_plain {
            // No look at the entry at all: this is the way of most requests.
            return self.plain_candidate(group, form).map(Some);
        }
        // The filter first: what does not pass needs no factors.
        if !self.filter.is_none() && !self.filter.passes(form.ordinal)? {
            return Ok(None);
        }
        let base = match self.factors.is_none() {
            true => form.base,
            false => {
                let factors = self.factors.of(form.ordinal)?;
                // One after the other, as the explanation of a score says: another order would
                // round otherwise.
                let score = ((form.base * factors.season) * factors.contexts) * factors.boost;
                // A boost of 0 is stronger than others past all numbers: no number becomes 0.
                score.max(0.0)
            }
        };
        self.of_its_text(group.candidate(form, base)).map(Some)
    }

    /// Returns the candidate of `group` that `form` makes where nothing but what matched makes its
    /// score.
    #[inline]
    pub(crate) fn plain_candidate(&self, group: &MatchGroup, form: Form) -> Result<Candidate> {
        self.of_its_text(group.candidate(form, form.base))
    }

    /// Tells a candidate its text where each text counts once.
    #[inline]
    fn of_its_text(&self, candidate: Candidate) -> Result<Candidate> {
        match self.distinct {
            None => Ok(candidate),
            Some(distinct) => {
                Ok(Candidate { same: distinct.text_of(candidate.ordinal)?, ..candidate })
            }
        }
    }
}
