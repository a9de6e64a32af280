//! Records are read back out of an index as a build took them, and a build of them gives the same
//! index.

use mapahead::{BuildOptions, Format, Index, IndexBuilder, Record, Synonyms};
use proptest::prelude::*;

use crate::corpus;
use crate::engine::build_options;
use crate::model::ModelEntry;

/// Builds an index of the records of another, with the synonym rules that it has.
fn rebuilt(index: &Index, options: &BuildOptions) -> u64 {
    let folder = corpus::folder();
    let rules: Vec<String> = index.synonyms().unwrap().into_iter().map(str::to_owned).collect();
    let synonyms = options.synonyms.is_some().then_some(Synonyms::Rules(rules));
    let options = BuildOptions { synonyms, ..options.clone() };
    let mut builder = IndexBuilder::new(folder.path().join("again"), options).unwrap();
    for record in index.entries() {
        builder.add_ndjson("entries", record.unwrap().to_json().into_bytes()).unwrap();
    }
    builder.finish().unwrap().generation
}

fn built(options: &BuildOptions, format: Format, input: &str) -> (tempfile::TempDir, Index) {
    let folder = corpus::folder();
    let path = folder.path().join("index");
    let mut builder = IndexBuilder::new(&path, options.clone()).unwrap();
    builder.add_reader("input", format, std::io::Cursor::new(input.to_owned())).unwrap();
    builder.finish().unwrap();
    let index = Index::open(&path).unwrap();
    index.verify().unwrap();
    (folder, index)
}

/// Checks what was read back against what was given.
fn assert_same(record: &Record<'_>, given: &ModelEntry) {
    let Record { entry, aliases } = record;
    assert_eq!((entry.text, entry.id), (given.text.as_str(), given.id.as_deref()));
    assert_eq!(entry.weight.to_bits(), (given.weight + 0.0).to_bits());
    let aliases: Vec<(String, f64)> =
        aliases.iter().map(|alias| (alias.text.to_owned(), alias.factor)).collect();
    assert_eq!(aliases, given.aliases);
    let contexts: Vec<_> = given.contexts.clone().into_iter().collect();
    assert_eq!(entry.contexts, contexts);
    let months = entry.season.unwrap_or([1.0; 12]);
    assert_eq!(months, given.season.map(crate::model::ranking::stored_multiplier));
    assert_eq!(entry.payload, given.payload.as_deref());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_build_of_the_entries_gives_the_same_generation_and_every_field_comes_back(
        options in build_options(),
        records in prop_oneof![
            corpus::with_seasons(corpus::records(12)),
            corpus::with_seasons(corpus::word_records(16)),
        ],
    ) {
        let options = BuildOptions { threads: Some(1), ..options };
        let folder = corpus::folder();
        let path = folder.path().join("index");
        // An order by which each can be found again, whatever its ordinal.
        let records: Vec<ModelEntry> = records
            .into_iter()
            .enumerate()
            .map(|(number, record)| ModelEntry { id: Some(number.to_string()), ..record })
            .collect();
        corpus::build(&path, &records, options.clone()).unwrap();
        let index = Index::open(&path).unwrap();
        let mut count = 0;
        for record in index.entries() {
            let record = record.unwrap();
            let number: usize = record.entry.id.unwrap().parse().unwrap();
            assert_same(&record, &records[number]);
            count += 1;
        }
        prop_assert_eq!(count, records.len());
        prop_assert_eq!(rebuilt(&index, &options), index.generation());
        index.verify().unwrap();
    }
}

/// What an alias may be, that gives way: the text itself, the same key, a lower factor.
const GIVING_WAY: &str = r#"
{"text":"Köln","id":"1","aliases":["Köln",{"text":"koln","factor":1},"Cologne",{"text":"COLOGNE","factor":0.5},{"text":"cologne","factor":0.5},"Кёльн","КЕЛЬН"]}
{"text":"東京","id":"2","weight":3,"aliases":["東京","Tokyo",{"text":"TOKYO","factor":0},"とうきょう"]}
{"text":"Москва","id":"3","aliases":["москва","Moscow","MOSCOW","moscow","Moskva"]}
{"text":"Fridge","id":"4","aliases":[{"text":"Refrigerator","factor":0.01},"ice box"]}
{"text":"plain","id":"5"}
"#;

#[test]
fn aliases_that_gave_way_come_back_in_their_places_with_their_factors() {
    let rules = vec!["fridge, refrigerator".to_owned(), "# said here".to_owned(), String::new()];
    let options = BuildOptions {
        synonyms: Some(Synonyms::Rules(rules)),
        transliterate: true,
        languages: vec!["en".into(), "ru".into()],
        ..BuildOptions::default()
    };
    let (_folder, index) = built(&options, Format::Ndjson, GIVING_WAY);
    let sections: Vec<_> = index.info().sections.iter().map(|section| section.name).collect();
    assert!(sections.contains(&"merged-texts") && sections.contains(&"synonyms"));
    assert_eq!(index.synonyms().unwrap(), ["fridge, refrigerator"]);
    let mut records: Vec<Record<'_>> = index.entries().map(Result::unwrap).collect();
    records.sort_by_key(|record| record.entry.id);
    let mut aliases = records.iter().map(|record| {
        let shown = record.aliases.iter().map(|alias| format!("{} {}", alias.text, alias.factor));
        shown.collect::<Vec<_>>().join(", ")
    });
    let expected = [
        "Köln 0.1, koln 1, Cologne 0.1, COLOGNE 0.5, cologne 0.5, Кёльн 0.1, КЕЛЬН 0.1",
        "東京 0.1, Tokyo 0.1, TOKYO 0, とうきょう 0.1",
        "москва 0.1, Moscow 0.1, MOSCOW 0.1, moscow 0.1, Moskva 0.1",
        "Refrigerator 0.01, ice box 0.1",
        "",
    ];
    for expected in expected {
        assert_eq!(aliases.next().as_deref(), Some(expected));
    }
    assert_eq!(rebuilt(&index, &options), index.generation());
}

#[test]
fn a_payload_comes_back_byte_for_byte_and_line_breaks_between_its_values_are_spaces() {
    let options = BuildOptions::default();
    let input = "[{\"text\":\"a\",\"payload\":{\"b\" : 1.0,\n\t\"a\":\"\\n\\u0041\",\r\n\"b\":1e2}},\n\
                 {\"text\":\"b\",\"payload\":null},{\"text\":\"c\",\"payload\":12345678901234567890.50}]";
    let (_folder, index) = built(&options, Format::Json, input);
    let payloads: Vec<_> = index.entries().map(|record| record.unwrap().entry.payload).collect();
    let expected = [
        Some("{\"b\" : 1.0, \t\"a\":\"\\n\\u0041\",  \"b\":1e2}"),
        None,
        Some("12345678901234567890.50"),
    ];
    assert_eq!(payloads, expected);
    assert_eq!(rebuilt(&index, &options), index.generation());
}

#[test]
fn numbers_that_are_hard_to_write_come_back_to_the_bit() {
    let options = BuildOptions::default();
    let weights = [5e-324, f64::MIN_POSITIVE, 0.1 + 0.2, 1e300, 9_007_199_254_740_993.0, 0.0];
    let lines: String = weights
        .iter()
        .map(|weight| format!("{{\"text\":\"t {weight:e}\",\"weight\":{weight:e}}}\n"))
        .collect();
    let (_folder, index) = built(&options, Format::Ndjson, &lines);
    let mut read: Vec<u64> =
        index.entries().map(|record| record.unwrap().entry.weight.to_bits()).collect();
    read.sort_unstable();
    let mut given: Vec<u64> = weights.iter().map(|weight| weight.to_bits()).collect();
    given.sort_unstable();
    assert_eq!(read, given);
    assert_eq!(rebuilt(&index, &options), index.generation());
}

#[test]
fn plain_names_have_no_section_to_be_read_back_by() {
    let lines: String = (0..50).map(|number| format!("{{\"text\":\"name {number}\"}}\n")).collect();
    let (_folder, index) = built(&BuildOptions::default(), Format::Ndjson, &lines);
    let added = ["repeat", "covered", "twin", "text-minima", "merged", "synonyms"];
    for section in &index.info().sections {
        assert!(!added.iter().any(|name| section.name.starts_with(name)), "{}", section.name);
    }
    assert_eq!(index.entries().count(), 50);
    assert_eq!(index.entries().skip(49).count(), 1);
}
