//! Keyboards: what a key types on another layout, and which keys are neighbours (docs/design.md,
//! section 4).

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::Kind;
use super::analysis;
use super::memory::remember;
use super::writing;

/// One line for each key of each layout: layout, key, row, x, base, shift.
const TABLE: &str = include_str!("../../data/keyboards.tsv");

/// The layouts on which a language is typed, for the neighbours of its letters if no layout is
/// chosen.
const OF_LANGUAGES: [(&str, &[&str]); 26] = [
    ("ar", &["ar"]),
    ("be", &["by"]),
    ("bg", &["bg"]),
    ("ca", &["es"]),
    ("de", &["de"]),
    ("el", &["gr"]),
    ("en", &["us", "gb"]),
    ("es", &["es"]),
    ("eu", &["es"]),
    ("fr", &["fr"]),
    ("ga", &["gb"]),
    ("he", &["il"]),
    ("hy", &["am"]),
    ("it", &["it"]),
    ("ka", &["ge"]),
    ("kk", &["kz"]),
    ("ko", &["kr"]),
    ("pl", &["pl"]),
    ("ru", &["ru"]),
    ("sr", &["rs"]),
    ("th", &["th"]),
    ("tr", &["tr"]),
    ("uk", &["ua"]),
    ("yi", &["il"]),
    ("id", &["us"]),
    ("nl", &["us"]),
];

/// A key: where it is, in key widths, and what it types plain and shifted.
#[derive(Debug, Clone)]
struct Key {
    row: i32,
    x: f64,
    types: [Option<char>; 2],
}

/// A keyboard layout: its keys by name, in the order of the table.
#[derive(Debug, Clone)]
pub struct Layout(Rc<Vec<(String, Key)>>);

/// Pairs of letters whose keys are neighbors.
type Pairs = Rc<BTreeSet<(char, char)>>;

thread_local! {
    static LAYOUTS: RefCell<HashMap<String, Layout>> = RefCell::default();
    static NEIGHBORS: RefCell<HashMap<String, Pairs>> = RefCell::default();
}

impl Layout {
    /// Returns the layout `name` of the table.
    pub fn named(name: &str) -> Self {
        remember(&LAYOUTS, name.to_owned(), |name| Layout::read(name))
    }

    fn read(name: &str) -> Self {
        let keys = rows().filter(|row| row[0] == name).map(|row| {
            let types = [row[4], row[5]].map(|cell| cell.chars().next());
            let (row_number, x) = (row[2].parse().unwrap(), row[3].parse().unwrap());
            (row[1].to_owned(), Key { row: row_number, x, types })
        });
        Layout(Rc::new(keys.collect()))
    }

    /// Returns what the keys that typed `raw` on this layout type on `to`; `None` if a character is
    /// not on one of them. White space stays. Of two keys the first in the table's order counts.
    pub fn switch(&self, raw: &str, to: &Layout) -> Option<String> {
        let other = |char: char| {
            if char.is_whitespace() {
                return Some(char);
            }
            let mut places = self.0.iter().flat_map(|(name, key)| {
                [0, 1]
                    .into_iter()
                    .filter(|&shift| key.types[shift] == Some(char))
                    .map(move |shift| (name, shift))
            });
            let (name, shift) = places.next()?;
            to.0.iter().find(|(other, _)| other == name)?.1.types[shift]
        };
        raw.chars().flat_map(writing::strokes).map(other).collect()
    }

    /// Returns the letters of neighbouring keys, both ways round: rows and x differ by at most 1.
    fn neighbors(&self) -> impl Iterator<Item = (char, char)> + '_ {
        let near = |a: &Key, b: &Key| a.row.abs_diff(b.row) <= 1 && (a.x - b.x).abs() <= 1.0;
        let keys = || self.0.iter().map(|(_, key)| key);
        keys()
            .flat_map(move |a| keys().filter(move |b| near(a, b)).map(move |b| (a, b)))
            .filter_map(|(a, b)| Some((letter(a)?, letter(b)?)))
            .filter(|(a, b)| a != b)
    }
}

/// Returns the letter that a key types without shift, as keys of kind `text` have it.
fn letter(key: &Key) -> Option<char> {
    let folded = analysis::key(Kind::Text, &key.types[0]?.to_string());
    let [only] = folded.as_slice() else { return None };
    analysis::letter(only.char).then_some(only.char)
}

/// Returns the pairs of letters on neighbouring keys of `layouts`, both ways round. Without layouts
/// they are those of `us` and of the keyboards of the languages.
pub fn neighbors(layouts: &[String], languages: &[String]) -> BTreeSet<(char, char)> {
    let of_languages: BTreeMap<&str, &[&str]> = OF_LANGUAGES.into();
    let mut names: Vec<&str> = layouts.iter().map(String::as_str).collect();
    if names.is_empty() {
        names.push("us");
        let known = languages.iter().filter_map(|code| of_languages.get(code.as_str()));
        names.extend(known.copied().flatten());
    }
    let of_layout = |name: &str| {
        let of_keys = |name: &String| Rc::new(Layout::named(name).neighbors().collect());
        remember(&NEIGHBORS, name.to_owned(), of_keys)
    };
    let all: Vec<Rc<BTreeSet<(char, char)>>> = names.into_iter().map(of_layout).collect();
    all.iter().flat_map(|pairs| pairs.iter().copied()).collect()
}

fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split('\t').collect())
}
