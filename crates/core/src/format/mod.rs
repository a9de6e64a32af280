//! Values into bytes, bytes into views: the sections of an index file.
//!
//! A view borrows the bytes of a section, is made in constant time, and checks every number it
//! reads against the bytes that are there. What it cannot make sense of is [`Damaged`].

pub(crate) mod bests;
pub(crate) mod bitmaps;
pub(crate) mod bits;
pub(crate) mod blocks;
pub(crate) mod buckets;
pub(crate) mod dictionary;
pub(crate) mod form_kind;
pub(crate) mod header;
pub(crate) mod list_starts;
pub(crate) mod minima;
pub(crate) mod packed;
pub(crate) mod rank_maxima;
mod scaled;
pub(crate) mod season_rows;
pub(crate) mod section_id;
pub(crate) mod slot_maxima;
pub(crate) mod strings;

use form_kind::FormClass;

/// How the bytes of a section contradict its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged(pub(crate) &'static str);

/// What reading from a view returns.
pub(crate) type Result<T> = std::result::Result<T, Damaged>;

/// Stands between the field and the value of a context in their dictionary, and in neither.
pub(crate) const END_OF_FIELD: u8 = 0;
/// The longest name of a field of contexts, in bytes.
pub(crate) const MAX_FIELD_BYTES: usize = 100;
/// The longest value of a context, in bytes.
pub(crate) const MAX_VALUE_BYTES: usize = 1_000;
/// The longest id.
pub(crate) const MAX_ID_BYTES: usize = 1_000;
/// The most values of an entry over all fields.
pub(crate) const MAX_VALUES: usize = 1_000;
/// The most fields of contexts of an index.
pub(crate) const MAX_FIELDS: usize = 255;

/// Writes the key of a stem in the dictionary of stems: the number of the stemmer, the mark of the
/// class that the term is of, and the stem.
pub(crate) fn stem_key(stemmer: usize, class: FormClass, stem: &str, key: &mut Vec<u8>) {
    key.clear();
    // The stemmer first, so that the stems of each stand together.
    key.push(stemmer as u8); // there are far fewer than 256 stemmers
    key.extend(class.mark());
    key.extend(stem.as_bytes());
}

/// Stands between a word and its spelling with marks where these stand among the stems.
const END_OF_WORD: u8 = 0;

/// Writes the key of a spelling with marks of `word` among the stems, where there are `stemmers`: an
/// empty spelling gives what the keys of all of them begin with.
pub(crate) fn spelling_key(
    stemmers: usize,
    class: FormClass,
    (word, marked): (&str, &str),
    key: &mut Vec<u8>,
) {
    // A number that no stemmer has, so that no stem is taken for a spelling.
    stem_key(stemmers, class, word, key);
    key.push(END_OF_WORD);
    key.extend(marked.as_bytes());
}

/// Reads a little-endian `u64` at the byte `offset` of `bytes`.
pub(crate) fn u64_at(bytes: &[u8], offset: usize) -> Option<u64> {
    // `get` in place of an index: the offset may come from a damaged file.
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
    // Lengths have 64 bits in every file, whatever the machine that reads it.
    let (len, rest) = bytes.split_first_chunk().ok_or(Damaged("no room for a length"))?;
    let len =
        usize::try_from(u64::from_le_bytes(*len)).map_err(|_| Damaged("a length is absurd"))?;
    Ok((len, rest))
}
