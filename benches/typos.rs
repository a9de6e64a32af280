//! How long queries with slips take: whole calls of `suggest`, p50 and p99, by typed length.
//!
//! Prefixes of names are typed with one slip (3 to 12 letters) or two (8 to 16): letters swapped, doubled, left out,
//! replaced, or missed for the key beside. Only those count for which the search for slips is reached: where ten entries match
//! without, it is not. The name of another corpus can be given.

use std::collections::HashSet;
use std::env;
use std::time::Duration;

use mapahead::{Index, SuggestOptions};
use mapahead_benches::corpus::Name;
use mapahead_benches::queries::Slipped;
use mapahead_benches::table::{Table, Target};
use mapahead_benches::{Result, corpus, queries};

const QUERIES: usize = 200;
/// How many are drawn, since not all are kept.
const DRAWN: usize = 4 * QUERIES;
const BUDGET: Duration = Duration::from_secs(3);
const ONE: Target = Target { what: "one slip", p50: 80e3, p99: 300e3 };
const TWO: Target = Target { what: "two slips", p50: 1.2e6, p99: 3e6 };

fn main() -> Result<()> {
    // Cargo adds arguments of its own, which all start with a dash.
    let name = env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let name = name.as_deref().unwrap_or("names-1m");
    let names = corpus::read(name)?;
    let plain = Index::open(corpus::build_index(name)?.0)?;
    let layouts = Index::open(corpus::build_with_layouts(name)?.0)?;
    println!("{name}: {} entries; top 10; one core, warm.\n", names.len());

    let sets: [(usize, Vec<usize>, Target); 2] =
        [(1, (3..=12).collect(), ONE), (2, vec![8, 9, 10, 12, 14, 16], TWO)];
    for (slips, lengths, target) in sets {
        let mut table = Table::new(vec![("plain", &plain), ("us,ru", &layouts)]);
        let mut notes = Vec::new();
        for letters in lengths {
            let (kept, note) = reached(&plain, &names, letters, slips)?;
            notes.push(format!("{letters} letters: {note}"));
            if !kept.is_empty() {
                table.time(format!("{letters} letters"), &kept, BUDGET)?;
            }
        }
        table.print(target.what, target);
        println!("{}\n", notes.join("\n"));
    }
    Ok(())
}

/// Returns queries that are searched for slips, and says how many of those drawn are, and how many of these find the name
/// that was meant among their ten if the clean prefix does.
fn reached(
    index: &Index,
    names: &[Name],
    letters: usize,
    slips: usize,
) -> Result<(Vec<String>, String)> {
    let shows = |query: &str, text: &str| -> Result<bool> {
        let answer = index.suggest(query, &SuggestOptions::default())?;
        Ok(answer.suggestions.iter().any(|suggestion| suggestion.text == text))
    };
    let drawn: Vec<Slipped> = queries::slipped(names, letters, slips, DRAWN);
    let mut kept = Vec::new();
    let mut seen = HashSet::new();
    let (mut searched, mut shown, mut found) = (0, 0, 0);
    for Slipped { typed, clean, text } in drawn {
        if !queries::is_searched_for_slips(index, &typed)? {
            continue;
        }
        searched += 1;
        if shows(&clean, &text)? {
            shown += 1;
            found += usize::from(shows(&typed, &text)?);
        }
        if kept.len() < QUERIES && seen.insert(typed.clone()) {
            kept.push(typed);
        }
    }
    let note = format!(
        "{searched} of {DRAWN} are searched for slips; of {shown} whose clean prefix shows the name in the first ten, {found} show it too"
    );
    Ok((kept, note))
}
