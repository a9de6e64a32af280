//! Builds that succeed: what they write, in the same bytes each time, and what they leave.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use mapahead::{
    BuildOptions, Columns, Error, Format, Index, IndexBuilder, Kind, OnError, Phase, SuggestOptions,
};

use crate::place::{Place, build_file, build_lines};

#[test]
fn skipped_records_are_counted_and_written_to_the_rejects() {
    let place = Place::new();
    let input = place.path("a.ndjson");
    let lines = "{\"text\":\"a\",\"id\":\"1\"}\nnonsense\n{\"text\":\"b\",\"weight\":-1}\n\
                 {\"text\":\"c\",\"id\":\"1\",\"aliases\":[\"d\"],\"contexts\":{\"n\":[2,1.0]},\"season\":\"low\"}\n\
                 {\"text\":\"e\"}\n";
    fs::write(&input, lines).unwrap();
    let rejects = place.path("rejects.ndjson");
    let on_error = OnError::Skip { rejects: Some(rejects.clone()) };
    let seasons = BTreeMap::from([("low".to_owned(), [-0.0; 12])]);
    let options = BuildOptions { on_error, seasons, ..BuildOptions::default() };
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
    assert_eq!(record["contexts"], serde_json::json!({ "n": ["1", "2"] }));
    assert_eq!(record["season"], serde_json::json!(vec![0.0; 12]));
    assert_eq!(index.info().seasons["low"].map(f64::to_bits), [0; 12], "−0 is 0");
    assert_eq!(index.info().contexts, [], "the only record with contexts was left out");
    let sections = index.info().sections.into_iter();
    assert_eq!(sections.filter(|section| section.name.contains("season")).count(), 0);
}

/// Many records with ids, aliases, payloads, contexts, seasons, equal keys and equal weights.
fn many_lines(count: usize) -> String {
    let line = |number: usize| {
        let mixed = number.wrapping_mul(2_654_435_761) % 1_000_003;
        let alias = if mixed.is_multiple_of(4) {
            format!(",\"aliases\":[\"x{}\"]", mixed % 97)
        } else {
            String::new()
        };
        let season = match mixed % 3 {
            0 => String::new(),
            _ => format!(",\"season\":[{},1,1,1,1,1,1,1,1,1,1,{}]", mixed % 100, mixed % 7),
        };
        let contexts = format!("{{\"city\":[{},\"a\"],\"user\":{}}}", mixed % 5, mixed % 30_000);
        format!(
            "{{\"text\":\"Some name {} of {}\",\"id\":\"{number}\",\"weight\":{},\"payload\":{{\"n\":{number}}},\"contexts\":{contexts}{alias}{season}}}\n",
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
    let ndjson = "{\"text\":\"Łódź, PL\",\"id\":\"1\",\"weight\":2.5,\"aliases\":[\"Lodz\",\"LCJ\"],\
                  \"season\":\"low\",\"town\":[\"x\",5]}\n{\"text\":\"b\"}\n";
    let csv = "id,text,weight,aliases,other,town,season\r\n1,\"Łódź, PL\",2.5,Lodz|LCJ,,5|x,low\r\n,b,,,x,,\r\n";
    let tsv = "id\ttext\tweight\taliases\ttown\tseason\n1\tŁódź, PL\t2.5\tLodz|LCJ\tx|5\tlow\n\tb\t\t\t\t\n";
    let columns = Columns { contexts: vec![("city".into(), "town".into())], ..Columns::default() };
    let seasons = BTreeMap::from([("low".to_owned(), [0.5; 12])]);
    let options = BuildOptions { columns, seasons, ..BuildOptions::default() };
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
        build_file(&place.index(), options.clone(), &input).unwrap();
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
fn equal_ids_of_an_array_are_told_by_the_bytes_where_they_begin() {
    let place = Place::new();
    let array = r#"[{"text":"a","id":1},{"text":"b","id":2},{"text":"c","id":1}]"#;
    let error = place.fail("a.json", array.as_bytes(), BuildOptions::default());
    let Error::InvalidRecord { line, position, field, reason, .. } = error else {
        panic!("{error}");
    };
    assert_eq!((line, position, field), (1, Some(42), "id"));
    assert!(reason.contains("a.json:1:2); ids must differ"), "{reason}");
    // Lines need no byte.
    let lines = array.trim_matches(['[', ']']).replace("},{", "}\n{");
    let error = place.fail("a.ndjson", lines.as_bytes(), BuildOptions::default());
    assert!(error.to_string().contains("a.ndjson:1); ids must differ"), "{error}");
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
    let built = |options: BuildOptions| {
        let mut builder = IndexBuilder::new(place.path("built"), options).unwrap();
        builder.add_ndjson("records", many_lines(5000).into_bytes()).unwrap();
        let progress = builder.progress();
        let report = builder.finish().unwrap();
        let last = progress.snapshot();
        assert_eq!((last.phase, last.records), (Phase::Write, 5000));
        assert_eq!(last.steps, last.steps_total);
        (report.slots, last.steps)
    };
    let (slots, steps) = built(BuildOptions { kind: Kind::Literal, ..BuildOptions::default() });
    // Forms by rank, then by key; three contexts of each entry by value, then by entry with its
    // forms; and each form by value.
    assert_eq!(steps, 2 * slots + 2 * 15_000 + slots + 3 * slots);
    let (slots, with_words) = built(BuildOptions::default());
    assert!(with_words > steps + 2 * slots, "each form has postings and words too");
    let languages = vec!["ru".into(), "en".into()];
    let (_, with_stems) = built(BuildOptions { languages, ..BuildOptions::default() });
    assert!(with_stems > with_words);
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
    let readable = mode(&probe) & !0o222;
    assert_eq!(mode(&place.index()), readable, "as other programs create files, but to read alone");
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
        let result = index
            .suggest(query, &SuggestOptions { limit: 1000, offset: 9000, ..Default::default() })
            .unwrap();
        assert_eq!((result.suggestions.len(), result.complete), (1000, true));
    }
}

#[cfg(unix)]
#[test]
fn nobody_may_write_to_a_published_index_and_the_next_build_replaces_it() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let place = Place::new();
    // What the mask of the process leaves of the permissions of a new file.
    let plain = place.path("plain");
    fs::write(&plain, "").unwrap();
    build_lines(&place.index(), BuildOptions::default(), &["{\"text\":\"a\"}"]).unwrap();
    assert_eq!(mode(&place.index()), mode(&plain) & 0o444);
    // Who could read the one before can read the next.
    fs::set_permissions(place.index(), fs::Permissions::from_mode(0o640)).unwrap();
    build_lines(&place.index(), BuildOptions::default(), &["{\"text\":\"b\"}"]).unwrap();
    assert_eq!(mode(&place.index()), 0o440);
    Index::open(place.index()).unwrap().verify().unwrap();
}
