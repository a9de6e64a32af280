//! How far figures may be from the truth: 95 % intervals, the same for the same pairs.

use serde::Serialize;

/// A 95 % interval: its lower and its upper end.
///
/// ```
/// use mapahead::Interval;
///
/// let share: Interval = [0.58, 0.64];
/// assert!(share[0] <= share[1]);
/// ```
pub type Interval = [f64; 2];

/// The 97.5 % point of the normal distribution.
const Z: f64 = 1.959_964;

/// Returns the interval of a share of `hits` in `queries` by Wilson, which is right for few queries
/// and near 0 and 1 as well.
pub(super) fn wilson(hits: u64, queries: u64) -> Interval {
    if queries == 0 {
        return [0.0, 1.0];
    }
    let (hits, queries) = (hits as f64, queries as f64);
    let share = hits / queries;
    let square = Z * Z;
    let middle = (share + square / (2.0 * queries)) / (1.0 + square / queries);
    let variance = share * (1.0 - share) / queries + square / (4.0 * queries * queries);
    let reach = Z * variance.sqrt() / (1.0 + square / queries);
    [(middle - reach).max(0.0), (middle + reach).min(1.0)]
}

/// A difference of two means, with its interval.
///
/// ```
/// use mapahead::Difference;
///
/// let chance = Difference { value: 0.1, interval: [-0.2, 0.4] };
/// assert!(!chance.is_better());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Difference {
    /// The mean of the learned costs less that of the others.
    pub value: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

impl Difference {
    /// Returns whether all of the interval is above 0.
    #[must_use]
    pub fn is_better(&self) -> bool {
        self.interval[0] > 0.0
    }

    /// Returns whether all of the interval is below 0.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.interval[1] < 0.0
    }
}

/// What one meant word adds to a mean: the sum of its values, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WordSum {
    pub(super) sum: f64,
    pub(super) count: f64,
}

/// How often words are drawn again.
const DRAWS: usize = 1000;
/// What the draws begin with. Any number does.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Returns the mean of all values, with the interval of the bootstrap over words: as many words are
/// drawn as there are, again and again, and of the means the middle 95 % are taken. Slips of one word
/// are drawn together, since they depend on each other.
pub(super) fn bootstrap(words: &[WordSum]) -> Difference {
    let mean = |sums: &mut dyn Iterator<Item = WordSum>| {
        let (sum, count) =
            sums.fold((0.0, 0.0), |(sum, count), word| (sum + word.sum, count + word.count));
        if count > 0.0 { sum / count } else { 0.0 }
    };
    if words.is_empty() {
        return Difference::default();
    }
    let mut state = SEED;
    let mut draw = || {
        // SplitMix64, and its upper half scaled to the number of words.
        state = state.wrapping_add(SEED);
        let mut bits = state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        let place = ((bits >> 32) * words.len() as u64) >> 32;
        // Below the number of words.
        words.get(place as usize).copied().unwrap_or(WordSum { sum: 0.0, count: 0.0 })
    };
    let mut means: Vec<f64> =
        (0..DRAWS).map(|_| mean(&mut (0..words.len()).map(|_| draw()))).collect();
    means.sort_by(f64::total_cmp);
    let at = |place: usize| means.get(place).copied().unwrap_or_default();
    let interval = [at(DRAWS / 40), at(DRAWS - 1 - DRAWS / 40)];
    Difference { value: mean(&mut words.iter().copied()), interval }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_wilson_is_the_one_of_the_textbook() {
        let [low, high] = wilson(81, 263);
        assert!((low - 0.2553).abs() < 1e-4 && (high - 0.3662).abs() < 1e-4, "{low} {high}");
        assert!(wilson(0, 10)[0] < 1e-9 && wilson(10, 10)[1] > 1.0 - 1e-9);
    }

    #[test]
    fn the_bootstrap_covers_the_mean_as_the_normal_interval_does() {
        let words: Vec<WordSum> =
            (0..400).map(|at| WordSum { sum: f64::from(at % 5), count: 1.0 }).collect();
        let found = bootstrap(&words);
        assert_eq!(found.value, 2.0);
        // The deviation of 0 to 4 is √2, so that of a mean of 400 is 0.0707.
        for (end, expected) in found.interval.into_iter().zip([1.861, 2.139]) {
            assert!((end - expected).abs() < 0.02, "{:?}", found.interval);
        }
        assert_eq!(found, bootstrap(&words), "the same draws each time");
    }
}
