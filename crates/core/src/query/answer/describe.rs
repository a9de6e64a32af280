//! The best candidates into what a caller gets: texts, how each matched, and what of it was typed.

use super::align::MatchedWord;
use super::asked::Asked;
use super::explanation::explain;
use super::highlights::Highlights;
use super::suggestion::{Match, Suggestion};
use crate::analysis::costs::cost_of;
use crate::error::Result;
use crate::format::form_kind::{FormClass, FormKind, FormSource};
use crate::index::{View, optional_string};
use crate::query::read::via::{Via, Vias};
use crate::query::score::candidate::Candidate;
use crate::query::score::match_kind::MatchKind;

/// A candidate that is shown, with its texts.
struct Shown<'a> {
    candidate: &'a Candidate,
    /// What the form was made of.
    kind: FormKind,
    text: &'a str,
    /// The surface form that matched.
    surface: &'a str,
}

/// Returns the suggestions for `candidates`.
pub(crate) fn describe<'a>(
    view: &View<'a>,
    asked: &Asked<'_>,
    candidates: &[Candidate],
) -> Result<Vec<Suggestion<'a>>> {
    // Opening sections takes time that an empty answer need not.
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let (texts, ids, payloads) = (view.texts()?, view.ids()?, view.payloads()?);
    let alias_texts = view.alias_texts()?;
    let mut suggestions = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let ordinal = candidate.ordinal;
        let text = texts.get(ordinal)?;
        // Forms below the number of entries are their texts. The others are numbered behind them.
        let (kind, surface) = match candidate.form.checked_sub(view.entries()) {
            None => (FormKind::TEXT, text),
            Some(alias) => {
                let surface = optional_string(alias_texts.as_ref(), alias)?;
                (view.alias_kind(alias)?, surface.unwrap_or_default())
            }
        };
        let shown = Shown { candidate, kind, text, surface };
        suggestions.push(Suggestion {
            text,
            id: optional_string(ids.as_ref(), ordinal)?,
            score: candidate.score,
            weight: candidate.weight,
            payload: optional_string(payloads.as_ref(), ordinal)?,
            // Without work left a suggestion is a true match all the same, with nothing marked.
            highlights: highlights(asked, &shown)?.unwrap_or_default(),
            matched: Match {
                tier: candidate.tier,
                kind: candidate.kind,
                via: via(asked, &shown),
                surface,
                cost: cost_of(candidate.cost),
            },
            // Nobody pays for tracing edits unasked.
            explanation: match asked.options.explain {
                true => explain(asked, surface, candidate)?.map(Box::new),
                false => None,
            },
        });
    }
    Ok(suggestions)
}

/// Returns what relaxed the match.
fn via(asked: &Asked<'_>, shown: &Shown<'_>) -> Vias {
    let candidate = shown.candidate;
    let of_source = match shown.kind.source {
        FormSource::Text => None,
        FormSource::Alias => Some(Via::Alias),
        FormSource::Synonym => Some(Via::Synonym),
    };
    let of_class = match shown.kind.class {
        FormClass::Latin => Some(Via::Transliteration),
        _ => None,
    };
    let mut via = of_source.into_iter().chain(of_class).fold(Vias::default(), Vias::with);
    // Tier 0 is the query as it was typed, which nothing relaxed.
    if candidate.tier > 0
        && let Some(relaxed) = asked.reading(candidate).and_then(|reading| reading.via)
    {
        via = via.with(relaxed);
    }
    if candidate.by_stem { via.with(Via::Stem) } else { via }
}

/// Returns what of the text of the entry matched. `None` if no work is left to find out.
fn highlights(asked: &Asked<'_>, shown: &Shown<'_>) -> Result<Option<Highlights>> {
    let Shown { candidate, kind, text, surface } = *shown;
    let analyzer = asked.view.analyzer();
    let exact = candidate.kind != MatchKind::Words && candidate.cost == 0;
    // The key of the query is the beginning of the key of the text: no words need be compared, and
    // most suggestions are of this kind.
    if kind == FormKind::TEXT && exact && candidate.tier == 0 {
        let typed = 0..asked.key.trim_end_matches(' ').len();
        return Ok(Some(analyzer.source_range(text, typed).into()));
    }
    let Some(reading) = asked.reading(candidate) else { return Ok(None) };
    Ok(Some(match kind {
        FormKind::TEXT if exact => {
            // Without slips the key of the form begins with the words and the spaces between them.
            let spaces = reading.words.len().saturating_sub(1);
            let letters: usize = reading.words.iter().map(String::len).sum();
            analyzer.source_range(text, 0..letters + spaces).into()
        }
        FormKind::TEXT => {
            let Some(words) = asked.words(text) else { return Ok(None) };
            let Some(matched) = asked.matched(reading, &words, candidate)? else {
                return Ok(None);
            };
            of_words(asked, text, &words, &matched)
        }
        // A synonym stands in place of some words of the text. The others are in both.
        FormKind::SYNONYM => {
            let Some(words) = asked.words(surface) else { return Ok(None) };
            let Some(matched) = asked.matched(reading, &words, candidate)? else {
                return Ok(None);
            };
            let Some(own) = asked.words(text) else { return Ok(None) };
            of_words(asked, text, &own, &find_again(&matched, &words, &own))
        }
        // Nothing of an alias, and no Latin letter, need be in the text.
        _ => Highlights::default(),
    }))
}

/// Returns where matched words of the key of `text` are in it.
fn of_words(
    asked: &Asked<'_>,
    text: &str,
    words: &[Vec<char>],
    matched: &[MatchedWord],
) -> Highlights {
    let mut starts = Vec::with_capacity(words.len());
    let mut start = 0;
    for word in words {
        starts.push(start);
        // And the space that follows.
        start += word.iter().map(|ch| ch.len_utf8()).sum::<usize>() + 1;
    }
    let range = |matched: &MatchedWord| {
        let start = *starts.get(matched.position)?;
        let letters = words.get(matched.position)?.iter().take(matched.chars);
        let len: usize = letters.map(|ch| ch.len_utf8()).sum();
        asked.view.analyzer().source_range(text, start..start + len)
    };
    Highlights::of_all(matched.iter().filter_map(range).collect())
}

/// Finds the matched words of one form among the words of another, each at the first free place.
fn find_again(matched: &[MatchedWord], words: &[Vec<char>], own: &[Vec<char>]) -> Vec<MatchedWord> {
    let mut free = vec![true; own.len()];
    let mut found = Vec::new();
    for one in matched {
        let Some(word) = words.get(one.position) else { continue };
        // A word that stands twice in the text is marked as often as it was typed.
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
