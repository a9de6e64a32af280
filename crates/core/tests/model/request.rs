//! What a request asks for, and what it gets: the options of docs/design.md, and the names of its
//! answers.

use std::collections::BTreeMap;
use std::ops::Range;

use super::ranking::Day;

/// The boosts of a request, by context value and by id.
#[derive(Debug, Clone, Default)]
pub struct Boosts {
    /// By field and value.
    pub contexts: BTreeMap<String, BTreeMap<String, f64>>,
    /// By id.
    pub ids: BTreeMap<String, f64>,
}

/// Which entries pass.
#[derive(Debug, Clone, Default)]
pub struct Restriction {
    /// Values by field: AND between fields, OR inside one.
    pub filter: BTreeMap<String, Vec<String>>,
    /// Ids never to return.
    pub exclude: Vec<String>,
    /// Values by field never to return.
    pub without: BTreeMap<String, Vec<String>>,
}

/// The options of one request. The model has no clock: `at` is a fixed day unless given.
#[derive(Debug, Clone)]
pub struct Options {
    /// The most suggestions.
    pub limit: usize,
    /// How many of the best to leave out.
    pub offset: usize,
    /// `typos: 'never'` if false.
    pub typos: bool,
    /// The last tier to try.
    pub max_tier: u8,
    /// The most that the slips of one word may cost.
    pub max_cost: Option<f64>,
    /// Whether each edit costs 1.
    pub unit_costs: bool,
    /// Values by field: AND between fields, OR inside one.
    pub filter: BTreeMap<String, Vec<String>>,
    /// Ids never to return.
    pub exclude: Vec<String>,
    /// Values by field never to return.
    pub without: BTreeMap<String, Vec<String>>,
    /// Which entries may be seen at all: an entry must pass this too.
    pub restrict: Restriction,
    /// Multipliers.
    pub boosts: Boosts,
    /// Ids to put first.
    pub pin: Vec<String>,
    /// The day of the season.
    pub at: Day,
    /// Whether each text is shown once.
    pub distinct: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            limit: 10,
            offset: 0,
            typos: true,
            max_tier: 3,
            max_cost: None,
            unit_costs: false,
            filter: BTreeMap::new(),
            exclude: Vec::new(),
            without: BTreeMap::new(),
            restrict: Restriction::default(),
            boosts: Boosts::default(),
            pin: Vec::new(),
            at: (2025, 1, 15),
            distinct: false,
        }
    }
}

impl Options {
    /// Returns the tiers that these options allow.
    pub fn tiers(&self) -> impl Iterator<Item = u8> {
        (0..=self.max_tier).filter(|&tier| self.typos || tier != 2)
    }
}

/// One suggestion.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The entry's number by falling weight.
    pub ordinal: usize,
    /// The entry's text.
    pub text: String,
    /// The entry's id.
    pub id: Option<String>,
    /// The entry's weight.
    pub weight: f64,
    /// The score.
    pub score: f64,
    /// The quality of the match, which is part of the score.
    pub quality: f64,
    /// How far the match was relaxed.
    pub tier: u8,
    /// What of the form was typed.
    pub kind: MatchKind,
    /// What relaxed it.
    pub via: Vec<Via>,
    /// The form that matched.
    pub surface: String,
    /// The words that were left out.
    pub dropped: Vec<String>,
    /// The typo cost.
    pub cost: f64,
    /// The parts of the text that match, in bytes.
    pub highlights: Vec<Range<usize>>,
}

/// What of a surface form was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKind {
    /// All of it.
    Whole,
    /// Its start.
    Prefix,
    /// Words of it, in any order.
    Words,
}

/// What relaxed a match, in the order in which answers list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// The form is an alias, or was made from one.
    Alias,
    /// A synonym made the form.
    Synonym,
    /// The query and the form have their marks and signs.
    Verbatim,
    /// The form has signs as words, or letters written out.
    Spelled,
    /// The form or the query was cut into parts.
    Parts,
    /// The words are those of the text and of aliases together.
    Combined,
    /// The form is of Korean initial consonants.
    Initials,
    /// A word matched only inside another.
    Inside,
    /// A word matched only by its stem.
    Stem,
    /// Typed in another keyboard layout.
    Layout,
    /// The query or the form was transliterated.
    Transliteration,
    /// The separators of the query and the form were free.
    Spacing,
    /// Every word was taken as open.
    OpenWords,
    /// Two neighbouring words were joined.
    Joined,
    /// One word was split.
    Split,
    /// Words were left out.
    Dropped,
}
