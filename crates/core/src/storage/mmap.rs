//! Files as memory: the one place that maps them.
#![allow(unsafe_code)]

use std::fs::File;
use std::hint::black_box;
use std::io;

use memmap2::Mmap;

/// The least page size of the systems that this runs on.
const PAGE_BYTES: usize = 4096;

/// Maps `file` read-only, in the same time whatever its size.
#[expect(clippy::disallowed_methods, reason = "this is the module that maps index files")]
pub(super) fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the map is sound while nobody changes the file under it. The builder never writes to
    // a published path: it renames a finished file into place, which leaves bytes that are already
    // mapped alone. The docs of `Index::open` pass the same rule on to every other writer.
    unsafe { Mmap::map(file) }
}

/// Brings every page of `map` into memory, and into the page table of this process where the system
/// can do that.
pub(super) fn warm(map: &Mmap) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    match map.advise(memmap2::Advice::PopulateRead) {
        Ok(()) => return Ok(()),
        // Linux before 5.14, or one that filters the call. Otherwise the file could not be read.
        Err(error) if is_unsupported(&error) => {}
        Err(error) => return Err(error),
    }
    #[cfg(unix)]
    map.advise(memmap2::Advice::WillNeed)?;
    // The advice reads ahead only a part of a large file.
    for page in map.chunks(PAGE_BYTES) {
        black_box(page.first());
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn is_unsupported(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn warming_leaves_the_bytes_as_they_are() {
        let mut file = tempfile::tempfile().unwrap();
        let bytes: Vec<u8> = (0..PAGE_BYTES * 3 + 7).map(|place| (place % 251) as u8).collect();
        file.write_all(&bytes).unwrap();
        let map = map(&file).unwrap();
        warm(&map).unwrap();
        assert_eq!(map[..], bytes);
    }
}
