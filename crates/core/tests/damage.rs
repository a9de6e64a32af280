//! Damaged files: an error, or an answer that `verify` would have flagged; never a panic.

use std::path::Path;

use mapahead::{Index, Kind, SuggestOptions};
use proptest::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::corpus::Pair;
use crate::model::ModelEntry;

/// Returns an index with every section: aliases, ids, payloads, shared and nested keys.
fn full() -> Pair {
    let record = |number: usize, text: &str, aliases: &[(&str, f64)]| ModelEntry {
        text: text.into(),
        id: Some(format!("id{number}")),
        weight: (number * number % 7) as f64 + 0.5,
        aliases: aliases.iter().map(|(text, factor)| ((*text).into(), *factor)).collect(),
        payload: Some(format!("[{number}]")),
        ..ModelEntry::default()
    };
    let mut records = vec![
        record(1, "New York", &[("NYC", 0.5), ("Big Apple", 0.25)]),
        record(2, "Newcastle", &[]),
        record(3, "new", &[]),
        record(4, "Łódź", &[("Lodz city", 1.0)]),
        record(5, "北京", &[("Beijing", 0.1)]),
    ];
    // Enough for two levels of minima and a node with an index of its transitions.
    records.extend((6..60).map(|number| {
        record(number, &format!("{}{number}", (b'a' + number as u8 % 26) as char), &[])
    }));
    Pair::new(Kind::Text, records)
}

/// Asks everything; only panics and endless loops are failures.
fn exercise(path: &Path) -> Result<(), mapahead::Error> {
    let index = Index::open(path)?;
    let mut first_error = Ok(());
    for query in ["", "n", "new", "new ", "new york", "lodz", "b", "北", "zzz", "a1"] {
        for (limit, offset) in [(10, 0), (1000, 3)] {
            match index.suggest(query, &SuggestOptions { limit, offset, ..Default::default() }) {
                Ok(result) => {
                    let mut json = Vec::new();
                    result.write_json(&mut json);
                    let scores = result.suggestions.iter().map(|suggestion| suggestion.score);
                    assert!(scores.clone().all(|score| score.is_finite() && score >= 0.0));
                    assert!(scores.is_sorted_by(|one, next| one >= next));
                    json_or_damaged_payload(&index, &json);
                    for suggestion in &result.suggestions {
                        let _ = suggestion.highlights_utf16().count();
                    }
                }
                Err(error) => first_error = first_error.and(Err(error)),
            }
        }
    }
    for number in 0..12 {
        if let Err(error) = index.get(&format!("id{number}")) {
            first_error = first_error.and(Err(error));
        }
    }
    let _ = index.info();
    first_error.and(index.verify().map(drop))
}

/// An answer is JSON, unless a payload was changed, which `verify` sees.
fn json_or_damaged_payload(index: &Index, json: &[u8]) {
    if serde_json::from_slice::<serde::de::IgnoredAny>(json).is_err() {
        assert!(index.verify().is_err(), "{}", String::from_utf8_lossy(json));
    }
}

fn is_expected(error: &mapahead::Error) -> bool {
    ["ERR_CORRUPT", "ERR_NOT_AN_INDEX", "ERR_UNSUPPORTED_VERSION", "ERR_UNSUPPORTED"]
        .contains(&error.code())
}

#[test]
fn every_changed_byte_is_an_error_or_flagged_by_verify() {
    let pair = full();
    exercise(&pair.path()).unwrap();
    let good = std::fs::read(pair.path()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.mapahead");
    for at in 0..good.len() {
        for flip in [0x01, 0xff] {
            let mut bytes = good.clone();
            bytes[at] ^= flip;
            std::fs::write(&path, &bytes).unwrap();
            let error = exercise(&path).expect_err(&format!("byte {at} was changed"));
            assert!(is_expected(&error), "byte {at}: {error}");
        }
    }
}

#[test]
fn every_cut_and_every_addition_is_an_error() {
    let good = std::fs::read(full().path()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.mapahead");
    for len in 0..good.len() {
        std::fs::write(&path, &good[..len]).unwrap();
        let error = Index::open(&path).expect_err(&format!("cut to {len} bytes"));
        assert!(is_expected(&error), "cut to {len} bytes: {error}");
    }
    for extra in 1..17 {
        let longer = [&good[..], &vec![0; extra]].concat();
        std::fs::write(&path, longer).unwrap();
        assert_eq!(Index::open(&path).unwrap_err().code(), "ERR_CORRUPT");
    }
}

const TABLE: usize = 64;
const ROW: usize = 32;

fn number(bytes: &[u8], at: usize) -> usize {
    u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize
}

/// Makes all checksums and the generation right again, as a hostile writer would.
pub fn repair(bytes: &mut [u8]) {
    let sections = u32::from_le_bytes(bytes[56..60].try_into().unwrap()) as usize;
    let table_end = TABLE + sections * ROW;
    for row in (TABLE..table_end).step_by(ROW) {
        let (offset, len) = (number(bytes, row + 8), number(bytes, row + 16));
        let checksum = xxh3_64(&bytes[offset..offset + len]);
        bytes[row + 24..row + 32].copy_from_slice(&checksum.to_le_bytes());
    }
    repair_header(bytes);
}

/// Makes the generation and the checksum of the header right again.
fn repair_header(bytes: &mut [u8]) {
    let sections = u32::from_le_bytes(bytes[56..60].try_into().unwrap()) as usize;
    let table_end = TABLE + sections * ROW;
    if table_end + 8 > bytes.len() {
        return;
    }
    let mut generation = Xxh3::new();
    generation.update(&bytes[8..24]);
    generation.update(&bytes[32..table_end]);
    bytes[24..32].copy_from_slice(&generation.digest().to_le_bytes());
    let checksum = xxh3_64(&bytes[..table_end]);
    bytes[table_end..table_end + 8].copy_from_slice(&checksum.to_le_bytes());
}

/// Returns where the contents start, after the header.
fn contents(bytes: &[u8]) -> usize {
    let sections = u32::from_le_bytes(bytes[56..60].try_into().unwrap()) as usize;
    TABLE + sections * ROW + 8
}

#[test]
fn repairing_an_undamaged_file_changes_nothing() {
    let good = std::fs::read(full().path()).unwrap();
    let mut repaired = good.clone();
    repair(&mut repaired);
    assert!(repaired == good);
}

#[test]
fn a_changed_byte_under_right_checksums_never_panics_and_answers_stay_in_bounds() {
    let good = std::fs::read(full().path()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hostile.mapahead");
    let mut flagged = 0;
    let range = contents(&good)..good.len();
    for at in range.clone() {
        for flip in [0x01, 0x80, 0xff] {
            let mut bytes = good.clone();
            bytes[at] ^= flip;
            repair(&mut bytes);
            std::fs::write(&path, &bytes).unwrap();
            match exercise(&path) {
                Ok(()) => {}
                Err(error) => {
                    assert!(is_expected(&error), "byte {at}: {error}");
                    flagged += 1;
                }
            }
        }
    }
    // What is left is data that may be anything: ids, payloads that stay JSON, texts that stay in
    // their key, factors. Structure makes up the rest, and every change of it is found.
    assert!(flagged * 10 > range.len() * 3 * 8, "{flagged} of {}", range.len() * 3);
}

#[test]
fn a_changed_header_under_a_right_checksum_is_an_error_or_changes_nothing() {
    let good = std::fs::read(full().path()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hostile.mapahead");
    for at in 8..contents(&good) - 8 {
        for flip in [0x01, 0x08, 0x80, 0xff] {
            let mut bytes = good.clone();
            bytes[at] ^= flip;
            repair_header(&mut bytes);
            std::fs::write(&path, &bytes).unwrap();
            if let Err(error) = exercise(&path) {
                assert!(is_expected(&error), "byte {at}: {error}");
            } else {
                // The generation was repaired; a section that is known may well be ignorable.
                let is_flag = at >= TABLE && (at - TABLE) % ROW == 4 && flip == 0x01;
                assert!((24..32).contains(&at) || is_flag, "a changed byte {at} went unnoticed");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn several_changed_bytes_under_right_checksums_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        thread_local! {
            static GOOD: Vec<u8> = std::fs::read(full().path()).unwrap();
        }
        let mut bytes = GOOD.with(Clone::clone);
        let start = contents(&bytes);
        for (at, byte) in changes {
            let at = start + at.index(bytes.len() - start);
            bytes[at] = byte;
        }
        repair(&mut bytes);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hostile.mapahead");
        std::fs::write(&path, &bytes).unwrap();
        if let Err(error) = exercise(&path) {
            prop_assert!(is_expected(&error), "{}", error);
        }
    }
}

/// Changes the header of a good file, repairs it, and returns the error of opening it.
fn open_changed(change: impl FnOnce(&mut [u8])) -> Result<Index, mapahead::Error> {
    let mut bytes = std::fs::read(full().path()).unwrap();
    change(&mut bytes);
    repair(&mut bytes);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.mapahead");
    std::fs::write(&path, &bytes).unwrap();
    Index::open(&path)
}

#[test]
fn another_format_or_analysis_version_is_refused_with_what_to_do() {
    for (at, what) in [(8, "format"), (12, "analysis")] {
        let error = open_changed(|bytes| bytes[at] ^= 1).unwrap_err();
        assert_eq!(error.code(), "ERR_UNSUPPORTED_VERSION");
        let message = error.to_string();
        assert!(message.contains(what) && message.contains("build it again"), "{message}");
    }
}

#[test]
fn an_unknown_section_is_refused_or_ignored_as_its_flag_says() {
    // The last row is that of the payloads.
    let last_row = |bytes: &[u8]| contents(bytes) - 8 - ROW;
    let error = open_changed(|bytes| bytes[last_row(bytes)] = 200).unwrap_err();
    assert_eq!(error.code(), "ERR_UNSUPPORTED");
    assert!(error.to_string().contains("section 200"), "{error}");

    let index = open_changed(|bytes| {
        let row = last_row(bytes);
        bytes[row] = 200;
        bytes[row + 4] = 1;
    })
    .unwrap();
    index.verify().unwrap();
    let entry = index.get("id1").unwrap().unwrap();
    assert_eq!((entry.text, entry.payload), ("New York", None));
    assert_eq!(index.info().sections.last().map(|section| section.name), Some("unknown"));
}

#[test]
fn what_is_not_an_index_is_named_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other");
    for bytes in [&b""[..], b"m", b"{\"text\":\"a\"}\n", b"mapaheax________"] {
        std::fs::write(&path, bytes).unwrap();
        let error = Index::open(&path).unwrap_err();
        assert_eq!(error.code(), "ERR_NOT_AN_INDEX", "{error}");
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    }
    assert_eq!(Index::open(folder.path()).unwrap_err().code(), "ERR_NOT_AN_INDEX");
    let missing = Index::open(folder.path().join("missing")).unwrap_err();
    assert_eq!(missing.code(), "ERR_IO");
}
