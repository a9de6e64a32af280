//! How many bytes an index of text and weight takes per entry, by section, beyond the display text.
//!
//! Ends with an error if it is more than [`TARGET`]. Names of other corpora can be given.

use std::env;

use mapahead::Index;
use mapahead_benches::{Result, corpus};

/// The most bytes per entry beyond the display text that an index may take.
const TARGET: f64 = 24.0;

fn main() -> Result<()> {
    // Cargo adds arguments of its own, which all start with a dash.
    let mut wanted: Vec<String> =
        env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if wanted.is_empty() {
        wanted = ["names-1m", "cities"].map(str::to_owned).to_vec();
    }
    let mut over = Vec::new();
    for name in &wanted {
        if show(name)? > TARGET {
            over.push(name.as_str());
        }
    }
    if over.is_empty() {
        Ok(())
    } else {
        Err(format!("over {TARGET} bytes per entry: {}", over.join(", ")).into())
    }
}

/// Prints the sizes of the index of corpus `name`, and returns its bytes per entry beyond the text.
fn show(name: &str) -> Result<f64> {
    let text: usize = corpus::read(name)?.iter().map(|name| name.text.len()).sum();
    let (path, _) = corpus::build_index(name)?;
    let info = Index::open(&path)?.info();
    let per_entry = |bytes: u64| bytes as f64 / info.entries as f64;

    println!("{name}: {} entries, {} keys, {} bytes.\n", info.entries, info.keys, info.bytes);
    println!("| section | bytes | per entry |");
    println!("| --- | ---: | ---: |");
    let mut rest = info.bytes;
    for section in &info.sections {
        rest -= section.bytes;
        println!("| {} | {} | {:.2} |", section.name, section.bytes, per_entry(section.bytes));
    }
    println!("| header, table, padding | {rest} | {:.2} |", per_entry(rest));
    let beyond = per_entry(info.bytes) - text as f64 / info.entries as f64;
    println!("| all | {} | {:.2} |", info.bytes, per_entry(info.bytes));
    println!("| display text | {text} | {:.2} |", text as f64 / info.entries as f64);
    println!(
        "| **all beyond the display text** | {} | **{beyond:.2}** (at most {TARGET}) |\n",
        info.bytes - text as u64
    );
    Ok(beyond)
}
