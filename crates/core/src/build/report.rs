//! What a build took from its inputs, and what it did not use.

use super::options::Format;

/// A column, or a member of records, that filled a field.
///
/// ```
/// use mapahead::{BuildOptions, Format, IndexBuilder};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// builder.add_ndjson("cities", r#"{"Text":"Bern","weight":134}"#.into())?;
/// let taken = builder.finish()?.taken;
/// let taken: Vec<_> = taken.iter().map(|one| (one.field.as_str(), one.column.as_str())).collect();
/// assert_eq!(taken, [("text", "Text"), ("weight", "weight")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenColumn {
    /// The field: `text`, `id`, `weight`, `aliases`, `contexts`, `season` or `payload`, or
    /// `contexts.country` where an option names the column of a context.
    pub field: String,
    /// The column or member as the input spells it.
    pub column: String,
}

/// How an input was read.
///
/// ```
/// use mapahead::{BuildOptions, Format, IndexBuilder};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// builder.add_reader("cities.csv", Format::Csv, "text;weight\nBern;134\n".as_bytes())?;
/// let inputs = builder.finish()?.inputs;
/// assert_eq!((inputs[0].delimiter, inputs[0].delimiter_found), (Some(';'), true));
/// assert_eq!(inputs[0].encoding, "UTF-8");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputReport {
    /// The file, or the name of a stream such as `<stdin>`.
    pub file: String,
    /// The format. A table whose name says TSV is CSV if its cells turned out to be quoted or
    /// separated by something else than tabs.
    pub format: Format,
    /// What separates the cells of a table.
    pub delimiter: Option<char>,
    /// Whether the delimiter was found in the first row or the first line, since neither an option
    /// nor the format says it.
    pub delimiter_found: bool,
    /// The name of the encoding, such as `UTF-8` or `windows-1252`.
    pub encoding: String,
}

/// What the inputs hold and the index does not, since no field takes it.
///
/// ```
/// use mapahead::{BuildOptions, Format, IndexBuilder};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// builder.add_ndjson("cities", r#"{"text":"Bern","weigth":134,"canton":"BE"}"#.into())?;
/// let ignored = builder.finish()?.ignored;
/// assert_eq!(ignored.fields[0].name, "weigth");
/// assert_eq!(ignored.fields[0].like.as_deref(), Some("weight"));
/// assert_eq!((ignored.fields[1].records, &ignored.fields[1].like), (1, &None));
/// assert_eq!(ignored.unweighted.unwrap().beside, ["weigth"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ignored {
    /// The columns and members that no field took, those that most records have first: at most
    /// 100, with names of up to 200 bytes.
    pub fields: Vec<IgnoredField>,
    /// How often records had a member of a further name.
    pub others: u64,
    /// The records that should perhaps have a weight: present if no record has one.
    pub unweighted: Option<Unweighted>,
}

/// A column or a member that no field took. See [`Ignored`] for an example.
///
/// ```
/// # use mapahead::IgnoredField;
/// let field = IgnoredField { name: "alias".into(), records: 7, like: Some("aliases".into()) };
/// let hint = field.like.map(|like| format!("{} looks like {like}", field.name));
/// assert_eq!(hint.as_deref(), Some("alias looks like aliases"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoredField {
    /// Its name, as the first record or the header spells it.
    pub name: String,
    /// The records that have it, with a value, those that were skipped included.
    pub records: u64,
    /// The name of a field, or of a column that an option names, that it looks like.
    pub like: Option<String>,
}

/// Records without a weight, in a build of which no record has one, beside numbers that could be
/// weights. See [`Ignored`] for an example.
///
/// ```
/// # use mapahead::Unweighted;
/// let unweighted = Unweighted { records: 3, beside: vec!["population".into()] };
/// assert!(unweighted.beside.contains(&"population".to_owned()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unweighted {
    /// How many records there are of that kind.
    pub records: u64,
    /// The columns or members with numbers, at most 5.
    pub beside: Vec<String>,
}
