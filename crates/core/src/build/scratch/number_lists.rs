//! Lists of numbers by key: a dictionary that leads to the first number of each list.

use super::section_writers::{DictionarySection, PackedSection};
use super::sorter::Sorter;
use super::spool::SectionContents;
use super::workspace::Workspace;
use crate::error::Result;
use crate::format::section_id::SectionId;

/// Stands between the key and the number in a sorted pair, and in no key.
const END_OF_KEY: u8 = 0;

/// Collects pairs of a key and a number, and writes the numbers of each key, rising.
pub(in crate::build) struct NumberLists<'a> {
    workspace: &'a Workspace,
    by_key: Sorter,
    pair: Vec<u8>,
}

impl<'a> NumberLists<'a> {
    /// Starts with no pair; sorting takes up to a twelfth of the memory of `workspace`.
    pub(in crate::build) fn new(workspace: &'a Workspace) -> Self {
        NumberLists { workspace, by_key: workspace.sorter(12), pair: Vec::new() }
    }

    /// Adds a number to the list of `key`, which has no byte 0 and is not empty.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io) if temporary files cannot be written, as for `finish`.
    pub(in crate::build) fn push(&mut self, key: &[u8], number: u32) -> Result<()> {
        self.pair.clear();
        self.pair.extend(key);
        self.pair.push(END_OF_KEY);
        // Big-endian, so that the numbers of a key rise.
        self.pair.extend(number.to_be_bytes());
        self.by_key.push(&self.pair, &[])
    }

    /// Writes the dictionary and the numbers, of which none is above `max`.
    pub(in crate::build) fn finish(
        self,
        [dictionary, numbers]: [SectionId; 2],
        max: u64,
    ) -> Result<[SectionContents; 2]> {
        let workspace = self.workspace;
        let count = self.by_key.len();
        workspace.progress().extend(count);
        let mut dictionary = DictionarySection::new(workspace, dictionary)?;
        let mut numbers = PackedSection::new(workspace, numbers, count, max)?;
        let mut before: Option<Vec<u8>> = None;
        let mut position = 0u64;
        let mut sorted = self.by_key.sorted()?;
        while let Some((pair, _)) = sorted.next()? {
            let parts = pair.split_last_chunk::<4>().and_then(|(key, number)| {
                Some((key.strip_suffix(&[END_OF_KEY])?, u32::from_be_bytes(*number)))
            });
            let (key, number) = parts.ok_or_else(|| workspace.damaged())?;
            // The dictionary leads to the first number of a key. The next key says where they end.
            if before.as_deref() != Some(key) {
                dictionary.insert(key, position)?;
                before = Some(key.to_vec());
            }
            numbers.push(number.into())?;
            position += 1;
            workspace.step(position)?;
        }
        workspace.last_step(position);
        Ok([dictionary.finish()?, numbers.finish()?])
    }
}
