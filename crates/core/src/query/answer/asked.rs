//! What the candidates of one query have in common: the query as it was asked and read.

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use super::align::{ComparedWord, MatchedWord, Pairs, any_order, in_order};
use crate::analysis::costs::EditCosts;
use crate::analysis::slip_budget::SlipBudget;
use crate::analysis::{MIN_TAIL_LETTERS, letter_count, spellings_of, tails};
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::index::View;
use crate::kind::Kind;
use crate::query::find::assignment;
use crate::query::options::SuggestOptions;
use crate::query::read::look_up::LookedUp;
use crate::query::read::reading::Reading;
use crate::query::read::via::Via;
use crate::query::score::candidate::Candidate;
use crate::query::score::factors::Factors;
use crate::query::score::match_kind::{MatchKind, QueryQuality};
use crate::query::work_budget::{BYTES_A_STEP, WorkBudget};

/// So many pairs of a typed word and a word of a form are a step.
const WORD_PAIRS_A_STEP: usize = 4;
/// So many pairs of their letters are a step, where slips are looked for.
const LETTER_PAIRS_A_STEP: usize = 32;
/// The steps of looking for a word inside another.
const INSIDE_STEPS: usize = 8;
/// The steps of finding the terms of a form, besides those of each word.
const TERMS_STEPS: usize = 2;

/// A typed word of a match.
#[derive(Clone, Copy)]
struct TypedAt<'c> {
    reading: &'c Reading,
    /// Which of its words.
    position: usize,
    candidate: &'c Candidate,
}

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
    /// The words of the query as it was typed, if tier 0 looked them up.
    pub(crate) typed_words: Option<&'a LookedUp>,
    /// The readings of the lower tiers by number.
    pub(crate) readings: &'a [Rc<LookedUp>],
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
            _ => self.readings.get(candidate.reading as usize).map(|found| &found.reading),
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

    /// Returns the steps of comparing typed words with those that they are in a form.
    fn comparing_steps(reading: &Reading, words: &[Vec<char>], candidate: &Candidate) -> usize {
        let pairs = reading.words.len() * words.len();
        // Each typed word is compared with one word, letter by letter if there are slips.
        let longest = words.iter().map(Vec::len).max().unwrap_or(0);
        let letters = reading.words.iter().map(String::len).sum::<usize>() * longest;
        let slips = if candidate.cost == 0 { 0 } else { letters / LETTER_PAIRS_A_STEP };
        let inside = if candidate.is_inside { reading.words.len() * INSIDE_STEPS } else { 0 };
        1 + pairs / WORD_PAIRS_A_STEP + slips + inside
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
        Ok(match candidate.kind {
            MatchKind::Words => {
                let Some(pairs) = self.pairs(reading, words, candidate)? else { return Ok(None) };
                // A pair is a fourth of a step, as in the search.
                let matched = any_order(&pairs, |pairs| self.spend(pairs / 4).is_some());
                let of_word = |(typed, position, cost): (usize, usize, u64)| {
                    let is_indirect = cost % assignment::UNIT > 0;
                    let word = words.get(position)?;
                    let at = TypedAt { reading, position: typed, candidate };
                    let covered = self.covered(at, word, is_indirect)?;
                    let (start, chars) = (covered.start, covered.len());
                    Some(MatchedWord { position, start, chars, typed, is_indirect })
                };
                matched.map(|matched| matched.into_iter().filter_map(of_word).collect())
            }
            MatchKind::Whole | MatchKind::Prefix => {
                let typed: Vec<Vec<char>> =
                    reading.words.iter().map(|word| word.chars().collect()).collect();
                let mut compared = Vec::with_capacity(typed.len());
                for (position, chars) in typed.iter().enumerate() {
                    compared.push(self.compared(TypedAt { reading, position, candidate }, chars));
                }
                Some(in_order(&compared, words))
            }
        })
    }

    /// Prepares the typed word `at` a position, of these `chars`, to be compared.
    fn compared<'c>(&'c self, at: TypedAt<'_>, chars: &'c [char]) -> ComparedWord<'c> {
        let TypedAt { reading, position, candidate } = at;
        let budget = self.budget(reading, position, candidate);
        // The key of a literal is no word, and a space that closed it may follow inside.
        let is_literal = self.view.settings().kind == Kind::Literal;
        let open = is_literal || reading.is_open(position);
        ComparedWord::new(chars, open, budget, self.costs())
    }

    /// Returns what the words of a reading cost as those of a form: what the search found, by the terms
    /// of the form. `None` if no work is left for it.
    fn pairs(
        &self,
        reading: &Reading,
        words: &[Vec<char>],
        candidate: &Candidate,
    ) -> Result<Option<Pairs>> {
        let found = match candidate.tier {
            0 => self.typed_words,
            _ => self.readings.get(candidate.reading as usize).map(Rc::as_ref),
        };
        let (Some(found), Some(sections)) = (found, self.view.words()?) else { return Ok(None) };
        if self.spend(TERMS_STEPS + words.len()).is_none() {
            return Ok(None);
        }
        let mut terms = Vec::with_capacity(words.len());
        // The words of several forms are those of none.
        let rank = match candidate.is_combined {
            true => None,
            false => self.view.known_rank_of_form(candidate.form)?,
        };
        if let Some(rank) = rank {
            sections.terms_of(rank, &mut terms)?;
        }
        // Not every index knows the ranks of its forms. Their words lead to the same terms.
        if terms.len() != words.len() {
            terms.clear();
            for word in words {
                let term = sections.find(&word.iter().collect::<String>(), found.class)?;
                // No word is this one.
                terms.push(term.unwrap_or(u32::MAX));
            }
        }
        let by_indirect = candidate.by_stem || candidate.is_inside;
        Ok(Some(Pairs::new(reading.words.len(), words.len(), |typed, word| {
            let span = found.known_alternatives(typed)?.find(*terms.get(word)?)?;
            // What costs more than all of the match is no part of it.
            let counts =
                u32::from(span.cost) <= candidate.cost && (!span.is_indirect || by_indirect);
            counts.then(|| u64::from(span.cost) * assignment::UNIT + u64::from(span.is_indirect))
        })))
    }

    /// Returns which characters of a word of a form the typed word `at` a position is.
    fn covered(&self, at: TypedAt<'_>, word: &[char], is_indirect: bool) -> Option<Range<usize>> {
        let TypedAt { reading, position, candidate } = at;
        if is_indirect {
            // A stem covers the word as a whole: nobody typed its end.
            return match candidate.is_inside {
                true => self.inside(reading, position, word),
                false => Some(0..word.len()),
            };
        }
        let typed = reading.words.get(position)?;
        if candidate.cost == 0 {
            return Some(0..typed.chars().count());
        }
        let chars: Vec<char> = typed.chars().collect();
        Some(0..self.compared(at, &chars).reach(word)?)
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
