//! Costs by how often slips happen: smoothed maximum likelihood.
//!
//! A slip of a class is as likely as the class: how often it happened, by how often it could have.
//! A slip of certain letters is `(n + k) / (e + k)` times as likely, where `n` is how often it
//! happened, `e` how often it would have by its class alone, and `k` the strength of the smoothing:
//! as if `k` more of them had happened just as the class says.
//!
//! A cost is `a · −ln(rate) + b`. A unit of cost divides the score by `typoBase`, so `a` is
//! `1 / ln(typoBase)`. And `b` makes the mean cost of the slips the one that it was, with all that a
//! slip costs on both sides: its letters, and a wrong first one. A discount then keeps as many of the
//! slips within the budgets as before.

use std::collections::BTreeMap;

use crate::analysis::costs::EditCosts;
use crate::analysis::letter_costs::MAX_LETTER_COSTS;
use crate::analysis::units::UNITS;
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
    /// The settings whose budgets stay.
    pub(super) base: &'s TypoSettings,
    /// What a unit of cost divides the score by.
    pub(super) typo_base: f64,
    /// The most that a slip may cost besides a wrong first letter: the lowest budget of any edit.
    pub(super) most: f64,
    /// What is added to each cost.
    pub(super) offset: f64,
}

/// Returns the costs that `words` teach, but for the extra cost of a first letter, which is 0.
pub(super) fn learned(tally: &Tally, scale: Scale<'_>, strength: Option<f64>) -> TypoSettings {
    let rates = ClassRates::of(tally);
    let nat = nat(scale.typo_base);
    let cost = |nats: f64| {
        let cost = (nat * nats + scale.offset).clamp(MIN_EDIT_COST, scale.most);
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
    found.truncate(MAX_LETTER_COSTS);
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

/// Returns the mean cost of the slips of `words` by `costs`, those of letters and of a wrong first
/// letter included. 0 without any slip.
pub(super) fn mean_cost(words: &[&SlippedWord], costs: &EditCosts) -> f64 {
    let prices = Prices::new(costs);
    let (mut sum, mut count) = (0.0, 0.0);
    for (slip, times) in words.iter().flat_map(|word| word.slips()) {
        sum += times * f64::from(prices.of_slip(slip)) / f64::from(UNITS);
        count += times;
    }
    if count > 0.0 { sum / count } else { 0.0 }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_the_logarithm_of_its_rate() {
        let mut tally = Tally::default();
        let chances = |happened, possible| Chances { happened, possible };
        // A rate of (9 + 1) / (99 + 1) = 1/10.
        tally.classes.insert(SlipClass::Edit, chances(9.0, 99.0));
        // e is 40 · 1/10, so with a strength of 4 a letter is (20 + 4) / (4 + 4) = 3 times as likely.
        let of = |typed: &str, meant: &str| (SlipClass::Edit, (typed.to_owned(), meant.to_owned()));
        tally.letters.insert(of("a", "e"), chances(20.0, 40.0));
        // And (0 + 4) / (12 + 4) = 1/4 times.
        tally.letters.insert(of("q", "e"), chances(0.0, 120.0));
        let base = TypoSettings::default();
        let learned = |offset, most| {
            let scale = Scale { base: &base, typo_base: 10.0, most, offset };
            learned(&tally, scale, Some(4.0))
        };
        let rounded = |cost: f64| (cost * 64.0).round() / 64.0;
        let typos = learned(0.0, 3.0);
        assert_eq!(typos.edit, 1.0);
        let letters = typos.letters.unwrap();
        assert_eq!(letters["a"]["e"], rounded(-(0.3_f64.log10())));
        assert_eq!(letters["q"]["e"], rounded(-(0.025_f64.log10())));
        // What could not happen costs as before.
        assert_eq!((typos.swap, typos.first), (base.swap, 0.0));
        assert_eq!(learned(0.5, 3.0).edit, 1.5);
        let bounded = learned(0.5, 1.25);
        assert_eq!((bounded.edit, bounded.letters.unwrap().get("q")), (1.25, None));
    }
}
