//! Tiers 1 and 2 of an index of kind `text`: the words of each reading.

use std::rc::Rc;

use super::{OPENED_CLASSES, ReadingOfClass, Tiers, may_matter, push_phrase, push_words, sought};
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::query::find::across_forms;
use crate::query::find::any_order::{AnyOrder, Plan};
use crate::query::find::form_check::SoughtReading;
use crate::query::read::joined_split::each_joined_or_split;
use crate::query::read::look_up::{LookedUp, words_inside, words_of};
use crate::query::read::reading::{READING_STEPS, Reading};
use crate::query::score::candidate::MatchGroup;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;
use crate::query::terms::lexicon::Lexicon;

impl<'a> Tiers<'a> {
    /// Searches an index of kind `text` in a relaxed tier.
    pub(super) fn search_words(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &mut Lexicon<'a>,
        readings: &[Reading],
    ) -> Result<()> {
        let waiting = self.search_readings(search, lexicon, readings)?;
        self.search_as_one(search, readings)?;
        let Some(typed) = readings.first() else { return Ok(()) };
        self.search_opened(search, lexicon, typed, waiting)?;
        // Last, since what was found in one form rules most entries out.
        if !search.has_slips {
            for reading in readings {
                self.search_across_forms(search, lexicon, reading)?;
            }
            for reading in readings.iter().filter(|_| self.view.has_tails()) {
                self.search_inside(search, lexicon, reading)?;
            }
        }
        Ok(())
    }

    /// Takes the best entries of each reading but those with all words open. Returns what waits for
    /// these: the words as they were typed, with slips, since one pass over the forms is for both.
    fn search_readings(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &mut Lexicon<'a>,
        readings: &[Reading],
    ) -> Result<Vec<Rc<LookedUp>>> {
        let (slips, mut waiting) = (search.has_slips, Vec::new());
        for reading in readings {
            for class in FormClass::ALL.into_iter().filter(|&class| reading.goes_with(class)) {
                // Without slips the query as it was typed was the tier before, for forms that
                // count in it. A class that the index lacks costs no search.
                let is_new = match slips {
                    true => class.has_slips(),
                    false => reading.via.is_some() || class.first_tier() > 0,
                };
                if !is_new || lexicon.words.root(class)?.is_none() {
                    continue;
                }
                let Some(found) =
                    self.look_up(search, lexicon, ReadingOfClass { reading, class })?
                else {
                    continue;
                };
                push_phrase(search, &found)?;
                let has_open = reading.via.is_none() && reading.words.len() > 1;
                match slips && has_open && OPENED_CLASSES.contains(&class) {
                    true => waiting.push(found),
                    false => push_words(search, lexicon, &[found])?,
                }
            }
        }
        Ok(waiting)
    }

    /// Takes the best entries with every word of `typed` open and those of what is `waiting`, and
    /// those with two words joined or one split.
    fn search_opened(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &mut Lexicon<'a>,
        typed: &Reading,
        mut waiting: Vec<Rc<LookedUp>>,
    ) -> Result<()> {
        let opened = (typed.words.len() > 1).then(|| typed.opened());
        for class in OPENED_CLASSES {
            if lexicon.words.root(class)?.is_none() {
                continue;
            }
            let mut together: Vec<Rc<LookedUp>> =
                waiting.extract_if(.., |found| found.class == class).collect();
            if let Some(opened) = &opened {
                together.extend(self.look_up(
                    search,
                    lexicon,
                    ReadingOfClass { reading: opened, class },
                )?);
            }
            push_words(search, lexicon, &together)?;
            // A joint has no slips: the tier before found all of them.
            if !search.has_slips {
                each_joined_or_split(lexicon, typed, class, |lexicon, reading| {
                    self.search_reading(search, lexicon, ReadingOfClass { reading, class })
                })?;
            }
        }
        Ok(())
    }

    /// Takes the best entries that have the words of one reading in several forms.
    pub(super) fn search_across_forms(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &mut Lexicon<'a>,
        reading: &Reading,
    ) -> Result<()> {
        // A single word is found in the form that has it.
        if reading.words.len() < 2
            || !self.view.has_given_aliases()
            || !self.work.spend(READING_STEPS * reading.words.len() as u32)
        {
            return Ok(());
        }
        let words = words_of(lexicon, reading, 0, FormClass::Plain)?;
        if words.len() < reading.words.len() {
            return Ok(());
        }
        let found = self.keep(reading.clone(), words, FormClass::Plain);
        across_forms::push_best(search, lexicon.words, &found.alternatives(lexicon)?, found.number)
    }

    /// Takes the best entries that have the words of one reading, one of them at least inside a word.
    pub(super) fn search_inside(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &mut Lexicon<'a>,
        reading: &Reading,
    ) -> Result<()> {
        // As a rule enough was found.
        if !may_matter(search, search.quality_of(MatchKind::Words, 0))?
            || !self.work.spend(READING_STEPS * reading.words.len() as u32)
        {
            return Ok(());
        }
        let Some(words) = words_inside(lexicon, reading)? else { return Ok(()) };
        let found = self.keep(reading.clone(), words, FormClass::Plain);
        let sought = sought(search, lexicon, &found)?;
        let group = MatchGroup { is_inside: true, ..sought.group };
        let sought = [SoughtReading { group, ..sought }];
        AnyOrder::new(lexicon.words, &sought, Plan::default()).push_best(search)
    }
}
