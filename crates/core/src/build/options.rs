//! The settings of a build.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::analysis::Layouts;
use crate::error::{Error, Result};
use crate::format::season_rows::MONTHS;
use crate::json_options;
use crate::kind::Kind;
use crate::settings::{Quality, TypoSettings, check_seasons};

/// The form of an input.
///
/// ```
/// use mapahead::{BuildOptions, Format, IndexBuilder};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// let lines = "text\tweight\nBern\t134\nBerlin\t3769\n";
/// builder.add_reader("cities", Format::Tsv, lines.as_bytes())?;
/// assert_eq!(builder.finish()?.entries, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One JSON object a line.
    Ndjson,
    /// Comma-separated values by RFC 4180, with a header.
    Csv,
    /// Tab-separated values with a header and without quoting.
    Tsv,
}

/// How an input is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// By gzip.
    Gzip,
    /// By Zstandard.
    Zstd,
}

/// Which columns, or fields of a JSON object, fill the fields of a record.
///
/// A field that is not named takes the column of its own name, if there is one. A field that is
/// named must exist in the header of every CSV or TSV input.
///
/// ```
/// use mapahead::{BuildOptions, Columns, Format, IndexBuilder};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let columns = Columns {
///     text: Some("name".to_owned()),
///     weight: Some("population".to_owned()),
///     contexts: vec![("country".to_owned(), "iso".to_owned())],
///     ..Default::default()
/// };
/// let mut builder = IndexBuilder::new(&path, BuildOptions { columns, ..Default::default() })?;
/// let table = "name,population,iso\nBern,134,ch\nBerlin,3769,de\n";
/// builder.add_reader("cities.csv", Format::Csv, table.as_bytes())?;
/// assert_eq!(builder.finish()?.entries, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Columns {
    /// The column of the text.
    pub text: Option<String>,
    /// The column of the id.
    pub id: Option<String>,
    /// The column of the weight.
    pub weight: Option<String>,
    /// The column of the aliases, which `|` separates in CSV and TSV.
    pub aliases: Option<String>,
    /// The fields of contexts, each with its column, in place of the member `contexts` that NDJSON
    /// has. A cell has one value, or several between `|`; a member one, or an array. A field may
    /// come with several columns.
    #[serde(deserialize_with = "columns_by_field")]
    pub contexts: Vec<(String, String)>,
    /// The columns of the season: one with names of profiles, or twelve with numbers, January
    /// first.
    #[serde(deserialize_with = "one_or_several")]
    pub season: Option<Vec<String>>,
    /// The columns that become the members of a payload object.
    pub payload: Option<Vec<String>>,
}

/// What to do with a record that cannot be indexed.
///
/// ```
/// use mapahead::{BuildOptions, Format, IndexBuilder, OnError};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let on_error = OnError::Skip { rejects: None };
/// let mut builder = IndexBuilder::new(&path, BuildOptions { on_error, ..Default::default() })?;
/// builder.add_reader("cities", Format::Csv, "text,weight\nBern,134\nOslo,many\n".as_bytes())?;
/// let report = builder.finish()?;
/// assert_eq!((report.entries, report.skipped), (1, 1));
/// assert!(report.rejects.is_some_and(|path| path.ends_with("index.mapahead.rejects.ndjson")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnError {
    /// Stop the build with an error.
    #[default]
    Stop,
    /// Leave the record out, count it, and write it to the file `rejects` as a line of JSON
    /// with `file`, `line`, `field`, `reason` and `record`.
    Skip {
        /// The file to write; it replaces what was there. By default the path of the index with
        /// `.rejects.ndjson` behind it.
        #[serde(skip)]
        rejects: Option<PathBuf>,
    },
}

impl OnError {
    /// Returns where the records go that a build of the index `out` skips, if it skips any.
    pub(crate) fn rejects_path(&self, out: &Path) -> Option<PathBuf> {
        let OnError::Skip { rejects } = self else {
            return None;
        };
        Some(rejects.clone().unwrap_or_else(|| {
            // Behind the whole name, so that two indexes of one folder do not share a file.
            let mut path = out.as_os_str().to_owned();
            path.push(".rejects.ndjson");
            path.into()
        }))
    }
}

/// Where synonym rules come from, in the format of Solr and Elasticsearch.
///
/// ```
/// use mapahead::{BuildOptions, Format, Index, IndexBuilder, SuggestOptions, Synonyms};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let rules = vec!["laptop, notebook".to_owned(), "tv => television".to_owned()];
/// let synonyms = Some(Synonyms::Rules(rules));
/// let mut builder = IndexBuilder::new(&path, BuildOptions { synonyms, ..Default::default() })?;
/// builder.add_reader("products", Format::Csv, "text\nNotebook 14\n".as_bytes())?;
/// builder.finish()?;
///
/// let index = Index::open(&path)?;
/// let result = index.suggest("laptop", &SuggestOptions::default())?;
/// assert_eq!(result.suggestions[0].text, "Notebook 14");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Synonyms {
    /// A file of rules, one a line.
    File(PathBuf),
    /// The rules themselves.
    Rules(Vec<String>),
}

/// The settings of a build; all have defaults.
///
/// ```
/// use mapahead::{BuildOptions, Format, Index, IndexBuilder, SuggestOptions};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let options = BuildOptions {
///     languages: vec!["en".to_owned(), "ru".to_owned()],
///     layouts: vec!["us".to_owned(), "ru".to_owned()],
///     ..Default::default()
/// };
/// let mut builder = IndexBuilder::new(&path, options)?;
/// builder.add_reader("queries", Format::Csv, "text\nокна\n".as_bytes())?;
/// builder.finish()?;
///
/// // Typed on the wrong keyboard.
/// let index = Index::open(&path)?;
/// let result = index.suggest("jryf", &SuggestOptions::default())?;
/// assert_eq!(result.suggestions[0].text, "окна");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct BuildOptions {
    /// How texts become keys; [`Kind::Text`] by default.
    pub kind: Kind,
    /// The columns of the input.
    pub columns: Columns,
    /// The format of inputs whose name does not tell it; without it such an input is an error.
    pub format: Option<Format>,
    /// What to do with a record that cannot be indexed.
    pub on_error: OnError,
    /// The constants of the score; those of the kind by default.
    pub quality: Option<Quality>,
    /// What slips cost, and how many a word may have.
    pub typos: TypoSettings,
    /// The codes of the languages of the texts (`ru`, `en` …), for word forms and for letters that
    /// sound alike; none by default.
    pub languages: Vec<String>,
    /// The names of the keyboard layouts that people may have typed on by mistake (`us`, `ru` …);
    /// none by default.
    pub layouts: Vec<String>,
    /// Words and phrases that find each other; none by default.
    pub synonyms: Option<Synonyms>,
    /// What scales the score when a form made by a synonym matched: 0 to 1, by default 0.05.
    pub synonym_factor: f64,
    /// Whether texts are also found by their transliteration to Latin; false by default.
    pub transliterate: bool,
    /// Seasons by name, for records that name one: the multipliers of the 15th of January to
    /// December, each from 0 to 100. Names have 1 to 100 characters; none by default.
    pub seasons: BTreeMap<String, [f64; MONTHS]>,
    /// The most memory to use for sorting, in bytes: at least 16 MiB, by default 1 GiB.
    /// Past it, sorted runs go to temporary files beside the index.
    pub memory: u64,
    /// The number of threads: 1 to 256, by default one for each core.
    pub threads: Option<usize>,
}

impl Default for BuildOptions {
    fn default() -> Self {
        BuildOptions {
            kind: Kind::Text,
            columns: Columns::default(),
            format: None,
            on_error: OnError::Stop,
            quality: None,
            typos: TypoSettings::default(),
            languages: Vec::new(),
            layouts: Vec::new(),
            synonyms: None,
            synonym_factor: 0.05,
            transliterate: false,
            seasons: BTreeMap::new(),
            memory: 1 << 30,
            threads: None,
        }
    }
}

/// The least memory that sorting can do with.
const MIN_MEMORY: u64 = 16 << 20;
const MAX_THREADS: usize = 256;

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
            let standard = Quality::for_kind(options.kind);
            options.quality = Some(json_options::read_over(&standard, given, "quality")?);
        }
        if let Some(mut given) = typos {
            complete_budgets(&mut given);
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

    /// Checks the ranges.
    pub(crate) fn check(&self) -> Result<()> {
        // Each sorter gets a part of it, and with small parts there are too many runs to merge.
        if self.memory < MIN_MEMORY {
            return Err(Error::TooLittleMemory { least: MIN_MEMORY, got: self.memory });
        }
        // 0 would mean one for each core to the pool, which leaving the option out says already.
        if let Some(threads) = self.threads
            && !(1..=MAX_THREADS).contains(&threads)
        {
            return Err(Error::InvalidOption {
                option: "threads",
                expected: format!("a whole number from 1 to {MAX_THREADS}"),
                got: threads.to_string(),
            });
        }
        // Above 1 a form that a synonym made would come before the text that it was made of.
        if !(0.0..=1.0).contains(&self.synonym_factor) {
            return Err(Error::InvalidOption {
                option: "synonym_factor",
                expected: "a number from 0 to 1".to_owned(),
                got: self.synonym_factor.to_string(),
            });
        }
        if self.kind == Kind::Literal {
            // Ignored, they would look as if they worked.
            let refused = |option, got: &str| Error::InvalidOption {
                option,
                expected: "left out of an index of kind literal, which has no words".to_owned(),
                got: got.to_owned(),
            };
            if self.synonyms.is_some() {
                return Err(refused("synonyms", "rules"));
            }
            if self.transliterate {
                return Err(refused("transliterate", "true"));
            }
        }
        // Made for its check alone. Languages are checked where their stemmers are made.
        Layouts::new(&self.layouts)?;
        check_seasons(&self.seasons)?;
        self.typos.check()?;
        self.quality.as_ref().map_or(Ok(()), Quality::check)
    }
}

/// Puts the default into budgets that leave `cheapOnly` out.
fn complete_budgets(typos: &mut Value) {
    // What is no array of objects stays as it is, and reading it says what is wrong.
    let budgets = typos.get_mut("budgets").and_then(Value::as_array_mut);
    // Here and not where budgets are read: the settings of a file must be whole.
    for budget in budgets.into_iter().flatten().filter_map(Value::as_object_mut) {
        budget.entry("cheapOnly").or_insert(Value::Bool(false));
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

/// Reads the columns of the season.
fn one_or_several<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<String>>, D::Error> {
    let read = deserializer.deserialize_any(TextOrTexts("a string or an array of strings"))?;
    Ok(Some(match read {
        OneOrSeveral::One(column) => vec![column],
        OneOrSeveral::Several(columns) => columns,
    }))
}

enum OneOrSeveral {
    One(String),
    Several(Vec<String>),
}

/// Reads a text or an array of them; it has what is expected.
struct TextOrTexts(&'static str);

impl<'de> Visitor<'de> for TextOrTexts {
    type Value = OneOrSeveral;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }

    fn visit_str<E>(self, text: &str) -> Result<OneOrSeveral, E> {
        Ok(OneOrSeveral::One(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrSeveral, A::Error> {
        let mut texts = Vec::new();
        // An empty array stays one: whether it may be empty is for those who use it to say.
        while let Some(text) = items.next_element()? {
            texts.push(text);
        }
        Ok(OneOrSeveral::Several(texts))
    }
}

/// Reads the columns of contexts, an object of columns by field.
fn columns_by_field<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(String, String)>, D::Error> {
    struct Fields;

    impl<'de> Visitor<'de> for Fields {
        type Value = Vec<(String, String)>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
            let mut fields = Vec::new();
            while let Some(pair) = members.next_entry()? {
                fields.push(pair);
            }
            Ok(fields)
        }
    }

    deserializer.deserialize_map(Fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_from_json_with_their_defaults() {
        let read = |json: &str| BuildOptions::from_json(json).map_err(|error| error.to_string());
        assert_eq!(read("{}"), Ok(BuildOptions::default()));
        let json = r#"{"kind":"literal","quality":{"prefix":0.5},"memory":1e9,"threads":2,
            "columns":{"contexts":{"city":"c"},"season":"s"},"synonyms":["a, b"],
            "typos":{"budgets":[{"from":3,"edits":1,"cost":1}]},"onError":"skip","rejects":"r"}"#;
        let options = read(json).unwrap();
        let literal = Quality::for_kind(Kind::Literal);
        assert_eq!(options.quality, Some(Quality { prefix: 0.5, ..literal }));
        assert_eq!((options.memory, options.threads), (1_000_000_000, Some(2)));
        assert_eq!(options.columns.contexts, [("city".to_owned(), "c".to_owned())]);
        assert_eq!(options.columns.season, Some(vec!["s".to_owned()]));
        assert_eq!(options.synonyms, Some(Synonyms::Rules(vec!["a, b".to_owned()])));
        assert_eq!((options.typos.budgets.len(), options.typos.edit), (1, 1.0));
        assert_eq!(options.on_error, OnError::Skip { rejects: Some("r".into()) });
    }

    #[test]
    fn what_is_wrong_in_json_is_told_by_its_path() {
        for (json, told) in [
            (r#"{"kind":"words"}"#, r#"kind must be text or literal, got "words""#),
            (r#"{"kind":5}"#, "kind must be text or literal, got 5"),
            (r#"{"typos":{"swap":"x"}}"#, r#"typos.swap must be a number, got "x""#),
            (r#"{"typos":3}"#, "typos must be an object, got 3"),
            (
                r#"{"typos":{"budgets":[{"from":3,"edits":1,"cost":[]}]}}"#,
                "typos.budgets[0].cost must be a number, got an array",
            ),
            (
                r#"{"typos":{"budgets":[{"from":3,"edits":1}]}}"#,
                "typos.budgets[0].cost must be given, got nothing",
            ),
            (
                r#"{"typos":{"budgets":[{"from":-1,"edits":1,"cost":1}]}}"#,
                "typos.budgets[0].from must be a whole number from 0, got -1",
            ),
            (r#"{"threads":0.5}"#, "threads must be a whole number from 0, got 0.5"),
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
            (r#"{"threads":null}"#, "threads must be a whole number from 0, got null"),
            (r#"{"onError":"go"}"#, r#"onError must be stop or skip, got "go""#),
            (r#"{"rejects":"r"}"#, r#"rejects must be left out unless onError is skip, got "r""#),
            ("[]", "the options must be a JSON object, got an array"),
        ] {
            assert_eq!(BuildOptions::from_json(json).unwrap_err().to_string(), told, "{json}");
        }
        let unknown = BuildOptions::from_json(r#"{"quality":{"hole":1}}"#).unwrap_err();
        let told = "quality has no option \"hole\"; there are whole, prefix, words, typoBase";
        assert_eq!(unknown.to_string(), told);
        assert_eq!(unknown.code(), "ERR_INVALID_OPTION");
    }

    #[test]
    fn skipped_records_go_beside_the_index_unless_told_otherwise() {
        let out = Path::new("folder/places.mapahead");
        let skip = |rejects: Option<&str>| OnError::Skip { rejects: rejects.map(PathBuf::from) };
        let path = |on_error: OnError| on_error.rejects_path(out);
        assert_eq!(path(OnError::Stop), None);
        assert_eq!(path(skip(None)), Some("folder/places.mapahead.rejects.ndjson".into()));
        assert_eq!(path(skip(Some("bad"))), Some("bad".into()));
    }
}
