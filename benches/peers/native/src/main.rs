//! Peers of mapahead that are crates, each in a process that `benches/peers/main.mjs` starts and asks.
//!
//! `PEER SETTING CORPUS PATH [prepare]`, and lines of the standard input, as `benches/peers/contender.mjs` says.

mod fst_keys;
mod words;

use std::env;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use mapahead_benches::{Result, corpus};
use serde_json::{Value, json};

/// A text with its weight.
type Found = (String, u64);

/// What answers queries.
trait Peer {
    /// Returns the ten best texts; with `slips` also those that the query does not match as it is.
    fn answer(&self, query: &str, slips: bool) -> Result<Vec<Found>>;
    /// Returns the bytes of the file, if there is one.
    fn bytes(&self) -> Option<u64>;
}

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let started = Instant::now();
    match arguments[..] {
        ["tantivy", _, corpus, path, "prepare"] => words::build(&corpus::read(corpus)?, path)?,
        [_, _, _, _, "prepare"] => {}
        ["tantivy", _, _, path] => return serve(&words::Words::open(Path::new(path))?, started),
        ["fst", setting, corpus, _] => {
            return serve(&fst_keys::Keys::new(&corpus::read(corpus)?, setting)?, started);
        }
        _ => return Err("PEER SETTING CORPUS PATH [prepare], where PEER is tantivy or fst".into()),
    }
    println!("{}", json!({ "ms": milliseconds(started) }));
    Ok(())
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// Says how long it took to open, and answers lines until they end.
fn serve(peer: &dyn Peer, started: Instant) -> Result<()> {
    println!("{}", json!({ "ms": milliseconds(started), "bytes": peer.bytes() }));
    for line in std::io::stdin().lines() {
        let line = line?;
        let (what, path) = line.split_once(' ').ok_or("a line is WHAT FILE")?;
        if what == "settle" {
            println!("{{}}");
            continue;
        }
        let asked: Value = serde_json::from_slice(&fs::read(path)?)?;
        let texts = asked["queries"].as_array().ok_or("a file has queries")?;
        let queries: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
        let slips = asked["slips"].as_bool().unwrap_or_default();
        let budget = Duration::from_millis(asked["ms"].as_u64().unwrap_or(1000));
        match what {
            "answers" => println!("{}", answers(peer, &queries, slips, budget)?),
            _ => println!("{}", times(peer, &queries, slips, budget)?),
        }
    }
    Ok(())
}

/// Answers as many queries as the time goes, one at least; the others have no answer.
fn answers(peer: &dyn Peer, queries: &[&str], slips: bool, budget: Duration) -> Result<Value> {
    let end = Instant::now() + budget;
    let mut answers = Vec::with_capacity(queries.len());
    for (at, query) in queries.iter().enumerate() {
        if at > 0 && Instant::now() >= end {
            answers.push(Value::Null);
            continue;
        }
        let found = peer.answer(query, slips)?.into_iter();
        answers
            .push(found.map(|(text, weight)| json!({ "text": text, "weight": weight })).collect());
    }
    Ok(Value::Array(answers))
}

/// Asks over and over, at least once as far as the time goes; the figures are microseconds.
fn times(peer: &dyn Peer, queries: &[&str], slips: bool, budget: Duration) -> Result<Value> {
    let mut taken = vec![Vec::new(); queries.len()];
    let end = Instant::now() + budget;
    let mut passes = 0;
    'passes: while passes == 0 || Instant::now() < end {
        for (at, query) in queries.iter().enumerate() {
            if passes == 0 && at > 0 && Instant::now() >= end {
                break 'passes;
            }
            let called = Instant::now();
            black_box(peer.answer(black_box(query), slips)?);
            taken[at].push(called.elapsed().as_secs_f64() * 1e6);
        }
        passes += 1;
    }
    let middle = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let mut medians: Vec<f64> =
        taken.into_iter().filter(|times| !times.is_empty()).map(middle).collect();
    medians.sort_by(f64::total_cmp);
    let at = |percent: usize| medians[(medians.len() * percent).div_ceil(100).max(1) - 1];
    let mean = medians.iter().sum::<f64>() / medians.len() as f64;
    Ok(json!({ "asked": medians.len(), "p50": at(50), "p99": at(99), "mean": mean }))
}
