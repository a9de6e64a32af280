//! Raw records into sorted entries: parsing and analysis on all threads, in the order of the input.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::chunk::{Chunk, EntryMaker, Pair};
use super::duplicates::{Duplicate, IdCollector, RecordId, SourceLine, UniqueEntries};
use super::entry_bytes::NUMBER_BYTES;
use crate::build::input::{Batch, Rejects, Source, Tally};
use crate::build::report::{InputReport, TakenColumn};
use crate::build::scratch::{Sorter, Workspace};
use crate::error::{Error, Result};
use crate::format::MAX_FIELDS;

/// How many records a thread takes at a time.
const CHUNK_RECORDS: usize = 512;
/// How many records, and about how many bytes, are read before they are shared among threads.
const BATCH_RECORDS: usize = 32 << 10;
const BATCH_BYTES: usize = 4 << 20;

/// Collects records as pairs that sort into entries.
pub(in crate::build) struct Collector {
    workspace: Workspace,
    maker: EntryMaker,
    fields: KnownFields,
    seasons: u64,
    entries: Sorter,
    ids: IdCollector,
    sources: Vec<String>,
    /// Of each source, the members that its records have had, and what that lacks.
    members: Vec<(u64, Result<()>)>,
    records: u64,
    left_out: LeftOut,
    first_bad: Option<Error>,
    forms: u64,
    /// What records have and no field takes, and the columns that fields took.
    tally: Tally,
    inputs: Vec<InputReport>,
    taken: Vec<TakenColumn>,
}

/// What did not become part of the index.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::build) struct LeftOut {
    /// Records that were skipped.
    pub(in crate::build) skipped: u64,
    /// Aliases with the key of another form.
    pub(in crate::build) aliases_merged: u64,
    /// Entries that could have more made forms.
    pub(in crate::build) forms_cut: u64,
}

/// All records, sorted.
pub(in crate::build) struct Collected<'r> {
    pub(in crate::build) entries: UniqueEntries<'r>,
    pub(in crate::build) entry_count: u64,
    pub(in crate::build) left_out: LeftOut,
    /// The error of the first record that was skipped.
    pub(in crate::build) first_bad: Option<Error>,
    /// The forms other than texts, those of records that must be left out included.
    pub(in crate::build) forms: u64,
    /// The records with a season, those that must be left out included.
    pub(in crate::build) seasons: u64,
    /// Whether any record has a context, those that must be left out included.
    pub(in crate::build) has_contexts: bool,
}

impl Collector {
    /// Starts with nothing; sorting takes up to five twelfths of the memory of `workspace`.
    pub(in crate::build) fn new(maker: EntryMaker, workspace: &Workspace) -> Self {
        Collector {
            workspace: workspace.clone(),
            maker,
            fields: KnownFields::default(),
            seasons: 0,
            entries: workspace.sorter(3),
            ids: IdCollector::new(workspace),
            sources: Vec::new(),
            members: Vec::new(),
            records: 0,
            left_out: LeftOut::default(),
            first_bad: None,
            forms: 0,
            tally: Tally::default(),
            inputs: Vec::new(),
            taken: Vec::new(),
        }
    }

    /// Reads `source` to its end. Bad records go to `rejects`; without it the first one is an
    /// error.
    ///
    /// Runs on the threads of the pool that it is called in.
    pub(in crate::build) fn add(
        &mut self,
        mut source: Source,
        mut rejects: Option<&mut Rejects>,
    ) -> Result<u64> {
        self.workspace.progress().add_bytes_total(source.bytes_total().unwrap_or(0));
        // A number in place of the name: it is written once for each record with an id.
        let number = self.source_number(source.name());
        self.inputs.extend(source.report().cloned());
        // So that a read that waits ends when the build is aborted.
        source.watch(self.workspace.progress());
        // One batch for the whole source, so that memory does not depend on its length.
        let mut batch = Batch::new(BATCH_RECORDS, BATCH_BYTES);
        // Sources count from their own beginning, the progress over all of them.
        let mut bytes_before = 0;
        loop {
            batch.clear();
            let read = source.read_batch(&mut batch);
            // Aborting makes reading fail too. That the build was aborted is then the error.
            self.workspace.progress().check()?;
            read?;
            self.workspace.progress().add_bytes(source.bytes_read() - bytes_before);
            bytes_before = source.bytes_read();
            if batch.is_empty() {
                // What one piece of a source lacks, the next may have: see `finish`.
                let (members, lacks) = &mut self.members[number];
                *lacks = source.parser().check_members(*members);
                return Ok(source.next_line());
            }
            // Threads share these and nothing that changes, so no lock is taken for a record.
            let (maker, parser, records) = (&self.maker, source.parser(), &batch);
            let chunks: Vec<Chunk> = (0..batch.len().div_ceil(CHUNK_RECORDS))
                .into_par_iter()
                .map(|chunk| {
                    // A chunk has vectors of its own, which is too much for a single record.
                    let start = chunk * CHUNK_RECORDS;
                    let end = (start + CHUNK_RECORDS).min(records.len());
                    maker.chunk(parser, records, start..end)
                })
                .collect();
            // In the order of the input, so that equal input gives an equal index whatever the
            // threads.
            for chunk in chunks {
                self.members[number].0 |= chunk.members;
                self.take_names(source.parser().taken(&chunk.tally));
                self.tally.merge(&chunk.tally);
                self.take(chunk, number, rejects.as_deref_mut())?;
            }
        }
    }

    /// Returns what records have and no field takes.
    pub(in crate::build) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Returns how each file and stream was read.
    pub(in crate::build) fn inputs(&self) -> &[InputReport] {
        &self.inputs
    }

    /// Returns the columns and members that fields took, in the order in which they were found.
    pub(in crate::build) fn taken(&self) -> &[TakenColumn] {
        &self.taken
    }

    fn take_names(&mut self, taken: Vec<TakenColumn>) {
        for column in taken {
            // A handful, and a column of a name for each is the most that there can be.
            if !self.taken.contains(&column) {
                self.taken.push(column);
            }
        }
    }

    /// Returns the number of a source. Pieces from memory come as sources of one name.
    fn source_number(&mut self, name: &str) -> usize {
        if let Some(known) = self.sources.iter().position(|known| known == name) {
            return known;
        }
        self.sources.push(name.to_owned());
        self.members.push((0, Ok(())));
        self.sources.len() - 1
    }

    fn take(
        &mut self,
        mut chunk: Chunk,
        source: usize,
        mut rejects: Option<&mut Rejects>,
    ) -> Result<()> {
        let (file, progress) = (self.sources[source].as_str(), self.workspace.progress());
        for bad in chunk.refused {
            // Without rejects the first bad record of the input ends the build, not the first that
            // a thread came upon.
            let Some(rejects) = rejects.as_deref_mut() else { return Err(bad.into_error(file)) };
            rejects.write(file, &bad)?;
            // Kept for a build of which nothing is left: its error should show one cause.
            self.first_bad.get_or_insert_with(|| bad.into_error(file));
            self.left_out.skipped += 1;
            progress.add_skipped(1);
            // A skipped record was read all the same.
            progress.add_records(1);
        }
        // Before the pairs: an input with a field for each record should fail at once, not when its
        // last spill is written.
        self.fields.add(chunk.fields, file)?;
        self.seasons += chunk.seasons;
        let mut start = 0;
        for Pair { line, position, key_end, value_end, id } in &chunk.pairs {
            if let Some((hash, id)) = id {
                let origin = SourceLine { source: source as u32, line: *line, position: *position };
                // The line is known only here. The entry itself has no room for it.
                let (id, number) = (&chunk.bytes[id.clone()], self.records);
                self.ids.push(RecordId { id, hash: *hash, number, origin })?;
            }
            let pair = &mut chunk.bytes[start..*value_end];
            let (key, value) = pair.split_at_mut(key_end - start);
            // A thread can't know how many records come before its own.
            value[..NUMBER_BYTES].copy_from_slice(&self.records.to_le_bytes());
            self.entries.push(key, value)?;
            self.records += 1;
            start = *value_end;
        }
        progress.add_records(chunk.pairs.len() as u64);
        self.forms += chunk.forms;
        self.left_out.aliases_merged += chunk.aliases_merged;
        self.left_out.forms_cut += chunk.forms_cut;
        Ok(())
    }

    /// Sorts the records, and finds those whose id came before. With `rejects` they are left out.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRecord`] for the first of those without `rejects`; [`Error::MissingColumn`]
    /// if an option names a column that a source has in none of its records.
    pub(in crate::build) fn finish(self, rejects: Option<&mut Rejects>) -> Result<Collected<'_>> {
        for (members, lacks) in self.members {
            // A source without a single good record has had no chance to show its members.
            if members != 0 {
                lacks?;
            }
        }
        // There may be millions, so only a number and two places are kept of each.
        let mut duplicates = HashMap::new();
        let mut first: Option<(u64, String, Duplicate)> = None;
        self.ids.for_each_duplicate(|number, id, duplicate| {
            if rejects.is_some() {
                duplicates.insert(number, duplicate);
            } else if first.as_ref().is_none_or(|(first, ..)| number < *first) {
                // Ids come by their hashes, so the first in the input may come late.
                first = Some((number, id.to_owned(), duplicate));
            }
        })?;
        if let Some((_, id, duplicate)) = first {
            let bad = duplicate.bad_record(&id, String::new(), &self.sources);
            return Err(bad.into_error(duplicate.file(&self.sources)));
        }
        let mut left_out = self.left_out;
        // Duplicates are counted now, and written when their entries come by.
        left_out.skipped += duplicates.len() as u64;
        self.workspace.progress().add_skipped(duplicates.len() as u64);
        let entry_count = self.entries.len() - duplicates.len() as u64;
        let (sorted, sources) = (self.entries.sorted()?, self.sources);
        let workspace = self.workspace;
        Ok(Collected {
            entries: UniqueEntries { workspace, sorted, duplicates, sources, rejects },
            entry_count,
            left_out,
            first_bad: self.first_bad,
            forms: self.forms,
            seasons: self.seasons,
            has_contexts: !self.fields.known.is_empty(),
        })
    }
}

/// The fields of contexts so far.
#[derive(Default)]
struct KnownFields {
    known: BTreeSet<String>,
}

impl KnownFields {
    /// Adds the fields of a chunk. Records that each bring a field of their own have taken fields
    /// for values, so this is an error, even if bad records are to be skipped.
    fn add(&mut self, fields: BTreeMap<String, u64>, file: &str) -> Result<()> {
        let mut new: Vec<(u64, String)> = fields
            .into_iter()
            .filter(|(field, _)| !self.known.contains(field))
            .map(|(field, line)| (line, field))
            .collect();
        // By line, so that the message names the record that a reader of the input comes upon
        // first.
        new.sort_unstable();
        for (line, field) in new {
            // The format allows no more.
            if self.known.len() == MAX_FIELDS {
                let reason = format!(
                    "{field:?} is a field more than the {MAX_FIELDS} that an index may have; \
                     give what differs by record as the value of a field"
                );
                let file = file.to_owned();
                return Err(Error::InvalidRecord {
                    file,
                    line,
                    position: None,
                    field: "contexts",
                    reason,
                    available: Vec::new(),
                    suggested: None,
                    advice: None,
                });
            }
            self.known.insert(field);
        }
        Ok(())
    }
}
