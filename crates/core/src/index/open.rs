//! Opening: the checks that a file must pass before it is queried, in constant time.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::view::View;
use crate::analysis::Layouts;
use crate::analysis::Stemmers;
use crate::analysis::costs::EditCosts;
use crate::analysis::{self, Analyzer};
use crate::error::{Error, Result};
use crate::format::Damaged;
use crate::format::header::{FORMAT_VERSION, Header, HeaderError, SectionId};
use crate::settings::{Settings, check_seasons};
use crate::storage::{self, Mapping};

/// A mapped file that passed the checks, and where its sections are.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(super) path: PathBuf,
    pub(super) file: Mapping,
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
    /// Maps and checks the file at `path`.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = storage::map(path)?;
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
        Ok(opened)
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
