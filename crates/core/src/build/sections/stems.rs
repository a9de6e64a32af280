//! The stems of all terms into the sections that find terms by them.
//!
//! ```text
//! section     codec       contents
//! stems       dictionary  from each stem of each language to the place of its first term
//! stem-terms  packed      the terms that have the stem, rising, stem by stem
//!
//! byte of the key of a stem  size        field
//! 0                          1           stemmer   from 0, in the order in which the settings
//!                                                  name the languages; that of prefix letters
//!                                                  behind the Snowball stemmer of its language
//! 1                          0 or 1      mark      that of the class of the term, if it has one
//! then                       to the end  stem      UTF-8
//! ```
//!
//! By a Snowball stemmer every term has the stem of itself, and of each spelling with marks that
//! texts have of it, where that is another stem. By prefix letters it has what they leave of it,
//! which may be nothing.

use super::marked_terms::MarkedTerms;
use crate::analysis::Stemmers;
use crate::build::scratch::{DictionarySection, PackedSection, SectionContents, Sorter, Workspace};
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::format::section_id::SectionId;
use crate::format::stem_key;

/// Stands between the stem and the term in a sorted pair, and in no stem.
const END_OF_STEM: u8 = 0;

/// Collects the stems of terms.
pub(super) struct StemCollector<'a> {
    workspace: &'a Workspace,
    stemmers: &'a Stemmers,
    marked: MarkedTerms,
    by_stem: Sorter,
    stems: Vec<String>,
    pair: Vec<u8>,
}

impl<'a> StemCollector<'a> {
    /// Starts with no term but what is known of their spellings; sorting takes up to a twelfth of
    /// the memory of `workspace`.
    pub(super) fn new(
        workspace: &'a Workspace,
        stemmers: &'a Stemmers,
        marked: MarkedTerms,
    ) -> Self {
        let (by_stem, stems, pair) = (workspace.sorter(12), Vec::new(), Vec::new());
        StemCollector { workspace, stemmers, marked, by_stem, stems, pair }
    }

    /// Adds the stems of the term `number`. Terms come in the order of their bytes.
    pub(super) fn push(&mut self, term: &[u8], number: u32) -> Result<()> {
        let (class, word) = FormClass::split(term);
        // Keys are UTF-8, so this leaves out nothing that a build wrote.
        let Ok(word) = std::str::from_utf8(word) else { return Ok(()) };
        let marked = self.marked.of(term)?;
        for stemmer in 0..self.stemmers.len() {
            self.stemmers.stems(stemmer, word, marked, &mut self.stems);
            // A word is found as a term itself, so only what prefixes leave of it is kept.
            let known = usize::from(self.stemmers.has_prefixes(stemmer));
            for stem in self.stems.iter().skip(known) {
                // The stemmer comes first in the key: one dictionary holds the stems of all.
                stem_key(stemmer, class, stem, &mut self.pair);
                self.pair.push(END_OF_STEM);
                // Big-endian, so that the terms of a stem come by rising number.
                self.pair.extend(number.to_be_bytes());
                self.by_stem.push(&self.pair, &[])?;
            }
        }
        Ok(())
    }

    /// Writes the sections for `terms` terms.
    pub(super) fn finish(self, terms: u32) -> Result<[SectionContents; 2]> {
        let workspace = self.workspace;
        workspace.progress().extend(self.by_stem.len());
        let mut dictionary = DictionarySection::new(workspace, SectionId::Stems)?;
        let (count, max) = (self.by_stem.len(), u64::from(terms.saturating_sub(1)));
        let mut numbers = PackedSection::new(workspace, SectionId::StemTerms, count, max)?;
        let mut before: Option<Vec<u8>> = None;
        let mut position = 0u64;
        let mut sorted = self.by_stem.sorted()?;
        while let Some((pair, _)) = sorted.next()? {
            let parts = pair.split_last_chunk::<4>().and_then(|(stem, number)| {
                Some((stem.strip_suffix(&[END_OF_STEM])?, u32::from_be_bytes(*number)))
            });
            let (stem, number) = parts.ok_or_else(|| workspace.damaged())?;
            // The dictionary leads to the first term of a stem. The next stem says where they end.
            if before.as_deref() != Some(stem) {
                dictionary.insert(stem, position)?;
                before = Some(stem.to_vec());
            }
            numbers.push(number.into())?;
            position += 1;
            workspace.step(position)?;
        }
        workspace.last_step(position);
        Ok([dictionary.finish()?, numbers.finish()?])
    }
}
