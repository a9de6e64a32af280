//! How times are taken, summed up and shown.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The times of a set of queries, in nanoseconds.
#[derive(Debug, Clone, Copy)]
pub struct Summary {
    /// Half of the queries are at most this slow.
    pub p50: f64,
    /// All but one in a hundred are at most this slow.
    pub p99: f64,
    /// The mean.
    pub mean: f64,
}

/// Something that answers a query, and drops the answer.
pub type Contender<'a, Q> = &'a mut dyn FnMut(&'a Q);

/// Times every contender on every query, and sums up their times in the same order.
///
/// # Panics
///
/// As [`time_each`].
pub fn take_turns<'a, Q>(
    queries: &'a [Q],
    budget: Duration,
    contenders: &mut [Contender<'a, Q>],
) -> Vec<Summary> {
    time_each(queries, budget, contenders).into_iter().map(summarize).collect()
}

/// Times every contender on every query, and returns one time for each query, by contender.
///
/// They take turns of some 20 ms, so that what slows one slows all, until
/// `budget` is used up, but each for at least three rounds. A round goes through all queries, so
/// that none finds the caches just as it left them; of each query the median of the rounds counts. The
/// clock is read around each call, which adds some 20 ns to it.
///
/// # Panics
///
/// If there are no queries.
pub fn time_each<'a, Q>(
    queries: &'a [Q],
    budget: Duration,
    contenders: &mut [Contender<'a, Q>],
) -> Vec<Vec<f64>> {
    const TURN: Duration = Duration::from_millis(20);
    assert!(!queries.is_empty(), "there must be queries");
    let mut times = vec![vec![Vec::new(); queries.len()]; contenders.len()];
    let mut turns = 0;
    let started = Instant::now();
    while turns < 3 || started.elapsed() < budget {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            let turn = Instant::now();
            loop {
                for (query, times) in queries.iter().zip(times.iter_mut()) {
                    let called = Instant::now();
                    contender(black_box(query));
                    times.push(called.elapsed().as_nanos() as f64);
                }
                if turn.elapsed() >= TURN {
                    break;
                }
            }
        }
        turns += 1;
    }
    times.into_iter().map(|times| times.into_iter().map(median).collect()).collect()
}

/// Sums up one time per query.
///
/// # Panics
///
/// If there are none.
#[must_use]
pub fn summarize(mut times: Vec<f64>) -> Summary {
    times.sort_unstable_by(f64::total_cmp);
    Summary {
        p50: percentile(&times, 50),
        p99: percentile(&times, 99),
        mean: times.iter().sum::<f64>() / times.len() as f64,
    }
}

/// Returns the median of `times`.
///
/// # Panics
///
/// If there are none.
#[must_use]
pub fn median(mut times: Vec<f64>) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    percentile(&times, 50)
}

/// Returns the least of `sorted` that `percent` of all do not exceed.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() * percent).div_ceil(100).max(1) - 1]
}

/// Shows nanoseconds with a unit that fits.
#[must_use]
pub fn show(nanoseconds: f64) -> String {
    match nanoseconds {
        ..1e3 => format!("{nanoseconds:.0} ns"),
        ..1e6 => format!("{:.2} µs", nanoseconds / 1e3),
        _ => format!("{:.2} ms", nanoseconds / 1e6),
    }
}

/// Shows how many times as long `slow` is as `quick`.
#[must_use]
pub fn ratio(slow: f64, quick: f64) -> String {
    let ratio = slow / quick;
    if ratio < 100.0 { format!("{ratio:.1}×") } else { format!("{ratio:.0}×") }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_times() {
        let times: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        let Summary { p50, p99, mean } = summarize(times);
        assert_eq!((p50, p99, mean), (100.0, 198.0, 100.5));
        assert_eq!(median(vec![7.0]), 7.0);
    }

    #[test]
    fn contenders_take_turns_and_their_times_keep_their_order() {
        let quick = Cell::new(0);
        let mut turns = 0;
        let mut seen = 0;
        let summaries = take_turns(
            &['a', 'b'],
            Duration::ZERO,
            &mut [&mut |_| quick.set(quick.get() + 1), &mut |_| {
                turns += usize::from(quick.get() > seen);
                seen = quick.get();
                let called = Instant::now();
                while called.elapsed() < Duration::from_millis(1) {}
            }],
        );
        assert_eq!(turns, 3);
        assert!(summaries[0].p50 < 1e6 && summaries[1].p50 >= 1e6, "{summaries:?}");
    }

    #[test]
    fn times_and_ratios_have_fitting_units() {
        assert_eq!(show(12.4), "12 ns");
        assert_eq!(show(1_234.0), "1.23 µs");
        assert_eq!(show(12_345_678.0), "12.35 ms");
        assert_eq!(ratio(35.0, 10.0), "3.5×");
        assert_eq!(ratio(12_340.0, 10.0), "1234×");
    }
}
