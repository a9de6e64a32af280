//! The word that leads: the one whose forms are read, since each form that matches is among them.

use std::borrow::Cow;
use std::ops::Range;

use crate::error::Result;
use crate::index::Words;
use crate::query::find::form_check::SoughtReading;
use crate::query::score::cutoff::Cutoff;
use crate::query::search::Search;
use crate::query::terms::alternatives::{Alternatives, Span};

/// The words of some readings at one place of the query, as one.
pub(super) struct Column<'w> {
    pub(super) place: usize,
    /// What any of them stands for.
    pub(super) all: Cow<'w, Alternatives>,
    /// Of each reading with this place: what its other words cost at least, and the reading.
    readings: Vec<(u32, &'w SoughtReading<'w>)>,
    /// The postings of those terms that do not cost too much to be among the best.
    pub(super) postings: u64,
    /// The numbers of its spans, those that cost less first.
    order: Vec<(u8, u32)>,
}

/// Terms of a column that cost the same.
pub(super) struct CostClass {
    /// Where their spans are in the order of the column.
    spans: Range<usize>,
    pub(super) postings: u64,
    /// Where the search for forms with them may end.
    pub(super) cutoff: Cutoff,
}

impl<'w> Column<'w> {
    /// Puts together the words of `readings` at `place`. `None` if no reading has it.
    fn new(
        words: &Words<'_>,
        readings: &[&'w SoughtReading<'w>],
        place: usize,
        search: &Search<'_>,
    ) -> Result<Option<Self>> {
        let (mut all, mut of_readings) = (Vec::new(), Vec::new());
        for &reading in readings {
            let Some(at) = reading.places.iter().position(|&other| other == place) else {
                continue;
            };
            let Some(&word) = reading.typed.get(at) else { continue };
            let least = |word: &&Alternatives| u32::from(word.least_cost());
            let others = reading.typed.iter().map(least).sum::<u32>() - least(&word);
            all.push(word);
            of_readings.push((others, reading));
        }
        if all.is_empty() {
            return Ok(None);
        }
        let all = Alternatives::union(&all, words)?;
        let numbered = all.spans().iter().zip(0u32..);
        let mut order: Vec<(u8, u32)> =
            numbered.map(|(span, number)| (span.cost, number)).collect();
        order.sort_unstable();
        let mut column = Column { place, all, readings: of_readings, postings: 0, order };
        column.postings = column.useful_postings(search)?;
        Ok(Some(column))
    }

    /// Returns the highest quality of a form with a term of `cost`.
    fn quality(&self, cost: u8, search: &Search<'_>) -> f64 {
        let of = |&(others, reading): &(u32, &SoughtReading<'_>)| {
            reading.quality_of((u32::from(cost) + others).max(search.least_new_cost()), search)
        };
        self.readings.iter().map(of).fold(0.0, f64::max)
    }

    fn useful_postings(&self, search: &Search<'_>) -> Result<u64> {
        // While the best are not all known, any cost may be among them.
        if search.top.worst().is_none() {
            return Ok(self.all.postings());
        }
        // No form is better than the first.
        let best = search.scorer.bound_from(0)?;
        let (mut postings, mut before) = (0, None);
        for &(cost, number) in &self.order {
            // A score falls as costs rise.
            if before != Some(cost) && !search.top.may_take(best * self.quality(cost, search)) {
                break;
            }
            before = Some(cost);
            postings += self.all.span(number).map_or(0, |(_, places)| places.len() as u64);
        }
        Ok(postings)
    }

    /// Returns the terms by what they cost, the cheapest first: what they find lets most of the
    /// dearer ones end at their first look.
    pub(super) fn classes(&self, search: &Search<'_>) -> Vec<CostClass> {
        let mut classes: Vec<CostClass> = Vec::new();
        let mut before = None;
        for (at, &(cost, number)) in self.order.iter().enumerate() {
            if before != Some(cost) {
                let cutoff = Cutoff::new(self.quality(cost, search), search.scorer.most());
                classes.push(CostClass { spans: at..at, postings: 0, cutoff });
                before = Some(cost);
            }
            let postings = self.all.span(number).map_or(0, |(_, places)| places.len());
            if let Some(class) = classes.last_mut() {
                class.spans.end = at + 1;
                class.postings += postings as u64;
            }
        }
        classes
    }

    /// Returns the spans of a cost, each with the places of its postings.
    pub(super) fn of_class<'c>(
        &'c self,
        class: &CostClass,
    ) -> impl Iterator<Item = (&'c Span, Range<usize>)> + Clone + use<'c, 'w> {
        let spans = self.order.get(class.spans.clone()).unwrap_or_default();
        spans.iter().filter_map(|&(_, number)| self.all.span(number))
    }
}

/// Readings with one word in common that leads, and the others.
pub(super) struct Led<'w> {
    /// The readings that have the word.
    pub(super) readings: Vec<&'w SoughtReading<'w>>,
    pub(super) leader: Column<'w>,
    /// The rarest of the other words that all of them have.
    pub(super) second: Option<Column<'w>>,
    /// The readings that do not have the word.
    pub(super) rest: Vec<&'w SoughtReading<'w>>,
}

impl<'w> Led<'w> {
    /// Chooses the rarest word of `readings`: every form that matches is in its postings, and they
    /// are the fewest. `None` without readings.
    pub(super) fn choose(
        words: &Words<'_>,
        readings: &[&'w SoughtReading<'w>],
        search: &Search<'_>,
    ) -> Result<Option<Self>> {
        let mut places: Vec<usize> =
            readings.iter().flat_map(|reading| reading.places.iter().copied()).collect();
        places.sort_unstable();
        places.dedup();
        let mut columns = Vec::with_capacity(places.len());
        for place in places {
            columns.extend(Column::new(words, readings, place, search)?);
        }
        columns.sort_by_key(|column| column.postings);
        if columns.is_empty() {
            return Ok(None);
        }
        let leader = columns.remove(0);
        let has = |reading: &&SoughtReading<'_>, place| reading.places.contains(&place);
        let (readings, rest): (Vec<_>, Vec<_>) =
            readings.iter().partition(|reading| has(reading, leader.place));
        let is_common = |column: &Column<'_>| readings.iter().all(|one| has(one, column.place));
        let second = columns.into_iter().find(is_common);
        Ok(Some(Led { readings, leader, second, rest }))
    }
}
