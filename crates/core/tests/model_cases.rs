//! The cases that the model itself must get right: the examples of docs/design.md, and cases
//! from the issue trackers of other systems.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::model::keyboards::{self, Layout};
use crate::model::settings::Stemmer;
use crate::model::{Answer, Kind, Model, ModelEntry, Options, Settings};

mod analysis;
mod highlights;
mod languages;
mod order;
mod ranking;
mod second_keys;
mod typos;
mod words;

/// An entry with a text and a weight.
fn entry(text: &str, weight: f64) -> ModelEntry {
    ModelEntry { text: text.into(), weight, ..ModelEntry::default() }
}

/// A text model of entries that all weigh 1, with the slips of an English keyboard.
fn texts(texts: &[&str]) -> Model {
    Model::new(english(), texts.iter().map(|text| entry(text, 1.0)).collect())
}

/// A text model of weighted entries.
fn weighted(texts: &[(&str, f64)]) -> Model {
    Model::new(english(), texts.iter().map(|(text, weight)| entry(text, *weight)).collect())
}

/// The settings of kind `text` with the neighbours of the English and the Russian keyboard.
fn english() -> Settings {
    let mut settings = Settings::new(Kind::Text);
    settings.costs.neighbors = keyboards::neighbors(&[], &["ru".to_owned()]);
    settings
}

/// The layouts `us` and `ru`.
fn layouts() -> Vec<Layout> {
    ["us", "ru"].map(Layout::named).into()
}

/// The stemmer [`stem`].
fn stemmer() -> Stemmer {
    Stemmer(Rc::new(stem))
}

/// Cuts a few Russian and English endings: a stemmer small enough to foresee.
fn stem(word: &str) -> String {
    let endings = ["ов", "ами", "а", "ы", "и", "ing", "s"];
    let cut =
        endings.iter().filter_map(|ending| word.strip_suffix(ending)).min_by_key(|stem| stem.len());
    cut.filter(|stem| !stem.is_empty()).unwrap_or(word).to_owned()
}

/// Russian letters into Latin ones.
fn to_latin(text: &str) -> String {
    let pairs = [
        ('а', "a"),
        ('в', "v"),
        ('к', "k"),
        ('м', "m"),
        ('н', "n"),
        ('о', "o"),
        ('с', "s"),
        ('т', "t"),
        ('у', "u"),
        ('у', "u"),
    ];
    let latin = |char: char| {
        pairs
            .iter()
            .find(|(from, _)| *from == char)
            .map_or(char.to_string(), |(_, to)| (*to).to_owned())
    };
    text.to_lowercase().chars().map(latin).collect()
}

/// The answers with default options.
fn ask(model: &Model, query: &str) -> Vec<Answer> {
    model.suggest(query, &Options::default())
}

/// The parts of the text that an answer highlights.
fn highlighted(answer: &Answer) -> Vec<&str> {
    answer.highlights.iter().map(|range| &answer.text[range.clone()]).collect()
}

/// The texts of the answers with default options.
fn found(model: &Model, query: &str) -> Vec<String> {
    texts_of(ask(model, query))
}

fn texts_of(answers: Vec<Answer>) -> Vec<String> {
    answers.into_iter().map(|answer| answer.text).collect()
}

/// `{field: values}` for one field.
fn context(field: &str, values: &[&str]) -> BTreeMap<String, Vec<String>> {
    BTreeMap::from([(field.to_owned(), values.iter().map(|value| (*value).to_owned()).collect())])
}
