//! Files as memory: the one place that maps them.
#![allow(unsafe_code)]

use std::fs::File;
use std::ops::Deref;
use std::path::Path;

use memmap2::Mmap;

use crate::error::{Error, Result};

/// The bytes of a file, mapped read-only and shared with every process that maps it too.
#[derive(Debug)]
pub(crate) struct Mapping(Mmap);

impl Deref for Mapping {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Maps the file at `path` read-only, in the same time whatever its size.
///
/// # Errors
///
/// [`Error::Io`] if it cannot be opened or mapped, [`Error::NotAnIndex`] if it is no regular file.
#[expect(clippy::disallowed_methods, reason = "this is the module that opens and maps index files")]
pub(crate) fn map(path: &Path) -> Result<Mapping> {
    let failed = |source| Error::Io { action: "open", path: path.to_owned(), source };
    // Asked before it is opened, since opening a pipe would wait for a writer.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        let reason = "it is not a regular file";
        return Err(Error::NotAnIndex { path: path.to_owned(), reason });
    }
    let file = File::open(path).map_err(failed)?;
    // SAFETY: the map is sound while nobody changes the file under it. The builder never writes to
    // a published path: it renames a finished file into place, which leaves bytes that are already
    // mapped alone. The docs of `Index::open` pass the same rule on to every other writer.
    unsafe { Mmap::map(&file) }.map(Mapping).map_err(failed)
}
