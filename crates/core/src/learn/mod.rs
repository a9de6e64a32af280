//! Slips of people into costs: what [`learn`] makes of pairs of a typed and a meant word.
//!
//! ```text
//! pairs ─▶ checked ─▶ halves by meant word ─▶ training ─▶ slips ─▶ tally ─▶ rates ─▶ costs
//!                                          └▶ held out ─▶ likelihood, success ─▶ gain or none
//! ```

mod intervals;
#[cfg(test)]
mod learn_tests;
mod likelihood;
mod measure;
mod pairs;
mod places;
mod prices;
mod rates;
mod report;
mod slips;
mod tally;

use std::collections::BTreeSet;

pub use intervals::{Difference, Interval};
pub use pairs::SlipPair;
pub use report::{
    LearnReport, LikelihoodReport, PairCounts, PairFault, PairReject, SharesReport, SuccessReport,
    TypedKind,
};

use crate::analysis::Layouts;
use crate::analysis::costs::EditCosts;
use crate::build::BuildOptions;
use crate::error::{Error, Result};
use crate::index::edit_costs;
use crate::kind::Kind;
use crate::settings::{
    LetterCosts, MAX_TYPO_COST, MIN_EDIT_COST, Quality, TypoBudgets, TypoSettings,
};

use intervals::{WordSum, bootstrap};
use likelihood::{Alphabet, SlipModel, SlippedWord, TypedWord, best_sharpness};
use pairs::{Half, KeyPair, hash};
use prices::Prices;
use rates::{STRENGTHS, Scale};
use slips::{Slip, slips_between};
use tally::Tally;

/// The fewest pairs with slips in either half. Fewer tell nothing of letters or of gains.
const MIN_PAIRS: usize = 50;
/// The most that all costs are lowered by, in 1/64, so that slips stay within the budgets.
const MAX_DISCOUNT: u32 = 64;
/// The most pairs that are asked for, of those held out, in the order of the hashes of their words.
const MAX_ASKED: usize = 20_000;

/// Learns what slips cost from pairs of typed and meant words, and judges it by other pairs.
///
/// The pairs are parted by the word that was meant, always in the same way. One half teaches: the
/// cost of a class of slips, and of the letters in it, rises as the slip gets rarer, and rare
/// letters cost as their class does. The other half judges, in three ways: how likely the costs
/// make its slips, and how often its typed words find the meant ones as the first suggestion and
/// among ten, in an index of all meant words with equal weights.
///
/// The languages and layouts of `options` say which letters sound alike and which keys are
/// neighbors. The learned costs are compared with `options.typos`, whose budgets they keep, and
/// whose mean cost they have.
///
/// There is a **gain** if the interval of the difference in likelihood is above 0, and so is that of
/// success at 1, and that of success at 10 is not below. Otherwise the report has `options.typos`.
///
/// ```
/// use mapahead::{BuildOptions, SlipPair, learn};
///
/// // Everybody writes i before e.
/// let mut pairs = Vec::new();
/// for (number, letter) in ('b'..'z').cycle().take(400).enumerate() {
///     let word = |middle: &str| format!("w{}{letter}{middle}{}", number / 24, number % 24);
///     pairs.push(SlipPair::new(&word("ie"), &word("ei")));
/// }
/// # let pairs: Vec<SlipPair> = pairs.into_iter().map(|pair| {
/// #     let plain = |text: String| text.chars().map(|ch| ch.to_digit(10).map_or(ch, |digit| "abcdfghjkl".chars().nth(digit as usize).unwrap_or('x'))).collect::<String>();
/// #     SlipPair { typed: plain(pair.typed), meant: plain(pair.meant), count: 1.0 }
/// # }).collect();
/// let report = learn(&pairs, &BuildOptions::default())?;
/// assert!(report.likelihood.learned > report.likelihood.before);
/// # Ok::<(), mapahead::Error>(())
/// ```
///
/// Takes about 100 µs for each pair that is asked, besides two builds of an index of all meant words.
///
/// # Errors
///
/// [`Error::InvalidInput`] if a half has fewer than 50 pairs with slips, [`Error::InvalidOption`]
/// for an option out of range or an index of kind literal, [`Error::Io`] if there is no room for
/// the indexes among the temporary files.
pub fn learn(pairs: &[SlipPair], options: &BuildOptions) -> Result<LearnReport> {
    if options.kind == Kind::Literal {
        return Err(Error::InvalidOption {
            option: "kind",
            expected: "text: an index of kind literal has no words".to_owned(),
            got: "literal".to_owned(),
        });
    }
    options.check()?;
    let (mut good, rejects) = pairs::checked(pairs);
    // By their words, so that nothing depends on the order of the pairs.
    good.sort_by(|a, b| (&a.meant, &a.typed).cmp(&(&b.meant, &b.typed)));
    let halves = Halves::of(&good, options)?;
    let counts = PairCounts {
        given: pairs.len(),
        training: halves.training.pairs,
        held_out: halves.held_out.pairs,
        beyond: halves.training.beyond + halves.held_out.beyond,
        words: good.chunk_by(|a, b| a.meant == b.meant).count(),
    };
    halves.check(pairs.len())?;

    let typos = halves.learned()?;
    let likelihood = halves.likelihood(&typos)?;
    let learned_options = BuildOptions { typos: typos.clone(), ..options.clone() };
    let words: BTreeSet<&str> = good.iter().map(|pair| pair.meant.as_str()).collect();
    let success = measure::success(&words, &asked(&good), [options, &learned_options])?;
    let gain = likelihood.difference.is_better() && success.first().is_some_and(is_gain);
    let typos = if gain { typos } else { options.typos.clone() };
    Ok(LearnReport { gain, typos, pairs: counts, rejects, likelihood, success })
}

fn is_gain(all: &SuccessReport) -> bool {
    let [first, ten] = &all.at;
    first.difference.is_better() && !ten.difference.is_worse()
}

/// Returns the held-out pairs that are asked, by meant word.
fn asked(pairs: &[KeyPair]) -> Vec<&KeyPair> {
    let mut held_out: Vec<&KeyPair> =
        pairs.iter().filter(|pair| Half::of(&pair.meant) == Half::HeldOut).collect();
    held_out.sort_by_cached_key(|pair| (hash(&pair.meant), pair.meant.clone()));
    held_out.truncate(MAX_ASKED);
    held_out
}

/// The pairs of one half.
#[derive(Default)]
struct HalfPairs {
    words: Vec<SlippedWord>,
    pairs: usize,
    beyond: usize,
}

impl HalfPairs {
    fn with_slips(&self) -> usize {
        self.pairs - self.beyond
    }
}

/// The pairs in halves, and how they are learned from.
struct Halves<'o> {
    training: HalfPairs,
    held_out: HalfPairs,
    alphabet: Alphabet,
    options: &'o BuildOptions,
    /// The costs of classes alone.
    classes: EditCosts,
    /// The costs that were given.
    before: EditCosts,
    typo_base: f64,
}

impl<'o> Halves<'o> {
    fn of(pairs: &[KeyPair], options: &'o BuildOptions) -> Result<Self> {
        let by_class =
            TypoSettings { letters: Some(LetterCosts::new()), ..TypoSettings::default() };
        let classes = tables(&by_class, options)?;
        let [mut training, mut held_out] = [HalfPairs::default(), HalfPairs::default()];
        for word in pairs.chunk_by(|a, b| a.meant == b.meant) {
            let Some(first) = word.first() else { continue };
            let half = match Half::of(&first.meant) {
                Half::Training => &mut training,
                Half::HeldOut => &mut held_out,
            };
            let mut typed = Vec::new();
            for pair in word {
                half.pairs += 1;
                match slips_between(&pair.typed, &pair.meant, &classes) {
                    Some(slips) => {
                        let lens = pair.asked().into_iter().map(|(_, typed)| typed.chars().count());
                        typed.push(TypedWord { slips, count: pair.count, lens: lens.collect() });
                    }
                    None => half.beyond += 1,
                }
            }
            if !typed.is_empty() {
                half.words.push(SlippedWord { meant: first.meant.chars().collect(), typed });
            }
        }
        let sides = pairs.iter().flat_map(|pair| [pair.typed.as_str(), pair.meant.as_str()]);
        let quality = options.quality.unwrap_or_else(|| Quality::for_kind(Kind::Text));
        Ok(Halves {
            training,
            held_out,
            alphabet: Alphabet::of(sides),
            options,
            classes,
            before: tables(&options.typos, options)?,
            // At 1 nothing is divided, and a cost would be worth nothing at all.
            typo_base: quality.typo_base.max(std::f64::consts::E),
        })
    }

    /// Refuses pairs that are too few.
    fn check(&self, given: usize) -> Result<()> {
        let least = self.training.with_slips().min(self.held_out.with_slips());
        if least >= MIN_PAIRS {
            return Ok(());
        }
        Err(Error::InvalidInput {
            file: "the pairs".to_owned(),
            reason: format!(
                "of {given} there are {} to learn from and {} to judge by, each of one word with up to two \
                 slips; there must be {MIN_PAIRS} of both, so give some hundreds",
                self.training.with_slips(),
                self.held_out.with_slips()
            ),
            advice: None,
        })
    }

    /// Learns from the training half.
    ///
    /// As many of its slips stay within the budgets as before: where costs of equal mean would leave
    /// some out, all of them are lowered.
    fn learned(&self) -> Result<TypoSettings> {
        let words: Vec<&SlippedWord> = self.training.words.iter().collect();
        let strength = self.best_strength()?;
        let wanted = within_budgets(&words, &self.before);
        // The least discount of 1/64 each that does, by halves: a lower cost keeps more within.
        let (mut from, mut to) = (0, MAX_DISCOUNT);
        while from < to {
            let middle = u32::midpoint(from, to);
            let typos = self.learned_from(&words, strength, middle)?;
            match within_budgets(&words, &tables(&typos, self.options)?) >= wanted {
                true => to = middle,
                false => from = middle + 1,
            }
        }
        self.learned_from(&words, strength, to)
    }

    fn learned_from(
        &self,
        words: &[&SlippedWord],
        strength: Option<f64>,
        discount: u32,
    ) -> Result<TypoSettings> {
        let tally = Tally::of(words.iter().copied(), &self.classes, &self.alphabet);
        let base = &self.options.typos;
        let TypoBudgets { open, closed } = &base.budgets;
        let budgets = open.iter().chain(closed);
        let budgets = budgets.filter(|budget| budget.edits > 0 && !budget.cheap_only);
        let scale = Scale {
            base,
            typo_base: self.typo_base,
            // Where no budget allows any edit, each cost is as good as another.
            most: budgets.map(|budget| budget.cost).reduce(f64::min).unwrap_or(MAX_TYPO_COST),
            discount: f64::from(discount) * MIN_EDIT_COST,
        };
        let mut typos = rates::learned(&tally, scale, strength);
        let costs = tables(&typos, self.options)?;
        typos.first = rates::first_extra(words, &costs, &self.alphabet, self.typo_base);
        Ok(typos)
    }

    /// Returns the strength of smoothing by which each half of the training half makes the other
    /// most likely. `None` if letters are best left to their classes.
    fn best_strength(&self) -> Result<Option<f64>> {
        let is_odd = |word: &&SlippedWord| {
            // Another bit than the one that parts the halves.
            hash(&word.meant.iter().collect::<String>()) & 2 != 0
        };
        let (odd, even): (Vec<&SlippedWord>, Vec<&SlippedWord>) =
            self.training.words.iter().partition(is_odd);
        let mut best = (f64::NEG_INFINITY, None);
        for strength in STRENGTHS.into_iter().map(Some).chain([None]) {
            let mut sum = 0.0;
            for (taught, judged) in [(&odd, &even), (&even, &odd)] {
                let costs = tables(&self.learned_from(taught, strength, 0)?, self.options)?;
                let prices = Prices::new(&costs);
                let model =
                    SlipModel::new(&prices, &self.alphabet, 1.0 / rates::nat(self.typo_base));
                sum += judged.iter().map(|word| model.log_likelihood(word)).sum::<f64>();
            }
            // The stronger of equal ones, which says less.
            if sum >= best.0 {
                best = (sum, strength);
            }
        }
        Ok(best.1)
    }

    /// Compares how likely the slips of the held-out half are.
    fn likelihood(&self, learned: &TypoSettings) -> Result<LikelihoodReport> {
        let learned = tables(learned, self.options)?;
        let by_word = [&self.before, &learned].map(|costs| {
            let prices = Prices::new(costs);
            let sharpness = best_sharpness(&prices, &self.alphabet, &self.training.words);
            let model = SlipModel::new(&prices, &self.alphabet, sharpness);
            self.held_out.words.iter().map(|word| model.log_likelihood(word)).collect::<Vec<f64>>()
        });
        let slips: f64 = self.held_out.words.iter().map(SlippedWord::count).sum();
        let [before, after] = by_word.each_ref().map(|values| values.iter().sum::<f64>() / slips);
        let [before_by_word, learned_by_word] = &by_word;
        let changes = before_by_word.iter().zip(learned_by_word).zip(&self.held_out.words);
        let sums: Vec<WordSum> = changes
            .map(|((before, learned), word)| WordSum { sum: learned - before, count: word.count() })
            .collect();
        Ok(LikelihoodReport { before, learned: after, difference: bootstrap(&sums) })
    }
}

/// Returns how many typed words are within their budgets, whole and unfinished, as often as they
/// were typed.
fn within_budgets(words: &[&SlippedWord], costs: &EditCosts) -> f64 {
    let prices = Prices::new(costs);
    let mut within = 0.0;
    for word in words {
        for typed in &word.typed {
            let cost: u16 = typed.slips.iter().map(|slip| prices.of_slip(slip)).sum();
            let cheap = typed.slips.iter().all(Slip::is_cheap);
            let fits = |len: usize| {
                // Open, as the measure asks: no white space follows any of its words.
                let budget = costs.budgets().of(len, true, u8::MAX);
                typed.slips.len() <= budget.edits.into()
                    && cost <= budget.cost.into()
                    && (cheap || !budget.cheap_only)
            };
            within += typed.count * typed.lens.iter().filter(|&&len| fits(len)).count() as f64;
        }
    }
    within
}

/// Makes the tables of costs that an index with these settings has.
fn tables(typos: &TypoSettings, options: &BuildOptions) -> Result<EditCosts> {
    let layouts = Layouts::new(&options.layouts)?;
    let chosen = (!options.layouts.is_empty()).then_some(&layouts);
    let [weighted, _] = edit_costs(typos, &options.languages, chosen);
    Ok(weighted)
}
