//! Tables as people have them: with any delimiter, encoding and header they are the same records.

use std::fs;

use mapahead::{
    Advice, BuildOptions, Columns, Error, Format, Index, IndexBuilder, OnError, SuggestOptions,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use crate::inputs::{assert_same_end, built, encoded};
use crate::place::Place;

/// Builds from a file of this name, and returns the texts by falling weight.
fn texts(name: &str, contents: &[u8], options: BuildOptions) -> Vec<String> {
    let place = Place::new();
    let input = place.path(name);
    fs::write(&input, contents).unwrap();
    let mut builder = IndexBuilder::new(place.index(), options).unwrap();
    builder.add_file(&input).unwrap_or_else(|error| panic!("{error}"));
    builder.finish().unwrap();
    let index = Index::open(place.index()).unwrap();
    let all = index.suggest("", &SuggestOptions::default()).unwrap();
    all.suggestions.iter().map(|suggestion| suggestion.text.to_string()).collect()
}

fn named(text: &str, weight: &str) -> BuildOptions {
    let name = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    let columns = Columns { text: name(text), weight: name(weight), ..Columns::default() };
    BuildOptions { columns, ..BuildOptions::default() }
}

fn numbered(text: &str, weight: &str) -> BuildOptions {
    BuildOptions { header: false, ..named(text, weight) }
}

#[test]
fn a_table_without_a_header_keeps_its_first_record() {
    for (name, contents, options) in [
        ("a.csv", "Rome,1\nOslo,2\n", numbered("1", "2")),
        ("a.csv", "A00,\"Rome\"\nA01,\"Oslo\"\n", numbered("2", "")),
        ("a.csv", "\u{feff}Rome,1\r\nOslo,2\r\n", numbered("1", "2")),
        ("a.csv", "\n\nRome,1\nOslo,2", numbered("1", "2")),
        ("a.tsv", "1\tRome\n2\tOslo\n", numbered("2", "1")),
        ("a.csv", "Rome\nOslo\n", numbered("", "")),
        ("a.tsv", "Rome\r\nOslo\r\n", numbered("1", "")),
        ("a.csv", "1,\"Rome\",\"a,b\"\n2,Oslo,\n", numbered("2", "1")),
        ("a.csv", "1;Rome\n2;Oslo\n", numbered("2", "1")),
        ("a.csv", "Rome;1\nOslo;2\n", numbered("1", "2")),
        ("a.csv", "Rome|x\nOslo|y\n", numbered("1", "")),
        ("a.csv", "1\tRome\n2\tOslo\n", numbered(" 2 ", "1")),
        ("a.tsv", "1,Rome\n2,Oslo\n", numbered("2", "1")),
        ("a.csv", "sep=;\r\n1;Rome\r\n2;Oslo\r\n", numbered("2", "1")),
    ] {
        let mut found = texts(name, contents.as_bytes(), options);
        found.sort();
        assert_eq!(found, ["Oslo", "Rome"], "{name} {contents:?}");
    }
}

#[test]
fn columns_without_a_header_are_numbers_everywhere() {
    let columns = Columns {
        text: Some("1".into()),
        id: Some("2".into()),
        aliases: Some(vec!["3".into(), "4".into()]),
        contexts: vec![("land".into(), "5".into())],
        payload: Some(vec!["2".into(), "5".into()]),
        ..Columns::default()
    };
    let options = BuildOptions { columns, header: false, ..BuildOptions::default() };
    let report = built("a.csv", b"Rome,r,Roma,Urbs|x,it\n", options).unwrap();
    let record = json!({
        "text": "Rome", "id": "r", "aliases": ["Roma", "Urbs", "x"], "contexts": {"land": "it"},
        "payload": {"2": "r", "5": "it"},
    });
    let same = built("a.ndjson", record.to_string().as_bytes(), BuildOptions::default()).unwrap();
    assert_eq!(report.generation, same.generation);
}

#[test]
fn an_empty_table_without_a_header_is_an_empty_index() {
    for contents in [&b""[..], b"\n\n", b"\xef\xbb\xbf"] {
        assert_eq!(built("a.csv", contents, numbered("2", "5")).unwrap().entries, 0);
        assert_eq!(built("a.tsv", contents, numbered("", "")).unwrap().entries, 0);
    }
}

#[test]
fn a_bad_first_record_of_a_table_without_a_header_is_told_or_skipped() {
    let error = built("a.csv", b"Rome,x\nOslo,2\n", numbered("1", "2")).unwrap_err();
    assert!(
        error.to_string().ends_with("a.csv:1: field weight: must be a number from 0, got \"x\"")
    );
    let on_error = OnError::Skip { rejects: None };
    let options = BuildOptions { on_error, ..numbered("1", "2") };
    let report = built("a.csv", b"Rome,x\nOslo,2\n", options).unwrap();
    assert_eq!((report.entries, report.skipped), (1, 1));
    let error = built("a.csv", b"Rome,1\nOslo\n", numbered("1", "2")).unwrap_err();
    assert!(error.to_string().ends_with("must have 2 cells as the first row has, got 1"));
}

#[test]
fn a_delimiter_is_found_by_the_columns_of_the_header_and_told() {
    for (name, contents, options, delimiter) in [
        ("a.csv", "text;weight\nOslo;2\nRome;1\n", named("", ""), ';'),
        ("a.csv", "text\tweight\nOslo\t2\nRome\t1\n", named("", ""), '\t'),
        ("a.csv", "text|weight\nOslo|2\nRome|1\n", named("", ""), '|'),
        ("a.tsv", "text,weight\nOslo,2\nRome,1\n", named("", ""), ','),
        ("a.tsv", "text;weight\nOslo;2\nRome;1\n", named("", ""), ';'),
        ("a.csv", "\u{feff}id;Text;Weight\r\n1;Oslo;2\r\n2;Rome;1\r\n", named("", ""), ';'),
        ("a.csv", "\"text\";\"weight\"\n\"Oslo\";\"2\"\n\"Rome\";\"1\"\n", named("", ""), ';'),
        ("a.csv", "Name, first;Pop\nOslo;2,5\nRome;1\n", named("Name, first", "pop"), ';'),
        ("a.csv", "note;city\n\"a;b\";Oslo\nc,d;Rome\n", named("city", ""), ';'),
        ("a.csv", "a,b;c\tcity\nx\tOslo\ny\tRome\n", named("city", ""), '\t'),
        ("a.csv", "sep=|\ntext|weight\nOslo|2\nRome|1\n", named("", ""), '|'),
        ("a.csv", "SEP=;\r\ntext;weight\r\nOslo;2\r\nRome;1\r\n", named("", ""), ';'),
        ("a.tsv", "sep=,\ntext,weight\n\"Oslo\",2\nRome,1\n", named("", ""), ','),
        ("a.tsv", "\"text\"\t\"weight\"\n\"Oslo\"\t2\n\"Rome\"\t1\n", named("", ""), '\t'),
    ] {
        assert_eq!(
            texts(name, contents.as_bytes(), options.clone()),
            ["Oslo", "Rome"],
            "{contents:?}"
        );
        let report = built(name, contents.as_bytes(), options).unwrap();
        let input = &report.inputs[0];
        assert_eq!((input.delimiter, input.delimiter_found), (Some(delimiter), true));
        assert_eq!(input.format, Format::Csv);
    }
}

#[test]
fn the_delimiter_of_the_name_goes_before_one_that_fits_too() {
    for (name, contents, delimiter) in [
        ("a.csv", "text,a;text\nOslo,1\n", ','),
        ("a.tsv", "text\tx,text\nOslo\t1\n", '\t'),
        ("a.csv", "text\nOslo;Rome\n", ','),
    ] {
        let input = &built(name, contents.as_bytes(), named("", "")).unwrap().inputs[0];
        assert_eq!((input.delimiter, input.delimiter_found), (Some(delimiter), false));
    }
    // In a table without a header too, whatever stands in its texts.
    let found = texts("a.csv", b"Oslo; Rome, Bern\nOslo, Rome\n", numbered("1", ""));
    assert_eq!(found.len(), 2);
}

#[test]
fn two_other_delimiters_that_fit_are_an_error() {
    let error = built("a.csv", b"text;x|text\nOslo;1\n", named("", "")).unwrap_err();
    let Error::InvalidInput { reason, advice, .. } = error else { panic!("{error}") };
    assert_eq!(reason, "';' and '|' could each separate its columns");
    assert_eq!(advice, Some(Advice::SetDelimiter));
}

#[test]
fn a_delimiter_may_be_any_sign_and_leaves_the_quotes_to_the_format() {
    for (delimiter, sign) in
        [("tab", '\t'), ("\\t", '\t'), (";", ';'), ("^", '^'), ("\u{1}", '\u{1}'), (" ", ' ')]
    {
        let options = || BuildOptions { delimiter: Some(delimiter.into()), ..named("", "") };
        let table = format!("text{sign}weight\n\"Oslo{sign}x\"{sign}2\nRome{sign}1\n");
        let found = texts("a.csv", table.as_bytes(), options());
        assert_eq!(found, [format!("Oslo{sign}x"), "Rome".into()]);
        let table = format!("text{sign}weight\n\"Oslo\"{sign}2\nRome{sign}1\n");
        assert_eq!(texts("a.tsv", table.as_bytes(), options()), ["\"Oslo\"", "Rome"]);
    }
    let options = BuildOptions { delimiter: Some(";".into()), ..named("", "") };
    let error = built("a.ndjson", b"{\"text\":\"a\"}", options).unwrap_err();
    assert_eq!(error.code(), "ERR_INVALID_OPTION");
    let error = built("a.ndjson", b"{\"text\":\"a\"}", numbered("text", "")).unwrap_err();
    assert_eq!(error.code(), "ERR_INVALID_OPTION");
}

#[test]
fn utf_16_is_read_by_its_byte_order_mark() {
    let table = "\u{feff}text;weight\r\nŁódź;2\r\n東京;1\r\n";
    let little: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = table.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, encoding) in [(little, "UTF-16LE"), (big, "UTF-16BE")] {
        assert_eq!(texts("a.csv", &bytes, named("", "")), ["Łódź", "東京"]);
        let zipped = zstd::encode_all(bytes.as_slice(), 1).unwrap();
        let report = built("a.csv.zst", &zipped, named("", "")).unwrap();
        assert_eq!((report.entries, report.inputs[0].encoding.as_str()), (2, encoding));
    }
}

#[test]
fn what_is_not_utf_8_names_the_likely_encoding_and_the_place() {
    let record = |contents: &[u8], name: &str| match built(name, contents, named("", "")) {
        Err(Error::InvalidRecord { line, field, available, advice, .. }) => {
            assert_eq!(advice, Some(Advice::SetEncoding));
            (line, field, available.join(" "))
        }
        other => panic!("{other:?}"),
    };
    let win = "windows-1252".to_owned();
    assert_eq!(record(b"text,id\na,1\nM\xe1laga,2\n", "a.csv"), (3, "text", win.clone()));
    assert_eq!(record(b"text\tid\nOslo\tK\xf6ln\n", "a.tsv"), (2, "id", win.clone()));
    assert_eq!(record(b"{\"text\":\"M\xe1laga\"}\n", "a.ndjson"), (1, "text", win.clone()));
    let cyrillic = b"text\n\xcc\xee\xf1\xea\xe2\xe0\n\xce\xec\xf1\xea\n";
    assert_eq!(record(cyrillic, "a.csv"), (2, "text", "windows-1251".into()));
    match built("a.csv", b"text,gr\xf6\xdfe\na,1\n", named("", "")) {
        Err(Error::WrongEncoding { line: 1, reason, likely, .. }) => {
            assert_eq!(reason, "is not UTF-8 in column 2 of the header");
            assert_eq!(likely, [win]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_encoding_is_read_where_it_is_named_and_its_faults_are_records() {
    let with = |encoding: &str, on_error| BuildOptions {
        encoding: Some(encoding.into()),
        on_error,
        ..named("", "")
    };
    let stop = || OnError::Stop;
    assert_eq!(texts("a.csv", b"text\nM\xe1laga\n", with("latin1", stop())), ["Málaga"]);
    assert_eq!(
        texts("a.ndjson", b"{\"text\":\"K\xf6ln\"}", with("windows-1252", stop())),
        ["Köln"]
    );
    assert_eq!(texts("a.tsv", b"text\n\x93\x8c\x8b\x9e\n", with("shift_jis", stop())), ["東京"]);
    let error = built("a.csv", b"text\na\nb\x81\n", with("shift_jis", stop())).unwrap_err();
    assert!(error.to_string().contains("a.csv:3: field text: is not Shift_JIS"), "{error}");
    let skip = OnError::Skip { rejects: None };
    let report = built("a.csv", b"text\na\nb\x81\nc\n", with("shift_jis", skip)).unwrap();
    assert_eq!((report.entries, report.skipped), (2, 1));
}

#[test]
fn a_missing_text_suggests_a_column_that_keeps_every_record() {
    // Each table is built once more as the error says.
    for (contents, records) in [
        ("A00,Cholera\nA01,Typhoid fever\n", 2),
        ("Paris;12\nRome;3\n", 2),
        ("1\tGoroka Airport\tGKA\n2\tMadang Airport\tMAG\n", 2),
        ("id,name\n1,Rome\n2,Oslo\n", 2),
        ("iso;Country Name;pop\nDE;Germany;3\nFR;France;2\n", 2),
        ("2024-01-05|Oslo\n2024-02-07|Rome\n", 2),
        ("#ff0000,red\n#00ff00,green\n", 2),
        ("Title\nOne\nTwo\n", 2),
        ("code,label\nx1,One\nx2,Two\n", 2),
        ("7,seven\n", 1),
    ] {
        let error = built("a.csv", contents.as_bytes(), named("", "")).unwrap_err();
        let Error::MissingColumn { available, suggested: Some(at), advice, .. } = error else {
            panic!("{contents:?}: {error}")
        };
        let options = match advice {
            Some(Advice::NoHeader) => numbered(&(at + 1).to_string(), ""),
            _ => named(&available[at], ""),
        };
        let report = built("a.csv", contents.as_bytes(), options).unwrap();
        assert_eq!(report.entries, records, "{contents:?}");
    }
}

#[test]
fn a_name_where_a_number_belongs_suggests_the_number() {
    let error = built("a.csv", b"1,Rome\n2,Oslo\n", numbered("name", "")).unwrap_err();
    assert!(
        error.to_string().ends_with(
            "there is no column \"name\" for columns.text; without a header the columns are 1 to 2; name the \
             one that holds the text with the option columns.text, most likely \"2\""
        ),
        "{error}"
    );
    for number in ["0", "3", "-1", "1.0", "99999999999999999999"] {
        let error = built("a.csv", b"1,Rome\n", numbered(number, "")).unwrap_err();
        assert_eq!(error.code(), "ERR_MISSING_COLUMN", "{number}");
    }
}

#[derive(Debug, Clone)]
struct Row {
    text: String,
    weight: u32,
    alias: String,
}

fn row() -> impl Strategy<Value = Row> {
    // Signs of every delimiter, quotes, and letters that all the encodings have.
    let cell = "[a-z0-9 ,;|^'éöß]{0,8}";
    ("[a-zé]", cell, 0..1000u32, "[a-z ,;^'\"éö]{0,8}")
        .prop_map(|(first, rest, weight, alias)| Row { text: first + &rest, weight, alias })
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// Writes `rows` as CSV whose cells this separates, all of them quoted.
fn table(rows: &[Row], delimiter: char, header: bool, line_end: &str) -> String {
    let head = header.then(|| ["text", "weight", "aliases"].map(quoted));
    let rows =
        rows.iter().map(|row| [quoted(&row.text), row.weight.to_string(), quoted(&row.alias)]);
    let mut table = String::new();
    for cells in head.into_iter().chain(rows) {
        table += &cells.join(&delimiter.to_string());
        table += line_end;
    }
    table
}

fn numbered_columns() -> Columns {
    Columns {
        text: Some("1".into()),
        weight: Some("2".into()),
        aliases: Some(vec!["3".into()]),
        ..Columns::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_delimiter_encoding_and_header_gives_the_index_of_the_same_ndjson(
        rows in vec(row(), 2..6), delimiter in prop::sample::select(vec![',', ';', '\t', '|', '^']),
        encoding in prop::sample::select(vec!["utf-8", "utf-16le", "utf-16be", "windows-1252"]),
        header: bool, crlf: bool, zip: bool, told: bool, tsv: bool,
    ) {
        let lines: Vec<String> = rows
            .iter()
            .map(|row| {
                let aliases: Vec<&str> =
                    row.alias.split('|').filter(|alias| !alias.trim().is_empty()).collect();
                json!({ "text": row.text, "weight": row.weight, "aliases": aliases }).to_string()
            })
            .collect();
        let lines = lines.join("\n");
        let same = built("a.ndjson", lines.as_bytes(), BuildOptions::default());

        let text = table(&rows, delimiter, header, if crlf { "\r\n" } else { "\n" });
        let bytes = encoded(&text, encoding);
        let (bytes, name) = match (zip, tsv) {
            (true, _) => (zstd::encode_all(bytes.as_slice(), 1).unwrap(), "a.csv.zst"),
            // Quotes belong to CSV: a name of TSV leaves it to what is found.
            (false, true) if !told && header && delimiter != '^' => (bytes, "a.tsv"),
            _ => (bytes, "a.csv"),
        };
        let columns = if header { Columns::default() } else { numbered_columns() };
        let delimiter = (told || delimiter == '^').then(|| delimiter.to_string());
        let encoding = (encoding != "utf-8").then(|| encoding.to_owned());
        let options = BuildOptions { columns, header, delimiter, encoding, ..BuildOptions::default() };
        assert_same_end(built(name, &bytes, options), same);
    }

    #[test]
    fn damage_in_a_table_is_an_error_or_records_and_never_a_panic(
        rows in vec(row(), 1..5), delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
        encoding in prop::sample::select(vec!["utf-8", "utf-16le", "shift_jis", "gbk", "big5"]),
        header: bool, damage in vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut: prop::sample::Index, bom: bool,
    ) {
        let mut bytes = encoded(&table(&rows, delimiter, header, "\n"), encoding);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() + 1));
        if bom {
            bytes.splice(0..0, [0xff, 0xfe]);
        }
        let columns = if header { Columns::default() } else { numbered_columns() };
        let encoding = Some(encoding.to_owned());
        let options = BuildOptions { columns, header, encoding, ..BuildOptions::default() };
        let on_error = OnError::Skip { rejects: None };
        let skipping = BuildOptions { on_error, ..options.clone() };
        if let Ok(report) = built("a.csv", &bytes, options) {
            prop_assert_eq!(built("a.csv", &bytes, skipping).unwrap().generation, report.generation);
        } else if let Err(error) = built("a.csv", &bytes, skipping) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
