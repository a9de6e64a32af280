//! Words where more than the rank says which forms are the best: one word with a season, a filter or boosts; and
//! forms that are looked at one by one.

use super::any_order::{AnyOrder, Check, Leading, POSTING_STEPS};
use super::merge_postings::Ranks;
use crate::error::Result;
use crate::query::score::candidate::Candidate;
use crate::query::score::candidate::Group;
use crate::query::score::cutoff::Cutoff;
use crate::query::score::listed_forms::{ListedForm, ListedForms};
use crate::query::score::top::Top;
use crate::query::terms::alternatives::{Alternatives, Span};
use crate::query::work_budget::WorkBudget;

/// Up to so many forms that a filter lets through are read before any are looked at in order.
pub(crate) const MAX_OF_FILTER: u64 = 1 << 13;
/// Up to so many listed forms are looked at without asking for the words of all.
const FEW_LISTED: usize = 64;
/// So many postings that need not be read, by what the season makes of those near them, are a step.
const SKIPS_A_STEP: u32 = 16;

impl AnyOrder<'_> {
    /// Returns how many forms a filter lets through, if they are fewer than those of each word.
    pub(crate) fn shorter_filter(&self, typed: &[&Alternatives]) -> Option<u64> {
        let count = self.keys.scorer().filter().narrowest()?.forms as u64;
        typed.iter().all(|word| word.postings() > count).then_some(count)
    }

    /// Looks at the forms that a filter lets through.
    pub(crate) fn of_filter(
        &self,
        typed: &[&Alternatives],
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        let Some(narrowest) = self.keys.scorer().filter().narrowest() else { return Ok(()) };
        let leading = Leading::new(typed, &[]);
        let mut check = self.check(&leading, group);
        for &value in narrowest.values {
            for place in narrowest.contexts.list(value)? {
                if !work.spend(POSTING_STEPS) {
                    return Ok(());
                }
                self.look(narrowest.contexts.rank(place)?, &mut check, top, work)?;
            }
        }
        Ok(())
    }

    /// Looks at those of the listed forms that could be among the best: at each if they are few, else at those that have
    /// the typed word which the fewest of them have.
    pub(crate) fn listed(
        &self,
        listed: &ListedForms,
        typed: &[&Alternatives],
        group: Group,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<()> {
        let leading = Leading::new(typed, &[]);
        let mut check = self.check(&leading, group);
        let end = self.keys.end_of_listed(listed, check.cutoff.quality(), top)?;
        let in_reach = listed.all().iter().filter(|form| form.rank < end);
        if in_reach.clone().nth(FEW_LISTED).is_none() {
            for form in in_reach {
                if !self.look_at_listed(form, &mut check, top, work)? {
                    return Ok(());
                }
            }
            return Ok(());
        }
        let postings = listed.postings(self.words)?;
        let of_span = |span: &Span| {
            let place = |term: u32| postings.partition_point(|&(listed, _)| listed < term);
            place(span.terms.start)..place(span.terms.end)
        };
        let count = |word: &&&Alternatives| {
            word.spans().iter().map(|span| of_span(span).len()).sum::<usize>()
        };
        let Some(fewest) = typed.iter().min_by_key(count) else { return Ok(()) };
        for span in fewest.spans() {
            for &(_, number) in postings.get(of_span(span)).unwrap_or_default() {
                let Some(form) = listed.all().get(number as usize) else { continue };
                if !self.look_at_listed(form, &mut check, top, work)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Gives a listed form to `top` if it matches and could be among the best; returns whether there was a step left.
    fn look_at_listed(
        &self,
        form: &ListedForm,
        check: &mut Check<'_>,
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<bool> {
        if !self.keys.may_take_listed(form, check.cutoff.quality(), top)? {
            return Ok(true);
        }
        if !work.spend(1) {
            return Ok(false);
        }
        self.look_closer(form.rank, check, top, work)?;
        Ok(true)
    }

    /// One word, where more than the rank says which forms are the best: looks at up to `most` forms, and returns whether
    /// that was enough.
    pub(crate) fn one_ranked(
        &self,
        mut ranks: Ranks<'_>,
        (mut cutoff, most): (Cutoff, u64),
        (group, by_stem): (Group, bool),
        top: &mut Top,
        work: &WorkBudget,
    ) -> Result<bool> {
        let scorer = self.keys.scorer();
        let mut skipped = 0u32;
        for _ in 0..most {
            let Some(rank) = ranks.next()? else { return Ok(true) };
            if cutoff.is_reached(rank, top, self.keys.scorer())? {
                return Ok(true);
            }
            if cutoff.may_skip(rank, top, scorer) {
                skipped += 1;
                if skipped.is_multiple_of(SKIPS_A_STEP) && !work.spend(1) {
                    return Ok(true);
                }
                continue;
            }
            if !work.spend(1) {
                return Ok(true);
            }
            if let Some(candidate) = scorer.candidate(&group, self.keys.scorer().form(rank)?)? {
                top.push(Candidate { by_stem, ..candidate });
            }
        }
        Ok(false)
    }
}
