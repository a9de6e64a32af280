//! Tier 0 by whole forms: the entries with a surface form whose key starts with the query's.
//!
//! A prefix is a range of slots. Those whose key is the prefix itself come first in it and are
//! scored by another quality, so the range falls into two, and in each the rank is the order.

use std::ops::Range;

use super::best::best;
use super::rank::{Candidate, best_of_each, keep_first_of_each};
use super::suggestion::MatchKind;
use crate::error::{Error, Result};
use crate::format::Damaged;
use crate::format::dictionary::Dictionary;
use crate::format::header::SectionId;
use crate::format::minima::Minima;
use crate::format::packed::Packed;
use crate::index::{Forms, View};

/// How many slots a query may read one by one.
const SCAN_BUDGET: usize = 1 << 18;

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
    fn best_of(&self, range: Range<u32>, kind: MatchKind, quality: f64) -> Result<Found> {
        let mut complete = true;
        let mut reach = self.wanted;
        let mut candidates = loop {
            let ranks = best(self.view, &self.slots, &self.minima, range.clone(), reach)?;
            let exhausted = ranks.len() < reach;
            let mut candidates = Vec::with_capacity(ranks.len());
            for rank in ranks {
                candidates.push(self.candidate(rank, kind, quality)?);
            }
            if self.forms.has_aliases() {
                keep_first_of_each(&mut candidates);
            }
            if exhausted || candidates.len() >= self.wanted {
                break candidates;
            }
            reach *= 2;
        };
        candidates.truncate(self.wanted);
        if self.is_contested(&candidates, &range, quality)? {
            complete = range.len() <= SCAN_BUDGET;
            let scanned = range
                .take(SCAN_BUDGET)
                .map(|slot| {
                    let rank = self.slots.get(slot as usize).ok_or_else(|| self.missing())?;
                    self.candidate(rank, kind, quality)
                })
                .collect::<Result<Vec<_>>>()?;
            candidates = scanned;
        }
        if quality != 1.0 {
            candidates = best_of_each(candidates, self.wanted);
        }
        candidates.truncate(self.wanted);
        Ok(Found { candidates, complete })
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

    /// Returns whether an entry that was left out may belong among `candidates` all the same.
    ///
    /// Ranks fall by weight · factor, and rounding may give two of those the same score, which is
    /// then ordered by the ordinal. It takes neighbouring floating-point numbers as weights, so it
    /// is looked for only where the last place could be concerned.
    fn is_contested(
        &self,
        candidates: &[Candidate],
        range: &Range<u32>,
        quality: f64,
    ) -> Result<bool> {
        let Some(last) = candidates.last() else { return Ok(false) };
        if quality == 1.0 || candidates.len() < self.wanted || range.len() <= self.wanted {
            return Ok(false);
        }
        let base_of = |candidate: &Candidate| {
            self.forms.of_number(candidate.form).map(|form| form.base).ok_or_else(|| self.missing())
        };
        let last_base = base_of(last)?;
        let tied = candidates.iter().find(|candidate| candidate.score == last.score);
        if base_of(tied.unwrap_or(last))? != last_base {
            return Ok(true);
        }
        if last_base.next_down() * quality != last.score {
            return Ok(false);
        }
        // The first rank whose weight · factor is below that of the last candidate.
        let base =
            |rank: u32| self.forms.get(rank).map(|form| form.base).ok_or_else(|| self.missing());
        let (mut low, mut high) = (0, self.view.slot_count());
        while low < high {
            let middle = low + (high - low) / 2;
            match base(middle)? < last_base {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        Ok(low < self.view.slot_count() && base(low)? * quality == last.score)
    }
}
