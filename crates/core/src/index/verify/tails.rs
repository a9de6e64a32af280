//! Verifying the tails: each term stands at its tails, and nothing else does.

use super::term_lists::TermLists;
use super::verification::Verification;
use super::walk::walk;
use crate::analysis::tails;
use crate::error::Result;
use crate::format::Damaged;
use crate::format::form_kind::FormClass;
use crate::format::section_id::{Presence, SectionId};

impl Verification<'_> {
    /// The terms of a tail rise, each term is one of those of its tails, and nothing else is there.
    /// A bit for each of the tail-terms stays in memory.
    pub(super) fn check_tails(&self) -> Result<()> {
        let view = self.opened.view();
        let Some(words) = self.words.as_ref().filter(|_| view.has_tails()) else {
            let mut parts = SectionId::with(Presence::WithInside);
            let reason = "there are tails without words, or that the settings do not ask for";
            return parts.try_for_each(|part| view.ensure_absent(part, reason));
        };
        let Some((dictionary, tail_terms)) = &self.tails else {
            return Err(self.opened.corrupt(SectionId::Tails, Damaged("the section is missing")));
        };
        let mut lists = TermLists::new(dictionary, tail_terms)?;
        let terms = words.terms_section();
        walk(terms, words.term_count(), |term, numbers| {
            let (class, word) = FormClass::split(term);
            let not_text = |_| terms.corrupt("a term is not UTF-8");
            let word = std::str::from_utf8(word).map_err(not_text)?;
            // Words of classes with a mark match from their beginning alone.
            if class.mark().is_some() {
                return Ok(());
            }
            tails(word).try_for_each(|(_, tail)| lists.see(tail.as_bytes(), numbers.start))
        })?;
        lists.ensure_all_seen()
    }
}
