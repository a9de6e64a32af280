//! The bytes of an index file: the header, the table of sections, and the sections themselves.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use crate::analysis;
use crate::build::scratch::SectionContents;
use crate::error::{Error, Result};
use crate::format::header::{self, ALIGNMENT, Counts, Section};

const BUFFER_BYTES: usize = 256 << 10;

/// A file that is written from its beginning to its end, and then at its beginning again.
pub(super) struct IndexFile<'a> {
    out: BufWriter<&'a mut File>,
    /// What the file will be called, for messages.
    path: &'a Path,
    /// How many bytes were written.
    offset: u64,
}

/// What was written.
pub(in crate::build) struct Written {
    /// The size of the file.
    pub(in crate::build) bytes: u64,
    /// The content hash.
    pub(in crate::build) generation: u64,
}

impl<'a> IndexFile<'a> {
    /// Starts to write `file`, which is empty, for the index `path`.
    pub(super) fn new(file: &'a mut File, path: &'a Path) -> Self {
        IndexFile { out: BufWriter::with_capacity(BUFFER_BYTES, file), path, offset: 0 }
    }

    /// Writes header and sections. `step` is called before each section, and may stop it.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be written, and those of `step`.
    pub(super) fn write(
        mut self,
        counts: Counts,
        sections: Vec<SectionContents>,
        step: &mut impl FnMut() -> Result<()>,
    ) -> Result<Written> {
        let path = self.path;
        let failed = |source| Error::Io { action: "write", path: path.to_owned(), source };
        let mut table = Vec::with_capacity(sections.len());
        // Header and table come first in the file but are known last: room is left for them.
        self.offset = header::header_bytes(sections.len());
        pad(&mut self.out, self.offset).map_err(failed)?;
        for section in sections {
            // Between sections, since all of them may be gigabytes.
            step()?;
            self.align().map_err(failed)?;
            table.push(self.section(section).map_err(failed)?);
        }
        self.align().map_err(failed)?;
        let (header, generation) = header::encode(analysis::VERSION, counts, &table);
        // Back to the room that was left at the start.
        self.out.seek(SeekFrom::Start(0)).map_err(failed)?;
        self.out.write_all(&header).map_err(failed)?;
        self.out.flush().map_err(failed)?;
        Ok(Written { bytes: self.offset, generation })
    }

    /// Writes a section, and returns its row of the table.
    fn section(&mut self, section: SectionContents) -> io::Result<Section> {
        let (id, len) = (section.id, section.len());
        // The checksum is taken while the bytes go by, so nothing is read twice.
        let checksum = section.write_to(&mut self.out)?;
        let row = Section::new(id, self.offset, len, checksum);
        self.offset += len;
        Ok(row)
    }

    /// Fills up to the next place where a section may start: readers map sections.
    fn align(&mut self) -> io::Result<()> {
        let start = self.offset.next_multiple_of(ALIGNMENT);
        pad(&mut self.out, start - self.offset)?;
        self.offset = start;
        Ok(())
    }
}

/// Writes as many zeros.
fn pad(out: &mut impl Write, bytes: u64) -> io::Result<()> {
    out.write_all(&vec![0; bytes as usize])
}
