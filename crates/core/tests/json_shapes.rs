//! JSON as people have it: in any layout, encoding and compression it is the index of the same lines.

use std::io::Write;

use flate2::write::GzEncoder;
use mapahead::{BuildOptions, OnError};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::inputs::{assert_same_end, built, encoded};

fn record() -> impl Strategy<Value = Value> {
    // Brackets, quotes and backslashes, which end no record, and letters of all the encodings.
    let text = "[a-zé][a-z \\]\\[{}\":,\\\\éöß]{0,8}";
    let alias = prop_oneof![
        text.prop_map(|text| json!(text)),
        (text, 0..10u8)
            .prop_map(|(text, tenths)| json!({ "text": text, "factor": f64::from(tenths) / 10.0 })),
        vec(text, 0..3).prop_map(|texts| json!(texts)),
    ];
    let weight = prop_oneof![
        any::<u32>().prop_map(|weight| json!(weight)),
        any::<u32>().prop_map(|weight| json!(weight.to_string())),
        Just(Value::Null),
    ];
    (text, alias, weight, text).prop_map(|(text, aliases, weight, other)| {
        let inner = json!([{ "x": [other] }, other]);
        json!({ "text": text, "aliases": aliases, "weight": weight, "payload": inner, "y": [[]] })
    })
}

#[derive(Debug, Clone, Copy)]
enum Layout {
    /// One array.
    Array,
    /// Two arrays, one behind the other, as in files that were put together.
    Arrays,
    /// Objects one behind the other.
    Objects,
}

fn written(records: &[Value], layout: Layout, is_pretty: bool) -> String {
    let array = |records: &[Value]| match is_pretty {
        true => serde_json::to_string_pretty(records).unwrap(),
        false => serde_json::to_string(records).unwrap(),
    };
    match layout {
        Layout::Array => array(records),
        Layout::Arrays => {
            let (one, other) = records.split_at(records.len() / 2);
            format!("{}\n{}", array(one), array(other))
        }
        Layout::Objects => {
            let object = |record: &Value| match is_pretty {
                true => serde_json::to_string_pretty(record).unwrap(),
                false => record.to_string(),
            };
            records.iter().map(object).collect::<Vec<_>>().join("\n")
        }
    }
}

fn layout() -> impl Strategy<Value = Layout> {
    prop::sample::select(vec![Layout::Array, Layout::Arrays, Layout::Objects])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_layout_encoding_and_compression_gives_the_index_of_the_same_lines(
        records in vec(record(), 1..6), layout in layout(), is_pretty: bool, crlf: bool, zip: bool,
        encoding in prop::sample::select(vec!["utf-8", "utf-16le", "utf-16be", "windows-1252"]),
    ) {
        // A payload is kept as it is written, white space inside included.
        let is_nested = |record: &Value| record["payload"].is_object() || record["payload"].is_array();
        let is_pretty = is_pretty && !records.iter().any(is_nested);
        let lines = written(&records, Layout::Objects, false);
        let same = built("a.ndjson", lines.as_bytes(), BuildOptions::default());

        let text = written(&records, layout, is_pretty);
        let bytes = encoded(&if crlf { text.replace('\n', "\r\n") } else { text }, encoding);
        let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&bytes).unwrap();
        let (name, bytes) =
            if zip { ("a.json.gz", gzip.finish().unwrap()) } else { ("a.json", bytes) };
        let encoding = (encoding != "utf-8").then(|| encoding.to_owned());
        let options = BuildOptions { encoding, ..BuildOptions::default() };
        assert_same_end(built(name, &bytes, options), same);
    }

    #[test]
    fn damage_in_an_array_is_an_error_or_records_and_never_a_panic(
        records in vec(record(), 1..5), layout in layout(), is_pretty: bool,
        encoding in prop::sample::select(vec!["utf-8", "utf-16le", "shift_jis"]),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), cut: prop::sample::Index,
    ) {
        let mut bytes = encoded(&written(&records, layout, is_pretty), encoding);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() + 1));
        let encoding = Some(encoding.to_owned());
        let options = BuildOptions { encoding, ..BuildOptions::default() };
        let on_error = OnError::Skip { rejects: None };
        let skipping = BuildOptions { on_error, ..options.clone() };
        if let Ok(report) = built("a.json", &bytes, options) {
            let skipped = built("a.json", &bytes, skipping).unwrap();
            prop_assert_eq!(skipped.generation, report.generation);
        } else if let Err(error) = built("a.json", &bytes, skipping) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
