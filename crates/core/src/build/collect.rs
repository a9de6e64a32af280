//! Raw records into sorted entries: parsing and analysis on all threads, in the order of the input.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::chunk::{Chunk, Pair, analyze};
use super::entry::NUMBER_BYTES;
use super::forms::FormMaker;
use super::progress::Progress;
use super::record::BadRecord;
use super::rejects::Rejects;
use super::sorter::{Sorted, Sorter};
use super::source::{Batch, Source};
use crate::error::{Error, Result};
use crate::format::MAX_FIELDS;
use crate::format::season_rows::MONTHS;

/// How many records a thread takes at a time.
const CHUNK_RECORDS: usize = 512;
/// How many records, and about how many bytes, are read before they are shared among threads.
const BATCH_RECORDS: usize = 32 << 10;
const BATCH_BYTES: usize = 4 << 20;

/// Where a record came from, for messages that come after its source is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    source: u32,
    line: u64,
}

/// A record whose id an earlier one has, and that one. Small, since there may be millions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Duplicate {
    origin: Origin,
    first: Origin,
}

/// Collects records as pairs that sort into entries.
pub(super) struct Collector {
    maker: FormMaker,
    /// The seasons that records may name.
    profiles: BTreeMap<String, [f64; MONTHS]>,
    /// The fields of contexts so far.
    fields: BTreeSet<String>,
    seasons: u64,
    progress: Progress,
    entries: Sorter,
    ids: Sorter,
    sources: Vec<String>,
    /// Of each source, the members that its records have had, and what that lacks.
    members: Vec<(u64, Result<()>)>,
    records: u64,
    skipped: u64,
    first_bad: Option<Error>,
    forms: u64,
    aliases_merged: u64,
    synonyms_cut: u64,
}

/// All records, sorted.
pub(super) struct Collected {
    pub(super) entries: Sorted,
    pub(super) entry_count: u64,
    /// The records that must be left out, by their number.
    pub(super) duplicates: HashMap<u64, Duplicate>,
    pub(super) sources: Vec<String>,
    pub(super) skipped: u64,
    /// The error of the first record that was skipped.
    pub(super) first_bad: Option<Error>,
    /// The forms other than texts, those of records that must be left out included.
    pub(super) forms: u64,
    /// The records with a season, those that must be left out included.
    pub(super) seasons: u64,
    /// Whether any record has a context, those that must be left out included.
    pub(super) has_contexts: bool,
    pub(super) aliases_merged: u64,
    pub(super) synonyms_cut: u64,
}

impl Collector {
    /// Starts with nothing; sorting takes up to five twelfths of `memory` bytes.
    pub(super) fn new(
        maker: FormMaker,
        profiles: BTreeMap<String, [f64; MONTHS]>,
        progress: Progress,
        memory: u64,
        folder: &Path,
    ) -> Self {
        Collector {
            maker,
            profiles,
            fields: BTreeSet::new(),
            seasons: 0,
            progress,
            entries: Sorter::new(memory / 3, folder),
            ids: Sorter::new(memory / 12, folder),
            sources: Vec::new(),
            members: Vec::new(),
            records: 0,
            skipped: 0,
            first_bad: None,
            forms: 0,
            aliases_merged: 0,
            synonyms_cut: 0,
        }
    }

    /// Reads `source` to its end. Bad records go to `rejects`; without it the first one is an error.
    ///
    /// Runs on the threads of the pool that it is called in.
    pub(super) fn add(
        &mut self,
        mut source: Source,
        mut rejects: Option<&mut Rejects>,
    ) -> Result<u64> {
        self.progress.add_bytes_total(source.bytes_total().unwrap_or(0));
        let known = self.sources.iter().position(|known| known == source.name());
        let number = known.unwrap_or_else(|| {
            self.sources.push(source.name().to_owned());
            self.members.push((0, Ok(())));
            self.sources.len() - 1
        });
        source.watch(&self.progress);
        let mut batch = Batch::new(BATCH_RECORDS, BATCH_BYTES);
        let mut bytes_before = 0;
        loop {
            batch.clear();
            let read = source.read_batch(&mut batch);
            // Aborting makes reading fail too; that the build was aborted is then the error.
            self.progress.check()?;
            read?;
            self.progress.add_bytes(source.bytes_read() - bytes_before);
            bytes_before = source.bytes_read();
            if batch.is_empty() {
                // What one piece of a source lacks, the next may have: see `finish`.
                let (members, lacks) = &mut self.members[number];
                *lacks = source.parser().check_members(*members);
                return Ok(source.next_line());
            }
            let (maker, profiles) = (&self.maker, &self.profiles);
            let (parser, records) = (source.parser(), &batch);
            let chunks: Vec<Chunk> = (0..batch.len().div_ceil(CHUNK_RECORDS))
                .into_par_iter()
                .map(|chunk| {
                    let start = chunk * CHUNK_RECORDS;
                    let end = (start + CHUNK_RECORDS).min(records.len());
                    analyze(maker, profiles, parser, records, start..end)
                })
                .collect();
            for chunk in chunks {
                self.members[number].0 |= chunk.members;
                self.take(chunk, source.name(), number as u32, rejects.as_deref_mut())?;
            }
        }
    }

    fn take(
        &mut self,
        mut chunk: Chunk,
        file: &str,
        source: u32,
        mut rejects: Option<&mut Rejects>,
    ) -> Result<()> {
        for bad in chunk.refused {
            let Some(rejects) = rejects.as_deref_mut() else { return Err(bad.into_error(file)) };
            rejects.write(file, &bad)?;
            self.first_bad.get_or_insert_with(|| bad.into_error(file));
            self.skipped += 1;
            self.progress.add_skipped(1);
            self.progress.add_records(1);
        }
        self.take_fields(chunk.fields, file)?;
        self.seasons += chunk.seasons;
        let mut start = 0;
        for Pair { line, key_end, value_end, id } in &chunk.pairs {
            if let Some((hash, id)) = id {
                let key = [&hash.to_be_bytes(), &chunk.bytes[id.clone()]].concat();
                let number = self.records.to_le_bytes();
                let value = [&number[..], &source.to_le_bytes(), &line.to_le_bytes()].concat();
                self.ids.push(&key, &value)?;
            }
            let pair = &mut chunk.bytes[start..*value_end];
            let (key, value) = pair.split_at_mut(key_end - start);
            value[..NUMBER_BYTES].copy_from_slice(&self.records.to_le_bytes());
            self.entries.push(key, value)?;
            self.records += 1;
            start = *value_end;
        }
        self.progress.add_records(chunk.pairs.len() as u64);
        self.forms += chunk.forms;
        self.aliases_merged += chunk.aliases_merged;
        self.synonyms_cut += chunk.synonyms_cut;
        Ok(())
    }

    /// Adds the fields of a chunk. Records that each bring a field of their own have taken fields for
    /// values, so this is an error, even if bad records are to be skipped.
    fn take_fields(&mut self, fields: BTreeMap<String, u64>, file: &str) -> Result<()> {
        let mut new: Vec<(u64, String)> = fields
            .into_iter()
            .filter(|(field, _)| !self.fields.contains(field))
            .map(|(field, line)| (line, field))
            .collect();
        new.sort_unstable();
        for (line, field) in new {
            if self.fields.len() == MAX_FIELDS {
                let reason = format!(
                    "{field:?} is a field more than the {MAX_FIELDS} that an index may have; \
                     give what differs by record as the value of a field"
                );
                let file = file.to_owned();
                let (field, available, advice) = ("contexts", Vec::new(), None);
                return Err(Error::InvalidRecord { file, line, field, reason, available, advice });
            }
            self.fields.insert(field);
        }
        Ok(())
    }

    /// Sorts the records, and finds those whose id came before.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRecord`] for the first of those, unless `skip_duplicates`;
    /// [`Error::MissingColumn`] if an option names a column that a source has in none of its records.
    pub(super) fn finish(self, skip_duplicates: bool) -> Result<Collected> {
        for (members, lacks) in self.members {
            // A source without a single good record has had no chance to show its members.
            if members != 0 {
                lacks?;
            }
        }
        let mut duplicates = HashMap::new();
        let mut first: Option<(u64, String, Duplicate)> = None;
        for_each_duplicate(self.ids.sorted()?, |number, id, duplicate| {
            if skip_duplicates {
                duplicates.insert(number, duplicate);
            } else if first.as_ref().is_none_or(|(first, ..)| number < *first) {
                first = Some((number, id.to_owned(), duplicate));
            }
        })?;
        if let Some((_, id, duplicate)) = first {
            let bad = duplicate.bad_record(&id, String::new(), &self.sources);
            return Err(bad.into_error(duplicate.file(&self.sources)));
        }
        self.progress.add_skipped(duplicates.len() as u64);
        Ok(Collected {
            entry_count: self.entries.len() - duplicates.len() as u64,
            entries: self.entries.sorted()?,
            skipped: self.skipped + duplicates.len() as u64,
            first_bad: self.first_bad,
            duplicates,
            sources: self.sources,
            forms: self.forms,
            seasons: self.seasons,
            has_contexts: !self.fields.is_empty(),
            aliases_merged: self.aliases_merged,
            synonyms_cut: self.synonyms_cut,
        })
    }
}

impl Duplicate {
    /// Returns the report, with the record as it was read.
    pub(super) fn bad_record(&self, id: &str, record: String, sources: &[String]) -> BadRecord {
        let first = self.first.file(sources);
        let reason = format!(
            "{id:?} is the id of an earlier record too ({first}:{}); ids must differ",
            self.first.line
        );
        let (line, available, advice) = (self.origin.line, Vec::new(), None);
        BadRecord { line, field: "id", reason, available, advice, record }
    }

    /// Returns the name of the input it came from.
    pub(super) fn file<'a>(&self, sources: &'a [String]) -> &'a str {
        self.origin.file(sources)
    }
}

impl Origin {
    fn file<'a>(&self, sources: &'a [String]) -> &'a str {
        sources.get(self.source as usize).map_or("", String::as_str)
    }
}

/// Calls `visit` with the number and the id of every record whose id an earlier one has.
fn for_each_duplicate(mut ids: Sorted, mut visit: impl FnMut(u64, &str, Duplicate)) -> Result<()> {
    let mut first: Option<(Vec<u8>, Origin)> = None;
    while let Some((key, value)) = ids.next()? {
        let id = key.get(8..).and_then(|id| std::str::from_utf8(id).ok());
        let (Some(id), Some((number, origin))) = (id, decode_origin(value)) else {
            return Err(Error::Io {
                action: "read back",
                path: "temporary files".into(),
                source: std::io::ErrorKind::InvalidData.into(),
            });
        };
        match &mut first {
            Some((first_key, first)) if first_key == key => {
                visit(number, id, Duplicate { origin, first: *first });
            }
            Some((first_key, first)) => {
                first_key.clear();
                first_key.extend(key);
                *first = origin;
            }
            None => first = Some((key.to_vec(), origin)),
        }
    }
    Ok(())
}

fn decode_origin(value: &[u8]) -> Option<(u64, Origin)> {
    let (number, rest) = value.split_first_chunk()?;
    let (source, rest) = rest.split_first_chunk()?;
    let line = rest.first_chunk()?;
    let origin = Origin { source: u32::from_le_bytes(*source), line: u64::from_le_bytes(*line) };
    Some((u64::from_le_bytes(*number), origin))
}
