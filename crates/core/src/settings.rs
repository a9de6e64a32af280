//! The settings of a build, as the index stores them, so that a query is treated as the texts were.
//!
//! The settings section is one JSON object in UTF-8, with the members of [`Settings`] in their
//! order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::format::form_kind::{FormClass, FormKind, FormSource};
use crate::format::season_rows::MONTHS;
use crate::kind::Kind;

mod typos;
mod whole_number;

pub use typos::{LetterCosts, TypoBudget, TypoBudgets, TypoSettings};
pub(crate) use typos::{MAX_EDITS, MAX_TYPO_COST, MIN_EDIT_COST};
pub(crate) use whole_number::read_whole;

/// The largest weight. It leaves room for the factors of a score, which JSON must be able to hold.
/// The builder refuses larger ones, and whoever reads takes them for damage.
pub(crate) const MAX_WEIGHT: f64 = 1e300;
/// The largest multiplier of a season.
pub(crate) const MAX_MULTIPLIER: f64 = 100.0;
/// The longest name of a season, in characters.
const MAX_SEASON_NAME_CHARS: usize = 100;

/// What the settings section holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Settings {
    /// The kind of index.
    pub(crate) kind: Kind,
    /// The constants of the score.
    pub(crate) quality: Quality,
    /// What slips cost, and how many a word may have.
    pub(crate) typos: TypoSettings,
    /// The codes of the languages, for stems and letters that sound alike.
    pub(crate) languages: Vec<String>,
    /// The names of the keyboard layouts.
    pub(crate) layouts: Vec<String>,
    /// The number of synonym rules that the texts were expanded by.
    pub(crate) synonyms: u64,
    /// The factor of a form that a synonym made.
    pub(crate) synonym_factor: f64,
    /// Whether texts and queries are transliterated to Latin too.
    pub(crate) transliterate: bool,
    /// Whether words are found by their tails; absent if they are not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) inside: bool,
    /// The seasons that records may name, as they were given.
    pub(crate) seasons: BTreeMap<String, [f64; MONTHS]>,
    /// The forms of each kind.
    pub(crate) forms: FormCounts,
}

/// How many surface forms an index has of each kind, besides the texts. The names are those of
/// [`Via`](crate::Via), for the way in which a form was made.
///
/// ```
/// use mapahead::{BuildOptions, Format, IndexBuilder};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// let records = "text,aliases\nSalt & Pepper,S&P|Spice\n";
/// builder.add_reader("products", Format::Csv, records.as_bytes())?;
/// let forms = builder.finish()?.forms;
/// // Both with the sign are also found by its word, and by the sign itself.
/// assert_eq!((forms.alias, forms.spelled, forms.verbatim), (2, 2, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[non_exhaustive]
pub struct FormCounts {
    /// Aliases as given.
    pub alias: u64,
    /// Forms that synonyms made.
    pub synonym: u64,
    /// Transliterations.
    pub transliteration: u64,
    /// Texts and aliases with their marks and signs.
    pub verbatim: u64,
    /// Texts and aliases with signs as words, letters written out, or elided words apart.
    pub spelled: u64,
    /// Forms cut into parts, or without leading zeros and long marks.
    pub parts: u64,
    /// Texts and aliases by their Korean initial consonants.
    pub initials: u64,
}

impl FormCounts {
    /// Counts a form.
    pub(crate) fn add(&mut self, kind: FormKind) {
        let count = match (kind.class, kind.source) {
            (FormClass::Plain, FormSource::Synonym) => &mut self.synonym,
            (FormClass::Latin, _) => &mut self.transliteration,
            (FormClass::Verbatim, _) => &mut self.verbatim,
            (FormClass::Spelled, _) => &mut self.spelled,
            (FormClass::Parts, _) => &mut self.parts,
            (FormClass::Initials, _) => &mut self.initials,
            _ => &mut self.alias,
        };
        *count += 1;
    }
}

impl Settings {
    /// Returns whether Korean texts are found by the initial consonants of their syllables.
    pub(crate) fn has_initials(&self) -> bool {
        self.kind == Kind::Text && self.languages.iter().any(|language| language == "ko")
    }
}

/// Checks the names and the multipliers of seasons.
pub(crate) fn check_seasons(seasons: &BTreeMap<String, [f64; MONTHS]>) -> Result<()> {
    for (name, months) in seasons {
        let chars = name.chars().count();
        if !(1..=MAX_SEASON_NAME_CHARS).contains(&chars) {
            return Err(Error::InvalidOption {
                option: "seasons",
                expected: format!("named by 1 to {MAX_SEASON_NAME_CHARS} characters"),
                got: format!("{chars}"),
            });
        }
        // NaN is in no range, so a range refuses it with all the rest. So it is with the numbers
        // below.
        if let Some(multiplier) = months.iter().find(|m| !(0.0..=MAX_MULTIPLIER).contains(*m)) {
            return Err(Error::InvalidOption {
                option: "seasons",
                expected: format!("12 numbers from 0 to {MAX_MULTIPLIER} each"),
                got: format!("{multiplier} in {name:?}"),
            });
        }
    }
    Ok(())
}

/// Factors of the score for how a surface form matched.
///
/// ```
/// use mapahead::{BuildOptions, Kind, Quality};
///
/// // Words inside a form count a fifth of its beginning, and not a twentieth.
/// let quality = Quality { words: 0.2, ..Quality::for_kind(Kind::Text) };
/// let options = BuildOptions { quality: Some(quality), ..Default::default() };
/// # let folder = tempfile::tempdir()?;
/// mapahead::IndexBuilder::new(folder.path().join("index.mapahead"), options)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Quality {
    /// For a form that was typed whole: 0.001 to 1,000; by default 10 for text, 1 for literal. With
    /// slips it rises from `prefix` to this, from 5 to 10 typed letters.
    pub whole: f64,
    /// For a prefix of a form: 0.001 to 1,000 and at most `whole`, by default 1.
    pub prefix: f64,
    /// For words inside a form, in any order: 0.001 to 1,000 and at most `prefix`, by default 0.05.
    pub words: f64,
    /// The same for a match with slips: 0.00001 to `words`, by default 0.005.
    pub slipped_words: f64,
    /// What multiplies `whole` and `prefix` for a form that has the marks and signs of the query: 1
    /// to 1,000, by default 3.
    pub verbatim: f64,
    /// Slips divide the score by this to the power of their cost: 1 to 1,000,000, by default
    /// 10,000.
    pub typo_base: f64,
    /// Words that are left out of the query divide the score by this to the power of their share of
    /// its letters: 1 to 1,000,000, by default 10,000.
    pub drop_base: f64,
}

impl Quality {
    /// Returns the defaults for an index of `kind`.
    ///
    /// Popularities span six orders of magnitude: a smaller base of slips lets the popular entry
    /// win almost whatever the slips are. It was chosen as [`TypoSettings`] was.
    ///
    /// One word more that is left out of four or so, a fourth of the letters, counts as much as a
    /// tenth of the popularity. That is a judgment: what was typed says more than what is popular.
    #[must_use]
    pub fn for_kind(kind: Kind) -> Self {
        // In texts, so that Paris comes before those that merely start so.
        let whole = if kind == Kind::Text { 10.0 } else { 1.0 };
        Quality {
            whole,
            prefix: 1.0,
            words: 0.05,
            slipped_words: 0.005,
            verbatim: 3.0,
            typo_base: 10_000.0,
            drop_base: 10_000.0,
        }
    }

    /// Checks the ranges.
    pub(crate) fn check(&self) -> Result<()> {
        // Each at most the one before: a form that was typed further must not be worth less.
        let factors = [
            ("quality.whole", self.whole, 0.001, 1000.0, "1000"),
            ("quality.prefix", self.prefix, 0.001, self.whole, "quality.whole"),
            ("quality.words", self.words, 0.001, self.prefix, "quality.prefix"),
            ("quality.slippedWords", self.slipped_words, 0.00001, self.words, "quality.words"),
        ];
        for (option, value, least, most, name) in factors {
            if !(least..=1000.0).contains(&value) {
                let expected = format!("a number from {least} to 1000");
                return Err(Error::InvalidOption { option, expected, got: value.to_string() });
            }
            if value > most {
                let expected = format!("at most {name}");
                return Err(Error::InvalidOption { option, expected, got: value.to_string() });
            }
        }
        // Below 1 a slip or a word less would raise the score, and typing a mark would lower it.
        let from_one = [
            ("quality.verbatim", self.verbatim, 1000.0),
            ("quality.typoBase", self.typo_base, 1_000_000.0),
            ("quality.dropBase", self.drop_base, 1_000_000.0),
        ];
        for (option, value, most) in from_one {
            if !(1.0..=most).contains(&value) {
                let expected = format!("a number from 1 to {most}");
                return Err(Error::InvalidOption { option, expected, got: value.to_string() });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_more_of_is_never_worth_less() {
        let refused = |quality: Quality| quality.check().unwrap_err().to_string();
        let text = Quality::for_kind(Kind::Text);
        text.check().unwrap();
        Quality::for_kind(Kind::Literal).check().unwrap();
        assert!(refused(Quality { prefix: 11.0, ..text }).contains("at most quality.whole"));
        assert!(refused(Quality { words: 1.5, ..text }).contains("at most quality.prefix"));
        assert!(refused(Quality { words: 0.0, ..text }).starts_with("quality.words"));
        assert!(refused(Quality { slipped_words: 0.1, ..text }).contains("at most quality.words"));
        assert!(refused(Quality { typo_base: 0.5, ..text }).starts_with("quality.typoBase"));
        assert!(refused(Quality { typo_base: 2e6, ..text }).ends_with("1 to 1000000, got 2000000"));
        assert!(refused(Quality { drop_base: 0.5, ..text }).starts_with("quality.dropBase"));
        assert!(refused(Quality { drop_base: 1e7, ..text }).contains("from 1 to 1000000, got"));
        assert!(refused(Quality { verbatim: 0.5, ..text }).starts_with("quality.verbatim"));
    }
}
