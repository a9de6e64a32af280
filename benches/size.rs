//! How many bytes an index of text and weight takes per entry, by section, for both kinds.
//!
//! What the search for whole forms needs beyond the display text must be at most [`TARGET`], or the bench ends with an
//! error. What words and slips need on top is shown apart. Names of other corpora can be given.

use std::env;

use mapahead::{Index, IndexInfo};
use mapahead_benches::{Result, corpus};

/// The most bytes per entry beyond the display text that the search for whole forms may take.
const TARGET: f64 = 24.0;

/// The sections that whole forms are found, ranked and shown by. All others are of words and slips.
const WHOLE_FORMS: [&str; 18] = [
    "settings",
    "keys",
    "slots",
    "minima",
    "slot-bests",
    "forms",
    "ranked-aliases",
    "weights",
    "texts",
    "alias-ordinals",
    "alias-factors",
    "factors",
    "alias-texts",
    "alias-sources",
    "alias-kinds",
    "ids",
    "id-buckets",
    "payloads",
];

/// The sizes of one kind of index.
struct Sizes {
    info: IndexInfo,
    /// Of whole forms, with header, section table and padding.
    whole_forms: u64,
    words: u64,
}

impl Sizes {
    fn new(info: IndexInfo) -> Self {
        let words = info
            .sections
            .iter()
            .filter(|section| !WHOLE_FORMS.contains(&section.name))
            .map(|section| section.bytes)
            .sum();
        Sizes { whole_forms: info.bytes - words, info, words }
    }

    /// The cells of `bytes`, which is nothing if this kind has no such section.
    fn cells(&self, bytes: Option<u64>) -> String {
        bytes
            .map_or(" | |".to_owned(), |bytes| format!(" {bytes} | {:.2} |", self.per_entry(bytes)))
    }

    fn per_entry(&self, bytes: u64) -> f64 {
        bytes as f64 / self.info.entries as f64
    }
}

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

/// Prints the sizes of the indexes of corpus `name`, and returns the most bytes per entry that whole forms take beyond the text.
fn show(name: &str) -> Result<f64> {
    let text: usize = corpus::read(name)?.iter().map(|name| name.text.len()).sum();
    let text = text as u64;
    let kinds = [
        Sizes::new(Index::open(corpus::build_index(name)?.0)?.info()),
        Sizes::new(Index::open(corpus::build_literal(name)?.0)?.info()),
    ];
    let row = |label: &str, of: &dyn Fn(&Sizes) -> Option<u64>| {
        let cells: String = kinds.iter().map(|sizes| sizes.cells(of(sizes))).collect();
        println!("| {label} |{cells}");
    };
    let [Sizes { info, .. }, _] = &kinds;
    println!(
        "{name}: {} entries; display text {:.2} bytes each.\n",
        info.entries,
        text as f64 / info.entries as f64
    );
    println!("| section | text: bytes | per entry | literal: bytes | per entry |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let mut shown: Vec<&str> = Vec::new();
    for section in kinds.iter().flat_map(|sizes| &sizes.info.sections) {
        if shown.contains(&section.name) {
            continue;
        }
        shown.push(section.name);
        row(section.name, &|sizes| {
            let same = sizes.info.sections.iter().find(|other| other.name == section.name);
            same.map(|section| section.bytes)
        });
    }
    row("header, table, padding", &|Sizes { info, .. }| {
        Some(info.bytes - info.sections.iter().map(|section| section.bytes).sum::<u64>())
    });
    row("all", &|sizes| Some(sizes.info.bytes));
    row("**words and slips**", &|sizes| Some(sizes.words));
    row("**whole forms, beyond the display text**", &|sizes| Some(sizes.whole_forms - text));
    let most =
        kinds.iter().map(|sizes| sizes.per_entry(sizes.whole_forms - text)).fold(0.0, f64::max);
    println!("\nTarget for whole forms: at most {TARGET} bytes per entry ({most:.2}).\n");
    Ok(most)
}
