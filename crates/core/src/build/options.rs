//! The settings of a build.

pub(in crate::build) mod inputs;
mod read;
mod shapes;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize};

use shapes::{columns_by_field, one_or_several};

use crate::analysis::{Layouts, letter_costs};
use crate::error::{Error, Result};
use crate::format::season_rows::MONTHS;
use crate::kind::Kind;
use crate::settings::{Quality, TypoSettings, check_seasons, read_whole};

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
    /// One JSON object a line. What begins with a bracket is read as an array all the same.
    Ndjson,
    /// An array of JSON objects, or objects one behind the other, on lines of their own or over
    /// several.
    Json,
    /// Rows of cells that may be quoted, by RFC 4180: by default separated by commas, below a
    /// header.
    Csv,
    /// Rows of cells without quoting: by default separated by tabs, below a header.
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
    /// The columns of the aliases, one or several. `|` separates the aliases of a cell.
    #[serde(deserialize_with = "one_or_several")]
    pub aliases: Option<Vec<String>>,
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
    /// Whether the first row of CSV and TSV is a header; true by default. Without one, the columns
    /// of [`BuildOptions::columns`] are numbers from 1.
    pub header: bool,
    /// What separates the cells of CSV and TSV: one ASCII character, neither a letter nor a digit
    /// nor a quote nor a line end, or `tab`. By default the one of the format, or of comma,
    /// semicolon, tab and `|` the one by which the first row has the columns.
    pub delimiter: Option<String>,
    /// The encoding of inputs without a byte order mark, by a label of the Encoding Standard:
    /// `windows-1252`, `utf-16le`, `shift_jis` …; UTF-8 by default.
    pub encoding: Option<String>,
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
    /// Whether words are also found by a part of at least three letters that does not begin them,
    /// such as `maschine` in Kaffeemaschine; false by default. The file grows by a dictionary of
    /// all that ends a word.
    pub inside: bool,
    /// Seasons by name, for records that name one: the multipliers of the 15th of January to
    /// December, each from 0 to 100. Names have 1 to 100 characters; none by default.
    pub seasons: BTreeMap<String, [f64; MONTHS]>,
    /// The most memory to use for sorting, in bytes: at least 16 MiB, by default 1 GiB.
    /// Past it, sorted runs go to temporary files beside the index.
    #[serde(deserialize_with = "read_memory")]
    pub memory: u64,
    /// The number of threads: 1 to 256, by default one for each core.
    #[serde(deserialize_with = "read_threads")]
    pub threads: Option<usize>,
}

impl Default for BuildOptions {
    fn default() -> Self {
        BuildOptions {
            kind: Kind::Text,
            columns: Columns::default(),
            format: None,
            header: true,
            delimiter: None,
            encoding: None,
            on_error: OnError::Stop,
            quality: None,
            typos: TypoSettings::default(),
            languages: Vec::new(),
            layouts: Vec::new(),
            synonyms: None,
            synonym_factor: 0.05,
            transliterate: false,
            inside: false,
            seasons: BTreeMap::new(),
            memory: 1 << 30,
            threads: None,
        }
    }
}

/// The least memory that sorting can do with.
const MIN_MEMORY: u64 = 16 << 20;
const MAX_THREADS: usize = 256;
const THREADS_EXPECTED: &str = "a whole number from 1 to 256";

fn read_memory<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<u64, D::Error> {
    read_whole(deserializer, "a whole number of bytes, at least 16777216")
}

fn read_threads<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<usize>, D::Error> {
    let threads = read_whole(deserializer, THREADS_EXPECTED)?;
    Ok(Some(usize::try_from(threads).unwrap_or(usize::MAX)))
}

impl BuildOptions {
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
                expected: THREADS_EXPECTED.to_owned(),
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
            if self.inside {
                return Err(refused("inside", "true"));
            }
        }
        // Made for its check alone. Languages are checked where their stemmers are made.
        Layouts::new(&self.layouts)?;
        check_seasons(&self.seasons)?;
        letter_costs::check_typos(self.kind, &self.typos)?;
        self.quality.as_ref().map_or(Ok(()), Quality::check)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
