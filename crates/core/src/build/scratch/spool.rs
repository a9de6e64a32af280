//! Spools: sections while they are written, in memory or, past a size, in temporary files.

use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::Path;

use tempfile::SpooledTempFile;
use xxhash_rust::xxh3::Xxh3;

use crate::format::section_id::SectionId;

/// Bytes of a section that are written now and read once, later.
pub(in crate::build) struct Spool {
    file: BufWriter<SpooledTempFile>,
    len: u64,
}

impl Spool {
    /// Starts with nothing; past `budget_bytes` the bytes go to an unnamed file in `folder`.
    pub(in crate::build) fn new(budget_bytes: usize, folder: &Path) -> Self {
        // Small sections never touch the disk, and a killed build leaves no file with a name.
        let file = tempfile::spooled_tempfile_in(budget_bytes, folder);
        Spool { file: BufWriter::with_capacity(64 << 10, file), len: 0 }
    }

    /// Returns the bytes written so far.
    pub(in crate::build) fn len(&self) -> u64 {
        self.len
    }

    /// Copies everything to `out` and into `hash`.
    fn copy_to(self, out: &mut impl Write, hash: &mut Xxh3) -> io::Result<()> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        // By hand and not by `io::copy`, since the hash must see the bytes too.
        let mut buffer = vec![0; 256 << 10];
        loop {
            let read = match file.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => read,
                // A signal came in between: nothing was read, and nothing is lost.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            hash.update(&buffer[..read]);
            out.write_all(&buffer[..read])?;
        }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Counted here: the file behind the buffer does not know what is still in it.
        let written = self.file.write(bytes)?;
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A section that is ready to be written: bytes from memory, then those of a spool.
pub(in crate::build) struct SectionContents {
    /// Which section it is.
    pub(in crate::build) id: SectionId,
    /// The bytes it starts with.
    pub(in crate::build) head: Vec<u8>,
    /// The bytes that follow.
    pub(in crate::build) tail: Option<Spool>,
}

impl SectionContents {
    /// Makes a section whose bytes are all in memory.
    pub(in crate::build) fn of_bytes(id: SectionId, head: Vec<u8>) -> Self {
        SectionContents { id, head, tail: None }
    }

    /// Returns the number of bytes.
    pub(in crate::build) fn len(&self) -> u64 {
        self.head.len() as u64 + self.tail.as_ref().map_or(0, Spool::len)
    }

    /// Writes the section and returns its checksum.
    pub(in crate::build) fn write_to(self, out: &mut impl Write) -> io::Result<u64> {
        let mut hash = Xxh3::new();
        hash.update(&self.head);
        out.write_all(&self.head)?;
        if let Some(spool) = self.tail {
            spool.copy_to(out, &mut hash)?;
        }
        Ok(hash.digest())
    }
}
