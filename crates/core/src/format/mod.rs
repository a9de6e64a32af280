//! Values into bytes, bytes into views: the sections of an index file.
//!
//! A view borrows the bytes of a section, is made in constant time, and checks every number it
//! reads against the bytes that are there. What it cannot make sense of is [`Damaged`].

pub(crate) mod blocks;
pub(crate) mod buckets;
pub(crate) mod dictionary;
pub(crate) mod header;
pub(crate) mod minima;
pub(crate) mod packed;
pub(crate) mod strings;

/// How the bytes of a section contradict its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged(pub(crate) &'static str);

/// What reading from a view returns.
pub(crate) type Result<T> = std::result::Result<T, Damaged>;

/// Marks the key, and each term, of a transliterated form. It is no byte of any other.
pub(crate) const TRANSLITERATED: u8 = 1;

/// Writes the key of a stem in the dictionary of stems: the number of the language, the mark of
/// transliterated forms if the term is of those, and the stem.
pub(crate) fn stem_key(language: usize, transliterated: bool, stem: &str, key: &mut Vec<u8>) {
    key.clear();
    key.push(language as u8); // there are far fewer than 256 languages
    key.extend(transliterated.then_some(TRANSLITERATED));
    key.extend(stem.as_bytes());
}

/// Reads a little-endian `u64` at the byte `offset` of `bytes`.
pub(crate) fn u64_at(bytes: &[u8], offset: usize) -> Option<u64> {
    let bytes = bytes.get(offset..)?.first_chunk()?;
    Some(u64::from_le_bytes(*bytes))
}

/// Reads a little-endian `u32` at the byte `offset` of `bytes`.
pub(crate) fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    let bytes = bytes.get(offset..)?.first_chunk()?;
    Some(u32::from_le_bytes(*bytes))
}

/// Reads a `u64` from the start of `bytes` as a length in memory, and returns it with the rest.
fn split_len(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let (len, rest) = bytes.split_first_chunk().ok_or(Damaged("no room for a length"))?;
    let len =
        usize::try_from(u64::from_le_bytes(*len)).map_err(|_| Damaged("a length is absurd"))?;
    Ok((len, rest))
}
