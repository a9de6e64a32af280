//! The settings that say how an input is read.

use encoding_rs::{Encoding, REPLACEMENT};

use super::{BuildOptions, Columns, Format};
use crate::error::{Error, Result};

/// How inputs are read: those of the options that say it, checked.
#[derive(Debug, Clone, Copy)]
pub(in crate::build) struct InputOptions<'o> {
    /// The format, where the name of the input does not decide.
    pub(in crate::build) format: Option<Format>,
    pub(in crate::build) columns: &'o Columns,
    /// Whether the first row of a table names its columns.
    pub(in crate::build) header: bool,
    /// What separates the cells of a table, if that was told.
    pub(in crate::build) delimiter: Option<u8>,
    /// The encoding of what has no byte order mark, if that was told.
    pub(in crate::build) encoding: Option<&'static Encoding>,
}

impl<'o> InputOptions<'o> {
    /// Reads and checks the options of a build.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for a delimiter or an encoding that there is not.
    pub(in crate::build) fn new(options: &'o BuildOptions) -> Result<Self> {
        let BuildOptions { format, columns, header, delimiter, encoding, .. } = options;
        Ok(InputOptions {
            format: *format,
            columns,
            header: *header,
            delimiter: delimiter.as_deref().map(parse_delimiter).transpose()?,
            encoding: encoding.as_deref().map(parse_encoding).transpose()?,
        })
    }

    /// Returns the settings of a build that are the default but for its columns.
    #[cfg(test)]
    pub(in crate::build) fn of_columns(columns: &'o Columns) -> Self {
        InputOptions { format: None, columns, header: true, delimiter: None, encoding: None }
    }
}

fn parse_delimiter(told: &str) -> Result<u8> {
    match told.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        // A letter is what a shell leaves of \t, and would cut words into pieces.
        &[delimiter]
            if delimiter.is_ascii()
                && !delimiter.is_ascii_alphanumeric()
                && !matches!(delimiter, b'"' | b'\r' | b'\n') =>
        {
            Ok(delimiter)
        }
        _ => Err(Error::InvalidOption {
            option: "delimiter",
            expected: "one ASCII character other than a letter, a digit, a quote or a line end, \
                       or tab"
                .to_owned(),
            got: format!("{told:?}"),
        }),
    }
}

fn parse_encoding(label: &str) -> Result<&'static Encoding> {
    // Labels of encodings that are refused for what can be hidden in them decode to nothing.
    let encoding = Encoding::for_label(label.as_bytes()).filter(|&found| found != REPLACEMENT);
    encoding.ok_or_else(|| Error::InvalidOption {
        option: "encoding",
        expected: "a label of the Encoding Standard, such as windows-1252, utf-16le or shift_jis"
            .to_owned(),
        got: format!("{label:?}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_is_one_ascii_character_or_tab() {
        for (told, delimiter) in
            [(",", b','), (";", b';'), ("|", b'|'), ("tab", b'\t'), ("\\t", b'\t'), ("\t", b'\t')]
                .into_iter()
                .chain([(" ", b' '), ("\u{1}", 1), ("^", b'^'), ("'", b'\'')])
        {
            assert_eq!(parse_delimiter(told).unwrap(), delimiter, "{told:?}");
        }
        for told in ["", "t", "7", "\"", "\n", "\r", ";;", "comma", "·", "TAB "] {
            let error = parse_delimiter(told).unwrap_err();
            assert_eq!(error.code(), "ERR_INVALID_OPTION", "{told:?}");
        }
    }

    #[test]
    fn an_encoding_is_told_by_any_of_its_labels() {
        for (label, name) in [
            ("latin1", "windows-1252"),
            ("ISO-8859-1", "windows-1252"),
            ("cp1251", "windows-1251"),
            ("utf-16", "UTF-16LE"),
            ("UTF-16BE", "UTF-16BE"),
            ("sjis", "Shift_JIS"),
            ("utf8", "UTF-8"),
        ] {
            assert_eq!(parse_encoding(label).unwrap().name(), name, "{label}");
        }
        for label in ["", "cp437", "iso-2022-kr", "utf-32", "latin"] {
            let error = parse_encoding(label).unwrap_err();
            assert_eq!(error.code(), "ERR_INVALID_OPTION", "{label}");
        }
    }
}
