//! The header and the section table: the only parts that opening a file reads.
//!
//! ```text
//! byte  size  field
//! 0     8     magic             "mapahead"
//! 8     4     format version    1
//! 12    4     analysis version  of the analysis that made the keys
//! 16    8     file length       in bytes
//! 24    8     generation        XXH3 of bytes 8 to 24 and 32 to the end of the section table,
//!                               with this field left out: a hash of all contents
//! 32    8     entries           below 2^32
//! 40    8     keys              distinct
//! 48    8     slots             pairs of key and entry, below 2^32
//! 56    4     section count     1 to 64, s
//! 60    4     zero
//! 64    32 s  section table     one entry a section, in file order:
//!                                 0   4  id
//!                                 4   4  flags     bit 0: a reader that does not know the id may
//!                                                  ignore the section; the others are zero
//!                                 8   8  offset    from the start of the file, divisible by 8
//!                                 16  8  length    in bytes, without padding
//!                                 24  8  checksum  XXH3 of the section's bytes
//! then  8     header checksum   XXH3 of everything before it
//! then        sections          each at its offset, zeros between them
//! ```
//!
//! Integers are unsigned little-endian. Sections follow each other with less than eight bytes of
//! padding between; the file ends with the padding of the last.

use std::ops::Range;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::section_id::SectionId;
use super::{Damaged, Result, u32_at, u64_at};

/// The first bytes of every index file.
pub(crate) const MAGIC: &[u8; 8] = b"mapahead";
/// The version of the format that this release writes and reads.
pub(crate) const FORMAT_VERSION: u32 = 2;
/// The alignment of every section, in bytes.
pub(crate) const ALIGNMENT: u64 = 8;
const FIXED_BYTES: usize = 64;
const ENTRY_BYTES: usize = 32;
const CHECKSUM_BYTES: usize = 8;
const MAX_SECTIONS: usize = 64;
const IGNORABLE: u32 = 1;
const CUT: Damaged = Damaged("the file ends inside its header");

/// The counts in the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Entries.
    pub(crate) entries: u32,
    /// Distinct keys.
    pub(crate) keys: u64,
    /// Pairs of key and entry.
    pub(crate) slots: u32,
}

/// A row of the section table. `id` is `None` for a section that may be ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Section {
    /// The section, if this release knows it.
    pub(crate) id: Option<SectionId>,
    number: u32,
    flags: u32,
    offset: u64,
    len: u64,
    checksum: u64,
}

impl Section {
    /// Makes the row of a section that every reader must know.
    pub(crate) fn new(id: SectionId, offset: u64, len: u64, checksum: u64) -> Self {
        // No flag: a reader that left any of these out would answer otherwise.
        Section { id: Some(id), number: id as u32, flags: 0, offset, len, checksum }
    }

    /// Returns where the section is in the file.
    pub(crate) fn range(&self) -> Range<usize> {
        // Reading the table has checked that the section lies in the file, so nothing overflows.
        self.offset as usize..(self.offset + self.len) as usize
    }

    /// Returns the name for people.
    pub(crate) fn name(&self) -> &'static str {
        self.id.map_or("unknown", SectionId::name)
    }

    /// Checks the bytes of the section against the checksum.
    pub(crate) fn verify(&self, file: &[u8]) -> Result<()> {
        let bytes = file.get(self.range()).ok_or(Damaged("the section lies outside the file"))?;
        if xxh3_64(bytes) == self.checksum { Ok(()) } else { Err(Damaged("the checksum is wrong")) }
    }
}

/// The header with the section table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// The version of the analysis that made the keys.
    pub(crate) analysis_version: u32,
    /// The length of the file.
    pub(crate) file_len: u64,
    /// The content hash.
    pub(crate) generation: u64,
    /// The counts.
    pub(crate) counts: Counts,
    /// The section table.
    pub(crate) sections: Vec<Section>,
}

/// Why bytes do not start with a header that this release reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeaderError {
    /// The bytes are of something else.
    NotAnIndex(&'static str),
    /// The format version is another.
    FormatVersion(u32),
    /// The header or the table contradicts itself or the length of the file.
    Damaged(Damaged),
    /// A section that must be known is not.
    UnknownSection(u32),
}

impl From<Damaged> for HeaderError {
    fn from(damaged: Damaged) -> Self {
        HeaderError::Damaged(damaged)
    }
}

/// Returns the bytes that a header with `sections` sections takes.
pub(crate) fn header_bytes(sections: usize) -> u64 {
    (FIXED_BYTES + sections * ENTRY_BYTES + CHECKSUM_BYTES) as u64
}

/// Encodes the header of a file that ends after the padding of the last of `sections`.
pub(crate) fn encode(
    analysis_version: u32,
    counts: Counts,
    sections: &[Section],
) -> (Vec<u8>, u64) {
    let end = sections.last().map_or(0, |section| section.offset + section.len);
    let mut out = Vec::new();
    out.extend(MAGIC);
    out.extend(FORMAT_VERSION.to_le_bytes());
    out.extend(analysis_version.to_le_bytes());
    out.extend(end.next_multiple_of(ALIGNMENT).to_le_bytes());
    // Filled in at the end, since the generation is a hash of all that follows too.
    out.extend([0; 8]);
    out.extend(u64::from(counts.entries).to_le_bytes());
    out.extend(counts.keys.to_le_bytes());
    out.extend(u64::from(counts.slots).to_le_bytes());
    out.extend((sections.len() as u32).to_le_bytes());
    out.extend([0; 4]);
    for section in sections {
        out.extend(section.number.to_le_bytes());
        out.extend(section.flags.to_le_bytes());
        out.extend(section.offset.to_le_bytes());
        out.extend(section.len.to_le_bytes());
        out.extend(section.checksum.to_le_bytes());
    }
    let generation = generation_of(&out);
    out[24..32].copy_from_slice(&generation.to_le_bytes());
    let checksum = xxh3_64(&out);
    out.extend(checksum.to_le_bytes());
    (out, generation)
}

/// Returns the generation that belongs to a header with its table, without the checksum.
fn generation_of(header: &[u8]) -> u64 {
    let mut hash = Xxh3::new();
    // Without the generation itself. The checksums in the table stand for the sections.
    hash.update(header.get(8..24).unwrap_or_default());
    hash.update(header.get(32..).unwrap_or_default());
    hash.digest()
}

/// Reads the section table at the end of `hashed`, the header without its checksum.
fn read_table(hashed: &[u8], file_len: u64) -> std::result::Result<Vec<Section>, HeaderError> {
    let count = hashed.len().saturating_sub(FIXED_BYTES) / ENTRY_BYTES;
    let field = |at| u64_at(hashed, at).ok_or(CUT);
    let mut end = header_bytes(count);
    let mut sections = Vec::with_capacity(count);
    for at in (FIXED_BYTES..hashed.len()).step_by(ENTRY_BYTES) {
        let (number, flags) = (u32_at(hashed, at).ok_or(CUT)?, u32_at(hashed, at + 4).ok_or(CUT)?);
        let id = SectionId::from_number(number);
        // A later release may add sections that answers depend on, and a reader without them
        // must refuse.
        if id.is_none() && flags & IGNORABLE == 0 {
            return Err(HeaderError::UnknownSection(number));
        }
        if sections.iter().any(|section: &Section| section.number == number) {
            return Err(Damaged("a section stands there twice").into());
        }
        let (offset, len) = (field(at + 8)?, field(at + 16)?);
        // Sections follow each other without gaps, so no byte of the file is outside of a
        // checksum.
        if offset != end.next_multiple_of(ALIGNMENT) || len > file_len.saturating_sub(offset) {
            return Err(Damaged("a section is out of place").into());
        }
        end = offset + len;
        sections.push(Section { id, number, flags, offset, len, checksum: field(at + 24)? });
    }
    // What follows would be read by nobody and checked by nobody.
    if file_len != end.next_multiple_of(ALIGNMENT) {
        return Err(Damaged("bytes follow the last section").into());
    }
    Ok(sections)
}

impl Header {
    /// Reads the header of `file`, in time that only depends on the number of sections.
    pub(crate) fn parse(file: &[u8]) -> std::result::Result<Self, HeaderError> {
        match file.get(..MAGIC.len()) {
            Some(magic) if magic == MAGIC => {}
            None if file.is_empty() => return Err(HeaderError::NotAnIndex("it is empty")),
            _ => return Err(HeaderError::NotAnIndex("it does not start with \"mapahead\"")),
        }
        // The version comes before all else, since another format may have another header.
        let version = u32_at(file, 8).ok_or(CUT)?;
        if version != FORMAT_VERSION {
            return Err(HeaderError::FormatVersion(version));
        }
        let count = u32_at(file, 56).ok_or(CUT)? as usize;
        // Bounded before the table is read, so that opening takes constant time on any bytes.
        if count == 0 || count > MAX_SECTIONS {
            return Err(Damaged("the number of sections is absurd").into());
        }
        let table_end = FIXED_BYTES + count * ENTRY_BYTES;
        let hashed = file.get(..table_end).ok_or(CUT)?;
        // At every opening: the table is short, and whatever is read later relies on it.
        if u64_at(file, table_end).ok_or(CUT)? != xxh3_64(hashed) {
            return Err(Damaged("the checksum of the header is wrong").into());
        }
        let field = |at| u64_at(hashed, at).ok_or(CUT);
        let count_at = |at| {
            field(at)
                .and_then(|count| u32::try_from(count).map_err(|_| Damaged("a count is absurd")))
        };
        let counts = Counts { entries: count_at(32)?, keys: field(40)?, slots: count_at(48)? };
        let (file_len, generation) = (field(16)?, field(24)?);
        // A copy that was cut short has a sound header, and only its length tells.
        if file_len != file.len() as u64 {
            return Err(Damaged(
                "the length is not the one in the header: the file was cut or added to",
            )
            .into());
        }
        let sections = read_table(hashed, file_len)?;
        let analysis_version = u32_at(hashed, 12).ok_or(CUT)?;
        Ok(Header { analysis_version, file_len, generation, counts, sections })
    }

    /// Returns where the section `id` is, or `None` if the file has none.
    pub(crate) fn find(&self, id: SectionId) -> Option<Range<usize>> {
        self.sections.iter().find(|section| section.id == Some(id)).map(Section::range)
    }

    /// Recomputes the generation, and checks that padding and unused fields are zero.
    pub(crate) fn verify(&self, file: &[u8]) -> Result<()> {
        let table_end = FIXED_BYTES + self.sections.len() * ENTRY_BYTES;
        let header = file.get(..table_end).ok_or(CUT)?;
        if generation_of(header) != self.generation {
            return Err(Damaged("the generation is not the hash of the contents"));
        }
        // Nobody reads these bits, so only here does damage of them show.
        if u32_at(file, 60) != Some(0)
            || self.sections.iter().any(|section| section.flags & !IGNORABLE != 0)
        {
            return Err(Damaged("a reserved field is not zero"));
        }
        let mut end = table_end + CHECKSUM_BYTES;
        let starts = self.sections.iter().map(|section| section.range());
        // The end of the file stands for one more section, so the last padding is checked too.
        for range in starts.chain(std::iter::once(file.len()..file.len())) {
            let padding = file.get(end..range.start).ok_or(Damaged("a section is out of place"))?;
            if padding.iter().any(|&byte| byte != 0) {
                return Err(Damaged("the padding is not zero"));
            }
            end = range.end;
        }
        Ok(())
    }
}
