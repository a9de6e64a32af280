//! The rank from which on no form can be among the best.

use super::candidate::{Candidate, MatchGroup};
use super::scorer::Scorer;
use super::top::Top;
use crate::error::Result;

/// The first rank whose form, and that of all that follow, cannot be among the best with some
/// quality.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cutoff {
    quality: f64,
    /// The most that boosts can make of a form.
    most: f64,
    rank: u32,
    /// The candidate to beat that the rank was found for.
    worst: Option<Candidate>,
}

/// Candidates that are sought: what they have in common, and where the search for them may end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sought {
    pub(crate) group: MatchGroup,
    pub(crate) cutoff: Cutoff,
}

impl Cutoff {
    /// Starts the cutoff for candidates of at most `quality`, which boosts can raise by at most
    /// `most`.
    pub(crate) fn new(quality: f64, most: f64) -> Self {
        Cutoff { quality, most, rank: u32::MAX, worst: None }
    }

    /// Returns the quality.
    pub(crate) fn quality(&self) -> f64 {
        self.quality
    }

    /// Returns the most that boosts can make of a form.
    pub(crate) fn most(&self) -> f64 {
        self.most
    }

    /// Returns whether `rank` and all that follow are beyond what `top` may take.
    ///
    /// Takes O(log n) time for n forms when the candidate to beat is another than before.
    #[inline]
    pub(crate) fn is_reached(&mut self, rank: u32, top: &Top, scorer: &Scorer<'_>) -> Result<bool> {
        Ok(rank >= self.end(top, scorer)?)
    }

    /// Returns the first rank beyond. [`u32::MAX`] while `top` takes anything.
    #[inline]
    pub(crate) fn end(&mut self, top: &Top, scorer: &Scorer<'_>) -> Result<u32> {
        // A search for the rank reads some dozens of forms, so it is made only when the candidate
        // to beat has changed.
        if let Some(worst) = top.worst()
            && self.worst.as_ref() != Some(worst)
        {
            self.worst = Some(*worst);
            self.rank = self.find(worst, scorer)?;
        }
        Ok(self.rank)
    }

    /// Returns whether the form of `rank` cannot be among the best, as far as can be told without
    /// reading it.
    #[inline]
    pub(crate) fn may_skip(&self, rank: u32, top: &Top, scorer: &Scorer<'_>) -> bool {
        // Nothing but the rank counts, and whoever asks has compared that before.
        if scorer.is_plain() {
            return false;
        }
        // Without a season nothing is known of the ranks nearby.
        let (Some(worst), Some(months)) = (top.worst(), scorer.factors().block(rank)) else {
            return false;
        };
        // Strictly below: a form that ties may win by its ordinal.
        scorer.factors().seasonal(0.0, Some(months)) * self.most * self.quality < worst.score
    }

    fn find(&self, worst: &Candidate, scorer: &Scorer<'_>) -> Result<u32> {
        let quality = self.quality;
        if scorer.has_factors() {
            return self.find_with_factors(worst, scorer);
        }
        // The product is compared, and not weight · factor with a quotient: both sides must round
        // alike.
        let end = scorer.first_rank(|form| form.base * quality < worst.score)?;
        let start = scorer.first_rank(|form| form.base * quality <= worst.score)?;
        // No form ties, or all that tie win by their quality.
        if start == end || quality > worst.quality {
            return Ok(end);
        }
        if scorer.form(start)?.base != scorer.form(end - 1)?.base {
            // Rounding made scores equal, so ordinals do not rise with ranks.
            return Ok(end);
        }
        if quality < worst.quality {
            return Ok(start);
        }
        // Of equal ones the smaller ordinal comes first.
        let base = scorer.form(start)?.base;
        scorer.first_rank(|form| {
            form.base < base || (form.base == base && form.ordinal > worst.ordinal)
        })
    }

    /// Finds the rank by upper bounds, where ranks are not the order.
    fn find_with_factors(&self, worst: &Candidate, scorer: &Scorer<'_>) -> Result<u32> {
        let quality = self.quality;
        // Without aliases the rank is the ordinal, which decides between equals.
        let ties = |rank: u32| {
            let is_later = !scorer.has_aliases() && rank > worst.ordinal;
            quality < worst.quality || (quality == worst.quality && is_later)
        };
        // The bound falls with ranks as weight · factor does: the largest seasonal weights of all
        // ranks that follow fall too.
        scorer.first_rank_of(|rank, form| {
            let bound = scorer.bound(rank, form.base, self.most) * quality;
            bound < worst.score || (bound == worst.score && ties(rank))
        })
    }
}
