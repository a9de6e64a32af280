//! The stems of all terms into the sections that find terms by them.
//!
//! ```text
//! section     codec       contents
//! stems       dictionary  from each stem of each language to the place of its first term
//! stem-terms  packed      the terms that have the stem, rising, stem by stem
//!
//! byte of the key of a stem  size        field
//! 0                          1           language  of those with stems, from 0 in the order of the settings
//! 1                          0 or 1      mark      1 if the terms are of transliterations; else absent
//! then                       to the end  stem      UTF-8
//! ```
//!
//! Every term has one stem in each language, so there are T · L stem-terms for T terms and L languages.

use std::io;

use super::passes::Assembly;
use super::terms::split_marker;
use crate::analysis::Stemmers;
use crate::build::scratch::{SectionContents, Sorter};
use crate::error::Result;
use crate::format::packed::PackedWriter;
use crate::format::section_id::SectionId;
use crate::format::stem_key;

/// Stands between the stem and the term in a sorted pair, and in no stem.
const END_OF_STEM: u8 = 0;

/// Collects the stems of terms.
pub(super) struct StemCollector<'a> {
    stemmers: &'a Stemmers,
    by_stem: Sorter,
    stem: String,
    pair: Vec<u8>,
}

impl<'a> StemCollector<'a> {
    /// Starts with nothing; sorting takes up to a twelfth of the memory of `assembly`.
    pub(super) fn new(assembly: &Assembly<'_>, stemmers: &'a Stemmers) -> Self {
        let by_stem = Sorter::new(assembly.memory / 12, assembly.folder);
        StemCollector { stemmers, by_stem, stem: String::new(), pair: Vec::new() }
    }

    /// Adds the stems of the term `number`.
    pub(super) fn push(&mut self, term: &[u8], number: u32) -> Result<()> {
        let (marker, word) = split_marker(term);
        let Ok(word) = std::str::from_utf8(word) else { return Ok(()) };
        for language in 0..self.stemmers.len() {
            self.stemmers.stem(language, word, &mut self.stem);
            stem_key(language, !marker.is_empty(), &self.stem, &mut self.pair);
            self.pair.push(END_OF_STEM);
            self.pair.extend(number.to_be_bytes());
            self.by_stem.push(&self.pair, &[])?;
        }
        Ok(())
    }

    /// Writes the sections for `terms` terms.
    pub(super) fn finish(
        self,
        assembly: &Assembly<'_>,
        terms: u32,
    ) -> Result<[SectionContents; 2]> {
        assembly.progress.extend(self.by_stem.len());
        let failed = |source| assembly.failed(source);
        let fst_failed = |error| match error {
            fst::Error::Io(source) => assembly.failed(source),
            other => assembly.failed(io::Error::other(other)),
        };
        let mut dictionary = fst::raw::Builder::new(assembly.spool()).map_err(fst_failed)?;
        let max = u64::from(terms.saturating_sub(1));
        let mut numbers =
            PackedWriter::new(assembly.spool(), self.by_stem.len(), max).map_err(failed)?;
        let mut before: Option<Vec<u8>> = None;
        let mut position = 0u64;
        let mut sorted = self.by_stem.sorted()?;
        while let Some((pair, _)) = sorted.next()? {
            let parts = pair.split_last_chunk::<4>().and_then(|(stem, number)| {
                Some((stem.strip_suffix(&[END_OF_STEM])?, u32::from_be_bytes(*number)))
            });
            let (stem, number) =
                parts.ok_or_else(|| assembly.failed(io::ErrorKind::InvalidData.into()))?;
            if before.as_deref() != Some(stem) {
                dictionary.insert(stem, position).map_err(fst_failed)?;
                before = Some(stem.to_vec());
            }
            numbers.push(number.into()).map_err(failed)?;
            position += 1;
            assembly.step(position)?;
        }
        assembly.last_step(position);
        let section = |id, tail| SectionContents { id, head: Vec::new(), tail: Some(tail) };
        Ok([
            section(SectionId::Stems, dictionary.into_inner().map_err(fst_failed)?),
            section(SectionId::StemTerms, numbers.finish().map_err(failed)?),
        ])
    }
}
