//! The words of all forms into the sections that find them: terms, postings, and the forward index.
//!
//! ```text
//! section         codec       contents
//! terms           dictionary  from each distinct word to its number t, 0 to T − 1 in the order of bytes
//! posting-starts  packed      T + 1 places in postings; those of t are start[t] .. start[t + 1]
//! postings        packed      the ranks of the forms that hold t, rising, each once; at least one
//! term-minima     minima      above postings[start[t]], the least rank of each term
//! form-starts     packed      F + 1 places in form-terms; those of rank r are start[r] .. start[r + 1]
//! form-terms      packed      the terms of the words of r, in their order; at least one
//! ```
//!
//! F is the number of forms. The words of a form are what spaces part in its key. If the key starts with
//! the byte 1, the mark of transliterations, so does each of its terms. Both starts begin at 0 and rise to
//! the end of what they lead into.
//!
//! Two more sorted passes write them: words by term and rank the terms and the postings; then words by
//! rank and position the terms of each form.

use std::io;

use super::inverses::write_packed;
use super::passes::Assembly;
use super::stems::StemCollector;
use crate::analysis::Stemmers;
use crate::build::scratch::{SectionContents, Sorter};
use crate::error::{Error, Result};
use crate::format::minima::MinimaWriter;
use crate::format::packed::PackedWriter;
use crate::format::section_id::SectionId;

/// Stands between the term and the rank in a sorted pair, and in no term: control characters are
/// white space to the analysis.
const END_OF_TERM: u8 = 0;

/// Collects the words of all forms.
pub(super) struct TermCollector {
    /// From term and rank to the positions of the term in the form.
    by_term: Sorter,
    words: u64,
    /// The distinct words of one form with their positions, kept for its memory.
    positions: Vec<(usize, usize, u16)>,
    pair: Vec<u8>,
}

/// A term while its postings are written.
struct Current {
    number: u32,
    term: Vec<u8>,
}

impl TermCollector {
    /// Starts with nothing; sorting takes up to a sixth of the memory of `assembly`.
    pub(super) fn new(assembly: &Assembly<'_>) -> Self {
        let by_term = Sorter::new(assembly.memory / 6, assembly.folder);
        TermCollector { by_term, words: 0, positions: Vec::new(), pair: Vec::new() }
    }

    /// Adds the words of the form of `rank`, whose key the dictionary stores as `key`.
    pub(super) fn push(&mut self, key: &[u8], rank: u32) -> Result<()> {
        let (marker, words) = split_marker(key);
        self.positions.clear();
        let mut start = 0;
        for word in words.split(|&byte| byte == b' ') {
            let position = self.positions.len() as u16; // a key has far less than 2^16 words
            self.positions.push((start, start + word.len(), position));
            start += word.len() + 1;
        }
        self.words += self.positions.len() as u64;
        self.positions.sort_unstable_by(|a, b| {
            words[a.0..a.1].cmp(&words[b.0..b.1]).then_with(|| a.2.cmp(&b.2))
        });
        for same in self.positions.chunk_by(|a, b| words[a.0..a.1] == words[b.0..b.1]) {
            let Some(&(start, end, _)) = same.first() else { continue };
            self.pair.clear();
            self.pair.extend(marker);
            self.pair.extend(&words[start..end]);
            self.pair.push(END_OF_TERM);
            self.pair.extend(rank.to_be_bytes());
            let key_len = self.pair.len();
            for (_, _, position) in same {
                self.pair.extend(position.to_be_bytes());
            }
            let (key, value) = self.pair.split_at(key_len);
            self.by_term.push(key, value)?;
        }
        Ok(())
    }

    /// Writes the sections for `slots` forms. With stemmers, terms are found by their stems too.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] past 2^32 − 1 words.
    pub(super) fn finish(
        self,
        assembly: &Assembly<'_>,
        slots: u32,
        stemmers: &Stemmers,
    ) -> Result<Vec<SectionContents>> {
        let mut stems = (stemmers.len() > 0).then(|| StemCollector::new(assembly, stemmers));
        if self.words >= u64::from(u32::MAX) {
            let limit = u64::from(u32::MAX) - 1;
            let what = "the number of words of all texts and aliases";
            return Err(Error::TooLarge { what, got: self.words, limit });
        }
        let failed = |source| assembly.failed(source);
        let fst_failed = |error| match error {
            fst::Error::Io(source) => assembly.failed(source),
            other => assembly.failed(io::Error::other(other)),
        };
        assembly.progress.extend(self.by_term.len() + self.words);
        let max_rank = u64::from(slots.saturating_sub(1));
        let mut by_rank = Sorter::new(assembly.memory / 6, assembly.folder);
        let mut dictionary = fst::raw::Builder::new(assembly.spool()).map_err(fst_failed)?;
        let mut postings =
            PackedWriter::new(assembly.spool(), self.by_term.len(), max_rank).map_err(failed)?;
        let (mut starts, mut minima) = (Vec::new(), MinimaWriter::default());
        let mut current: Option<Current> = None;
        let mut sorted = self.by_term.sorted()?;
        let mut posting = 0u32;
        while let Some((key, positions)) = sorted.next()? {
            let parts = key.split_last_chunk::<4>().and_then(|(term, rank)| {
                Some((term.strip_suffix(&[END_OF_TERM])?, u32::from_be_bytes(*rank)))
            });
            let (term, rank) =
                parts.ok_or_else(|| assembly.failed(io::ErrorKind::InvalidData.into()))?;
            let number = match &mut current {
                Some(current) if current.term == term => current.number,
                before => {
                    let number = before.as_ref().map_or(0, |before| before.number + 1);
                    dictionary.insert(term, number.into()).map_err(fst_failed)?;
                    if let Some(stems) = &mut stems {
                        stems.push(term, number)?;
                    }
                    starts.push(posting);
                    minima.push(rank);
                    *before = Some(Current { number, term: term.to_vec() });
                    number
                }
            };
            postings.push(rank.into()).map_err(failed)?;
            for position in positions.as_chunks::<2>().0 {
                let [a, b, c, d] = rank.to_be_bytes();
                let [e, f] = *position;
                by_rank.push(&[a, b, c, d, e, f], &number.to_le_bytes())?;
            }
            posting += 1;
            assembly.step(posting.into())?;
        }
        assembly.last_step(posting.into());
        starts.push(posting);
        let section = |id, tail| SectionContents { id, head: Vec::new(), tail: Some(tail) };
        let terms = starts.len() as u64 - 1;
        let mut written = vec![
            section(SectionId::Terms, dictionary.into_inner().map_err(fst_failed)?),
            write_packed(assembly, SectionId::PostingStarts, &starts, posting.into())?,
            section(SectionId::Postings, postings.finish().map_err(failed)?),
            SectionContents::of_bytes(SectionId::TermMinima, minima.finish()),
        ];
        drop(starts);
        written.extend(write_forward(assembly, by_rank, slots, terms)?);
        if let Some(stems) = stems {
            written.extend(stems.finish(assembly, terms as u32)?);
        }
        Ok(written)
    }
}

/// Parts the byte that marks the key of a transliterated form from the words.
pub(super) fn split_marker(key: &[u8]) -> (&[u8], &[u8]) {
    let marked = key.first().is_some_and(|&byte| byte < b' ');
    key.split_at(usize::from(marked))
}

/// Writes the terms of each form, and where they start.
fn write_forward(
    assembly: &Assembly<'_>,
    by_rank: Sorter,
    slots: u32,
    terms: u64,
) -> Result<[SectionContents; 2]> {
    let failed = |source| assembly.failed(source);
    let words = by_rank.len();
    let starts_out = assembly.spool();
    let mut starts = PackedWriter::new(starts_out, u64::from(slots) + 1, words).map_err(failed)?;
    let max_term = terms.saturating_sub(1);
    let mut form_terms = PackedWriter::new(assembly.spool(), words, max_term).map_err(failed)?;
    let mut sorted = by_rank.sorted()?;
    let (mut next_rank, mut word) = (0u32, 0u64);
    while let Some((key, number)) = sorted.next()? {
        let (Some(rank), Some(number)) = (key.first_chunk(), number.first_chunk()) else {
            return Err(assembly.failed(io::ErrorKind::InvalidData.into()));
        };
        let rank = u32::from_be_bytes(*rank);
        while next_rank <= rank {
            starts.push(word).map_err(failed)?;
            next_rank += 1;
        }
        form_terms.push(u32::from_le_bytes(*number).into()).map_err(failed)?;
        word += 1;
        assembly.step(word)?;
    }
    assembly.last_step(word);
    while next_rank <= slots {
        starts.push(word).map_err(failed)?;
        next_rank += 1;
    }
    let section = |id, tail| SectionContents { id, head: Vec::new(), tail: Some(tail) };
    let starts = section(SectionId::FormStarts, starts.finish().map_err(failed)?);
    Ok([starts, section(SectionId::FormTerms, form_terms.finish().map_err(failed)?)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_a_transliteration_is_no_part_of_its_words() {
        assert_eq!(split_marker(b"\x01new york"), (&b"\x01"[..], &b"new york"[..]));
        assert_eq!(split_marker(b"new york"), (&b""[..], &b"new york"[..]));
        assert_eq!(split_marker(b""), (&b""[..], &b""[..]));
    }
}
