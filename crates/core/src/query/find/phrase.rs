//! Whole-form prefixes by the spellings of each word: which slots they are, and at what cost.

use std::rc::Rc;

use super::slots_by_cost::SlotsByCost;
use crate::error::Result;
use crate::format::dictionary::Place;
use crate::format::form_kind::FormClass;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;
use crate::query::terms::spellings::{Spelling, Spellings};
use crate::query::terms::typed_word::TypedWord;

/// So many spellings that begin as one did that leads nowhere are a step: their letters are compared
/// and no key is read.
const DEAD_SPELLINGS_A_STEP: u32 = 16;

/// A walk of the keys by the spellings of words, one word after the other.
struct Phrase<'p, 'a> {
    search: &'p Search<'a>,
    last: &'p TypedWord,
    closed: bool,
    /// The first slot that counts.
    from: u32,
    slots: SlotsByCost,
    /// The places on the way, behind each letter of each word that is being followed.
    way: Vec<Place>,
    /// How many spellings led nowhere as the one before did.
    dead: u32,
}

/// The spellings of one word, followed from one place. In their order those that begin alike are
/// neighbors, and what two have in common is walked once.
struct Fork<'s> {
    spellings: &'s Spellings,
    /// Where the places of this word begin on the way.
    base: usize,
    /// The letters of the spelling before.
    before: &'s [u8],
    /// How many of them were found.
    found: usize,
}

impl<'s> Fork<'s> {
    /// Starts at `place`, with no letter.
    fn new(spellings: &'s Spellings, place: Place, way: &mut Vec<Place>) -> Self {
        let base = way.len();
        way.push(place);
        Fork { spellings, base, before: &[], found: 0 }
    }
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
    let (way, dead) = (Vec::new(), 0);
    let mut phrase = Phrase { search, last, closed, from, slots, way, dead };
    phrase.go_on(before, root, 0)?;
    Ok(phrase.slots)
}

impl Phrase<'_, '_> {
    /// Goes on from `place`, which was reached at `cost`, with the words of `before` and the last
    /// one.
    fn go_on(&mut self, before: &[Rc<TypedWord>], place: Place, cost: u32) -> Result<()> {
        let keys = self.search.keys;
        // The last word comes when none is left before it.
        let word = before.first().map_or(self.last, |word| word);
        let spellings = word.spellings();
        // A word inside a phrase is closed: a space follows it in the key.
        let mut fork = Fork::new(spellings, place, &mut self.way);
        for spelling in &spellings.closed {
            let cost = cost + u32::from(spelling.cost);
            // The letters of the term are followed from here: the term is in the index, but perhaps
            // in no key that begins as this one did, and then the branch ends at once.
            let Some(end) = self.follow(&mut fork, spelling)? else { continue };
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
        self.way.truncate(fork.base);
        // Only the last word may go on, and only if no white space followed it.
        if self.closed || !before.is_empty() {
            return Ok(());
        }
        let mut fork = Fork::new(spellings, place, &mut self.way);
        for spelling in &spellings.open {
            if let Some(end) = self.follow(&mut fork, spelling)? {
                let cost = cost + u32::from(spelling.cost);
                // A word that was left out begins all forms that count.
                self.slots.add(MatchKind::Prefix, cost, end.first.max(self.from)..end.end);
            }
        }
        self.way.truncate(fork.base);
        Ok(())
    }

    /// Returns the place that a spelling leads to from where `fork` started. `None` if it leads
    /// nowhere, or no work is left.
    fn follow<'s>(&mut self, fork: &mut Fork<'s>, spelling: &Spelling) -> Result<Option<Place>> {
        let letters = fork.spellings.letters(spelling);
        let in_common = letters.iter().zip(fork.before).take_while(|(a, b)| a == b).count();
        let is_dead = in_common > fork.found;
        fork.before = letters;
        if is_dead {
            self.dead += 1;
        }
        if !self
            .search
            .work
            .spend(u32::from(!is_dead || self.dead.is_multiple_of(DEAD_SPELLINGS_A_STEP)))
        {
            fork.found = 0;
            fork.before = &[];
            return Ok(None);
        }
        if is_dead {
            return Ok(None);
        }
        self.way.truncate(fork.base + 1 + in_common);
        fork.found = in_common;
        for &letter in letters.get(in_common..).unwrap_or_default() {
            let Some(&place) = self.way.last() else { return Ok(None) };
            let Some(next) = self.search.keys.step(place, letter)? else { return Ok(None) };
            self.way.push(next);
            fork.found += 1;
        }
        Ok(self.way.last().copied())
    }
}
