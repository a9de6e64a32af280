//! Sections that grow item by item: packed numbers, dictionaries, and strings.

use std::io::{self, Write};

use super::spool::{SectionContents, Spool};
use super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::format::list_starts::ListStartsWriter;
use crate::format::packed::PackedWriter;
use crate::format::section_id::SectionId;
use crate::format::strings::StringEnds;

/// A section of packed numbers while it is written.
pub(in crate::build) struct PackedSection<'a> {
    workspace: &'a Workspace,
    id: SectionId,
    numbers: PackedWriter<Spool>,
}

impl<'a> PackedSection<'a> {
    /// Starts a section of `count` numbers from 0 to `max`.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if temporary files cannot be written, as for all of its methods.
    pub(in crate::build) fn new(
        workspace: &'a Workspace,
        id: SectionId,
        count: u64,
        max: u64,
    ) -> Result<Self> {
        // Width and count stand before the numbers, so both must be known at the start.
        let numbers = PackedWriter::new(workspace.spool(), count, max);
        let numbers = numbers.map_err(|source| workspace.failed(source))?;
        Ok(PackedSection { workspace, id, numbers })
    }

    /// Writes the section of numbers that are all in memory.
    pub(in crate::build) fn of(
        workspace: &'a Workspace,
        id: SectionId,
        numbers: &[u32],
        max: u64,
    ) -> Result<SectionContents> {
        let mut section = PackedSection::new(workspace, id, numbers.len() as u64, max)?;
        numbers.iter().try_for_each(|&number| section.push(number.into()))?;
        section.finish()
    }

    /// Writes the same, unless there is no number.
    pub(in crate::build) fn of_some(
        workspace: &'a Workspace,
        id: SectionId,
        numbers: &[u32],
        max: u64,
    ) -> Result<Option<SectionContents>> {
        (!numbers.is_empty()).then(|| Self::of(workspace, id, numbers, max)).transpose()
    }

    /// Adds the next number.
    pub(in crate::build) fn push(&mut self, number: u64) -> Result<()> {
        self.numbers.push(number).map_err(|source| self.workspace.failed(source))
    }

    /// Ends the section, behind `head` where it has one.
    pub(in crate::build) fn finish_behind(self, head: Vec<u8>) -> Result<SectionContents> {
        let numbers = self.numbers.finish().map_err(|source| self.workspace.failed(source))?;
        Ok(SectionContents { id: self.id, head, tail: Some(numbers) })
    }

    /// Ends the section.
    pub(in crate::build) fn finish(self) -> Result<SectionContents> {
        self.finish_behind(Vec::new())
    }
}

/// A section of where short lists start, while it is written.
pub(in crate::build) struct ListStartsSection<'a> {
    workspace: &'a Workspace,
    id: SectionId,
    starts: ListStartsWriter<Spool>,
}

impl<'a> ListStartsSection<'a> {
    /// Starts a section of `count` lists, of which none is longer than `longest`.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if temporary files cannot be written, as for all of its methods.
    pub(in crate::build) fn new(
        workspace: &'a Workspace,
        id: SectionId,
        count: u64,
        longest: u32,
    ) -> Result<Self> {
        let starts = ListStartsWriter::new(workspace.spool(), count, longest);
        let starts = starts.map_err(|source| workspace.failed(source))?;
        Ok(ListStartsSection { workspace, id, starts })
    }

    /// Adds the length of the next list.
    pub(in crate::build) fn push(&mut self, len: u32) -> Result<()> {
        self.starts.push(len).map_err(|source| self.workspace.failed(source))
    }

    /// Ends the section.
    pub(in crate::build) fn finish(self) -> Result<SectionContents> {
        let starts = self.starts.finish().map_err(|source| self.workspace.failed(source))?;
        Ok(SectionContents { id: self.id, head: Vec::new(), tail: Some(starts) })
    }
}

/// A dictionary while it is written.
pub(in crate::build) struct DictionarySection<'a> {
    workspace: &'a Workspace,
    id: SectionId,
    builder: fst::raw::Builder<Spool>,
}

impl<'a> DictionarySection<'a> {
    /// Starts with no key.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if temporary files cannot be written, as for all of its methods.
    pub(in crate::build) fn new(workspace: &'a Workspace, id: SectionId) -> Result<Self> {
        // The builder writes as it goes and keeps a bounded table of nodes, so a dictionary needs
        // no memory of its size.
        let builder = fst::raw::Builder::new(workspace.spool());
        let builder = builder.map_err(|error| fst_failed(workspace, error))?;
        Ok(DictionarySection { workspace, id, builder })
    }

    /// Adds a key, above all before it, and its value.
    pub(in crate::build) fn insert(&mut self, key: &[u8], value: u64) -> Result<()> {
        self.builder.insert(key, value).map_err(|error| fst_failed(self.workspace, error))
    }

    /// Ends the section.
    pub(in crate::build) fn finish(self) -> Result<SectionContents> {
        let (workspace, id) = (self.workspace, self.id);
        let tail = self.builder.into_inner().map_err(|error| fst_failed(workspace, error))?;
        Ok(SectionContents { id, head: Vec::new(), tail: Some(tail) })
    }
}

/// Keys come out of a sorter, each once, so what goes wrong is the spool: either it says so itself,
/// or it gave the sorted keys back in another order.
fn fst_failed(workspace: &Workspace, error: fst::Error) -> Error {
    match error {
        fst::Error::Io(source) => workspace.failed(source),
        other => workspace.failed(io::Error::other(other)),
    }
}

/// A section of strings while it is written.
pub(in crate::build) struct StringsSection<'a> {
    workspace: &'a Workspace,
    id: SectionId,
    ends: StringEnds,
    text: Spool,
}

impl<'a> StringsSection<'a> {
    /// Starts with no string.
    pub(in crate::build) fn new(workspace: &'a Workspace, id: SectionId) -> Self {
        StringsSection { workspace, id, ends: StringEnds::default(), text: workspace.spool() }
    }

    /// Adds the next string.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if temporary files cannot be written.
    pub(in crate::build) fn push(&mut self, string: &str) -> Result<()> {
        self.ends.push(string);
        let written = self.text.write_all(string.as_bytes());
        written.map_err(|source| self.workspace.failed(source))
    }

    /// Ends the section.
    pub(in crate::build) fn finish(self) -> SectionContents {
        // The ends come first in the section and are complete last: that is why contents have a
        // head.
        SectionContents { id: self.id, head: self.ends.finish(), tail: Some(self.text) }
    }
}
