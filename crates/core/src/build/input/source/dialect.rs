//! What separates the cells of a table: as its options or its name say, or as its first row tells.

use super::bytes::Input;
use super::lines::{LineForm, LineReader};
use super::reader::Reader;
use super::table::TableReader;
use crate::advice::Advice;
use crate::build::input::batch::Batch;
use crate::build::input::record::Parser;
use crate::build::input::table::Header;
use crate::build::options::Format;
use crate::build::options::inputs::InputOptions;
use crate::error::{Error, Result};

/// How much of a table is looked at to tell its delimiter.
const LOOK_BYTES: usize = 64 << 10;
/// How many rows of that.
const MAX_ROWS: usize = 100;

/// The delimiters that are found without being told.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How the rows of a table are cut into cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// [`Format::Csv`], whose cells may be quoted, or [`Format::Tsv`].
    pub(super) format: Format,
    pub(super) delimiter: u8,
}

impl Dialect {
    /// Returns that of a format, where nothing says otherwise.
    fn of(format: Format) -> Self {
        let delimiter = if format == Format::Tsv { b'\t' } else { b',' };
        Dialect { format, delimiter }
    }

    /// Starts to read the rows of `input`, whose first line has the number `first_line`.
    pub(super) fn reader(self, input: Input, first_line: u64) -> Reader {
        match self.format {
            Format::Tsv => {
                let form = LineForm::Cells(self.delimiter);
                Reader::Lines(LineReader::new(input, form, first_line))
            }
            _ => Reader::Table(TableReader::new(input, self.delimiter, first_line)),
        }
    }
}

/// A table that was looked at.
pub(super) struct Begun {
    pub(super) dialect: Dialect,
    /// Whether the delimiter is another one than its name and its options say.
    pub(super) is_found: bool,
    /// The number of its first line, behind one that Excel reads.
    pub(super) first_line: u64,
    /// Its first rows, the header too.
    pub(super) rows: Batch,
}

/// Looks at the beginning of `input`, a table of the given format, and tells its delimiter. The
/// input then begins with the first row.
///
/// The delimiter of an option is taken as it is; then that of a first line `sep=;`, as Excel writes
/// and reads it. Else the one of the format is, if the first row then has the columns that the
/// options name. If it has not, and has by one other, it is that other. This row is a header or, in
/// a table without one, a record with enough cells.
///
/// # Errors
///
/// [`Error::InvalidInput`] if the first row has the columns by several others.
pub(super) fn begin(
    input: &mut Input,
    format: Format,
    options: &InputOptions<'_>,
) -> Result<Begun> {
    let (start, _) = input.look(LOOK_BYTES);
    let excel = excel_line(start);
    let first_line = if let Some((_, len)) = excel {
        input.skip(len);
        2
    } else {
        1
    };
    let own = Dialect::of(format);
    let told = match (options.delimiter, excel) {
        (Some(delimiter), _) => Some(Dialect { format, delimiter }),
        // Programs that write this line quote cells, whatever the name says.
        (None, Some((delimiter, _))) => Some(Dialect { format: Format::Csv, delimiter }),
        (None, None) => None,
    };
    let mut look = Look { input, options };
    if let Some(dialect) = told {
        let is_found = dialect != own && options.delimiter.is_none();
        let rows = look.rows(dialect);
        return Ok(Begun { dialect, is_found, first_line, rows });
    }
    look.find(own, first_line)
}

struct Look<'i, 'o> {
    input: &'i mut Input,
    options: &'i InputOptions<'o>,
}

impl Look<'_, '_> {
    /// Finds the delimiter of a table whose own would be that of `own`.
    fn find(mut self, own: Dialect, first_line: u64) -> Result<Begun> {
        let rows = self.rows(own);
        let begun =
            |dialect, rows| Ok(Begun { dialect, is_found: dialect != own, first_line, rows });
        let others = Format::Csv;
        let others = DELIMITERS.map(|delimiter| Dialect { format: others, delimiter });
        let others = others.into_iter().filter(|&dialect| dialect != own);
        let mut others: Vec<_> = others.map(|dialect| (dialect, self.rows(dialect))).collect();
        // In a table without a header, one cell fits wherever a text alone is wanted.
        let is_split = |rows: &Batch| {
            let cells = cell_count(rows);
            rows.len() > 1
                && cells > 1
                && (0..rows.len())
                    .map(|row| rows.record(row))
                    .all(|row| row.fault.is_none() && row.cell_count() == cells)
        };
        let is_one_cell = !self.options.header
            && (0..rows.len()).all(|row| rows.record(row).cell_count() == 1)
            && others.iter().filter(|(_, rows)| is_split(rows)).count() == 1;
        if is_one_cell {
            others.retain(|(_, rows)| is_split(rows));
        } else if self.fits(&rows) {
            return begun(own, rows);
        }
        // A row in one cell says nothing for a delimiter where no header has to name a column.
        let tells = |rows: &Batch| self.options.header || cell_count(rows) > 1;
        let fitting = |at: &usize| tells(&others[*at].1) && self.fits(&others[*at].1);
        let fitting: Vec<usize> = (0..others.len()).filter(fitting).collect();
        match fitting.as_slice() {
            [one] => {
                let (dialect, rows) = others.swap_remove(*one);
                begun(dialect, rows)
            }
            [] => {
                // The one that cuts the row into the most cells shows best what the columns are.
                let most = (0..others.len()).rev().max_by_key(|&at| cell_count(&others[at].1));
                match most.filter(|&at| cell_count(&others[at].1) > 1 && cell_count(&rows) <= 1) {
                    Some(at) => {
                        let (dialect, rows) = others.swap_remove(at);
                        begun(dialect, rows)
                    }
                    None => begun(own, rows),
                }
            }
            several => {
                let names: Vec<String> =
                    several.iter().map(|&at| shown(others[at].0.delimiter)).collect();
                let reason = format!("{} could each separate its columns", names.join(" and "));
                let (file, advice) = (self.input.name().to_owned(), Some(Advice::SetDelimiter));
                Err(Error::InvalidInput { file, reason, advice })
            }
        }
    }

    /// Returns the first rows by a dialect: those that were seen to their ends.
    fn rows(&mut self, dialect: Dialect) -> Batch {
        let name = self.input.name().to_owned();
        let (start, is_all) = self.input.look(LOOK_BYTES);
        let mut rows = Batch::new(MAX_ROWS, usize::MAX);
        let mut reader = dialect.reader(Input::of_text(&name, start.to_vec()), 1);
        // A quote that is not closed may be closed farther on. What is wrong is told when it is
        // read.
        let read = reader.read(&mut rows);
        if read.is_ok() && !is_all && rows.len() < MAX_ROWS {
            rows.pop();
        }
        rows
    }

    /// Returns whether the first of `rows` has the columns that the options name, and a text.
    fn fits(&self, rows: &Batch) -> bool {
        // Text behind a quote comes of cutting at another sign than the cells are separated by.
        if rows.is_empty() || rows.record(0).fault.is_some() {
            return false;
        }
        let (file, encoding) = (self.input.name(), self.input.encoding());
        let header = match self.options.header {
            true => Header::read(file, &rows.record(0), encoding),
            false => Ok(Header::numbered(Some(cell_count(rows)))),
        };
        let parser = header
            .and_then(|header| Parser::for_rows(file, header, encoding, self.options.columns));
        parser.is_ok()
    }
}

/// Returns the number of cells of the first row.
fn cell_count(rows: &Batch) -> usize {
    if rows.is_empty() { 0 } else { rows.record(0).cell_count() }
}

/// Returns a delimiter as messages show it.
pub(super) fn shown(delimiter: u8) -> String {
    match delimiter {
        b'\t' => "tab".to_owned(),
        other => format!("{:?}", char::from(other)),
    }
}

/// Returns the delimiter that a first line for Excel tells (`sep=;`), and the length of this line
/// with its end.
fn excel_line(start: &[u8]) -> Option<(u8, usize)> {
    let (prefix, rest) = start.split_at_checked(4)?;
    let (&delimiter, rest) = rest.split_first()?;
    let is_delimiter = delimiter.is_ascii()
        && !delimiter.is_ascii_alphanumeric()
        && !matches!(delimiter, b'"' | b'\r' | b'\n');
    if !prefix.eq_ignore_ascii_case(b"sep=") || !is_delimiter {
        return None;
    }
    let end = match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        [] => 0,
        _ => return None,
    };
    Some((delimiter, 5 + end))
}
