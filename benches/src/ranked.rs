//! The names of a corpus with ids, contexts and seasons, made up but the same each time.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use mapahead::{BuildOptions, IndexBuilder};
use serde_json::json;

use crate::Result;
use crate::corpus::{Name, folder};
use crate::random::Random;

/// How many entries the rarest value of the field `size` has; that of the next is ten times as large, and so on.
pub const RAREST: usize = 10;

/// What the records of an index have besides text, weight and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum With {
    /// Nothing.
    Nothing,
    /// The fields `size`, whose values `10`, `100` … have about as many entries; `tenant`, with 100,000 values; `half`, with
    /// two, and `again`, with the same two.
    Contexts,
    /// The same and a season: one of 12 that peak in a month (a third of the records), any (a third), or none.
    Seasons,
    /// The same, all of weight 1.
    FlatSeasons,
}

/// Builds the index of `names` with ids, and what `with` says.
///
/// # Errors
///
/// If the file cannot be written.
#[expect(clippy::disallowed_methods, reason = "a bench leaves its inputs under target")]
pub fn build(name: &str, names: &[Name], with: With) -> Result<PathBuf> {
    let source = folder().join(format!("{name}.{with:?}.ndjson"));
    let mut out = std::io::BufWriter::new(fs::File::create(&source)?);
    let mut random = Random::new(5);
    for (number, name) in names.iter().enumerate() {
        let weight = if with == With::FlatSeasons { 1 } else { name.weight };
        let mut record = json!({ "text": name.text, "weight": weight, "id": id(number) });
        let drawn = random.below(names.len());
        let tenant = random.below(100_000);
        let season = season(&mut random);
        if with != With::Nothing {
            let mut sizes = Vec::new();
            let mut size = RAREST;
            while size <= names.len() {
                if drawn < size {
                    sizes.push(size.to_string());
                }
                size *= 10;
            }
            // Two fields whose values meet or never do.
            let half = if drawn.is_multiple_of(2) { "even" } else { "odd" };
            let tenant = format!("t{tenant}");
            record["contexts"] =
                json!({ "size": sizes, "tenant": tenant, "half": half, "again": half });
        }
        if matches!(with, With::Seasons | With::FlatSeasons)
            && let Some(season) = season
        {
            record["season"] = json!(season);
        }
        writeln!(out, "{record}")?;
    }
    out.flush()?;
    drop(out);
    let path = folder().join(format!("{name}.{with:?}.mapahead"));
    let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
    builder.add_file(&source)?;
    builder.finish()?;
    fs::remove_file(source)?;
    Ok(path)
}

/// Returns the id of the record `number`.
#[must_use]
pub fn id(number: usize) -> String {
    format!("n{number}")
}

/// Draws a season: from a third to three times the weight.
fn season(random: &mut Random) -> Option<Vec<f64>> {
    let kind = random.below(3);
    let peak = random.below(12);
    let any: Vec<f64> = (0..12).map(|_| 0.33 + random.below(2670) as f64 / 1000.0).collect();
    match kind {
        0 => None,
        1 => Some(any),
        _ => {
            let from_peak = |month: usize| (month + 12 - peak) % 12;
            let distance = |month: usize| from_peak(month).min(12 - from_peak(month));
            Some(
                (0..12)
                    .map(|month| [3.0, 2.0, 1.0, 0.7, 0.5, 0.4, 0.33][distance(month)])
                    .collect(),
            )
        }
    }
}
