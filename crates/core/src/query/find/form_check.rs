//! What each form is held against whose words are looked at: the typed words of some readings, each
//! with a word of its own.

use super::assignment;
use crate::error::Result;
use crate::index::Words;
use crate::query::score::candidate::MatchGroup;
use crate::query::score::cutoff::Cutoff;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;
use crate::query::terms::alternatives::Alternatives;

/// More words than these are not looked at before the others.
const MAX_OTHERS: usize = 4;
/// So many forms are read together, so that their ways through memory overlap.
const FORMS_AT_ONCE: usize = 32;
/// The steps of a form that may match, besides comparing its words.
const CLOSER_STEPS: u32 = 2;
/// So many readings that a form is held against are a step.
const READINGS_A_STEP: usize = 16;
/// So many terms of forms that are read are a step.
const TERMS_A_STEP: u32 = 16;

/// Words of one reading that are sought in any order.
#[derive(Debug, Clone)]
pub(crate) struct SoughtReading<'w> {
    /// What each typed word stands for.
    pub(crate) typed: Vec<&'w Alternatives>,
    /// Where each of them stands in the query, rising: words of two readings at one place lead
    /// together.
    pub(crate) places: Vec<usize>,
    /// The reading and the tier. Cost and quality are those of each form.
    pub(crate) group: MatchGroup,
    /// What words that the reading leaves out make of a quality.
    pub(crate) for_dropped: f64,
}

impl SoughtReading<'_> {
    /// Returns the quality of its matches with slips of `cost` units.
    pub(super) fn quality_of(&self, cost: u32, search: &Search<'_>) -> f64 {
        MatchKind::Words.quality(search.quality, cost) * self.for_dropped
    }

    /// Returns the highest quality that a match may have which was not found before.
    pub(super) fn best_quality(&self, search: &Search<'_>) -> f64 {
        let least: u32 = self.typed.iter().map(|word| u32::from(word.least_cost())).sum();
        self.quality_of(least.max(search.least_new_cost()), search)
    }
}

/// Whether forms of higher ranks can be among the best.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Look {
    On,
    Beyond,
}

/// A reading that forms are held against.
struct CheckedReading<'w> {
    sought: &'w SoughtReading<'w>,
    /// The columns of the words besides the one that leads, the one with the fewest postings first:
    /// it says no most often.
    others: Vec<usize>,
}

/// What each form is held against.
pub(super) struct FormCheck<'w> {
    words: &'w Words<'w>,
    readings: Vec<CheckedReading<'w>>,
    /// The words of all readings, each once.
    columns: Vec<&'w Alternatives>,
    /// Where the search ends, unless the forms come in no order.
    pub(super) cutoff: Cutoff,
    /// The terms of the form at hand.
    terms: Vec<u32>,
    /// How many forms matched.
    pub(super) matched: u64,
}

impl<'w> FormCheck<'w> {
    /// Prepares what forms are held against that all have the word at the place `leader` of the
    /// query, if there is one.
    pub(super) fn new(
        words: &'w Words<'w>,
        readings: impl IntoIterator<Item = &'w SoughtReading<'w>>,
        leader: Option<usize>,
        search: &Search<'_>,
    ) -> Self {
        let (mut best, mut columns) = (0.0f64, Vec::new());
        let prepare = |sought: &'w SoughtReading<'w>| {
            // No form can be better than with the cheapest term of each word, so the cutoff goes by
            // that quality.
            best = best.max(sought.best_quality(search));
            let typed = sought.typed.iter().zip(&sought.places);
            let mut others: Vec<&Alternatives> =
                typed.filter(|(_, place)| Some(**place) != leader).map(|(word, _)| *word).collect();
            others.sort_by_key(|word| word.postings());
            others.truncate(MAX_OTHERS);
            let column = |word: &'w Alternatives| column_of(&mut columns, word);
            CheckedReading { sought, others: others.into_iter().map(column).collect() }
        };
        let readings = readings.into_iter().map(prepare).collect();
        let cutoff = Cutoff::new(best, search.scorer.most());
        FormCheck { words, readings, columns, cutoff, terms: Vec::new(), matched: 0 }
    }

    /// Looks at one form, and takes it if it matches.
    #[inline]
    pub(super) fn look(&mut self, rank: u32, search: &mut Search<'_>) -> Result<Look> {
        if self.cutoff.is_reached(rank, &search.top, search.scorer)? {
            return Ok(Look::Beyond);
        }
        if !self.cutoff.may_skip(rank, &search.top, search.scorer) {
            self.look_closer(rank, search)?;
        }
        Ok(Look::On)
    }

    /// Takes a form if it matches, wherever it is in the order.
    #[inline]
    pub(super) fn look_closer(&mut self, rank: u32, search: &mut Search<'_>) -> Result<()> {
        self.words.terms_of(rank, &mut self.terms)?;
        self.match_terms(rank, search)
    }

    /// Takes those of the forms of `ranks` that match. Returns whether there were steps left: each
    /// form takes one, and more if it may match.
    pub(super) fn look_at_all(&mut self, ranks: &[u32], search: &mut Search<'_>) -> Result<bool> {
        for ranks in ranks.chunks(FORMS_AT_ONCE) {
            let steps = 1 + self.readings.len() / READINGS_A_STEP;
            if !search.work.spend((ranks.len() * steps) as u32) {
                return Ok(false);
            }
            // All places first and then the first term of each: many misses of the cache at once,
            // and none when the words are compared.
            let mut places = [(0, 0); FORMS_AT_ONCE];
            for (place, &rank) in places.iter_mut().zip(ranks) {
                *place = self.words.places_of_terms(rank)?;
            }
            let places = &places[..ranks.len()];
            // A form of hundreds of words takes longer than one of three.
            let terms: u32 = places.iter().map(|(start, end)| end.saturating_sub(*start)).sum();
            if !search.work.spend(terms / TERMS_A_STEP) {
                return Ok(false);
            }
            let firsts = places.iter().map(|&(start, _)| self.words.term_at(start).unwrap_or(0));
            std::hint::black_box(firsts.fold(0, u32::wrapping_add));
            for (&rank, &(start, end)) in ranks.iter().zip(places) {
                self.words.terms_at(start..end, &mut self.terms)?;
                self.match_terms(rank, search)?;
            }
        }
        Ok(true)
    }

    /// Takes the form of `rank` for each reading that its terms match.
    #[inline]
    fn match_terms(&mut self, rank: u32, search: &mut Search<'_>) -> Result<()> {
        let (terms, words) = (&self.terms[..], self.words);
        let has = |column: usize| {
            self.columns.get(column).is_some_and(|word| word.bits(words).may_be_any(terms))
        };
        let mut known = KnownColumns::default();
        for reading in &self.readings {
            let typed = &reading.sought.typed[..];
            // Most forms of the leader lack another word, and one bit of each term says so. The
            // assignment, which compares all pairs, is left for those that pass.
            let mut may_have = |&column: &usize| known.get(column, || has(column));
            if terms.len() < typed.len() || !reading.others.iter().all(&mut may_have) {
                continue;
            }
            let cost = |number: usize, word: usize| cost(typed, terms, number, word);
            // A pair is a fourth of a step: it stays in the cache that reading the form filled.
            let afford = |pairs: usize| {
                search.work.spend(u32::try_from(pairs / 4).unwrap_or(u32::MAX) + CLOSER_STEPS)
            };
            let Some(sum) = assignment::least(typed.len(), terms.len(), cost, afford) else {
                continue;
            };
            let cost = u32::try_from(sum / assignment::UNIT).unwrap_or(u32::MAX);
            let (group, is_indirect) = (reading.sought.group, sum % assignment::UNIT > 0);
            // Words that are all in the form as they were typed are found by another search.
            if group.is_inside && !is_indirect {
                continue;
            }
            self.matched += 1;
            let quality = reading.sought.quality_of(cost, search);
            let by_stem = is_indirect && !group.is_inside;
            search.push_rank(rank, &MatchGroup { quality, cost, by_stem, ..group })?;
        }
        Ok(())
    }
}

/// Which columns a form may have, as far as that was asked.
#[derive(Debug, Default)]
struct KnownColumns {
    asked: u64,
    had: u64,
}

impl KnownColumns {
    /// Returns whether the form has a column, by `look` at the first time.
    #[inline]
    fn get(&mut self, column: usize, look: impl FnOnce() -> bool) -> bool {
        // Queries of more words have the others looked at again.
        let bit = u32::try_from(column).ok().and_then(|column| 1u64.checked_shl(column));
        let bit = bit.unwrap_or(0);
        if self.asked & bit > 0 {
            return self.had & bit > 0;
        }
        let has = look();
        self.asked |= bit;
        self.had |= if has { bit } else { 0 };
        has
    }
}

/// Returns the number of a word among `columns`, where each object is once.
fn column_of<'w>(columns: &mut Vec<&'w Alternatives>, word: &'w Alternatives) -> usize {
    match columns.iter().position(|&column| std::ptr::eq(column, word)) {
        Some(known) => known,
        None => {
            columns.push(word);
            columns.len() - 1
        }
    }
}

/// Returns what it costs that the typed word `number` is the word `word` of a form with `terms`.
#[inline]
pub(super) fn cost(
    typed: &[&Alternatives],
    terms: &[u32],
    number: usize,
    word: usize,
) -> assignment::Cost {
    let span = typed.get(number)?.find(*terms.get(word)?)?;
    Some(u64::from(span.cost) * assignment::UNIT + u64::from(span.is_indirect))
}
