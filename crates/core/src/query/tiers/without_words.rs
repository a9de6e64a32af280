//! Tier 3: the query without a word or two.

use std::rc::Rc;

use super::{OPENED_CLASSES, ReadingOfClass, Tiers, may_matter, push_phrase, sought};
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::query::find::any_order::{AnyOrder, Plan};
use crate::query::find::form_check::SoughtReading;
use crate::query::find::whole_form;
use crate::query::read::dropped::{Droppable, TypedQuery, Way, most_dropped, share, ways};
use crate::query::read::joined_split::each_joined_or_split;
use crate::query::read::look_up::LookedUp;
use crate::query::read::reading::Reading;
use crate::query::read::via::Via;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;
use crate::query::terms::lexicon::{Lexicon, SoughtWord};
use crate::query::work_budget::BYTES_A_STEP;
use crate::settings::MAX_EDITS;

/// So many words of a reading that is copied without some of them are a step.
const WORDS_A_STEP: usize = 8;

/// So many rests wait for one pass over the forms. Those without one word come first, so that their
/// forms are found before the steps go to the look-ups of the others.
const RESTS_AT_ONCE: usize = 32;

/// What is left of a reading without one word or two.
#[derive(Debug)]
struct Rest {
    reading: Reading,
    /// Where its words stand in the whole reading.
    places: Vec<usize>,
    /// What the words that it leaves out make of a quality.
    for_dropped: f64,
}

/// What is left of a reading, with its words looked up.
#[derive(Debug)]
struct FoundRest {
    rest: Rest,
    looked_up: Rc<LookedUp>,
}

/// What the words that stay are looked for in.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// A form of this class, perhaps with slips.
    Form { class: FormClass, has_slips: bool },
    /// Several forms together.
    SeveralForms,
    /// A form, also inside its words.
    Inside,
}

impl<'a> Tiers<'a> {
    /// Searches an index of kind `text` for each reading of the whole query without one word or
    /// two.
    pub(super) fn search_without_words(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &mut Lexicon<'a>,
        readings: &[Reading],
    ) -> Result<()> {
        let Some(as_typed) = readings.first() else { return Ok(()) };
        if !self.work.spend((self.raw.len() / BYTES_A_STEP) as u32) {
            return Ok(());
        }
        let typed = self.typed_query(as_typed, readings);
        let opened = as_typed.opened();
        let all: Vec<Droppable<'_>> =
            readings.iter().filter_map(|reading| typed.droppable(reading)).collect();
        // The rests of the query as it was typed wait for the same rests open: one pass over the
        // forms is for all of them.
        let mut waiting = Vec::new();
        for whole in &all {
            let found = self.look_up_rests(search, lexicon, whole)?;
            match whole.reading.via {
                None => waiting = found,
                Some(_) => self.push_rests(search, lexicon, found)?,
            }
        }
        let by_word = typed.droppable(as_typed);
        if let Some(whole) = &by_word {
            self.search_spaced(search, whole)?;
        }
        if let Some(whole) = typed.droppable(&opened) {
            waiting.extend(self.look_up_rests(search, lexicon, &whole)?);
        }
        self.push_rests(search, lexicon, waiting)?;
        if let Some(whole) = &by_word {
            self.search_joints(search, lexicon, whole)?;
        }
        // Last, since what was found in one form rules most entries out.
        for whole in &all {
            self.search_rests(search, lexicon, whole, Place::SeveralForms)?;
        }
        for whole in all.iter().filter(|_| self.view.has_tails()) {
            self.search_rests(search, lexicon, whole, Place::Inside)?;
        }
        search.for_dropped = 1.0;
        Ok(())
    }

    /// Returns the query as it was typed, with what stands between its white space.
    fn typed_query<'t>(&self, as_typed: &'t Reading, readings: &[Reading]) -> TypedQuery<'t> {
        let analyzer = self.view.analyzer();
        let has_parts = readings.iter().any(|reading| reading.via == Some(Via::Parts));
        let mut key = String::new();
        TypedQuery::new(self.raw, as_typed, |text| {
            analyzer.query_key(text, &mut key);
            let words = Reading::of_text(&key, None).words;
            let parts = if has_parts { analyzer.parts(text, &key) } else { None };
            let parts = parts.map(|parts| Reading::of_text(&parts, None).words);
            let parts = parts.unwrap_or_else(|| words.clone());
            [words, parts]
        })
    }

    /// Looks up what is left of a reading among the terms of each class, and takes the best forms that
    /// begin with it.
    fn look_up_rests(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &mut Lexicon<'a>,
        whole: &Droppable<'_>,
    ) -> Result<Vec<FoundRest>> {
        // Of two words one stays, and one alone is not looked for with slips: it is in too many
        // entries that have nothing of the other.
        let may_slip = self.has_slips() && whole.units.len() > 2;
        let mut found = Vec::new();
        for class in FormClass::ALL {
            // Whether initial consonants alone are left depends on the words that stay.
            let may_go = class == FormClass::Initials || whole.reading.goes_with(class);
            if !may_go || lexicon.words.root(class)?.is_none() {
                continue;
            }
            let has_slips = may_slip && class.has_slips();
            let place = Place::Form { class, has_slips };
            let Some(missing) = self.missing(lexicon, whole, place)? else { continue };
            let mut left = ways(&whole.units, &missing);
            while let Some(rest) = self.next_rest(search, whole, &mut left) {
                if !rest.reading.goes_with(class) {
                    continue;
                }
                (search.has_slips, search.for_dropped) = (has_slips, rest.for_dropped);
                let looked_up = self.look_up(
                    search,
                    lexicon,
                    ReadingOfClass { reading: &rest.reading, class },
                )?;
                if let Some(looked_up) = looked_up {
                    push_phrase(search, &looked_up)?;
                    found.push(FoundRest { rest, looked_up });
                }
                search.has_slips = false;
                if found.len() == RESTS_AT_ONCE {
                    self.push_rests(search, lexicon, std::mem::take(&mut found))?;
                }
            }
        }
        Ok(found)
    }

    /// Takes the best forms with the words of what is left of readings in any order.
    fn push_rests(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &Lexicon<'a>,
        found: Vec<FoundRest>,
    ) -> Result<()> {
        for class in FormClass::ALL.into_iter().filter(|class| class.has_terms()) {
            let of_class = found.iter().filter(|found| found.looked_up.class == class);
            let sought = of_class.map(|FoundRest { rest, looked_up }| {
                let (places, for_dropped) = (rest.places.clone(), rest.for_dropped);
                let sought = sought(search, lexicon, looked_up)?;
                Ok(SoughtReading { places, for_dropped, ..sought })
            });
            let sought: Vec<SoughtReading<'_>> = sought.collect::<Result<_>>()?;
            AnyOrder::new(lexicon.words, &sought, Plan::default()).push_best(search)?;
        }
        Ok(())
    }

    /// Searches for what is left of the query without one word, with separators free.
    fn search_spaced(&mut self, search: &mut Search<'a>, whole: &Droppable<'_>) -> Result<()> {
        let units = &whole.units;
        for way in ways(units, &[]).take(units.len()).filter(|_| units.len() > 1) {
            let Some(rest) = self.rest(search, whole, way) else { continue };
            search.for_dropped = rest.for_dropped;
            let spaced = rest.reading.spaced();
            let Some(key) = spaced.words.first() else { continue };
            if !may_matter(search, search.quality_of(MatchKind::Whole, 0))? {
                continue;
            }
            for class in FormClass::ALL.into_iter().filter(|&class| spaced.goes_with(class)) {
                let slots = whole_form::with_spacing(search, key, spaced.closed, class)?;
                // Most begin nothing, and then no reading is kept.
                if !slots.is_empty() {
                    let number = self.keep_one(spaced.clone(), class);
                    slots.push_best(search, number)?;
                }
            }
        }
        Ok(())
    }

    /// Searches for what is left of the query without one word, with two words joined or one split.
    fn search_joints(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &mut Lexicon<'a>,
        whole: &Droppable<'_>,
    ) -> Result<()> {
        let units = &whole.units;
        for way in ways(units, &[]).take(units.len()).filter(|_| units.len() > 1) {
            let Some(rest) = self.rest(search, whole, way) else { continue };
            search.for_dropped = rest.for_dropped;
            for class in OPENED_CLASSES {
                if lexicon.words.root(class)?.is_none() {
                    continue;
                }
                each_joined_or_split(lexicon, &rest.reading, class, |lexicon, reading| {
                    self.search_reading(search, lexicon, ReadingOfClass { reading, class })
                })?;
            }
        }
        Ok(())
    }

    /// Returns what is left of a reading, if it may be searched and work is left.
    fn rest(&self, search: &Search<'a>, whole: &Droppable<'_>, way: Way) -> Option<Rest> {
        // Each rest is a copy of the words.
        if !self.work.spend(1 + (whole.reading.words.len() / WORDS_A_STEP) as u32) {
            return None;
        }
        let reading = whole.without(way)?;
        let for_dropped = search.quality.settings.drop_base.powf(-share(&reading));
        Some(Rest { places: whole.places_without(way), reading, for_dropped })
    }

    /// Returns what the next of the `left` ways leaves of a reading, if work is left.
    fn next_rest(
        &self,
        search: &Search<'a>,
        whole: &Droppable<'_>,
        left: &mut impl Iterator<Item = Way>,
    ) -> Option<Rest> {
        let mut paid = left.take_while(|_| self.work.spend(1));
        paid.find_map(|way| self.rest(search, whole, way))
    }

    /// Searches several forms, or the inside of words, for what is left of a reading.
    fn search_rests(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &mut Lexicon<'a>,
        whole: &Droppable<'_>,
        place: Place,
    ) -> Result<()> {
        let Some(missing) = self.missing(lexicon, whole, place)? else { return Ok(()) };
        let mut left = ways(&whole.units, &missing);
        while let Some(rest) = self.next_rest(search, whole, &mut left) {
            search.for_dropped = rest.for_dropped;
            match place {
                Place::SeveralForms => self.search_across_forms(search, lexicon, &rest.reading)?,
                Place::Inside => self.search_inside(search, lexicon, &rest.reading)?,
                Place::Form { .. } => {}
            }
        }
        Ok(())
    }

    /// Returns the units of which a word matches nothing in a place, which must go. `None` if one of
    /// them must stay, or there are too many.
    ///
    /// All words that stay must match, so this look at each of them leaves few ways or none.
    fn missing(
        &self,
        lexicon: &mut Lexicon<'a>,
        whole: &Droppable<'_>,
        place: Place,
    ) -> Result<Option<Vec<usize>>> {
        let (reading, count) = (whole.reading, whole.units.len());
        let mut missing = Vec::new();
        // Words that other readings share are looked up once, and yet are many looks.
        if !self.work.spend(reading.words.len() as u32) {
            return Ok(None);
        }
        for (position, text) in reading.words.iter().enumerate() {
            let unit = whole.unit_of(position).filter(|unit| missing.last() != Some(unit));
            // Another part of it is missing already.
            let Some(unit) = unit else { continue };
            let stemming = reading.stemming(position);
            let open = reading.is_open(position);
            let word = match place {
                Place::Form { class, has_slips } => {
                    let edits = if has_slips { MAX_EDITS } else { 0 };
                    lexicon.stemmed(SoughtWord { text, edits, open, class }, stemming)?
                }
                Place::SeveralForms => {
                    let class = FormClass::Plain;
                    lexicon.stemmed(SoughtWord { text, edits: 0, open, class }, stemming)?
                }
                Place::Inside => lexicon.inside(text)?,
            };
            if lexicon.alternatives(&word, open)?.is_empty() {
                missing.push(unit);
                if missing.len() > most_dropped(count) || !whole.may_drop(unit) {
                    return Ok(None);
                }
            }
        }
        Ok((count > 1).then_some(missing))
    }
}
