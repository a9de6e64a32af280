//! Builds that are refused, or fail, leave the index of before.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use mapahead::{BuildOptions, Columns, Format, IndexBuilder, OnError};
use serde_json::Value;

use crate::place::{Place, build_file, build_lines};

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
        ("a.ndjson", b"{\"text\":\"a\",\"weight\":\"7 kg\"}", ":1", "weight", "\"7 kg\""),
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
    assert!(error.to_string().contains("no column \"wieght\" for columns.weight"), "{error}");
    let payload = Columns { payload: Some(vec!["cc".into(), "x".into()]), ..Columns::default() };
    let error = place.fail("a.ndjson", b"{\"text\":\"a\",\"cc\":1}", named(payload));
    assert!(error.to_string().contains("no column \"x\" for columns.payload"), "{error}");

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
fn a_season_that_is_none_is_a_bad_record_which_can_be_skipped() {
    let place = Place::new();
    let spring = BTreeMap::from([("spring".to_owned(), [1.0; 12])]);
    let cases = [
        ("\"autumn\"", "\"autumn\" is no profile; the option seasons defines \"spring\""),
        ("[1,1,1,1,1,1,1,1,1,1,1]", "must have 12 numbers, January to December, got 11"),
        ("[1,1,1,1,1,1,1,1,1,1,1,-2]", "must have numbers from 0 to 100, got \"-2\""),
        ("[1,1,1,1,1,1,1,1,1,1,1,101]", "must have numbers from 0 to 100, got \"101\""),
    ];
    for (season, reason) in cases {
        let line = format!("{{\"text\":\"b\",\"season\":{season}}}");
        let lines = format!("{{\"text\":\"a\",\"season\":\"spring\"}}\n{line}\n");
        let options = BuildOptions { seasons: spring.clone(), ..BuildOptions::default() };
        let error = place.fail("a.ndjson", lines.as_bytes(), options.clone());
        assert_eq!(error.code(), "ERR_INVALID_RECORD");
        let expected = format!("a.ndjson:2: field season: {reason}");
        assert!(error.to_string().ends_with(&expected), "{error}");
        let rejects = place.path("rejects.ndjson");
        let on_error = OnError::Skip { rejects: Some(rejects.clone()) };
        let options = BuildOptions { on_error, ..options };
        let (input, skipped) = (place.path("a.ndjson"), place.path("skipped"));
        fs::write(&input, &lines).unwrap();
        let report = build_file(&skipped, options, &input).unwrap();
        assert_eq!((report.entries, report.skipped), (1, 1));
        let rejected: Value = serde_json::from_str(&fs::read_to_string(&rejects).unwrap()).unwrap();
        assert_eq!((&rejected["field"], &rejected["line"]), (&"season".into(), &2.into()));
        assert_eq!(rejected["record"], line);
        [input, skipped, rejects].into_iter().for_each(|path| fs::remove_file(path).unwrap());
    }
    let error = place.fail("a.csv", b"text,season\na,autumn\n", BuildOptions::default());
    let reason = "a.csv:2: field season: \"autumn\" is no profile: the option seasons defines none";
    assert!(error.to_string().ends_with(reason), "{error}");
}

#[test]
fn contexts_out_of_their_form_are_a_bad_record() {
    let place = Place::new();
    for (contexts, reason) in [
        ("{\"city\":true}", "the values of \"city\" must be strings or numbers"),
        ("{\"\":\"x\"}", "a field must have a name of 1 to 100 bytes"),
        ("7", "must be an object of values by field, got "),
    ] {
        let line = format!("{{\"text\":\"a\",\"contexts\":{contexts}}}");
        let error = place.fail("a.ndjson", line.as_bytes(), BuildOptions::default());
        assert_eq!(error.code(), "ERR_INVALID_RECORD");
        let expected = format!("a.ndjson:1: field contexts: {reason}");
        assert!(error.to_string().contains(&expected), "{error}");
    }
}

#[test]
fn an_index_has_at_most_255_fields_of_contexts_even_where_bad_records_are_skipped() {
    let place = Place::new();
    let line = |field: usize| format!("{{\"text\":\"a\",\"contexts\":{{\"f{field}\":1}}}}\n");
    let lines: Vec<String> = (0..=255).map(line).collect();
    let index = place.path("fields");
    let all: Vec<&str> = lines[..255].iter().map(|line| line.trim_end()).collect();
    build_lines(&index, BuildOptions::default(), &all).unwrap();
    assert_eq!(mapahead::Index::open(&index).unwrap().info().contexts.len(), 255);
    fs::remove_file(index).unwrap();
    let rejects = Some(place.path("rejects.ndjson"));
    let on_error = OnError::Skip { rejects };
    let options = BuildOptions { on_error, ..BuildOptions::default() };
    let error = place.fail("a.ndjson", lines.concat().as_bytes(), options);
    assert_eq!(error.code(), "ERR_INVALID_RECORD");
    let message = "a.ndjson:256: field contexts: \"f255\" is a field more than the 255";
    assert!(error.to_string().contains(message), "{error}");
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
    let quality =
        mapahead::Quality { whole: f64::NAN, ..mapahead::Quality::for_kind(mapahead::Kind::Text) };
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
