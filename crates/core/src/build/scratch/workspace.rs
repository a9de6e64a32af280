//! What every stage of a build shares: a folder, memory to sort in, and whoever watches.

use std::io;
use std::path::{Path, PathBuf};

use super::sorter::Sorter;
use super::spool::Spool;
use crate::build::progress::Progress;
use crate::error::{Error, Result};

/// How many items pass between two looks at whether the build was aborted.
const STEP_ITEMS: u64 = 4096;
/// The part of the memory that a spool may take before it goes to a file: one in this many. The 24
/// sections that may be spooled take three eighths of it together, beside sorters that come and go.
const SPOOL_SHARE: u64 = 64;

/// Makes sorters and spools, and counts steps. Cheap to clone.
#[derive(Debug, Clone)]
pub(in crate::build) struct Workspace {
    folder: PathBuf,
    memory: u64,
    progress: Progress,
}

impl Workspace {
    /// Takes up to `memory` bytes for sorting; past it, temporary files go to `folder`.
    pub(in crate::build) fn new(folder: &Path, memory: u64, progress: Progress) -> Self {
        Workspace { folder: folder.to_owned(), memory, progress }
    }

    /// Returns the handle by which the build is watched and aborted.
    pub(in crate::build) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Starts a sorter that takes up to one `share`th of the memory.
    pub(in crate::build) fn sorter(&self, share: u64) -> Sorter {
        Sorter::new(self.memory / share, &self.folder)
    }

    /// Starts a spool.
    pub(in crate::build) fn spool(&self) -> Spool {
        // What does not fit into a usize is more memory than there is.
        let budget_bytes = usize::try_from(self.memory / SPOOL_SHARE).unwrap_or(usize::MAX);
        Spool::new(budget_bytes, &self.folder)
    }

    /// Says that `done` items of a pass are done, one more than at the last call.
    ///
    /// # Errors
    ///
    /// [`Error::Aborted`] once the build was told to end.
    pub(in crate::build) fn step(&self, done: u64) -> Result<()> {
        // Threads share the counter, so it is not touched for each of millions of items.
        if done.is_multiple_of(STEP_ITEMS) {
            self.progress.add_steps(STEP_ITEMS);
            self.progress.check()?;
        }
        Ok(())
    }

    /// Counts the items after the last full step.
    pub(in crate::build) fn last_step(&self, done: u64) {
        self.progress.add_steps(done % STEP_ITEMS);
    }

    /// Returns the error of a temporary file that could not be used.
    pub(in crate::build) fn failed(&self, source: io::Error) -> Error {
        Error::Io { action: "use temporary files in", path: self.folder.clone(), source }
    }

    /// Returns the error of a temporary file that gave other bytes back than were written.
    pub(in crate::build) fn damaged(&self) -> Error {
        self.failed(io::ErrorKind::InvalidData.into())
    }
}
