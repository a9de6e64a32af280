//! The bytes of an opened file, one copy for all that have it open in this process.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use memmap2::Mmap;

use super::mmap;
use crate::error::{Error, Result};

/// The bytes of a file, as memory. A clone shares them and costs nothing.
#[derive(Debug, Clone)]
pub(crate) struct Contents(Arc<Shared>);

/// How much of a file is known to be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Checked {
    /// Nothing but its header.
    Nothing,
    /// Its checksums.
    Checksums,
    /// All of it.
    Whole,
}

#[derive(Debug)]
struct Shared {
    bytes: Bytes,
    /// Under what the table has it; `None` where files cannot be told apart.
    key: Option<FileIdentity>,
    /// Whether a full check of the bytes has passed.
    checked: Mutex<Checked>,
}

#[derive(Debug)]
enum Bytes {
    /// Shared with every process that maps the file too.
    Mapped(Mmap),
    /// Private to this process.
    Copied(Vec<u8>),
}

/// Which file it is, in which state, and whether it is mapped or copied.
///
/// A file that is open keeps its inode number, so two that are open at once differ in it; the rest
/// tells apart the states of one that was rewritten in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(unix), allow(dead_code, reason = "no key is made there"))]
struct FileIdentity {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
    is_copied: bool,
}

/// What is open in this process. An entry goes with the last that uses it.
static OPEN: Mutex<BTreeMap<FileIdentity, Weak<Shared>>> = Mutex::new(BTreeMap::new());

impl Contents {
    /// Opens the file at `path`: maps it read-only, in the same time whatever its size, or reads it
    /// if `is_copied`. Opened again in this process, from whatever thread, the same file is the
    /// same memory.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if it cannot be opened, mapped or read, or if it is written to while it is
    /// read; [`Error::NotAnIndex`] if it is no regular file.
    #[expect(clippy::disallowed_methods, reason = "this is the module that opens index files")]
    pub(crate) fn open(path: &Path, is_copied: bool) -> Result<Self> {
        let failed = |action| move |source| Error::Io { action, path: path.to_owned(), source };
        // Asked before it is opened, since opening a pipe would wait for a writer.
        if !std::fs::metadata(path).map_err(failed("open"))?.is_file() {
            let reason = "it is not a regular file";
            return Err(Error::NotAnIndex { path: path.to_owned(), reason });
        }
        let file = File::open(path).map_err(failed("open"))?;
        // Of the file that was opened, since the path may lead to another one by now.
        let metadata = file.metadata().map_err(failed("open"))?;
        let key = key(&metadata, is_copied);
        if let Some(found) = key.and_then(|key| find(&table(), key)) {
            return Ok(found);
        }
        if is_copied {
            // Without the table: others need not wait while this reads.
            let bytes = read(file, &metadata).map_err(failed("read"))?;
            return Ok(share(&mut table(), key, Bytes::Copied(bytes)));
        }
        // Once more, now that nobody else can put it in.
        let mut table = table();
        if let Some(found) = key.and_then(|key| find(&table, key)) {
            return Ok(found);
        }
        let map = mmap::map(&file).map_err(failed("open"))?;
        Ok(share(&mut table, key, Bytes::Mapped(map)))
    }

    /// Brings all bytes into memory, so that no later read waits for the disk.
    pub(crate) fn warm(&self) -> io::Result<()> {
        match &self.0.bytes {
            Bytes::Mapped(map) => mmap::warm(map),
            // They came into memory when they were read.
            Bytes::Copied(_) => Ok(()),
        }
    }

    /// Runs `check` over the bytes, which finds out `what`, unless as much is known already in this
    /// process; others that ask meanwhile wait for it.
    pub(crate) fn check_once(
        &self,
        what: Checked,
        check: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        // Held while it runs, so that threads that open one file check it once and not each.
        let mut checked = self.0.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if *checked < what {
            check()?;
            *checked = what;
        }
        Ok(())
    }
}

impl Deref for Contents {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match &self.0.bytes {
            Bytes::Mapped(map) => map,
            Bytes::Copied(bytes) => bytes,
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let Some(key) = self.key else { return };
        let mut table = table();
        // Since the last user left, another may have opened the file anew.
        if table.get(&key).is_some_and(|entry| entry.strong_count() == 0) {
            table.remove(&key);
        }
    }
}

fn table() -> MutexGuard<'static, BTreeMap<FileIdentity, Weak<Shared>>> {
    // No panic can leave the table in between: each change of it is one call.
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn find(table: &BTreeMap<FileIdentity, Weak<Shared>>, key: FileIdentity) -> Option<Contents> {
    // An entry whose last user is just leaving cannot be taken up, and its file is opened anew.
    table.get(&key)?.upgrade().map(Contents)
}

/// Puts `bytes` into the table, or returns what another thread put there first.
fn share(
    table: &mut BTreeMap<FileIdentity, Weak<Shared>>,
    key: Option<FileIdentity>,
    bytes: Bytes,
) -> Contents {
    if let Some(found) = key.and_then(|key| find(table, key)) {
        return found;
    }
    // Weak in the table, so that the table keeps no file open.
    let shared = Arc::new(Shared { bytes, key, checked: Mutex::new(Checked::Nothing) });
    if let Some(key) = key {
        table.insert(key, Arc::downgrade(&shared));
    }
    Contents(shared)
}

/// Reads all of `file`, which was as `before` says when it was opened.
fn read(mut file: File, before: &Metadata) -> io::Result<Vec<u8>> {
    let len = usize::try_from(before.len()).map_err(io::Error::other)?;
    // A file larger than the memory is an error, and not the end of the process.
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(len)?;
    file.read_to_end(&mut bytes)?;
    // Half of an old and half of a new file would answer until a verification sees it.
    let after = file.metadata()?;
    if bytes.len() != len || (after.len(), after.modified()?) != (before.len(), before.modified()?)
    {
        return Err(io::Error::other("it was written to meanwhile"));
    }
    Ok(bytes)
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "there is none on other systems")]
fn key(metadata: &Metadata, is_copied: bool) -> Option<FileIdentity> {
    use std::os::unix::fs::MetadataExt;
    Some(FileIdentity {
        // By the file and not the path, since a rename makes a path lead to another file.
        device: metadata.dev(),
        inode: metadata.ino(),
        size: metadata.size(),
        modified: (metadata.mtime(), metadata.mtime_nsec()),
        is_copied,
    })
}

/// Elsewhere nothing in the standard library tells files apart: each opening maps its own.
#[cfg(not(unix))]
fn key(_: &Metadata, _: bool) -> Option<FileIdentity> {
    None
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::path::PathBuf;

    use tempfile::TempDir;

    use super::*;

    fn file(bytes: &[u8]) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        write(&path, bytes);
        (folder, path)
    }

    #[expect(clippy::disallowed_methods, reason = "a test makes its files")]
    fn write(path: &Path, bytes: &[u8]) {
        std::fs::write(path, bytes).unwrap();
    }

    fn place(contents: &Contents) -> *const u8 {
        contents.as_ptr()
    }

    #[test]
    fn a_file_that_is_opened_twice_is_one_memory_in_all_threads() {
        let (_folder, path) = file(b"bytes");
        for is_copied in [false, true] {
            let first = Contents::open(&path, is_copied).unwrap();
            let open_again = || {
                let again = Contents::open(&path, is_copied).unwrap();
                assert_eq!(place(&first), place(&again));
            };
            std::thread::scope(|scope| {
                (0..8).for_each(|_| drop(scope.spawn(open_again)));
            });
            assert_eq!(&first[..], b"bytes");
        }
    }

    #[test]
    fn a_mapping_and_a_copy_are_apart() {
        let (_folder, path) = file(b"bytes");
        let [mapped, copied] = [false, true].map(|copy| Contents::open(&path, copy).unwrap());
        assert_ne!(place(&mapped), place(&copied));
        assert_eq!(mapped[..], copied[..]);
    }

    #[test]
    fn another_file_at_the_same_path_is_other_memory_while_the_first_is_kept() {
        let (folder, path) = file(b"before");
        let before = Contents::open(&path, false).unwrap();
        let next = folder.path().join("next");
        write(&next, b"after!");
        std::fs::rename(&next, &path).unwrap();
        let after = Contents::open(&path, false).unwrap();
        assert_eq!((&before[..], &after[..]), (&b"before"[..], &b"after!"[..]));
    }

    #[test]
    fn the_table_forgets_what_nobody_uses() {
        let (_folder, path) = file(b"bytes");
        let contents = Contents::open(&path, false).unwrap();
        let key = contents.0.key.unwrap();
        let clone = contents.clone();
        drop(contents);
        assert!(table().contains_key(&key));
        drop(clone);
        assert!(!table().contains_key(&key));
    }

    #[test]
    fn a_check_that_passed_is_not_run_again_and_one_that_failed_is() {
        let (_folder, path) = file(b"bytes");
        let contents = Contents::open(&path, false).unwrap();
        let again = Contents::open(&path, false).unwrap();
        let mut runs = 0;
        contents.check_once(Checked::Checksums, || Err(Error::Aborted)).unwrap_err();
        contents
            .check_once(Checked::Checksums, || {
                runs += 1;
                Ok(())
            })
            .unwrap();
        again.check_once(Checked::Checksums, || Err(Error::Aborted)).unwrap();
        // More is not known by that.
        again.check_once(Checked::Whole, || Err(Error::Aborted)).unwrap_err();
        again.check_once(Checked::Whole, || Ok(())).unwrap();
        contents.check_once(Checked::Checksums, || Err(Error::Aborted)).unwrap();
        assert_eq!(runs, 1);
    }
}
