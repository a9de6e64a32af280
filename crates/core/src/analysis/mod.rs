//! Text into a key, the same for an indexed text and for a query; and ranges of a key back into
//! ranges of the text.
//!
//! A **key** is what the dictionary stores and what a query is compared with. What it keeps of a
//! text depends on the [`Kind`] of the index.
//!
//! Kind `literal`: NFKC, full case folding, white space trimmed and collapsed to single spaces.
//! Everything else counts.
//!
//! Kind `text`, in this order:
//!
//! 1. Ignorable characters (joiners, variation selectors, soft hyphens, marks of direction …) and
//!    the Arabic tatweel are dropped; control characters are white space.
//! 2. NFKC, and full case folding (`ß` is `ss`).
//! 3. Marks are dropped after letters of the Latin, Greek, Arabic and Hebrew scripts and after
//!    digits. After Cyrillic letters only those are that people leave out: stress, and the dots of
//!    `ё` (but `й`, `ї`, `ў`, `ѓ`, `ќ` stay). In all other scripts marks stay.
//! 4. Letters typed for each other become one: `ı` `i`, `ł` `l`, `ø` `o`, `đ` `d`, `æ` `ae`,
//!    `œ` `oe`; the Arabic and Persian forms of yeh, and of kaf.
//! 5. The text is cut into words by UAX #29, except that
//!    - `.` `_` `:` separate, unless between two digits (`node.js` is two words, `25.4mm` and
//!      `3:30` are one);
//!    - apostrophes inside words, `·` between letters, and `"` between Hebrew letters are dropped
//!      (`don't` is `dont`);
//!    - `+` and `#` stay, as the end of a word, after a letter, a digit or another that stays
//!      (`c++`, `c#`; `a+b` is `a+` and `b`);
//!    - letters of a script written without spaces (Han with kana, Thai, Lao, Khmer, Myanmar …) are
//!      one word as long as they touch, which keeps their order;
//!    - all other punctuation and symbols separate, and so does a mark that has no letter or digit.
//! 6. The key is the words, joined by one space. A text without a single letter or digit is its own
//!    symbols instead, with white space collapsed, so that emoji can be found.
//!
//! A query becomes a key in the same way. White space at its end closes the last word, which shows
//! as a space at the end of the key; no other character does. So the key of a text as far as it is
//! typed is, at every moment, a prefix of the key of the whole and a space; the tests list the
//! exceptions.
//!
//! The module is arranged as the data flows: [`fold`] makes characters equal ([`element`] carries
//! their sources), [`words`] joins them, [`general`] puts both together, [`fast`] does the same
//! for plain texts in one pass, and [`source`] goes back.

use std::ops::{ControlFlow, Range};

use crate::kind::Kind;

pub(crate) mod costs;
mod element;
mod fast;
mod fold;
mod general;
#[cfg(test)]
mod key_tests;
mod languages;
mod layouts;
mod marked;
mod prefixes;
#[cfg(test)]
mod property_tests;
mod sounds;
mod source;
mod stems;
mod transliterate;
mod words;

pub(crate) use layouts::Layouts;
pub(crate) use marked::MarkedWord;
pub(crate) use sounds::sounds;
pub(crate) use stems::Stemmers;
pub use transliterate::to_latin;

/// The version of the analysis, which a file stores: a query must be analyzed as the texts were.
///
/// Its first byte is the version of the rules, the others are the Unicode versions of the tables
/// that they read. Case folding, stems and Latin spellings have no such byte: `Cargo.toml` allows
/// only releases of `icu_casemap`, `frostem` and `any_ascii` with the same data, so a change of
/// those lines is a change of the rules, and so is one of `transliterate`. What cuts graphemes, for
/// highlights, is not in it, since nothing of that is stored.
pub(crate) const VERSION: u32 = {
    let (major, minor, _) = unicode_normalization::UNICODE_VERSION;
    let normalization = unicode_byte(major, minor);
    let (major, minor, _) = unicode_properties::UNICODE_VERSION;
    let properties = unicode_byte(low_byte(major), low_byte(minor));
    let (major, minor, _) = unicode_script::UNICODE_VERSION;
    let script = unicode_byte(low_byte(major), low_byte(minor));
    u32::from_be_bytes([RULES, normalization, properties, script])
};

/// The version of the rules of this module. A change of any key increases it.
const RULES: u8 = 1;

/// Packs a version of Unicode into one byte; there have never been more than 4 minor ones.
const fn unicode_byte(major: u8, minor: u8) -> u8 {
    major.wrapping_mul(8).wrapping_add(minor)
}

const fn low_byte(number: u64) -> u8 {
    let [low, ..] = number.to_le_bytes();
    low
}

/// Returns the number of letters of a word of a key, for rules that begin with so many letters.
pub(crate) fn letter_count(word: &str) -> usize {
    word.chars().count()
}

/// Turns texts into keys, and ranges of keys back into ranges of texts.
///
/// Holds no data of its own, so making and cloning one costs nothing.
#[derive(Debug, Clone)]
pub(crate) struct Analyzer {
    kind: Kind,
}

impl Analyzer {
    /// Makes an analyzer of the texts of an index of `kind`.
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind }
    }

    /// Writes the key of the surface form `text` to `key`, whatever was in it.
    ///
    /// The key is empty if `text` has nothing but white space and characters that do not count.
    pub(crate) fn form_key(&self, text: &str, key: &mut String) {
        self.write_key(text, key);
    }

    /// Writes the key of the query `text` to `key`, whatever was in it.
    ///
    /// That is the key of the same text as a surface form, and one space after it if white space
    /// closes the last word. An empty key stays empty.
    pub(crate) fn query_key(&self, text: &str, key: &mut String) {
        let closed = self.write_key(text, key);
        // White space alone closes no word.
        if closed && !key.is_empty() {
            key.push(' ');
        }
    }

    /// Writes the key of `text` to `key` and says whether `text` ends in white space.
    fn write_key(&self, text: &str, key: &mut String) -> bool {
        key.clear();
        // Nearly all texts end here: the general path is for marks and rare scripts.
        let walk = fast::walk(self.kind, text, |ch, _| {
            key.push(ch);
            ControlFlow::Continue(())
        });
        if let fast::Walk::Finished { closed } = walk {
            return closed;
        }
        // The fast path may have written a part before it came upon what it cannot do.
        key.clear();
        let general::MappedKey { elements, closed } = general::analyze(self.kind, text);
        key.extend(elements.iter().map(|element| element.ch));
        closed
    }

    /// Returns the words of the key of `text` that lost marks on their way there, in order. None of
    /// kind `literal`, which keeps marks.
    pub(crate) fn marked_words(&self, text: &str) -> Vec<MarkedWord> {
        match self.kind {
            Kind::Text => marked::marked_words(text),
            Kind::Literal => Vec::new(),
        }
    }

    /// Returns the bytes of `text` that the bytes `key` of its form key came from.
    ///
    /// That is the smallest range that covers them, without separators at its ends, extended to
    /// whole graphemes. `key` may reach past the end of the form key, as the space that closes a
    /// query does. Returns `None` if `key` covers no character but separators.
    ///
    /// Reads no further than needed, and allocates nothing, as long as the characters are on the
    /// fast path.
    pub(crate) fn source_range(&self, text: &str, key: Range<usize>) -> Option<Range<usize>> {
        source::source_range(self.kind, text, key)
    }
}
