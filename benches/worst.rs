//! The slowest queries that can be found, with the time of each: whole calls of `suggest`.
//!
//! ```sh
//! cargo bench -p mapahead-benches --bench worst -- [CORPUS] [seconds=120] [keep]
//! ```
//!
//! Starts from queries that are meant to be slow and from those of `benches/worst.txt`, which earlier searches found. The slowest are
//! then changed at random, and what made them slower is kept, for so many seconds in all. `keep` writes the slowest found into the list,
//! one a line as JSON.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mapahead::{Index, SuggestOptions};
use mapahead_benches::climb::climb;
use mapahead_benches::hostile::{self, Words};
use mapahead_benches::random::Random;
use mapahead_benches::timing::show;
use mapahead_benches::{Result, corpus};

/// The most that a query may take whose answer is complete, in nanoseconds.
const TARGET: f64 = 10e6;
/// How many queries are climbed from.
const STARTS: usize = 12;
const SHOWN: usize = 20;
const KEPT: usize = 40;
/// How many times a query is timed for the table, of which the least counts.
const ROUNDS: usize = 5;

fn main() -> Result<()> {
    // Cargo adds arguments of its own, which all start with a dash.
    let (mut name, mut seconds, mut keep) = ("names-1m".to_owned(), 120, false);
    for argument in env::args().skip(1).filter(|argument| !argument.starts_with('-')) {
        match argument.strip_prefix("seconds=") {
            Some(number) => seconds = number.parse()?,
            None if argument == "keep" => keep = true,
            None => name = argument,
        }
    }
    let names = corpus::read(&name)?;
    let words = Words::new(&names);
    let known = kept()?;
    println!(
        "{name}: {} entries; {seconds} s of search by index, from {} queries of earlier ones and those that are made up.",
        names.len(),
        known.len()
    );
    let mut found = BTreeMap::new();
    for (label, path) in
        [("plain", corpus::build_index(&name)?.0), ("us,ru", corpus::build_with_layouts(&name)?.0)]
    {
        let index = Index::open(path)?;
        let mut starts = hostile::queries(&words);
        starts.extend(known.iter().cloned());
        let slowest = search(&index, &words, starts, Duration::from_secs(seconds));
        report(&index, label, &slowest)?;
        for (query, time) in slowest {
            let most = found.entry(query).or_insert(time);
            *most = time.max(*most);
        }
    }
    if keep {
        store(found)?;
    }
    Ok(())
}

/// Returns queries with the time of each, the slowest first.
fn search(
    index: &Index,
    words: &Words<'_>,
    starts: Vec<String>,
    budget: Duration,
) -> Vec<(String, f64)> {
    let timed = |query: String| {
        let time = least_time(index, &query, ROUNDS);
        (query, time)
    };
    let mut all: BTreeMap<String, f64> = starts.into_iter().map(timed).collect();
    let mut random = Random::new(7);
    let frequent = words.first(2_000);
    for (start, _) in slowest_first(&all).into_iter().take(STARTS) {
        let part = budget / STARTS as u32;
        let (query, _) =
            climb(&start, &frequent, part, &mut random, |query| least_time(index, query, 2));
        let time = least_time(index, &query, ROUNDS);
        all.insert(query, time);
    }
    slowest_first(&all)
}

fn slowest_first(times: &BTreeMap<String, f64>) -> Vec<(String, f64)> {
    let mut sorted: Vec<(String, f64)> =
        times.iter().map(|(query, time)| (query.clone(), *time)).collect();
    sorted.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    sorted
}

/// Returns the least of the times of `rounds` calls, in nanoseconds: what interrupts one does not count.
fn least_time(index: &Index, query: &str, rounds: usize) -> f64 {
    let options = SuggestOptions::default();
    let once = || {
        let called = Instant::now();
        drop(black_box(index.suggest(black_box(query), &options)));
        called.elapsed().as_nanos() as f64
    };
    (0..rounds).map(|_| once()).fold(f64::INFINITY, f64::min)
}

/// Prints the slowest, and whether they are within the target.
fn report(index: &Index, label: &str, slowest: &[(String, f64)]) -> Result<()> {
    println!("\n| {label}: time | complete | found | characters | words | query |");
    println!("| ---: | --- | ---: | ---: | ---: | --- |");
    let (mut complete, mut over) = (0.0f64, 0);
    for (at, (query, time)) in slowest.iter().enumerate() {
        let answer = index.suggest(query, &SuggestOptions::default())?;
        if answer.complete {
            complete = complete.max(*time);
            over += usize::from(*time > TARGET);
        }
        if at < SHOWN {
            println!(
                "| {} | {} | {} | {} | {} | `{}` |",
                show(*time),
                if answer.complete { "yes" } else { "no" },
                answer.suggestions.len(),
                query.chars().count(),
                query.split_whitespace().count(),
                shortened(query),
            );
        }
    }
    let all = slowest.first().map_or(0.0, |(_, time)| *time);
    println!(
        "\nSlowest of all {}, slowest with a complete answer {}. Target: a complete answer takes at most {} ({}).",
        show(all),
        show(complete),
        show(TARGET),
        if over == 0 { "reached".to_owned() } else { format!("MISSED by {over} queries") },
    );
    Ok(())
}

/// Returns the first letters of `query`, fit for a table.
fn shortened(query: &str) -> String {
    const MOST: usize = 60;
    let mut start: String =
        query.chars().take(MOST).map(|char| if char == '|' { '/' } else { char }).collect();
    if query.chars().count() > MOST {
        start.push('…');
    }
    start
}

fn list() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("worst.txt")
}

/// Reads the queries that earlier searches found; none if there is no list.
fn kept() -> Result<Vec<String>> {
    if !list().is_file() {
        return Ok(Vec::new());
    }
    fs::read_to_string(list())?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// Writes the slowest of `found` to the list.
#[expect(clippy::disallowed_methods, reason = "a bench keeps what it found")]
fn store(found: BTreeMap<String, f64>) -> Result<()> {
    let mut lines = String::new();
    for (query, _) in slowest_first(&found).into_iter().take(KEPT) {
        lines.push_str(&serde_json::to_string(&query)?);
        lines.push('\n');
    }
    fs::write(list(), lines)?;
    println!("\nThe slowest {KEPT} are kept in {}.", list().display());
    Ok(())
}
