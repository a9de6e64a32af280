//! Records whose id an earlier one has: how they are found, told of, and left out.

use std::collections::HashMap;

use super::entry_bytes::SortedEntry;
use crate::build::input::{BadRecord, Rejects};
use crate::build::scratch::{Sorted, Sorter, Workspace};
use crate::error::Result;

/// Where a record came from, for messages that come after its source is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SourceLine {
    /// The number of the source.
    pub(super) source: u32,
    pub(super) line: u64,
    /// The byte of the line with which it starts, where several records may be on a line.
    pub(super) position: Option<u64>,
}

impl SourceLine {
    fn file<'a>(&self, sources: &'a [String]) -> &'a str {
        // The number was given out by the collector, so there is a name.
        sources.get(self.source as usize).map_or("", String::as_str)
    }

    /// Returns the place as messages write it: `cities.json:1:4521`.
    fn shown(&self, sources: &[String]) -> String {
        let (file, line) = (self.file(sources), self.line);
        match self.position {
            None => format!("{file}:{line}"),
            Some(position) => format!("{file}:{line}:{position}"),
        }
    }
}

/// A record whose id an earlier one has, and that one. Small, since there may be millions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Duplicate {
    origin: SourceLine,
    first: SourceLine,
}

impl Duplicate {
    /// Returns the report, with the record as it was read.
    pub(super) fn bad_record(&self, id: &str, record: String, sources: &[String]) -> BadRecord {
        // Both places, since either may be the one to change.
        let first = self.first.shown(sources);
        let reason =
            format!("{id:?} is the id of an earlier record too ({first}); ids must differ");
        let SourceLine { source: _, line, position } = self.origin;
        let (available, suggested, advice) = (Vec::new(), None, None);
        BadRecord { line, position, field: "id", reason, available, suggested, advice, record }
    }

    /// Returns the name of the input it came from.
    pub(super) fn file<'a>(&self, sources: &'a [String]) -> &'a str {
        self.origin.file(sources)
    }
}

/// A record with an id, on its way to be compared with the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct RecordId<'a> {
    pub(super) id: &'a [u8],
    pub(super) hash: u64,
    /// The number of the record over all inputs.
    pub(super) number: u64,
    pub(super) origin: SourceLine,
}

/// The ids of all records.
pub(super) struct IdCollector {
    workspace: Workspace,
    /// From the hash and the id to the number and the origin; the earliest record comes first.
    ids: Sorter,
}

impl IdCollector {
    /// Starts with nothing; sorting takes up to a twelfth of the memory of `workspace`.
    pub(super) fn new(workspace: &Workspace) -> Self {
        IdCollector { workspace: workspace.clone(), ids: workspace.sorter(12) }
    }

    /// Adds the id of a record.
    pub(super) fn push(&mut self, record: RecordId<'_>) -> Result<()> {
        let RecordId { id, hash, number, origin: SourceLine { source, line, position } } = record;
        // The hash decides most comparisons. Ids often share their first bytes.
        let key = [&hash.to_be_bytes(), id].concat();
        let value = [&number.to_le_bytes()[..], &source.to_le_bytes(), &line.to_le_bytes()];
        let mut value = value.concat();
        // Lines of NDJSON and tables have none, and need no room for it.
        value.extend(position.map(u64::to_le_bytes).into_iter().flatten());
        self.ids.push(&key, &value)
    }

    /// Calls `visit` with the number and the id of every record whose id an earlier one has.
    pub(super) fn for_each_duplicate(
        self,
        mut visit: impl FnMut(u64, &str, Duplicate),
    ) -> Result<()> {
        let mut ids = self.ids.sorted()?;
        // Equal ids lie side by side after sorting, and the sorter is stable: the first of them
        // came first in the input.
        let mut first: Option<(Vec<u8>, SourceLine)> = None;
        while let Some((key, value)) = ids.next()? {
            let id = key.get(8..).and_then(|id| std::str::from_utf8(id).ok());
            let (Some(id), Some((number, origin))) = (id, decode(value)) else {
                return Err(self.workspace.damaged());
            };
            match &mut first {
                Some((first_key, first)) if first_key == key => {
                    visit(number, id, Duplicate { origin, first: *first });
                }
                Some((first_key, first)) => {
                    // The vector is kept, since nearly every id is another one.
                    first_key.clear();
                    first_key.extend(key);
                    *first = origin;
                }
                None => first = Some((key.to_vec(), origin)),
            }
        }
        Ok(())
    }
}

/// Reads back the number and the origin of a record.
fn decode(value: &[u8]) -> Option<(u64, SourceLine)> {
    let (number, rest) = value.split_first_chunk()?;
    let (source, rest) = rest.split_first_chunk()?;
    let (line, rest) = rest.split_first_chunk()?;
    let position = rest.first_chunk().copied().map(u64::from_le_bytes);
    let line = u64::from_le_bytes(*line);
    let origin = SourceLine { source: u32::from_le_bytes(*source), line, position };
    Some((u64::from_le_bytes(*number), origin))
}

/// The entries in the order of their ordinals, without the duplicates, which are told to the
/// rejects.
pub(in crate::build) struct UniqueEntries<'r> {
    pub(super) workspace: Workspace,
    pub(super) sorted: Sorted,
    /// By the number of the record.
    pub(super) duplicates: HashMap<u64, Duplicate>,
    pub(super) sources: Vec<String>,
    pub(super) rejects: Option<&'r mut Rejects>,
}

impl UniqueEntries<'_> {
    /// Calls `visit` with each entry.
    ///
    /// # Errors
    ///
    /// The first of `visit`; [`Error::Io`](crate::Error::Io) if temporary files cannot be read or
    /// the rejects not be written.
    pub(in crate::build) fn for_each(
        mut self,
        mut visit: impl FnMut(&SortedEntry<'_>) -> Result<()>,
    ) -> Result<()> {
        while let Some((key, value)) = self.sorted.next()? {
            let entry = SortedEntry::decode(key, value).ok_or_else(|| self.workspace.damaged())?;
            // Which of two comes first is known only when all ids are sorted, and by then the
            // record is among the entries: so it is left out here.
            let Some(duplicate) = self.duplicates.get(&entry.number) else {
                visit(&entry)?;
                continue;
            };
            if let Some(rejects) = &mut self.rejects {
                let bad = duplicate.bad_record(entry.id, entry.to_json(), &self.sources);
                rejects.write(duplicate.file(&self.sources), &bad)?;
            }
        }
        Ok(())
    }
}
