//! What `benches/instructions.mjs` counts the instructions of: a fixed number of queries.
//!
//! `prepare` builds the index and writes the queries; `run LENGTH` answers those of one length. They are
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
        ["run", letters] => run(letters.parse()?),
        _ => {
            println!(
                "skipped: run `node benches/instructions.mjs`, which counts the instructions of this"
            );
            Ok(())
        }
    }
}

fn queries_path(letters: usize) -> PathBuf {
    corpus::folder().join(format!("instructions-{letters}.txt"))
}

#[expect(clippy::disallowed_methods, reason = "a bench leaves its inputs under target")]
fn prepare() -> Result<()> {
    let names = corpus::read(CORPUS)?;
    corpus::build_index(CORPUS)?;
    for letters in LETTERS {
        fs::write(queries_path(letters), queries::prefixes(&names, letters, QUERIES).join("\n"))?;
    }
    Ok(())
}

fn run(letters: usize) -> Result<()> {
    let queries = fs::read_to_string(queries_path(letters))?;
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
