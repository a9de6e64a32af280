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

/// The fewest distinct pairs with slips in either half. Fewer tell nothing of letters or of gains.
const MIN_PAIRS: usize = 50;
/// The fewest distinct meant words in either half: the slips of one word depend on each other.
const MIN_WORDS: usize = 20;
/// The most that all costs are lowered by, in 1/64, so that slips stay within the budgets.
const MAX_DISCOUNT: u32 = 64;
/// How near to the mean cost of before the learned one is to be: a quarter of the step of a cost.
const MEAN_TOLERANCE: f64 = MIN_EDIT_COST / 4.0;
/// How often the learned costs are moved towards that mean.
const MEAN_STEPS: usize = 12;

/// Learns what slips cost from pairs of typed and meant words, and judges it by other pairs.
///
/// The pairs are parted by the word that was meant, always in the same way. One half teaches: the
/// cost of a class of slips, and of the letters in it, rises as the slip gets rarer, and rare
/// letters cost as their class does. The other half judges, in three ways: how likely the costs
/// make its slips, and how often its typed words find the meant ones as the first suggestion and
/// among ten, in an index of all meant words with equal weights.
///
/// Equal pairs are one, with the sum of their counts. The likelihood counts a pair as often as that,
/// and success asks each distinct pair once.
///
/// The languages and layouts of `options` say which letters sound alike and which keys are
/// neighbors. The learned costs are compared with `options.typos`, whose budgets they keep. The mean
/// cost of the teaching slips is that of before, or lower, where that keeps more within the budgets.
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
/// For n pairs it sorts n, goes over the slips of the distinct ones some hundred times, builds two
/// indexes of the meant words, and asks each for at most 20,000 pairs, whole and unfinished, on all
/// threads.
///
/// # Errors
///
/// [`Error::InvalidInput`] about the file `<pairs>` if a half has fewer than 50 distinct pairs with
/// slips, or fewer than 20 distinct words with them, [`Error::InvalidOption`] for an option out of
/// range or an index of kind literal, [`Error::Io`] if there is no room for the indexes among the
/// temporary files.
pub fn learn(pairs: &[SlipPair], options: &BuildOptions) -> Result<LearnReport> {
    if options.kind == Kind::Literal {
        return Err(Error::InvalidOption {
            option: "kind",
            expected: "text: an index of kind literal has no words".to_owned(),
            got: "literal".to_owned(),
        });
    }
    options.check()?;
    let (good, rejects) = pairs::checked(pairs);
    let halves = Halves::of(&good, options)?;
    let counts = PairCounts {
        given: pairs.len(),
        rejected: rejects.len(),
        training: halves.training.pairs,
        held_out: halves.held_out.pairs,
        beyond: halves.training.beyond + halves.held_out.beyond,
        words: good.chunk_by(|a, b| a.meant == b.meant).count(),
    };
    halves.check()?;

    let typos = halves.learned()?;
    let likelihood = halves.likelihood(&typos)?;
    let learned_options = BuildOptions { typos: typos.clone(), ..options.clone() };
    let words: BTreeSet<&str> = good.iter().map(|pair| pair.meant.as_str()).collect();
    let success = measure::success(&words, &measure::asked(&good), [options, &learned_options])?;
    let gain = likelihood.difference.is_better() && success.first().is_some_and(is_gain);
    let typos = if gain { typos } else { options.typos.clone() };
    Ok(LearnReport { gain, typos, pairs: counts, rejects, likelihood, success })
}

fn is_gain(all: &SuccessReport) -> bool {
    let [first, ten] = &all.at;
    first.difference.is_better() && !ten.difference.is_worse()
}

/// The pairs of one half.
#[derive(Default)]
struct HalfPairs {
    /// The words that slips made typed words of.
    words: Vec<SlippedWord>,
    /// How many pairs have such slips.
    pairs: usize,
    /// How many have others.
    beyond: usize,
}

impl HalfPairs {
    fn is_enough(&self) -> bool {
        self.pairs >= MIN_PAIRS && self.words.len() >= MIN_WORDS
    }
}

/// Words that teach, with the tally of their slips.
struct Lesson<'w> {
    words: Vec<&'w SlippedWord>,
    tally: Tally,
    /// The mean cost of their slips by the costs that were given.
    mean: f64,
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
                match slips_between(&pair.typed, &pair.meant, &classes) {
                    Some(slips) => {
                        half.pairs += 1;
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
    fn check(&self) -> Result<()> {
        let [training, held_out] = [&self.training, &self.held_out];
        if training.is_enough() && held_out.is_enough() {
            return Ok(());
        }
        Err(Error::InvalidInput {
            file: "<pairs>".to_owned(),
            reason: format!(
                "there are {} distinct pairs of {} words to learn from and {} of {} to judge by, each of \
                 one word with up to two slips; there must be {MIN_PAIRS} of {MIN_WORDS} in both, so \
                 give some hundreds",
                training.pairs,
                training.words.len(),
                held_out.pairs,
                held_out.words.len()
            ),
            advice: None,
        })
    }

    /// Learns from the training half.
    ///
    /// As many of its slips stay within the budgets as before: where costs of equal mean would leave
    /// some out, all of them are lowered.
    fn learned(&self) -> Result<TypoSettings> {
        let lesson = self.lesson(self.training.words.iter().collect());
        let strength = self.best_strength()?;
        let wanted = within_budgets(&lesson.words, &self.before);
        let offset = self.offset(&lesson, strength)?;
        let discounted = |discount: u32| {
            self.at(&lesson, strength, offset - f64::from(discount) * MIN_EDIT_COST)
        };
        // The least discount of 1/64 each that does, by halves: a lower cost keeps more within.
        let (mut from, mut to) = (0, MAX_DISCOUNT);
        while from < to {
            let middle = u32::midpoint(from, to);
            let (_, costs) = discounted(middle)?;
            match within_budgets(&lesson.words, &costs) >= wanted {
                true => to = middle,
                false => from = middle + 1,
            }
        }
        Ok(discounted(to)?.0)
    }

    fn lesson<'w>(&self, words: Vec<&'w SlippedWord>) -> Lesson<'w> {
        let tally = Tally::of(words.iter().copied(), &self.classes, &self.alphabet);
        let mean = rates::mean_cost(&words, &self.before);
        Lesson { words, tally, mean }
    }

    /// Returns the offset of costs by which their mean is that of before, as near as their bounds and
    /// steps allow.
    fn offset(&self, lesson: &Lesson<'_>, strength: Option<f64>) -> Result<f64> {
        let (mut offset, mut best) = (0.0, (f64::INFINITY, 0.0));
        for _ in 0..MEAN_STEPS {
            let (_, costs) = self.at(lesson, strength, offset)?;
            let missing = lesson.mean - rates::mean_cost(&lesson.words, &costs);
            if missing.abs() < best.0 {
                best = (missing.abs(), offset);
            }
            if best.0 <= MEAN_TOLERANCE {
                break;
            }
            // The mean moves by no more than the offset: costs at their bounds stay there.
            offset += missing;
        }
        Ok(best.1)
    }

    /// Returns what `lesson` teaches with an offset, and the tables of it.
    fn at(
        &self,
        lesson: &Lesson<'_>,
        strength: Option<f64>,
        offset: f64,
    ) -> Result<(TypoSettings, EditCosts)> {
        let base = &self.options.typos;
        let TypoBudgets { open, closed } = &base.budgets;
        let budgets = open.iter().chain(closed);
        // One below the cheapest edit allows none, whatever its number of edits.
        let budgets = budgets.filter(|budget| {
            budget.edits > 0 && !budget.cheap_only && budget.cost >= MIN_EDIT_COST
        });
        // Where no budget allows any edit, each cost is as good as another.
        let most = budgets.map(|budget| budget.cost).reduce(f64::min).unwrap_or(MAX_TYPO_COST);
        let scale = Scale { base, typo_base: self.typo_base, most, offset };
        let mut typos = rates::learned(&lesson.tally, scale, strength);
        let costs = tables(&typos, self.options)?;
        typos.first = rates::first_extra(&lesson.words, &costs, &self.alphabet, self.typo_base);
        let costs = tables(&typos, self.options)?;
        Ok((typos, costs))
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
        let [odd, even] = [odd, even].map(|words| self.lesson(words));
        let mut best = (f64::NEG_INFINITY, None);
        for strength in STRENGTHS.into_iter().map(Some).chain([None]) {
            let mut sum = 0.0;
            for (taught, judged) in [(&odd, &even), (&even, &odd)] {
                let (_, costs) = self.at(taught, strength, self.offset(taught, strength)?)?;
                let prices = Prices::new(&costs);
                let model =
                    SlipModel::new(&prices, &self.alphabet, 1.0 / rates::nat(self.typo_base));
                sum += judged.words.iter().map(|word| model.log_likelihood(word)).sum::<f64>();
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
