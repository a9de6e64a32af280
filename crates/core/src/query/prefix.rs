//! Tier 0 by whole forms: the entries with a surface form whose key starts with the query's.
//!
//! A prefix is a range of slots. Those whose key is the prefix itself come first in it and are
//! scored by another quality, so the range falls into two, and in each the rank is the order.

use std::ops::Range;

use super::best::best;
use super::rank::{Candidate, best_of_each};
use super::suggestion::MatchKind;
use crate::error::{Error, Result};
use crate::format::Damaged;
use crate::format::dictionary::Dictionary;
use crate::format::header::SectionId;
use crate::format::minima::Minima;
use crate::format::packed::Packed;
use crate::index::{Form, Forms, View};

/// How many slots a query may take to find enough entries, which may have many aliases each.
const MAX_REACH: usize = 1 << 17;

/// The best matches of a prefix.
pub(super) struct Found {
    /// The best, best first.
    pub(super) candidates: Vec<Candidate>,
    /// Whether nothing better can be missing.
    pub(super) complete: bool,
}

/// Returns the `wanted` best entries with a form that starts with `key`, which ends in a space if
/// its last word is closed.
pub(super) fn find(view: &View<'_>, key: &str, wanted: usize) -> Result<Found> {
    let Some([whole, prefix]) = ranges(view, key)? else {
        return Ok(Found { candidates: Vec::new(), complete: true });
    };
    let quality = view.settings().quality;
    let search =
        Search { view, slots: view.slots()?, minima: view.minima()?, forms: view.forms()?, wanted };
    if whole.is_empty() {
        return search.best_of(prefix, MatchKind::Prefix, quality.prefix);
    }
    let mut found = search.best_of(whole, MatchKind::Whole, quality.whole)?;
    let longer = search.best_of(prefix, MatchKind::Prefix, quality.prefix)?;
    found.complete &= longer.complete;
    found.candidates.extend(longer.candidates);
    found.candidates = best_of_each(found.candidates, wanted);
    Ok(found)
}

/// Returns the slots of the forms that are typed whole, and of those that go on; `None` if there
/// are neither.
fn ranges(view: &View<'_>, key: &str) -> Result<Option<[Range<u32>; 2]>> {
    let corrupt = |Damaged(reason)| view.corrupt(SectionId::Keys, reason);
    let keys: Dictionary<'_> = view.keys()?;
    let open = key.trim_end_matches(' ');
    let root = keys.root(view.slot_count());
    if open.is_empty() {
        return Ok(Some([0..0, 0..view.slot_count()]));
    }
    let Some(place) = keys.walk(root, open.as_bytes()).map_err(corrupt)? else { return Ok(None) };
    let whole_end = keys.whole_end(place).map_err(corrupt)?;
    let whole = place.first..whole_end;
    if open.len() == key.len() {
        return Ok(Some([whole, whole_end..place.end]));
    }
    let longer = keys.step(place, b' ').map_err(corrupt)?;
    Ok(Some([whole, longer.map_or(0..0, |place| place.first..place.end)]))
}

struct Search<'a> {
    view: &'a View<'a>,
    slots: Packed<'a>,
    minima: Minima<'a>,
    forms: Forms<'a>,
    wanted: usize,
}

impl Search<'_> {
    /// Returns the best entries with a slot in `range`, all of one kind and quality.
    ///
    /// Takes them by rank. Without aliases that is their order. With them an entry may come several
    /// times, and rounding may reorder what the ranks say; then more are taken than are wanted.
    fn best_of(&self, range: Range<u32>, kind: MatchKind, quality: f64) -> Result<Found> {
        let mut reach = self.wanted;
        loop {
            let ranks = best(self.view, &self.slots, &self.minima, range.clone(), reach)?;
            let exhausted = ranks.len() < reach;
            let mut candidates = Vec::with_capacity(ranks.len());
            for rank in ranks {
                candidates.push(self.candidate(rank, kind, quality)?);
            }
            if !self.forms.has_aliases() {
                return Ok(Found { candidates, complete: true });
            }
            let last_score = candidates.last().map_or(0.0, |last| last.score);
            let candidates = best_of_each(candidates, self.wanted);
            let complete = exhausted || self.is_settled(&candidates, last_score, quality)?;
            if complete || reach >= MAX_REACH {
                return Ok(Found { candidates, complete });
            }
            reach *= 2;
        }
    }

    /// Returns whether no entry that was not taken yet belongs among `candidates`, given the score
    /// of the last one that was taken.
    ///
    /// Ranks fall by weight · factor, and rounding may give two of those the same score, which is
    /// then ordered by the ordinal. It takes neighboring floating-point numbers, so as a rule it is
    /// enough to see that none stands next to the last place.
    fn is_settled(&self, candidates: &[Candidate], last_score: f64, quality: f64) -> Result<bool> {
        let Some(last) = candidates.last().filter(|_| candidates.len() >= self.wanted) else {
            return Ok(false);
        };
        if quality == 1.0 || last_score < last.score {
            return Ok(true);
        }
        let base_of = |form: Option<Form>| form.map(|form| form.base).ok_or_else(|| self.missing());
        let last_base = base_of(self.forms.of_number(last.form))?;
        for tied in candidates.iter().rev().take_while(|candidate| candidate.score == last.score) {
            if base_of(self.forms.of_number(tied.form))? != last_base {
                return Ok(false);
            }
        }
        if last_base.next_down() * quality != last.score
            && last_base.next_up() * quality != last.score
        {
            return Ok(true);
        }
        // The first ranks whose weight · factor is that of the last candidate, and below it.
        let first = self.first_rank(|base| base <= last_base)?;
        let below = self.first_rank(|base| base < last_base)?;
        let ties =
            |rank: u32| Ok::<_, Error>(base_of(self.forms.get(rank))? * quality == last.score);
        let above = first.checked_sub(1).map_or(Ok(false), ties)?;
        Ok(!above && (below == self.view.slot_count() || !ties(below)?))
    }

    /// Returns the first rank whose weight · factor holds; it holds for all that follow.
    fn first_rank(&self, holds: impl Fn(f64) -> bool) -> Result<u32> {
        let (mut low, mut high) = (0, self.view.slot_count());
        while low < high {
            let middle = low + (high - low) / 2;
            match holds(self.forms.get(middle).ok_or_else(|| self.missing())?.base) {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        Ok(low)
    }

    fn candidate(&self, rank: u32, kind: MatchKind, quality: f64) -> Result<Candidate> {
        let form = self.forms.get(rank).ok_or_else(|| self.missing())?;
        let score = form.base * quality;
        Ok(Candidate {
            ordinal: form.ordinal,
            form: form.number,
            weight: form.weight,
            kind,
            quality,
            score,
        })
    }

    fn missing(&self) -> Error {
        self.view.corrupt(SectionId::Forms, "a rank leads to no form")
    }
}
