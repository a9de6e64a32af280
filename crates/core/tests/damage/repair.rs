//! The checksums of an index file, made right again as a hostile writer would. The bytes may be any.

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Where the table of sections starts.
pub const TABLE: usize = 64;
/// The bytes of a row of it.
pub const ROW: usize = 32;

/// Returns the number of 8 bytes at `at`.
pub fn number(bytes: &[u8], at: usize) -> usize {
    u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize
}

/// Returns where the table of sections ends, if it does in the file.
fn table_end(bytes: &[u8]) -> Option<usize> {
    let sections = u32::from_le_bytes(bytes.get(56..60)?.try_into().unwrap()) as usize;
    Some(TABLE + sections * ROW).filter(|end| end + 8 <= bytes.len())
}

/// Makes all checksums and the generation right.
pub fn repair(bytes: &mut [u8]) {
    let Some(table_end) = table_end(bytes) else { return };
    for row in (TABLE..table_end).step_by(ROW) {
        let (offset, len) = (number(bytes, row + 8), number(bytes, row + 16));
        // A section that lies outside of the file is refused before its checksum is.
        let section = offset.checked_add(len).and_then(|end| bytes.get(offset..end));
        if let Some(checksum) = section.map(xxh3_64) {
            bytes[row + 24..row + 32].copy_from_slice(&checksum.to_le_bytes());
        }
    }
    repair_header(bytes);
}

/// Makes the generation and the checksum of the header right.
pub fn repair_header(bytes: &mut [u8]) {
    let Some(table_end) = table_end(bytes) else { return };
    let mut generation = Xxh3::new();
    generation.update(&bytes[8..24]);
    generation.update(&bytes[32..table_end]);
    bytes[24..32].copy_from_slice(&generation.digest().to_le_bytes());
    let checksum = xxh3_64(&bytes[..table_end]);
    bytes[table_end..table_end + 8].copy_from_slice(&checksum.to_le_bytes());
}
