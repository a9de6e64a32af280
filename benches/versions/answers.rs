//! The times and the answers of one build of mapahead, for `benches/versions.mjs`.
//!
//! `build SOURCE INDEX` makes an index. `ask INDEX` reads lines from the standard input: `answers FILE` tells a hash of the
//! texts of each answer and whether it was complete, and `times FILE` asks all queries, over and over for a second but once
//! at least, and tells p50, p99 and the mean of their medians in nanoseconds.

mod asked;

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

use mapahead::Index;
use serde_json::{Value, json};

use asked::{Result, Set};

const BUDGET: Duration = Duration::from_secs(1);
const MOST_PASSES: usize = 1000;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["build", source, path] => println!("{}", asked::build(source, path)?),
        ["ask", path] => asked::serve(&Index::open(path)?, answer)?,
        _ => println!("skipped: run `node benches/versions.mjs`, which asks this"),
    }
    Ok(())
}

fn answer(index: &Index, what: &str, set: &Set) -> Result<Value> {
    match what {
        "answers" => answers(index, set),
        "times" => Ok(times(index, set)),
        _ => Err("answers or times".into()),
    }
}

/// Returns a hash of the texts of each answer, with a plus behind it if the answer is complete.
fn answers(index: &Index, set: &Set) -> Result<Value> {
    let mut hashes = Vec::with_capacity(set.queries.len());
    for query in &set.queries {
        let answer = index.suggest(query, &set.options)?;
        let texts = answer.suggestions.iter().flat_map(|one| [one.text.as_bytes(), b"\n"].concat());
        // FNV-1a: the same in each build, unlike the hasher of a compiler.
        let hash = texts.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        hashes.push(format!("{hash:016x}{}", if answer.complete { "+" } else { "" }));
    }
    Ok(json!(hashes))
}

/// Times the queries in passes over all of them, so that none finds what it needs still warm from itself.
fn times(index: &Index, set: &Set) -> Value {
    let mut taken = vec![Vec::new(); set.queries.len()];
    let end = Instant::now() + BUDGET;
    for pass in 0..MOST_PASSES {
        if pass > 0 && Instant::now() >= end {
            break;
        }
        for (query, taken) in set.queries.iter().zip(&mut taken) {
            let started = Instant::now();
            drop(black_box(index.suggest(black_box(query), &set.options)));
            taken.push(started.elapsed().as_nanos() as u64);
        }
    }
    let mut medians: Vec<u64> = taken.into_iter().map(median).collect();
    medians.sort_unstable();
    let sum: u64 = medians.iter().sum();
    json!({
        "p50": percentile(&medians, 50),
        "p90": percentile(&medians, 90),
        "p99": percentile(&medians, 99),
        "mean": sum as f64 / medians.len().max(1) as f64,
    })
}

fn median(mut times: Vec<u64>) -> u64 {
    times.sort_unstable();
    percentile(&times, 50)
}

/// Returns the least of `sorted` that `percent` of all do not exceed; 0 of none.
fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or_default()
}
