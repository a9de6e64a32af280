//! What `benches/versions.mjs` asks of a build: an index to make or to open, and files of queries.
//!
//! Compiled against each build that is compared, so it uses only what all of them have.

use std::fs;
use std::path::Path;

use mapahead::{BuildOptions, Contexts, Day, Index, IndexBuilder, SuggestOptions};
use serde_json::{Value, json};

/// What everything here returns: its errors end the program with their message.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The queries of a set, and how they are asked.
pub struct Set {
    /// The texts.
    pub queries: Vec<String>,
    /// The options of each of them.
    pub options: SuggestOptions,
}

/// Builds the index of `source` with default options, and returns what became of it as JSON.
pub fn build(source: &str, path: &str) -> Result<Value> {
    let mut builder = IndexBuilder::new(Path::new(path), BuildOptions::default())?;
    builder.add_file(Path::new(source))?;
    let report = builder.finish()?;
    Ok(json!({
        "entries": report.entries,
        "bytes": report.bytes,
        "ms": report.duration_ms,
    }))
}

/// Reads the set at `path`: `{ "queries": […], "options": { … } }`.
#[expect(clippy::disallowed_methods, reason = "a bench reads its inputs under target")]
pub fn read_set(path: &str) -> Result<Set> {
    let set: Value = serde_json::from_slice(&fs::read(path)?)?;
    let texts = set["queries"].as_array().ok_or("a set has queries")?;
    let queries = texts.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    Ok(Set { queries, options: read_options(&set["options"])? })
}

/// Reads the few options that sets have.
fn read_options(given: &Value) -> Result<SuggestOptions> {
    let mut options = SuggestOptions {
        total: given["total"].as_bool().unwrap_or_default(),
        ..SuggestOptions::default()
    };
    if let Some(fields) = given["filter"].as_object() {
        options.filter = fields
            .iter()
            .map(|(field, values)| Ok((field.clone(), serde_json::from_value(values.clone())?)))
            .collect::<Result<Contexts>>()?;
    }
    if let Some([year, month, day]) = given["day"].as_array().map(Vec::as_slice) {
        let number = |value: &Value| value.as_u64().and_then(|value| u32::try_from(value).ok());
        let (Some(year), Some(month), Some(day)) = (number(year), number(month), number(day))
        else {
            return Err("a day is three numbers".into());
        };
        options.at = Day::from_calendar(i32::try_from(year)?, month, day);
    }
    if let Some(boosts) = given["boosts"].as_object() {
        let boosts = boosts.iter().filter_map(|(id, boost)| Some((id.clone(), boost.as_f64()?)));
        options.boosts.ids = boosts.collect();
    }
    Ok(options)
}

/// Answers the lines of the standard input, each `WHAT FILE`, with a line of JSON each, until it ends.
pub fn serve(
    index: &Index,
    mut answer: impl FnMut(&Index, &str, &Set) -> Result<Value>,
) -> Result<()> {
    for line in std::io::stdin().lines() {
        let line = line?;
        let (what, path) = line.split_once(' ').ok_or("a line is WHAT FILE")?;
        println!("{}", answer(index, what, &read_set(path)?)?);
    }
    Ok(())
}
