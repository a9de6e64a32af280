//! The settings of a build, as the index stores them, so that a query is treated as the texts were.
//!
//! The settings section is one JSON object in UTF-8, with the members of [`Settings`] in their
//! order.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::{Error, Result};
use crate::format::form_kind::{FormClass, FormKind, FormSource};
use crate::format::season_rows::MONTHS;
use crate::kind::Kind;

/// The largest weight. It leaves room for the factors of a score, which JSON must be able to hold.
/// The builder refuses larger ones, and whoever reads takes them for damage.
pub(crate) const MAX_WEIGHT: f64 = 1e300;
/// The most that the slips of one word may cost.
pub(crate) const MAX_TYPO_COST: f64 = 3.0;
/// The least that an edit may cost: the unit of all costs. A free slip would be none.
pub(crate) const MIN_EDIT_COST: f64 = 1.0 / 64.0;
/// The most edits that one word may have.
pub(crate) const MAX_EDITS: u8 = 2;
const EDITS_EXPECTED: &str = "a whole number from 0 to 2";

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

/// Reads a whole number. One that is none is told by `expected`, which has the range of the option,
/// as one out of that range is.
pub(crate) fn read_whole<'de, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
) -> std::result::Result<u64, D::Error> {
    deserializer.deserialize_any(Whole(expected))
}

struct Whole(&'static str);

impl Visitor<'_> for Whole {
    type Value = u64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> std::result::Result<u64, E> {
        Ok(number)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> std::result::Result<u64, E> {
        if number >= 0.0 && number.fract() == 0.0 {
            // One that is past the numbers becomes the last, which is out of every range.
            return Ok(number as u64);
        }
        Err(E::invalid_type(Unexpected::Float(number), &self))
    }
}

fn read_edits<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<u8, D::Error> {
    let edits = read_whole(deserializer, EDITS_EXPECTED)?;
    // Out of range all the same, which the check tells.
    Ok(u8::try_from(edits).unwrap_or(u8::MAX))
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
    /// For a form that was typed whole: 0.001 to 1,000; by default 10 for text, 1 for literal.
    pub whole: f64,
    /// For a prefix of a form: 0.001 to 1,000 and at most `whole`, by default 1.
    pub prefix: f64,
    /// For words inside a form, in any order: 0.001 to 1,000 and at most `prefix`, by default 0.05.
    pub words: f64,
    /// What multiplies `whole` and `prefix` for a form that has the marks and signs of the query: 1
    /// to 1,000, by default 3.
    pub verbatim: f64,
    /// Slips divide the score by this to the power of their cost: 1 to 1,000, by default 1,000.
    pub typo_base: f64,
    /// Words that are left out of the query divide the score by this to the power of their share of
    /// its letters: 1 to 1,000,000, by default 10,000.
    pub drop_base: f64,
}

/// What slips cost, and how many a word may have. Costs are rounded to multiples of 1/64, so that
/// sums of them are exact.
///
/// ```
/// use mapahead::{BuildOptions, TypoSettings};
///
/// // On a touch screen people hit the neighboring key more often than they swap two.
/// let typos = TypoSettings { neighbor: 0.5, swap: 0.625, ..Default::default() };
/// let options = BuildOptions { typos, ..Default::default() };
/// # let folder = tempfile::tempdir()?;
/// mapahead::IndexBuilder::new(folder.path().join("index.mapahead"), options)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TypoSettings {
    /// A letter too much, or another one: 1/64 to 3, as all that follow but `first`; by default 1.
    pub edit: f64,
    /// A letter too few; by default 0.5.
    pub dropped: f64,
    /// A letter instead of its neighbour on the keyboard; by default 0.75.
    pub neighbor: f64,
    /// A letter twice instead of once, or once instead of twice; by default 0.375.
    pub doubled: f64,
    /// Two neighbouring letters swapped; by default 0.375.
    pub swap: f64,
    /// Letters instead of others that sound like them in one of the languages; by default 0.625.
    pub sound: f64,
    /// What a wrong first letter costs more, unless it is swapped: 0 to 3; by default 0.5.
    pub first: f64,
    /// The budgets, by rising typed length.
    pub budgets: Vec<TypoBudget>,
}

/// Bounds the slips of one typed word.
///
/// ```
/// use mapahead::{BuildOptions, TypoBudget, TypoSettings};
///
/// // No slips in words of up to five letters, one plain edit in longer ones.
/// let budgets = vec![TypoBudget { from: 6, edits: 1, cost: 1.0, cheap_only: false }];
/// let typos = TypoSettings { budgets, ..Default::default() };
/// let options = BuildOptions { typos, ..Default::default() };
/// # let folder = tempfile::tempdir()?;
/// mapahead::IndexBuilder::new(folder.path().join("index.mapahead"), options)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TypoBudget {
    /// From which typed length on it holds, in characters.
    pub from: usize,
    /// The most edits, 0 to 2.
    #[serde(deserialize_with = "read_edits")]
    pub edits: u8,
    /// The most they may cost together, 0 to 3.
    pub cost: f64,
    /// Whether only swaps, doubled letters and neighbouring keys are edits.
    pub cheap_only: bool,
}

/// Chosen on one half of the slips of `benches/relevance`, English and Russian, by changing one
/// constant at a time and asking `mapahead eval`; docs/performance.md says what they reach on the
/// other half. One is a judgment: those slips are misspellings rather than slips of the finger, and
/// for them alone a neighboring key would cost almost a plain edit. Two edits may cost 1.5, so one
/// of them is a likely one: with 2 some more is found, in two to three times the time.
impl Default for TypoSettings {
    fn default() -> Self {
        let budget = |from, edits, cost, cheap_only| TypoBudget { from, edits, cost, cheap_only };
        TypoSettings {
            edit: 1.0,
            dropped: 0.5,
            neighbor: 0.75,
            doubled: 0.375,
            swap: 0.375,
            sound: 0.625,
            first: 0.5,
            budgets: vec![
                budget(3, 1, 0.75, true),
                budget(4, 1, 1.5, false),
                budget(7, 2, 1.5, false),
            ],
        }
    }
}

impl TypoSettings {
    /// Checks the ranges.
    pub(crate) fn check(&self) -> Result<()> {
        let costs = [
            ("typos.edit", self.edit),
            ("typos.dropped", self.dropped),
            ("typos.neighbor", self.neighbor),
            ("typos.doubled", self.doubled),
            ("typos.swap", self.swap),
            ("typos.sound", self.sound),
        ];
        for (option, value) in costs {
            if !(MIN_EDIT_COST..=MAX_TYPO_COST).contains(&value) {
                let expected = format!("a number from {MIN_EDIT_COST} to {MAX_TYPO_COST}");
                return Err(Error::InvalidOption { option, expected, got: value.to_string() });
            }
        }
        // These may be 0: a budget that allows nothing, and a first letter like any other.
        let of_budgets = self.budgets.iter().map(|budget| ("typos.budgets.cost", budget.cost));
        for (option, value) in of_budgets.chain([("typos.first", self.first)]) {
            if !(0.0..=MAX_TYPO_COST).contains(&value) {
                let expected = format!("a number from 0 to {MAX_TYPO_COST}");
                return Err(Error::InvalidOption { option, expected, got: value.to_string() });
            }
        }
        if let Some(budget) = self.budgets.iter().find(|budget| budget.edits > MAX_EDITS) {
            let expected = EDITS_EXPECTED.to_owned();
            let got = budget.edits.to_string();
            return Err(Error::InvalidOption { option: "typos.budgets.edits", expected, got });
        }
        // Strictly, since of two budgets for one length the first would never hold.
        if !self.budgets.is_sorted_by(|a, b| a.from < b.from) {
            let froms: Vec<usize> = self.budgets.iter().map(|budget| budget.from).collect();
            return Err(Error::InvalidOption {
                option: "typos.budgets.from",
                expected: "rising".to_owned(),
                got: format!("{froms:?}"),
            });
        }
        Ok(())
    }
}

impl Quality {
    /// Returns the defaults for an index of `kind`.
    ///
    /// Popularities span six orders of magnitude: a smaller base of slips lets the popular entry
    /// win almost whatever the slips are. This is the largest that is allowed; it was chosen as
    /// [`TypoSettings`] was.
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
            verbatim: 3.0,
            typo_base: 1000.0,
            drop_base: 10_000.0,
        }
    }

    /// Checks the ranges.
    pub(crate) fn check(&self) -> Result<()> {
        // Each at most the one before: a form that was typed further must not be worth less.
        let factors = [
            ("quality.whole", self.whole, 1000.0, "1000"),
            ("quality.prefix", self.prefix, self.whole, "quality.whole"),
            ("quality.words", self.words, self.prefix, "quality.prefix"),
        ];
        for (option, value, most, name) in factors {
            if !(0.001..=1000.0).contains(&value) {
                let expected = "a number from 0.001 to 1000".to_owned();
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
            ("quality.typoBase", self.typo_base, 1000.0),
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
        assert!(refused(Quality { typo_base: 0.5, ..text }).starts_with("quality.typoBase"));
        assert!(refused(Quality { drop_base: 0.5, ..text }).starts_with("quality.dropBase"));
        assert!(refused(Quality { drop_base: 1e7, ..text }).contains("from 1 to 1000000, got"));
        assert!(refused(Quality { verbatim: 0.5, ..text }).starts_with("quality.verbatim"));
    }

    #[test]
    fn settings_of_slips_are_checked() {
        let text = |change: fn(&mut TypoSettings)| {
            let mut settings = TypoSettings::default();
            change(&mut settings);
            settings.check().map_err(|error| error.to_string())
        };
        assert_eq!(text(|_| ()), Ok(()));
        assert!(text(|typos| typos.doubled = 0.0).unwrap_err().starts_with("typos.doubled"));
        assert_eq!(text(|typos| typos.first = 0.0), Ok(()));
        assert!(text(|typos| typos.swap = -1.0).unwrap_err().starts_with("typos.swap"));
        assert!(text(|typos| typos.budgets[0].cost = 3.5).unwrap_err().contains("budgets.cost"));
        assert!(text(|typos| typos.budgets[1].edits = 3).unwrap_err().contains("budgets.edits"));
        assert!(text(|typos| typos.budgets.reverse()).unwrap_err().contains("budgets.from"));
    }

    #[test]
    fn a_file_leaves_nothing_of_a_budget_out() {
        let read = serde_json::from_str::<TypoBudget>;
        assert!(read(r#"{"from":3,"edits":1,"cost":1,"cheapOnly":false}"#).is_ok());
        assert!(read(r#"{"from":3,"edits":1,"cost":1}"#).is_err());
    }
}
