//! The settings of a build from JSON.

use std::path::PathBuf;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::shapes::{OneOrSeveral, TextOrTexts};
use super::{BuildOptions, OnError, Synonyms};
use crate::error::{Error, Result};
use crate::json_options;
use crate::settings::{Quality, TypoBudgets};

impl BuildOptions {
    /// Reads options from JSON text: an object with the fields of this struct in camel case.
    /// Members that are left out have their defaults, those of `quality` and `typos` too; `rejects`
    /// stands beside `onError`, and a season is one column or several.
    ///
    /// ```
    /// let json = r#"{"kind": "literal", "typos": {"first": 1}, "onError": "skip"}"#;
    /// let options = mapahead::BuildOptions::from_json(json)?;
    /// assert_eq!((options.typos.first, options.typos.edit), (1.0, 1.0));
    /// # Ok::<(), mapahead::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::UnknownOption`] and [`Error::MistypedOption`], by the path of what is wrong;
    /// [`Error::InvalidOption`] for `rejects` where nothing is skipped. Ranges are checked when a
    /// build starts.
    pub fn from_json(json: &str) -> Result<Self> {
        let mut members = json_options::parse_object(json)?;
        // Those whose defaults depend on others, or that are part of another.
        let [quality, typos, rejects, on_error] =
            ["quality", "typos", "rejects", "onError"].map(|name| members.remove(name));
        let mut options: BuildOptions = json_options::read(&Value::Object(members), "")?;
        if let Some(given) = quality {
            // The kind decides these defaults, and may stand behind them in the text.
            let mut standard = Quality::for_kind(options.kind);
            // Whoever lowers one need not know of the other.
            if let Some(words) = given.get("words").and_then(Value::as_f64) {
                standard.slipped_words = standard.slipped_words.min(words);
            }
            options.quality = Some(json_options::read_over(&standard, given, "quality")?);
        }
        if let Some(mut given) = typos {
            complete_budgets(&mut given, &options.typos.budgets);
            options.typos = json_options::read_over(&options.typos, given, "typos")?;
        }
        let rejects: Option<PathBuf> =
            rejects.map(|path| json_options::read(&path, "rejects")).transpose()?;
        options.on_error = match on_error.map(|on_error| json_options::read(&on_error, "onError")) {
            Some(Ok(WhatOnError::Skip)) => OnError::Skip { rejects },
            Some(Err(error)) => return Err(error),
            // Nobody would write the file, and whoever named it counts on it.
            _ if rejects.is_none() => OnError::Stop,
            _ => {
                return Err(Error::InvalidOption {
                    option: "rejects",
                    expected: "left out unless onError is skip".to_owned(),
                    got: format!("{:?}", rejects.unwrap_or_default().display().to_string()),
                });
            }
        };
        Ok(options)
    }
}

/// Puts the defaults into budgets that leave one of the lists or `cheapOnly` out.
fn complete_budgets(typos: &mut Value, standard: &TypoBudgets) {
    // What has another shape stays as it is, and reading it says what is wrong.
    let Some(budgets) = typos.get_mut("budgets").and_then(Value::as_object_mut) else { return };
    // Here and not where budgets are read: the settings of a file must be whole.
    for budget in budgets.values_mut().filter_map(Value::as_array_mut).flatten() {
        if let Some(budget) = budget.as_object_mut() {
            budget.entry("cheapOnly").or_insert(Value::Bool(false));
        }
    }
    for (name, list) in [("open", &standard.open), ("closed", &standard.closed)] {
        budgets.entry(name).or_insert_with(|| serde_json::to_value(list).unwrap_or_default());
    }
}

/// What JSON says of bad records; where they go stands beside it.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum WhatOnError {
    Stop,
    Skip,
}

impl<'de> Deserialize<'de> for Synonyms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // By its type: one text is the path of a file, and an array has the rules themselves.
        let read = deserializer
            .deserialize_any(TextOrTexts("the path of a file of rules or an array of rules"))?;
        Ok(match read {
            OneOrSeveral::One(path) => Synonyms::File(path.into()),
            OneOrSeveral::Several(rules) => Synonyms::Rules(rules),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;

    #[test]
    fn options_come_from_json_with_their_defaults() {
        let read = |json: &str| BuildOptions::from_json(json).map_err(|error| error.to_string());
        assert_eq!(read("{}"), Ok(BuildOptions::default()));
        let json = r#"{"kind":"literal","quality":{"prefix":0.5},"memory":1e9,"threads":2,
            "columns":{"contexts":{"city":"c"},"season":"s"},"synonyms":["a, b"],
            "typos":{"budgets":{"open":[{"from":3,"edits":1,"cost":1}]}},"onError":"skip","rejects":"r"}"#;
        let options = read(json).unwrap();
        let literal = Quality::for_kind(Kind::Literal);
        assert_eq!(options.quality, Some(Quality { prefix: 0.5, ..literal }));
        let lower = read(r#"{"quality":{"words":0.004}}"#).unwrap().quality.unwrap();
        assert_eq!((lower.words, lower.slipped_words), (0.004, 0.004));
        assert_eq!((options.memory, options.threads), (1_000_000_000, Some(2)));
        assert_eq!(options.columns.contexts, [("city".to_owned(), "c".to_owned())]);
        assert_eq!(options.columns.season, Some(vec!["s".to_owned()]));
        assert_eq!(options.synonyms, Some(Synonyms::Rules(vec!["a, b".to_owned()])));
        let TypoBudgets { open, closed } = &options.typos.budgets;
        assert_eq!((open.len(), open[0].cheap_only, options.typos.edit), (1, false, 1.0));
        assert_eq!(closed, &BuildOptions::default().typos.budgets.closed);
        assert_eq!(options.on_error, OnError::Skip { rejects: Some("r".into()) });
    }

    #[test]
    fn what_is_wrong_in_json_is_told_by_its_path() {
        for (json, told) in [
            (r#"{"kind":"words"}"#, r#"kind must be text or literal, got "words""#),
            (r#"{"kind":5}"#, "kind must be text or literal, got 5"),
            (r#"{"typos":{"swap":"x"}}"#, r#"typos.swap must be a number, got "x""#),
            (r#"{"typos":3}"#, "typos must be an object, got 3"),
            (r#"{"typos":{"budgets":[]}}"#, "typos.budgets must be an object, got an array"),
            (
                r#"{"typos":{"letters":{"e":{"a":[]}}}}"#,
                "typos.letters.e.a must be a number, got an array",
            ),
            (
                r#"{"typos":{"budgets":{"closed":[{"from":3,"edits":1,"cost":[]}]}}}"#,
                "typos.budgets.closed[0].cost must be a number, got an array",
            ),
            (
                r#"{"typos":{"budgets":{"open":[{"from":3,"edits":1}]}}}"#,
                "typos.budgets.open[0].cost must be given, got nothing",
            ),
            (
                r#"{"typos":{"budgets":{"open":[{"from":-1,"edits":1,"cost":1}]}}}"#,
                "typos.budgets.open[0].from must be a whole number from 0, got -1",
            ),
            (r#"{"threads":0.5}"#, "threads must be a whole number from 1 to 256, got 0.5"),
            (r#"{"threads":-1}"#, "threads must be a whole number from 1 to 256, got -1"),
            (
                r#"{"memory":-1}"#,
                "memory must be a whole number of bytes, at least 16777216, got -1",
            ),
            (
                r#"{"typos":{"budgets":{"open":[{"from":1,"edits":-1,"cost":1}]}}}"#,
                "typos.budgets.open[0].edits must be a whole number from 0 to 2, got -1",
            ),
            (
                r#"{"seasons":{"warm":[1]}}"#,
                "seasons.warm must be an array of length 12, got 1 items",
            ),
            (
                r#"{"seasons":{"warm":[1,1,1,1,1,1,1,1,1,1,1,1,1]}}"#,
                "seasons.warm must be an array of length 12, got 13 items",
            ),
            (r#"{"columns":{"payload":["a",1]}}"#, "columns.payload[1] must be a string, got 1"),
            (
                r#"{"columns":{"season":7}}"#,
                "columns.season must be a string or an array of strings, got 7",
            ),
            (r#"{"columns":{"text":null}}"#, "columns.text must be a string, got null"),
            (r#"{"threads":null}"#, "threads must be a whole number from 1 to 256, got null"),
            (r#"{"onError":"go"}"#, r#"onError must be stop or skip, got "go""#),
            (r#"{"rejects":"r"}"#, r#"rejects must be left out unless onError is skip, got "r""#),
            ("[]", "the options must be a JSON object, got an array"),
        ] {
            assert_eq!(BuildOptions::from_json(json).unwrap_err().to_string(), told, "{json}");
        }
        let unknown = BuildOptions::from_json(r#"{"quality":{"hole":1}}"#).unwrap_err();
        let told = "quality has no option \"hole\"; there are whole, prefix, words, slippedWords, \
            verbatim, typoBase, dropBase";
        assert_eq!(unknown.to_string(), told);
        assert_eq!(unknown.code(), "ERR_INVALID_OPTION");
    }
}
