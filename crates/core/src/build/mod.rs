//! Records into one published index file.

mod options;
mod progress;
mod record;
mod rejects;
mod source;

pub use options::{BuildOptions, Columns, Compression, Format, OnError, Quality};
pub use progress::{BuildReport, Phase, Progress, ProgressSnapshot};

use crate::error::Result;
use std::io::Read;
use std::path::Path;

/// Collects records and writes them as one index file.
pub struct IndexBuilder { progress: Progress }

impl IndexBuilder {
    /// Starts a build of the index file `out`.
    pub fn new(_out: &Path, _options: BuildOptions) -> Result<Self> { todo!() }
    /// Returns the handle to watch and abort this build from another thread.
    pub fn progress(&self) -> Progress { self.progress.clone() }
    /// Adds every record of the file at `path`, or of standard input if it is `-`.
    pub fn add_file(&mut self, _path: &Path) -> Result<()> { todo!() }
    /// Adds every record that `reader` yields; `name` stands for it in messages.
    pub fn add_reader(&mut self, _name: &str, _format: Format, _reader: impl Read + Send + 'static) -> Result<()> { todo!() }
    /// Adds NDJSON records from memory; lines are counted on from the last batch of the same `name`.
    pub fn add_ndjson(&mut self, _name: &str, _lines: &[u8]) -> Result<()> { todo!() }
    /// Writes the file and publishes it.
    pub fn finish(self) -> Result<BuildReport> { todo!() }
}
