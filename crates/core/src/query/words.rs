//! Words in any order: the forms in which each typed word is a word of its own.
//!
//! The typed word with the fewest postings leads. Its forms come in the order of their ranks, and the
//! terms of each form tell whether the other words are there too. That stops as soon as no form to come
//! can be among the best, which is soon if many forms match; if few do, the list is read to its end,
//! and it is the shortest of all.

use super::alternatives::{Alternatives, Span};
use super::assignment;
use super::effort::Effort;
use super::prefix::{Group, Keys};
use super::ranks::Ranks;
use super::top::{Rest, Top};
use crate::analysis::costs::cost_of;
use crate::error::Result;
use crate::index::Words;
use crate::settings::Quality;

/// What a matching word adds to the sum that an assignment makes least: the cost first, then the stems.
const COST: u32 = 1 << 10;

/// Returns the quality of a match of words with slips of `cost` units.
pub(super) fn quality_of(constant: f64, quality: &Quality, cost: u16) -> f64 {
    if cost == 0 { constant } else { constant * quality.typo_base.powf(-cost_of(cost)) }
}

/// A search for forms with some words.
pub(super) struct AnyOrder<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) keys: &'a Keys<'a>,
    pub(super) quality: &'a Quality,
    /// The least sum of costs that a form can have that is not known yet, in units.
    pub(super) least_new_cost: u16,
}

impl AnyOrder<'_> {
    /// Gives `top` the best forms in which each of `typed` is a word. All have the tier and the reading of
    /// `group`; kind, cost and quality are set here.
    pub(super) fn push_best(
        &self,
        typed: &[&Alternatives],
        group: Group,
        top: &mut Top,
        effort: &mut Effort,
    ) -> Result<()> {
        match typed {
            [] => Ok(()),
            [only] => self.one(only, group, top, effort),
            _ => self.several(typed, group, top, effort),
        }
    }

    /// One word: what each term costs, and so the quality, is known before its forms are.
    fn one(
        &self,
        typed: &Alternatives,
        group: Group,
        top: &mut Top,
        effort: &mut Effort,
    ) -> Result<()> {
        let mut kinds: Vec<(u8, bool)> =
            typed.spans().iter().map(|span| (span.cost, span.by_stem)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for (cost, by_stem) in kinds {
            if u16::from(cost) < self.least_new_cost {
                continue;
            }
            let of_kind = |span: &&Span| (span.cost, span.by_stem) == (cost, by_stem);
            let spans = typed.spans().iter().filter(of_kind).map(|span| span.terms.clone());
            let quality = quality_of(self.quality.words, self.quality, cost.into());
            let group = Group { quality, cost: cost.into(), ..group };
            if !self.may_matter(quality, top)? {
                continue;
            }
            let mut ranks = Ranks::new(self.words, spans, effort)?;
            while let Some(rank) = ranks.next()? {
                let form = self.keys.form(rank)?;
                if self.is_settled(form.base, quality, form.ordinal, top)? || !effort.spend(1) {
                    break;
                }
                let candidate = group.candidate(form);
                top.push(super::rank::Candidate { by_stem, ..candidate });
            }
        }
        Ok(())
    }

    fn several(
        &self,
        typed: &[&Alternatives],
        group: Group,
        top: &mut Top,
        effort: &mut Effort,
    ) -> Result<()> {
        let Some(leader) = typed.iter().min_by_key(|word| word.postings()) else { return Ok(()) };
        let least: u16 = typed.iter().map(|word| u16::from(word.least_cost())).sum();
        let least = least.max(self.least_new_cost);
        let quality = quality_of(self.quality.words, self.quality, least);
        let spans = leader.spans().iter().map(|span| span.terms.clone());
        if !self.may_matter(quality, top)? {
            return Ok(());
        }
        let mut ranks = Ranks::new(self.words, spans, effort)?;
        let (mut terms, mut looked) = (Vec::new(), 0u32);
        while let Some(rank) = ranks.next()? {
            if !effort.spend(1) {
                break;
            }
            looked += 1;
            self.words.terms_of(rank, &mut terms)?;
            let cost = |number: usize, word: usize| cost(typed, &terms, number, word);
            let sum = assignment::least(typed.len(), terms.len(), cost);
            // Looking at the form is the dearer part, so the bound is only checked now and then.
            if let Some(sum) = sum {
                let form = self.keys.form(rank)?;
                if self.is_settled(form.base, quality, form.ordinal, top)? {
                    break;
                }
                let cost = (sum / COST) as u16;
                let quality = quality_of(self.quality.words, self.quality, cost);
                let by_stem = sum % COST > 0;
                let candidate = Group { quality, cost, ..group }.candidate(form);
                top.push(super::rank::Candidate { by_stem, ..candidate });
            } else if looked.is_multiple_of(64) {
                let form = self.keys.form(rank)?;
                if self.is_settled(form.base, quality, form.ordinal, top)? {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Returns whether any form at all could be among the best with `quality`.
    fn may_matter(&self, quality: f64, top: &Top) -> Result<bool> {
        // No form is better than the first.
        Ok(top.may_take(self.keys.form(0)?.base * quality))
    }

    /// Returns whether no form from the one with `base` and `ordinal` on can be among the best.
    fn is_settled(&self, base: f64, quality: f64, ordinal: u32, top: &Top) -> Result<bool> {
        match top.rest(base * quality, quality, ordinal) {
            Rest::Open => Ok(false),
            Rest::Settled => Ok(true),
            Rest::SettledButForTies => Ok(!self.keys.ties_below(base, quality)?),
        }
    }
}

/// Returns what it costs that the typed word `number` is the word `word` of a form with `terms`.
#[inline]
fn cost(typed: &[&Alternatives], terms: &[u32], number: usize, word: usize) -> assignment::Cost {
    let span = typed.get(number)?.find(*terms.get(word)?)?;
    Some(u32::from(span.cost) * COST + u32::from(span.by_stem))
}
