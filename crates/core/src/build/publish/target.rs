//! Publishing: a finished file takes the place of the one before in a single step.
//!
//! The index is written to a temporary file beside its target, synced, and renamed over it; then
//! the folder is synced. Nobody may write to the published file, so that a copy over it fails where
//! a rename does not. Whoever has the old file mapped keeps it; a build that is killed at any byte
//! leaves it in place. The temporary file is removed when the build fails. A process that is killed
//! leaves it behind, as `.NAME.….tmp`, and the next build to the name removes it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::index_file::{IndexFile, Written};
use super::left_overs::Access;
use super::replacement;
use crate::build::scratch::SectionContents;
use crate::error::{Error, Result};
use crate::format::header::{self, Counts};

/// The place of an index that is being built.
pub(in crate::build) struct Target {
    path: PathBuf,
    folder: PathBuf,
    /// The folder itself, to be synced after the rename; only where that is needed.
    folder_handle: Option<File>,
    file: NamedTempFile,
}

impl Target {
    /// Creates the temporary file for the index `path`, so that a folder that is missing or may
    /// not be written to is known before hours of work.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be created, [`Error::InvalidOption`] if something that is
    /// not a regular file stands at `path`.
    pub(in crate::build) fn create(path: &Path) -> Result<Self> {
        let failed = |source| Error::Io { action: "write", path: path.to_owned(), source };
        let target = replacement::resolve(path).map_err(|error| match error.kind() {
            // A path such as `folder/` names no file, which is the fault of the caller and not of
            // the disk.
            io::ErrorKind::InvalidInput => Error::InvalidOption {
                option: "out",
                expected: "the path of a file".to_owned(),
                got: format!("{:?}", path.display().to_string()),
            },
            _ => failed(error),
        })?;
        let refused = |what: &str| Error::InvalidOption {
            option: "out",
            expected: "a path where an index file may be written".to_owned(),
            got: format!("{}, which {what}", path.display()),
        };
        // A device, or a file of something else, was hardly meant to be replaced by an index.
        match fs::metadata(&target) {
            Ok(existing) if existing.is_dir() => return Err(refused("is a folder")),
            Ok(existing) if !existing.is_file() => return Err(refused("is not a regular file")),
            // An empty file is how tools reserve a name.
            Ok(existing) if existing.len() > 0 && !is_index(&target).map_err(failed)? => {
                return Err(refused(
                    "is a file of something else; remove it or choose another name",
                ));
            }
            _ => {}
        }
        // In the same folder: a rename is one step only inside of one file system.
        let file = replacement::temporary_beside(&target, Access::ReadOnly).map_err(failed)?;
        let folder = target.parent().unwrap_or(Path::new(".")).to_owned();
        // Opened now, since it may not be readable any more when hours have passed.
        let folder_handle = open_folder(&folder).map_err(failed)?;
        Ok(Target { path: target, folder, folder_handle, file })
    }

    /// Makes sure that the index does not replace the input at `input`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] if it would.
    pub(in crate::build) fn refuse_input(&self, input: &Path) -> Result<()> {
        if replacement::resolve(input).is_ok_and(|input| input == self.path) {
            return Err(Error::InvalidOption {
                option: "out",
                expected: "another file than an input".to_owned(),
                got: self.path.display().to_string(),
            });
        }
        Ok(())
    }

    /// Returns the folder of the index, where temporary files may go too.
    pub(in crate::build) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the path of the index.
    pub(in crate::build) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the error for a failure to write.
    pub(in crate::build) fn error(&self, source: io::Error) -> Error {
        Error::Io { action: "write", path: self.path.clone(), source }
    }

    /// Writes header and sections, and puts the file in place of the one before.
    ///
    /// `step` is called now and then, and may stop it.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be written; what was at the path is still there then.
    pub(in crate::build) fn publish(
        mut self,
        counts: Counts,
        sections: Vec<SectionContents>,
        mut step: impl FnMut() -> Result<()>,
    ) -> Result<Written> {
        let written = IndexFile::new(self.file.as_file_mut(), &self.path)
            .write(counts, sections, &mut step)?;
        step()?;
        // Before the rename: else a power cut could leave the name with no bytes behind it.
        self.file.as_file().sync_all().map_err(|source| self.error(source))?;
        // One step: a process that opens the path gets the old file or the new one.
        self.file.persist(&self.path).map_err(|error| Error::Io {
            action: "write",
            path: self.path.clone(),
            source: error.error,
        })?;
        // The name itself lies in the folder, and is on disk only after this.
        if let Some(folder) = self.folder_handle {
            let action = "make sure that the new index outlives a power cut: cannot sync";
            folder.sync_all().map_err(|source| Error::Io { action, path: self.folder, source })?;
        }
        Ok(written)
    }
}

/// Returns whether the file at `path` starts as an index does, damaged or not.
#[expect(clippy::disallowed_methods, reason = "what is to be replaced is looked at first")]
fn is_index(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    File::open(path)?.take(header::MAGIC.len() as u64).read_to_end(&mut start)?;
    Ok(start == header::MAGIC)
}

/// Opens the folder whose sync makes a rename last through a power cut. Windows neither needs nor
/// allows it.
#[expect(clippy::disallowed_methods, reason = "a folder is synced through a handle to it")]
fn open_folder(folder: &Path) -> io::Result<Option<File>> {
    if cfg!(unix) { File::open(folder).map(Some) } else { Ok(None) }
}
