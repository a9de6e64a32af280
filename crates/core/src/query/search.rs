//! One search: where it looks, what it has found, and what it may still take.

use super::keys::Keys;
use super::score::candidate::MatchGroup;
use super::score::match_kind::{MatchKind, QueryQuality};
use super::score::scorer::Scorer;
use super::score::top::Top;
use super::work_budget::WorkBudget;
use crate::error::Result;
use crate::index::View;
use crate::settings::MAX_EDITS;

/// The search of one tier for the entries that one scorer lets pass.
#[derive(Debug)]
pub(crate) struct Search<'a> {
    pub(crate) keys: &'a Keys<'a>,
    /// Which entries pass, and what they score.
    pub(crate) scorer: &'a Scorer<'a>,
    /// The work that the query may still take.
    pub(crate) work: &'a WorkBudget,
    /// The best entries so far.
    pub(crate) top: Top,
    /// The tier: how far matches are relaxed.
    pub(crate) tier: u8,
    /// Whether words may have slips.
    pub(crate) has_slips: bool,
    /// What matches make of a score.
    pub(crate) quality: &'a QueryQuality,
    /// What words that the reading leaves out make of a quality: 1 if it leaves out none.
    pub(crate) for_dropped: f64,
}

impl<'a> Search<'a> {
    /// Starts the search of a tier, which has found nothing but what `top` knows.
    pub(crate) fn new(
        keys: &'a Keys<'a>,
        scorer: &'a Scorer<'a>,
        work: &'a WorkBudget,
        quality: &'a QueryQuality,
        top: Top,
        tier: u8,
    ) -> Self {
        let has_slips = tier == 2;
        Search { keys, scorer, work, top, tier, has_slips, quality, for_dropped: 1.0 }
    }

    /// Returns the view.
    pub(crate) fn view(&self) -> &'a View<'a> {
        self.keys.view()
    }

    /// Returns the most edits of a word, if its budget does not say fewer.
    pub(crate) fn most_edits(&self) -> u8 {
        if self.has_slips { MAX_EDITS } else { 0 }
    }

    /// Returns the least sum of costs that a form can have that is not known yet, in units.
    pub(crate) fn least_new_cost(&self) -> u32 {
        // What matches without a slip was found in the tiers before, unless a word is left out.
        u32::from(self.tier == 2)
    }

    /// Returns the quality of a match of this kind with slips of `cost` units.
    #[inline]
    pub(crate) fn quality_of(&self, kind: MatchKind, cost: u32) -> f64 {
        kind.quality(self.quality, cost) * self.for_dropped
    }

    /// Returns the group of the matches of one kind and one cost, of the reading with this number.
    pub(crate) fn group(&self, kind: MatchKind, cost: u32, reading: u32) -> MatchGroup {
        let quality = self.quality_of(kind, cost);
        MatchGroup {
            kind,
            quality,
            cost,
            by_stem: false,
            is_combined: false,
            is_inside: false,
            reading,
            tier: self.tier,
        }
    }

    /// Returns the group of the verbatim matches of one kind, which takes marks and signs to be
    /// meant.
    pub(crate) fn verbatim_group(&self, kind: MatchKind) -> MatchGroup {
        let group = self.group(kind, 0, 0);
        MatchGroup { quality: group.quality * self.quality.settings.verbatim, ..group }
    }

    /// Returns whether the form of `rank` is passed over, since another one with its text never comes
    /// after it. Takes the part of a step that it costs.
    #[inline]
    pub(crate) fn passes_over(&self, rank: u32) -> bool {
        self.scorer.distinct().is_some_and(|distinct| distinct.passes_over(rank, self.work))
    }

    /// Returns the first rank from `rank` on that is not passed over, as far as that is known.
    #[inline]
    pub(crate) fn next_shown(&self, rank: u32) -> u32 {
        self.scorer.distinct().map_or(rank, |distinct| distinct.next_shown(rank, self.work))
    }

    /// Takes the form of `rank` as a match of `group`, if its entry passes.
    #[inline]
    pub(crate) fn push_rank(&mut self, rank: u32, group: &MatchGroup) -> Result<()> {
        // What does not pass is no candidate, and nothing of it is counted.
        if let Some(candidate) = self.scorer.candidate(group, self.scorer.form(rank)?)? {
            self.top.push(candidate);
        }
        Ok(())
    }
}
