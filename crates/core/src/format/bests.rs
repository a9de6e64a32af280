//! Bests: of each long range of slots, or of terms, that keys with one beginning are, the ten least
//! ranks.
//!
//! ```text
//! twelve packed numbers a range (`packed.rs`), by its start, then by its end:
//!   where it starts, where it ends, the ten least ranks, rising
//! ```
//!
//! A beginning ends where a character does.

use std::ops::Range;

use super::packed::Packed;

/// So many ranks are kept of each range.
pub(crate) const KEPT: usize = 10;
/// Ranges of more ranks than these are listed. Shorter ones are read nearly as fast.
pub(crate) const LONG: u32 = 1024;
/// The numbers of a range.
const NUMBERS: usize = 2 + KEPT;

/// The least of some ranks.
#[derive(Debug, Clone, Copy, Default)]
struct Least {
    /// How many ranks came.
    count: u32,
    len: usize,
    /// The first `len` are in use: rising, each once.
    ranks: [u32; KEPT],
}

impl Least {
    fn push(&mut self, rank: u32) {
        self.count += 1;
        self.keep(rank);
    }

    fn keep(&mut self, rank: u32) {
        let kept = self.ranks.get(..self.len).unwrap_or_default();
        // Ranks of a form with two of the words come twice.
        let at = kept.partition_point(|&kept| kept < rank);
        if at == KEPT || kept.get(at) == Some(&rank) {
            return;
        }
        self.len = KEPT.min(self.len + 1);
        if let Some(moved) = self.ranks.get_mut(at..self.len) {
            moved.rotate_right(1);
            moved.iter_mut().take(1).for_each(|first| *first = rank);
        }
    }

    fn merge(&mut self, other: &Least) {
        self.count += other.count;
        other.ranks.iter().take(other.len).for_each(|&rank| self.keep(rank));
    }
}

/// A beginning of keys that may go on.
#[derive(Debug)]
struct Beginning {
    bytes: usize,
    /// The first number of its range, and the first behind those of the key that is no longer.
    first: u32,
    longer: u32,
    /// The ranks of the key that is no longer, and of those that go on.
    own: Least,
    below: Least,
}

/// Collects keys in their order, each with its ranks.
#[derive(Debug)]
pub(crate) struct BestsWriter {
    /// Whether a range begins behind the key that is no longer than the beginning.
    longer_only: bool,
    /// The beginnings of the key at hand at which others parted from it, shortest first.
    open: Vec<Beginning>,
    key: Vec<u8>,
    listed: Vec<[u32; NUMBERS]>,
}

impl BestsWriter {
    /// Starts with no key. With `longer_only` a range has the keys that are longer than their
    /// beginning, and else all.
    pub(crate) fn new(longer_only: bool) -> Self {
        BestsWriter { longer_only, open: Vec::new(), key: Vec::new(), listed: Vec::new() }
    }

    /// Begins the next key, whose numbers start at `first`.
    pub(crate) fn begin(&mut self, key: &[u8], first: u32) {
        let same = self.key.iter().zip(key).take_while(|(one, other)| one == other).count();
        self.close(same, first);
        self.key.clear();
        self.key.extend(key);
        let (own, below) = (Least::default(), Least::default());
        self.open.push(Beginning { bytes: key.len(), first, longer: first, own, below });
    }

    /// Adds a rank of the key.
    pub(crate) fn push(&mut self, rank: u32) {
        if let Some(last) = self.open.last_mut() {
            last.own.push(rank);
        }
    }

    /// Ends all beginnings of more than `bytes` bytes at `end`.
    fn close(&mut self, bytes: usize, end: u32) {
        // The last is the whole key, whose numbers end here, also where other keys go on from it.
        if let Some(last) = self.open.last_mut() {
            last.longer = end;
        }
        while let Some(last) = self.open.pop_if(|last| last.bytes > bytes) {
            let above = self.open.last().map_or(0, |above| above.bytes).max(bytes);
            let Beginning { first, longer, own, mut below, .. } = last;
            if self.longer_only {
                self.list(last.bytes..last.bytes + 1, [longer, end], &below);
            }
            below.merge(&own);
            // Those that are longer than the one above, at which no other key parted, have all.
            let shorter = last.bytes + usize::from(!self.longer_only);
            self.list(above + 1..shorter, [first, end], &below);
            match self.open.last_mut().filter(|above| above.bytes >= bytes) {
                Some(above) => above.below.merge(&below),
                // The next key parts here.
                None => {
                    let own = Least::default();
                    self.open.push(Beginning { bytes, first, longer: first, own, below });
                }
            }
        }
    }

    /// Lists a range, if it is long, that has the beginnings of so many bytes of the key.
    fn list(&mut self, mut bytes: Range<usize>, range: [u32; 2], least: &Least) {
        if least.count <= LONG || least.len < KEPT {
            return;
        }
        // In the middle of a character nobody stops typing.
        let is_end = |bytes: usize| self.key.get(bytes).is_none_or(|byte| byte & 0xc0 != 0x80);
        // A beginning with nothing but one that is longer has its range.
        let is_listed = self.listed.last().is_some_and(|last| last.starts_with(&range));
        if is_listed || !bytes.any(is_end) {
            return;
        }
        let mut numbers = [0; NUMBERS];
        let all = range.into_iter().chain(least.ranks);
        numbers.iter_mut().zip(all).for_each(|(number, is)| *number = is);
        self.listed.push(numbers);
    }

    /// Ends the last key at `end`, and returns the numbers of all ranges.
    pub(crate) fn finish(mut self, end: u32) -> Vec<u32> {
        self.close(0, end);
        // All keys begin with nothing.
        if let Some(all) = self.open.pop() {
            self.list(0..1, [all.first, end], &all.below);
        }
        self.listed.sort_unstable();
        self.listed.into_flattened()
    }
}

/// A view of the ranges of a section with packed numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bests<'a> {
    numbers: Packed<'a>,
}

impl<'a> Bests<'a> {
    /// Finds the ranges in `bytes` in constant time.
    pub(crate) fn parse(bytes: &'a [u8]) -> super::Result<Self> {
        let numbers = Packed::parse(bytes)?;
        match numbers.len() % NUMBERS {
            0 => Ok(Bests { numbers }),
            _ => Err(super::Damaged("there is not a whole number of ranges")),
        }
    }

    /// Returns the numbers of all ranges.
    pub(crate) fn numbers(&self) -> &Packed<'a> {
        &self.numbers
    }

    /// Returns the ten least ranks from `start` to `end`, rising, if that is a range with a list.
    ///
    /// Takes O(log n) time for n ranges.
    pub(crate) fn find(&self, start: u32, end: u32) -> Option<[u32; KEPT]> {
        let (mut low, mut high) = (0, self.numbers.len() / NUMBERS);
        while low < high {
            let middle = low + (high - low) / 2;
            let at = |place: usize| self.numbers.get(middle * NUMBERS + place);
            match (at(0)?, at(1)?).cmp(&(start, end)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let mut ranks = [0; KEPT];
                    let first = middle * NUMBERS + 2;
                    self.numbers.for_each(first..first + KEPT, |place, rank| {
                        ranks.iter_mut().skip(place - first).take(1).for_each(|slot| *slot = rank);
                    })?;
                    return Some(ranks);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::format::packed::PackedWriter;

    /// Returns the bytes of the section for keys with their ranks. A key has one number, or with
    /// `by_rank` one for each rank.
    fn encode(keys: &BTreeMap<String, Vec<u32>>, longer_only: bool, by_rank: bool) -> Vec<u8> {
        let (mut writer, mut next) = (BestsWriter::new(longer_only), 0);
        for (key, ranks) in keys {
            writer.begin(key.as_bytes(), next);
            ranks.iter().for_each(|&rank| writer.push(rank));
            next += if by_rank { ranks.len() as u32 } else { 1 };
        }
        let numbers = writer.finish(next);
        let max = numbers.iter().max().copied().unwrap_or(0);
        let mut packed = PackedWriter::new(Vec::new(), numbers.len() as u64, max.into()).unwrap();
        numbers.iter().for_each(|&number| packed.push(number.into()).unwrap());
        packed.finish().unwrap()
    }

    /// Returns the ranges that are to be listed, by sorting the ranks of each beginning.
    fn naive(
        keys: &BTreeMap<String, Vec<u32>>,
        longer_only: bool,
        by_rank: bool,
    ) -> BTreeMap<(u32, u32), Vec<u32>> {
        let beginnings: BTreeSet<&str> =
            keys.keys().flat_map(|key| (0..=key.len()).filter_map(|end| key.get(..end))).collect();
        let mut listed = BTreeMap::new();
        for beginning in beginnings {
            let (mut number, mut range, mut ranks) = (0, None, Vec::new());
            for (key, of_key) in keys {
                let next = number + if by_rank { of_key.len() as u32 } else { 1 };
                if key.starts_with(beginning) && !(longer_only && key == beginning) {
                    range = Some((range.map_or(number, |(start, _)| start), next));
                    ranks.extend(of_key);
                }
                number = next;
            }
            if ranks.len() > LONG as usize {
                ranks.sort_unstable();
                ranks.dedup();
                ranks.truncate(KEPT);
                if ranks.len() == KEPT {
                    listed.insert(range.unwrap(), ranks);
                }
            }
        }
        listed
    }

    fn keys() -> impl Strategy<Value = BTreeMap<String, Vec<u32>>> {
        // Few letters, so that many keys have one beginning, and one of two bytes.
        let ranks = prop_oneof![
            3 => prop::collection::vec(0u32..5000, 0..300),
            1 => prop::collection::vec(0u32..9, 900..1100),
        ];
        prop::collection::btree_map("[abж]{1,4}", ranks, 1..25)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn each_long_range_has_its_least_ranks(
            keys in keys(), longer_only: bool, by_rank: bool,
        ) {
            let bytes = encode(&keys, longer_only, by_rank);
            let bests = Bests::parse(&bytes).unwrap();
            let expected = naive(&keys, longer_only, by_rank);
            for (&(start, end), ranks) in &expected {
                prop_assert_eq!(bests.find(start, end).map(|found| found.to_vec()), Some(ranks.clone()));
                prop_assert_eq!(bests.find(start, end + 1).is_some(), expected.contains_key(&(start, end + 1)));
            }
            prop_assert_eq!(bests.numbers().len(), expected.len() * NUMBERS);
        }
    }

    #[test]
    fn numbers_are_exactly_as_documented() {
        let of = |ranks: std::ops::Range<u32>| ranks.rev().collect::<Vec<u32>>();
        let keys = BTreeMap::from([("a".to_owned(), of(0..3)), ("ab".to_owned(), of(3..1100))]);
        let (mut writer, mut next) = (BestsWriter::new(true), 0);
        for (key, ranks) in &keys {
            writer.begin(key.as_bytes(), next);
            ranks.iter().for_each(|&rank| writer.push(rank));
            next += ranks.len() as u32;
        }
        let whole = [0, 1100, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        let longer = [3, 1100, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        assert_eq!(writer.finish(next), [whole, longer].concat());
    }
}
