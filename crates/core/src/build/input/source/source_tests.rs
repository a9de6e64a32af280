//! Sources: what is opened, in which order records and errors come, and what is told.

use std::io::Write;

use super::round_trips_tests::{compress, read_all, start};
use super::*;
use crate::build::input::batch::MAX_RECORD_BYTES;

fn open(path: &Path, format: Option<Format>) -> Result<Source> {
    let columns = Columns::default();
    Source::open(path, &InputOptions { format, ..InputOptions::of_columns(&columns) })
}

#[test]
fn lines_of_csv_count_through_quoted_newlines() {
    let text = "\u{feff}text,id\r\n\"a\r\nb\",1\r\n\r\nc,2\n\"d\n\n\",3\ne,4\n,5";
    let mut source = start(text.into(), 1, Compression::None, Format::Csv).unwrap();
    let read = read_all(&mut source, 2).unwrap();
    let lines: Vec<u64> = read.iter().map(|record| record.0).collect();
    assert_eq!(lines, [2, 5, 6, 9, 10]);
    assert_eq!(read[4].1, Err("text"));
}

#[test]
fn records_in_front_of_an_unclosed_quote_come_first() {
    let text = b"text,id\na,1\nb,\"2\nc,3\n".to_vec();
    let mut source = start(text, 5, Compression::None, Format::Csv).unwrap();
    let mut batch = Batch::default();
    source.read_batch(&mut batch).unwrap();
    assert_eq!(batch.len(), 1);
    batch.clear();
    let error = source.read_batch(&mut batch).unwrap_err();
    assert_eq!(
        error.to_string(),
        "in:3: field record: has a quote on line 3 that is never closed; close it"
    );
    assert!(batch.is_empty());
}

#[test]
fn memory_is_read_in_pieces_with_running_lines() {
    let columns = Columns::default();
    let mut lines = Vec::new();
    let mut next = 1;
    for piece in ["{\"text\":\"a\"}\n\n", "{\"text\":\"b\"}", "{\"x\":1}\n{\"text\":\"c\"}\n"] {
        let mut source = Source::from_memory("records", piece.into(), next, &columns).unwrap();
        let read = read_all(&mut source, 10).unwrap();
        lines.extend(read.into_iter().map(|(line, fields)| (line, fields.is_ok())));
        next = source.next_line();
    }
    assert_eq!(lines, [(1, true), (3, true), (4, false), (5, true)]);
    assert_eq!(next, 6);
}

#[test]
fn a_line_over_64_mib_is_a_bad_record_and_is_not_held() {
    let long = io::repeat(b'x').take(3 * MAX_RECORD_BYTES as u64);
    let rest = Cursor::new(b"\n{\"text\":\"b\"}\n".to_vec());
    let reader = Cursor::new(b"{\"text\":\"a\"}\n".to_vec()).chain(long).chain(rest);
    let columns = Columns::default();
    let mut source = Source::from_reader(
        "in",
        Box::new(reader),
        Format::Ndjson,
        &InputOptions::of_columns(&columns),
    )
    .unwrap();
    let read = read_all(&mut source, 10).unwrap();
    let lines: Vec<_> = read.iter().map(|(line, fields)| (*line, fields.is_ok())).collect();
    assert_eq!(lines, [(1, true), (2, false), (3, true)]);
}

#[test]
fn a_file_is_opened_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let ndjson = b"{\"text\":\"a\"}\n".to_vec();
    for (name, bytes, format) in [
        ("a.ndjson", ndjson.clone(), None),
        ("a.jsonl.gz", compress(&ndjson, Compression::Gzip), None),
        ("a.CSV.zst", compress(b"text\na\n", Compression::Zstd), None),
        ("a.tsv", b"text\tid\na\t\n".to_vec(), None),
        ("a.txt", ndjson.clone(), Some(Format::Ndjson)),
        ("b.csv", ndjson.clone(), Some(Format::Ndjson)),
        ("a.gz", compress(&ndjson, Compression::Gzip), Some(Format::Ndjson)),
        // Without a format, JSON shows by how it begins.
        ("b.gz", compress(&ndjson, Compression::Gzip), None),
        ("a.dump", b" \n [{\"text\":\"a\"}]".to_vec(), None),
        ("a.json", b"[{\"text\":\"a\"}]".to_vec(), None),
        ("b.json", b"{\n\"text\":\"a\"}\n".to_vec(), None),
        ("b.ndjson", b"[\n{\"text\":\"a\"}\n]".to_vec(), None),
        ("a.json.zst", compress(b"[{\"text\":\"a\"}]", Compression::Zstd), None),
    ] {
        let path = folder.path().join(name);
        let mut file = tempfile::NamedTempFile::new_in(&folder).unwrap();
        file.write_all(&bytes).unwrap();
        file.persist(&path).unwrap();
        let mut source = open(&path, format).unwrap();
        assert_eq!(read_all(&mut source, 10).unwrap().len(), 1, "{name}");
        assert_eq!(source.bytes_total(), Some(bytes.len() as u64));
        assert_eq!(source.bytes_read(), bytes.len() as u64);
        assert_eq!(source.name(), path.display().to_string());
    }
}

#[test]
fn a_stream_is_read_as_the_file_of_its_name_would_be() {
    let bytes = compress(b"text\nBerlin\n", Compression::Gzip);
    let reader = Box::new(Cursor::new(bytes));
    let path = Path::new("pipe.csv.gz");
    let mut source =
        Source::from_stream(path, reader, &InputOptions::of_columns(&Columns::default())).unwrap();
    assert_eq!(read_all(&mut source, 10).unwrap().len(), 1);
    assert_eq!((source.name(), source.bytes_total()), ("pipe.csv.gz", None));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes the input that it opens")]
fn what_cannot_be_opened_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let columns = Columns::default();
    let refused = |path: &Path| open(path, None).err().unwrap();

    let error = refused(&folder.path().join("missing.csv"));
    assert_eq!(error.code(), "ERR_IO");
    assert!(error.to_string().ends_with("missing.csv"));

    let table = folder.path().join("a.txt");
    std::fs::write(&table, "text,id\na,1\n").unwrap();
    let error = refused(&table);
    assert_eq!(error.code(), "ERR_INVALID_INPUT");
    assert!(error.to_string().contains("set the format"), "{error}");

    let table = Box::new(Cursor::new(b"text\na\n".to_vec()));
    let error = Source::from_stream(Path::new("-"), table, &InputOptions::of_columns(&columns))
        .err()
        .unwrap();
    assert_eq!(error.code(), "ERR_INVALID_INPUT");
    assert!(error.to_string().starts_with("<stdin>: "), "{error}");

    let error = open(folder.path(), Some(Format::Csv)).err().unwrap();
    assert_eq!(error.code(), "ERR_IO");
}

#[test]
fn damaged_compressed_data_and_a_failing_reader_are_told_apart() {
    let mut bytes = compress(b"", Compression::Gzip);
    bytes[0] = b'x';
    let error = start(bytes, 10, Compression::Gzip, Format::Ndjson).err().unwrap();
    assert_eq!(error.to_string(), "cannot decompress in");

    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::from_raw_os_error(5))
        }
    }
    for format in [Format::Ndjson, Format::Csv, Format::Tsv] {
        let reader = Cursor::new(b"text\n\n\n\n\n".to_vec()).chain(Broken);
        let columns = Columns::default();
        let read = Source::from_reader(
            "in",
            Box::new(reader),
            format,
            &InputOptions::of_columns(&columns),
        )
        .and_then(|mut source| read_all(&mut source, 10));
        let error = read.unwrap_err();
        assert_eq!(error.to_string(), "cannot read in", "{format:?}");
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains("os error 5"), "{source}");
    }
}
