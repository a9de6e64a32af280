//! Whole-form prefixes by the spellings of each word: which slots they are, and at what cost.

use std::rc::Rc;

use super::slots_by_cost::SlotsByCost;
use crate::error::Result;
use crate::format::dictionary::Place;
use crate::format::form_kind::FormClass;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;
use crate::query::terms::typed_word::TypedWord;

/// A walk of the keys by the spellings of words, one word after the other.
struct Phrase<'p, 'a> {
    search: &'p Search<'a>,
    last: &'p TypedWord,
    closed: bool,
    /// The first slot that counts.
    from: u32,
    slots: SlotsByCost,
}

/// Returns the slots of the forms of `class` whose keys start with a spelling of each of `words`, in
/// their order. The last one is open unless `closed`.
pub(crate) fn slots(
    search: &Search<'_>,
    words: &[Rc<TypedWord>],
    closed: bool,
    class: FormClass,
) -> Result<SlotsByCost> {
    let slots = SlotsByCost::new(search.least_new_cost());
    let (Some((last, before)), Some(root)) = (words.split_last(), search.keys.root(class)?) else {
        return Ok(slots);
    };
    let from = match class.mark() {
        // Without slips no word is left out.
        None if search.has_slips => search.keys.all()?.start,
        _ => 0,
    };
    let mut phrase = Phrase { search, last, closed, from, slots };
    phrase.go_on(before, root, 0)?;
    Ok(phrase.slots)
}

impl Phrase<'_, '_> {
    /// Goes on from `place`, which was reached at `cost`, with the words of `before` and the last
    /// one.
    fn go_on(&mut self, before: &[Rc<TypedWord>], place: Place, cost: u32) -> Result<()> {
        let (keys, work) = (self.search.keys, self.search.work);
        // The last word comes when none is left before it.
        let word = before.first().map_or(self.last, |word| word);
        let spellings = word.spellings();
        // A word inside a phrase is closed: a space follows it in the key.
        for spelling in &spellings.closed {
            if !work.spend(1) {
                return Ok(());
            }
            let cost = cost + u32::from(spelling.cost);
            // The letters of the term are followed from here: the term is in the index, but perhaps
            // in no key that begins as this one did, and then the branch ends at once.
            let Some(end) = keys.walk(place, spellings.letters(spelling))? else { continue };
            if let Some((_, rest)) = before.split_first() {
                if let Some(next) = keys.step(end, b' ')? {
                    self.go_on(rest, next, cost)?;
                }
                continue;
            }
            // A closed word may also end the form.
            self.slots.add(MatchKind::Whole, cost, keys.whole(end)?);
            if self.closed
                && let Some(longer) = keys.step(end, b' ')?
            {
                self.slots.add(MatchKind::Prefix, cost, longer.first..longer.end);
            }
        }
        // Only the last word may go on, and only if no white space followed it.
        if self.closed || !before.is_empty() {
            return Ok(());
        }
        for spelling in &spellings.open {
            if !work.spend(1) {
                return Ok(());
            }
            let end = keys.walk(place, spellings.letters(spelling))?;
            if let Some(end) = end {
                let cost = cost + u32::from(spelling.cost);
                // A word that was left out begins all forms that count.
                self.slots.add(MatchKind::Prefix, cost, end.first.max(self.from)..end.end);
            }
        }
        Ok(())
    }
}
