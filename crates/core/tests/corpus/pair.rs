//! An index and the model of the same records.

use std::path::Path;

use mapahead::{BuildOptions, BuildReport, Index, IndexBuilder, Kind};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::model::{Model, ModelEntry, Settings};

/// An index and the model of the same records.
pub struct Pair {
    pub index: Index,
    pub model: Model,
    pub records: Vec<ModelEntry>,
    folder: TempDir,
}

/// Returns a new folder for small files: in memory where the system has such a place, since to sync
/// a file to a disk takes longer than all else that a test does with it.
pub fn folder() -> TempDir {
    let in_memory = Path::new("/dev/shm");
    let made =
        if in_memory.is_dir() { tempfile::tempdir_in(in_memory) } else { tempfile::tempdir() };
    made.unwrap()
}

/// Returns a record as a line of NDJSON.
pub fn line(entry: &ModelEntry) -> String {
    let aliases: Vec<Value> = entry
        .aliases
        .iter()
        .map(|(text, factor)| json!({ "text": text, "factor": factor }))
        .collect();
    let mut record = json!({ "text": entry.text, "weight": entry.weight, "aliases": aliases });
    if let Some(id) = &entry.id {
        record["id"] = id.as_str().into();
    }
    if let Some(payload) = &entry.payload {
        record["payload"] = serde_json::from_str(payload).expect("payloads of tests are JSON");
    }
    if !entry.contexts.is_empty() {
        record["contexts"] = json!(entry.contexts);
    }
    if entry.season != [1.0; 12] {
        record["season"] = json!(entry.season);
    }
    record.to_string() + "\n"
}

/// Builds the index `path` of `records`.
pub fn build(
    path: &Path,
    records: &[ModelEntry],
    options: BuildOptions,
) -> mapahead::Result<BuildReport> {
    let mut builder = IndexBuilder::new(path, options)?;
    let lines: String = records.iter().map(line).collect();
    builder.add_ndjson("records", lines.into_bytes())?;
    builder.finish()
}

impl Pair {
    /// Builds an index of `records` with the defaults of `kind`, and its model.
    pub fn new(kind: Kind, records: Vec<ModelEntry>) -> Self {
        Self::with_options(BuildOptions { kind, ..BuildOptions::default() }, records)
    }

    /// Builds an index of `records` and its model.
    pub fn with_options(options: BuildOptions, records: Vec<ModelEntry>) -> Self {
        let folder = folder();
        let path = folder.path().join("test.mapahead");
        let options = BuildOptions { threads: Some(1), ..options };
        build(&path, &records, options.clone()).unwrap();
        let model = Model::new(Settings::of(&options), records.clone());
        Pair { index: Index::open(&path).unwrap(), model, records, folder }
    }

    /// Builds an index with default settings of texts and their weights.
    pub fn of_texts(texts: &[(&str, f64)]) -> Self {
        Self::with_texts(BuildOptions::default(), texts)
    }

    /// Builds an index of texts and their weights.
    pub fn with_texts(options: BuildOptions, texts: &[(&str, f64)]) -> Self {
        let record = |&(text, weight): &(&str, f64)| ModelEntry {
            text: text.to_owned(),
            weight,
            ..ModelEntry::default()
        };
        Self::with_options(options, texts.iter().map(record).collect())
    }

    /// Returns the kind of the index.
    pub fn kind(&self) -> Kind {
        self.model.kind()
    }

    /// Returns the path of the index file.
    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("test.mapahead")
    }
}
