//! An index file in parts: what stands in its header, and its sections. However its bytes were
//! changed, the parts make a file that opening reads on.

use crate::repair::{ROW, TABLE, number, repair};

/// A file of this release, for the numbers of its versions.
const GOLDEN: &[u8] = include_bytes!("../../crates/core/tests/golden/format-2.mapahead");

/// As many sections a file may have.
const MOST_SECTIONS: usize = 64;

/// A section: its number and flags as they stand in the table, and its bytes.
struct Section {
    number: [u8; 8],
    bytes: Vec<u8>,
}

/// The parts of a file.
pub struct Parts {
    header: [u8; TABLE],
    sections: Vec<Section>,
}

impl Parts {
    /// Takes a file apart, if it has room for a header. Sections that lie outside of it are cut.
    pub fn of(file: &[u8]) -> Option<Self> {
        let header: [u8; TABLE] = *file.first_chunk()?;
        let count = u32::from_le_bytes([header[56], header[57], header[58], header[59]]) as usize;
        let rows = file[TABLE..].chunks_exact(ROW).take(count.clamp(1, MOST_SECTIONS));
        let mut sections: Vec<Section> = Vec::new();
        for row in rows {
            let start = number(row, 8).min(file.len());
            let end = start.saturating_add(number(row, 16)).min(file.len());
            let number: [u8; 8] = *row.first_chunk()?;
            // Twice the same section is refused at once.
            if sections.iter().all(|section| section.number[..4] != number[..4]) {
                sections.push(Section { number, bytes: file[start..end].to_vec() });
            }
        }
        Some(Parts { header, sections })
    }

    /// Returns the bytes of the section that `number` falls on, if there is any.
    pub fn section(&mut self, number: usize) -> Option<&mut Vec<u8>> {
        let at = number.checked_rem(self.sections.len())?;
        Some(&mut self.sections[at].bytes)
    }

    /// Puts the file together. Magic, versions, lengths, places and checksums are right in it.
    pub fn file(&self) -> Vec<u8> {
        let mut file = self.header.to_vec();
        file[..16].copy_from_slice(&GOLDEN[..16]);
        file[56..60].copy_from_slice(&(self.sections.len() as u32).to_le_bytes());
        file.resize(TABLE + self.sections.len() * ROW + 8, 0);
        for (place, section) in self.sections.iter().enumerate() {
            let row = TABLE + place * ROW;
            let (start, len) = (file.len() as u64, section.bytes.len() as u64);
            file[row..row + 8].copy_from_slice(&section.number);
            file[row + 8..row + 16].copy_from_slice(&start.to_le_bytes());
            file[row + 16..row + 24].copy_from_slice(&len.to_le_bytes());
            file.extend(&section.bytes);
            file.resize(file.len().next_multiple_of(8), 0);
        }
        let len = file.len() as u64;
        file[16..24].copy_from_slice(&len.to_le_bytes());
        repair(&mut file);
        file
    }
}
