//! What the candidates of one query have in common: the query as it was asked and read.

use std::cell::OnceCell;
use std::ops::Range;

use super::align::{ComparedWord, MatchedWord, any_order, in_order};
use super::same_stem::SameStem;
use crate::analysis::costs::EditCosts;
use crate::analysis::slip_budget::SlipBudget;
use crate::analysis::{MIN_TAIL_LETTERS, letter_count, spellings_of, tails};
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::index::{StemmedWord, View};
use crate::kind::Kind;
use crate::query::options::SuggestOptions;
use crate::query::read::reading::Reading;
use crate::query::read::via::Via;
use crate::query::score::candidate::Candidate;
use crate::query::score::factors::Factors;
use crate::query::score::match_kind::{MatchKind, QueryQuality};
use crate::query::terms::typed_word::Stemming;
use crate::query::work_budget::{BYTES_A_STEP, WorkBudget};

/// So many terms with a stem are a step.
const TERMS_A_STEP: usize = 4;
/// So many pairs of a typed word and a word of a form are a step.
const WORD_PAIRS_A_STEP: usize = 4;
/// So many pairs of their letters are a step, where slips are looked for.
const LETTER_PAIRS_A_STEP: usize = 32;
/// The steps of comparing the stems of two words, in each language, or of looking for one inside the
/// other.
const INDIRECT_STEPS: usize = 8;

/// A query as it was asked and read.
pub(crate) struct Asked<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) options: &'a SuggestOptions,
    /// The query as it was given.
    pub(crate) raw: &'a str,
    /// What multiplies scores.
    pub(crate) factors: &'a Factors<'a>,
    /// What matches make of them.
    pub(crate) quality: &'a QueryQuality,
    /// Which entries come first.
    pub(crate) pinned: &'a [u32],
    /// The key of the query; empty if that was answered as if it were.
    pub(crate) key: &'a str,
    /// The query with its marks and signs, if verbatim forms were searched.
    pub(crate) verbatim: Option<&'a str>,
    /// The query as it was typed, which all of tier 0 matched but verbatim forms: read from the key
    /// if it is asked for.
    pub(crate) typed: OnceCell<Reading>,
    /// The same with its marks and signs.
    pub(crate) typed_verbatim: OnceCell<Reading>,
    /// The readings of the lower tiers by number.
    pub(crate) readings: &'a [Reading],
    /// The terms that have one stem with its words.
    pub(crate) same_stem: SameStem,
    /// The work that is left for describing.
    pub(crate) work: &'a WorkBudget,
}

impl Asked<'_> {
    /// Returns the reading that a candidate with a form of `class` matched.
    pub(super) fn reading(&self, candidate: &Candidate, class: FormClass) -> Option<&Reading> {
        if class == FormClass::Verbatim {
            let verbatim = self.verbatim?;
            return Some(self.typed_verbatim.get_or_init(|| Reading::of_verbatim(verbatim)));
        }
        match candidate.tier {
            // Most answers need no reading at all: what matched is a prefix of the text.
            0 => Some(self.typed.get_or_init(|| self.read(self.raw, self.key, None))),
            _ => self.readings.get(candidate.reading as usize),
        }
    }

    /// Returns the words of the key that `text` has as a form of `class`. Of kind `literal`, and
    /// verbatim, the whole key as one. `None` if no work is left for it.
    pub(super) fn words_of(&self, text: &str, class: FormClass) -> Option<Vec<Vec<char>>> {
        match class {
            FormClass::Verbatim => {
                self.spend(text.len() / BYTES_A_STEP)?;
                Some(vec![self.view.analyzer().verbatim(text).chars().collect()])
            }
            // The words of a form cut into parts stand as its text.
            FormClass::Parts => {
                self.spend(text.len() / BYTES_A_STEP)?;
                Some(split_words(text))
            }
            _ => self.words(text),
        }
    }

    /// Reads `key`, which `raw` became.
    pub(super) fn read(&self, raw: &str, key: &str, via: Option<Via>) -> Reading {
        let reading = Reading::of_key(self.view.settings().kind, key, via);
        reading.with_marked(self.view.marked_words(raw))
    }

    /// Returns the words of the key of `text`. Of kind `literal` the whole key as one. `None` if no
    /// work is left for it.
    pub(super) fn words(&self, text: &str) -> Option<Vec<Vec<char>>> {
        self.spend(text.len() / BYTES_A_STEP)?;
        let mut key = String::new();
        self.view.analyzer().form_key(text, &mut key);
        Some(match self.view.settings().kind {
            Kind::Text => split_words(&key),
            // A literal is compared as a whole, with its spaces.
            Kind::Literal => vec![key.chars().collect()],
        })
    }

    /// Takes the work of making the text of a form again, which is done already. Where it is not left,
    /// the text is shown all the same, and from there on nothing is marked.
    pub(super) fn spend_on_made(&self, made: &str, class: FormClass) {
        let times = match class {
            FormClass::Spelled => spellings_of(&self.view.settings().languages).len(),
            // The key, the parts, and those without zeros.
            _ => 3,
        };
        let _ = self.spend(made.len() * times / BYTES_A_STEP);
    }

    /// Takes `steps` of the work. `None` if there are not as many left.
    pub(super) fn spend(&self, steps: usize) -> Option<()> {
        let steps = u32::try_from(steps).unwrap_or(u32::MAX);
        self.work.spend(steps).then_some(())
    }

    /// Returns the steps of comparing typed words with those of a form, each with each.
    fn comparing_steps(reading: &Reading, words: &[Vec<char>], candidate: &Candidate) -> usize {
        let pairs = reading.words.len() * words.len();
        let letters = reading.words.iter().map(String::len).sum::<usize>()
            * words.iter().map(Vec::len).sum::<usize>();
        // Without slips most pairs end at their first letters.
        let slips = if candidate.cost == 0 { 0 } else { letters / LETTER_PAIRS_A_STEP };
        let indirect = candidate.by_stem || candidate.is_inside;
        let indirect = if indirect { pairs * INDIRECT_STEPS } else { 0 };
        1 + pairs / WORD_PAIRS_A_STEP + slips + indirect
    }

    /// Returns what of the `words` of a form was typed. `None` if no work is left for it.
    pub(super) fn matched(
        &self,
        reading: &Reading,
        words: &[Vec<char>],
        candidate: &Candidate,
    ) -> Result<Option<Vec<MatchedWord>>> {
        if self.spend(Self::comparing_steps(reading, words, candidate)).is_none() {
            return Ok(None);
        }
        let typed: Vec<Vec<char>> =
            reading.words.iter().map(|word| word.chars().collect()).collect();
        let typed: Vec<ComparedWord<'_>> = typed
            .iter()
            .enumerate()
            .map(|(position, chars)| {
                let budget = self.budget(reading, position, candidate);
                // The key of a literal is no word, and a space that closed it may follow inside.
                let is_literal = self.view.settings().kind == Kind::Literal;
                let open = is_literal || reading.is_open(position);
                ComparedWord::new(chars, open, budget, self.costs())
            })
            .collect();
        Ok(match candidate.kind {
            MatchKind::Words => {
                // Stems are looked at only if one matched, which is the dearer part.
                let by_stem = match candidate.by_stem {
                    true => self.pairs_by_stem(reading, words, candidate)?,
                    false => Some(Vec::new()),
                };
                let Some(by_stem) = by_stem else { return Ok(None) };
                let indirect = |typed: usize, word: usize| {
                    if candidate.is_inside {
                        return self.inside(reading, typed, words.get(word)?);
                    }
                    let same_stem = *by_stem.get(typed * words.len() + word)?;
                    // A stem covers the word as a whole: nobody typed its end.
                    same_stem.then_some(0..words.get(word)?.len())
                };
                // A pair is a fourth of a step, as in the search.
                any_order(&typed, words, indirect, |pairs| self.spend(pairs / 4).is_some())
            }
            MatchKind::Whole | MatchKind::Prefix => Some(in_order(&typed, words)),
        })
    }

    /// Returns which characters of a word of a form the typed word at `position` is, if it stands
    /// inside: those at the first place.
    fn inside(&self, reading: &Reading, position: usize, word: &[char]) -> Option<Range<usize>> {
        let typed = reading.words.get(position)?;
        if letter_count(typed) < MIN_TAIL_LETTERS {
            return None;
        }
        let word: String = word.iter().collect();
        let is_open = reading.is_open(position);
        let fits = |tail: &str| if is_open { tail.starts_with(typed) } else { tail == typed };
        let (start, _) = tails(&word).find(|(_, tail)| fits(tail))?;
        Some(start..start + typed.chars().count())
    }

    /// Returns of each typed word, and of each of the `words` of the form, whether the two have one
    /// stem. `None` if no work is left for it.
    fn pairs_by_stem(
        &self,
        reading: &Reading,
        words: &[Vec<char>],
        candidate: &Candidate,
    ) -> Result<Option<Vec<bool>>> {
        let Some(sections) = self.view.words()? else { return Ok(Some(Vec::new())) };
        let class = match candidate.form.checked_sub(self.view.entries()) {
            None => FormClass::Plain,
            Some(alias) => self.view.alias_kind(alias)?.class,
        };
        let term = |word: &Vec<char>| sections.find(&word.iter().collect::<String>(), class);
        let terms = words.iter().map(term).collect::<Result<Vec<Option<u32>>>>()?;
        let mut pairs = Vec::with_capacity(reading.words.len() * words.len());
        for (position, word) in reading.words.iter().enumerate() {
            let open = reading.is_open(position);
            let marked = match reading.stemming(position) {
                Stemming::None => {
                    pairs.extend(terms.iter().map(|_| false));
                    continue;
                }
                Stemming::OfKey => None,
                Stemming::Marked(marked) => Some(marked),
            };
            let typed = StemmedWord { word, marked, open, class };
            let same = self.same_stem.terms(typed, || {
                // The same look-up as in the search, or a highlight would show what did not match.
                let terms = self
                    .view
                    .terms_by_stem(typed, &sections, |steps| self.spend(steps).is_some())?;
                // The stem of a word may be that of many terms.
                Ok(self.spend(terms.len() / TERMS_A_STEP).map(|()| terms))
            });
            let Some(same) = same? else { return Ok(None) };
            let has =
                |term: &Option<u32>| term.is_some_and(|term| same.binary_search(&term).is_ok());
            pairs.extend(terms.iter().map(has));
        }
        Ok(Some(pairs))
    }

    /// Returns what slips cost.
    pub(super) fn costs(&self) -> &EditCosts {
        self.options.edit_costs(self.view)
    }

    /// Returns the budget of the typed word at `position`.
    pub(super) fn budget(
        &self,
        reading: &Reading,
        position: usize,
        candidate: &Candidate,
    ) -> SlipBudget {
        // The match has no slip, so the words are not compared with any.
        if candidate.cost == 0 {
            return SlipBudget::NONE;
        }
        let chars = reading.words.get(position).map_or(0, |word| word.chars().count());
        self.options.budget(self.view, chars, reading.is_open(position))
    }
}

/// Returns the words of a key.
pub(super) fn split_words(key: &str) -> Vec<Vec<char>> {
    key.split(' ').map(|word| word.chars().collect()).collect()
}
