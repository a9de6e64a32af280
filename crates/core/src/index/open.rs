//! Opening: the checks that a file must pass before it is queried, in constant time.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::verify::{verify, verify_checksums};
use super::view::View;
use crate::analysis::Layouts;
use crate::analysis::Stemmers;
use crate::analysis::costs::EditCosts;
use crate::analysis::{self, Analyzer};
use crate::error::{Error, Result};
use crate::format::Damaged;
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
    /// Whether the whole file is checked, as [`Index::verify`](crate::Index::verify) does, before it
    /// is used. Takes time in its size. Of several that open one file in one process only the first
    /// checks it; the others wait for that.
    pub verify: bool,
    /// Whether the checksums of header and sections are compared with what they are of, before the file is used:
    /// what `verify` finds of accidents, in a fraction of its time. Once in a process, as that.
    pub checksums: bool,
    /// Whether the whole file is brought into memory, so that the first query is as fast as the
    /// next. Takes time in its size where it is not in the page cache.
    pub warm: bool,
    /// Whether the file is read into memory of this process in place of mapping it: for file systems
    /// whose files may change or vanish while they are mapped, such as those of a network. Other
    /// processes then share nothing of it.
    pub copy: bool,
}

/// A file that passed the checks, and where its sections are.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(super) path: PathBuf,
    pub(super) file: Contents,
    pub(super) header: Header,
    pub(super) settings: Settings,
    pub(super) analyzer: Analyzer,
    pub(super) layouts: Layouts,
    pub(super) stemmers: Stemmers,
    /// What slips cost, weighted and all equal; made by the first query that needs it.
    pub(super) costs: OnceLock<[EditCosts; 2]>,
    /// By the number of the section.
    ranges: [Option<Range<usize>>; SectionId::ALL.len() + 1],
}

impl Opened {
    /// Opens and checks the file at `path`.
    pub(super) fn open(path: &Path, options: &OpenOptions) -> Result<Self> {
        let file = Contents::open(path, options.copy)?;
        let header = Header::parse(&file).map_err(|error| header_error(path, error))?;
        if header.analysis_version != analysis::VERSION {
            return Err(Error::UnsupportedVersion {
                path: path.to_owned(),
                what: "analysis",
                found: header.analysis_version,
                supported: analysis::VERSION,
                hint: "texts would become other keys than those in the file, so build it again \
                       with this release",
            });
        }
        let ranges = std::array::from_fn(|number| {
            let id = SectionId::ALL.get(number.checked_sub(1)?)?;
            header.find(*id)
        });
        let settings = read_settings(path, &file, &ranges)?;
        let analyzer = Analyzer::new(settings.kind);
        let unknown = |error: Error| Error::Unsupported {
            what: format!("the settings of {} ({error})", path.display()),
            hint: "open it with the release that built it, or build it again with this one",
        };
        let layouts = Layouts::new(&settings.layouts).map_err(unknown)?;
        let stemmers = Stemmers::new(&settings.languages).map_err(unknown)?;
        let opened = Opened {
            path: path.to_owned(),
            file,
            header,
            settings,
            analyzer,
            layouts,
            stemmers,
            costs: OnceLock::new(),
            ranges,
        };
        opened.view().check()?;
        // First, since it reads as fast as the disk can, and a check does not.
        if options.warm {
            opened.warm()?;
        }
        if options.verify {
            opened.file.check_once(Checked::Whole, || verify(&opened).map(drop))?;
        } else if options.checksums {
            opened.file.check_once(Checked::Checksums, || verify_checksums(&opened))?;
        }
        Ok(opened)
    }

    /// Brings into memory what queries read: the file, and the tables that the first would make.
    fn warm(&self) -> Result<()> {
        let failed = |source| Error::Io { action: "read", path: self.path.clone(), source };
        self.file.warm().map_err(failed)?;
        self.view().costs(false);
        Ok(())
    }

    /// Returns the sections, to read.
    pub(crate) fn view(&self) -> View<'_> {
        View { opened: self }
    }

    /// Returns the bytes of a section, or `None` if the file has no such section.
    pub(super) fn section(&self, id: SectionId) -> Option<&[u8]> {
        self.file.get(self.ranges.get(id as usize)?.clone()?)
    }

    /// Returns the error for damage in a section.
    pub(super) fn corrupt(&self, part: SectionId, damaged: Damaged) -> Error {
        corrupt(&self.path, part.name(), damaged.0)
    }
}

fn corrupt(path: &Path, part: &'static str, reason: impl Into<String>) -> Error {
    Error::Corrupt { path: path.to_owned(), part, reason: reason.into() }
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
            hint: "open it with the release that built it, or build it again with this one",
        },
        HeaderError::Damaged(damaged) => corrupt(path, "header", damaged.0),
        HeaderError::UnknownSection(number) => Error::Unsupported {
            what: format!("section {number} of {}", path.display()),
            hint: "open it with the release that built it, or build it again with this one",
        },
    }
}

fn read_settings(path: &Path, file: &[u8], ranges: &[Option<Range<usize>>]) -> Result<Settings> {
    let settings = ranges.get(SectionId::Settings as usize).cloned().flatten();
    let Some(bytes) = settings.and_then(|range| file.get(range)) else {
        return Err(corrupt(path, "settings", "the section is missing"));
    };
    let settings: Settings =
        serde_json::from_slice(bytes).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => Error::Unsupported {
                what: format!("the settings of {} ({error})", path.display()),
                hint: "open it with the release that built it, or build it again with this one",
            },
            _ => corrupt(path, "settings", error.to_string()),
        })?;
    let checked = settings.quality.check().and_then(|()| settings.typos.check());
    let checked = checked.and_then(|()| check_seasons(&settings.seasons));
    checked.map_err(|error| corrupt(path, "settings", error.to_string()))?;
    Ok(settings)
}
