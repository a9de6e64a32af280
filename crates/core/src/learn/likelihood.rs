//! How likely costs make the slips of people.
//!
//! Costs are no probabilities yet. They become some by one number, the **sharpness** λ: given that
//! a word has a slip, each slip that it can have is as likely as `exp(−λ · cost)`, and all of them
//! together are certain. So two tables of costs are compared as two models of the same slips, each
//! with the λ that suits it best.

use std::collections::BTreeMap;

use crate::analysis::Analyzer;
use crate::analysis::units::UNITS;
use crate::kind::Kind;

use super::places::{Place, each_place};
use super::prices::Prices;
use super::slips::Slip;

/// The letters that a slip may type.
#[derive(Debug, Clone)]
pub(super) struct Alphabet(Vec<char>);

/// The most letters: rarer ones, of the thousands that Chinese has, are typed by no slip.
const MAX_LETTERS: usize = 512;

impl Alphabet {
    /// Returns the letters of `words` that costs can name, the most frequent if there are many.
    pub(super) fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let analyzer = Analyzer::new(Kind::Text);
        // A mark, such as a vowel sign, is no letter by itself.
        let is_letter = |letter: char| {
            let mut key = String::new();
            let text = letter.encode_utf8(&mut [0; 4]).to_owned();
            analyzer.form_key(&text, &mut key);
            !letter.is_numeric() && key == text
        };
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        for letter in words.flat_map(str::chars) {
            *counts.entry(letter).or_default() += 1;
        }
        let counts = counts.into_iter().filter(|&(letter, _)| is_letter(letter));
        let mut letters: Vec<(char, usize)> = counts.collect();
        letters.sort_by_key(|&(letter, count)| (std::cmp::Reverse(count), letter));
        letters.truncate(MAX_LETTERS);
        Alphabet(letters.into_iter().map(|(letter, _)| letter).collect())
    }

    /// Returns whether all letters of `side` are among them.
    pub(super) fn has(&self, side: &str) -> bool {
        side.chars().all(|letter| self.0.contains(&letter))
    }

    /// Returns the letters.
    pub(super) fn letters(&self) -> &[char] {
        &self.0
    }
}

/// A typed word.
#[derive(Debug, Clone)]
pub(super) struct TypedWord {
    pub(super) slips: Vec<Slip>,
    /// How often it was typed.
    pub(super) count: f64,
    /// How many letters it has, whole and unfinished.
    pub(super) lens: Vec<usize>,
}

/// A meant word with its slips.
#[derive(Debug, Clone)]
pub(super) struct SlippedWord {
    pub(super) meant: Vec<char>,
    pub(super) typed: Vec<TypedWord>,
}

impl SlippedWord {
    /// Returns each slip with its count.
    pub(super) fn slips(&self) -> impl Iterator<Item = (&Slip, f64)> {
        let words = self.typed.iter();
        words.flat_map(|typed| typed.slips.iter().map(move |slip| (slip, typed.count)))
    }

    /// Returns how many slips there are.
    pub(super) fn count(&self) -> f64 {
        self.typed.iter().map(|typed| typed.slips.len() as f64 * typed.count).sum()
    }
}

/// A model of slips: prices with a sharpness.
#[derive(Debug)]
pub(super) struct SlipModel<'p> {
    prices: &'p Prices<'p>,
    sharpness: f64,
    /// `exp(−λ · cost)` by the cost in units.
    likely: Vec<f64>,
    /// By meant letter, all others in its place together.
    replaced: BTreeMap<char, f64>,
    /// By letter, that it is too much.
    added: BTreeMap<char, f64>,
    added_any: f64,
}

impl<'p> SlipModel<'p> {
    /// Makes the sums over all letters, which every word needs.
    pub(super) fn new(prices: &'p Prices<'p>, alphabet: &Alphabet, sharpness: f64) -> Self {
        let likelihood = |units: u16| (-sharpness * f64::from(units) / f64::from(UNITS)).exp();
        let likely: Vec<f64> = (0..512).map(likelihood).collect();
        let of = |units: u8| likelihood(units.into());
        let letters = alphabet.letters();
        let replaced = |meant: char| {
            let others = letters.iter().filter(|&&typed| typed != meant);
            others.map(|&typed| of(prices.replaced(typed, meant))).sum::<f64>()
        };
        let replaced = letters.iter().map(|&meant| (meant, replaced(meant))).collect();
        let added = letters.iter().map(|&letter| (letter, of(prices.added(letter))));
        let added: BTreeMap<char, f64> = added.collect();
        let added_any = added.values().sum();
        SlipModel { prices, sharpness, likely, replaced, added, added_any }
    }

    fn likely(&self, units: u16) -> f64 {
        self.likely.get(usize::from(units)).copied().unwrap_or_default()
    }

    /// Returns how likely all slips of `word` are together, and those of its first letter.
    pub(super) fn mass(&self, word: &[char]) -> [f64; 2] {
        let extra = self.likely(self.prices.first().into());
        let [mut all, mut of_first] = [0.0; 2];
        each_place(word, self.prices.costs(), |place, is_first| {
            let mass = self.mass_at(place) * if is_first { extra } else { 1.0 };
            all += mass;
            of_first += if is_first { mass } else { 0.0 };
        });
        [all, of_first]
    }

    fn mass_at(&self, place: Place) -> f64 {
        let units = match place {
            Place::Replaced(letter) => {
                return self.replaced.get(&letter).copied().unwrap_or_default();
            }
            Place::Added(before, after) => {
                let of = |letter: Option<char>| {
                    letter.and_then(|letter| self.added.get(&letter)).copied().unwrap_or_default()
                };
                let beside = if before == after { of(before) } else { of(before) + of(after) };
                // Not below nothing by rounding, where a letter beside is all that there is.
                return (self.added_any - beside).max(0.0);
            }
            Place::Dropped(letter) => self.prices.dropped(letter),
            Place::Halved(letter) => self.prices.halved(letter),
            Place::Doubled(letter) => self.prices.doubled(letter),
            Place::Swapped(a, b) => self.prices.swapped(a, b),
            Place::Sounding => self.prices.sounding(),
        };
        self.likely(units.into())
    }

    /// Returns the logarithm of how likely the slips of `word` are, all together, in nats.
    pub(super) fn log_likelihood(&self, word: &SlippedWord) -> f64 {
        let [all, _] = self.mass(&word.meant);
        // A word without any letter that slips: it has none.
        if all <= 0.0 {
            return 0.0;
        }
        let of_slip = |slip: &Slip| {
            let units = f64::from(self.prices.of_slip(slip));
            -self.sharpness * units / f64::from(UNITS) - all.ln()
        };
        word.slips().map(|(slip, count)| count * of_slip(slip)).sum()
    }
}

/// The highest sharpness: a unit of cost divides what is likely by e to this.
const MAX_SHARPNESS: f64 = 32.0;
/// How often the range of the sharpness is cut, by a third or so each time.
const STEPS: usize = 24;

/// Returns the sharpness that makes the slips of `words` most likely.
///
/// The logarithm of the likelihood is concave in λ, as of every log-linear model, so a search by
/// the golden section finds its top.
pub(super) fn best_sharpness(
    prices: &Prices<'_>,
    alphabet: &Alphabet,
    words: &[SlippedWord],
) -> f64 {
    let value = |sharpness: f64| {
        let model = SlipModel::new(prices, alphabet, sharpness);
        words.iter().map(|word| model.log_likelihood(word)).sum::<f64>()
    };
    let ratio = (5.0_f64.sqrt() - 1.0) / 2.0;
    let [mut from, mut to] = [0.0, MAX_SHARPNESS];
    let mut inner = [to - ratio * (to - from), from + ratio * (to - from)];
    let mut values = inner.map(value);
    for _ in 0..STEPS {
        let [low, high] = inner;
        // One of the two inner points stays, so each step costs one value.
        if values[0] < values[1] {
            from = low;
            inner = [high, from + ratio * (to - from)];
            values = [values[1], value(inner[1])];
        } else {
            to = high;
            inner = [to - ratio * (to - from), low];
            values = [value(inner[0]), values[0]];
        }
    }
    f64::midpoint(from, to)
}
