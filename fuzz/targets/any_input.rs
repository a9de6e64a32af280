//! Is every input read without a panic, and to the same end however it comes in pieces? The first
//! byte chooses the reader, the next ones its options.
#![no_main]

use std::fs;
use std::io::Read;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use mapahead::{
    BuildOptions, BuildReport, Columns, Day, Error, Index, IndexBuilder, Kind, OnError,
    SuggestOptions, Synonyms,
};
use mapahead_fuzz::bytes::Bytes;
use mapahead_fuzz::corpus::folder;

/// The names tell the formats and the compressions, but the last: its first bytes tell.
const NAMES: [&str; 13] = [
    "in.ndjson",
    "in.json",
    "in.csv",
    "in.tsv",
    "in.ndjson.gz",
    "in.json.gz",
    "in.csv.gz",
    "in.tsv.gz",
    "in.ndjson.zst",
    "in.json.zst",
    "in.csv.zst",
    "in.tsv.zst",
    "in",
];

const DELIMITERS: [Option<&str>; 8] =
    [None, None, None, Some(","), Some(";"), Some("tab"), Some("|"), Some(" ")];

const ENCODINGS: [Option<&str>; 12] = [
    None,
    None,
    None,
    None,
    Some("utf-8"),
    Some("windows-1252"),
    Some("windows-1251"),
    Some("utf-16le"),
    Some("utf-16be"),
    Some("shift_jis"),
    Some("gb18030"),
    Some("iso-2022-jp"),
];

/// What is indexed with settings and synonyms from the input.
const RECORDS: &str = r#"{"text":"apple watch","id":"1","weight":3,"aliases":["iwatch"]}
{"text":"a b","weight":2}
{"text":"Ремонт холодильника","id":"2","contexts":{"city":"omsk"}}
{"text":"new york","season":[1,2,3,4,5,6,7,8,9,10,11,12]}
"#;

const QUERIES: [&str; 6] = ["", "a", "aple wacth", "ремнот", "b a", "newyork"];

fuzz_target!(|data: &[u8]| {
    let mut bytes = Bytes(data);
    match usize::from(bytes.byte()) % 16 {
        number @ 0..13 => records(NAMES[number], &mut bytes),
        13 | 14 => settings(bytes.0),
        _ => synonyms(&mut bytes),
    }
});

/// A reader that yields a few bytes at a time.
struct Pieces(Vec<u8>, usize);

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let len = self.1.min(self.0.len()).min(buffer.len());
        buffer[..len].copy_from_slice(&self.0[..len]);
        self.0.drain(..len);
        Ok(len)
    }
}

/// How a build ended: its report or its error, and what it left out.
#[derive(Debug, PartialEq)]
struct Outcome {
    /// The code of an error, and all that it says.
    report: Result<BuildReport, (&'static str, String)>,
    rejects: Option<Vec<u8>>,
}

impl Outcome {
    /// Whether another reading of the same input, compressed or not, may end like this one. How
    /// much of damaged data is decompressed before the damage shows depends on the pieces, so that
    /// another fault may come first.
    fn agrees(&self, other: &Self, is_compressed: bool) -> bool {
        let code = |outcome: &Self| outcome.report.as_ref().err().map(|(code, _)| *code);
        let codes = [code(self), code(other)];
        let of_damage = is_compressed && codes.contains(&Some("ERR_IO"));
        self == other || (of_damage && !codes.contains(&None))
    }

    /// Leaves out how the inputs were read.
    fn without_inputs(mut self) -> Self {
        if let Ok(report) = &mut self.report {
            report.inputs.clear();
        }
        self
    }
}

fn build(
    out: &Path,
    options: &BuildOptions,
    add: impl FnOnce(&mut IndexBuilder) -> mapahead::Result<()>,
) -> Outcome {
    let options = BuildOptions { threads: Some(1), ..options.clone() };
    let built = IndexBuilder::new(out, options).and_then(|mut builder| {
        add(&mut builder)?;
        builder.finish()
    });
    let rejects = out.with_extension("rejects.ndjson");
    let outcome = Outcome {
        report: built.map(without_time).map_err(|error| (error.code(), told(&error))),
        rejects: fs::read(&rejects).ok(),
    };
    // For the next build.
    let _ = fs::remove_file(rejects);
    outcome
}

fn without_time(report: BuildReport) -> BuildReport {
    BuildReport { duration_ms: 0, ..report }
}

/// Returns an error with its causes. Nothing may say that mapahead itself went wrong.
fn told(error: &Error) -> String {
    assert!(!["ERR_ABORTED", "ERR_CORRUPT"].contains(&error.code()), "{error}");
    let mut told = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        told += &format!(": {error}");
        cause = error.source();
    }
    told
}

/// Takes the names of columns.
fn named(bytes: &mut Bytes<'_>) -> Columns {
    match bytes.below(4) {
        3 => Columns {
            text: Some("name".to_owned()),
            contexts: vec![("city".to_owned(), "place".to_owned())],
            season: Some(vec!["when".to_owned()]),
            payload: Some(vec!["name".to_owned(), "id".to_owned()]),
            ..Columns::default()
        },
        2 => Columns {
            aliases: Some(vec!["also".to_owned(), "text".to_owned()]),
            ..Columns::default()
        },
        _ => Columns::default(),
    }
}

/// Takes the numbers of columns.
fn numbered(bytes: &mut Bytes<'_>) -> Columns {
    let mut column = || bytes.pick(&[None, Some("1"), Some("2"), Some("3")]).map(str::to_owned);
    Columns {
        // A table without a header has no text by itself.
        text: column().or_else(|| Some("1".to_owned())),
        id: column(),
        weight: column(),
        payload: column().map(|column| vec![column]),
        ..Columns::default()
    }
}

fn records(name: &str, bytes: &mut Bytes<'_>) {
    let header = !bytes.one_in(4);
    let options = BuildOptions {
        kind: bytes.pick(&[Kind::Text, Kind::Text, Kind::Literal]),
        columns: if header { named(bytes) } else { numbered(bytes) },
        header,
        delimiter: bytes.pick(&DELIMITERS).map(str::to_owned),
        encoding: bytes.pick(&ENCODINGS).map(str::to_owned),
        on_error: bytes.pick(&[OnError::Stop, OnError::Skip { rejects: None }]),
        seasons: [("warm".to_owned(), [2.0; 12])].into(),
        ..BuildOptions::default()
    };
    let step = bytes.pick(&[1, 2, 3, 7, 64, 4096]);
    let folder = folder();
    let out = folder.path().join("out");
    let read = |name: &str, step: usize| {
        let pieces = Pieces(bytes.0.to_vec(), step);
        build(&out, &options, |builder| builder.add_stream(name, pieces))
    };
    let whole = read(name, usize::MAX);
    let in_pieces = read(name, step);
    let is_compressed = name.ends_with(".gz") || name.ends_with(".zst");
    let agree = whole.agrees(&in_pieces, is_compressed);
    assert!(agree, "in pieces of {step}: {whole:?} and {in_pieces:?}");
    if let Ok(report) = &whole.report {
        check(&out, report);
        if name == "in.ndjson" && options.on_error == OnError::Stop {
            // Objects on lines are objects one behind the other too.
            assert_eq!(read("in.json", step).without_inputs(), whole.without_inputs());
        }
    }
}

fn settings(text: &[u8]) {
    let Ok(text) = std::str::from_utf8(text) else { return };
    let mut options = match BuildOptions::from_json(text) {
        Ok(options) => options,
        Err(error) => return assert_eq!(error.code(), "ERR_INVALID_OPTION", "{error}"),
    };
    // No file that an input names is read or written.
    if matches!(options.synonyms, Some(Synonyms::File(_))) {
        options.synonyms = None;
    }
    if let OnError::Skip { rejects } = &mut options.on_error {
        *rejects = None;
    }
    let folder = folder();
    let out = folder.path().join("out");
    let built =
        build(&out, &options, |builder| builder.add_ndjson("records", RECORDS.as_bytes().to_vec()));
    if let Ok(report) = built.report {
        check(&out, &report);
    }
}

fn synonyms(bytes: &mut Bytes<'_>) {
    let languages = bytes.pick(&["", "en", "ru"]);
    let folder = folder();
    let (out, path) = (folder.path().join("out"), folder.path().join("rules.txt"));
    fs::write(&path, bytes.0).unwrap();
    let built = |synonyms: Synonyms| {
        let options = BuildOptions {
            languages: Some(languages)
                .filter(|code| !code.is_empty())
                .map(str::to_owned)
                .into_iter()
                .collect(),
            synonyms: Some(synonyms),
            ..BuildOptions::default()
        };
        build(&out, &options, |builder| builder.add_ndjson("records", RECORDS.as_bytes().to_vec()))
    };
    let of_file = built(Synonyms::File(path));
    // Rules from memory are the lines of the file.
    if let Ok(text) = std::str::from_utf8(bytes.0) {
        let lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines();
        let of_rules = built(Synonyms::Rules(lines.map(str::to_owned).collect()));
        assert_eq!(of_file.report.is_ok(), of_rules.report.is_ok(), "{of_file:?} {of_rules:?}");
        if of_file.report.is_ok() {
            assert_eq!(of_file, of_rules);
        }
    }
    if let Ok(report) = of_file.report {
        check(&out, &report);
    }
}

/// Asserts that the index is whole, and that it has as many entries as the report says.
fn check(out: &Path, report: &BuildReport) {
    let index = Index::open(out).unwrap();
    assert_eq!(index.verify().unwrap().entries, report.entries);
    for query in QUERIES {
        let at = Day::from_calendar(2025, 1, 15);
        let options = SuggestOptions { limit: 1000, explain: true, at, ..Default::default() };
        let result = index.suggest(query, &options).unwrap();
        if query.is_empty() {
            assert_eq!(result.suggestions.len() as u64, report.entries.min(1000));
        }
        mapahead_fuzz::sound::assert_sound(&result, true);
        for id in result.suggestions.iter().take(5).filter_map(|found| found.id) {
            assert!(index.get(id).unwrap().is_some(), "{id} is gone");
        }
    }
}
