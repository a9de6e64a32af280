//! The records that `benches/corpus.mjs` wrote, and the indexes made of them.

use std::fs;
use std::path::{Path, PathBuf};

use mapahead::{BuildOptions, BuildReport, IndexBuilder, Kind};
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
    build(name, "", BuildOptions::default())
}

/// As [`build_index`], but switches between the layouts `us` and `ru`.
///
/// # Errors
///
/// As [`build_index`].
pub fn build_with_layouts(name: &str) -> Result<(PathBuf, BuildReport)> {
    let layouts = ["us", "ru"].map(str::to_owned).to_vec();
    build(name, ".us-ru", BuildOptions { layouts, ..BuildOptions::default() })
}

/// As [`build_index`], but of kind `literal`.
///
/// # Errors
///
/// As [`build_index`].
pub fn build_literal(name: &str) -> Result<(PathBuf, BuildReport)> {
    build(name, ".literal", BuildOptions { kind: Kind::Literal, ..BuildOptions::default() })
}

/// Builds the index of the corpus `name` into a file whose name has `label` in it.
fn build(name: &str, label: &str, options: BuildOptions) -> Result<(PathBuf, BuildReport)> {
    let path = folder().join(format!("{name}{label}.mapahead"));
    let mut builder = IndexBuilder::new(&path, options)?;
    builder.add_file(&source(name)?)?;
    Ok((path, builder.finish()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_small_letters_and_single_spaces() {
        assert_eq!(key_of("A'isha  Mary-Ann O'NEIL"), "aisha mary ann oneil");
    }
}
