//! Opening: the checks that a file must pass before it is queried, in constant time.

use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use super::file::{Opened, corrupt};
use super::verify::{verify, verify_checksums};
use crate::analysis::{self, Analyzer, Layouts, Stemmers, letter_costs};
use crate::error::{Error, Result};
use crate::format::header::{FORMAT_VERSION, Header, HeaderError};
use crate::format::section_id::SectionId;
use crate::settings::{Settings, check_seasons};
use crate::storage::{Checked, Contents};

/// How [`Index::open_with`](crate::Index::open_with) opens a file; all is off by default.
///
/// ```
/// let options = mapahead::OpenOptions { warm: true, ..Default::default() };
/// assert!(!options.verify);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// Whether the whole file is checked, as [`Index::verify`](crate::Index::verify) does, before
    /// it is used. Takes time in its size. Of several that open one file in one process only the
    /// first checks it; the others wait for that.
    pub verify: bool,
    /// Whether the checksums of header and sections are compared with what they are of, before the
    /// file is used: what `verify` finds of accidents, in a fraction of its time. Once in a
    /// process, as that.
    pub checksums: bool,
    /// Whether the whole file is brought into memory, so that the first query is as fast as the
    /// next. Takes time in its size where it is not in the page cache.
    pub warm: bool,
    /// Whether the file is read into memory of this process in place of mapping it: for file
    /// systems whose files may change or vanish while they are mapped, such as those of a network.
    /// Other processes then share nothing of it.
    pub copy: bool,
}

/// What to do about a file that another release wrote in another way.
const OTHER_RELEASE: &str =
    "open it with the release that built it, or build it again with this one";

/// Opens and checks the file at `path`.
pub(super) fn open(path: &Path, options: &OpenOptions) -> Result<Opened> {
    let opened = read(path, options)?;
    // Before anything else reads, since queries rely on these counts and never check them again.
    opened.view().check()?;
    // First, since it reads as fast as the disk can, and a check does not.
    if options.warm {
        warm(&opened)?;
    }
    if options.verify {
        opened.file.check_once(Checked::Whole, || verify(&opened).map(drop))?;
    } else if options.checksums {
        opened.file.check_once(Checked::Checksums, || verify_checksums(&opened))?;
    }
    Ok(opened)
}

/// Reads the header, the section table and the settings: all that stays in memory.
fn read(path: &Path, options: &OpenOptions) -> Result<Opened> {
    let file = Contents::open(path, options.copy)?;
    let header = Header::parse(&file).map_err(|error| header_error(path, error))?;
    // Before the settings, which may mean something else to another analysis.
    check_analysis(path, header.analysis_version)?;
    // By number, so that a look-up of a section is one read in place of a search of the table.
    let ranges = std::array::from_fn(|number| {
        let id = SectionId::ALL.get(number.checked_sub(1)?)?;
        header.find(*id)
    });
    let settings = read_settings(path, &file, &ranges)?;
    let analyzer = Analyzer::new(settings.kind);
    // A later release may know more layouts and languages, so an unknown one is no damage.
    let layouts = Layouts::new(&settings.layouts).map_err(|error| unknown(path, error))?;
    let stemmers = Stemmers::new(&settings.languages).map_err(|error| unknown(path, error))?;
    Ok(Opened {
        path: path.to_owned(),
        file,
        header,
        settings,
        analyzer,
        layouts,
        stemmers,
        costs: OnceLock::new(),
        ranges,
    })
}

/// Texts would become other keys than those in the file, so nothing would be found.
fn check_analysis(path: &Path, found: u32) -> Result<()> {
    match found == analysis::VERSION {
        true => Ok(()),
        false => Err(Error::UnsupportedVersion {
            path: path.to_owned(),
            what: "analysis",
            found,
            supported: analysis::VERSION,
            hint: "texts would become other keys than those in the file, so build it again \
                   with this release",
        }),
    }
}

/// Brings into memory what queries read: the file, and the tables that the first would make.
fn warm(opened: &Opened) -> Result<()> {
    let failed = |source| Error::Io { action: "read", path: opened.path.clone(), source };
    opened.file.warm().map_err(failed)?;
    // The first query with slips would have to make these tables.
    opened.view().costs(false);
    Ok(())
}

/// Returns the error for settings that this release does not know.
fn unknown(path: &Path, error: impl std::fmt::Display) -> Error {
    let what = format!("the settings of {} ({error})", path.display());
    Error::Unsupported { what, hint: OTHER_RELEASE }
}

fn header_error(path: &Path, error: HeaderError) -> Error {
    let path_of = || path.to_owned();
    match error {
        HeaderError::NotAnIndex(reason) => Error::NotAnIndex { path: path_of(), reason },
        HeaderError::FormatVersion(found) => Error::UnsupportedVersion {
            path: path_of(),
            what: "format",
            found,
            supported: FORMAT_VERSION,
            hint: OTHER_RELEASE,
        },
        HeaderError::Damaged(damaged) => corrupt(path, "header", damaged.0),
        HeaderError::UnknownSection(number) => Error::Unsupported {
            what: format!("section {number} of {}", path.display()),
            hint: OTHER_RELEASE,
        },
    }
}

fn read_settings(path: &Path, file: &[u8], ranges: &[Option<Range<usize>>]) -> Result<Settings> {
    let settings = ranges.get(SectionId::Settings as usize).cloned().flatten();
    let Some(bytes) = settings.and_then(|range| file.get(range)) else {
        return Err(corrupt(path, "settings", "the section is missing"));
    };
    let settings: Settings =
        // JSON that is whole but has an unknown member is from a later release, and no damage.
        serde_json::from_slice(bytes).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => unknown(path, error),
            _ => corrupt(path, "settings", error.to_string()),
        })?;
    // Queries multiply by these numbers unchecked, so a file has to keep the rules of a build.
    let checked = settings.quality.check();
    let checked = checked.and_then(|()| letter_costs::check_typos(settings.kind, &settings.typos));
    let checked = checked.and_then(|()| check_seasons(&settings.seasons));
    checked.map_err(|error| corrupt(path, "settings", error.to_string()))?;
    Ok(settings)
}
