//! The words of all forms into the sections that find them: terms, postings, and the forward index.
//!
//! ```text
//! section         codec       contents
//! terms           dictionary  from each distinct word to its number t, 0 to T − 1 in the order
//!                             of bytes
//! posting-starts  packed      T + 1 places in postings; those of t are start[t] .. start[t + 1]
//! postings        packed      the ranks of the forms that hold t, rising, each once; at least one
//! term-minima     minima      above postings[start[t]], the least rank of each term
//! inside-bests    bests       of the terms without a mark that begin alike, the ranks of the forms
//!                             that hold one of them and do not begin with it
//! form-starts     list starts where the F lists of form-terms start, and their lengths, by rank
//! form-terms      packed      the terms of the words of r, in their order; at least one, unless its
//!                             class has none
//! ```
//!
//! F is the number of forms. The words of a form are what spaces part in its key. If the key starts
//! with the mark of a class (`format/form_kind.rs`), so does each of its terms. Both starts begin at 0
//! and rise to the end of what they lead into.
//!
//! Two more sorted passes write them: words by term and rank the terms and the postings; then words
//! by rank and position the terms of each form.

use super::marked_terms::MarkedTerms;
use super::stems::StemCollector;
use super::tails::TailCollector;
use crate::analysis::Stemmers;
use crate::build::scratch::{
    DictionarySection, ListStartsSection, PackedSection, SectionContents, Sorter, Workspace,
};
use crate::error::{Error, Result};
use crate::format::bests::BestsWriter;
use crate::format::form_kind::FormClass;
use crate::format::minima::MinimaWriter;
use crate::format::section_id::SectionId;

/// Stands between the term and the rank in a sorted pair, and in no term: control characters are
/// white space to the analysis.
const END_OF_TERM: u8 = 0;

/// Collects the words of all forms.
pub(super) struct TermCollector<'a> {
    workspace: &'a Workspace,
    stemmers: &'a Stemmers,
    /// Whether words are found by their tails.
    inside: bool,
    /// From term and rank to the positions of the term in the form.
    by_term: Sorter,
    words: u64,
    /// The most words of a form.
    longest: u32,
    /// The distinct words of one form with their positions, kept for its memory.
    positions: Vec<(usize, usize, u16)>,
    pair: Vec<u8>,
}

impl<'a> TermCollector<'a> {
    /// Starts with nothing; sorting takes up to a sixth of the memory of `workspace`.
    pub(super) fn new(workspace: &'a Workspace, stemmers: &'a Stemmers, inside: bool) -> Self {
        let (by_term, positions, pair) = (workspace.sorter(6), Vec::new(), Vec::new());
        TermCollector {
            workspace,
            stemmers,
            inside,
            by_term,
            words: 0,
            longest: 0,
            positions,
            pair,
        }
    }

    /// Adds the words of the form of `rank`, whose key the dictionary stores as `key`.
    pub(super) fn push(&mut self, key: &[u8], rank: u32) -> Result<()> {
        // A term keeps the mark of its key, so that the words of a class stay apart as their keys
        // do.
        let (class, words) = FormClass::split(key);
        // A form that matches by its key alone has no words to be found by.
        if !class.has_terms() {
            return Ok(());
        }
        self.positions.clear();
        let mut start = 0;
        for word in words.split(|&byte| byte == b' ') {
            let position = self.positions.len() as u16; // a key has far less than 2^16 words
            self.positions.push((start, start + word.len(), position));
            start += word.len() + 1;
        }
        self.words += self.positions.len() as u64;
        self.longest = self.longest.max(self.positions.len() as u32);
        self.positions.sort_unstable_by(|a, b| {
            words[a.0..a.1].cmp(&words[b.0..b.1]).then_with(|| a.2.cmp(&b.2))
        });
        // A word that stands twice in a form is one posting with two positions.
        for same in self.positions.chunk_by(|a, b| words[a.0..a.1] == words[b.0..b.1]) {
            let Some(&(start, end, _)) = same.first() else { continue };
            self.pair.clear();
            self.pair.extend(class.mark());
            self.pair.extend(&words[start..end]);
            self.pair.push(END_OF_TERM);
            // Big-endian, so that postings of a term come by rising rank.
            self.pair.extend(rank.to_be_bytes());
            let key_len = self.pair.len();
            for (_, _, position) in same {
                // Positions travel in the value: the second pass needs them, the postings do not.
                self.pair.extend(position.to_be_bytes());
            }
            let (key, value) = self.pair.split_at(key_len);
            self.by_term.push(key, value)?;
        }
        Ok(())
    }

    /// Writes the sections for `slots` forms. With `marked` terms are found by their stems too.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] past 2^32 − 1 words.
    pub(super) fn finish(
        self,
        slots: u32,
        marked: Option<MarkedTerms>,
    ) -> Result<Vec<SectionContents>> {
        let workspace = self.workspace;
        // The starts of the forward index are words counted in 32 bits.
        if self.words >= u64::from(u32::MAX) {
            let limit = u64::from(u32::MAX) - 1;
            let what = "the number of words of all texts and aliases";
            return Err(Error::TooLarge { what, got: self.words, limit });
        }
        // Two passes: one over the postings, and one over all words for the forward index.
        workspace.progress().extend(self.by_term.len() + self.words);
        let mut terms = TermWriter::new(&self, slots, marked)?;
        let mut sorted = self.by_term.sorted()?;
        while let Some((key, positions)) = sorted.next()? {
            // The rank has four bytes, so it is told from a term of any length.
            let parts = key.split_last_chunk::<4>().and_then(|(term, rank)| {
                Some((term.strip_suffix(&[END_OF_TERM])?, u32::from_be_bytes(*rank)))
            });
            let (term, rank) = parts.ok_or_else(|| workspace.damaged())?;
            let number = terms.push(term, rank)?;
            terms.push_positions(number, rank, positions)?;
            workspace.step(terms.count.into())?;
        }
        workspace.last_step(terms.count.into());
        // What was sorted is not needed any more, and its memory is for the next pass.
        drop(sorted);
        terms.finish(slots, self.longest)
    }
}

/// A term while its postings are written.
struct Current {
    number: u32,
    term: Vec<u8>,
    /// Whether it has no mark of a class.
    is_plain: bool,
}

/// The pass over the words by term and rank.
struct TermWriter<'a> {
    workspace: &'a Workspace,
    dictionary: DictionarySection<'a>,
    starts: Vec<u32>,
    postings: PackedSection<'a>,
    /// The number of postings so far.
    count: u32,
    minima: MinimaWriter,
    bests: BestsWriter,
    stems: Option<StemCollector<'a>>,
    tails: Option<TailCollector<'a>>,
    current: Option<Current>,
    /// From rank and position to the number of the term.
    by_rank: Sorter,
}

impl<'a> TermWriter<'a> {
    fn new(collected: &TermCollector<'a>, slots: u32, marked: Option<MarkedTerms>) -> Result<Self> {
        let (workspace, stemmers) = (collected.workspace, collected.stemmers);
        let (count, max) = (collected.by_term.len(), u64::from(slots.saturating_sub(1)));
        Ok(TermWriter {
            workspace,
            dictionary: DictionarySection::new(workspace, SectionId::Terms)?,
            starts: Vec::new(),
            postings: PackedSection::new(workspace, SectionId::Postings, count, max)?,
            count: 0,
            minima: MinimaWriter::default(),
            bests: BestsWriter::new(false),
            stems: marked.map(|marked| StemCollector::new(workspace, stemmers, marked)),
            tails: collected.inside.then(|| TailCollector::new(workspace)),
            current: None,
            by_rank: workspace.sorter(6),
        })
    }

    /// Adds a posting of `term`, and returns the number of the term.
    fn push(&mut self, term: &[u8], rank: u32) -> Result<u32> {
        let number = match &self.current {
            Some(current) if current.term == term => current.number,
            before => {
                let number = before.as_ref().map_or(0, |before| before.number + 1);
                self.dictionary.insert(term, number.into())?;
                if let Some(stems) = &mut self.stems {
                    stems.push(term, number)?;
                }
                if let Some(tails) = &mut self.tails {
                    tails.push(term, number)?;
                }
                self.starts.push(self.count);
                // Postings rise, so the first is the best form that has the term.
                self.minima.push(rank);
                self.bests.begin(term, number);
                let is_plain = FormClass::split(term).0.mark().is_none();
                self.current = Some(Current { number, term: term.to_vec(), is_plain });
                number
            }
        };
        self.postings.push(rank.into())?;
        self.count += 1;
        Ok(number)
    }

    /// Passes the places of a term in the form of `rank` on to the forward index.
    fn push_positions(&mut self, number: u32, rank: u32, positions: &[u8]) -> Result<()> {
        let (positions, _) = positions.as_chunks::<2>();
        let is_plain = self.current.as_ref().is_some_and(|current| current.is_plain);
        // A form that begins with the word is found by its key.
        if is_plain && !positions.contains(&[0, 0]) {
            self.bests.push(rank);
        }
        for position in positions {
            let [a, b, c, d] = rank.to_be_bytes();
            let [e, f] = *position;
            self.by_rank.push(&[a, b, c, d, e, f], &number.to_le_bytes())?;
        }
        Ok(())
    }

    fn finish(mut self, slots: u32, longest: u32) -> Result<Vec<SectionContents>> {
        let workspace = self.workspace;
        let terms = self.starts.len() as u64;
        self.starts.push(self.count);
        let max = self.count.into();
        let mut written = vec![
            self.dictionary.finish()?,
            PackedSection::of(workspace, SectionId::PostingStarts, &self.starts, max)?,
            self.postings.finish()?,
            SectionContents::of_bytes(SectionId::TermMinima, self.minima.finish()),
        ];
        let bests = self.bests.finish(terms as u32);
        let max = u64::from(slots).max(terms);
        written.extend(PackedSection::of_some(workspace, SectionId::InsideBests, &bests, max)?);
        // Four bytes a term, which the next sorted pass would have to do without.
        drop(self.starts);
        written.extend(write_forward(workspace, self.by_rank, [slots, longest], terms)?);
        if let Some(stems) = self.stems {
            written.extend(stems.finish(terms as u32)?);
        }
        if let Some(tails) = self.tails {
            written.extend(tails.finish(terms as u32)?);
        }
        Ok(written)
    }
}

/// Writes the terms of each form, and where they start.
fn write_forward(
    workspace: &Workspace,
    by_rank: Sorter,
    [slots, longest]: [u32; 2],
    terms: u64,
) -> Result<[SectionContents; 2]> {
    let words = by_rank.len();
    let mut starts =
        ListStartsSection::new(workspace, SectionId::FormStarts, slots.into(), longest)?;
    let max_term = terms.saturating_sub(1);
    let mut form_terms = PackedSection::new(workspace, SectionId::FormTerms, words, max_term)?;
    let mut sorted = by_rank.sorted()?;
    // Lengths are written as the words go by, since one for each form would not fit beside them.
    let (mut current, mut len, mut word) = (0u32, 0u32, 0u64);
    while let Some((key, number)) = sorted.next()? {
        let (Some(rank), Some(number)) = (key.first_chunk(), number.first_chunk()) else {
            return Err(workspace.damaged());
        };
        let rank = u32::from_be_bytes(*rank);
        // A length is owed for each rank, also for those of forms that have no words.
        while current < rank {
            starts.push(len)?;
            (current, len) = (current + 1, 0);
        }
        len += 1;
        form_terms.push(u32::from_le_bytes(*number).into())?;
        word += 1;
        workspace.step(word)?;
    }
    workspace.last_step(word);
    while current < slots {
        starts.push(len)?;
        (current, len) = (current + 1, 0);
    }
    Ok([starts.finish()?, form_terms.finish()?])
}
