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
//!
//! The spellings that have other stems stand there too, so that a word typed without marks has the
//! stems of all of them. Their keys begin with the number after that of the last stemmer, and end
//! with the word, the byte 0 and the spelling. The term of a spelling is the word.

use super::marked_terms::MarkedTerms;
use crate::analysis::Stemmers;
use crate::build::scratch::{NumberLists, SectionContents, Workspace};
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::format::section_id::SectionId;
use crate::format::{spelling_key, stem_key};

/// Collects the stems of terms.
pub(super) struct StemCollector<'a> {
    stemmers: &'a Stemmers,
    marked: MarkedTerms,
    by_stem: NumberLists<'a>,
    stems: Vec<String>,
    key: Vec<u8>,
}

impl<'a> StemCollector<'a> {
    /// Starts with no term but what is known of their spellings.
    pub(super) fn new(
        workspace: &'a Workspace,
        stemmers: &'a Stemmers,
        marked: MarkedTerms,
    ) -> Self {
        let (by_stem, stems, key) = (NumberLists::new(workspace), Vec::new(), Vec::new());
        StemCollector { stemmers, marked, by_stem, stems, key }
    }

    /// Adds the stems of the term `number`. Terms come in the order of their bytes.
    pub(super) fn push(&mut self, term: &[u8], number: u32) -> Result<()> {
        let (class, word) = FormClass::split(term);
        // Keys are UTF-8, so this leaves out nothing that a build wrote.
        let Ok(word) = std::str::from_utf8(word) else { return Ok(()) };
        let marked = self.marked.of(term)?;
        for spelling in marked {
            if self.stemmers.tells_apart(word, spelling, &mut self.stems) {
                spelling_key(self.stemmers.len(), class, (word, spelling), &mut self.key);
                self.by_stem.push(&self.key, number)?;
            }
        }
        for stemmer in 0..self.stemmers.len() {
            self.stemmers.stems(stemmer, word, marked, &mut self.stems);
            // A word is found as a term itself, so only what prefixes leave of it is kept.
            let known = usize::from(self.stemmers.has_prefixes(stemmer));
            for stem in self.stems.iter().skip(known) {
                // The stemmer comes first in the key: one dictionary holds the stems of all.
                stem_key(stemmer, class, stem, &mut self.key);
                self.by_stem.push(&self.key, number)?;
            }
        }
        Ok(())
    }

    /// Writes the sections for `terms` terms.
    pub(super) fn finish(self, terms: u32) -> Result<[SectionContents; 2]> {
        let sections = [SectionId::Stems, SectionId::StemTerms];
        self.by_stem.finish(sections, terms.saturating_sub(1).into())
    }
}
