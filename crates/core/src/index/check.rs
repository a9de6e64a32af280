//! The check of an opened file in constant time: the sections are there, and as long as they should
//! be.

use super::forms::AliasForms;
use super::view::View;
use crate::error::Result;
use crate::format::section_id::{Presence, SectionId};
use crate::kind::Kind;

impl<'a> View<'a> {
    /// Checks in constant time that the sections exist and have as many items as the header says.
    pub(super) fn check(&self) -> Result<()> {
        let counts = self.opened.header.counts;
        let entries = counts.entries as usize;
        // Sections that every file has must show here, and not at the first query that reads them.
        let keys = self.keys()?;
        keys.check_count(keys.view().keys() as usize, counts.keys as usize)?;
        let slots = self.slots()?;
        slots.check_len(counts.slots as usize)?;
        // Its length follows from the slots, so parsing it is the whole check.
        self.minima()?;
        self.slot_bests()?;
        self.texts()?.check_len(entries)?;
        let forms = self.forms()?;
        forms.weights().check_len(entries)?;
        let aliases = match forms.aliases() {
            None => {
                let with = |presence| SectionId::with(presence);
                let mut parts = with(Presence::WithAliases)
                    .chain(with(Presence::WithAliasesOutOfOrder))
                    .chain(with(Presence::WithAliasSources));
                let reason = "there are no aliases to have it";
                parts.try_for_each(|part| self.ensure_absent(part, reason))?;
                0
            }
            Some(aliases) => self.check_aliases(aliases)?,
        };
        // Every form is in one slot, which the searches and the verification rely on.
        slots.check_len(entries + aliases)?;
        // A table without ids is left to the verification, since nothing reads it.
        if let Some(ids) = self.ids()? {
            ids.check_len(entries)?;
            if self.id_buckets()?.is_none() {
                return Err(self.corrupt(SectionId::IdBuckets, "the section is missing"));
            }
        }
        if let Some(payloads) = self.payloads()? {
            payloads.check_len(entries)?;
        }
        self.check_contexts()?;
        self.check_seasons()?;
        self.check_inverses()?;
        self.check_repeats()?;
        self.check_merged()?;
        self.check_synonym_rules()?;
        // A search asks the kind and not the sections, so they must agree.
        match (self.words()?, self.settings().kind) {
            (Some(words), Kind::Text) => words.check(counts.slots as usize),
            (None, Kind::Literal) => Ok(()),
            (Some(_), Kind::Literal) => {
                Err(self.corrupt(SectionId::Terms, "a literal has no terms"))
            }
            (None, Kind::Text) => Err(self.corrupt(SectionId::Terms, "the section is missing")),
        }
    }

    /// Checks the sections about aliases, and returns how many aliases there are.
    fn check_aliases(&self, aliases: &AliasForms<'a>) -> Result<usize> {
        let count = aliases.ordinals.len();
        aliases.forms.check_len(self.slot_count() as usize)?;
        // The texts are the others, so both are as many as they should be.
        let ones = aliases.forms.blame(aliases.forms.view().ones())?;
        aliases.forms.check_count(ones, count)?;
        if let Some(ranked) = &aliases.ranked {
            ranked.check_len(count)?;
        }
        aliases.factors.check_len(count)?;
        if let Some(sources) = self.alias_sources()? {
            sources.check_len(count)?;
        }
        match self.alias_texts()? {
            Some(texts) => texts.check_len(count)?,
            // No text is missing where no alias needs one.
            None if count == 0 => {}
            None => return Err(self.corrupt(SectionId::AliasTexts, "the section is missing")),
        }
        // Without the section all aliases were given.
        if let Some(kinds) = self.alias_kinds()? {
            kinds.check_len(count)?;
        }
        Ok(count)
    }
}
