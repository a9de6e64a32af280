//! The best candidates into what a caller gets: texts, how each matched, and what of it was typed.

use std::cell::OnceCell;

use super::align::{ComparedWord, MatchedWord, any_order, in_order};
use super::highlights::Highlights;
use super::suggestion::{Match, Suggestion};
use crate::analysis::Kind;
use crate::analysis::costs::{Budget, EditCosts, cost_of};
use crate::error::Result;
use crate::format::header::SectionId;
use crate::index::{FormKind, View};
use crate::query::options::SuggestOptions;
use crate::query::read::reading::Reading;
use crate::query::read::via::{Via, Vias};
use crate::query::score::candidate::Candidate;
use crate::query::score::factors::Factors;
use crate::query::score::match_kind::MatchKind;

/// What the candidates of one query have in common.
pub(crate) struct Described<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) options: &'a SuggestOptions,
    /// The query as it was given.
    pub(crate) raw: &'a str,
    /// What ranks entries, and which come first.
    pub(crate) factors: &'a Factors<'a>,
    pub(crate) pinned: &'a [u32],
    /// The key of the query.
    pub(crate) key: &'a str,
    /// The query as it was typed, which all of tier 0 matched: read from the key if it is asked for.
    pub(crate) typed: OnceCell<Reading>,
    /// The readings of the lower tiers by number.
    pub(crate) readings: &'a [Reading],
}

/// Returns the suggestions for `candidates`.
pub(crate) fn describe<'a>(
    view: &View<'a>,
    described: &Described<'_>,
    candidates: &[Candidate],
) -> Result<Vec<Suggestion<'a>>> {
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let (texts, ids, payloads) = (view.texts()?, view.ids()?, view.payloads()?);
    let alias_texts = view.alias_texts()?;
    let mut suggestions = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let ordinal = candidate.ordinal;
        let text = view.string(SectionId::Texts, &texts, ordinal)?;
        let (kind, surface) = match candidate.form.checked_sub(view.entries()) {
            None => (FormKind::Text, text),
            Some(alias) => {
                let strings = alias_texts.as_ref();
                let surface = view.optional_string(SectionId::AliasTexts, strings, alias)?;
                (view.alias_kind(alias)?, surface.unwrap_or_default())
            }
        };
        suggestions.push(Suggestion {
            text,
            id: view.optional_string(SectionId::Ids, ids.as_ref(), ordinal)?,
            score: candidate.score,
            weight: candidate.weight,
            payload: view.optional_string(SectionId::Payloads, payloads.as_ref(), ordinal)?,
            highlights: described.highlights(text, kind, surface, candidate),
            matched: Match {
                tier: candidate.tier,
                kind: candidate.kind,
                via: described.via(kind, candidate),
                surface,
                cost: cost_of(candidate.cost),
            },
            explanation: match described.options.explain {
                true => Some(Box::new(described.explain(surface, candidate)?)),
                false => None,
            },
        });
    }
    Ok(suggestions)
}

impl Described<'_> {
    pub(crate) fn reading(&self, candidate: &Candidate) -> Option<&Reading> {
        match candidate.tier {
            0 => Some(
                self.typed
                    .get_or_init(|| Reading::of_key(self.view.settings().kind, self.key, None)),
            ),
            _ => self.readings.get(candidate.reading as usize),
        }
    }

    fn via(&self, kind: FormKind, candidate: &Candidate) -> Vias {
        let mut via = match kind {
            FormKind::Text => Vias::default(),
            FormKind::Alias => Vias::default().with(Via::Alias),
            FormKind::Synonym => Vias::default().with(Via::Synonym),
            FormKind::LatinText => Vias::default().with(Via::Transliteration),
            FormKind::LatinAlias => Vias::default().with(Via::Alias).with(Via::Transliteration),
            FormKind::LatinSynonym => Vias::default().with(Via::Synonym).with(Via::Transliteration),
        };
        if candidate.tier > 0
            && let Some(relaxed) = self.reading(candidate).and_then(|reading| reading.via)
        {
            via = via.with(relaxed);
        }
        if candidate.by_stem { via.with(Via::Stem) } else { via }
    }

    fn highlights(
        &self,
        text: &str,
        kind: FormKind,
        surface: &str,
        candidate: &Candidate,
    ) -> Highlights {
        let analyzer = self.view.analyzer();
        let exact = candidate.kind != MatchKind::Words && candidate.cost == 0;
        if kind == FormKind::Text && exact && candidate.tier == 0 {
            return analyzer.source_range(text, 0..self.key.trim_end_matches(' ').len()).into();
        }
        let Some(reading) = self.reading(candidate) else { return Highlights::default() };
        match kind {
            FormKind::Text if exact => {
                let spaces = reading.words.len().saturating_sub(1);
                let letters: usize = reading.words.iter().map(String::len).sum();
                analyzer.source_range(text, 0..letters + spaces).into()
            }
            FormKind::Text => {
                let words = self.words(text);
                self.of_words(text, &words, &self.matched(reading, &words, candidate))
            }
            FormKind::Synonym => {
                let words = self.words(surface);
                let matched = self.matched(reading, &words, candidate);
                let own = self.words(text);
                let found = find_again(&matched, &words, &own);
                self.of_words(text, &own, &found)
            }
            _ => Highlights::default(),
        }
    }

    /// Returns the words of the key of `text`; of kind `literal` the whole key as one.
    pub(crate) fn words(&self, text: &str) -> Vec<Vec<char>> {
        let mut key = String::new();
        self.view.analyzer().form_key(text, &mut key);
        match self.view.settings().kind {
            Kind::Text => key.split(' ').map(|word| word.chars().collect()).collect(),
            Kind::Literal => vec![key.chars().collect()],
        }
    }

    /// Returns what of the `words` of a form was typed.
    pub(crate) fn matched(
        &self,
        reading: &Reading,
        words: &[Vec<char>],
        candidate: &Candidate,
    ) -> Vec<MatchedWord> {
        let typed: Vec<Vec<char>> =
            reading.words.iter().map(|word| word.chars().collect()).collect();
        let typed: Vec<ComparedWord<'_>> = typed
            .iter()
            .enumerate()
            .map(|(position, chars)| {
                let budget = self.budget(reading, position, chars.len(), candidate);
                ComparedWord::new(chars, self.is_open(reading, position), budget, self.costs())
            })
            .collect();
        match candidate.kind {
            MatchKind::Words => {
                // Stems are looked at only if one matched, which is the dearer part.
                let by_stem = candidate.by_stem;
                any_order(&typed, words, |a, b| by_stem && self.view.have_one_stem(a, b))
            }
            MatchKind::Whole | MatchKind::Prefix => in_order(&typed, words),
        }
    }

    /// Returns what slips cost.
    pub(crate) fn costs(&self) -> &EditCosts {
        self.options.edit_costs(self.view)
    }

    /// Returns whether the typed word at `position` may be the start of what was meant.
    pub(crate) fn is_open(&self, reading: &Reading, position: usize) -> bool {
        self.view.settings().kind == Kind::Literal || reading.is_open(position)
    }

    /// Returns the budget of the typed word at `position`, of so many characters.
    pub(crate) fn budget(
        &self,
        reading: &Reading,
        position: usize,
        chars: usize,
        candidate: &Candidate,
    ) -> Budget {
        if candidate.cost == 0 {
            return Budget::NONE;
        }
        let budget = self.options.budget(self.view, chars);
        let most = reading.most_edits(position).unwrap_or(budget.edits);
        Budget { edits: budget.edits.min(most), ..budget }
    }

    /// Returns where matched words of the key of `text` are in it.
    fn of_words(&self, text: &str, words: &[Vec<char>], matched: &[MatchedWord]) -> Highlights {
        let mut starts = Vec::with_capacity(words.len());
        let mut start = 0;
        for word in words {
            starts.push(start);
            start += word.iter().map(|ch| ch.len_utf8()).sum::<usize>() + 1;
        }
        let range = |matched: &MatchedWord| {
            let start = *starts.get(matched.position)?;
            let letters = words.get(matched.position)?.iter().take(matched.chars);
            let len: usize = letters.map(|ch| ch.len_utf8()).sum();
            self.view.analyzer().source_range(text, start..start + len)
        };
        Highlights::of_all(matched.iter().filter_map(range).collect())
    }
}

/// Finds the matched words of one form among the words of another, each at the first free place.
fn find_again(matched: &[MatchedWord], words: &[Vec<char>], own: &[Vec<char>]) -> Vec<MatchedWord> {
    let mut free = vec![true; own.len()];
    let mut found = Vec::new();
    for one in matched {
        let Some(word) = words.get(one.position) else { continue };
        let place = (0..own.len())
            .find(|&at| free.get(at).copied().unwrap_or(false) && own.get(at) == Some(word));
        if let Some(position) = place {
            if let Some(free) = free.get_mut(position) {
                *free = false;
            }
            found.push(MatchedWord { position, ..*one });
        }
    }
    found
}
