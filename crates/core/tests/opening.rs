//! Opening with options: verified, warmed, copied.

use std::fs;
use std::path::PathBuf;

use mapahead::{Format, Index, IndexBuilder, OpenOptions, SuggestOptions};
use tempfile::TempDir;

fn build() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cities.mapahead");
    let mut builder = IndexBuilder::new(&path, Default::default()).unwrap();
    let records = "text,id,weight\nBern,b,134\nBerlin,a,3769\nBergen,c,280\n";
    builder.add_reader("cities", Format::Csv, records.as_bytes()).unwrap();
    builder.finish().unwrap();
    (folder, path)
}

/// Changes a byte of a text, which opening does not read.
fn damage(path: &PathBuf) {
    let mut bytes = fs::read(path).unwrap();
    let place = bytes.windows(6).position(|window| window == b"Bergen").unwrap();
    bytes[place + 3] = b'9';
    // Another file, since nobody may write to the published one.
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn every_way_to_open_a_file_answers_the_same() {
    let (_folder, path) = build();
    let options = SuggestOptions::default();
    let plain = Index::open(&path).unwrap();
    for bits in 0..16 {
        let [verify, checksums, warm, copy] = [1, 2, 4, 8].map(|bit| bits & bit != 0);
        let index =
            Index::open_with(&path, &OpenOptions { verify, checksums, warm, copy }).unwrap();
        let [answer, expected] =
            [&index, &plain].map(|index| index.suggest("ber", &options).unwrap());
        assert_eq!(answer, expected);
        assert_eq!(index.info(), plain.info());
    }
}

#[test]
fn a_damaged_file_is_opened_unless_it_is_verified_first() {
    let (_folder, path) = build();
    damage(&path);
    for copy in [false, true] {
        assert!(Index::open_with(&path, &OpenOptions { copy, ..Default::default() }).is_ok());
        for (verify, checksums) in [(true, false), (false, true), (true, true)] {
            let options = OpenOptions { verify, checksums, copy, ..Default::default() };
            assert_eq!(Index::open_with(&path, &options).unwrap_err().code(), "ERR_CORRUPT");
        }
    }
}

#[test]
fn a_copy_outlives_what_is_done_to_the_file() {
    let (_folder, path) = build();
    let index = Index::open_with(&path, &OpenOptions { copy: true, ..Default::default() }).unwrap();
    // A mapping would end the process here.
    fs::File::create(&path).unwrap();
    index.verify().unwrap();
    assert_eq!(index.get("a").unwrap().unwrap().text, "Berlin");
}

#[test]
fn entries_come_by_their_number_from_the_heaviest_on() {
    let (_folder, path) = build();
    let index = Index::open(&path).unwrap();
    let entries = (0..).map_while(|ordinal| index.entry(ordinal).unwrap());
    let texts: Vec<&str> = entries.map(|entry| entry.text).collect();
    assert_eq!(texts, ["Berlin", "Bergen", "Bern"]);
}
