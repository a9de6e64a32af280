//! Inputs as bytes, and what is built from them.

use std::fs;

use mapahead::{BuildOptions, BuildReport, Error};

use crate::place::{Place, build_file};

/// Builds from a file called `name`, in a folder of its own.
pub fn built(name: &str, contents: &[u8], options: BuildOptions) -> Result<BuildReport, Error> {
    let place = Place::new();
    let input = place.path(name);
    fs::write(&input, contents).unwrap();
    build_file(&place.index(), options, &input)
}

/// Asserts that two builds made one index, or failed by one error.
pub fn assert_same_end(one: Result<BuildReport, Error>, other: Result<BuildReport, Error>) {
    match (one, other) {
        (Ok(one), Ok(other)) => assert_eq!(one.generation, other.generation),
        (Err(one), Err(other)) => assert_eq!(one.code(), other.code()),
        (one, other) => panic!("{:?} {:?}", one.err(), other.err()),
    }
}

/// Returns `text` in an encoding.
pub fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    match encoding {
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        // Of the letters here, each is one byte of its own number.
        "windows-1252" => text.chars().map(|char| char as u8).collect(),
        _ => text.as_bytes().to_vec(),
    }
}
