//! How often a query takes memory, of one build of mapahead, for `benches/versions.mjs`.
//!
//! `ask INDEX` reads lines from the standard input, `allocations FILE` each, and tells the mean and the most allocations and
//! bytes of a query of the set. All queries were asked once before, so that what only the first ones do is not counted.

mod asked;

use std::env;
use std::hint::black_box;

use mapahead::Index;
use serde_json::{Value, json};

use asked::{Result, Set};

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["build", source, path] => println!("{}", asked::build(source, path)?),
        ["ask", path] => asked::serve(&Index::open(path)?, |index, _, set| count(index, set))?,
        _ => println!("skipped: run `node benches/versions.mjs allocations`, which asks this"),
    }
    Ok(())
}

fn count(index: &Index, set: &Set) -> Result<Value> {
    for query in &set.queries {
        index.suggest(query, &set.options)?;
    }
    let mut counts = Vec::with_capacity(set.queries.len());
    let mut bytes = 0;
    for query in &set.queries {
        let taken = allocation_counter::measure(|| {
            drop(black_box(index.suggest(query, &set.options)));
        });
        counts.push(taken.count_total);
        bytes += taken.bytes_total;
    }
    let queries = counts.len().max(1) as f64;
    Ok(json!({
        "mean": counts.iter().sum::<u64>() as f64 / queries,
        "most": counts.iter().max(),
        "bytes": bytes as f64 / queries,
    }))
}
