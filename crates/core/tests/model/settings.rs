//! The settings of a build as the model takes them, with the tables behind them read by its own
//! means.

use std::fmt;
use std::rc::Rc;

use mapahead::{BuildOptions, Quality, Synonyms, TypoSettings};

use super::Kind;
use super::forms::{Synonym, name_signs, parse_synonyms};
use super::keyboards::{self, Layout};
use super::languages::{self, Prefixes};
use super::typos::Costs;

/// What makes a word of a key its stem.
#[derive(Clone)]
pub struct Stemmer(pub Rc<dyn Fn(&str) -> String>);

impl fmt::Debug for Stemmer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Stemmer")
    }
}

/// The settings of a build; a feature that is left empty is off.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The kind of index.
    pub kind: Kind,
    /// The constants of the score.
    pub quality: Quality,
    /// The costs and budgets of typos.
    pub costs: Costs,
    /// The keyboard layouts.
    pub layouts: Vec<Layout>,
    /// The stemmers, one for each language that has one.
    pub stems: Vec<Stemmer>,
    /// The codes of the languages.
    pub languages: Vec<String>,
    /// Whether texts are found by Korean initial consonants.
    pub initials: bool,
    /// The letters that are written with words, one for each language that has some.
    pub prefixes: Vec<Prefixes>,
    /// The synonyms.
    pub synonyms: Vec<Synonym>,
    /// Whether a member of them is a sign.
    pub synonyms_name_signs: bool,
    /// The factor of a form made by a synonym.
    pub synonym_factor: f64,
    /// The transliteration to Latin.
    pub transliterate: Option<fn(&str) -> String>,
    /// Whether words are found by their tails.
    pub inside: bool,
}

impl Settings {
    /// Returns the defaults of `kind`, without any letters that are neighbours.
    pub fn new(kind: Kind) -> Self {
        Settings {
            kind,
            quality: Quality::for_kind(kind),
            costs: Costs::new(&TypoSettings::default()),
            layouts: Vec::new(),
            stems: Vec::new(),
            languages: Vec::new(),
            initials: false,
            prefixes: Vec::new(),
            synonyms: Vec::new(),
            synonyms_name_signs: false,
            synonym_factor: 0.05,
            transliterate: None,
            inside: false,
        }
    }

    /// Returns the settings of a build with `options`.
    pub fn of(options: &BuildOptions) -> Self {
        let mut costs = Costs::new(&options.typos);
        costs.neighbors = keyboards::neighbors(&options.layouts, &options.languages);
        for (a, b) in options.languages.iter().flat_map(|code| languages::sounds(code)) {
            costs.add_sound(a, b);
        }
        let rules = match &options.synonyms {
            None => String::new(),
            Some(Synonyms::Rules(rules)) => rules.join("\n"),
            Some(Synonyms::File(path)) => std::fs::read_to_string(path).unwrap(),
        };
        Settings {
            kind: options.kind,
            quality: options.quality.unwrap_or(Quality::for_kind(options.kind)),
            costs,
            layouts: options.layouts.iter().map(|name| Layout::named(name)).collect(),
            stems: options.languages.iter().filter_map(|code| languages::stemmer(code)).collect(),
            prefixes: options.languages.iter().filter_map(|code| Prefixes::of(code)).collect(),
            languages: options.languages.clone(),
            synonyms: parse_synonyms(&rules, &options.languages),
            synonyms_name_signs: name_signs(&rules),
            initials: options.languages.iter().any(|code| code == "ko"),
            synonym_factor: options.synonym_factor,
            transliterate: options.transliterate.then_some(languages::to_latin),
            inside: options.inside,
        }
    }
}
