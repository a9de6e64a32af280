//! A query, tier by tier: how it is read in each, and the best entries of each reading.

use std::collections::HashMap;
use std::rc::Rc;

use super::effort::Effort;
use super::keyed::KeyedSlots;
use super::options::{Costs, SuggestOptions, Typos};
use super::prefix::{Group, Keys};
use super::rank::Candidate;
use super::reading::Reading;
use super::spelling::Spellings;
use super::suggestion::MatchKind;
use super::top::Top;
use super::via::Via;
use super::word::Word;
use super::words::{AnyOrder, Plan};
use crate::analysis::Kind;
use crate::analysis::costs::{Budget, EditCosts, units};
use crate::error::Result;
use crate::index::{View, Words};
use crate::settings::MAX_EDITS;

/// The steps of a reading for each of its words, besides what looking them up takes.
const READING_STEPS: u32 = 8;

/// A query is read as typed on another layout from as many characters on, or if nothing else matches.
const MIN_LAYOUT_CHARS: usize = 3;

/// The search for one query.
pub(super) struct Tiers<'a> {
    view: &'a View<'a>,
    keys: &'a Keys<'a>,
    words: Option<&'a Words<'a>>,
    raw: &'a str,
    options: &'a SuggestOptions,
    pub(super) effort: Effort,
    /// The readings that something may have matched, by number.
    pub(super) readings: Vec<Reading>,
    /// By text: the words of the readings, with up to so many edits, of transliterated forms or of the others.
    known: HashMap<(String, u8, bool), Rc<Word>>,
}

/// The tier that is searched.
struct Tier {
    number: u8,
    top: Top,
}

impl Tier {
    fn has_slips(&self) -> bool {
        self.number == 2
    }

    /// Returns the most edits of a word, if its budget does not say fewer.
    fn edits(&self) -> u8 {
        if self.has_slips() { MAX_EDITS } else { 0 }
    }
}

impl<'a> Tiers<'a> {
    /// Prepares the search for the query `raw`.
    pub(super) fn new(
        view: &'a View<'a>,
        keys: &'a Keys<'a>,
        words: Option<&'a Words<'a>>,
        raw: &'a str,
        options: &'a SuggestOptions,
    ) -> Self {
        let (effort, readings, known) = (Effort::new(), Vec::new(), HashMap::new());
        Tiers { view, keys, words, raw, options, effort, readings, known }
    }

    /// Returns the best entries for `key`, which the query became: as many as offset and limit ask for.
    pub(super) fn find(&mut self, key: &str) -> Result<Vec<Candidate>> {
        let wanted = self.options.offset + self.options.limit;
        let Some([whole, prefix]) = self.keys.exact(key)? else {
            return self.find_without_prefix(key, wanted);
        };
        let mut top = Top::new(wanted, Vec::new());
        self.push_exact([whole, prefix], 0, 0, &mut top)?;
        if key.is_empty() {
            // Nothing was typed: every entry matches.
            return Ok(top.finish());
        }
        self.go_on(key, wanted, top)
    }

    fn find_without_prefix(&mut self, key: &str, wanted: usize) -> Result<Vec<Candidate>> {
        self.go_on(key, wanted, Top::new(wanted, Vec::new()))
    }

    fn push_exact(
        &mut self,
        [whole, prefix]: [std::ops::Range<u32>; 2],
        tier: u8,
        reading: u32,
        top: &mut Top,
    ) -> Result<()> {
        let quality = self.view.settings().quality;
        for (kind, quality, range) in
            [(MatchKind::Whole, quality.whole, whole), (MatchKind::Prefix, quality.prefix, prefix)]
        {
            if !range.is_empty() {
                let group = Group { kind, quality, cost: 0, reading, tier };
                if !self.keys.push_best(&[range], group, top)? {
                    self.effort.exhaust();
                }
            }
        }
        Ok(())
    }

    /// Searches for words in any order, then the lower tiers while too few entries are found.
    fn go_on(&mut self, key: &str, wanted: usize, top: Top) -> Result<Vec<Candidate>> {
        if self.view.entries() == 0 {
            return Ok(Vec::new());
        }
        let mut tier = Tier { number: 0, top };
        if let Some(words) = self.words
            && self.words_may_matter(words, key, &tier.top)?
        {
            let typed = Reading::of_text(key, None);
            self.readings.push(typed.clone());
            let words = self.words_of(&typed, 0, false)?;
            self.push_words(&typed, &words, 0, &mut tier)?;
        }
        let mut found = tier.top.finish();
        let last = match self.options.typos {
            Typos::Auto => self.options.max_tier,
            Typos::Never => self.options.max_tier.min(1),
        };
        if last == 0 || found.len() >= wanted || key.is_empty() {
            return Ok(found);
        }
        let none_exact = found.is_empty();
        let readings = self.relaxed(key, none_exact);
        for number in 1..=last {
            if found.len() >= wanted {
                break;
            }
            let known = found.iter().map(|candidate| candidate.ordinal).collect();
            let mut tier = Tier { number, top: Top::new(wanted - found.len(), known) };
            match self.words {
                Some(words) => self.search_words(words, &readings, &mut tier)?,
                None => self.search_literals(&readings, &mut tier)?,
            }
            found.extend(tier.top.finish());
        }
        Ok(found)
    }

    fn quality(&self) -> crate::settings::Quality {
        self.view.settings().quality
    }

    /// Returns whether words inside forms could be among the best besides what `top` has: a cheap look,
    /// since as a rule they cannot.
    fn words_may_matter(&self, words: &Words<'_>, key: &str, top: &Top) -> Result<bool> {
        let quality = self.quality().words;
        // No form is better than the first.
        if top.worst().is_none() || !top.may_take(self.keys.form(0)?.base * quality) {
            return Ok(top.worst().is_none());
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
            Some(rank) => Ok(top.may_take(self.keys.form(rank)?.base * quality)),
            None => Ok(false),
        }
    }

    /// Returns the query as it was typed, then as typed on other layouts and transliterated: the
    /// readings of the raw text.
    fn relaxed(&self, key: &str, none_exact: bool) -> Vec<Reading> {
        let analyzer = self.view.analyzer();
        let read = |key: &str, via| match self.view.settings().kind {
            Kind::Text => Reading::of_text(key, via),
            Kind::Literal => Reading::of_literal(key, via),
        };
        let mut readings = vec![read(key, None)];
        let mut other = String::new();
        if none_exact || self.raw.trim().chars().nth(MIN_LAYOUT_CHARS - 1).is_some() {
            for switched in self.view.switched(self.raw) {
                analyzer.query_key(&switched, &mut other);
                readings.push(read(&other, Some(Via::Layout)));
            }
        }
        if let Some(latin) = self.view.to_latin(self.raw) {
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

    fn costs(&self) -> &'a EditCosts {
        self.view.costs(self.options.costs == Costs::Unit)
    }

    fn budget(&self, chars: usize) -> Budget {
        self.costs().budget(chars, units(self.options.max_cost))
    }

    /// Searches an index of kind `text` in a relaxed tier.
    fn search_words(
        &mut self,
        words: &Words<'_>,
        readings: &[Reading],
        tier: &mut Tier,
    ) -> Result<()> {
        let slips = tier.has_slips();
        if slips && let Some(typed) = readings.first() {
            self.find_heads(words, typed)?;
        }
        for reading in readings {
            if slips || reading.via.is_some() {
                self.search(reading, false, tier)?;
            }
            // A transliterated form is a relaxation itself, and goes with no other.
            if matches!(reading.via, None | Some(Via::Transliteration))
                && words.root(true)?.is_some()
            {
                self.search(reading, true, tier)?;
            }
        }
        let Some(typed) = readings.first() else { return Ok(()) };
        if typed.words.len() > 1 {
            self.search(&typed.opened(), false, tier)?;
        }
        self.search_joined_and_split(words, typed, tier)
    }

    /// Searches with two neighboring words joined, and with each word split. All words that stay must
    /// match, so it is looked first at which do not.
    fn search_joined_and_split(
        &mut self,
        words: &Words<'_>,
        typed: &Reading,
        tier: &mut Tier,
    ) -> Result<()> {
        let edits = tier.edits();
        let mut missing = Vec::new();
        for (position, text) in typed.words.iter().enumerate() {
            let word = self.word(text, edits, false)?;
            let open = typed.is_open(position);
            if word.alternatives(self.view, words, open)?.is_empty() {
                missing.push(position);
                if missing.len() > 2 {
                    return Ok(());
                }
            }
        }
        for (position, text) in typed.words.iter().enumerate() {
            let rest_matches =
                |parts: usize| missing.iter().all(|at| (position..position + parts).contains(at));
            if !self.effort.spend(READING_STEPS * typed.words.len() as u32) {
                return Ok(());
            }
            if rest_matches(2)
                && let Some(joined) = typed.joined(position)
            {
                self.search(&joined, false, tier)?;
            }
            if !rest_matches(1) {
                continue;
            }
            let shared = self.budget(text.chars().count()).edits.min(edits);
            let open = typed.is_open(position);
            for (at, _) in text.char_indices().skip(1) {
                let (head, tail) = text.split_at(at);
                for (of_head, of_tail) in self.shares(head, tail, shared) {
                    if !self.effort.spend(READING_STEPS) {
                        return Ok(());
                    }
                    // Without slips all is known from the tier above.
                    if tier.has_slips() && typed.words.len() == 1 && of_head + of_tail == 0 {
                        continue;
                    }
                    // The part with fewer edits is found sooner, and often not at all.
                    let head_first = of_head <= of_tail;
                    if !head_first && !self.matches(words, tail, of_tail, open)? {
                        continue;
                    }
                    if !self.head_matches(words, text, at, of_head)? {
                        continue;
                    }
                    if head_first && !self.matches(words, tail, of_tail, open)? {
                        continue;
                    }
                    if let Some(split) = typed.split(position, at, [of_head, of_tail]) {
                        self.search(&split, false, tier)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Gives the tier the best entries of one reading.
    fn search(&mut self, reading: &Reading, transliterated: bool, tier: &mut Tier) -> Result<()> {
        if !self.effort.spend(READING_STEPS * reading.words.len() as u32) {
            return Ok(());
        }
        let words = self.words_of(reading, tier.edits(), transliterated)?;
        let least_new_cost = u16::from(tier.has_slips());
        if words.len() < reading.words.len() || words.is_empty() {
            return Ok(());
        }
        let number = self.readings.len() as u32;
        self.readings.push(reading.clone());
        if reading.via != Some(Via::OpenWords)
            && let Some(root) = self.keys.root(transliterated)?
        {
            let mut slots = KeyedSlots::new(least_new_cost);
            slots.find(self.keys, &words, reading.closed, root, &mut self.effort)?;
            let group = group(tier.number, number);
            if !slots.push_best(self.keys, &self.quality(), group, &mut tier.top)? {
                self.effort.exhaust();
            }
        }
        self.push_words(reading, &words, number, tier)
    }

    fn push_words(
        &mut self,
        reading: &Reading,
        typed: &[Rc<Word>],
        number: u32,
        tier: &mut Tier,
    ) -> Result<()> {
        let Some(words) = self.words else { return Ok(()) };
        if typed.len() < reading.words.len() {
            return Ok(());
        }
        let mut alternatives = Vec::with_capacity(typed.len());
        for (position, word) in typed.iter().enumerate() {
            alternatives.push(word.alternatives(self.view, words, reading.is_open(position))?);
        }
        let quality = self.quality();
        let least_new_cost = u16::from(tier.has_slips());
        let any_order = AnyOrder {
            words,
            keys: self.keys,
            quality: &quality,
            least_new_cost,
            plan: Plan::default(),
        };
        let group = group(tier.number, number);
        any_order.push_best(&alternatives, group, &mut tier.top, &mut self.effort)
    }

    /// Returns the words of a reading, up to the first that nothing matches.
    fn words_of(
        &mut self,
        reading: &Reading,
        edits: u8,
        transliterated: bool,
    ) -> Result<Vec<Rc<Word>>> {
        let Some(words) = self.words else { return Ok(Vec::new()) };
        let mut found = Vec::with_capacity(reading.words.len());
        for (position, text) in reading.words.iter().enumerate() {
            let edits = reading.most_edits(position).map_or(edits, |most| most.min(edits));
            let word = self.word(text, edits, transliterated)?;
            if word.alternatives(self.view, words, reading.is_open(position))?.is_empty() {
                break;
            }
            found.push(word);
        }
        Ok(found)
    }

    /// Returns how many edits each part of a split word may have: together no more than the word has,
    /// which are `shared`, and each no more than its own budget. What other shares include is left out.
    fn shares(&self, head: &str, tail: &str, shared: u8) -> Vec<(u8, u8)> {
        let all: Vec<(u8, u8)> = (0..=shared)
            .map(|of_head| (self.cap(head, of_head), self.cap(tail, shared - of_head)))
            .collect();
        let is_included = |number: usize| {
            let Some(&(head, tail)) = all.get(number) else { return true };
            all.iter().enumerate().any(|(other, &(more_head, more_tail))| {
                let equal = (head, tail) == (more_head, more_tail);
                head <= more_head && tail <= more_tail && (!equal || other < number)
            })
        };
        let kept = (0..all.len()).filter(|&number| !is_included(number));
        kept.filter_map(|number| all.get(number).copied()).collect()
    }

    /// Returns the most edits that `text` may have, at most `edits`.
    fn cap(&self, text: &str, edits: u8) -> u8 {
        self.budget(text.chars().count()).edits.min(edits)
    }

    /// Returns whether any term stands for `text` with at most `edits`.
    fn matches(&mut self, words: &Words<'_>, text: &str, edits: u8, open: bool) -> Result<bool> {
        let word = self.word(text, edits, false)?;
        Ok(!word.alternatives(self.view, words, open)?.is_empty())
    }

    /// Returns whether any term stands for the first `at` bytes of `text` with at most `edits`. The search for
    /// the whole word has found them by the way, if it had as many edits.
    fn head_matches(
        &mut self,
        words: &Words<'_>,
        text: &str,
        at: usize,
        edits: u8,
    ) -> Result<bool> {
        let (head, _) = text.split_at(at);
        let key = (head.to_owned(), edits, false);
        let whole = (text.to_owned(), self.cap(text, MAX_EDITS), false);
        if edits > 0
            && !self.known.contains_key(&key)
            && let Some(whole) = self.known.get(&whole)
            && let Some(found) = whole.spellings().head(head.chars().count(), edits)
        {
            self.known.insert(key, Rc::new(Word::new(head, false, found)));
        }
        self.matches(words, head, edits, false)
    }

    /// Finds what the words of a reading and their heads may stand for with slips.
    fn find_heads(&mut self, words: &Words<'_>, typed: &Reading) -> Result<()> {
        let Some(root) = words.root(false)? else { return Ok(()) };
        for text in &typed.words {
            let chars: Vec<char> = text.chars().collect();
            let budget = self.budget(chars.len());
            let heads: Vec<Budget> = (0..chars.len()).map(|len| self.budget(len)).collect();
            let includes = |head: &Budget| {
                head.edits <= budget.edits && head.cost <= budget.cost && !budget.cheap_only
            };
            let key = (text.clone(), budget.edits, false);
            if budget.edits == 0 || self.known.contains_key(&key) || !heads.iter().all(includes) {
                continue;
            }
            let costs = self.costs();
            let effort = &mut self.effort;
            let found =
                Spellings::with_slips(words, root, &chars, budget, costs, Some(&heads), effort)?;
            self.known.insert(key, Rc::new(Word::new(text, false, found)));
        }
        Ok(())
    }

    /// Returns what a typed word with at most `edits` may stand for.
    fn word(&mut self, text: &str, edits: u8, transliterated: bool) -> Result<Rc<Word>> {
        let edits = if edits == 0 { 0 } else { self.cap(text, edits) };
        let key = (text.to_owned(), edits, transliterated);
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        self.effort.spend(READING_STEPS);
        let spellings = match self.words {
            None => Spellings::default(),
            Some(words) => match words.root(transliterated)? {
                None => Spellings::default(),
                Some(root) => {
                    if edits > 0 {
                        let chars: Vec<char> = text.chars().collect();
                        let budget = Budget { edits, ..self.budget(chars.len()) };
                        let costs = self.costs();
                        let effort = &mut self.effort;
                        Spellings::with_slips(words, root, &chars, budget, costs, None, effort)?
                    } else {
                        Spellings::exact(words, root, text)?
                    }
                }
            },
        };
        let word = Rc::new(Word::new(text, transliterated, spellings));
        self.known.insert(key, word.clone());
        Ok(word)
    }

    /// Searches an index of kind `literal` in a relaxed tier.
    fn search_literals(&mut self, readings: &[Reading], tier: &mut Tier) -> Result<()> {
        for reading in readings {
            let Some(key) = reading.words.first() else { continue };
            let number = self.readings.len() as u32;
            if !tier.has_slips() {
                if reading.via.is_some() {
                    self.readings.push(reading.clone());
                    let key = format!("{key}{}", if reading.closed { " " } else { "" });
                    if let Some(ranges) = self.keys.exact(&key)? {
                        self.push_exact(ranges, tier.number, number, &mut tier.top)?;
                    }
                }
                continue;
            }
            self.readings.push(reading.clone());
            let chars: Vec<char> = key.chars().collect();
            let budget = self.budget(chars.len());
            if !budget.allows_slips() {
                continue;
            }
            let slots = KeyedSlots::of_literal(
                self.keys,
                &chars,
                reading.closed,
                budget,
                self.costs(),
                &mut self.effort,
            )?;
            let group = group(tier.number, number);
            if !slots.push_best(self.keys, &self.quality(), group, &mut tier.top)? {
                self.effort.exhaust();
            }
        }
        Ok(())
    }
}

/// Returns the group of a tier and a reading; kind, quality and cost are set by those who know them.
fn group(tier: u8, reading: u32) -> Group {
    Group { kind: MatchKind::Words, quality: 0.0, cost: 0, reading, tier }
}
