//! Tier 0: the query as it was typed.

use std::rc::Rc;

use super::{Tiers, push_words};
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::index::Words;
use crate::query::find::any_order::bests;
use crate::query::find::{by_list, prefix};
use crate::query::read::look_up::{LookedUp, words_of};
use crate::query::read::reading::Reading;
use crate::query::search::Search;
use crate::query::terms::lexicon::Lexicon;

impl<'a> Tiers<'a> {
    /// Searches for the key of the query as it was typed, with its marks and signs if it has any,
    /// and for its words in any order.
    pub(super) fn exact(
        &mut self,
        search: &mut Search<'a>,
        lexicon: Option<&mut Lexicon<'a>>,
        key: &str,
    ) -> Result<()> {
        if let Some(ranges) = search.keys.exact(key)? {
            prefix::push_exact(search, ranges, 0)?;
        }
        if let Some(verbatim) = &self.verbatim {
            prefix::push_verbatim(search, verbatim)?;
        }
        let Some(lexicon) = lexicon.filter(|_| !key.is_empty()) else { return Ok(()) };
        // Looking words up takes longer than all before it, and most queries of a few letters need
        // not.
        let left = words_left(search, lexicon.words, key)?;
        if left != WordsLeft::Nothing {
            let marked = self.view.marked_words(self.raw);
            let typed = Reading::of_text(key, None).with_marked(marked);
            let words = words_of(lexicon, &typed, 0, FormClass::Plain)?;
            // Each form must have all of the words.
            if words.len() == typed.words.len() {
                let found = LookedUp { reading: typed, words, class: FormClass::Plain, number: 0 };
                let found = self.typed_words.insert(Rc::new(found));
                if left == WordsLeft::All {
                    push_words(search, lexicon, std::slice::from_ref(found))?;
                }
            }
        }
        Ok(())
    }
}

/// What is left of the words of a query after its whole forms and prefixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordsLeft {
    /// They stand inside forms that may be among the best.
    All,
    /// Such forms were found, and their words are to be marked.
    Marking,
    Nothing,
}

/// Returns whether words inside forms could be among the best besides those found: a cheap look,
/// since as a rule they cannot. Takes the few that can, where they are known without a search.
fn words_left(search: &mut Search<'_>, words: &Words<'_>, key: &str) -> Result<WordsLeft> {
    let (scorer, quality) = (search.scorer, search.quality.settings.words);
    if search.top.worst().is_none() || by_list::may_matter(search, quality)? {
        return Ok(WordsLeft::All);
    }
    // No form is better than the first.
    if scorer.only_listed() || !search.top.may_take(scorer.bound_from(0)? * quality) {
        return Ok(WordsLeft::Nothing);
    }
    // Stems and further words bring in other terms than those that begin so.
    let one_open_word = !key.contains(' ');
    if !one_open_word || search.view().has_stems() {
        return Ok(WordsLeft::All);
    }
    let Some(root) = words.root(FormClass::Plain)? else { return Ok(WordsLeft::Nothing) };
    let place = words.terms().walk(root, key.as_bytes());
    let Some(place) = place.map_err(|damaged| words.corrupt(damaged))? else {
        return Ok(WordsLeft::Nothing);
    };
    let terms = place.first..place.end;
    let listed = words.best_inside(terms.clone())?;
    // Forms that begin with the word were all found as prefixes, which score no lower, so those
    // with the word inside are the only ones that count. Without a list they are not told apart.
    let best = match listed {
        Some([best, ..]) => Some(best),
        None => words.best_rank(terms)?,
    };
    let may_matter =
        |rank| -> Result<bool> { Ok(search.top.may_take(scorer.bound_from(rank)? * quality)) };
    if !best.map_or(Ok(false), may_matter)? {
        return Ok(WordsLeft::Nothing);
    }
    match listed {
        Some(ranks) if scorer.is_plain() && bests::push_best(search, ranks)? => {
            Ok(WordsLeft::Marking)
        }
        _ => Ok(WordsLeft::All),
    }
}
