//! Each text once: which entries have one text, and which forms a search for texts may pass over.
//!
//! A covered form (`build/sections/repeats`) matches what the one that covers it matches, and never
//! comes before it. So a search looks at the other forms alone, as long as the request treats both
//! entries alike.

use std::cell::Cell;

use super::factors::Factors;
use super::filter::Filter;
use crate::error::Result;
use crate::format::bits::Bits;
use crate::format::minima::Minima;
use crate::index::{Column, Repeats, View};
use crate::query::work_budget::WorkBudget;

/// So many forms that are passed over are a step: each is a bit, and the next one is beside it as a
/// rule.
const PASSED_FORMS_A_STEP: u32 = 32;
/// From so many neighbors on, all of them are passed over at once.
const LONG_RUN: u32 = 64;

/// How a request that shows each text once treats the entries with one text.
#[derive(Debug)]
pub(crate) struct Distinct<'a> {
    repeats: Repeats<'a>,
    /// The forms to pass over. `None` if the request treats entries differently by their ids.
    covered: Option<Column<'a, Bits<'a>>>,
    /// The tree of least ranks without them, if season and text are all that counts.
    minima: Option<Column<'a, Minima<'a>>>,
    passed: Cell<u32>,
}

impl<'a> Distinct<'a> {
    /// Finds out which forms a request may pass over; `None` if all texts of the index differ.
    pub(crate) fn new(
        view: &View<'a>,
        filter: &Filter<'_>,
        factors: &Factors<'_>,
    ) -> Result<Option<Self>> {
        let Some(repeats) = view.repeats()? else { return Ok(None) };
        let by_id = filter.has_ids() || factors.has_boosted_ids();
        let by_context = !filter.is_none() || factors.has_boosts();
        // An id may take away the best entry of a text, and let one that it covers come instead.
        let covered = match (by_id, by_context) {
            (true, _) => None,
            (false, true) => Some(*repeats.twins()),
            (false, false) => Some(*repeats.covered()),
        };
        let minima = (!by_id && !by_context).then(|| *repeats.minima());
        Ok(Some(Distinct { repeats, covered, minima, passed: Cell::new(0) }))
    }

    /// Returns the number of the text of an entry.
    #[inline]
    pub(crate) fn text_of(&self, ordinal: u32) -> Result<u32> {
        self.repeats.text_of(ordinal)
    }

    /// Returns whether the form of `rank` is one to pass over.
    #[inline]
    pub(crate) fn is_covered(&self, rank: u32) -> bool {
        self.covered.is_some_and(|covered| covered.view().has(rank as usize))
    }

    /// Returns the same, and takes the part of a step that it costs. Once the work is spent nothing
    /// is passed over, so that the search ends.
    #[inline]
    pub(crate) fn passes_over(&self, rank: u32, work: &WorkBudget) -> bool {
        if !self.is_covered(rank) {
            return false;
        }
        self.passed.set(self.passed.get().wrapping_add(1));
        work.spend(u32::from(self.passed.get().is_multiple_of(PASSED_FORMS_A_STEP)))
    }

    /// Returns the first rank from `rank` on that a search need look at, as far as that is known:
    /// `rank` itself if it is one, else one that follows, and behind a long run of forms to pass over
    /// the next that is none. Takes the part of a step that it costs, and ends at `rank` once the
    /// work is spent.
    #[inline]
    pub(crate) fn next_shown(&self, rank: u32, work: &WorkBudget) -> u32 {
        if !self.passes_over(rank, work) {
            return rank;
        }
        let Some(covered) = &self.covered else { return rank };
        // There are as many bits as ranks, which are 32 bits.
        let shown = covered.view().next_unset(rank as usize) as u32;
        match shown - rank < LONG_RUN {
            // The search for a place behind a short run takes longer than the run.
            true => rank + 1,
            false => {
                // 64 bits at a time.
                work.charge((shown - rank) / (LONG_RUN * PASSED_FORMS_A_STEP));
                shown
            }
        }
    }

    /// Returns the forms to pass over and the tree of least ranks without them, if there is one for
    /// this request.
    pub(crate) fn tree(&self) -> Option<(Column<'a, Bits<'a>>, Column<'a, Minima<'a>>)> {
        self.covered.zip(self.minima)
    }
}
