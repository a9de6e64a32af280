//! Words of several forms of one entry: a word of the text with one of an alias.
//!
//! ```text
//! paris 75012     PARIS 12, alias 75012      paris is a word of the text, 75012 one of the alias
//! ```
//!
//! Nothing is stored for them. The typed word with the fewest postings says which entries are worth
//! a look, and the others leave few of them. The forms of those are read again, and their words
//! looked up among the terms.

use super::assignment;
use super::form_check::cost;
use crate::error::Result;
use crate::format::form_kind::{FormClass, FormKind};
use crate::index::{View, Words, optional_string};
use crate::query::score::candidate::{Candidate, MatchGroup};
use crate::query::score::cutoff::Cutoff;
use crate::query::score::match_kind::MatchKind;
use crate::query::search::Search;
use crate::query::terms::alternatives::Alternatives;

/// The aliases of an entry that are put together with its text, in the order given.
pub(crate) const MAX_ALIASES: usize = 16;

/// The most words of the text and the aliases of an entry together.
pub(crate) const MAX_WORDS: usize = 64;

/// The postings of another word are read up to so many times the entries that are left: to look at
/// an entry takes as long as so many postings.
const POSTINGS_AN_ENTRY: u64 = 24;
/// The steps of a posting, whose form is anywhere in memory.
const POSTING_STEPS: u32 = 2;
/// The steps of a form that is read again.
const FORM_STEPS: u32 = 4;
/// So many pairs of terms that are compared are a step.
const PAIRS_A_STEP: usize = 32;
/// So many bytes of a form that is read again are a step.
const BYTES_A_STEP: usize = 4;

/// Takes the best entries that have each word of the reading `number` in their text or in one of
/// their aliases, each of which stands for the terms of one of `typed`.
pub(crate) fn push_best(
    search: &mut Search<'_>,
    words: &Words<'_>,
    typed: &[&Alternatives],
    number: u32,
) -> Result<()> {
    let group = MatchGroup { is_combined: true, ..search.group(MatchKind::Words, 0, number) };
    let mut across = AcrossForms { words, typed, group, key: String::new() };
    for ordinal in across.entries(search)? {
        if !across.look(ordinal, search)? {
            break;
        }
    }
    Ok(())
}

/// A form of an entry: its number, its factor and its terms.
struct EntryForm {
    number: u32,
    factor: f64,
    terms: Vec<u32>,
}

struct AcrossForms<'w> {
    words: &'w Words<'w>,
    typed: &'w [&'w Alternatives],
    group: MatchGroup,
    /// The key of the form at hand, kept for its memory.
    key: String,
}

impl AcrossForms<'_> {
    /// Returns entries among which all are that have the words, rising. Those that have one form
    /// with all of them may be there too.
    fn entries(&self, search: &Search<'_>) -> Result<Vec<u32>> {
        let mut typed = self.typed.to_vec();
        typed.sort_by_key(|word| word.postings());
        let Some((leader, others)) = typed.split_first() else { return Ok(Vec::new()) };
        let mut entries = match search.scorer.listed().filter(|_| search.scorer.only_listed()) {
            Some(listed) => {
                let ordinals = listed
                    .all()
                    .iter()
                    .map(|listed| search.scorer.form(listed.rank).map(|form| form.ordinal));
                sorted(ordinals.collect::<Result<_>>()?)
            }
            None => self.entries_with(leader, search)?,
        };
        for word in others {
            // To look at the entries takes less from here on.
            if word.postings() > POSTINGS_AN_ENTRY * entries.len() as u64 {
                break;
            }
            let with_word = self.entries_with(word, search)?;
            entries.retain(|ordinal| with_word.binary_search(ordinal).is_ok());
        }
        Ok(entries)
    }

    /// Returns the entries with a form that has `word`, rising.
    fn entries_with(&self, word: &Alternatives, search: &Search<'_>) -> Result<Vec<u32>> {
        let end = match search.scorer.listed() {
            // A form cannot be better than the one that has the least factor of those used.
            None => Cutoff::new(self.group.quality, search.scorer.most())
                .end(&search.top, search.scorer)?,
            // Boosts raise forms from anywhere in the order.
            Some(_) => u32::MAX,
        };
        let mut entries = Vec::new();
        for term in word.spans().iter().flat_map(|span| span.terms.clone()) {
            for position in self.words.postings_of(term..term + 1)? {
                // What was found so far are all the entries that are worth a look, or some.
                if !search.work.spend_on_several_forms(POSTING_STEPS) {
                    return Ok(sorted(entries));
                }
                let rank = self.words.posting(position)?;
                // The ranks of a term rise.
                if rank >= end {
                    break;
                }
                entries.push(search.scorer.form(rank)?.ordinal);
            }
        }
        Ok(sorted(entries))
    }

    /// Takes an entry if it matches. Returns whether work is left.
    fn look(&mut self, ordinal: u32, search: &mut Search<'_>) -> Result<bool> {
        // No form of the entry is better than the text, and most entries with all words have them
        // in one form and were found in a lower tier.
        let text = search.scorer.form_of_number(ordinal)?;
        let best = search.scorer.candidate(&self.group, text)?;
        let may_take = |best: &Candidate| search.top.may_take(best.score);
        if !best.is_some_and(|best| may_take(&best) && !search.top.is_known(&best)) {
            return Ok(search.work.spend_on_several_forms(1));
        }
        let Some(forms) = self.forms(ordinal, search)? else { return Ok(false) };
        let mut factors: Vec<f64> = forms.iter().map(|form| form.factor).collect();
        factors.sort_unstable_by(|a, b| b.total_cmp(a));
        factors.dedup();
        for factor in factors {
            let used = || forms.iter().filter(|form| form.factor >= factor);
            let pairs = used().map(|form| form.terms.len()).sum::<usize>() * MAX_WORDS;
            if !search.work.spend_on_several_forms((pairs / PAIRS_A_STEP) as u32) {
                return Ok(false);
            }
            let terms = together(used());
            let mut is_affordable = true;
            let afford = |pairs: usize| {
                let steps = u32::try_from(pairs / 4).unwrap_or(u32::MAX);
                is_affordable = search.work.spend_on_several_forms(steps);
                is_affordable
            };
            let pair = |number: usize, word: usize| cost(self.typed, &terms, number, word);
            let sum = assignment::least(self.typed.len(), terms.len(), pair, afford);
            // A form of a lower factor would match as well, but with a score that is not the true
            // one.
            if !is_affordable {
                return Ok(false);
            }
            // With a form of a lower factor the rest may be there.
            let (Some(sum), Some(last)) = (sum, used().find(|form| form.factor == factor)) else {
                continue;
            };
            let by_stem = sum % assignment::UNIT > 0;
            let form = search.scorer.form_of_number(last.number)?;
            let group = MatchGroup { by_stem, ..self.group };
            if let Some(candidate) = search.scorer.candidate(&group, form)? {
                search.top.push(candidate);
            }
            break;
        }
        Ok(true)
    }

    /// Returns the text of an entry and its first aliases. `None` if no work is left.
    fn forms(&mut self, ordinal: u32, search: &Search<'_>) -> Result<Option<Vec<EntryForm>>> {
        let view = search.view();
        let (mut forms, numbers) = (Vec::new(), view.aliases_of(ordinal)?);
        let alias_texts = view.alias_texts()?;
        for number in std::iter::once(ordinal).chain(numbers.take(MAX_ALIASES)) {
            let (text, factor) = match number.checked_sub(view.entries()) {
                None => (view.texts()?.get(ordinal)?, 1.0),
                // Those that were given come first.
                Some(alias) if view.alias_kind(alias)? != FormKind::ALIAS => break,
                Some(alias) => (
                    optional_string(alias_texts.as_ref(), alias)?.unwrap_or_default(),
                    view.forms()?.factor_of(number)?,
                ),
            };
            if !search.work.spend_on_several_forms(FORM_STEPS + (text.len() / BYTES_A_STEP) as u32)
            {
                return Ok(None);
            }
            let terms = self.terms(text, view)?;
            forms.push(EntryForm { number, factor, terms });
        }
        Ok(Some(forms))
    }

    /// Returns the terms of the words of `text`.
    fn terms(&mut self, text: &str, view: &View<'_>) -> Result<Vec<u32>> {
        view.analyzer().form_key(text, &mut self.key);
        let Some(root) = self.words.root(FormClass::Plain)? else { return Ok(Vec::new()) };
        let dictionary = self.words.terms();
        let mut terms = Vec::new();
        // No form has more than all together, so what comes later is never among them.
        for word in self.key.split(' ').take(MAX_WORDS) {
            let place = dictionary.walk(root, word.as_bytes());
            // Each word of a form is a term, unless the file is damaged.
            let place = place.map_err(|damaged| self.words.corrupt(damaged))?;
            terms.extend(place.map(|place| place.first));
        }
        Ok(terms)
    }
}

/// Returns the first terms of several forms, each as often as in the form that has it most often.
fn together<'f>(forms: impl Iterator<Item = &'f EntryForm>) -> Vec<u32> {
    let mut all: Vec<u32> = Vec::new();
    for form in forms {
        let count = |terms: &[u32], term: u32| terms.iter().filter(|&&one| one == term).count();
        for (at, &term) in form.terms.iter().enumerate() {
            // The place of the term among its own: the second `new` is wanted if one was there.
            let before = count(form.terms.get(..at).unwrap_or_default(), term);
            if count(&all, term) <= before && all.len() < MAX_WORDS {
                all.push(term);
            }
        }
    }
    all
}

fn sorted(mut ordinals: Vec<u32>) -> Vec<u32> {
    ordinals.sort_unstable();
    ordinals.dedup();
    ordinals
}
