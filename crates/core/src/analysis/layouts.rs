//! Keyboard layouts: what a query means that was typed on the wrong one, and which letters are
//! neighbors.
//!
//! The table, `data/keyboards.tsv`, comes from xkb-data but for `kr` (see `data/NOTICE.md`): 23
//! layouts of the same 47 keys, each key with what it types plain and shifted. A dead key stands there as the
//! combining mark that it puts on a letter. In switched text the mark then comes before its letter
//! and not after it; keys of kind `text` drop it wherever it stands, for the languages that have
//! dead keys.

use std::sync::LazyLock;

use super::fold::hangul;
use super::languages::check_names;
use super::words::Class;
use super::{Kind, general};
use crate::error::Result;

/// The keys of a layout.
const KEYS: usize = 47;
/// Characters below this have a place of their own in the table of a layout; all of Latin, Greek,
/// Cyrillic, Armenian and Hebrew, and the marks.
const LOW: usize = 0x600;
/// Stands for no key.
const NONE: u8 = u8::MAX;

/// One key of a layout.
#[derive(Debug, Clone, Copy)]
struct LayoutKey {
    row: i32,
    /// Where it stands in its row, in quarters of a key's width.
    quarters: i32,
    /// What it types plain, and shifted.
    typed: [char; 2],
}

/// One layout: its keys, and where each character is on them.
#[derive(Debug)]
struct Layout {
    name: &'static str,
    keys: Vec<LayoutKey>,
    /// Of the characters below [`LOW`], which stroke types them: twice the number of the key, and
    /// one more with shift; [`NONE`] where none does.
    low: Vec<u8>,
    /// The same of all other characters, in order.
    high: Vec<(char, u8)>,
}

/// All layouts of the table, in its order.
static ALL: LazyLock<Vec<Layout>> =
    LazyLock::new(|| parse(include_str!("../../data/keyboards.tsv")));

/// Reads the table. What is not a whole layout is left out; the tests see that nothing is.
fn parse(table: &'static str) -> Vec<Layout> {
    let rows: Vec<(&str, LayoutKey)> = table.lines().skip(1).filter_map(parse_row).collect();
    let layouts = rows.chunk_by(|(a, _), (b, _)| a == b).filter(|rows| rows.len() == KEYS);
    layouts
        .map(|rows| {
            let name = rows.first().map_or("", |(name, _)| name);
            Layout::new(name, rows.iter().map(|(_, key)| *key).collect())
        })
        .collect()
}

fn parse_row(line: &'static str) -> Option<(&'static str, LayoutKey)> {
    let mut cells = line.split('\t');
    let name = cells.next()?;
    cells.next()?; // the name of the key
    let row = cells.next()?.parse().ok()?;
    let x: f32 = cells.next()?.parse().ok()?;
    let mut typed = || {
        let mut chars = cells.next()?.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let typed = [typed()?, typed()?];
    Some((name, LayoutKey { row, quarters: (x * 4.0).round() as i32, typed }))
}

impl Layout {
    fn new(name: &'static str, keys: Vec<LayoutKey>) -> Self {
        let mut layout = Layout { name, keys, low: vec![NONE; LOW], high: Vec::new() };
        // Of several strokes for one character the first counts.
        for (stroke, ch) in (0..NONE).zip(layout.keys.iter().flat_map(|key| key.typed)) {
            match layout.low.get_mut(ch as usize) {
                Some(place) if *place == NONE => *place = stroke,
                Some(_) => {}
                None if layout.high.iter().any(|(known, _)| *known == ch) => {}
                None => layout.high.push((ch, stroke)),
            }
        }
        // For the search by halves.
        layout.high.sort_unstable();
        layout
    }

    /// Returns the stroke that types `ch`.
    #[inline]
    fn stroke(&self, ch: char) -> Option<u8> {
        // A table for Latin, Greek, Cyrillic and Hebrew letters, and a search for all above.
        match self.low.get(ch as usize) {
            Some(&stroke) => Some(stroke).filter(|&stroke| stroke != NONE),
            None => {
                let at = self.high.binary_search_by_key(&ch, |(ch, _)| *ch).ok()?;
                self.high.get(at).map(|(_, stroke)| *stroke)
            }
        }
    }

    /// Returns what `stroke` types.
    #[inline]
    fn typed(&self, stroke: u8) -> Option<char> {
        let key = self.keys.get(usize::from(stroke / 2))?;
        key.typed.get(usize::from(stroke % 2)).copied()
    }

    /// Returns what the keys that typed `raw` here type on `to`; `None` if a character is on none.
    fn switch(&self, raw: &str, to: &Layout) -> Option<String> {
        // Most queries fit only one of the layouts, so look before allocating.
        let typed = || raw.chars().flat_map(hangul::typed_letters);
        if !typed().all(|ch| ch.is_whitespace() || self.stroke(ch).is_some()) {
            return None;
        }
        let mut switched = String::with_capacity(raw.len() * 2);
        // A Hangul syllable is as many strokes as it has letters.
        for ch in typed() {
            // The space bar is the same key on all layouts.
            switched.push(if ch.is_whitespace() { ch } else { to.typed(self.stroke(ch)?)? });
        }
        Some(switched)
    }

    /// Calls `visit` with every pair of letters, as they stand in keys of texts, whose keys touch.
    fn each_neighbor(&self, mut visit: impl FnMut(char, char)) {
        let letters: Vec<(LayoutKey, char)> =
            self.keys.iter().filter_map(|key| Some((*key, letter(key.typed[0])?))).collect();
        for (at, (a, first)) in letters.iter().enumerate() {
            for (b, second) in letters.iter().skip(at + 1) {
                // Rows are shifted against each other, so places are counted in quarters of a key.
                let touch = (a.row - b.row).abs() <= 1 && (a.quarters - b.quarters).abs() <= 4;
                if touch && first != second {
                    visit(*first.min(second), *first.max(second));
                }
            }
        }
    }
}

/// Returns what the letter `ch` is in keys of texts, if that is one letter.
fn letter(ch: char) -> Option<char> {
    // As in keys of texts, since slips are searched there.
    match general::folded(Kind::Text, ch).as_slice() {
        [folded] if Class::of(*folded).is_letter() && !folded.is_numeric() => Some(*folded),
        _ => None,
    }
}

/// The layouts that people may have typed on.
#[derive(Debug, Clone)]
pub(crate) struct Layouts {
    layouts: Vec<&'static Layout>,
}

impl Layouts {
    /// Takes the layouts with these names from the table.
    ///
    /// # Errors
    ///
    /// `ERR_INVALID_OPTION` for the option `layouts` if a name is unknown or comes twice.
    pub(crate) fn new<S: AsRef<str>>(names: &[S]) -> Result<Self> {
        let known: Vec<&str> = ALL.iter().map(|layout| layout.name).collect();
        check_names("layouts", names, &known)?;
        Ok(Self::find(names.iter().map(AsRef::as_ref)))
    }

    /// Takes the layouts on which people type, as far as the languages of the texts tell: `us`, and
    /// those of the languages. Unknown languages have none.
    pub(crate) fn of_languages<S: AsRef<str>>(languages: &[S]) -> Self {
        let of_languages =
            languages.iter().flat_map(|code| super::languages::layouts_of_language(code.as_ref()));
        // It is on nearly every keyboard, whatever language people type.
        let mut names = vec!["us"];
        for name in of_languages {
            if !names.contains(name) {
                names.push(name);
            }
        }
        Self::find(names.into_iter())
    }

    fn find<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let layouts =
            names.filter_map(|name| ALL.iter().find(|layout| layout.name == name)).collect();
        Layouts { layouts }
    }

    /// Returns, for each ordered pair of two different layouts, in the order of their names, what
    /// the keys that typed `raw` on the first type on the second. White space stays. A pair yields
    /// nothing if a character of `raw` is not on the first.
    pub(crate) fn switched(&self, raw: &str) -> impl Iterator<Item = String> {
        self.switched_between(raw).map(|(_, text)| text)
    }

    /// Returns the same with the names of the two layouts.
    pub(crate) fn switched_between(
        &self,
        raw: &str,
    ) -> impl Iterator<Item = ([&'static str; 2], String)> {
        // Both ways: a text may be typed on either of two layouts and meant on the other.
        let pairs = self.layouts.iter().enumerate().flat_map(move |(from_at, from)| {
            let others = self.layouts.iter().enumerate();
            others.filter(move |(to_at, _)| *to_at != from_at).map(move |(_, to)| (*from, *to))
        });
        pairs.filter_map(move |(from, to)| Some(([from.name, to.name], from.switch(raw, to)?)))
    }

    /// Returns the pairs of different letters on neighboring keys, each once, the smaller letter
    /// first, in order. The letters are what keys of texts have.
    ///
    /// Keys are neighbors if their rows and their places in them differ by at most one.
    pub(crate) fn neighbors(&self) -> Vec<(char, char)> {
        let mut pairs = Vec::new();
        for layout in &self.layouts {
            layout.each_neighbor(|a, b| pairs.push((a, b)));
        }
        // Layouts of one script share most of their neighbors.
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

#[cfg(test)]
mod switch_tests;
