//! What `benches/instructions.mjs` counts the instructions of: a fixed number of queries.
//!
//! `prepare` builds the index and writes the queries; `run SET` answers those of one set: a number for prefixes of so many
//! letters, `words` for three in any order, `typo` and `typos` for prefixes with one and with two slips. They are
//! apart so that callgrind, which is slow, sees next to nothing but queries.

use std::env;
use std::fs;
use std::hint::black_box;
use std::path::PathBuf;

use mapahead::{Index, SuggestOptions};
use mapahead_benches::{Result, corpus, queries};

const CORPUS: &str = "names-100k";
const LETTERS: [usize; 6] = [1, 2, 3, 4, 6, 8];
const QUERIES: usize = 200;

fn main() -> Result<()> {
    // Cargo adds arguments of its own, which all start with a dash.
    let arguments: Vec<String> =
        env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["prepare"] => prepare(),
        ["run", set] => run(set),
        _ => {
            println!(
                "skipped: run `node benches/instructions.mjs`, which counts the instructions of this"
            );
            Ok(())
        }
    }
}

fn queries_path(set: &str) -> PathBuf {
    corpus::folder().join(format!("instructions-{set}.txt"))
}

#[expect(clippy::disallowed_methods, reason = "a bench leaves its inputs under target")]
fn prepare() -> Result<()> {
    let names = corpus::read(CORPUS)?;
    corpus::build_index(CORPUS)?;
    for letters in LETTERS {
        let prefixes = queries::prefixes(&names, letters, QUERIES);
        fs::write(queries_path(&letters.to_string()), prefixes.join("\n"))?;
    }
    let slipped = |letters, slips| -> Vec<String> {
        let queries = queries::slipped(&names, letters, slips, QUERIES);
        queries.into_iter().map(|slipped| slipped.typed).collect()
    };
    fs::write(queries_path("words"), queries::any_order(&names, 3, QUERIES).join("\n"))?;
    fs::write(queries_path("typo"), slipped(6, 1).join("\n"))?;
    fs::write(queries_path("typos"), slipped(10, 2).join("\n"))?;
    Ok(())
}

fn run(set: &str) -> Result<()> {
    let queries = fs::read_to_string(queries_path(set))?;
    let queries: Vec<&str> = queries.lines().collect();
    let index = Index::open(corpus::folder().join(format!("{CORPUS}.mapahead")))?;
    if let Some(first) = queries.first() {
        // What only the first query does is not counted.
        black_box(index.suggest(first, &SuggestOptions::default())?);
    }
    counted_queries(&index, &queries)
}

/// The part that callgrind counts, found by this name.
#[inline(never)]
fn counted_queries(index: &Index, queries: &[&str]) -> Result<()> {
    let options = SuggestOptions::default();
    for query in queries {
        black_box(index.suggest(black_box(query), &options)?);
    }
    Ok(())
}
