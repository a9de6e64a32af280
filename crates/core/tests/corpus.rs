//! Small corpora for the whole-index tests: records as the model and the builder take them.

use std::path::Path;

use mapahead::{BuildOptions, BuildReport, Index, IndexBuilder, Kind, Quality};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::model::{self, Model, ModelEntry, Settings};

/// An index and the model of the same records.
pub struct Pair {
    pub index: Index,
    pub model: Model,
    pub records: Vec<ModelEntry>,
    folder: TempDir,
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
    /// Builds an index of `records` with the default qualities, and its model.
    pub fn new(kind: Kind, records: Vec<ModelEntry>) -> Self {
        Self::with_quality(kind, Quality::for_kind(kind), records)
    }

    /// Builds an index of `records` and its model.
    pub fn with_quality(kind: Kind, quality: Quality, records: Vec<ModelEntry>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.mapahead");
        let options = BuildOptions {
            kind,
            quality: Some(quality),
            threads: Some(1),
            ..BuildOptions::default()
        };
        build(&path, &records, options).unwrap();
        let model_kind = match kind {
            Kind::Text => model::Kind::Text,
            Kind::Literal => model::Kind::Literal,
        };
        let mut settings = Settings::new(model_kind);
        settings.quality.whole = quality.whole;
        settings.quality.prefix = quality.prefix;
        let model = Model::new(settings, records.clone());
        Pair { index: Index::open(&path).unwrap(), model, records, folder }
    }

    /// Returns the path of the index file.
    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("test.mapahead")
    }
}

/// Texts that share prefixes, fold to equal keys, or are hard to analyse; at least one letter each.
fn text() -> impl Strategy<Value = String> {
    let syllables = prop::collection::vec(
        prop::sample::select(vec![
            "a",
            "A",
            "b",
            "ab",
            "é",
            "e\u{301}",
            "ß",
            "ﬁ",
            "ё",
            "й",
            "ж",
            "İ",
            "ı",
            "北",
            "京",
            "한",
            "ᄒ",
            "ᅡ",
            "🍎",
            "👩‍👧",
            " ",
            "  ",
            "-",
            "'",
            ".",
            "1",
            "2",
            "+",
            "#",
            "x",
            "ן",
            "ي",
            "ี",
            "ก",
            "\u{200d}",
        ]),
        0..6,
    );
    let weird = (syllables, prop::sample::select(vec!["a", "b", "c", "é", "北"]))
        .prop_map(|(parts, letter)| parts.concat() + letter);
    prop_oneof![
        4 => "[ab]{1,3}( [ab]{1,2}){0,2}",
        2 => weird,
        // Any characters of the common alphabets, Han and Hangul, with their punctuation.
        1 => "[ -~\u{A0}-\u{24F}\u{391}-\u{3C9}\u{400}-\u{45F}\u{4E00}-\u{4E08}\u{AC00}-\u{AC08}]{1,12}x",
    ]
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => prop::sample::select(vec![0.0, 1.0, 2.0, 5.0, 10.0, 100.0]),
        1 => 0.0..1e6f64,
        1 => prop::sample::select(vec![
            f64::MIN_POSITIVE, 5e-324, 9_007_199_254_740_992.0, 1.7, 1.7f64.next_down(),
            1.7f64.next_up(), 1.9, 1.9f64.next_up(), 1e300, 1e300,
        ]),
    ]
}

fn aliases() -> impl Strategy<Value = Vec<(String, f64)>> {
    let factor = prop_oneof![prop::sample::select(vec![0.0, 0.1, 0.5, 1.0]), 0.0..1.0f64,];
    prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec((text(), factor), 0..4),
    ]
}

/// Up to `most` records. Ids are unique; about half of the corpora have no aliases at all.
pub fn records(most: usize) -> impl Strategy<Value = Vec<ModelEntry>> {
    let record = (text(), weight(), aliases(), any::<bool>(), any::<bool>());
    (prop::collection::vec(record, 0..most), any::<bool>()).prop_map(|(records, with_aliases)| {
        records
            .into_iter()
            .enumerate()
            .map(|(number, (text, weight, aliases, has_id, has_payload))| ModelEntry {
                text,
                id: has_id.then(|| format!("id {number}")),
                weight,
                aliases: if with_aliases { aliases } else { Vec::new() },
                payload: has_payload.then(|| format!("{{\"number\":{number}}}")),
                ..ModelEntry::default()
            })
            .collect()
    })
}

/// A query about these records: a prefix of a form, perhaps with space after it, or something else.
pub fn queries(records: &[ModelEntry]) -> Vec<String> {
    let mut queries: Vec<String> =
        ["", " ", "a", "A", "ab", "a ", "b b", "é", "1", "z", "-", "\u{200d}"]
            .map(str::to_owned)
            .into();
    for record in records {
        let forms =
            std::iter::once(&record.text).chain(record.aliases.iter().map(|(text, _)| text));
        for form in forms {
            let cuts = form.char_indices().map(|(at, _)| at).chain([form.len()]);
            queries.extend(cuts.map(|at| form[..at].to_owned()));
            queries.push(format!("{form} "));
            queries.push(format!("{form}a"));
            queries.push(form.to_uppercase());
        }
    }
    queries.sort_unstable();
    queries.dedup();
    queries
}
