//! Tier 3: the query without a word or two.

use super::Tiers;
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::query::read::dropped::{TypedQuery, most_dropped, share, ways};
use crate::query::read::reading::Reading;
use crate::query::read::via::Via;
use crate::query::search::Search;
use crate::query::terms::lexicon::{Lexicon, SoughtWord};
use crate::settings::MAX_EDITS;

/// So many bytes of a query that is read once more are a step.
const BYTES_A_STEP: usize = 16;

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

/// A reading of the whole query, beside the query as it was typed.
#[derive(Debug, Clone, Copy)]
struct Whole<'t> {
    typed: &'t TypedQuery<'t>,
    reading: &'t Reading,
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
        let mut key = String::new();
        let typed = TypedQuery::new(self.raw, as_typed, |text| {
            self.view.analyzer().query_key(text, &mut key);
            Reading::of_text(&key, None).words
        });
        let opened = as_typed.opened();
        // Half a code is no word that people typed.
        let readings = || readings.iter().filter(|reading| reading.via != Some(Via::Parts));
        let whole = |reading| Whole { typed: &typed, reading };
        for reading in readings().chain([&opened]) {
            // Of two words one stays, and one alone is not looked for with slips: it is in too
            // many entries that have nothing of the other.
            let may_slip = self.has_slips() && reading.words.len() > 2;
            for class in FormClass::ALL {
                // Whether initial consonants alone are left depends on the words that stay.
                let may_go = class == FormClass::Initials || reading.goes_with(class);
                if may_go && lexicon.words.root(class)?.is_some() {
                    let has_slips = may_slip && class.has_slips();
                    let place = Place::Form { class, has_slips };
                    self.search_rests(search, lexicon, whole(reading), place)?;
                }
            }
        }
        // Last, since what was found in one form rules most entries out.
        for reading in readings() {
            self.search_rests(search, lexicon, whole(reading), Place::SeveralForms)?;
        }
        for reading in readings().filter(|_| self.view.has_tails()) {
            self.search_rests(search, lexicon, whole(reading), Place::Inside)?;
        }
        Ok(())
    }

    /// Searches for what is left of a reading without one word or two.
    fn search_rests(
        &mut self,
        search: &mut Search<'a>,
        lexicon: &mut Lexicon<'a>,
        whole: Whole<'_>,
        place: Place,
    ) -> Result<()> {
        let Some(missing) = self.missing(lexicon, whole, place)? else { return Ok(()) };
        let Whole { typed, reading } = whole;
        for way in ways(reading.words.len(), &missing) {
            if !self.work.spend(1) {
                break;
            }
            let Some(rest) = typed.without(reading, way) else { continue };
            search.for_dropped = search.quality.settings.drop_base.powf(-share(&rest));
            match place {
                Place::Form { class, has_slips } if rest.goes_with(class) => {
                    search.has_slips = has_slips;
                    self.search_reading(search, lexicon, &rest, class)?;
                    search.has_slips = false;
                }
                Place::Form { .. } => {}
                Place::SeveralForms => self.search_across_forms(search, lexicon, &rest)?,
                Place::Inside => self.search_inside(search, lexicon, &rest)?,
            }
        }
        search.for_dropped = 1.0;
        Ok(())
    }

    /// Returns the positions of the words that match nothing in a place, which must go. `None` if
    /// one of them must stay, or there are too many.
    ///
    /// All words that stay must match, so this look at each of them leaves few ways or none.
    fn missing(
        &self,
        lexicon: &mut Lexicon<'a>,
        Whole { typed, reading }: Whole<'_>,
        place: Place,
    ) -> Result<Option<Vec<usize>>> {
        let (count, mut missing) = (reading.words.len(), Vec::new());
        for (position, text) in reading.words.iter().enumerate() {
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
                missing.push(position);
                if missing.len() > most_dropped(count) || !typed.may_drop(reading, position) {
                    return Ok(None);
                }
            }
        }
        Ok((count > 1).then_some(missing))
    }
}
