//! Damaged files: an error, or an answer that `verify` would have flagged; never a panic.

mod fixture;
mod repair;
mod sound;

use std::fs::{self, File};
use std::io::{Seek, Write};
use std::ops::Range;
use std::path::PathBuf;

use mapahead::{Day, Error, Index, SuggestOptions, Suggestion};
use proptest::prelude::*;
use tempfile::TempDir;
use xxhash_rust::xxh3::xxh3_64;

use fixture::{QUERIES, exercise, large_index, literal_index, long_index, text_index};
pub use repair::repair;
use repair::{ROW, TABLE, number, repair_header};
use sound::is_expected;

/// Another number here damages the bytes in other ways and asks other queries.
const SEED: &str = "MAPAHEAD_DAMAGE_SEED";

/// Numbers that look random, the same ones each time for one seed.
struct Random(u64);

impl Random {
    fn new() -> Self {
        let seed = std::env::var(SEED).map_or(0, |seed| seed.parse().unwrap());
        Random(xxh3_64(&u64::to_le_bytes(seed)) | 1)
    }

    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize
    }

    /// Returns what a byte is changed by.
    fn flip(&mut self) -> u8 {
        match self.next() % 4 {
            0 => 0x01,
            1 => 0xff,
            2 => 1 << (self.next() % 8),
            _ => (self.next() % 255 + 1) as u8,
        }
    }

    /// Returns a few queries.
    fn queries(&mut self, count: usize) -> Range<usize> {
        let first = self.next() % QUERIES.len();
        first..first + count
    }
}

/// A file that is damaged again and again, always in place: to empty it first would take the system
/// longer than all that is tested.
struct Damaged {
    _folder: TempDir,
    path: PathBuf,
    file: File,
}

impl Damaged {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("damaged.mapahead");
        Damaged { file: File::create_new(&path).unwrap(), path, _folder: folder }
    }

    fn write(&mut self, bytes: &[u8]) {
        self.file.rewind().unwrap();
        self.file.write_all(bytes).unwrap();
        self.file.set_len(bytes.len() as u64).unwrap();
    }

    fn exercise(
        &mut self,
        bytes: &[u8],
        queries: Range<usize>,
    ) -> Result<Vec<String>, mapahead::Error> {
        self.write(bytes);
        exercise(&self.path, queries)
    }
}

/// Returns the bytes of an index of each kind.
fn good_files() -> [Vec<u8>; 2] {
    [text_index(), literal_index()].map(|pair| fs::read(pair.path()).unwrap())
}

#[test]
fn every_changed_byte_is_an_error_or_flagged_by_verify() {
    let mut random = Random::new();
    let mut damaged = Damaged::new();
    for good in good_files() {
        assert!(damaged.exercise(&good, 0..QUERIES.len()).is_ok());
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= random.flip();
            let error = damaged.exercise(&bytes, random.queries(1));
            let error = error.expect_err(&format!("byte {at} was changed"));
            assert!(is_expected(&error), "byte {at}: {error}");
        }
    }
}

#[test]
fn every_cut_and_every_addition_is_an_error() {
    let mut damaged = Damaged::new();
    for good in good_files() {
        for extra in 1..17 {
            damaged.write(&[&good[..], &vec![0; extra]].concat());
            assert_eq!(Index::open(&damaged.path).unwrap_err().code(), "ERR_CORRUPT");
        }
        for len in (0..good.len()).rev() {
            damaged.file.set_len(len as u64).unwrap();
            let error = Index::open(&damaged.path).expect_err(&format!("cut to {len} bytes"));
            assert!(is_expected(&error), "cut to {len} bytes: {error}");
        }
    }
}

/// Damages the numbers of the packed section `section` of a larger index, and returns the section
/// that the error of a query names.
fn blamed(section: usize, options: &SuggestOptions) -> &'static str {
    let mut bytes = fs::read(large_index().path()).unwrap();
    let range = ranges(&bytes, &[section]).remove(0);
    // After count and width, and before the slack.
    bytes[range.start + 16..range.end - 8].fill(0xff);
    repair(&mut bytes);
    let mut damaged = Damaged::new();
    damaged.write(&bytes);
    let index = Index::open(&damaged.path).unwrap();
    match index.suggest("p", options).unwrap_err() {
        Error::Corrupt { part, path, .. } if path == damaged.path => part,
        error => panic!("{error}"),
    }
}

#[test]
fn an_error_names_the_section_that_is_damaged() {
    let neutral = SuggestOptions { at: Day::from_calendar(2026, 3, 1), ..Default::default() };
    assert_eq!(blamed(3, &neutral), "slots");
    // Of a narrow filter the forms are listed, of a wide one their slots are looked up.
    for values in [&["Bern"][..], &["Bern", "Berlin", "北京"]] {
        let values = values.iter().map(|&value| value.to_owned()).collect();
        let filter = [("city".to_owned(), values)].into();
        assert_eq!(blamed(27, &SuggestOptions { filter, ..neutral.clone() }), "context-ranks");
    }
}

/// Returns where the contents start, after the header.
fn contents(bytes: &[u8]) -> usize {
    let sections = u32::from_le_bytes(bytes[56..60].try_into().unwrap()) as usize;
    TABLE + sections * ROW + 8
}

#[test]
fn repairing_an_undamaged_file_changes_nothing() {
    let good = fs::read(text_index().path()).unwrap();
    let mut repaired = good.clone();
    repair(&mut repaired);
    assert!(repaired == good);
}

/// Sections that say nothing of their own, but what follows from the others: keys, slots, minima,
/// forms, id-buckets, all about words and stems, the ways back, of contexts and seasons what is held
/// against others, and all about repeats.
const DERIVED: [usize; 29] = [
    2, 3, 4, 5, 12, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 26, 27, 28, 29, 30, 33, 34, 35, 36, 37,
    38, 39, 48, 50,
];

/// Returns where the sections with these numbers are.
fn ranges(bytes: &[u8], sections: &[usize]) -> Vec<Range<usize>> {
    let rows = (TABLE..contents(bytes) - 8).step_by(ROW);
    let found = rows.filter(|&row| sections.contains(&(bytes[row] as usize)));
    found
        .map(|row| number(bytes, row + 8)..number(bytes, row + 8) + number(bytes, row + 16))
        .collect()
}

/// Changes the byte `at` and repairs the checksums. Returns whether `verify` and the queries see
/// nothing, which they may only if no answer is another one, or the byte is no derived one.
fn is_unnoticed(
    at: usize,
    is_derived: bool,
    good: &[u8],
    answers: &[String],
    damaged: &mut Damaged,
    random: &mut Random,
) -> bool {
    let mut bytes = good.to_owned();
    bytes[at] ^= random.flip();
    repair(&mut bytes);
    if let Err(error) = damaged.exercise(&bytes, random.queries(2)) {
        assert!(is_expected(&error), "byte {at}: {error}");
        return false;
    }
    if is_derived {
        let same = exercise(&damaged.path, 0..QUERIES.len()).unwrap() == answers;
        assert!(same, "the changed byte {at} changes answers, and verify says nothing");
    }
    true
}

#[test]
fn a_changed_byte_under_right_checksums_is_flagged_unless_it_is_data_or_changes_no_answer() {
    let mut random = Random::new();
    let mut damaged = Damaged::new();
    for good in good_files() {
        let answers = damaged.exercise(&good, 0..QUERIES.len()).unwrap();
        let derived = ranges(&good, &DERIVED);
        let (mut unnoticed, mut derived_bytes) = (0, 0);
        for at in contents(&good)..good.len() {
            let is_derived = derived.iter().any(|section| section.contains(&at));
            let nothing = is_unnoticed(at, is_derived, &good, &answers, &mut damaged, &mut random);
            derived_bytes += usize::from(is_derived);
            unnoticed += usize::from(is_derived && nothing);
        }
        // Bytes that nobody reads: checksums of the dictionaries, and in the indexes of their nodes
        // the many numbers that stand for no transition.
        assert!(unnoticed * 4 < derived_bytes, "{unnoticed} of {derived_bytes}");
    }
}

#[test]
fn a_changed_byte_of_the_numbers_of_a_larger_index_is_always_flagged() {
    let mut random = Random::new();
    let mut damaged = Damaged::new();
    let good = fs::read(large_index().path()).unwrap();
    let answers = damaged.exercise(&good, 0..QUERIES.len()).unwrap();
    // Slots, postings, forms of words, lists of contexts, repeats, and the trees of minima and
    // maxima, all without the dictionaries.
    let sections =
        [3, 4, 16, 17, 18, 19, 20, 23, 26, 27, 28, 29, 30, 33, 34, 35, 36, 37, 38, 39, 50];
    assert_eq!(ranges(&good, &sections).len(), sections.len());
    for at in ranges(&good, &sections).into_iter().flatten() {
        let unnoticed = is_unnoticed(at, true, &good, &answers, &mut damaged, &mut random);
        assert!(!unnoticed, "nobody sees the changed byte {at}");
    }
}

#[test]
fn a_changed_byte_of_the_best_ranks_of_long_ranges_is_always_flagged() {
    let mut random = Random::new();
    let mut damaged = Damaged::new();
    let good = fs::read(long_index().path()).unwrap();
    let answers = damaged.exercise(&good, 0..3).unwrap();
    let sections = ranges(&good, &[51, 52]);
    assert_eq!(sections.len(), 2);
    for at in sections.into_iter().flatten() {
        let mut bytes = good.clone();
        bytes[at] ^= random.flip();
        repair(&mut bytes);
        let error = damaged.exercise(&bytes, 0..3).expect_err(&format!("byte {at} was changed"));
        assert!(is_expected(&error), "byte {at}: {error}");
    }
    assert_eq!(damaged.exercise(&good, 0..3).unwrap(), answers);
}

#[test]
fn a_pinned_entry_is_never_another_though_the_ways_to_its_forms_lead_there() {
    let mut random = Random::new();
    let mut damaged = Damaged::new();
    let good = fs::read(text_index().path()).unwrap();
    // Slots, forms, what aliases belong to, the table of ids, and the ways back.
    let mut refused = 0;
    for at in ranges(&good, &[3, 5, 8, 12, 23, 24, 48]).into_iter().flatten() {
        let mut bytes = good.clone();
        bytes[at] ^= random.flip();
        repair(&mut bytes);
        let pin = (1..10).map(|number| format!("id{number}")).collect();
        let options = SuggestOptions { pin, explain: true, limit: 40, ..Default::default() };
        damaged.write(&bytes);
        let Ok(index) = Index::open(&damaged.path) else { continue };
        let Ok(result) = index.suggest("", &options) else {
            refused += 1;
            continue;
        };
        let pinned = |found: &Suggestion<'_>| found.explanation.as_ref().unwrap().pinned;
        let last = result.suggestions.iter().rposition(pinned);
        let others = result.suggestions.iter().position(|found| !pinned(found));
        assert!(last < others.or(Some(usize::MAX)), "byte {at}: {:?}", result.suggestions);
    }
    assert!(refused > 0, "no change led to another entry");
}

#[test]
fn a_changed_header_under_a_right_checksum_is_an_error_or_changes_nothing() {
    let mut random = Random::new();
    let mut damaged = Damaged::new();
    for good in good_files() {
        for at in 8..contents(&good) - 8 {
            for flip in [0x01, 0x08, 0x80, 0xff] {
                let mut bytes = good.clone();
                bytes[at] ^= flip;
                repair_header(&mut bytes);
                if let Err(error) = damaged.exercise(&bytes, random.queries(1)) {
                    assert!(is_expected(&error), "byte {at}: {error}");
                } else {
                    // The generation was repaired; a section that is known may well be ignorable.
                    let is_flag = at >= TABLE && (at - TABLE) % ROW == 4 && flip == 0x01;
                    let unnoticed = (24..32).contains(&at) || is_flag;
                    assert!(unnoticed, "a changed byte {at} went unnoticed");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn several_changed_bytes_under_right_checksums_never_panic(
        kind in 0usize..2,
        anywhere in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        // In one section, near each other: more likely to fit together.
        section in any::<prop::sample::Index>(),
        near in any::<prop::sample::Index>(),
        beside in prop::collection::vec((0usize..24, any::<u8>()), 1..4),
        spread: bool,
        first in 0..QUERIES.len(),
    ) {
        thread_local! {
            static GOOD: [Vec<u8>; 2] = good_files();
        }
        let good = GOOD.with(|good| good[kind].clone());
        let mut bytes = good.clone();
        let derived = ranges(&good, &DERIVED);
        if spread {
            let start = contents(&bytes);
            for (at, byte) in anywhere {
                let at = start + at.index(bytes.len() - start);
                bytes[at] = byte;
            }
        } else {
            let section = &derived[section.index(derived.len())];
            let start = section.start + near.index(section.len().max(1));
            for (at, byte) in beside {
                let at = (start + at).clamp(section.start, section.end - usize::from(!section.is_empty()));
                bytes[at] = byte;
            }
        }
        repair(&mut bytes);
        let mut damaged = Damaged::new();
        match damaged.exercise(&bytes, first..first + 4) {
            Err(error) => prop_assert!(is_expected(&error), "{}", error),
            Ok(answers) if !spread => {
                let expected = damaged.exercise(&good, first..first + 4).unwrap();
                prop_assert_eq!(answers, expected);
            }
            Ok(_) => {}
        }
    }
}

/// Changes the header of a good file, repairs it, and returns the error of opening it.
fn open_changed(change: impl FnOnce(&mut [u8])) -> Result<Index, mapahead::Error> {
    let mut bytes = fs::read(text_index().path()).unwrap();
    change(&mut bytes);
    repair(&mut bytes);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.mapahead");
    fs::write(&path, &bytes).unwrap();
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
    let payloads = |bytes: &[u8]| {
        let mut rows = (TABLE..contents(bytes) - 8).step_by(ROW);
        rows.find(|&row| bytes[row] == 13).unwrap()
    };
    let error = open_changed(|bytes| bytes[payloads(bytes)] = 200).unwrap_err();
    assert_eq!(error.code(), "ERR_UNSUPPORTED");
    assert!(error.to_string().contains("section 200"), "{error}");

    let index = open_changed(|bytes| {
        let row = payloads(bytes);
        bytes[row] = 200;
        bytes[row + 4] = 1;
    })
    .unwrap();
    index.verify().unwrap();
    let entry = index.get("id1").unwrap().unwrap();
    assert_eq!((entry.text, entry.payload), ("New York", None));
    let unknown = index.info().sections.into_iter().filter(|section| section.name == "unknown");
    assert_eq!(unknown.count(), 1);
}

#[test]
fn what_is_not_an_index_is_named_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other");
    for bytes in [&b""[..], b"m", b"{\"text\":\"a\"}\n", b"mapaheax________"] {
        fs::write(&path, bytes).unwrap();
        let error = Index::open(&path).unwrap_err();
        assert_eq!(error.code(), "ERR_NOT_AN_INDEX", "{error}");
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    }
    assert_eq!(Index::open(folder.path()).unwrap_err().code(), "ERR_NOT_AN_INDEX");
    let missing = Index::open(folder.path().join("missing")).unwrap_err();
    assert_eq!(missing.code(), "ERR_IO");
}
