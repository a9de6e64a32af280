//! The raw text as other layouts would have typed it: all of it, and each of its words alone.

use crate::index::View;
use crate::query::work_budget::WorkBudget;

/// A query is read as typed on another layout from as many characters on, or if nothing else
/// matches. A word alone has as many.
const MIN_CHARS: usize = 3;
/// So many letters that are switched to another layout, and then become a key, are a step.
pub(crate) const LETTERS_A_STEP: usize = 16;

/// A text with the layouts that it was typed on and meant on.
type Switched = ([&'static str; 2], String);

/// Returns whether all of `raw` is read as typed on another layout. Two letters of one begin too many
/// words that nobody meant.
pub(crate) fn is_switched(raw: &str, none_exact: bool) -> bool {
    none_exact || has_enough(raw.trim())
}

/// Returns whether `other`, of another layout, has as many digits as `raw`: their keys type signs
/// there, and a number would go with them.
pub(crate) fn keeps_digits(raw: &str, other: &str) -> bool {
    let count = |text: &str| text.chars().filter(|ch| ch.is_numeric()).count();
    count(other) >= count(raw)
}

fn has_enough(text: &str) -> bool {
    text.chars().nth(MIN_CHARS - 1).is_some()
}

/// Returns `raw` with one of its words as the same keys type it on another layout: each word
/// between white space, by each two layouts that have it. Each takes the steps of reading it, and
/// the list ends where none are left.
pub(crate) fn by_word<'r>(
    view: &'r View<'_>,
    raw: &'r str,
    work: &'r WorkBudget,
) -> impl Iterator<Item = Switched> + 'r {
    let steps = (raw.len() / LETTERS_A_STEP) as u32 + 1;
    let trimmed = raw.trim();
    // A single word is all of the text.
    let words = trimmed.split(char::is_whitespace).filter(move |&word| word != trimmed);
    // The keys of digits type signs on other layouts, and a number would go with them.
    let may_switch = |word: &&str| has_enough(word) && !word.contains(char::is_numeric);
    let switched = words.filter(may_switch).flat_map(move |word| {
        let start = word.as_ptr() as usize - raw.as_ptr() as usize;
        let parts = raw.get(..start).zip(raw.get(start + word.len()..));
        view.switched_between(word).filter_map(move |(names, other)| {
            let (before, after) = parts?;
            // Signs alone are no word that anybody meant.
            let is_word = other.contains(char::is_alphanumeric);
            is_word.then(|| (names, [before, &other, after].concat()))
        })
    });
    switched.take_while(move |_| work.spend(steps))
}
