//! What helps against an error, where an option does.
//!
//! It is an enum and no text, since Rust, JavaScript, the command line and HTTP call one option by
//! different names: each words the advice for those who read it.

/// The most names that a message lists.
const MOST_NAMES: usize = 20;
/// The most characters of a name in a message.
const MOST_NAME_CHARS: usize = 60;

/// What helps against an error. Messages of this crate end with it, in the names of this crate.
///
/// ```
/// use mapahead::Advice;
///
/// /// What a page for uploads says.
/// fn hint(advice: Advice) -> &'static str {
///     match advice {
///         Advice::SetFormat | Advice::SetFormatOrRename => "Choose the format of the file.",
///         Advice::NameColumn => "Choose the column of the names.",
///         _ => "Ask for help.",
///     }
/// }
/// assert_eq!(hint(Advice::SetFormat), "Choose the format of the file.");
/// ```
///
/// ```
/// use mapahead::{Advice, BuildOptions, Error, Format, IndexBuilder};
///
/// # let folder = tempfile::tempdir()?;
/// let mut builder = IndexBuilder::new(&folder.path().join("index"), BuildOptions::default())?;
/// let error = builder.add_reader("cities", Format::Csv, "name\nBern\n".as_bytes()).unwrap_err();
/// let Error::MissingColumn { available, advice, .. } = error else { panic!("{error}") };
/// assert_eq!((available, advice), (vec!["name".to_owned()], Some(Advice::NameColumn)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// Name the column that holds the field, in the option of that field.
    NameColumn,
    /// Name the column that holds the field by its number, since there is no header.
    NumberColumn,
    /// Set the option `header` to false: the first row is a record, and columns have numbers.
    NoHeader,
    /// Name the column, or set `header` to false if the first row is a record.
    MaybeNoHeader,
    /// Check the spelling of a column that no record has.
    CheckSpelling,
    /// Check the format: another character than its own separates the columns.
    CheckSeparator,
    /// Define the season in the option `seasons`, or name one that is there.
    DefineSeason,
    /// Set the option `format`.
    SetFormat,
    /// Set the option `format`, or rename the file so that its name tells the format.
    SetFormatOrRename,
    /// Set the option `delimiter` to what separates the columns.
    SetDelimiter,
    /// Set the option `encoding` to the encoding of the input.
    SetEncoding,
    /// Prepare a set of boosts, which may hold more of them.
    PrepareBoosts,
}

impl Advice {
    /// Returns the stable name of the advice, as JavaScript has it.
    ///
    /// ```
    /// assert_eq!(mapahead::Advice::NameColumn.name(), "name-column");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Advice::NameColumn => "name-column",
            Advice::NumberColumn => "number-column",
            Advice::NoHeader => "no-header",
            Advice::MaybeNoHeader => "maybe-no-header",
            Advice::CheckSpelling => "check-spelling",
            Advice::CheckSeparator => "check-separator",
            Advice::DefineSeason => "define-season",
            Advice::SetFormat => "set-format",
            Advice::SetFormatOrRename => "set-format-or-rename",
            Advice::SetDelimiter => "set-delimiter",
            Advice::SetEncoding => "set-encoding",
            Advice::PrepareBoosts => "prepare-boosts",
        }
    }
}

/// Returns the end of a message about a record: the names that there are, and the advice.
/// `suggested` is the place of the name that is likely meant.
pub(crate) fn about_record(
    advice: Option<Advice>,
    field: &str,
    available: &[String],
    suggested: Option<usize>,
) -> String {
    match (advice, available) {
        (Some(Advice::NameColumn), []) => "; the record has no member at all".to_owned(),
        (Some(Advice::NameColumn), names) => {
            let likely = likely(names, suggested);
            format!("; the record has {}; {}{likely}", listed(names), name_column(field))
        }
        (Some(Advice::DefineSeason), []) => ": the option seasons defines none".to_owned(),
        (Some(Advice::DefineSeason), names) => {
            format!("; the option seasons defines {}", listed(names))
        }
        (Some(Advice::SetEncoding), likely) => about_encoding(advice, likely),
        _ => String::new(),
    }
}

/// Returns the end of a message about a column that is missing. `suggested` is the place of the one
/// in `available` that is likely meant.
pub(crate) fn about_column(
    advice: Option<Advice>,
    field: &str,
    available: &[String],
    suggested: Option<usize>,
) -> String {
    let header = || format!("the header has {}", listed(available));
    let likely = likely(available, suggested);
    let number = suggested.map_or(String::new(), |at| format!(", most likely to {}", at + 1));
    let no_header = || {
        format!("set the option header to false and the option columns.{field} to a number{number}")
    };
    match advice {
        Some(Advice::CheckSpelling) => "no record has it; check its spelling".to_owned(),
        Some(Advice::CheckSeparator) => {
            header() + "; another character than this format's separates its columns"
        }
        Some(Advice::NameColumn) => format!("{}; {}{likely}", header(), name_column(field)),
        Some(Advice::NumberColumn) => format!(
            "without a header the columns are 1 to {}; {}{likely}",
            available.len(),
            name_column(field)
        ),
        Some(Advice::NoHeader) => {
            let first = listed(available);
            format!("the first row seems to be a record, {first}; if so, {}", no_header())
        }
        Some(Advice::MaybeNoHeader) => format!(
            "{}; {}{likely}; or, if this is a record, {}",
            header(),
            name_column(field),
            no_header()
        ),
        _ => header(),
    }
}

/// Returns the end of a message about text that is not in the encoding it is read in; `likely` has
/// the name of the one that it is most likely in.
pub(crate) fn about_encoding(advice: Option<Advice>, likely: &[String]) -> String {
    match (advice, likely.first()) {
        (None, _) => String::new(),
        (_, Some(likely)) => format!("; set the option encoding, most likely to {likely}"),
        (_, None) => "; set the option encoding to that of the input".to_owned(),
    }
}

/// Returns the end of a message about an input whose format is not known.
pub(crate) fn about_input(advice: Option<Advice>) -> &'static str {
    match advice {
        Some(Advice::SetFormat) => "; set the format to ndjson, json, csv or tsv",
        Some(Advice::SetFormatOrRename) => {
            "; set the format to ndjson, json, csv or tsv, or rename it to end in .ndjson, .jsonl, \
             .json, .csv or .tsv, then .gz or .zst if it is compressed"
        }
        Some(Advice::SetDelimiter) => "; set the option delimiter",
        _ => "",
    }
}

fn likely(names: &[String], suggested: Option<usize>) -> String {
    let likely = suggested.and_then(|at| names.get(at));
    likely.map_or(String::new(), |name| format!(", most likely {}", shown(name)))
}

fn name_column(field: &str) -> String {
    format!("name the one that holds the {field} with the option columns.{field}")
}

/// Lists names for a message, which neither many nor long ones may flood.
fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(MOST_NAMES).map(|name| shown(name)).collect();
    let list = shown.join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => list,
        more => format!("{list} and {more} more"),
    }
}

/// Returns `value` in quotes, cut to a length that fits into a message.
pub(crate) fn shown(value: &str) -> String {
    // Cut by characters, so that no message ends in half of one.
    match value.char_indices().nth(MOST_NAME_CHARS) {
        None => format!("{value:?}"),
        Some((cut, _)) => format!("{:?}…", value.get(..cut).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_lists_as_many_names_as_one_can_read() {
        let names: Vec<String> = (0..22).map(|number| format!("c{number}")).collect();
        let told = about_column(None, "text", &names, None);
        assert!(told.starts_with("the header has \"c0\", \"c1\""), "{told}");
        assert!(told.ends_with("\"c19\" and 2 more"), "{told}");
        assert!(listed(&["x".repeat(61)]).ends_with("x\"…"));
    }
}
