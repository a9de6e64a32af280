//! The columns of a table: by the names in its header, or by their numbers without one.

use crate::advice::shown;
use crate::build::input::batch::RawRecord;
use crate::build::input::names::{Fit, fit};
use crate::build::input::text_encoding::TextEncoding;
use crate::error::{Error, Result};

/// The columns of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::build) struct Header {
    names: Vec<String>,
    origin: Origin,
}

/// Where the names of columns come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The first row.
    Row,
    /// The places of the columns.
    Places,
    /// Nothing: there is no row that tells how many columns there are.
    Nothing,
}

impl Header {
    /// Reads the names of the columns from the first row of the input called `file`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if its quotes are wrong, [`Error::WrongEncoding`].
    pub(in crate::build) fn read(
        file: &str,
        row: &RawRecord<'_>,
        encoding: TextEncoding,
    ) -> Result<Self> {
        // A damaged header makes every row below it wrong.
        if let Some(fault) = row.fault {
            let reason = format!("the header {}", fault.reason());
            return Err(Error::InvalidInput { file: file.into(), reason, advice: None });
        }
        let names = (0..row.cell_count()).map(|at| {
            let name = row.cell(at).unwrap_or_default();
            String::from_utf8(name.to_vec()).map_err(|_| {
                let refused = encoding.refuse(row.raw);
                let reason = refused.reason(&format!("in column {} of the header", at + 1));
                let (file, line, likely) = (file.into(), row.line, refused.likely);
                Error::WrongEncoding { file, line, reason, likely, advice: refused.advice }
            })
        });
        Ok(Header { names: names.collect::<Result<_>>()?, origin: Origin::Row })
    }

    /// Makes the columns of a table without a header, whose first row has `count` cells; `None` if
    /// it has no rows.
    pub(in crate::build) fn numbered(count: Option<usize>) -> Self {
        let names = (1..=count.unwrap_or(0)).map(|number| number.to_string()).collect();
        Header { names, origin: count.map_or(Origin::Nothing, |_| Origin::Places) }
    }

    /// Returns the number of columns.
    pub(in crate::build) fn len(&self) -> usize {
        self.names.len()
    }

    /// Returns whether the columns are named by their numbers.
    pub(in crate::build) fn is_numbered(&self) -> bool {
        self.origin != Origin::Row
    }

    /// Returns the name of the column at `at`.
    pub(in crate::build) fn name(&self, at: usize) -> &str {
        self.names.get(at).map_or("", String::as_str)
    }

    /// Returns the names of the columns.
    pub(in crate::build) fn names(&self) -> &[String] {
        &self.names
    }

    /// Finds the column that `wanted` names: the one of that name to the letter, or else the one
    /// whose name differs in case and outer white space alone. Without a header, names are numbers.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if several fit equally well, since either could be meant.
    pub(in crate::build) fn find(&self, file: &str, wanted: &str) -> Result<Option<usize>> {
        // No row will ask for the column of any number.
        if self.origin == Origin::Nothing {
            let number = wanted.trim().parse::<usize>().ok();
            return Ok(number.and_then(|number| number.checked_sub(1)));
        }
        let fits: Vec<Option<Fit>> = self.names.iter().map(|name| fit(name, wanted)).collect();
        let Some(best) = fits.iter().flatten().max() else { return Ok(None) };
        let mut places = (0..fits.len()).filter(|&at| fits.get(at) == Some(&Some(*best)));
        let (Some(first), second) = (places.next(), places.next()) else { return Ok(None) };
        // Half of the data would be lost without a word.
        let reason = match (self.name(first), second.map(|second| self.name(second))) {
            (_, None) => return Ok(Some(first)),
            (one, Some(other)) if one == other => {
                format!("the header has the column {} twice; rename one of them", shown(one))
            }
            (one, Some(other)) => format!(
                "both {} and {} in the header fit {}; name the one to take as it stands there",
                shown(one),
                shown(other),
                shown(wanted)
            ),
        };
        Err(Error::InvalidInput { file: file.into(), reason, advice: None })
    }
}
