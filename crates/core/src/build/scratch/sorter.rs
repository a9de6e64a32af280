//! Sorting more than fits into memory: pairs of bytes go in, and come out by key.
//!
//! Pairs collect in memory up to a budget; then they are sorted and written as a run to an unnamed
//! temporary file, which vanishes with the process however it ends. At the end the runs are merged.
//! Pairs with equal keys come out in the order in which they went in.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use rayon::slice::ParallelSliceMut;

use crate::error::{Error, Result};

/// As many runs of one level are merged into one of the next, so that a pair is written again only
/// once for each level: at 64 runs, 4,096 runs …
const MERGED_RUNS: usize = 64;
/// The buffer of a run that is written or read.
const RUN_BUFFER_BYTES: usize = 128 << 10;

/// A pair in the arena. The first bytes of the key decide most comparisons without a look at it.
#[derive(Debug, Clone, Copy)]
struct Item {
    head: u64,
    start: u64,
    key_len: u32,
    value_len: u32,
}

/// The pairs that are in memory.
#[derive(Debug, Default)]
struct Arena {
    bytes: Vec<u8>,
    items: Vec<Item>,
}

impl Arena {
    fn size(&self) -> usize {
        // Short pairs take more for their item than for their bytes, so both count.
        self.bytes.len() + self.items.len() * size_of::<Item>()
    }

    fn push(&mut self, key: &[u8], value: &[u8]) {
        let mut head = [0; 8];
        // Shorter keys are filled with zeros. What that makes equal, the keys themselves decide.
        let shared = key.len().min(8);
        head[..shared].copy_from_slice(&key[..shared]);
        self.items.push(Item {
            head: u64::from_be_bytes(head),
            start: self.bytes.len() as u64,
            key_len: key.len() as u32,
            value_len: value.len() as u32,
        });
        self.bytes.extend(key);
        self.bytes.extend(value);
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        let key = |item: &Item| &bytes[item.start as usize..][..item.key_len as usize];
        // Pairs lie in the arena in the order they came, so the place makes the sort stable.
        self.items.par_sort_unstable_by(|a, b| {
            a.head.cmp(&b.head).then_with(|| key(a).cmp(key(b))).then_with(|| a.start.cmp(&b.start))
        });
    }

    fn get(&self, position: usize) -> Option<(&[u8], &[u8])> {
        let item = self.items.get(position)?;
        let pair = &self.bytes[item.start as usize..][..(item.key_len + item.value_len) as usize];
        Some(pair.split_at(item.key_len as usize))
    }
}

/// Collects pairs to be sorted.
#[derive(Debug)]
pub(in crate::build) struct Sorter {
    arena: Arena,
    /// By level, oldest first; a run of a level is older than all of the levels below.
    runs: Vec<Vec<File>>,
    budget_bytes: usize,
    folder: PathBuf,
    len: u64,
}

impl Sorter {
    /// Starts with nothing. Past `budget_bytes` of memory, runs go to temporary files in `folder`.
    pub(in crate::build) fn new(budget_bytes: u64, folder: &Path) -> Self {
        Sorter {
            arena: Arena::default(),
            runs: Vec::new(),
            budget_bytes: usize::try_from(budget_bytes).unwrap_or(usize::MAX),
            folder: folder.to_owned(),
            len: 0,
        }
    }

    /// Returns the number of pairs so far.
    pub(in crate::build) fn len(&self) -> u64 {
        self.len
    }

    /// Adds a pair. Key and value together must stay below 4 GiB; records are far smaller.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if a run cannot be written.
    pub(in crate::build) fn push(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        self.arena.push(key, value);
        self.len += 1;
        // After the pair went in: a pair larger than the budget must fit all the same.
        if self.arena.size() >= self.budget_bytes {
            self.spill().map_err(|source| spill_error(&self.folder, source))?;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.arena.sort();
        let mut run = RunWriter::new(&self.folder)?;
        for position in 0..self.arena.items.len() {
            if let Some((key, value)) = self.arena.get(position) {
                run.write(key, value)?;
            }
        }
        // The memory stays, and the next run needs as much.
        self.arena.bytes.clear();
        self.arena.items.clear();
        let mut run = run.finish()?;
        // One run goes up only when its level is full, so most spills end here.
        for level in 0.. {
            if level == self.runs.len() {
                self.runs.push(Vec::with_capacity(MERGED_RUNS));
            }
            self.runs[level].push(run);
            if self.runs[level].len() < MERGED_RUNS {
                break;
            }
            // Few runs at a time, or a build of many spills would run out of file handles.
            let mut merge = Merge::new(std::mem::take(&mut self.runs[level]))?;
            let mut merged = RunWriter::new(&self.folder)?;
            while let Some((key, value)) = merge.next()? {
                merged.write(key, value)?;
            }
            run = merged.finish()?;
        }
        Ok(())
    }

    /// Returns the pairs in order.
    ///
    /// Takes O(n log n) comparisons for n pairs, on all threads of the pool it runs in.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if a run cannot be written or read.
    pub(in crate::build) fn sorted(mut self) -> Result<Sorted> {
        let order = if self.runs.is_empty() {
            self.arena.sort();
            // Nothing was spilled, so nothing is written at all.
            Order::Memory { arena: self.arena, position: 0 }
        } else {
            // What is left in memory becomes the last run, since a merge reads files.
            if !self.arena.items.is_empty() {
                self.spill().map_err(|source| spill_error(&self.folder, source))?;
            }
            // Higher levels hold older pairs, which come first among equals.
            let merge = Merge::new(self.runs.drain(..).rev().flatten().collect());
            Order::Runs(merge.map_err(|source| spill_error(&self.folder, source))?)
        };
        Ok(Sorted { order, folder: self.folder })
    }
}

fn spill_error(folder: &Path, source: io::Error) -> Error {
    Error::Io { action: "use temporary files in", path: folder.to_owned(), source }
}

/// Sorted pairs, to be taken one by one.
#[derive(Debug)]
pub(in crate::build) struct Sorted {
    order: Order,
    folder: PathBuf,
}

#[derive(Debug)]
enum Order {
    Memory { arena: Arena, position: usize },
    Runs(Merge),
}

impl Sorted {
    /// Returns the next pair, or `None` after the last.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if a run cannot be read.
    pub(in crate::build) fn next(&mut self) -> Result<Option<(&[u8], &[u8])>> {
        match &mut self.order {
            Order::Memory { arena, position } => {
                // Counted before the borrow, which lasts as long as the pair.
                *position += 1;
                Ok(arena.get(*position - 1))
            }
            Order::Runs(merge) => merge.next().map_err(|source| spill_error(&self.folder, source)),
        }
    }
}

/// Writes pairs, each with its lengths before it, to an unnamed temporary file.
struct RunWriter(BufWriter<File>);

impl RunWriter {
    fn new(folder: &Path) -> io::Result<Self> {
        Ok(RunWriter(BufWriter::with_capacity(RUN_BUFFER_BYTES, tempfile::tempfile_in(folder)?)))
    }

    fn write(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        // Lengths first, so that a run is read in one pass forward.
        self.0.write_all(&(key.len() as u32).to_le_bytes())?;
        self.0.write_all(&(value.len() as u32).to_le_bytes())?;
        self.0.write_all(key)?;
        self.0.write_all(value)
    }

    fn finish(self) -> io::Result<File> {
        let mut file = self.0.into_inner().map_err(io::IntoInnerError::into_error)?;
        // Written once, and read from its beginning later by the same handle: the file has no name.
        file.rewind()?;
        Ok(file)
    }
}

/// A run while it is read: the pair at its head.
#[derive(Debug)]
struct RunReader {
    file: BufReader<File>,
    number: usize,
    pair: Vec<u8>,
    key_len: usize,
}

impl RunReader {
    fn key(&self) -> &[u8] {
        &self.pair[..self.key_len]
    }

    /// Moves to the next pair; returns whether there is one.
    fn advance(&mut self) -> io::Result<bool> {
        // The end is told from a pair that is cut short, which is an error.
        if self.file.fill_buf()?.is_empty() {
            return Ok(false);
        }
        let mut lens = [0; 8];
        self.file.read_exact(&mut lens)?;
        let lens = u64::from_le_bytes(lens);
        self.key_len = (lens & 0xffff_ffff) as usize;
        self.pair.resize(self.key_len + (lens >> 32) as usize, 0);
        self.file.read_exact(&mut self.pair)?;
        Ok(true)
    }
}

impl PartialEq for RunReader {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for RunReader {}

impl PartialOrd for RunReader {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RunReader {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of equal keys the older run comes first, which keeps the sort stable.
        self.key().cmp(other.key()).then_with(|| self.number.cmp(&other.number))
    }
}

/// Takes the least of the pairs at the heads of several runs, again and again.
#[derive(Debug)]
struct Merge {
    heap: BinaryHeap<Reverse<RunReader>>,
    /// The run whose pair was returned last, and is still borrowed from.
    current: Option<RunReader>,
}

impl Merge {
    fn new(runs: Vec<File>) -> io::Result<Self> {
        let mut heap = BinaryHeap::with_capacity(runs.len());
        for (number, file) in runs.into_iter().enumerate() {
            let file = BufReader::with_capacity(RUN_BUFFER_BYTES, file);
            let mut run = RunReader { file, number, pair: Vec::new(), key_len: 0 };
            // A run that is empty has no head to compare.
            if run.advance()? {
                heap.push(Reverse(run));
            }
        }
        Ok(Merge { heap, current: None })
    }

    fn next(&mut self) -> io::Result<Option<(&[u8], &[u8])>> {
        // The last pair was still borrowed until this call, so its run moves on only now.
        if let Some(mut run) = self.current.take()
            && run.advance()?
        {
            self.heap.push(Reverse(run));
        }
        self.current = self.heap.pop().map(|Reverse(run)| run);
        Ok(self.current.as_ref().map(|run| run.pair.split_at(run.key_len)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn pairs_come_out_as_a_stable_sort_gives_them_in_memory_and_from_runs(
            keys in prop::collection::vec(prop::collection::vec(0u8..3, 0..10), 0..300),
            budget in prop::sample::select(vec![0u64, 100, 1000, 1 << 30]),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut sorter = Sorter::new(budget, folder.path());
            for (number, key) in keys.iter().enumerate() {
                sorter.push(key, &number.to_le_bytes()).unwrap();
            }
            prop_assert_eq!(sorter.len(), keys.len() as u64);
            let mut expected: Vec<(&Vec<u8>, usize)> = keys.iter().zip(0..).collect();
            expected.sort();
            let mut sorted = sorter.sorted().unwrap();
            for (key, number) in expected {
                let (found, value) = sorted.next().unwrap().unwrap();
                prop_assert_eq!(found, key.as_slice());
                prop_assert_eq!(value, number.to_le_bytes());
            }
            prop_assert!(sorted.next().unwrap().is_none());
            prop_assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_is_an_error_that_names_it() {
        let mut sorter = Sorter::new(0, Path::new("/nowhere/at/all"));
        let error = sorter.push(b"key", b"value").unwrap_err();
        assert_eq!(error.code(), "ERR_IO");
        assert!(error.to_string().contains("/nowhere/at/all"));
    }
}
