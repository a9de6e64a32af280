//! The golden file of format 1: written once, read for ever, and still written to the byte.

use std::path::PathBuf;

use mapahead::{BuildOptions, Index, IndexBuilder, SuggestOptions};

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

#[test]
fn the_golden_index_is_verified_and_answers_as_it_did() {
    let index = Index::open(golden("format-1.mapahead")).unwrap();
    assert_eq!(index.info().format_version, 1);
    index.verify().unwrap();
    let answers = |query: &str| -> Vec<(String, f64)> {
        let result = index.suggest(query, &SuggestOptions::default()).unwrap();
        let pairs = result.suggestions.iter();
        pairs.map(|suggestion| (suggestion.text.to_owned(), suggestion.score)).collect()
    };
    let expected = |pairs: &[(&str, f64)]| -> Vec<(String, f64)> {
        pairs.iter().map(|(text, score)| ((*text).to_owned(), *score)).collect()
    };
    assert_eq!(answers("ny"), expected(&[("New York", 4_087_566.5)]));
    assert_eq!(answers("lodz"), expected(&[("Łódź", 7_687_550.0)]));
    assert_eq!(
        answers("new"),
        expected(&[("New York", 8_175_133.0), ("Newcastle upon Tyne", 192_382.0), ("New", 10.0)]),
    );
    assert_eq!(answers("нью-й"), expected(&[("New York", 817_513.3)]));
    assert_eq!(answers("北"), expected(&[("北京", 11_716_620.0)]));
    assert_eq!(
        answers("saint e"),
        expected(&[("Saint-Étienne", 176_280.0), ("saint etienne", 176_280.0)]),
    );
    assert_eq!(answers("🍎"), expected(&[("🍎", 0.0)]));
    assert_eq!(answers("").len(), 9);
    let entry = index.get("3093133").unwrap().unwrap();
    assert_eq!((entry.text, entry.payload), ("Łódź", Some("{\"country\":\"PL\"}")));
}

#[test]
fn the_same_records_still_give_the_golden_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("built.mapahead");
    let mut builder = IndexBuilder::new(&path, BuildOptions::default()).unwrap();
    builder.add_file(golden("format-1.ndjson")).unwrap();
    builder.finish().unwrap();
    let (built, expected) =
        (std::fs::read(&path).unwrap(), std::fs::read(golden("format-1.mapahead")).unwrap());
    assert!(
        built == expected,
        "the build writes other bytes than format 1 has: if the format or the analysis changed on \
         purpose, give it a new version and a new golden file"
    );
}
