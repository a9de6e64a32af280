//! What an index holds. Settings name it and the analysis goes by it, so it lies below both.

use serde::{Deserialize, Serialize};

/// What an index holds, and so how its texts become keys.
///
/// ```
/// use mapahead::{BuildOptions, Format, Index, IndexBuilder, Kind, SuggestOptions};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// // Names of packages: each sign counts.
/// let options = BuildOptions { kind: Kind::Literal, ..Default::default() };
/// let mut builder = IndexBuilder::new(&path, options)?;
/// builder.add_reader("names", Format::Csv, "text\n@types/node\nnode\n".as_bytes())?;
/// builder.finish()?;
///
/// let index = Index::open(&path)?;
/// let result = index.suggest("@ty", &SuggestOptions::default())?;
/// assert_eq!(result.suggestions[0].text, "@types/node");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Words that people read: titles, names, products.
    #[default]
    Text,
    /// Strings that machines compare: ids, e-mail addresses, codes, package names.
    Literal,
}
