//! A query, tier by tier: how it is read in each, and the best entries of each reading.

use std::rc::Rc;

use super::find::any_order::{AnyOrder, Plan};
use super::find::phrase::KeyedSlots;
use super::find::prefix::Keys;
use super::options::{MAX_REACH, SuggestOptions, Typos};
use super::read::reading::Reading;
use super::read::via::Via;
use super::score::candidate::Candidate;
use super::score::candidate::Group;
use super::score::found::{Found, Pinned};
use super::score::match_kind::MatchKind;
use super::score::scorer::Scorer;
use super::score::top::Top;
use super::terms::lexicon::Lexicon;
use super::terms::typed_word::TypedWord;
use super::work_budget::WorkBudget;
use crate::error::Result;
use crate::index::{View, Words};
use crate::settings::MAX_EDITS;

/// The steps of a reading for each of its words, besides what looking them up takes.
pub(crate) const READING_STEPS: u32 = 8;

/// A query is read as typed on another layout from as many characters on, or if nothing else matches.
const MIN_LAYOUT_CHARS: usize = 3;

/// The search for one query.
pub(crate) struct Tiers<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) keys: &'a Keys<'a>,
    words: Option<&'a Words<'a>>,
    raw: &'a str,
    pub(crate) options: &'a SuggestOptions,
    pinned: Option<&'a Pinned<'a>>,
    pub(crate) work: &'a WorkBudget,
    /// The readings that something may have matched in the lower tiers, by number. That of tier 0 is the
    /// query as it was typed.
    pub(crate) readings: Vec<Reading>,
}

/// What typed words may stand for: among the pinned entries, and among the others.
struct Lexicons<'a> {
    pinned: Option<Lexicon<'a>>,
    others: Option<Lexicon<'a>>,
}

/// The tier that is searched.
pub(crate) struct Tier {
    pub(crate) number: u8,
    pub(crate) top: Top,
}

impl Tier {
    pub(crate) fn has_slips(&self) -> bool {
        self.number == 2
    }

    /// Returns the most edits of a word, if its budget does not say fewer.
    pub(crate) fn edits(&self) -> u8 {
        if self.has_slips() { MAX_EDITS } else { 0 }
    }
}

impl<'a> Tiers<'a> {
    /// Prepares the search for the query `raw`.
    pub(crate) fn new(
        view: &'a View<'a>,
        keys: &'a Keys<'a>,
        words: Option<&'a Words<'a>>,
        raw: &'a str,
        options: &'a SuggestOptions,
        pinned: Option<&'a Pinned<'a>>,
        work: &'a WorkBudget,
    ) -> Self {
        let readings = Vec::new();
        Tiers { view, keys, words, raw, options, pinned, work, readings }
    }

    /// Returns the best entries for `key`, which the query became, pinned ones first: as many as offset and limit ask
    /// for, or for a total as many as are counted.
    pub(crate) fn find(&mut self, key: &str) -> Result<Vec<Candidate>> {
        if self.view.entries() == 0 {
            return Ok(Vec::new());
        }
        let wanted = self.options.offset + self.options.limit;
        let reach = if self.options.total { MAX_REACH } else { wanted };
        let mut found = Found::new(reach, self.pinned);
        let mut lexicons = Lexicons { pinned: None, others: self.lexicon(self.keys.scorer())? };
        if let Some(pinned) = self.pinned {
            lexicons.pinned = self.lexicon(pinned.keys.scorer())?;
        }
        let lexicons = &mut lexicons;
        self.each_ranking(&mut found, lexicons, 0, |search, lexicon, tier| {
            search.exact(key, lexicon, tier)
        })?;
        let last = match self.options.typos {
            // No slip is free.
            Typos::Auto if self.options.max_cost > 0.0 => self.options.max_tier,
            Typos::Auto | Typos::Never => self.options.max_tier.min(1),
        };
        // If nothing was typed, every entry has matched.
        if key.is_empty() || last == 0 || found.is_done(wanted) {
            return Ok(found.finish());
        }
        let readings = self.relaxed(key, found.is_empty());
        for number in 1..=last {
            if found.is_done(wanted) {
                break;
            }
            self.each_ranking(
                &mut found,
                lexicons,
                number,
                |search, lexicon, tier| match lexicon {
                    Some(lexicon) => search.search_words(lexicon, &readings, tier),
                    None => search.search_literals(&readings, tier),
                },
            )?;
        }
        Ok(found.finish())
    }

    /// Returns what typed words may stand for under `scorer`, in an index of kind `text`.
    fn lexicon(&self, scorer: &Scorer<'_>) -> Result<Option<Lexicon<'a>>> {
        let Some(words) = self.words else { return Ok(None) };
        let mut lexicon = Lexicon::new(self.view, words, self.options, self.work);
        if let Some(listed) = scorer.listed().filter(|_| scorer.only_listed()) {
            // What stands for a word in no listed form is not worth a walk.
            lexicon.restrict_to(listed.postings(words)?.iter().map(|&(term, _)| term).collect());
        }
        Ok(Some(lexicon))
    }

    /// Searches a tier for the pinned entries that were not found yet, and unless enough are, for the others.
    fn each_ranking(
        &mut self,
        found: &mut Found,
        lexicons: &mut Lexicons<'a>,
        number: u8,
        mut search: impl FnMut(&mut Self, Option<&mut Lexicon<'a>>, &mut Tier) -> Result<()>,
    ) -> Result<()> {
        let of_others =
            found.is_wanted(self.options.offset + self.options.limit).then(|| found.others());
        if let (Some(pinned), Some(top)) = (self.pinned, found.pinned()) {
            let mut tier = Tier { number, top };
            let others = std::mem::replace(&mut self.keys, &pinned.keys);
            let searched = search(self, lexicons.pinned.as_mut(), &mut tier);
            self.keys = others;
            searched?;
            found.add_pinned(tier.top.finish());
        }
        if let Some(top) = of_others {
            let mut tier = Tier { number, top };
            search(self, lexicons.others.as_mut(), &mut tier)?;
            found.add(tier.top.finish());
        }
        Ok(())
    }

    /// Searches for the key as it was typed, and for its words in any order.
    fn exact(
        &mut self,
        key: &str,
        lexicon: Option<&mut Lexicon<'_>>,
        tier: &mut Tier,
    ) -> Result<()> {
        if let Some(ranges) = self.keys.exact(key)? {
            self.push_exact(ranges, 0, 0, &mut tier.top)?;
        }
        if !key.is_empty()
            && let Some(lexicon) = lexicon
            && self.words_may_matter(lexicon.words, key, &tier.top)?
        {
            let typed = Reading::of_text(key, None);
            let words = self.words_of(lexicon, &typed, 0, false)?;
            self.push_words(lexicon, &typed, &words, 0, tier)?;
        }
        Ok(())
    }

    /// Gives `top` the best entries whose form is in the first range, whole, or the second, as a prefix.
    pub(crate) fn push_exact(
        &mut self,
        [whole, prefix]: [std::ops::Range<u32>; 2],
        tier: u8,
        reading: u32,
        top: &mut Top,
    ) -> Result<()> {
        let quality = self.quality();
        for (kind, range) in [(MatchKind::Whole, whole), (MatchKind::Prefix, prefix)] {
            if !range.is_empty() {
                let quality = kind.constant(&quality);
                let group = Group { kind, quality, cost: 0, reading, tier };
                self.keys.push_best(&[range], group, top, self.work)?;
            }
        }
        Ok(())
    }

    pub(crate) fn quality(&self) -> crate::settings::Quality {
        self.view.settings().quality
    }

    /// Returns whether words inside forms could be among the best besides what `top` has: a cheap look,
    /// since as a rule they cannot.
    fn words_may_matter(&self, words: &Words<'_>, key: &str, top: &Top) -> Result<bool> {
        let quality = self.quality().words;
        if top.worst().is_none() || self.keys.listed_may_matter(quality, top)? {
            return Ok(true);
        }
        // No form is better than the first.
        if self.keys.scorer().only_listed()
            || !top.may_take(self.keys.scorer().bound_from(0)? * quality)
        {
            return Ok(false);
        }
        let one_open_word = !key.contains(' ');
        if !one_open_word || self.view.has_stems() {
            return Ok(true);
        }
        let Some(root) = words.root(false)? else { return Ok(false) };
        let place = words.terms().walk(root, key.as_bytes());
        let Some(place) = place.map_err(|damaged| words.corrupt(damaged))? else {
            return Ok(false);
        };
        match words.best_rank(place.first..place.end)? {
            Some(rank) => Ok(top.may_take(self.keys.scorer().bound_from(rank)? * quality)),
            None => Ok(false),
        }
    }

    /// Returns the query as it was typed, then as typed on other layouts and transliterated: the
    /// readings of the raw text.
    fn relaxed(&self, key: &str, none_exact: bool) -> Vec<Reading> {
        let analyzer = self.view.analyzer();
        let read = |key: &str, via| Reading::of_key(self.view.settings().kind, key, via);
        let mut readings = vec![read(key, None)];
        let mut other = String::new();
        if none_exact || self.raw.trim().chars().nth(MIN_LAYOUT_CHARS - 1).is_some() {
            for switched in self.view.switched(self.raw) {
                analyzer.query_key(&switched, &mut other);
                let reading = read(&other, Some(Via::Layout));
                // Many layouts have the same letters.
                if !readings.contains(&reading) {
                    readings.push(reading);
                }
            }
        }
        if let Some(latin) = self.view.latin(self.raw) {
            analyzer.query_key(&latin, &mut other);
            readings.push(read(&other, Some(Via::Transliteration)));
        }
        let typed = readings.first().map(|typed| typed.words.clone()).unwrap_or_default();
        let is_new = |reading: &Reading| {
            reading.via.is_none() || (!reading.words.is_empty() && reading.words != typed)
        };
        readings.retain(is_new);
        readings
    }

    /// Searches an index of kind `text` in a relaxed tier.
    fn search_words(
        &mut self,
        lexicon: &mut Lexicon<'_>,
        readings: &[Reading],
        tier: &mut Tier,
    ) -> Result<()> {
        let slips = tier.has_slips();
        if slips && let Some(typed) = readings.first() {
            lexicon.find_heads(&typed.words)?;
        }
        for reading in readings {
            if slips || reading.via.is_some() {
                self.search(lexicon, reading, false, tier)?;
            }
            // A transliterated form is a relaxation itself, and goes with no other.
            if matches!(reading.via, None | Some(Via::Transliteration))
                && lexicon.words.root(true)?.is_some()
            {
                self.search(lexicon, reading, true, tier)?;
            }
        }
        let Some(typed) = readings.first() else { return Ok(()) };
        if typed.words.len() > 1 {
            self.search(lexicon, &typed.opened(), false, tier)?;
        }
        self.search_joined_and_split(lexicon, typed, tier)
    }

    /// Gives the tier the best entries of one reading.
    pub(crate) fn search(
        &mut self,
        lexicon: &mut Lexicon<'_>,
        reading: &Reading,
        transliterated: bool,
        tier: &mut Tier,
    ) -> Result<()> {
        if !self.work.spend(READING_STEPS * reading.words.len() as u32) {
            return Ok(());
        }
        let words = self.words_of(lexicon, reading, tier.edits(), transliterated)?;
        let least_new_cost = u32::from(tier.has_slips());
        if words.len() < reading.words.len() || words.is_empty() {
            return Ok(());
        }
        let number = self.readings.len() as u32;
        self.readings.push(reading.clone());
        if reading.via != Some(Via::OpenWords)
            && let Some(root) = self.keys.root(transliterated)?
        {
            let mut slots = KeyedSlots::new(least_new_cost);
            slots.find(self.keys, &words, reading.closed, root, self.work)?;
            let group = group(tier.number, number);
            let quality = self.quality();
            slots.push_best(self.keys, &quality, group, &mut tier.top, self.work)?;
        }
        self.push_words(lexicon, reading, &words, number, tier)
    }

    /// Gives the tier the best entries with the words of a reading in any order.
    fn push_words(
        &mut self,
        lexicon: &Lexicon<'_>,
        reading: &Reading,
        typed: &[Rc<TypedWord>],
        number: u32,
        tier: &mut Tier,
    ) -> Result<()> {
        if typed.len() < reading.words.len() {
            return Ok(());
        }
        let mut alternatives = Vec::with_capacity(typed.len());
        for (position, word) in typed.iter().enumerate() {
            alternatives.push(lexicon.alternatives(word, reading.is_open(position))?);
        }
        let quality = self.quality();
        let least_new_cost = u32::from(tier.has_slips());
        let any_order = AnyOrder {
            words: lexicon.words,
            keys: self.keys,
            quality: &quality,
            least_new_cost,
            plan: Plan::default(),
        };
        let group = group(tier.number, number);
        any_order.push_best(&alternatives, group, &mut tier.top, self.work)
    }

    /// Returns the words of a reading, up to the first that nothing matches.
    fn words_of(
        &mut self,
        lexicon: &mut Lexicon<'_>,
        reading: &Reading,
        edits: u8,
        transliterated: bool,
    ) -> Result<Vec<Rc<TypedWord>>> {
        let mut found = Vec::with_capacity(reading.words.len());
        for (position, text) in reading.words.iter().enumerate() {
            let edits = reading.most_edits(position).map_or(edits, |most| most.min(edits));
            let is_first = reading.shares.is_some_and(|(first, _)| first == position);
            let word = match reading.via == Some(Via::Split) && is_first {
                true => lexicon.known_head(text, edits)?,
                false => lexicon.word(text, edits, transliterated)?,
            };
            if lexicon.alternatives(&word, reading.is_open(position))?.is_empty() {
                break;
            }
            found.push(word);
        }
        Ok(found)
    }
}

/// Returns the group of a tier and a reading; kind, quality and cost are set by those who know them.
pub(crate) fn group(tier: u8, reading: u32) -> Group {
    Group { kind: MatchKind::Words, quality: 0.0, cost: 0, reading, tier }
}
