//! A query, tier by tier: how it is read in each, and the best entries of each reading.

use std::rc::Rc;

use super::find::any_order::{AnyOrder, Plan};
use super::find::form_check::SoughtReading;
use super::find::{by_list, phrase};
use super::keys::Keys;
use super::options::{MAX_REACH, SuggestOptions, Typos};
use super::read::dropped::WITHOUT_WORDS;
use super::read::layouts;
use super::read::look_up::{LookedUp, words_of};
use super::read::reading::{READING_STEPS, Reading};
use super::read::relaxed;
use super::read::via::Via;
use super::score::candidate::Candidate;
use super::score::found::{FoundEntries, Pinned};
use super::score::match_kind::{MatchKind, QueryQuality};
use super::score::scorer::Scorer;
use super::score::top::counter::Counter;
use super::search::Search;
use super::terms::lexicon::Lexicon;
use super::terms::typed_word::TypedWord;
use super::work_budget::WorkBudget;
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::index::{View, Words};

mod as_one;
mod exact;
mod without_words;
mod words;

/// The classes whose forms are searched for a query with every word open, and with words joined or
/// split.
const OPENED_CLASSES: [FormClass; 2] = [FormClass::Plain, FormClass::Parts];

/// The search for one query.
pub(crate) struct Tiers<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) keys: &'a Keys<'a>,
    /// The terms, in an index of kind `text`.
    pub(crate) words: Option<&'a Words<'a>>,
    pub(crate) scorer: &'a Scorer<'a>,
    pub(crate) pinned: Option<&'a Pinned<'a>>,
    /// The query as it was given.
    pub(crate) raw: &'a str,
    pub(crate) options: &'a SuggestOptions,
    pub(crate) work: &'a WorkBudget,
    /// What matches make of a score.
    pub(crate) quality: &'a QueryQuality,
    /// The words of the query as it was typed, once tier 0 has looked them up.
    pub(crate) typed_words: Option<Rc<LookedUp>>,
    /// The readings that something may have matched in the lower tiers, by number. That of tier 0
    /// is the query as it was typed.
    pub(crate) readings: Vec<Rc<LookedUp>>,
    /// The query with its marks and signs, if it has any that its key lost, or nothing else.
    pub(crate) verbatim: Option<String>,
    /// Whether the query is signs that nothing begins with, and was answered as if it were empty.
    pub(crate) is_void: bool,
    /// How many entries or texts were found, and for a total, how many there are as far as they are
    /// counted.
    pub(crate) count: usize,
}

/// A reading, and the class of the forms that it is looked for in.
#[derive(Debug, Clone, Copy)]
struct ReadingOfClass<'r> {
    reading: &'r Reading,
    class: FormClass,
}

/// Entries that are searched: those that are pinned, or the others.
struct Pool<'a> {
    scorer: &'a Scorer<'a>,
    /// What typed words may stand for among them, in an index of kind `text`.
    lexicon: Option<Lexicon<'a>>,
}

/// Both pools, and what has been found in them.
struct Pools<'a> {
    pinned: Option<Pool<'a>>,
    others: Pool<'a>,
    found: FoundEntries,
}

impl<'a> Tiers<'a> {
    /// Returns the best entries for `key`, which the query became, pinned ones first: as many as
    /// offset and limit ask for.
    pub(crate) fn find(&mut self, key: &str) -> Result<Vec<Candidate>> {
        let found = self.find_key(key)?;
        // Who typed a quotation mark or a dash first has not said anything yet.
        if found.is_empty() && self.view.analyzer().is_signs(key) && self.work.is_complete() {
            self.is_void = true;
            return self.find_key("");
        }
        Ok(found)
    }

    fn find_key(&mut self, key: &str) -> Result<Vec<Candidate>> {
        if self.view.entries() == 0 {
            return Ok(Vec::new());
        }
        let wanted = self.options.offset + self.options.limit;
        // A total counts past the page, as far as any page may go.
        let counter = self.options.total.then(|| Counter::new(self.view.entries(), MAX_REACH));
        let mut pools = Pools {
            found: FoundEntries::new(wanted, counter, self.pinned),
            others: self.pool(self.scorer)?,
            pinned: self.pinned.map(|pinned| self.pool(&pinned.scorer)).transpose()?,
        };
        self.search_tier(&mut pools, 0, |tiers, search, lexicon| {
            tiers.exact(search, lexicon, key)
        })?;
        // If nothing was typed, every entry has matched.
        let last = self.options.max_tier;
        if key.is_empty() || last == 0 || pools.found.is_done(wanted) {
            return Ok(self.finish(pools.found));
        }
        // A text of another layout for each two of them, and each is read like the query.
        let names = self.view.settings().layouts.len();
        let letters = names * names.saturating_sub(1) * self.raw.len();
        if !self.work.spend((letters / layouts::LETTERS_A_STEP) as u32) {
            return Ok(self.finish(pools.found));
        }
        let readings =
            relaxed::readings(self.view, self.raw, key, pools.found.is_empty(), self.work);
        let last = if self.has_slips() { last.min(2) } else { 1 };
        for tier in 1..=last {
            if pools.found.is_done(wanted) {
                break;
            }
            self.search_tier(&mut pools, tier, |tiers, search, lexicon| match lexicon {
                Some(lexicon) => tiers.search_words(search, lexicon, &readings),
                None => tiers.search_literals(search, &readings),
            })?;
        }
        // A list that has anything is no dead end, and what a word less finds is not what was
        // asked for.
        if self.options.max_tier >= WITHOUT_WORDS && pools.found.is_empty() {
            self.work.start_last_tier();
            self.search_tier(&mut pools, WITHOUT_WORDS, |tiers, search, lexicon| match lexicon {
                Some(lexicon) => tiers.search_without_words(search, lexicon, &readings),
                // The key of a literal has no words.
                None => Ok(()),
            })?;
        }
        Ok(self.finish(pools.found))
    }

    fn finish(&mut self, found: FoundEntries) -> Vec<Candidate> {
        self.count = found.count();
        found.finish()
    }

    /// Returns whether words may have slips in any tier.
    fn has_slips(&self) -> bool {
        // Also where a slip may cost nothing: a separator is free, and relaxations go together.
        self.options.typos == Typos::Auto
    }

    /// Returns the entries that `scorer` lets pass.
    fn pool(&self, scorer: &'a Scorer<'a>) -> Result<Pool<'a>> {
        // A literal has no words, and so nothing to look up.
        let Some(words) = self.words else { return Ok(Pool { scorer, lexicon: None }) };
        let mut lexicon = Lexicon::new(self.view, words, self.options, self.work);
        if let Some(listed) = scorer.listed().filter(|_| scorer.only_listed()) {
            // A term that no listed form has leads nowhere, and walks need not visit it.
            lexicon.restrict_to(listed.postings(words)?.iter().map(|&(term, _)| term).collect());
        }
        Ok(Pool { scorer, lexicon: Some(lexicon) })
    }

    /// Searches a tier, by `look`, for the pinned entries that were not found yet, and unless
    /// enough are, for the others.
    fn search_tier(
        &mut self,
        pools: &mut Pools<'a>,
        tier: u8,
        mut look: impl FnMut(&mut Self, &mut Search<'a>, Option<&mut Lexicon<'a>>) -> Result<()>,
    ) -> Result<()> {
        let Pools { pinned, others, found } = pools;
        let (keys, work, quality) = (self.keys, self.work, self.quality);
        // A tier is searched if those before it had too few, whatever pinned entries are found in
        // this one.
        let wanted = self.options.offset + self.options.limit;
        let is_wanted = found.is_wanted(wanted);
        if let (Some(pool), Some(top)) = (pinned, found.pinned()) {
            let mut search = Search::new(keys, pool.scorer, work, quality, top, tier);
            look(self, &mut search, pool.lexicon.as_mut())?;
            if !found.add_pinned(search.top.finish()) {
                let ways_back = self.view.rank_slots()?;
                return Err(ways_back.corrupt("a pinned entry leads to the form of another"));
            }
        }
        // After the pinned ones, whose texts the others must not show again.
        if is_wanted {
            let top = found.others();
            let mut search = Search::new(keys, others.scorer, work, quality, top, tier);
            look(self, &mut search, others.lexicon.as_mut())?;
            found.add(search.top);
        }
        Ok(())
    }

    /// Takes the best entries of one reading among the forms of a class.
    fn search_reading(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &mut Lexicon<'a>,
        sought: ReadingOfClass<'_>,
    ) -> Result<()> {
        if let Some(found) = self.look_up(search, lexicon, sought)? {
            push_phrase(search, &found)?;
            push_words(search, lexicon, &[found])?;
        }
        Ok(())
    }

    /// Looks the words of a reading up among the terms of a class. `None` if one of them matches
    /// nothing, or no work is left.
    fn look_up(
        &mut self,
        search: &Search<'a>,
        lexicon: &mut Lexicon<'a>,
        ReadingOfClass { reading, class }: ReadingOfClass<'_>,
    ) -> Result<Option<Rc<LookedUp>>> {
        if !self.work.spend(READING_STEPS * reading.words.len() as u32) {
            return Ok(None);
        }
        let words = words_of(lexicon, reading, search.most_edits(), class)?;
        // A word without a term leaves the reading without a form.
        if words.len() < reading.words.len() || words.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.keep(reading.clone(), words, class)))
    }

    /// Keeps a reading that something may match, with its words if they were looked up.
    fn keep(
        &mut self,
        reading: Reading,
        words: Vec<Rc<TypedWord>>,
        class: FormClass,
    ) -> Rc<LookedUp> {
        let number = self.readings.len() as u32;
        let found = Rc::new(LookedUp { reading, words, class, number });
        self.readings.push(Rc::clone(&found));
        found
    }

    /// Keeps a reading that is searched as one string, and returns its number.
    fn keep_one(&mut self, reading: Reading, class: FormClass) -> u32 {
        self.keep(reading, Vec::new(), class).number
    }
}

/// Takes the best entries that are a reading from their beginning, or begin with it.
fn push_phrase(search: &mut Search<'_>, found: &LookedUp) -> Result<()> {
    let reading = &found.reading;
    // With words left open in the middle, forms are no ranges of slots: only words in any order find
    // them. And joints are inside forms alone.
    if matches!(reading.via, Some(Via::OpenWords | Via::Joined | Via::Split)) {
        return Ok(());
    }
    // Whole forms before words: they score higher, and what they find makes the rest shorter.
    let slots = phrase::slots(search, &found.words, reading.closed, found.class)?;
    slots.push_best(search, found.number)
}

/// Takes the best entries with the words of readings of one class in any order.
fn push_words(
    search: &mut Search<'_>,
    lexicon: &Lexicon<'_>,
    found: &[Rc<LookedUp>],
) -> Result<()> {
    let with_terms = found.iter().filter(|found| found.class.has_terms());
    let sought = with_terms.map(|found| sought(search, lexicon, found));
    let sought: Vec<SoughtReading<'_>> = sought.collect::<Result<_>>()?;
    AnyOrder::new(lexicon.words, &sought, Plan::default()).push_best(search)
}

/// Returns what a reading is searched by in any order.
fn sought<'f>(
    search: &Search<'_>,
    lexicon: &Lexicon<'_>,
    found: &'f LookedUp,
) -> Result<SoughtReading<'f>> {
    Ok(SoughtReading {
        typed: found.alternatives(lexicon)?,
        places: (0..found.words.len()).collect(),
        group: search.group(MatchKind::Words, 0, found.number),
        for_dropped: search.for_dropped,
    })
}

/// Returns whether any form could be among the best besides those found, with `quality`: a cheap
/// look.
fn may_matter(search: &Search<'_>, quality: f64) -> Result<bool> {
    // No form is better than the first, unless it is listed.
    Ok(by_list::may_matter(search, quality)?
        || search.scorer.only_listed()
        || search.top.may_take(search.scorer.bound_from(0)? * quality))
}
