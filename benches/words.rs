//! How long words in any order take, the last one unfinished: whole calls of `suggest`, p50 and p99.
//!
//! The words of a name are shuffled, and the last one is cut to one letter or more. The name of
//! another corpus can be given.

use std::env;
use std::time::Duration;

use mapahead::Index;
use mapahead_benches::table::{Table, Target};
use mapahead_benches::{Result, corpus, queries};

const QUERIES: usize = 500;
const BUDGET: Duration = Duration::from_secs(6);
const TARGET: Target = Target { what: "two and three words", p50: 40e3, p99: 600e3 };

fn main() -> Result<()> {
    // Cargo adds arguments of its own, which all start with a dash.
    let name = env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let name = name.as_deref().unwrap_or("names-1m");
    let names = corpus::read(name)?;
    let plain = Index::open(corpus::build_index(name)?.0)?;
    let layouts = Index::open(corpus::build_with_layouts(name)?.0)?;
    let indexes = || vec![("plain", &plain), ("us,ru", &layouts)];
    println!("{name}: {} entries; top 10; one core, warm.\n", names.len());

    let mut table = Table::new(indexes());
    for words in [2, 3] {
        table.time(
            format!("{words} words"),
            &queries::any_order(&names, words, QUERIES),
            BUDGET,
        )?;
    }
    table.print("words in any order", TARGET);

    let mut table = Table::new(indexes());
    table.time("1 word".to_owned(), &queries::any_order(&names, 1, QUERIES), BUDGET)?;
    table.print("a word inside", Target { what: "one word, for comparison", ..TARGET });
    Ok(())
}
