//! The golden files of format 1: written once, read for ever, and still written to the byte.
//!
//! A new version of format or analysis gets files of its own; then this writes them:
//!
//! ```text
//! MAPAHEAD_WRITE_GOLDEN=1 cargo test -p mapahead --test whole_index golden::the_same_records
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mapahead::{BuildOptions, Index, IndexBuilder, Kind, SuggestOptions, Synonyms};

const WRITE: &str = "MAPAHEAD_WRITE_GOLDEN";

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// The files by name, with the options of their builds: one of texts with all that finds them, one
/// of literals, and one with contexts and seasons.
fn files() -> [(&'static str, BuildOptions); 3] {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let rules = ["холодильник, рефрижератор", "big apple => new york"].map(str::to_owned);
    let text = BuildOptions {
        languages: names(&["ru", "en", "ko"]),
        layouts: names(&["us", "ru"]),
        synonyms: Some(Synonyms::Rules(rules.to_vec())),
        transliterate: true,
        inside: true,
        ..BuildOptions::default()
    };
    let literal = BuildOptions {
        kind: Kind::Literal,
        layouts: names(&["us", "ru"]),
        ..BuildOptions::default()
    };
    let warm = [0.1, 0.2, 0.5, 1.0, 3.0, 5.0, 6.0, 4.0, 1.5, 0.5, 0.2, 0.1];
    let ranked = BuildOptions {
        seasons: BTreeMap::from([("warm".to_owned(), warm), ("none".to_owned(), [1.0; 12])]),
        ..BuildOptions::default()
    };
    [("format-2", text), ("format-2-literal", literal), ("format-2-ranked", ranked)]
}

fn open(name: &str) -> Index {
    let index = Index::open(golden(name)).unwrap();
    assert_eq!(index.info().format_version, 2);
    index.verify().unwrap();
    index
}

/// Returns the texts, tiers and scores of the answer.
fn ask(index: &Index, query: &str) -> Vec<(String, u8, f64)> {
    let result = index.suggest(query, &SuggestOptions::default()).unwrap();
    assert!(result.complete);
    let found = result.suggestions.iter();
    found.map(|found| (found.text.to_owned(), found.matched.tier, found.score)).collect()
}

fn expected(answers: &[(&str, u8, f64)]) -> Vec<(String, u8, f64)> {
    answers.iter().map(|(text, tier, score)| ((*text).to_owned(), *tier, *score)).collect()
}

#[test]
fn the_golden_index_is_verified_and_answers_as_it_did() {
    let index = open("format-2.mapahead");
    assert_eq!(index.info().sections.len(), 38, "all sections but those of contexts and seasons");
    for (query, answers) in [
        ("ny", &[("New York", 0, 4_087_566.5)][..]),
        ("łódź", &[("Łódź", 0, 23_062_650.0)]),
        ("salt and", &[("Salt & Pepper", 0, 12.0), ("Salt & Pepper", 0, 6.0)]),
        ("salt &", &[("Salt & Pepper", 0, 36.0), ("Salt & Pepper", 0, 18.0)]),
        ("rtx 3080 7", &[("RTX3080 007", 1, 90.0)]),
        ("ㅅㅇ ㅅㅊ", &[("서울 시청", 1, 80.0)]),
        (
            "pepp",
            &[
                ("Salt & Pepper", 0, 0.600_000_000_000_000_1),
                ("Salt & Pepper", 0, 0.300_000_000_000_000_04),
            ],
        ),
        (
            "epper",
            &[
                ("Salt & Pepper", 1, 0.600_000_000_000_000_1),
                ("Salt & Pepper", 1, 0.300_000_000_000_000_04),
            ],
        ),
        ("lodz", &[("Łódź", 0, 7_687_550.0)]),
        (
            "new",
            &[
                ("New York", 0, 8_175_133.0),
                ("Newcastle upon Tyne", 0, 192_382.0),
                ("New", 0, 10.0),
            ],
        ),
        ("нью-й", &[("New York", 0, 2_452_539.900_000_000_4)]),
        ("北", &[("北京", 0, 11_716_620.0)]),
        ("saint e", &[("Saint-Étienne", 0, 176_280.0), ("saint etienne", 0, 176_280.0)]),
        ("🍎", &[("🍎", 0, 0.0)]),
        ("york new", &[("New York", 0, 408_756.65)]),
        ("ремонт холодильника", &[("Ремонт холодильников", 0, 25.0)]),
        ("рефриж", &[("Ремонт холодильников", 0, 1.25)]),
        ("big app", &[("New York", 0, 408_756.65)]),
        ("watch", &[("Smart watches", 0, 2.0)]),
        ("remont", &[("Ремонт холодильников", 1, 500.0)]),
        ("montazh", &[("Установка окон", 1, 30.0)]),
        ("ecnfyjdrf", &[("Установка окон", 1, 300.0)]),
        ("redbull", &[("Red Bull", 1, 500.0)]),
        ("re bu", &[("Red Bull", 1, 2.5)]),
        ("ермонт", &[("Ремонт холодильников", 2, 15.811_388_300_841_896)]),
        ("iphnoe 15", &[("iPhone 15", 2, 4.047715405015525)]),
    ] {
        assert_eq!(ask(&index, query), expected(answers), "{query}");
    }
    assert_eq!(ask(&index, "").len(), 10);
    let entry = index.get("3093133").unwrap().unwrap();
    assert_eq!((entry.text, entry.payload), ("Łódź", Some("{\"country\":\"PL\"}")));
}

#[test]
fn the_golden_index_of_literals_is_verified_and_answers_as_it_did() {
    let index = open("format-2-literal.mapahead");
    for (query, answers) in [
        ("node", &[("node-fetch", 0, 800_000.0), ("node", 0, 100.0)][..]),
        ("fet", &[("node-fetch", 0, 400_000.0)]),
        ("@types/nod", &[("@types/node", 0, 9_000_000.0)]),
        ("ann.smith@", &[("Ann.Smith@Example.com", 0, 2.0)]),
        ("ann lee", &[("ann  lee@example.com", 0, 2.0)]),
        ("merge", &[]),
        ("тщву", &[("node-fetch", 1, 800_000.0), ("node", 1, 100.0)]),
        ("gjxnf", &[("почта@пример.рф", 1, 1.5)]),
        ("lodahs", &[("lodash.merge", 2, 158.113_883_008_418_95)]),
    ] {
        assert_eq!(ask(&index, query), expected(answers), "{query}");
    }
    let entry = index.get("1").unwrap().unwrap();
    assert_eq!((entry.text, entry.payload), ("@types/node", Some("{\"latest\":\"24.0.0\"}")));
}

#[test]
fn the_golden_index_of_contexts_and_seasons_is_verified_and_has_what_was_put_in() {
    let index = open("format-2-ranked.mapahead");
    let info = index.info();
    let fields: Vec<_> =
        info.contexts.iter().map(|field| (field.field.as_str(), field.values)).collect();
    assert_eq!(fields, [("category", 4), ("city", 3), ("цена", 3)]);
    assert_eq!(info.seasons.keys().collect::<Vec<_>>(), ["none", "warm"]);
    let get = |id: &str| index.get(id).unwrap().unwrap();
    let contexts = |id: &str| {
        let shown = get(id).contexts.into_iter();
        let shown: Vec<_> =
            shown.map(|(field, values)| format!("{field}={}", values.join("|"))).collect();
        shown.join(" ")
    };
    assert_eq!(contexts("1"), "category=cooling city=moscow|perm цена=5");
    assert_eq!(contexts("4"), "category=doors|sale цена=0.5");
    assert_eq!(contexts("6"), "");
    let warm = info.seasons["warm"];
    let season = get("1").season.unwrap();
    assert!(
        warm.iter().zip(season).all(|(given, stored)| (given - stored).abs() <= given * 0.000_25)
    );
    assert_eq!(
        get("2").season.unwrap(),
        [0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 100.0, 8.5, 1.25, 0.5, 1.0]
    );
    assert_eq!((get("3").season, get("5").season), (None, None));
}

#[test]
fn the_same_records_still_give_the_golden_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let build = |path: &Path, name: &str, options: &BuildOptions| {
        let mut builder = IndexBuilder::new(path, options.clone()).unwrap();
        builder.add_file(golden(&format!("{name}.ndjson"))).unwrap();
        builder.finish().unwrap();
    };
    for (name, options) in files() {
        let golden = golden(&format!("{name}.mapahead"));
        if std::env::var_os(WRITE).is_some() {
            build(&golden, name, &options);
        }
        let path = folder.path().join(name);
        build(&path, name, &options);
        assert!(
            std::fs::read(&path).unwrap() == std::fs::read(&golden).unwrap(),
            "the build writes other bytes than {} has: if the format or the analysis changed on \
             purpose, give it a new version and new golden files",
            golden.display()
        );
    }
}

/// Returns the number and the bytes of each section.
fn sections(file: &[u8]) -> Vec<(u64, &[u8])> {
    let number = |at: usize, size: usize| {
        let bytes = file[at..at + size].iter().rev();
        bytes.fold(0, |number, &byte| number << 8 | u64::from(byte))
    };
    let rows = (0..number(56, 4) as usize).map(|row| 64 + 32 * row);
    rows.map(|row| {
        let (start, len) = (number(row + 8, 8) as usize, number(row + 16, 8) as usize);
        (number(row, 4), &file[start..start + len])
    })
    .collect()
}

#[test]
fn the_page_about_the_format_lists_the_sections_and_the_settings() {
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/format.md");
    let page = std::fs::read_to_string(page).unwrap();
    let mut numbers = BTreeSet::new();
    for name in ["format-2.mapahead", "format-2-ranked.mapahead"] {
        let file = std::fs::read(golden(name)).unwrap();
        let names = open(name).info().sections;
        let sections = sections(&file);
        assert_eq!(names.len(), sections.len());
        for ((number, bytes), section) in sections.iter().zip(names) {
            let row = format!("| {number} | {} |", section.name);
            assert!(page.contains(&row), "{row}");
            assert_eq!(bytes.len() as u64, section.bytes);
            numbers.insert(*number);
        }
    }
    assert!(numbers.into_iter().eq(1..=50), "every section is there but those of long ranges");
    let file = std::fs::read(golden("format-2.mapahead")).unwrap();
    let sections = sections(&file);
    let json = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    // White space apart, which stands in none of its strings.
    let json: String = json.split_ascii_whitespace().collect();
    let settings = sections.iter().find(|(number, _)| *number == 1).unwrap().1;
    assert_eq!(json, std::str::from_utf8(settings).unwrap());
}
