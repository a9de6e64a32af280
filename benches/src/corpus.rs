//! The records that `benches/corpus.mjs` wrote, and prefixes to ask for.

use std::fs;
use std::path::{Path, PathBuf};

use mapahead::{BuildOptions, BuildReport, IndexBuilder};
use serde::Deserialize;

use crate::Result;

/// One record of the corpus, with the key that it is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The text as people write it.
    pub text: String,
    /// The text as it is matched.
    pub key: String,
    /// The popularity.
    pub weight: u64,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    weight: u64,
}

/// Returns the folder of the corpus and of everything that the benches build.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench")
}

/// Returns the path of the corpus `name`, such as `"names-1m"`.
///
/// # Errors
///
/// If it is not there, with the command that makes it.
pub fn source(name: &str) -> Result<PathBuf> {
    let path = folder().join(format!("{name}.ndjson"));
    if path.is_file() {
        return Ok(path);
    }
    let wanted = name.strip_prefix("names-").unwrap_or(name);
    Err(format!(
        "the corpus target/bench/{name}.ndjson is missing; make it with: npm install && node benches/corpus.mjs {wanted}"
    )
    .into())
}

/// Reads the corpus `name` in input order.
///
/// # Errors
///
/// As [`source`], or if the file cannot be read or is not what `corpus.mjs` writes.
pub fn read(name: &str) -> Result<Vec<Name>> {
    fs::read_to_string(source(name)?)?
        .lines()
        .map(|line| {
            let Line { text, weight } = serde_json::from_str(line)?;
            Ok(Name { key: key_of(&text), text, weight })
        })
        .collect()
}

/// Returns the key of a name of the corpus: small letters, apostrophes dropped, words joined by
/// one space. For these names it is what the analysis of the core makes.
#[must_use]
pub fn key_of(text: &str) -> String {
    let plain = text.to_lowercase().replace('\'', "");
    let words: Vec<&str> = plain.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Builds the index of the corpus `name` anew beside it, so that it is always of the code at hand.
///
/// # Errors
///
/// As [`source`], or whatever stops the build.
pub fn build_index(name: &str) -> Result<(PathBuf, BuildReport)> {
    let path = folder().join(format!("{name}.mapahead"));
    let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
    builder.add_file(&source(name)?)?;
    Ok((path, builder.finish()?))
}

/// Returns `count` prefixes of `letters` letters, cut from the keys of `names` that are drawn by
/// weight, as people would type them: popular names often. The same for the same arguments.
///
/// # Panics
///
/// If no key is as long as that.
#[must_use]
pub fn prefixes(names: &[Name], letters: usize, count: usize) -> Vec<String> {
    let long = |name: &&Name| name.key.chars().count() >= letters;
    let mut ends = Vec::with_capacity(names.len());
    let mut total = 0;
    for name in names.iter().filter(long) {
        total += name.weight;
        ends.push((total, &name.key));
    }
    assert!(total > 0, "no key has {letters} letters");

    let mut state = letters as u64;
    let draw = |_| {
        let drawn = split_mix(&mut state) % total;
        let at = ends.partition_point(|(end, _)| *end <= drawn);
        ends[at].1.chars().take(letters).collect()
    };
    (0..count).map(draw).collect()
}

/// Steps `state` and returns 64 random bits (SplitMix64).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut bits = *state;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str, weight: u64) -> Name {
        Name { text: text.to_owned(), key: key_of(text), weight }
    }

    #[test]
    fn a_key_has_small_letters_and_single_spaces() {
        assert_eq!(key_of("A'isha  Mary-Ann O'NEIL"), "aisha mary ann oneil");
    }

    #[test]
    fn prefixes_are_drawn_by_weight_and_never_shorter() {
        let names = [name("Rare Bird", 1), name("Common Bird", 999), name("Bo", 1_000_000)];
        let drawn = prefixes(&names, 4, 200);
        assert_eq!(drawn, prefixes(&names, 4, 200));
        assert!(drawn.iter().filter(|prefix| *prefix == "comm").count() > 190);
        assert!(drawn.iter().all(|prefix| prefix == "comm" || prefix == "rare"));
    }
}
