//! The order of the passes that turn sorted entries into the sections of an index.
//!
//! ```text
//! entries by ordinal ─▶ weights, texts, ids, payloads, aliases
//!   └─▶ forms by rank ─▶ which form each rank is: only with aliases, else a rank is an ordinal
//!         └─▶ keys by slot ─▶ the dictionary, the rank of each slot, the least ranks above
//!               └─▶ words by term, by rank ─▶ terms, postings, forward index, stems, tails: only of texts
//! ```
//!
//! Each pass goes once over one sorted sequence and sorts the next. Contexts and seasons go along.

use super::entry_sections::EntrySections;
use super::forms_by_rank::{FormCollector, UnrankedForm};
use super::keys::KeyCollector;
use super::marked_terms::MarkedTermCollector;
use super::repeats::SlotCounts;
use super::side_sections::{RankedForm, SideSections};
use super::terms::TermCollector;
use crate::analysis::{Analyzer, Stemmers};
use crate::build::entries::{Collected, LeftOut, SortedEntry};
use crate::build::progress::Phase;
use crate::build::scratch::{SectionContents, Workspace};
use crate::error::{Error, Result};
use crate::format::header::Counts;
use crate::kind::Kind;
use crate::settings::FormCounts;

/// The passes of one build.
pub(in crate::build) struct Passes<'a> {
    pub(in crate::build) workspace: &'a Workspace,
    pub(in crate::build) kind: Kind,
    pub(in crate::build) stemmers: &'a Stemmers,
    /// Whether words are found by their tails.
    pub(in crate::build) inside: bool,
}

/// The sections of an index without its settings, and what the header and the report say of them.
pub(in crate::build) struct Assembled {
    pub(in crate::build) counts: Counts,
    pub(in crate::build) sections: Vec<SectionContents>,
    /// The forms of each kind besides the texts.
    pub(in crate::build) forms: FormCounts,
    pub(in crate::build) left_out: LeftOut,
}

impl Passes<'_> {
    /// Runs all passes.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] past 2^32 − 1 surface forms, [`Error::Io`] if temporary files cannot be
    /// written, [`Error::Aborted`].
    pub(in crate::build) fn run(&self, collected: Collected<'_>) -> Result<Assembled> {
        check_form_count(&collected)?;
        let (workspace, left_out) = (self.workspace, collected.left_out);
        let entries = collected.entry_count as u32; // the number of forms was checked
        let has_forms = collected.forms > 0;
        workspace.progress().enter(Phase::Sort, entries.into());
        let side = SideSections::new(workspace, &collected);
        let has_stems = self.kind == Kind::Text && self.stemmers.len() > 0;
        let marked =
            has_stems.then(|| MarkedTermCollector::new(workspace, Analyzer::new(self.kind)));
        let mut pass = EntryPass {
            entries,
            marked,
            sections: EntrySections::new(workspace),
            by_rank: has_forms.then(|| FormCollector::new(workspace)),
            by_key: KeyCollector::new(workspace, side),
        };
        pass.run(workspace, collected)?;

        let EntryPass { sections, by_rank, mut by_key, marked, .. } = pass;
        // Forms may all have been those of records that were left out: then no alias is written.
        let has_aliases = sections.aliases() > 0;
        // Every form has one slot, whether its key is its own or one of many.
        let slots = entries + sections.aliases();
        let counts = SlotCounts { entries, slots };
        by_key.side.end_entries(counts, sections.has_ids(), has_aliases)?;
        // Steps are counted by passes: that over the ranks is made only for forms besides the
        // texts.
        workspace.progress().enter(Phase::Write, u64::from(slots) * (1 + u64::from(has_forms)));
        let forms = by_rank.map(|by_rank| by_rank.finish(counts, &mut by_key)).transpose()?;
        let mut terms = (self.kind == Kind::Text)
            .then(|| TermCollector::new(workspace, self.stemmers, self.inside));
        // Words come off the keys as these go by, which saves a pass of their own.
        let keys = by_key.finish(slots, terms.as_mut())?;

        // This is the order of the sections in the file, which is part of its generation.
        let mut written = keys.sections;
        written.extend(forms.filter(|_| has_aliases).into_iter().flatten());
        let form_counts = sections.forms();
        written.extend(sections.finish(entries)?);
        if let Some(terms) = terms {
            let marked = marked.map(MarkedTermCollector::finish).transpose()?;
            written.extend(terms.finish(slots, marked)?);
        }
        written.extend(keys.side.finish(entries, slots)?);
        let counts = Counts { entries, keys: keys.count, slots };
        Ok(Assembled { counts, sections: written, forms: form_counts, left_out })
    }
}

/// Makes sure that forms can be numbered by 32 bits, with a number to spare that stands for none.
fn check_form_count(collected: &Collected<'_>) -> Result<()> {
    let forms = collected.entry_count + collected.forms;
    if forms < u64::from(u32::MAX) {
        return Ok(());
    }
    Err(Error::TooLarge {
        what: "the number of texts, aliases and forms made of them",
        got: forms,
        limit: u64::from(u32::MAX) - 1,
    })
}

/// The pass over the entries, in the order of their ordinals.
struct EntryPass<'a> {
    /// The number of entries, and so that of the first form that is no text.
    entries: u32,
    /// The words that lost marks, if stems are made of them.
    marked: Option<MarkedTermCollector<'a>>,
    sections: EntrySections<'a>,
    by_rank: Option<FormCollector<'a>>,
    by_key: KeyCollector<'a>,
}

impl EntryPass<'_> {
    fn run(&mut self, workspace: &Workspace, collected: Collected<'_>) -> Result<()> {
        let mut ordinal = 0u32;
        collected.entries.for_each(|entry| {
            self.push(ordinal, entry)?;
            ordinal += 1;
            workspace.step(ordinal.into())
        })?;
        workspace.last_step(ordinal.into());
        Ok(())
    }

    fn push(&mut self, ordinal: u32, entry: &SortedEntry<'_>) -> Result<()> {
        let EntryPass { entries, marked, sections, by_rank, by_key } = self;
        let mut push_marked = |text: &str, key: &str| match marked {
            Some(marked) => marked.push(text, key.as_bytes()),
            None => Ok(()),
        };
        sections.push(ordinal, entry)?;
        by_key.side.push_entry(ordinal, entry)?;
        push_marked(entry.text, entry.key)?;
        let Some(by_rank) = by_rank else {
            // Texts alone come by falling weight, which is the order of ranks: no pass is needed.
            let ranked = RankedForm { rank: ordinal, ordinal, base: entry.weight };
            return by_key.push(ranked, ordinal, entry.key.as_bytes());
        };
        by_rank.push(UnrankedForm { base: entry.weight, ordinal, number: ordinal }, entry.key)?;
        for alias in entry.forms() {
            // The numbers of texts are their ordinals, so those of aliases go on behind the last of
            // them.
            let number = *entries + sections.aliases();
            sections.push_alias(ordinal, &alias)?;
            push_marked(alias.text, alias.key)?;
            let base = entry.weight * alias.factor;
            by_rank.push(UnrankedForm { base, ordinal, number }, alias.key)?;
        }
        Ok(())
    }
}
