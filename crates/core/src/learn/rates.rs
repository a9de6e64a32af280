//! Costs by how often slips happen: smoothed maximum likelihood.
//!
//! A slip of a class is as likely as the class: how often it happened, by how often it could have.
//! A slip of certain letters is `(n + k) / (e + k)` times as likely, where `n` is how often it
//! happened, `e` how often it would have by its class alone, and `k` the strength of the smoothing:
//! as if `k` more of them had happened just as the class says.
//!
//! A cost is `a · −ln(rate) + b`. A unit of cost divides the score by `typoBase`, so `a` is
//! `1 / ln(typoBase)`. And `b` makes the mean cost of the slips the one that it was, less a discount
//! that keeps as many of them within the budgets as before.

use std::collections::BTreeMap;

use crate::analysis::costs::EditCosts;
use crate::settings::{LetterCosts, MAX_TYPO_COST, MIN_EDIT_COST, TypoSettings};

use super::likelihood::{Alphabet, SlipModel, SlippedWord};
use super::prices::Prices;
use super::slips::SlipClass;
use super::tally::{Chances, Tally};

/// The strengths of smoothing that are tried, the weakest first.
pub(super) const STRENGTHS: [f64; 6] = [1.0, 2.0, 4.0, 8.0, 16.0, 64.0];
/// How many wrong first letters are added to both sides of their rate.
const FIRST_STRENGTH: f64 = 4.0;

/// What costs are learned for, besides the slips.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale<'s> {
    /// The settings whose budgets stay, and whose mean cost the learned ones have.
    pub(super) base: &'s TypoSettings,
    /// What a unit of cost divides the score by.
    pub(super) typo_base: f64,
    /// The most that a slip may cost, so that a word of one slip is within its budget.
    pub(super) most: f64,
    /// By how much all slips cost less than the mean would have it.
    pub(super) discount: f64,
}

/// Returns the costs that `words` teach, but for the extra cost of a first letter, which is 0.
pub(super) fn learned(tally: &Tally, scale: Scale<'_>, strength: Option<f64>) -> TypoSettings {
    let rates = ClassRates::of(tally);
    let nat = nat(scale.typo_base);
    let offset = offset(tally, &rates, scale, strength) - scale.discount;
    let cost = |nats: f64| {
        let cost = (nat * nats + offset).clamp(MIN_EDIT_COST, scale.most);
        (cost / MIN_EDIT_COST).round() * MIN_EDIT_COST
    };
    let mut typos = scale.base.clone();
    // A class that could not happen keeps its cost.
    for (class, own) in [
        (SlipClass::Edit, &mut typos.edit),
        (SlipClass::Dropped, &mut typos.dropped),
        (SlipClass::Neighbor, &mut typos.neighbor),
        (SlipClass::Doubled, &mut typos.doubled),
        (SlipClass::Halved, &mut typos.halved),
        (SlipClass::Swap, &mut typos.swap),
        (SlipClass::Sound, &mut typos.sound),
    ] {
        if let Some(nats) = rates.nats(class) {
            *own = cost(nats);
        }
    }
    typos.first = 0.0;
    // Without any, those of the languages would hold.
    typos.letters = Some(
        strength.map_or_else(LetterCosts::new, |strength| letters(tally, &rates, strength, cost)),
    );
    typos
}

/// The most costs by letters that settings may have.
const MAX_LETTERS: usize = 10_000;

/// Returns the costs by letters that differ from those of their classes, the most frequent if they
/// are too many.
fn letters(
    tally: &Tally,
    rates: &ClassRates,
    strength: f64,
    cost: impl Fn(f64) -> f64,
) -> LetterCosts {
    let mut found = Vec::new();
    for ((class, (typed, meant)), chances) in &tally.letters {
        let Some(nats) = rates.nats(*class) else { continue };
        let own = cost(nats - rates.ratio(*class, *chances, strength).ln());
        if own != cost(nats) {
            found.push((chances.happened, typed, meant, own));
        }
    }
    // Stable, so that letters of one count stay in their order.
    found.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    found.truncate(MAX_LETTERS);
    let mut letters = LetterCosts::new();
    for (_, typed, meant, own) in found {
        letters.entry(typed.clone()).or_default().insert(meant.clone(), own);
    }
    letters
}

/// Returns the cost of a nat: a unit of cost divides the score by `typo_base`.
pub(super) fn nat(typo_base: f64) -> f64 {
    1.0 / typo_base.ln()
}

/// How often the slips of each class happen where they can.
struct ClassRates(BTreeMap<SlipClass, f64>);

impl ClassRates {
    fn of(tally: &Tally) -> Self {
        // One more on both sides, so that a class that never happened is not impossible.
        let rate = |chances: &Chances| (chances.happened + 1.0) / (chances.possible + 1.0);
        let possible = tally.classes.iter().filter(|(_, chances)| chances.possible > 0.0);
        ClassRates(possible.map(|(&class, chances)| (class, rate(chances).min(1.0))).collect())
    }

    /// Returns how unlikely a class is, in nats.
    fn nats(&self, class: SlipClass) -> Option<f64> {
        self.0.get(&class).map(|rate| -rate.ln())
    }

    /// Returns how many times as likely as its class a slip is.
    fn ratio(&self, class: SlipClass, chances: Chances, strength: f64) -> f64 {
        let rate = self.0.get(&class).copied().unwrap_or_default();
        (chances.happened + strength) / (chances.possible * rate + strength)
    }
}

/// Returns what makes the mean cost of all slips the one that they have by the base.
fn offset(tally: &Tally, rates: &ClassRates, scale: Scale<'_>, strength: Option<f64>) -> f64 {
    let nat = nat(scale.typo_base);
    let base = scale.base;
    let of_class = |class: SlipClass| match class {
        SlipClass::Edit => base.edit,
        SlipClass::Dropped => base.dropped,
        SlipClass::Neighbor => base.neighbor,
        SlipClass::Doubled => base.doubled,
        SlipClass::Halved => base.halved,
        SlipClass::Swap => base.swap,
        SlipClass::Sound => base.sound,
    };
    let (mut difference, mut count) = (0.0, 0.0);
    for (&class, chances) in &tally.classes {
        let Some(nats) = rates.nats(class) else { continue };
        difference += chances.happened * (of_class(class) - nat * nats);
        count += chances.happened;
    }
    if let Some(strength) = strength {
        for ((class, _), chances) in &tally.letters {
            difference += chances.happened * nat * rates.ratio(*class, *chances, strength).ln();
        }
    }
    if count > 0.0 { difference / count } else { 0.0 }
}

/// Returns what a wrong first letter costs more than `costs` say, whose own extra is 0: as much as
/// it happens less often.
pub(super) fn first_extra(
    words: &[&SlippedWord],
    costs: &EditCosts,
    alphabet: &Alphabet,
    typo_base: f64,
) -> f64 {
    let prices = Prices::new(costs);
    let model = SlipModel::new(&prices, alphabet, 1.0 / nat(typo_base));
    let (mut expected, mut happened) = (0.0, 0.0);
    for word in words {
        let [all, of_first] = model.mass(&word.meant);
        if all > 0.0 {
            expected += word.count() * of_first / all;
        }
        happened +=
            word.slips().filter(|(slip, _)| slip.first).map(|(_, count)| count).sum::<f64>();
    }
    let ratio = (happened + FIRST_STRENGTH) / (expected + FIRST_STRENGTH);
    // A first letter is never cheaper than another.
    let extra = (-ratio.ln() * nat(typo_base)).clamp(0.0, MAX_TYPO_COST);
    (extra / MIN_EDIT_COST).round() * MIN_EDIT_COST
}
