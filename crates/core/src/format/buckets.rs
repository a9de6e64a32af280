//! Buckets: a hash table from ids to ordinals that stores no ids.
//!
//! ```text
//! byte  size       field
//! 0     8          bits      the number of buckets is 2^bits, 0 to 32
//! 8     (varies)   ends      where each bucket ends in `ordinals`: blocks (`blocks.rs`)
//! then  to the end ordinals  of the entries with an id, by bucket: packed (`packed.rs`)
//! ```
//!
//! The bucket of an id is the high `bits` bits of its 64-bit XXH3 hash; inside a bucket the
//! ordinals stand by the whole hash, then by the id. A look-up reads about two ids.

use std::ops::Range;

use super::blocks::{Blocks, BlocksWriter};
use super::packed::Packed;
use super::{Damaged, Result};

/// Returns the hash of an id.
pub(crate) fn hash(id: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes())
}

/// Returns the bits for `ids` ids: about two for each bucket.
pub(crate) fn bits_for(ids: u64) -> u32 {
    (ids / 2).checked_ilog2().unwrap_or(0)
}

fn bucket(hash: u64, bits: u32) -> usize {
    // A shift by 64 bits panics.
    if bits == 0 { 0 } else { (hash >> (64 - bits)) as usize }
}

/// Counts hashes that come in rising order, and encodes where each bucket ends.
#[derive(Debug)]
pub(crate) struct BucketEnds {
    bits: u32,
    bucket: usize,
    count: u64,
    ends: BlocksWriter,
}

impl BucketEnds {
    /// Starts a table with 2^`bits` buckets.
    pub(crate) fn new(bits: u32) -> Self {
        BucketEnds { bits, bucket: 0, count: 0, ends: BlocksWriter::default() }
    }

    /// Adds the next hash.
    pub(crate) fn push(&mut self, hash: u64) {
        self.close_until(bucket(hash, self.bits));
        self.count += 1;
    }

    fn close_until(&mut self, bucket: usize) {
        // Hashes rise, so all buckets that were jumped over are empty and end here.
        while self.bucket < bucket {
            self.ends.push(self.count);
            self.bucket += 1;
        }
    }

    /// Returns the bytes that come before the ordinals in the section.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.close_until(1 << self.bits);
        [u64::from(self.bits).to_le_bytes().to_vec(), self.ends.finish()].concat()
    }
}

/// A view of buckets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Buckets<'a> {
    bits: u32,
    ends: Blocks<'a>,
    ordinals: Packed<'a>,
}

impl<'a> Buckets<'a> {
    /// Finds the parts of `bytes` in constant time.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        let (bits, rest) = super::split_len(bytes)?;
        let bits = u32::try_from(bits).ok().filter(|&bits| bits <= 32);
        let bits = bits.ok_or(Damaged("there are too many buckets"))?;
        let (ends, rest) = Blocks::split(rest)?;
        // `candidates` takes a bucket by the bits of a hash, and each must be there.
        if ends.len() != 1 << bits {
            return Err(Damaged("the number of buckets is wrong"));
        }
        Ok(Buckets { bits, ends, ordinals: Packed::parse(rest)? })
    }

    /// Returns the number of ids.
    pub(crate) fn len(&self) -> usize {
        self.ordinals.len()
    }

    /// Returns where the ordinals of the entries are whose id may have `hash`.
    ///
    /// # Errors
    ///
    /// [`Damaged`] if the bucket ends before it starts or after the last ordinal.
    #[inline]
    pub(crate) fn places(&self, hash: u64) -> Result<Range<usize>> {
        let bucket = bucket(hash, self.bits);
        let place = self.ends.get_with_previous(bucket);
        let (start, end) = place.ok_or(Damaged("the end of a bucket is missing"))?;
        // Ends may fall in a damaged file, and a range from a later to an earlier place is none.
        if start > end || end > self.ordinals.len() as u64 {
            return Err(Damaged("a bucket ends outside"));
        }
        Ok(start as usize..end as usize)
    }

    /// Returns the ordinals at `places`. The ids themselves are not here: the caller compares them,
    /// since two ids may share a hash.
    #[inline]
    pub(crate) fn ordinals(&self, places: Range<usize>) -> impl Iterator<Item = u32> + use<'a> {
        let ordinals = self.ordinals;
        places.map_while(move |position| ordinals.get(position))
    }

    /// Checks the structure; `id_of` returns the id of an ordinal. Each id must stand in its bucket
    /// once, after those with lower hashes.
    pub(crate) fn verify<'b>(&self, id_of: impl Fn(u32) -> Result<Option<&'b str>>) -> Result<()> {
        self.ends.verify()?;
        self.ordinals.verify()?;
        let mut before: Option<(u64, &str)> = None;
        let mut position = 0;
        for bucket_number in 0..self.ends.len() {
            let end =
                self.ends.get(bucket_number).ok_or(Damaged("the end of a bucket is missing"))?;
            while (position as u64) < end {
                let ordinal =
                    self.ordinals.get(position).ok_or(Damaged("a bucket ends outside"))?;
                let id = id_of(ordinal)?.ok_or(Damaged("a bucket names an entry without an id"))?;
                let this = (hash(id), id);
                // An id in another bucket is in the file and is never found.
                if bucket(this.0, self.bits) != bucket_number
                    || before.is_some_and(|before| before >= this)
                {
                    return Err(Damaged("an id is in the wrong bucket"));
                }
                before = Some(this);
                position += 1;
            }
            // The ends fell, so some ids would be in two buckets.
            if position as u64 != end {
                return Err(Damaged("a bucket ends before it starts"));
            }
        }
        if position == self.len() { Ok(()) } else { Err(Damaged("ids follow the last bucket")) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::packed::PackedWriter;
    use super::*;

    fn encode(ids: &[String]) -> Vec<u8> {
        let mut sorted: Vec<(u64, &String, u64)> =
            ids.iter().zip(0..).map(|(id, ordinal)| (hash(id), id, ordinal)).collect();
        sorted.sort_unstable();
        let mut ends = BucketEnds::new(bits_for(ids.len() as u64));
        let mut ordinals =
            PackedWriter::new(Vec::new(), ids.len() as u64, ids.len() as u64).unwrap();
        for (hash, _, ordinal) in sorted {
            ends.push(hash);
            ordinals.push(ordinal).unwrap();
        }
        [ends.finish(), ordinals.finish().unwrap()].concat()
    }

    proptest! {
        #[test]
        fn every_id_is_found_in_its_bucket_and_no_other(
            ids in prop::collection::btree_set("[a-z]{0,6}", 0..300),
        ) {
            let ids: Vec<String> = BTreeSet::into_iter(ids).collect();
            let bytes = encode(&ids);
            let buckets = Buckets::parse(&bytes).unwrap();
            buckets.verify(|ordinal| Ok(ids.get(ordinal as usize).map(String::as_str))).unwrap();
            for (id, ordinal) in ids.iter().zip(0..) {
                let found = buckets.ordinals(buckets.places(hash(id)).unwrap());
                prop_assert_eq!(found.filter(|&found| found == ordinal).count(), 1);
            }
        }

        #[test]
        fn damaged_buckets_never_panic_and_still_find_every_id_if_verified(
            ids in prop::collection::btree_set("[a-z]{0,6}", 0..40),
            at: prop::sample::Index, byte: u8, wanted: u64,
        ) {
            let ids: Vec<String> = BTreeSet::into_iter(ids).collect();
            let mut bytes = encode(&ids);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let Ok(buckets) = Buckets::parse(&bytes) else { return Ok(()) };
            let any = buckets.places(wanted).map(|places| buckets.ordinals(places).count());
            if buckets.verify(|ordinal| Ok(ids.get(ordinal as usize).map(String::as_str))).is_ok()
                && buckets.len() == ids.len()
            {
                prop_assert!(any.is_ok());
                for (id, ordinal) in ids.iter().zip(0..) {
                    let found = buckets.ordinals(buckets.places(hash(id)).unwrap());
                    prop_assert_eq!(found.filter(|&found| found == ordinal).count(), 1);
                }
            }
        }
    }
}
