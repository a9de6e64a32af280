//! Readings of other words than were typed: two neighbors joined, or one split.

use super::reading::Reading;
use crate::error::Result;
use crate::query::terms::lexicon::Lexicon;
use crate::query::tiers::{READING_STEPS, Tier, Tiers};

impl Tiers<'_> {
    /// Searches with two neighboring words joined, and with each word split. All words that stay must
    /// match, so it is looked first at which do not.
    pub(crate) fn search_joined_and_split(
        &mut self,
        lexicon: &mut Lexicon<'_>,
        typed: &Reading,
        tier: &mut Tier,
    ) -> Result<()> {
        let edits = tier.edits();
        let mut missing = Vec::new();
        for (position, text) in typed.words.iter().enumerate() {
            if !lexicon.matches(text, edits, typed.is_open(position))? {
                missing.push(position);
                if missing.len() > 2 {
                    return Ok(());
                }
            }
        }
        for (position, text) in typed.words.iter().enumerate() {
            let rest_matches =
                |parts: usize| missing.iter().all(|at| (position..position + parts).contains(at));
            if !self.work.spend(1) {
                return Ok(());
            }
            if rest_matches(2)
                && self.work.spend(READING_STEPS * typed.words.len() as u32)
                && let Some(next) = typed.words.get(position + 1)
            {
                let chars = text.chars().count() + next.chars().count();
                // The space too many is one of the edits of the word.
                let edits = lexicon.cap_of(chars, edits).saturating_sub(1);
                let Some(joined) = typed.joined(position, edits) else { continue };
                self.search(lexicon, &joined, false, tier)?;
            }
            if !rest_matches(1) {
                continue;
            }
            // The space that is missing is one of the edits of the word.
            let shared = lexicon.cap(text, edits).saturating_sub(1);
            let open = typed.is_open(position);
            for (at, _) in text.char_indices().skip(1) {
                let (head, tail) = text.split_at(at);
                for (of_head, of_tail) in lexicon.shares(head, tail, shared) {
                    if !self.work.spend(READING_STEPS) {
                        return Ok(());
                    }
                    // Without slips all is known from the tier above.
                    if tier.has_slips() && typed.words.len() == 1 && of_head + of_tail == 0 {
                        continue;
                    }
                    // The part with fewer edits is found sooner, and often not at all.
                    let head_first = of_head <= of_tail;
                    if !head_first && !lexicon.matches(tail, of_tail, open)? {
                        continue;
                    }
                    let closed = lexicon.head(text, at, of_head)?;
                    if lexicon.alternatives(&closed, false)?.is_empty() {
                        continue;
                    }
                    if head_first && !lexicon.matches(tail, of_tail, open)? {
                        continue;
                    }
                    if let Some(split) = typed.split(position, at, [of_head, of_tail]) {
                        self.search(lexicon, &split, false, tier)?;
                    }
                }
            }
        }
        Ok(())
    }
}
