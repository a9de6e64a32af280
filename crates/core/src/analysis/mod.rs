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
//! 1. The signs `™ ℠ © ®` are dropped, and so are superscript digits behind four or more letters.
//!    A fraction in one character is kept apart from the digits beside it ([`fold::signs`]).
//! 2. Ignorable characters (joiners, variation selectors, soft hyphens, marks of direction …) and
//!    the Arabic tatweel are dropped, but for joiners between emoji; control characters are white
//!    space.
//! 3. NFKC, and full case folding (`ß` is `ss`).
//! 4. Marks are dropped after letters of the Latin, Greek, Arabic and Hebrew scripts and after
//!    digits. After Cyrillic letters only those are that people leave out: stress, and the dots of
//!    `ё` (but `й`, `ї`, `ў`, `ѓ`, `ќ` stay). Nuktas are dropped. All other marks stay.
//! 5. Letters typed for each other become one: `ı` `i`, `ł` `l`, `ø` `o`, `đ` `d`, `æ` `ae`,
//!    `œ` `oe`; the Arabic and Persian forms of yeh, and of kaf; hiragana and katakana; the digits
//!    of all scripts. Hangul becomes the letters of the keyboard ([`fold::hangul`]), and an anusvara
//!    before a stop a nasal ([`fold::indic`]).
//! 6. Numbers are written in one way ([`words::numbers`]).
//! 7. The text is cut into words by UAX #29, except that
//!    - `.` and `:` between two digits are part of the number and separate elsewhere, as all other
//!      signs do that UAX #29 keeps inside words (`node.js` is two words, `25.4mm` and `3:30` are
//!      one);
//!    - an emoji, with what is joined to it, and a flag are words of their own;
//!    - apostrophes inside words, `·` between letters, and `"` between Hebrew letters are dropped
//!      (`don't` is `dont`);
//!    - `+` and `#` stay, as the end of a word, after a letter, a digit or another that stays
//!      (`c++`, `c#`; `a+b` is `a+` and `b`);
//!    - letters of a script written without spaces (Han with kana, Thai, Lao, Khmer, Myanmar …) are
//!      one word as long as they touch, which keeps their order;
//!    - all other punctuation and symbols separate, and so does a mark that has no letter or digit.
//! 8. The key is the words, joined by one space. A text without a single letter, digit or emoji is
//!    its own symbols instead, with white space collapsed.
//!
//! A query becomes a key in the same way. White space at its end closes the last word, which shows
//! as a space at the end of the key; no other character does. So the key of a text as far as it is
//! typed is, at every moment, a prefix of the key of the whole and a space, or else its
//! [second key](Analyzer::unfinished_key) is; the tests list the exceptions.
//!
//! The module is arranged as the data flows: [`fold`] makes characters equal ([`element`] carries
//! their sources), [`words`] joins them, [`general`] puts both together, [`fast`] does the same
//! for plain texts in one pass, and [`source`] goes back.

use std::ops::{ControlFlow, Range};

use crate::kind::Kind;
use fold::indic::is_anusvara;
use words::numbers::LastComma;

pub(crate) mod costs;
#[cfg(test)]
mod costs_tests;
mod element;
mod fast;
mod fold;
mod general;
#[cfg(test)]
mod key_tests;
mod languages;
mod layouts;
pub(crate) mod letter_costs;
mod marked;
mod prefixes;
#[cfg(test)]
mod property_tests;
pub(crate) mod separators;
pub(crate) mod slip_budget;
mod sounds;
mod source;
mod spelled;
mod stems;
mod tails;
mod transliterate;
pub(crate) mod units;
mod verbatim;
mod words;

use fold::kana::without_long_marks;
pub(crate) use fold::{are_initials, initials};
pub(crate) use layouts::Layouts;
pub(crate) use marked::MarkedWord;
pub(crate) use sounds::sounds;
pub(crate) use spelled::{Spellings, signs_spelled, spelled, spellings_of, words_of_signs};
pub(crate) use stems::{MAX_STEMMED_BYTES, Stemmers};
pub(crate) use tails::{MIN_TAIL_LETTERS, letter_count, tails};
pub use transliterate::to_latin;
pub(crate) use words::numbers::is_of_number;
use words::numbers::without_leading_zeros;
pub(crate) use words::{SpacedText, cut_at_numbers, spaced};

/// The version of the analysis, which a file stores: a query must be analyzed as the texts were, and
/// the forms of a text that are not stored must be made as they were.
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
const RULES: u8 = 2;

/// Packs a version of Unicode into one byte; there have never been more than 4 minor ones.
const fn unicode_byte(major: u8, minor: u8) -> u8 {
    major.wrapping_mul(8).wrapping_add(minor)
}

const fn low_byte(number: u64) -> u8 {
    let [low, ..] = number.to_le_bytes();
    low
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

    /// Returns a second key of the query `text`, whose key is `key`, if its end may still change how
    /// it is read: further digits behind the last comma, or a letter behind an anusvara.
    ///
    /// `1,00` is `1.00`, and on its way to `1,000` it begins `1000`. `हिं` begins `हिन्दी`, which is
    /// `हिंदी`, without its last mark.
    pub(crate) fn unfinished_key(&self, text: &str, key: &str) -> Option<String> {
        let last = key.chars().next_back()?;
        if self.kind != Kind::Text {
            return None;
        }
        if is_anusvara(last) {
            let begun = key.strip_suffix(last)?;
            return (!begun.is_empty() && !begun.ends_with(' ')).then(|| begun.to_owned());
        }
        if !last.is_ascii_digit() || !text.contains([',', '，', '،', '٬']) {
            return None;
        }
        let mapped = general::analyze_text(text, LastComma::AsIfUnfinished);
        let other: String = mapped.elements.iter().map(|element| element.ch).collect();
        (other != key).then_some(other)
    }

    /// Returns the key of `text` cut into parts, at camel case and where letters meet digits, if it
    /// is another one than `key`, which is that of the text as a form or as a query.
    pub(crate) fn parts(&self, text: &str, key: &str) -> Option<String> {
        // A literal has no words, so nothing to cut it into.
        if self.kind == Kind::Literal {
            return None;
        }
        let Some(spaced) = spaced(text) else { return cut_at_numbers(key) };
        let mut parts = String::with_capacity(spaced.text.len());
        self.form_key(&spaced.text, &mut parts);
        // The space that closes a query stands behind both.
        parts.extend(key.ends_with(' ').then_some(' '));
        let parts = cut_at_numbers(&parts).unwrap_or(parts);
        Some(parts).filter(|parts| parts != key)
    }

    /// Returns the key of the form `text`, which is `key`, cut into parts, and then the same without
    /// leading zeros and long marks. `None` where that is no other key.
    pub(crate) fn all_parts(&self, text: &str, key: &str) -> [Option<String>; 2] {
        let cut = self.parts(text, key);
        let second = self.second_key(cut.as_deref().unwrap_or(key));
        [cut, second]
    }

    /// Returns `key` without leading zeros and without long marks, if it has any: what people leave
    /// out of numbers and of kana.
    pub(crate) fn second_key(&self, key: &str) -> Option<String> {
        // The keys of a literal are what was typed.
        if self.kind == Kind::Literal {
            return None;
        }
        let without_zeros = without_leading_zeros(key);
        let without_marks = without_long_marks(without_zeros.as_deref().unwrap_or(key));
        without_marks.or(without_zeros)
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
