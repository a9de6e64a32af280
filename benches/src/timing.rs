//! How times are taken, summed up and shown.

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

/// Times `answer` for each query: whole rounds over all of them, so that no query finds the caches
/// just as it left them, until `budget` is used up, but at least three. Of each query the median of the
/// rounds counts. The clock is read around each call, which adds some 20 ns to each.
///
/// # Panics
///
/// If there are no queries.
pub fn per_query<'q, Q, A>(
    queries: &'q [Q],
    budget: Duration,
    mut answer: impl FnMut(&'q Q) -> A,
) -> Summary {
    let mut times = vec![Vec::new(); queries.len()];
    let started = Instant::now();
    while times.first().expect("there are queries").len() < 3 || started.elapsed() < budget {
        for (query, times) in queries.iter().zip(&mut times) {
            let called = Instant::now();
            let answers = std::hint::black_box(answer(std::hint::black_box(query)));
            times.push(called.elapsed().as_nanos() as f64);
            drop(answers);
        }
    }
    summarize(times.into_iter().map(median).collect())
}

/// Sums up one time per query.
fn summarize(mut times: Vec<f64>) -> Summary {
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
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_times() {
        let times: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        let Summary { p50, p99, mean } = summarize(times);
        assert_eq!((p50, p99, mean), (100.0, 198.0, 100.5));
        assert_eq!(median(vec![7.0]), 7.0);
    }

    #[test]
    fn every_query_is_timed_in_every_round() {
        let mut calls = Vec::new();
        per_query(&['a', 'b'], Duration::ZERO, |query| calls.push(*query));
        assert_eq!(calls, ['a', 'b', 'a', 'b', 'a', 'b']);
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
