//! Builds that go wrong leave the index of before, and those that go right are reproducible.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use mapahead::{
    BuildOptions, Columns, Error, Format, Index, IndexBuilder, OnError, Phase, SuggestOptions,
};
use tempfile::TempDir;

/// A folder with a good index in it, which failing builds must leave alone.
struct Place {
    folder: TempDir,
    good: Vec<u8>,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        build_lines(&path, BuildOptions::default(), &["{\"text\":\"old\"}"]).unwrap();
        Place { good: fs::read(path).unwrap(), folder }
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Builds from a file called `name` and returns the error; the old index must still be there,
    /// and nothing else.
    fn fail(&self, name: &str, contents: &[u8], options: BuildOptions) -> Error {
        let input = self.path(name);
        fs::write(&input, contents).unwrap();
        let result = build_file(&self.index(), options, &input);
        fs::remove_file(&input).unwrap();
        let error = result.expect_err("the build should fail");
        assert!(fs::read(self.index()).unwrap() == self.good, "the index of before was touched");
        let left: Vec<_> = fs::read_dir(self.folder.path()).unwrap().flatten().collect();
        assert_eq!(left.len(), 1, "something was left behind: {left:?}");
        error
    }
}

fn build_lines(
    path: &Path,
    options: BuildOptions,
    lines: &[&str],
) -> mapahead::Result<mapahead::BuildReport> {
    let mut builder = IndexBuilder::new(path, options)?;
    builder.add_ndjson("records", lines.join("\n").into_bytes())?;
    builder.finish()
}

fn build_file(
    path: &Path,
    options: BuildOptions,
    input: &Path,
) -> mapahead::Result<mapahead::BuildReport> {
    let mut builder = IndexBuilder::new(path, options)?;
    builder.add_file(input)?;
    builder.finish()
}

fn columns(text: &str) -> BuildOptions {
    let columns = Columns { text: Some(text.into()), ..Columns::default() };
    BuildOptions { columns, ..BuildOptions::default() }
}

#[test]
fn a_bad_record_is_an_error_with_file_line_field_and_reason() {
    let place = Place::new();
    let long = format!("{{\"text\":\"{}\"}}", "x".repeat(1001));
    let cases: [(&str, &[u8], &str, &str, &str); 14] = [
        ("a.ndjson", b"{\"text\":\"a\"}\n{\"text\":", ":2", "record", "JSON"),
        ("a.ndjson", b"{\"weight\":1}", ":1", "text", ""),
        ("a.ndjson", b"{\"text\":\"\"}", ":1", "text", ""),
        ("a.ndjson", b"{\"text\":\"\\u200d\"}", ":1", "text", "nothing to match"),
        ("a.ndjson", long.as_bytes(), ":1", "text", "got 1001"),
        ("a.ndjson", b"{\"text\":\"a\",\"weight\":-1}", ":1", "weight", "-1"),
        ("a.ndjson", b"{\"text\":\"a\",\"weight\":1e999}", ":1", "weight", ""),
        ("a.ndjson", b"{\"text\":\"a\",\"weight\":\"7\"}", ":1", "weight", ""),
        ("a.ndjson", b"{\"text\":\"a\xff\"}", ":1", "", "UTF-8"),
        (
            "a.ndjson",
            b"{\"text\":\"a\",\"aliases\":[{\"text\":\"b\",\"factor\":2}]}",
            ":1",
            "aliases",
            "",
        ),
        ("a.csv", b"text,weight\na,x\n", ":2", "weight", "\"x\""),
        ("a.csv", b"text,weight\na\n", ":2", "record", ""),
        ("a.csv", b"text\n\"a\nb\n", ":2", "", "quote"),
        ("a.tsv", b"text\tweight\na\t-3\n", ":2", "weight", "-3"),
    ];
    for (name, contents, line, field, reason) in cases {
        let error = place.fail(name, contents, BuildOptions::default());
        assert_eq!(error.code(), "ERR_INVALID_RECORD", "{error}");
        let message = error.to_string();
        for part in [name, line, field, reason] {
            assert!(message.contains(part), "{message:?} lacks {part:?}");
        }
    }
}

#[test]
fn an_input_is_never_replaced_by_the_index() {
    let place = Place::new();
    let input = place.path("a.csv");
    fs::write(&input, "text\na\n").unwrap();
    let error = build_file(&input, BuildOptions::default(), &place.path("./a.csv")).unwrap_err();
    assert_eq!(error.code(), "ERR_INVALID_OPTION");
    assert_eq!(fs::read_to_string(&input).unwrap(), "text\na\n");
}

#[test]
fn a_build_that_failed_publishes_nothing() {
    let place = Place::new();
    let mut builder = IndexBuilder::new(place.index(), BuildOptions::default()).unwrap();
    let rows = "text\na\nb\n\"c\n";
    builder.add_reader("rows", Format::Csv, rows.as_bytes()).unwrap_err();
    let more = builder.add_ndjson("more", b"{\"text\":\"d\"}".to_vec());
    assert_eq!(more.unwrap_err().code(), "ERR_ABORTED");
    assert_eq!(builder.finish().unwrap_err().code(), "ERR_ABORTED");
    assert!(fs::read(place.index()).unwrap() == place.good);
}

#[test]
fn an_endless_input_without_records_can_be_aborted() {
    let place = Place::new();
    let mut builder = IndexBuilder::new(place.index(), BuildOptions::default()).unwrap();
    let progress = builder.progress();
    struct BlankLines(mapahead::Progress);
    impl std::io::Read for BlankLines {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            // Aborted from inside, so that the test needs no other thread and no clock.
            self.0.abort();
            buffer.fill(b'\n');
            Ok(buffer.len())
        }
    }
    let error = builder.add_reader("blank", Format::Ndjson, BlankLines(progress)).unwrap_err();
    assert_eq!(error.code(), "ERR_ABORTED");
}

#[test]
fn more_than_a_thousand_aliases_are_refused() {
    let place = Place::new();
    let aliases = |count: usize| vec!["\"b\""; count].join(",");
    let line = |count| format!("{{\"text\":\"a\",\"aliases\":[{}]}}", aliases(count));
    let error = place.fail("a.ndjson", line(1001).as_bytes(), BuildOptions::default());
    assert!(error.to_string().contains("aliases: must be at most 1000, got 1001"), "{error}");
    let report = build_lines(&place.index(), BuildOptions::default(), &[&line(1000)]).unwrap();
    assert_eq!((report.slots, report.aliases_merged), (2, 999));
}

#[test]
fn a_file_of_something_else_is_never_replaced_by_an_index() {
    let place = Place::new();
    let other = place.path("notes.txt");
    fs::write(&other, "notes").unwrap();
    let error = IndexBuilder::new(&other, BuildOptions::default()).map(drop).unwrap_err();
    assert_eq!(error.code(), "ERR_INVALID_OPTION");
    assert_eq!(fs::read_to_string(&other).unwrap(), "notes");
    fs::write(&other, "").unwrap();
    build_lines(&other, BuildOptions::default(), &["{\"text\":\"a\"}"]).unwrap();
    let mut damaged = fs::read(&other).unwrap();
    damaged.truncate(20);
    fs::write(&other, damaged).unwrap();
    build_lines(&other, BuildOptions::default(), &["{\"text\":\"a\"}"]).unwrap();
}

#[test]
fn a_build_that_skips_every_record_is_an_error_with_the_first_reason() {
    let place = Place::new();
    let rejects = place.path("rejects.ndjson");
    let on_error = OnError::Skip { rejects: Some(rejects.clone()) };
    let options = BuildOptions { on_error, ..BuildOptions::default() };
    let lines = ["{\"name\":\"a\"}", "{\"name\":\"b\"}"];
    let error = build_lines(&place.index(), options, &lines).unwrap_err();
    assert_eq!(error.code(), "ERR_INVALID_RECORD");
    let first = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(error.to_string(), "none of 2 records can be indexed; the first");
    assert!(
        first.contains("records:1: field text: is missing; the record has \"name\""),
        "{first}"
    );
    assert!(fs::read(place.index()).unwrap() == place.good);
    assert_eq!(fs::read_to_string(rejects).unwrap().lines().count(), 2);
}

#[test]
fn a_member_that_an_option_names_and_no_record_has_is_an_error() {
    let place = Place::new();
    let named = |columns| BuildOptions { columns, ..BuildOptions::default() };
    let wieght = Columns { weight: Some("wieght".into()), ..Columns::default() };
    let lines = b"{\"text\":\"a\",\"weight\":1}\n{\"text\":\"b\"}\n";
    let error = place.fail("a.ndjson", lines, named(wieght));
    assert_eq!(error.code(), "ERR_MISSING_COLUMN");
    assert!(error.to_string().contains("no column \"wieght\" for weight"), "{error}");
    let payload = Columns { payload: Some(vec!["cc".into(), "x".into()]), ..Columns::default() };
    let error = place.fail("a.ndjson", b"{\"text\":\"a\",\"cc\":1}", named(payload));
    assert!(error.to_string().contains("no column \"x\" for payload"), "{error}");

    // One record is enough, in whichever piece it comes.
    let columns = Columns { weight: Some("size".into()), ..Columns::default() };
    let mut builder = IndexBuilder::new(place.path("built"), named(columns)).unwrap();
    builder.add_ndjson("records", b"{\"text\":\"a\"}".to_vec()).unwrap();
    builder.add_ndjson("records", b"{\"text\":\"b\",\"size\":2}".to_vec()).unwrap();
    builder.add_ndjson("records", b"{\"text\":\"c\"}".to_vec()).unwrap();
    assert_eq!(builder.finish().unwrap().entries, 3);
}

#[test]
fn a_duplicate_id_names_both_lines() {
    let place = Place::new();
    let lines = b"{\"text\":\"a\",\"id\":\"1\"}\n{\"text\":\"b\",\"id\":\"2\"}\n{\"text\":\"c\",\"id\":\"1\"}\n";
    let message = place.fail("a.ndjson", lines, BuildOptions::default()).to_string();
    assert!(
        message.contains("a.ndjson:3: field id") && message.contains("a.ndjson:1"),
        "{message}"
    );
}

#[test]
fn contexts_and_seasons_are_refused_even_where_bad_records_are_skipped() {
    let place = Place::new();
    for field in ["\"contexts\":{\"city\":\"moscow\"}", "\"season\":\"autumn\""] {
        let line = format!("{{\"text\":\"a\",{field}}}");
        let error = place.fail("a.ndjson", line.as_bytes(), BuildOptions::default());
        assert_eq!(error.code(), "ERR_UNSUPPORTED", "{error}");
        let rejects = Some(place.folder.path().join("rejects"));
        let skip = BuildOptions { on_error: OnError::Skip { rejects }, ..BuildOptions::default() };
        assert_eq!(place.fail("a.ndjson", line.as_bytes(), skip).code(), "ERR_UNSUPPORTED");
    }
}

#[test]
fn a_missing_column_is_an_error_that_lists_the_columns() {
    let place = Place::new();
    let error = place.fail("a.csv", b"name,size\na,1\n", columns("title"));
    assert_eq!(error.code(), "ERR_MISSING_COLUMN");
    let message = error.to_string();
    assert!(
        message.contains("title") && message.contains("name") && message.contains("size"),
        "{message}"
    );
}

#[test]
fn an_input_that_cannot_be_read_is_an_error_that_names_it() {
    let place = Place::new();
    assert_eq!(place.fail("a.txt", b"a", BuildOptions::default()).code(), "ERR_INVALID_INPUT");
    assert_eq!(place.fail("a.csv", b"", BuildOptions::default()).code(), "ERR_INVALID_INPUT");
    let missing = build_file(&place.index(), BuildOptions::default(), &place.path("none.csv"));
    let error = missing.unwrap_err();
    assert_eq!(error.code(), "ERR_IO");
    assert!(error.to_string().contains("none.csv"), "{error}");
    let error = place.fail("a.csv.gz", b"\x1f\x8b\x08\0", BuildOptions::default());
    assert!(error.to_string().contains("a.csv.gz"), "{error}");
}

#[test]
fn an_option_out_of_range_is_an_error_before_anything_is_written() {
    let place = Place::new();
    let quality = mapahead::Quality { whole: f64::NAN, prefix: 1.0 };
    let cases = [
        (BuildOptions { memory: 1 << 20, ..BuildOptions::default() }, "memory"),
        (BuildOptions { threads: Some(0), ..BuildOptions::default() }, "threads"),
        (BuildOptions { threads: Some(257), ..BuildOptions::default() }, "threads"),
        (BuildOptions { quality: Some(quality), ..BuildOptions::default() }, "quality.whole"),
    ];
    for (options, name) in cases {
        let error = place.fail("a.csv", b"text\na\n", options);
        assert_eq!(error.code(), "ERR_INVALID_OPTION");
        assert!(error.to_string().starts_with(name), "{error}");
    }
}

#[test]
fn a_place_that_cannot_take_the_index_is_an_error_at_once() {
    let place = Place::new();
    let start = |path: &Path| IndexBuilder::new(path, BuildOptions::default()).map(drop);
    assert_eq!(start(&place.path("no/such/folder/index")).unwrap_err().code(), "ERR_IO");
    assert_eq!(start(place.folder.path()).unwrap_err().code(), "ERR_INVALID_OPTION");
    assert_eq!(start(&place.path("new/")).unwrap_err().code(), "ERR_INVALID_OPTION");
    assert_eq!(start(Path::new("/dev/null")).unwrap_err().code(), "ERR_INVALID_OPTION");
    assert_eq!(start(Path::new("")).unwrap_err().code(), "ERR_INVALID_OPTION");
    assert!(Path::new("/dev/null").exists());
}

#[test]
fn skipped_records_are_counted_and_written_to_the_rejects() {
    let place = Place::new();
    let input = place.path("a.ndjson");
    let lines = "{\"text\":\"a\",\"id\":\"1\"}\nnonsense\n{\"text\":\"b\",\"weight\":-1}\n\
                 {\"text\":\"c\",\"id\":\"1\",\"aliases\":[\"d\"]}\n{\"text\":\"e\"}\n";
    fs::write(&input, lines).unwrap();
    let rejects = place.path("rejects.ndjson");
    let on_error = OnError::Skip { rejects: Some(rejects.clone()) };
    let options = BuildOptions { on_error, ..BuildOptions::default() };
    let report = build_file(&place.index(), options, &input).unwrap();
    assert_eq!((report.entries, report.skipped), (2, 3));
    assert_eq!(report.rejects.as_ref(), Some(&rejects));
    let index = Index::open(place.index()).unwrap();
    index.verify().unwrap();
    assert_eq!(index.suggest("", &SuggestOptions::default()).unwrap().suggestions.len(), 2);

    let rejected: Vec<serde_json::Value> = fs::read_to_string(rejects)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let fields: Vec<_> = rejected
        .iter()
        .map(|reject| (reject["line"].as_u64().unwrap(), reject["field"].as_str().unwrap()))
        .collect();
    assert_eq!(fields, [(2, "record"), (3, "weight"), (4, "id")]);
    assert_eq!(rejected[0]["record"], "nonsense");
    let record: serde_json::Value =
        serde_json::from_str(rejected[2]["record"].as_str().unwrap()).unwrap();
    assert_eq!(record["text"], "c");
}

/// Many records with ids, aliases, payloads, equal keys and equal weights.
fn many_lines(count: usize) -> String {
    let line = |number: usize| {
        let mixed = number.wrapping_mul(2_654_435_761) % 1_000_003;
        let alias = if mixed.is_multiple_of(4) {
            format!(",\"aliases\":[\"x{}\"]", mixed % 97)
        } else {
            String::new()
        };
        format!(
            "{{\"text\":\"Some name {} of {}\",\"id\":\"{number}\",\"weight\":{},\"payload\":{{\"n\":{number}}}{alias}}}\n",
            mixed % 50_000,
            mixed % 13,
            mixed % 1000,
        )
    };
    (0..count).map(line).collect()
}

#[test]
fn equal_input_gives_equal_bytes_whatever_the_memory_threads_and_pieces() {
    let place = Place::new();
    let lines = many_lines(60_000);
    let build = |memory: u64, threads: usize, piece: usize| {
        let path = place.path("built");
        let options = BuildOptions { memory, threads: Some(threads), ..BuildOptions::default() };
        let mut builder = IndexBuilder::new(&path, options).unwrap();
        let all: Vec<&str> = lines.lines().collect();
        for lines in all.chunks(piece) {
            builder.add_ndjson("records", lines.join("\n").into_bytes()).unwrap();
        }
        builder.finish().unwrap();
        (fs::read(&path).unwrap(), Index::open(&path).unwrap())
    };
    let (expected, index) = build(1 << 30, 1, usize::MAX);
    index.verify().unwrap();
    // The least memory makes runs of all sorted sequences.
    for (memory, threads, piece) in [(1 << 30, 4, 7000), (16 << 20, 2, usize::MAX)] {
        let (bytes, _) = build(memory, threads, piece);
        assert!(bytes == expected, "memory {memory}, {threads} threads, pieces of {piece}");
    }
}

#[test]
fn csv_tsv_and_ndjson_compressed_or_not_give_equal_indexes() {
    let place = Place::new();
    let ndjson = "{\"text\":\"Łódź, PL\",\"id\":\"1\",\"weight\":2.5,\"aliases\":[\"Lodz\",\"LCJ\"]}\n{\"text\":\"b\"}\n";
    let csv = "id,text,weight,aliases,other\r\n1,\"Łódź, PL\",2.5,Lodz|LCJ,\r\n,b,,,x\r\n";
    let tsv = "id\ttext\tweight\taliases\n1\tŁódź, PL\t2.5\tLodz|LCJ\n\tb\t\t\n";
    let gzip = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let inputs: [(&str, Vec<u8>); 6] = [
        ("a.ndjson", ndjson.into()),
        ("a.jsonl.gz", gzip(ndjson)),
        ("a.csv", csv.into()),
        ("a.csv.zst", zstd::encode_all(csv.as_bytes(), 1).unwrap()),
        ("a.tsv", tsv.into()),
        ("a.tsv.gz", gzip(tsv)),
    ];
    let mut expected: Option<Vec<u8>> = None;
    for (name, bytes) in inputs {
        let input = place.path(name);
        fs::write(&input, bytes).unwrap();
        build_file(&place.index(), BuildOptions::default(), &input).unwrap();
        let built = fs::read(place.index()).unwrap();
        assert!(
            *expected.get_or_insert_with(|| built.clone()) == built,
            "{name} gives other bytes"
        );
    }
}

#[test]
fn several_inputs_make_one_index_and_a_duplicate_across_them_names_both() {
    let place = Place::new();
    let mut builder = IndexBuilder::new(place.path("both"), BuildOptions::default()).unwrap();
    builder.add_reader("one", Format::Csv, &b"text,id\na,1\n"[..]).unwrap();
    builder.add_reader("two", Format::Ndjson, &b"{\"text\":\"b\",\"id\":\"2\"}"[..]).unwrap();
    assert_eq!(builder.finish().unwrap().entries, 2);

    let mut builder = IndexBuilder::new(place.path("both"), BuildOptions::default()).unwrap();
    builder.add_reader("one", Format::Csv, &b"text,id\na,1\n"[..]).unwrap();
    builder.add_reader("two", Format::Ndjson, &b"\n{\"text\":\"b\",\"id\":\"1\"}"[..]).unwrap();
    let message = builder.finish().unwrap_err().to_string();
    assert!(message.contains("two:2") && message.contains("one:2"), "{message}");
}

#[test]
fn an_aborted_build_leaves_the_index_of_before_and_no_file() {
    let place = Place::new();
    let mut builder = IndexBuilder::new(place.index(), BuildOptions::default()).unwrap();
    builder.add_ndjson("records", b"{\"text\":\"new\"}".to_vec()).unwrap();
    let progress = builder.progress();
    assert_eq!((progress.snapshot().phase, progress.snapshot().records), (Phase::Read, 1));
    progress.abort();
    assert_eq!(builder.finish().unwrap_err().code(), "ERR_ABORTED");
    assert!(fs::read(place.index()).unwrap() == place.good);
    assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 1);
}

#[test]
fn progress_ends_where_it_said_it_would() {
    let place = Place::new();
    let mut builder = IndexBuilder::new(place.path("built"), BuildOptions::default()).unwrap();
    builder.add_ndjson("records", many_lines(5000).into_bytes()).unwrap();
    let progress = builder.progress();
    let report = builder.finish().unwrap();
    let last = progress.snapshot();
    assert_eq!((last.phase, last.records), (Phase::Write, 5000));
    assert_eq!((last.steps, last.steps_total), (2 * report.slots, 2 * report.slots));
}

#[test]
fn an_open_index_keeps_answering_when_a_new_one_takes_its_place() {
    let place = Place::new();
    let before = Index::open(place.index()).unwrap();
    build_lines(&place.index(), BuildOptions::default(), &["{\"text\":\"new\"}"]).unwrap();
    let after = Index::open(place.index()).unwrap();
    let texts = |index: &Index| -> Vec<String> {
        let result = index.suggest("", &SuggestOptions::default()).unwrap();
        result.suggestions.iter().map(|suggestion| suggestion.text.to_owned()).collect()
    };
    assert_eq!((texts(&before), texts(&after)), (vec!["old".to_owned()], vec!["new".to_owned()]));
    assert_ne!(before.generation(), after.generation());
    before.verify().unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_what_it_leads_to_is_replaced_readable_for_others() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    let link = place.path("current");
    std::os::unix::fs::symlink(place.index(), &link).unwrap();
    build_lines(&link, BuildOptions::default(), &["{\"text\":\"new\"}"]).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read(place.index()).unwrap() != place.good);
    let probe = place.path("probe");
    fs::write(&probe, "").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&place.index()), mode(&probe), "as other programs create files");
}

#[test]
fn a_million_equal_keys_are_built_and_answered() {
    let place = Place::new();
    let lines = "{\"text\":\"same\"}\n".repeat(100_000);
    let mut builder = IndexBuilder::new(place.index(), BuildOptions::default()).unwrap();
    for _ in 0..10 {
        builder.add_ndjson("records", lines.clone().into_bytes()).unwrap();
    }
    let report = builder.finish().unwrap();
    assert_eq!((report.entries, report.keys, report.slots), (1_000_000, 1, 1_000_000));
    let index = Index::open(place.index()).unwrap();
    for query in ["", "s", "same", "same "] {
        let result = index.suggest(query, &SuggestOptions { limit: 1000, offset: 9000 }).unwrap();
        assert_eq!((result.suggestions.len(), result.complete), (1000, true));
    }
}
