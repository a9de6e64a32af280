//! The spellings with marks of the terms, which keys do not have.

use std::collections::HashSet;

use crate::analysis::Analyzer;
use crate::build::scratch::{Sorted, Sorter, Workspace};
use crate::error::Result;
use crate::format::form_kind::FormClass;

/// Stands between the term and its spelling in a sorted pair, and in neither of them.
const END_OF_TERM: u8 = 0;
/// So many pairs are known at a time, so that those of frequent words are sorted a few times and
/// not for each text.
const KNOWN_PAIRS: usize = 1 << 16;

/// Collects the words of texts that lost marks in their keys.
pub(super) struct MarkedTermCollector<'a> {
    workspace: &'a Workspace,
    analyzer: Analyzer,
    pairs: Sorter,
    known: HashSet<Vec<u8>>,
}

impl<'a> MarkedTermCollector<'a> {
    /// Starts with nothing; sorting takes up to a twelfth of the memory of `workspace`.
    pub(super) fn new(workspace: &'a Workspace, analyzer: Analyzer) -> Self {
        let (pairs, known) = (workspace.sorter(12), HashSet::new());
        MarkedTermCollector { workspace, analyzer, pairs, known }
    }

    /// Adds the words of `text`, whose key the dictionary stores as `key`.
    pub(super) fn push(&mut self, text: &str, key: &[u8]) -> Result<()> {
        let mark: Vec<u8> = FormClass::split(key).0.mark().into_iter().collect();
        for word in self.analyzer.marked_words(text) {
            let parts = [&mark[..], word.word.as_bytes(), &[END_OF_TERM], word.marked.as_bytes()];
            let pair = parts.concat();
            if self.known.contains(&pair) {
                continue;
            }
            if self.known.len() >= KNOWN_PAIRS {
                self.known.clear();
            }
            self.pairs.push(&pair, &[])?;
            self.known.insert(pair);
        }
        Ok(())
    }

    /// Sorts them.
    pub(super) fn finish(self) -> Result<MarkedTerms> {
        let mut terms = MarkedTerms {
            workspace: self.workspace.clone(),
            sorted: self.pairs.sorted()?,
            next: None,
            term: Vec::new(),
            spellings: Vec::new(),
        };
        terms.advance()?;
        Ok(terms)
    }
}

/// The spellings with marks, in the order of the terms.
pub(super) struct MarkedTerms {
    workspace: Workspace,
    sorted: Sorted,
    /// The pair that was read last, and belongs to no term that was asked for.
    next: Option<(Vec<u8>, String)>,
    /// The term that was asked for last.
    term: Vec<u8>,
    spellings: Vec<String>,
}

impl MarkedTerms {
    /// Returns the spellings of `term`, each once. Terms must be asked for in the order of their
    /// bytes.
    pub(super) fn of(&mut self, term: &[u8]) -> Result<&[String]> {
        if self.term != term {
            self.spellings.clear();
            self.term.clear();
            self.term.extend(term);
            while let Some((of_term, spelling)) = self.next.take_if(|next| next.0 <= self.term) {
                // Pairs of one spelling come one after the other.
                if of_term == self.term && self.spellings.last() != Some(&spelling) {
                    self.spellings.push(spelling);
                }
                self.advance()?;
            }
        }
        Ok(&self.spellings)
    }

    fn advance(&mut self) -> Result<()> {
        let Some((pair, _)) = self.sorted.next()? else { return Ok(()) };
        let end = pair.iter().position(|&byte| byte == END_OF_TERM);
        let parts = end.and_then(|end| {
            let spelling = std::str::from_utf8(pair.get(end + 1..)?).ok()?;
            Some((pair.get(..end)?.to_vec(), spelling.to_owned()))
        });
        self.next = Some(parts.ok_or_else(|| self.workspace.damaged())?);
        Ok(())
    }
}
