//! How many times as long the contenders take for the ten best of a prefix: the tables of
//! `docs/performance.md`, in Markdown, from one run of less than two minutes.
//!
//! Times are of whole calls of `Index::suggest` with default options: analysis, search, texts,
//! scores and highlights. The contenders get their query as a key and return text and weight.
//! They take turns of some 20 ms. Before anything is timed, all three must give the same answers. A name of another corpus can be given.

use std::env;
use std::hint::black_box;
use std::time::Duration;

use mapahead::{Index, MatchKind, SuggestOptions};
use mapahead_benches::contenders::{Answer, BestFirst, Stream};
use mapahead_benches::timing::{Summary, ratio, show, take_turns};
use mapahead_benches::{Result, corpus, queries};

const LETTERS: [usize; 6] = [1, 2, 3, 4, 6, 8];
const QUERIES: usize = 200;
const BUDGET: Duration = Duration::from_secs(6);

fn main() -> Result<()> {
    // Cargo adds arguments of its own, which all start with a dash.
    let name = env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let name = name.as_deref().unwrap_or("names-1m");
    let names = corpus::read(name)?;
    let (path, report) = corpus::build_index(name)?;
    let index = Index::open(&path)?;
    let options = SuggestOptions { max_tier: 0, ..Default::default() };
    let best_first = BestFirst::new(&names)?;
    let stream = Stream::new(&names)?;
    println!(
        "{name}: {} entries; index {} bytes; map of places {} bytes, map of ranks {} bytes (both without texts).",
        report.entries,
        report.bytes,
        stream.map_bytes(),
        best_first.map_bytes(),
    );
    println!(
        "Top 10, {QUERIES} prefixes a length, cut from names drawn by weight; one core, warm.\n"
    );

    let mut rows = Vec::new();
    for letters in LETTERS {
        let prefixes = queries::prefixes(&names, letters, QUERIES);
        for prefix in &prefixes {
            check(&index, prefix, &stream.suggest(prefix), &best_first.suggest(prefix))?;
        }
        let times = take_turns(
            &prefixes,
            BUDGET,
            &mut [
                &mut |prefix| drop(black_box(index.suggest(prefix, &options))),
                &mut |prefix| drop(black_box(best_first.suggest(prefix))),
                &mut |prefix| drop(black_box(stream.suggest(prefix))),
            ],
        );
        let [ours, best_first, stream] = times[..] else { return Err("three were timed".into()) };
        rows.push((letters, ours, best_first, stream));
    }

    let times = |Summary { p50, p99, mean }: Summary| {
        format!("{} | {} | {}", show(p50), show(p99), show(mean))
    };
    println!(
        "| letters | mapahead p50 | p99 | mean | best-first p50 | p99 | mean | streaming p50 | p99 | mean |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for &(letters, ours, best_first, stream) in &rows {
        println!("| {letters} | {} | {} | {} |", times(ours), times(best_first), times(stream));
    }
    println!(
        "\n| letters | streaming / mapahead, p50 | mean | best-first / mapahead, p50 | p99 | mean |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    for (letters, ours, best_first, stream) in rows {
        println!(
            "| {letters} | {} | {} | {} | {} | {} |",
            ratio(stream.p50, ours.p50),
            ratio(stream.mean, ours.mean),
            ratio(best_first.p50, ours.p50),
            ratio(best_first.p99, ours.p99),
            ratio(best_first.mean, ours.mean),
        );
    }
    Ok(())
}

/// Fails unless the three agree about `prefix`.
fn check(index: &Index, prefix: &str, stream: &[Answer], best_first: &[Answer]) -> Result<()> {
    let options = SuggestOptions { max_tier: 0, ..Default::default() };
    let ours = index.suggest(prefix, &options)?.suggestions;
    // A name that was typed whole counts ten times as much, which only mapahead knows.
    let whole = ours.iter().any(|suggestion| suggestion.matched.kind == MatchKind::Whole);
    // So are words inside a name: what begins with the prefix must be the head of what they find.
    let beginnings = ours.iter().filter(|suggestion| suggestion.matched.kind == MatchKind::Prefix);
    let texts: Vec<&str> = beginnings.map(|suggestion| suggestion.text).collect();
    let same = texts.iter().copied().eq(stream.iter().take(texts.len()).map(|answer| answer.text));
    if stream == best_first && (same || whole) {
        return Ok(());
    }
    Err(format!("answers to {prefix:?} differ:\n{ours:#?}\n{stream:#?}\n{best_first:#?}").into())
}
