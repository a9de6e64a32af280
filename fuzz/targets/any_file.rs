//! Does every file open, verify and answer without a panic, a hang, or an answer that is out of
//! order? And does `verify` find all damage that a query may run into?
#![no_main]

use std::cell::RefCell;
use std::fs::File;
use std::io::{Seek, Write};
use std::path::PathBuf;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use mapahead::{Index, OpenOptions, SuggestOptions};
use mapahead_fuzz::bytes::Bytes;
use mapahead_fuzz::corpus::folder;
use mapahead_fuzz::parts::Parts;
use mapahead_fuzz::requests::Known;
use mapahead_fuzz::sound::{assert_sound, is_expected};
use tempfile::TempDir;

/// The first bytes of an input say what is asked; the others are the file.
const ASKED_BYTES: usize = 96;
const REQUESTS: usize = 3;

const QUERIES: [&str; 24] = [
    "",
    "n",
    "new",
    "new ",
    "new york",
    "lodz",
    "北",
    "york new ",
    "nwe yrok",
    "big appel",
    "redbull",
    "ремонт",
    "холодилник",
    "htvjyn",
    "установка д",
    "двери устан",
    "remont",
    "node",
    "@types/nod",
    "ann.smith@",
    "тщву",
    "lodahs",
    "s",
    "iphnoe 15",
];

/// A folder and the file in it, which is written again for every input.
struct Place {
    file: File,
    path: PathBuf,
    _folder: TempDir,
}

thread_local! {
    static PLACE: RefCell<Place> = RefCell::new(Place::new());
}

impl Place {
    fn new() -> Self {
        let folder = folder();
        let path = folder.path().join("any.mapahead");
        Place { file: File::create_new(&path).unwrap(), path, _folder: folder }
    }

    fn write(&mut self, bytes: &[u8]) {
        self.file.rewind().unwrap();
        self.file.write_all(bytes).unwrap();
        self.file.set_len(bytes.len() as u64).unwrap();
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((asked, file)) = data.split_at_checked(ASKED_BYTES) else { return };
    let mut asked = Bytes(asked);
    // Now and then as it is, so that the checks of the header are asked too.
    let repaired = if asked.byte() % 8 == 7 { None } else { Parts::of(file) };
    let repaired = repaired.map(|parts| parts.file());
    PLACE.with_borrow_mut(|place| {
        place.write(repaired.as_deref().unwrap_or(file));
        exercise(place, &mut asked);
    });
});

fn exercise(place: &Place, asked: &mut Bytes<'_>) {
    let copy = asked.one_in(4);
    let index = match Index::open_with(&place.path, &OpenOptions { copy, ..Default::default() }) {
        Ok(index) => index,
        Err(error) => return assert!(is_expected(&error), "{error}"),
    };
    let verified = index.verify();
    if let Err(error) = &verified {
        assert!(is_expected(error), "{error}");
    }
    let known = known(&index);
    for _ in 0..REQUESTS {
        ask(&index, &known, asked, verified.is_ok());
    }
}

/// Returns what requests may name: the fields of the index, and what the golden files have.
fn known(index: &Index) -> Known {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let values = owned(&["moscow", "perm", "omsk", "doors", "sale", "5", "0.5"]);
    let fields = index.info().contexts.into_iter().map(|field| (field.field, values.clone()));
    Known { fields: fields.collect(), ids: owned(&["1", "2", "3", "4", "3093133", "nobody"]) }
}

fn ask(index: &Index, known: &Known, asked: &mut Bytes<'_>, is_verified: bool) {
    let (explain, total) = (asked.below(2) == 1, asked.below(2) == 1);
    let query = match asked.one_in(3) {
        true => {
            let bytes: Vec<u8> = asked.several(16, Bytes::byte);
            String::from_utf8_lossy(&bytes).into_owned()
        }
        false => asked.pick(&QUERIES).to_owned(),
    };
    let mut options = SuggestOptions { total, ..known.options(asked) };
    // Only an explanation tells which entries were pinned, and so are out of the order.
    options.explain = explain || !options.pin.is_empty();
    if asked.one_in(3) {
        match index.prepare_boosts(&std::mem::take(&mut options.boosts)) {
            Ok(prepared) => options.prepared_boosts = Some(prepared),
            Err(error) => return assert_blamed(&error, is_verified),
        }
    }
    match index.suggest(&query, &options) {
        Ok(result) => {
            assert_sound(&result, is_verified);
            let ids = result.suggestions.iter().filter_map(|found| found.id);
            for id in ids.take(3) {
                match index.get(id) {
                    Ok(found) => assert!(found.is_some() || !is_verified, "{id} is gone"),
                    Err(error) => assert_blamed(&error, is_verified),
                }
            }
        }
        Err(error) => assert_blamed(&error, is_verified),
    }
    if let Err(error) = index.get(&asked.pick(&known.ids)) {
        assert_blamed(&error, is_verified);
    }
}

/// Asserts that an error is about damage, and about damage that `verify` found.
fn assert_blamed(error: &mapahead::Error, is_verified: bool) {
    assert!(is_expected(error), "{error}");
    assert!(!is_verified, "verify saw nothing, but: {error}");
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed as usize)
});

/// Changes the request, the bytes of one section, or any bytes at all. A section may grow: the
/// table follows.
fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: usize) -> usize {
    let (way, place) = (seed % 8, seed / 8);
    if way == 0 || size <= ASKED_BYTES {
        return fuzzer_mutate(data, size, max_size);
    }
    let (asked, file) = data[..size].split_at_mut(ASKED_BYTES);
    if way < 3 {
        let kept = fuzzer_mutate(asked, ASKED_BYTES, ASKED_BYTES);
        asked[kept..].fill(0);
        return size;
    }
    if let Some(mut parts) = Parts::of(file)
        && let Some(section) = parts.section(place)
    {
        let len = section.len();
        section.resize(len + 32, 0);
        let len = fuzzer_mutate(section, len, len + 32);
        section.truncate(len);
        let changed = parts.file();
        let size = ASKED_BYTES + changed.len();
        if size <= max_size.min(data.len()) {
            data[ASKED_BYTES..size].copy_from_slice(&changed);
            return size;
        }
    }
    fuzzer_mutate(data, size, max_size)
}
