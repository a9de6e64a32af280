//! Readings of other words than were typed, inside forms: two neighbors joined, or one split.

use super::reading::{READING_STEPS, Reading};
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::query::terms::lexicon::Lexicon;

/// Calls `search` with each reading that has two neighboring words of `typed` joined, or one split,
/// for forms of `class`. All words that stay must match, so it is looked first at which do not.
pub(crate) fn each_joined_or_split<'l>(
    lexicon: &mut Lexicon<'l>,
    typed: &Reading,
    class: FormClass,
    mut search: impl FnMut(&mut Lexicon<'l>, &Reading) -> Result<()>,
) -> Result<()> {
    let mut missing = Vec::new();
    for (position, text) in typed.words.iter().enumerate() {
        if !lexicon.has_term(text, typed.is_open(position), class)? {
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
        // Beside words that are left out no number is written in another way.
        let next = typed.words.get(position + 1).filter(|_| !typed.dropped.is_empty());
        if rest_matches(2)
            && !next.is_some_and(|next| is_inside_digits(text, next))
            && lexicon.work().spend(READING_STEPS * typed.words.len() as u32)
            && let Some(joined) = typed.joined(position)
        {
            search(lexicon, &joined)?;
        }
        if rest_matches(1) {
            let split = Split { typed, position, text, class };
            split.each_reading(lexicon, &mut search)?;
        }
    }
    Ok(())
}

/// Returns whether a digit ends `before` and another one begins `after`.
fn is_inside_digits(before: &str, after: &str) -> bool {
    before.ends_with(char::is_numeric) && after.starts_with(char::is_numeric)
}

/// A typed word to split.
struct Split<'r> {
    typed: &'r Reading,
    position: usize,
    text: &'r str,
    /// The class of the forms that are searched.
    class: FormClass,
}

impl Split<'_> {
    /// Calls `search` with each reading that has the word split.
    fn each_reading<'l>(
        &self,
        lexicon: &mut Lexicon<'l>,
        search: &mut impl FnMut(&mut Lexicon<'l>, &Reading) -> Result<()>,
    ) -> Result<()> {
        let open = self.typed.is_open(self.position);
        let mut heads = lexicon.heads(self.text, self.class)?;
        // Most words begin with few terms, and the rest of most of those is none.
        while let Some(head) = lexicon.next_head(&mut heads)? {
            let at = head.len();
            let tail = self.text.get(at..).unwrap_or_default();
            // A number is not taken apart, and a point or a colon stands inside one.
            if tail.starts_with(['.', ':']) || is_inside_digits(head, tail) {
                continue;
            }
            if lexicon.has_term(tail, open, self.class)?
                && lexicon.work().spend(READING_STEPS)
                && let Some(split) = self.typed.split(self.position, at)
            {
                search(lexicon, &split)?;
            }
        }
        Ok(())
    }
}
