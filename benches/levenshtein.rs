//! How many times as long the `fst` crate's Levenshtein automaton takes for the ten best within one or two edits of a prefix, its
//! building included.
//!
//! Both sides get the same slipped prefixes, in turns. The automaton runs over a map of the same keys, accepts what starts with something
//! near enough, and every match is streamed into a heap of ten by weight. It counts a swap as two edits, knows no costs,
//! and refuses what would need over 10,000 states: such queries are left out, as are those for which mapahead does not look for slips. The name of another corpus can be given.

use std::env;
use std::hint::black_box;
use std::time::Duration;

use mapahead::{Index, SuggestOptions};
use mapahead_benches::contenders::Stream;
use mapahead_benches::queries::Slipped;
use mapahead_benches::timing::{Summary, ratio, show, take_turns};
use mapahead_benches::{Result, corpus, queries};

const DRAWN: usize = 150;
const BUDGET: Duration = Duration::from_secs(4);
const TARGET: f64 = 20.0;

fn main() -> Result<()> {
    // Cargo adds arguments of its own, which all start with a dash.
    let name = env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let name = name.as_deref().unwrap_or("names-1m");
    let names = corpus::read(name)?;
    let index = Index::open(corpus::build_index(name)?.0)?;
    let stream = Stream::new(&names)?;
    let options = SuggestOptions::default();
    println!("{name}: {} entries; top 10; one core, warm.\n", names.len());
    println!(
        "| edits, letters | queries | refused | mapahead p50 | p99 | mean | automaton p50 | p99 | mean | automaton / mapahead, p50 | mean |"
    );
    println!("| --- |{}", " ---: |".repeat(10));
    let mut missed = Vec::new();
    for (distance, letters) in [(1, 4), (1, 6), (1, 8), (2, 8), (2, 10), (2, 12)] {
        let label = format!("{distance}, {letters}");
        let (mut prefixes, mut refused) = (Vec::new(), 0);
        for Slipped { typed, .. } in queries::slipped(&names, letters, distance, DRAWN) {
            if !queries::is_searched_for_slips(&index, &typed)? {
                continue;
            }
            match stream.suggest_within(&typed, distance as u32) {
                Some(_) => prefixes.push(typed),
                None => refused += 1,
            }
        }
        if prefixes.is_empty() {
            println!("| {label} | 0 | {refused} |{}", " |".repeat(8));
            continue;
        }
        let times = take_turns(
            &prefixes,
            BUDGET,
            &mut [&mut |prefix| drop(black_box(index.suggest(prefix, &options))), &mut |prefix| {
                drop(black_box(stream.suggest_within(prefix, distance as u32)))
            }],
        );
        let [ours, theirs] = times[..] else { return Err("two were timed".into()) };
        let cells = |Summary { p50, p99, mean }: Summary| {
            format!("{} | {} | {}", show(p50), show(p99), show(mean))
        };
        println!(
            "| {label} | {} | {refused} | {} | {} | {} | {} |",
            prefixes.len(),
            cells(ours),
            cells(theirs),
            ratio(theirs.p50, ours.p50),
            ratio(theirs.mean, ours.mean),
        );
        if theirs.p50 < TARGET * ours.p50 || theirs.mean < TARGET * ours.mean {
            missed.push(label);
        }
    }
    let verdict = if missed.is_empty() {
        "reached".to_owned()
    } else {
        format!("MISSED at {}", missed.join("; "))
    };
    println!("\nTarget: at least {TARGET}× at p50 and on average ({verdict}).");
    Ok(())
}
