//! Bytes into an opened index.

mod check;
mod column;
mod contexts;
mod entry;
mod file;
mod forms;
mod info;
mod inverses;
mod language;
mod merged;
mod open;
mod records;
mod repeats;
mod seasons;
mod surfaces;
mod verify;
mod view;
mod words;

pub use entry::Entry;
pub use info::{ContextInfo, IndexInfo, SectionInfo};
pub use open::OpenOptions;
pub use records::{Entries, Record, RecordAlias};
pub use verify::VerifyReport;

pub(crate) use column::{Column, optional_string};
pub(crate) use contexts::ContextLists;
pub(crate) use forms::{Form, Forms};
pub(crate) use language::{StemmedWord, edit_costs};
pub(crate) use repeats::Repeats;
pub(crate) use seasons::Seasons;
pub(crate) use view::View;
pub(crate) use words::Words;

use std::path::Path;
use std::sync::Arc;

use crate::error::Result;
use file::Opened;

/// A read-only index, opened from a file that [`IndexBuilder`](crate::IndexBuilder) wrote.
///
/// The file is mapped into memory, so all processes that open it share one copy. A clone shares
/// the mapping and costs nothing. Queries may come from any number of threads.
///
/// ```
/// use mapahead::{Format, Index, IndexBuilder, SuggestOptions};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("cities.mapahead");
/// let mut builder = IndexBuilder::new(&path, Default::default())?;
/// builder.add_reader("cities", Format::Csv, &b"text,weight\nBern,134\nBerlin,3769\n"[..])?;
/// builder.finish()?;
///
/// let index = Index::open(&path)?;
/// let result = index.suggest("ber", &SuggestOptions::default())?;
/// let texts: Vec<&str> = result.suggestions.iter().map(|suggestion| suggestion.text).collect();
/// assert_eq!(texts, ["Berlin", "Bern"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Index(Arc<Opened>);

impl Index {
    /// Opens the index file at `path`.
    ///
    /// Reads the header, the section table and the settings, whatever the size of the file; the
    /// rest stays on disk until a query needs it.
    ///
    /// While the file is open nobody may change or truncate it in place: a process that reads
    /// bytes which are gone is killed by the operating system. Replace it by renaming a finished
    /// file over it, as the builder does and `mv` on one file system does (`cp` does not): open
    /// indexes then keep the old contents.
    ///
    /// # Errors
    ///
    /// `ERR_IO` if the file cannot be opened, `ERR_NOT_AN_INDEX` if it is something else,
    /// `ERR_UNSUPPORTED_VERSION` or `ERR_UNSUPPORTED` if another release must read it, and
    /// `ERR_CORRUPT` if header, section table or settings are damaged. Damage elsewhere is found
    /// by [`Index::verify`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(path, &OpenOptions::default())
    }

    /// Opens the index file at `path` as [`Index::open`] does, and as `options` say.
    ///
    /// On Unix a file that this process has open already, and in the same way, is the same memory.
    ///
    /// # Errors
    ///
    /// As [`Index::open`]; and `ERR_CORRUPT` with [`OpenOptions::verify`] if anything is damaged,
    /// `ERR_IO` with [`OpenOptions::warm`] or [`OpenOptions::copy`] if the file cannot be read.
    pub fn open_with(path: impl AsRef<Path>, options: &OpenOptions) -> Result<Self> {
        // Shared, so that all clones have one mapping, which ends with the last of them.
        open::open(path.as_ref(), options).map(|opened| Index(Arc::new(opened)))
    }

    /// Returns the entry whose id is `id`, byte for byte, or `None` if there is none.
    ///
    /// Takes constant time, and some for each context.
    ///
    /// # Errors
    ///
    /// `ERR_CORRUPT` if the look-up runs into damaged bytes.
    pub fn get(&self, id: &str) -> Result<Option<Entry<'_>>> {
        self.0.view().find(id)
    }

    /// Returns the entry whose number by falling weight, from 0, is `ordinal`, or `None` past the
    /// last.
    ///
    /// # Errors
    ///
    /// `ERR_CORRUPT` if the look-up runs into damaged bytes.
    pub fn entry(&self, ordinal: u32) -> Result<Option<Entry<'_>>> {
        let view = self.0.view();
        // Past the last is an answer here. Further down it would be damage.
        (ordinal < view.entries()).then(|| view.entry(ordinal)).transpose()
    }

    /// Returns the sections, to read.
    pub(crate) fn view(&self) -> View<'_> {
        self.0.view()
    }

    /// Returns what the index holds: counts, sizes, versions and settings.
    #[must_use]
    pub fn info(&self) -> IndexInfo {
        info::info(&self.0)
    }

    /// Returns the content hash: equal input and settings give an equal one.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.0.header.generation
    }

    /// Reads the whole file and checks it: every checksum, the padding, the generation, and that
    /// the sections agree with each other and with the analysis of this release.
    ///
    /// Takes time in the size of the file.
    ///
    /// # Errors
    ///
    /// `ERR_CORRUPT` with the first contradiction found.
    pub fn verify(&self) -> Result<VerifyReport> {
        verify::verify(&self.0)
    }
}

#[cfg(test)]
mod section_tests;
