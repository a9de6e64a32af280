//! Readings of other words than were typed: two neighbors joined, or one split.

use super::reading::{READING_STEPS, Reading};
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::query::terms::lexicon::{Lexicon, SoughtWord};
use crate::query::terms::typed_word::Stemming;

/// Calls `search` with each reading that has two neighboring words of `typed` joined, or one split,
/// where words may have up to `edits`, for forms of `class`. All words that stay must match, so it
/// is looked first at which do not.
pub(crate) fn each_joined_or_split<'l>(
    lexicon: &mut Lexicon<'l>,
    typed: &Reading,
    edits: u8,
    class: FormClass,
    mut search: impl FnMut(&mut Lexicon<'l>, &Reading) -> Result<()>,
) -> Result<()> {
    let mut missing = Vec::new();
    for (position, text) in typed.words.iter().enumerate() {
        let open = typed.is_open(position);
        if !lexicon.matches(SoughtWord { text, edits, open, class })? {
            missing.push(position);
            // A joint changes two neighboring words at most, so where three match nothing none can
            // help.
            if missing.len() > 2 {
                return Ok(());
            }
        }
    }
    for (position, text) in typed.words.iter().enumerate() {
        let rest_matches =
            |parts: usize| missing.iter().all(|at| (position..position + parts).contains(at));
        if !lexicon.work().spend(1) {
            return Ok(());
        }
        if rest_matches(2)
            && lexicon.work().spend(READING_STEPS * typed.words.len() as u32)
            && let Some(next) = typed.words.get(position + 1)
        {
            let chars = text.chars().count() + next.chars().count();
            // The space too many is one of the edits of the word.
            let open = typed.is_open(position + 1);
            let edits = lexicon.cap_of(chars, edits, open).saturating_sub(1);
            let Some(joined) = typed.joined(position, edits) else { continue };
            search(lexicon, &joined)?;
        }
        if rest_matches(1) {
            let split = Split { typed, position, text, edits, class };
            split.each_reading(lexicon, &mut search)?;
        }
    }
    Ok(())
}

/// A typed word to split.
struct Split<'r> {
    typed: &'r Reading,
    position: usize,
    text: &'r str,
    /// The most edits of a word, if its budget does not say fewer.
    edits: u8,
    /// The class of the forms that are searched.
    class: FormClass,
}

/// One way to split it: before which byte, and the most edits of the head and the tail.
#[derive(Clone, Copy)]
struct Cut {
    at: usize,
    edits: [u8; 2],
}

impl Split<'_> {
    /// Calls `search` with each reading that has the word split.
    fn each_reading<'l>(
        &self,
        lexicon: &mut Lexicon<'l>,
        search: &mut impl FnMut(&mut Lexicon<'l>, &Reading) -> Result<()>,
    ) -> Result<()> {
        // The space that is missing is one of the edits of the word.
        let open = self.typed.is_open(self.position);
        let shared = lexicon.cap(self.text, self.edits, open).saturating_sub(1);
        for (at, _) in self.text.char_indices().skip(1) {
            let (head, tail) = self.text.split_at(at);
            // A point or a colon stands inside a number, which no slip takes apart.
            if tail.starts_with(['.', ':']) {
                continue;
            }
            for edits in lexicon.shares([head, tail], open, shared) {
                if !lexicon.work().spend(READING_STEPS) {
                    return Ok(());
                }
                // Most cuts make no word of either side, so the reading is only built for those
                // that do.
                if self.has_both_parts(lexicon, Cut { at, edits })?
                    && let Some(split) = self.typed.split(self.position, at, edits)
                {
                    search(lexicon, &split)?;
                }
            }
        }
        Ok(())
    }

    /// Returns whether both parts match, and are not known from the tier before.
    fn has_both_parts(&self, lexicon: &mut Lexicon<'_>, cut: Cut) -> Result<bool> {
        let [of_head, of_tail] = cut.edits;
        let has_slips = self.edits > 0;
        // The tier before has found all that matches without slips.
        if has_slips && self.typed.words.len() == 1 && of_head + of_tail == 0 {
            return Ok(false);
        }
        let (head, tail) = self.text.split_at(cut.at);
        let (open, class) = (self.typed.is_open(self.position), self.class);
        let tail = SoughtWord { text: tail, edits: of_tail, open, class };
        // The part with fewer edits is found sooner, and often not at all.
        let head_first = of_head <= of_tail;
        if !head_first && !lexicon.matches(tail)? {
            return Ok(false);
        }
        let closed = match class {
            FormClass::Plain => {
                let whole = SoughtWord { text: self.text, edits: self.edits, open, class };
                lexicon.head(whole, cut.at, of_head)?
            }
            class => {
                let head = SoughtWord { text: head, edits: of_head, open: false, class };
                lexicon.stemmed(head, Stemming::None)?
            }
        };
        if lexicon.alternatives(&closed, false)?.is_empty() {
            return Ok(false);
        }
        Ok(!head_first || lexicon.matches(tail)?)
    }
}
