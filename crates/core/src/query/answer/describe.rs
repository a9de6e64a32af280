//! The best candidates into what a caller gets: texts, how each matched, and what of it was typed.

use std::borrow::Cow;
use std::ops::Range;

use super::align::MatchedWord;
use super::asked::Asked;
use super::dropped_words::dropped_words;
use super::explanation::explain;
use super::highlights::Highlights;
use super::one_string::OneMatch;
use super::suggestion::{Match, Suggestion};
use super::text_in_parts::TextInParts;
use crate::analysis::units::cost_of;
use crate::analysis::{spelled, spellings_of};
use crate::error::Result;
use crate::format::form_kind::{FormClass, FormKind, FormSource};
use crate::index::{View, optional_string};
use crate::query::find::across_forms::{MAX_ALIASES, MAX_WORDS};
use crate::query::read::dropped::WITHOUT_WORDS;
use crate::query::read::reading::Reading;
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
    /// The aliases that are put together with the text, if the words of several forms matched.
    together: Vec<&'a str>,
}

impl Shown<'_> {
    /// Returns the words of the form that matched. `None` if no work is left for it.
    fn words(&self, asked: &Asked<'_>) -> Option<Vec<Vec<char>>> {
        let mut words = asked.words_of(self.surface, self.kind.class)?;
        if !self.together.is_empty() {
            words.truncate(MAX_WORDS);
        }
        for alias in &self.together {
            // Each word as often as in the form that has it most often.
            let mut free = vec![true; words.len()];
            for word in asked.words(alias)?.into_iter().take(MAX_WORDS) {
                match words.iter().zip(&mut free).find(|(one, free)| **free && **one == word) {
                    Some((_, free)) => *free = false,
                    None if words.len() < MAX_WORDS => words.push(word),
                    None => {}
                }
            }
        }
        Some(words)
    }
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
    let mut suggestions = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let ordinal = candidate.ordinal;
        let text = texts.get(ordinal)?;
        let (kind, surface) = match candidate.is_combined {
            // Its form says which factor counts, and not which words matched.
            true => (FormKind::TEXT, Cow::Borrowed(text)),
            false => view.surface(candidate.form, ordinal)?,
        };
        if let Cow::Owned(made) = &surface {
            asked.spend_on_made(made, kind.class);
        }
        let together = match candidate.is_combined {
            true => aliases_together(view, candidate)?,
            false => Vec::new(),
        };
        let shown = Shown { candidate, kind, text, surface: &surface, together };
        // Without work left a suggestion is a true match all the same, with nothing marked.
        let highlights = highlights(asked, &shown)?.unwrap_or_default();
        let via = via(asked, &shown);
        // Nobody pays for tracing edits unasked.
        let explanation = match asked.options.explain {
            true => explain(asked, kind.class, candidate, || shown.words(asked))?.map(Box::new),
            false => None,
        };
        suggestions.push(Suggestion {
            text,
            id: optional_string(ids.as_ref(), ordinal)?,
            score: candidate.score,
            weight: candidate.weight,
            payload: optional_string(payloads.as_ref(), ordinal)?,
            highlights,
            matched: Match {
                tier: candidate.tier,
                kind: candidate.kind,
                via,
                surface,
                cost: cost_of(candidate.cost),
                dropped: dropped_words(asked, candidate),
            },
            explanation,
        });
    }
    Ok(suggestions)
}

/// Returns the aliases whose words are put together with those of the text.
fn aliases_together<'a>(view: &View<'a>, candidate: &Candidate) -> Result<Vec<&'a str>> {
    let (forms, texts) = (view.forms()?, view.alias_texts()?);
    // Forms of a lower factor were not needed.
    let least = forms.factor_of(candidate.form)?;
    let mut together = Vec::new();
    for number in view.aliases_of(candidate.ordinal)?.take(MAX_ALIASES) {
        let alias = number.saturating_sub(view.entries());
        // Those that were given come first.
        if view.alias_kind(alias)? != FormKind::ALIAS {
            break;
        }
        if forms.factor_of(number)? >= least {
            together.extend(optional_string(texts.as_ref(), alias)?);
        }
    }
    Ok(together)
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
        FormClass::Verbatim => Some(Via::Verbatim),
        FormClass::Spelled => Some(Via::Spelled),
        FormClass::Parts => Some(Via::Parts),
        FormClass::Initials => Some(Via::Initials),
        _ => None,
    };
    let of_class = of_class.or(candidate.is_combined.then_some(Via::Combined));
    let mut via = of_source.into_iter().chain(of_class).fold(Vias::default(), Vias::with);
    // Tier 0 is the query as it was typed, which nothing relaxed.
    if candidate.tier > 0
        && let Some(relaxed) =
            asked.reading(candidate, shown.kind.class).and_then(|reading| reading.via)
    {
        via = via.with(relaxed);
    }
    let otherwise = [
        (candidate.is_inside, Via::Inside),
        (candidate.by_stem, Via::Stem),
        (candidate.tier == WITHOUT_WORDS, Via::Dropped),
    ];
    otherwise.into_iter().filter(|(is_so, _)| *is_so).map(|(_, via)| via).fold(via, Vias::with)
}

/// Returns what of the text of the entry matched. `None` if no work is left to find out.
fn highlights(asked: &Asked<'_>, shown: &Shown<'_>) -> Result<Option<Highlights>> {
    let Shown { candidate, kind, text, surface, .. } = *shown;
    let analyzer = asked.view.analyzer();
    let exact = candidate.kind != MatchKind::Words && candidate.cost == 0;
    // The key of the query is the beginning of the key of the text: no words need be compared, and
    // most suggestions are of this kind.
    if kind == FormKind::TEXT && exact && candidate.tier == 0 {
        let typed = 0..asked.key.trim_end_matches(' ').len();
        return Ok(Some(analyzer.source_range(text, typed).into()));
    }
    let Some(reading) = asked.reading(candidate, kind.class) else { return Ok(None) };
    if reading.is_one {
        return Ok(of_one(asked, shown, reading));
    }
    let typed = 0..typed_len(reading);
    match kind {
        FormKind::TEXT if exact => return Ok(Some(analyzer.source_range(text, typed).into())),
        FormKind::VERBATIM_TEXT => return Ok(Some(analyzer.verbatim_range(text, typed).into())),
        SPELLED_TEXT if exact => {
            let range = analyzer.source_range(surface, typed);
            return Ok(of_spelled(asked, shown, range.into_iter().collect()));
        }
        // Nothing of an alias, and no Latin letter, need be in the text.
        FormKind { source: FormSource::Alias, .. } | FormKind { class: FormClass::Latin, .. } => {
            return Ok(Some(Highlights::default()));
        }
        _ => {}
    }
    let Some(words) = shown.words(asked) else { return Ok(None) };
    let Some(matched) = asked.matched(reading, &words, candidate)? else { return Ok(None) };
    Ok(of_matched(asked, shown, &words, matched))
}

/// Returns what of the text of the entry matched as one string. `None` if no work is left to find out.
fn of_one(asked: &Asked<'_>, shown: &Shown<'_>, reading: &Reading) -> Option<Highlights> {
    let Shown { candidate, kind, text, surface, .. } = *shown;
    // Nothing of an alias, and no Latin letter, need be in the text.
    if kind.source == FormSource::Alias || kind.class == FormClass::Latin {
        return Some(Highlights::default());
    }
    let words = shown.words(asked)?;
    let one = OneMatch::find(asked, reading, &words, candidate)?;
    let typed = 0..one.typed_key().iter().map(|ch| ch.len_utf8()).sum::<usize>();
    let analyzer = asked.view.analyzer();
    match kind {
        FormKind::TEXT => Some(analyzer.source_range(text, typed).into()),
        SPELLED_TEXT => {
            let range = analyzer.source_range(surface, typed);
            of_spelled(asked, shown, range.into_iter().collect())
        }
        _ => of_matched(asked, shown, &words, one.words(&words)),
    }
}

/// Returns what of the text of the entry the matched ones of the `words` of a form are. `None` if no
/// work is left to find out.
fn of_matched(
    asked: &Asked<'_>,
    shown: &Shown<'_>,
    words: &[Vec<char>],
    mut matched: Vec<MatchedWord>,
) -> Option<Highlights> {
    let Shown { candidate, kind, text, surface, .. } = *shown;
    Some(match (kind.class, kind.source) {
        _ if kind == FormKind::TEXT => {
            // The words of aliases stand behind those of the text, and are not in it.
            let own = if candidate.is_combined { &asked.words(text)? } else { words };
            let most = if candidate.is_combined { MAX_WORDS } else { own.len() };
            matched.retain(|matched| matched.position < own.len().min(most));
            of_words(asked, text, own, &matched)
        }
        _ if kind == SPELLED_TEXT => {
            of_spelled(asked, shown, ranges_of_words(asked, surface, words, &matched))?
        }
        (FormClass::Parts, FormSource::Text) => {
            TextInParts::new(asked, text)?.of_form(words, &matched)
        }
        (FormClass::Parts, _) => {
            let parts = TextInParts::new(asked, text)?;
            parts.of_words(&find_again(&matched, words, parts.words()))
        }
        (FormClass::Initials, _) => {
            of_initials(text, surface, &ranges_of_words(asked, surface, words, &matched))
        }
        // A synonym stands in place of some words of the text. The others are in both.
        _ => {
            let own = asked.words(text)?;
            of_words(asked, text, &own, &find_again(&matched, words, &own))
        }
    })
}

/// Returns what of the text some `ranges` of its spelling are that matched. `None` if no work is
/// left to find out.
fn of_spelled(
    asked: &Asked<'_>,
    shown: &Shown<'_>,
    ranges: Vec<Range<usize>>,
) -> Option<Highlights> {
    let spellings = spellings_of(&asked.view.settings().languages);
    // Each language goes over the text.
    asked.spend(shown.text.len() * spellings.len())?;
    let spelled = spelled(shown.text, &spellings);
    let spelled = spelled.iter().find(|spelled| spelled.text == shown.surface)?;
    Some(Highlights::of_all(ranges.into_iter().map(|range| spelled.source(range)).collect()))
}

/// The text with signs as words, or letters written out.
const SPELLED_TEXT: FormKind = FormKind::of(FormClass::Spelled, FormSource::Text);

/// Returns how many bytes of a key the words of a reading are. Without slips the key of a form
/// begins with them and the spaces between them.
fn typed_len(reading: &Reading) -> usize {
    let spaces = reading.words.len().saturating_sub(1);
    reading.words.iter().map(String::len).sum::<usize>() + spaces
}

/// Returns what of `text` the matched words of its key are.
fn of_words(
    asked: &Asked<'_>,
    text: &str,
    words: &[Vec<char>],
    matched: &[MatchedWord],
) -> Highlights {
    Highlights::of_all(ranges_of_words(asked, text, words, matched))
}

/// Returns where matched words of the key of `text` are in it.
fn ranges_of_words(
    asked: &Asked<'_>,
    text: &str,
    words: &[Vec<char>],
    matched: &[MatchedWord],
) -> Vec<Range<usize>> {
    let mut starts = Vec::with_capacity(words.len());
    let mut start = 0;
    for word in words {
        starts.push(start);
        // And the space that follows.
        start += word.iter().map(|ch| ch.len_utf8()).sum::<usize>() + 1;
    }
    let range = |matched: &MatchedWord| {
        let word = words.get(matched.position)?;
        let bytes = |chars: &[char]| chars.iter().map(|ch| ch.len_utf8()).sum::<usize>();
        let (before, typed) = word.split_at_checked(matched.start)?;
        let start = *starts.get(matched.position)? + bytes(before);
        let len = bytes(typed.get(..matched.chars)?);
        asked.view.analyzer().source_range(text, start..start + len)
    };
    matched.iter().filter_map(range).collect()
}

/// Returns what of a text some ranges of its initial consonants are: each stands for a syllable.
/// Nothing if the text has its syllables apart.
fn of_initials(text: &str, initials: &str, ranges: &[Range<usize>]) -> Highlights {
    if text.chars().count() != initials.chars().count() {
        return Highlights::default();
    }
    let place = |at: usize| {
        let before = initials.get(..at)?.chars().count();
        Some(text.char_indices().nth(before).map_or(text.len(), |(at, _)| at))
    };
    let source = |range: &Range<usize>| Some(place(range.start)?..place(range.end)?);
    Highlights::of_all(ranges.iter().filter_map(source).collect())
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
