//! What an index knows of the languages and keyboards of its texts: stems, layouts, edit costs.

use super::column::Column;
use super::view::View;
use crate::analysis::Layouts;
use crate::analysis::costs::EditCosts;
use crate::analysis::sounds;
use crate::analysis::to_latin;
use crate::error::Result;
use crate::format::dictionary::Dictionary;
use crate::format::form_kind::FormClass;
use crate::format::packed::Packed;
use crate::format::section_id::SectionId;
use crate::format::stem_key;
use crate::settings::Settings;

impl<'a> View<'a> {
    /// Returns whether words match by their stems.
    pub(crate) fn has_stems(&self) -> bool {
        self.opened.stemmers.len() > 0
    }

    /// Appends the terms of a class whose stem is that of `word` in one of the languages.
    pub(crate) fn terms_with_the_stem_of(
        &self,
        word: &str,
        class: FormClass,
        terms: &mut Vec<u32>,
    ) -> Result<()> {
        let Some((stems, stem_terms)) = self.stems()? else { return Ok(()) };
        // The root has the range of all stem-terms, since the dictionary leads to places among
        // them.
        let too_many = || stem_terms.corrupt("there are more terms than numbers");
        let count = u32::try_from(stem_terms.len()).map_err(|_| too_many())?;
        let corrupt = |damaged| stems.damaged(damaged);
        let dictionary = stems.view();
        let (mut stem, mut key) = (String::new(), Vec::new());
        for language in 0..self.opened.stemmers.len() {
            self.opened.stemmers.stem(language, word, &mut stem);
            stem_key(language, class, &stem, &mut key);
            let place = dictionary.walk(dictionary.root(count), &key).map_err(corrupt)?;
            // Each language has its own stem of the word, and a word may have terms in some alone.
            let Some(place) = place else { continue };
            // Only those of the stem itself: a longer stem that starts like it is of other words.
            let end = dictionary.whole_end(place).map_err(corrupt)?;
            let range = place.first as usize..end as usize;
            stem_terms.for_each(range, |_, term| terms.push(term))?;
        }
        Ok(())
    }

    /// Returns the dictionary of stems and the terms of each, if words match by their stems.
    pub(super) fn stems(&self) -> Result<Option<(Column<'a, Dictionary<'a>>, Column<'a>)>> {
        let Some(stems) = self.optional(SectionId::Stems, Dictionary::parse)? else {
            return Ok(None);
        };
        Ok(Some((stems, self.parse(SectionId::StemTerms, Packed::parse)?)))
    }

    /// Returns whether two words have one stem in one of the languages.
    pub(crate) fn have_one_stem(&self, a: &[char], b: &[char]) -> bool {
        let stemmers = &self.opened.stemmers;
        let [a, b]: [String; 2] = [a, b].map(|word| word.iter().collect());
        let (mut stem_a, mut stem_b) = (String::new(), String::new());
        // Language by language, since stems of different languages say nothing about each other.
        (0..stemmers.len()).any(|language| {
            stemmers.stem(language, &a, &mut stem_a);
            stemmers.stem(language, &b, &mut stem_b);
            stem_a == stem_b
        })
    }

    /// Returns what `raw` may have been meant as, typed on another of the layouts.
    pub(crate) fn switched(&self, raw: &str) -> impl Iterator<Item = String> {
        self.opened.layouts.switched(raw)
    }

    /// Returns the same with the names of the layouts that it was typed and meant on.
    pub(crate) fn switched_between(
        &self,
        raw: &str,
    ) -> impl Iterator<Item = ([&'static str; 2], String)> {
        self.opened.layouts.switched_between(raw)
    }

    /// Returns `raw` in Latin letters, if texts are found by their transliteration too.
    pub(crate) fn latin(&self, raw: &str) -> Option<String> {
        // Without transliterated forms there is nothing that Latin letters could find.
        self.settings().transliterate.then(|| to_latin(raw))
    }

    /// Returns what slips cost: by the tables of the build, or each the same.
    pub(crate) fn costs(&self, unit: bool) -> &'a EditCosts {
        // Once for an index and not for each query, since they are tables of pairs of letters.
        let [weighted, all_equal] =
            self.opened.costs.get_or_init(|| edit_costs(self.settings(), &self.opened.layouts));
        if unit { all_equal } else { weighted }
    }
}

/// Makes the tables of what slips cost. Keys are neighbors on the layouts that were chosen; where
/// none was, on those of the languages and on the one that most people have.
fn edit_costs(settings: &Settings, chosen: &Layouts) -> [EditCosts; 2] {
    // Layouts are optional, but people slip to a neighboring key on whatever they type.
    let neighbors = match settings.layouts.is_empty() {
        true => Layouts::of_languages(&settings.languages).neighbors(),
        false => chosen.neighbors(),
    };
    let alike: Vec<(&str, &str)> =
        settings.languages.iter().flat_map(|language| sounds(language)).copied().collect();
    // Both at once, since each request chooses which of them it goes by.
    let typos = &settings.typos;
    [EditCosts::new(typos, &neighbors, &alike), EditCosts::unit(typos, &neighbors)]
}
