//! Every way of reading an input gives the same records: formats, compressions, chunks, batches.

use std::io::Write;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::build::input::{Record, Tally};

/// Returns at most `at_most` bytes at a time, and now and then an interruption.
struct Trickle {
    bytes: Cursor<Vec<u8>>,
    at_most: usize,
    calls: usize,
}

impl Read for Trickle {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.calls += 1;
        if self.calls.is_multiple_of(7) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let len = buffer.len().min(self.at_most);
        self.bytes.read(buffer.get_mut(..len).unwrap_or_default())
    }
}

fn trickle(bytes: Vec<u8>, at_most: usize) -> Box<dyn Read + Send> {
    Box::new(Trickle { bytes: Cursor::new(bytes), at_most, calls: 0 })
}

pub(super) fn compress(bytes: &[u8], compression: Compression) -> Vec<u8> {
    match compression {
        Compression::None => bytes.to_vec(),
        Compression::Gzip => {
            let level = flate2::Compression::fast();
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        Compression::Zstd => zstd::encode_all(bytes, 1).unwrap(),
    }
}

/// Compresses `bytes` as two members or frames, cut at `cut`.
fn compress_twice(bytes: &[u8], cut: usize, compression: Compression) -> Vec<u8> {
    let (first, second) = bytes.split_at(cut);
    [compress(first, compression), compress(second, compression)].concat()
}

fn owned(record: Record<'_>) -> Fields {
    let own = |text: std::borrow::Cow<'_, str>| text.into_owned();
    let aliases = record.aliases.into_iter().map(|alias| (own(alias.text), alias.factor));
    Fields {
        text: own(record.text),
        id: record.id.map(own),
        weight: record.weight,
        aliases: aliases.collect(),
        payload: record.payload.map(own),
    }
}

/// What a record holds, free of its batch.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fields {
    text: String,
    id: Option<String>,
    weight: f64,
    aliases: Vec<(String, f64)>,
    payload: Option<String>,
}

/// Reads everything in batches of `max_records`: each record with its line, or the line and field
/// of a bad one.
pub(super) fn read_all(
    source: &mut Source,
    max_records: usize,
) -> Result<Vec<(u64, Result<Fields, &'static str>)>> {
    let mut batch = Batch::new(max_records, 1 << 20);
    let mut all = Vec::new();
    loop {
        batch.clear();
        source.read_batch(&mut batch)?;
        if batch.is_empty() {
            return Ok(all);
        }
        for number in 0..batch.len() {
            let line = batch.record(number).line;
            match source.parser().parse(&batch, number, &mut Tally::default()) {
                Ok(record) => all.push((line, Ok(owned(record)))),
                Err(bad) => all.push((bad.line, Err(bad.field))),
            }
        }
    }
}

fn text(chars: &'static str) -> impl Strategy<Value = String> {
    chars.prop_filter("not only white space", |text: &String| !text.trim().is_empty())
}

fn fields() -> impl Strategy<Value = Fields> {
    // Letters of each format's own syntax, line ends, and characters of 2 to 4 bytes.
    let any = "[ab ,;\"'\\\\\t\r\n{}ж語🍎]{1,12}";
    let piece = "[ab ,\"\r\nж🍎]{1,6}";
    (
        text(any),
        proptest::option::of(text(any)),
        prop_oneof![Just(1.0), 0.0..1e6f64, (0..1u64 << 53).prop_map(|weight| weight as f64)],
        vec(text(piece), 0..3),
        proptest::option::of(text(any)),
    )
        .prop_map(|(text, id, weight, aliases, payload)| Fields {
            text,
            id,
            weight,
            aliases: aliases.into_iter().map(|alias| (alias, 0.1)).collect(),
            payload: payload.map(|payload| serde_json::Value::from(payload).to_string()),
        })
}

fn compressions() -> impl Strategy<Value = Compression> {
    prop_oneof![Just(Compression::None), Just(Compression::Gzip), Just(Compression::Zstd)]
}

/// Writes records as NDJSON, with `line_end` behind each, and returns the line of each.
fn to_ndjson(records: &[Fields], line_end: &str) -> (Vec<u8>, Vec<u64>) {
    let mut out = String::new();
    let mut lines = Vec::new();
    for (number, record) in records.iter().enumerate() {
        if number % 3 == 2 {
            out += line_end; // a blank line
        }
        lines.push(1 + out.matches('\n').count() as u64);
        let aliases: Vec<&str> = record.aliases.iter().map(|alias| alias.0.as_str()).collect();
        let value = serde_json::json!({
            "text": record.text, "id": record.id, "weight": record.weight, "aliases": aliases,
        });
        let mut object = value.to_string();
        if let Some(payload) = &record.payload {
            object.truncate(object.len() - 1);
            object += &format!(",\"payload\": {payload} }}");
        }
        out += &object;
        out += line_end;
    }
    (out.into_bytes(), lines)
}

/// Returns JSON text with each character past ASCII as escapes, those past U+FFFF as two.
fn escaped(json: &str) -> String {
    let mut units = [0; 2];
    json.chars().fold(String::new(), |mut out, character| {
        match character.is_ascii() {
            true => out.push(character),
            false => character
                .encode_utf16(&mut units)
                .iter()
                .for_each(|unit| out.push_str(&format!("\\u{unit:04X}"))),
        }
        out
    })
}

/// Writes records as one array, or one behind the other, with `space` wherever JSON has room for
/// white space outside of the records.
fn to_json(records: &[Fields], is_array: bool, is_pretty: bool, space: &str) -> Vec<u8> {
    let objects = records.iter().enumerate().map(|(number, record)| {
        let aliases: Vec<&str> = record.aliases.iter().map(|alias| alias.0.as_str()).collect();
        let mut value = serde_json::json!({
            "x": {"text": ["]}", {"a\"": [[]]}]}, "text": record.text, "id": record.id,
            "weight": record.weight, "aliases": aliases,
        });
        if let Some(payload) = &record.payload {
            value["payload"] = serde_json::from_str(payload).unwrap();
        }
        let object = match is_pretty {
            true => serde_json::to_string_pretty(&value).unwrap(),
            false => value.to_string(),
        };
        if number % 2 == 0 { object } else { escaped(&object) }
    });
    let objects: Vec<String> = objects.collect();
    let out = match is_array {
        true => {
            format!("{space}[{space}{}{space}]{space}", objects.join(&format!("{space},{space}")))
        }
        false => format!("{space}{}{space}", objects.join(&format!("{space} {space}"))),
    };
    out.into_bytes()
}

/// Returns what was read, with payloads spelled as `Value` does: they come as they were written.
fn in_one_spelling(read: Vec<(u64, Result<Fields, &'static str>)>) -> Vec<Fields> {
    let fields = read.into_iter().map(|(_, fields)| fields.unwrap()).map(|mut fields| {
        let payload = fields.payload.as_deref().map(serde_json::from_str::<serde_json::Value>);
        fields.payload = payload.map(|payload| payload.unwrap().to_string());
        fields
    });
    fields.collect()
}

fn to_csv(records: &[Fields], crlf: bool) -> Vec<u8> {
    let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new().terminator(end).from_writer(Vec::new());
    writer.write_record(["payload", "text", "id", "weight", "aliases"]).unwrap();
    for record in records {
        let payload: Option<String> =
            record.payload.as_ref().map(|payload| serde_json::from_str(payload).unwrap());
        let aliases: Vec<&str> = record.aliases.iter().map(|alias| alias.0.as_str()).collect();
        let cells = [
            &payload.unwrap_or_default(),
            &record.text,
            record.id.as_deref().unwrap_or_default(),
            &record.weight.to_string(),
            &aliases.join("|"),
        ];
        writer.write_record(cells).unwrap();
    }
    writer.into_inner().unwrap()
}

pub(super) fn start(
    bytes: Vec<u8>,
    at_most: usize,
    compression: Compression,
    format: Format,
) -> Result<Source> {
    let input = Input::new("in", trickle(bytes, at_most), compression, None)?;
    Source::start(input, format, &InputOptions::of_columns(&Columns::default()))
}

proptest! {
    #[test]
    fn ndjson_survives_every_way_of_reading_it(
        records in vec(fields(), 0..8), crlf: bool, bom: bool, ended: bool, at_most in 1usize..40,
        max_records in 1usize..5, cut: prop::sample::Index, compression in compressions(),
    ) {
        let line_end = if crlf { "\r\n" } else { "\n" };
        let (mut bytes, lines) = to_ndjson(&records, line_end);
        if !ended && !records.is_empty() {
            bytes.truncate(bytes.len() - line_end.len());
        }
        if bom {
            bytes.splice(0..0, *b"\xef\xbb\xbf");
        }
        let cut = cut.index(bytes.len() + 1);
        let bytes = compress_twice(&bytes, cut, compression);
        let len = bytes.len() as u64;
        let mut source = start(bytes, at_most, compression, Format::Ndjson).unwrap();
        let read = read_all(&mut source, max_records).unwrap();
        let expected: Vec<_> = lines.into_iter().zip(records.into_iter().map(Ok)).collect();
        prop_assert_eq!(read, expected);
        prop_assert_eq!(source.bytes_read(), len);
    }

    #[test]
    fn an_array_has_the_records_of_ndjson_however_it_is_read(
        records in vec(fields(), 0..8), is_pretty: bool, by_name: bool, bom: bool,
        space in "[ \t\r\n]{0,3}", at_most in 1usize..40, max_records in 1usize..5,
        compression in compressions(),
    ) {
        let mut bytes = to_json(&records, true, is_pretty, &space);
        if bom {
            bytes.splice(0..0, *b"\xef\xbb\xbf");
        }
        let format = if by_name { Format::Json } else { Format::Ndjson };
        let bytes = compress(&bytes, compression);
        let mut source = start(bytes, at_most, compression, format).unwrap();
        let read = read_all(&mut source, max_records).unwrap();
        prop_assert_eq!(in_one_spelling(read), records);
    }

    #[test]
    fn objects_over_several_lines_are_read_without_an_array(
        records in vec(fields(), 0..6), space in "[ \t\r\n]{0,3}", at_most in 1usize..40,
        max_records in 1usize..5,
    ) {
        let bytes = to_json(&records, false, true, &space);
        let mut source = start(bytes, at_most, Compression::None, Format::Json).unwrap();
        let read = read_all(&mut source, max_records).unwrap();
        prop_assert_eq!(in_one_spelling(read), records);
    }

    #[test]
    fn ndjson_by_the_name_of_json_has_its_lines(
        records in vec(fields(), 0..8), crlf: bool, at_most in 1usize..40, max_records in 1usize..5,
    ) {
        let (bytes, lines) = to_ndjson(&records, if crlf { "\r\n" } else { "\n" });
        let mut source = start(bytes, at_most, Compression::None, Format::Json).unwrap();
        let read = read_all(&mut source, max_records).unwrap();
        let expected: Vec<_> = lines.into_iter().zip(records.into_iter().map(Ok)).collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn a_damaged_array_never_panics_and_tells_a_place(
        records in vec(fields(), 1..5), is_array: bool, is_pretty: bool, at: prop::sample::Index,
        byte: u8, cut: bool, at_most in 1usize..20,
    ) {
        let mut bytes = to_json(&records, is_array, is_pretty, "\n");
        let at = at.index(bytes.len());
        match cut {
            true => bytes.truncate(at),
            false => bytes[at] = byte,
        }
        let columns = Columns::default();
        let options = InputOptions::of_columns(&columns);
        let read = |reader, max_records| {
            let mut source = Source::from_reader("in", reader, Format::Json, &options).unwrap();
            read_all(&mut source, max_records).map_err(|error| {
                let Error::InvalidRecord { line, position, .. } = &error else {
                    panic!("{error}");
                };
                assert!(*line > 0 && position.is_none_or(|position| position > 0));
                error.to_string()
            })
        };
        let whole = read(Box::new(Cursor::new(bytes.clone())), 1_000);
        prop_assert_eq!(read(trickle(bytes, at_most), 2), whole);
    }

    #[test]
    fn csv_survives_every_way_of_reading_it(
        records in vec(fields(), 0..8), crlf: bool, bom: bool, at_most in 1usize..40,
        max_records in 1usize..5, cut: prop::sample::Index, compression in compressions(),
    ) {
        let mut bytes = to_csv(&records, crlf);
        if bom {
            bytes.splice(0..0, *b"\xef\xbb\xbf");
        }
        let cut = cut.index(bytes.len() + 1);
        let bytes = compress_twice(&bytes, cut, compression);
        let len = bytes.len() as u64;
        let mut source = start(bytes, at_most, compression, Format::Csv).unwrap();
        let read = read_all(&mut source, max_records).unwrap();
        let read: Vec<Fields> = read.into_iter().map(|(_, fields)| fields.unwrap()).collect();
        prop_assert_eq!(read, records);
        prop_assert_eq!(source.bytes_read(), len);
    }

    #[test]
    fn damaged_input_never_panics_and_reads_the_same_in_any_pieces(
        records in vec(fields(), 1..5), format in 0..3, at: prop::sample::Index, byte: u8,
        at_most in 1usize..20,
    ) {
        let (mut bytes, format) = match format {
            0 => (to_ndjson(&records, "\n").0, Format::Ndjson),
            1 => (to_csv(&records, false), Format::Csv),
            _ => (to_csv(&records, true), Format::Tsv),
        };
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let columns = Columns { text: Some("text".into()), ..Columns::default() };
        let read = |reader, max_records| {
            let options = InputOptions::of_columns(&columns);
            let mut source = Source::from_reader("in", reader, format, &options)
                .map_err(|error| error.to_string())?;
            read_all(&mut source, max_records).map_err(|error| error.to_string())
        };
        let whole = read(Box::new(Cursor::new(bytes.clone())), 1_000);
        prop_assert_eq!(read(trickle(bytes, at_most), 2), whole);
    }

    #[test]
    fn cut_compressed_data_is_an_error_that_names_the_file(
        records in vec(fields(), 1..5), cut: prop::sample::Index, zstd: bool, at_most in 1usize..40,
    ) {
        let compression = if zstd { Compression::Zstd } else { Compression::Gzip };
        let mut bytes = compress(&to_ndjson(&records, "\n").0, compression);
        bytes.truncate(cut.index(bytes.len()));
        let read = start(bytes, at_most, compression, Format::Ndjson)
            .and_then(|mut source| read_all(&mut source, 3));
        let error = read.unwrap_err();
        prop_assert_eq!(error.code(), "ERR_IO");
        prop_assert_eq!(error.to_string(), "cannot decompress in");
    }
}
