//! What made the score and the match of a suggestion: all factors, and how each typed word became a
//! word of the form.

use super::asked::Asked;
use super::edit_kind::Edit;
use super::edits::trace;
use super::one_string::OneMatch;
use crate::analysis::units::cost_of;
use crate::error::Result;
use crate::format::form_kind::FormClass;
use crate::query::read::dropped::{self, share};
use crate::query::read::layouts;
use crate::query::read::reading::Reading;
use crate::query::read::via::Via;
use crate::query::score::candidate::Candidate;
use crate::query::score::match_kind::MatchKind;

/// The steps of reading the factors of an entry, and of making an explanation of them.
const FACTOR_STEPS: usize = 40;
/// The steps of tracing the edits of four letters: a band of cells around each, for each number of
/// edits.
const TRACE_STEPS: usize = 2;

/// What made the score and the match of a suggestion.
///
/// The score is `((((weight · factor) · season) · contexts) · boost) · ((quality · slips) · dropped)`,
/// in this order.
///
/// ```
/// use mapahead::{Index, SuggestOptions};
///
/// # use mapahead::{BuildOptions, Format, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// # let records = r#"text,id,weight
/// # Berlin,berlin,3769
/// # Bern,bern,134
/// # New York,nyc,8336
/// # "#;
/// # builder.add_reader("records", Format::Csv, records.as_bytes())?;
/// # builder.finish()?;
/// # let index = Index::open(&path)?;
/// let options = SuggestOptions { explain: true, ..Default::default() };
/// let result = index.suggest("brelin", &options)?;
/// let explanation = result.suggestions[0].explanation.as_ref().expect("it was asked for");
/// assert_eq!((explanation.factor, explanation.season, explanation.boost), (1.0, 1.0, 1.0));
/// assert!(explanation.slips < 1.0);
/// assert_eq!(explanation.read_as, ["brelin"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What scales the weight for the surface form that matched: 1 for the text, else 0 to 1.
    pub factor: f64,
    /// The multiplier of the season on the day: 1 without one.
    pub season: f64,
    /// The product of the boosts of contexts.
    pub contexts: f64,
    /// The boost of the entry.
    pub boost: f64,
    /// The constant of the kind of match, times that of verbatim forms if the form is one.
    pub quality: f64,
    /// What slips make of it: 1 without, else less.
    pub slips: f64,
    /// What the words that were left out make of it: 1 if there are none, else less.
    pub dropped: f64,
    /// Whether the entry is pinned, so that its score does not say where it comes.
    pub pinned: bool,
    /// The layouts that the query was typed on and meant on, if that relaxed the match.
    pub layout: Option<[&'static str; 2]>,
    /// The words of the query as they were read.
    pub read_as: Vec<String>,
    /// Of each typed word that is a word of the form, which and how.
    pub words: Vec<ExplainedWord>,
}

/// How a typed word became a word of a surface form.
///
/// ```
/// use mapahead::{Index, SuggestOptions};
///
/// # use mapahead::{BuildOptions, Format, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// # let records = r#"text,id,weight
/// # Berlin,berlin,3769
/// # Bern,bern,134
/// # New York,nyc,8336
/// # "#;
/// # builder.add_reader("records", Format::Csv, records.as_bytes())?;
/// # builder.finish()?;
/// # let index = Index::open(&path)?;
/// let options = SuggestOptions { explain: true, ..Default::default() };
/// let result = index.suggest("brelin", &options)?;
/// let explanation = result.suggestions[0].explanation.as_ref().expect("it was asked for");
/// let word = &explanation.words[0];
/// assert_eq!((word.typed.as_str(), word.word.as_str(), word.cost), ("brelin", "berlin", 0.375));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedWord {
    /// As it was typed, in the form that keys have.
    pub typed: String,
    /// The word of the form. The whole key if it matched as one string.
    pub word: String,
    /// Whether only its stem is that of the typed word.
    pub by_stem: bool,
    /// What its edits cost.
    pub cost: f64,
    /// The edits, in the order of the letters.
    pub edits: Vec<Edit>,
}

/// Explains a match of a form of `class` that has `words`. `None` if no work is left for it.
pub(super) fn explain(
    asked: &Asked<'_>,
    class: FormClass,
    candidate: &Candidate,
    words: impl FnOnce() -> Option<Vec<Vec<char>>>,
) -> Result<Option<Explanation>> {
    if asked.spend(FACTOR_STEPS).is_none() {
        return Ok(None);
    }
    let factor = asked.view.forms()?.factor_of(candidate.form)?;
    let factors = asked.factors.of(candidate.ordinal)?;
    let qualities = asked.quality.settings;
    let meant = if class == FormClass::Verbatim { qualities.verbatim } else { 1.0 };
    let quality = asked.quality.constant(candidate.kind, candidate.cost) * meant;
    let slips = match candidate.cost {
        0 => 1.0,
        cost => qualities.typo_base.powf(-cost_of(cost)),
    };
    let reading = asked.reading(candidate, class);
    let dropped = match reading {
        Some(reading) if !reading.dropped.is_empty() => qualities.drop_base.powf(-share(reading)),
        _ => 1.0,
    };
    let (layout, words) = match reading {
        Some(reading) => {
            let (Some(layout), Some(words)) = (layout(asked, reading), words()) else {
                return Ok(None);
            };
            let words = explained_words(asked, &words, reading, candidate)?;
            let Some(words) = words else { return Ok(None) };
            (layout, words)
        }
        None => (None, Vec::new()),
    };
    Ok(Some(Explanation {
        factor,
        season: factors.season,
        contexts: factors.contexts,
        boost: factors.boost,
        quality,
        slips,
        dropped,
        pinned: asked.pinned.contains(&candidate.ordinal),
        layout,
        read_as: reading.map_or(Vec::new(), |reading| reading.words.clone()),
        words,
    }))
}

/// Returns the first pair of layouts that makes the reading of the query, if any does. `None` if no
/// work is left to find out.
fn layout(asked: &Asked<'_>, reading: &Reading) -> Option<Option<[&'static str; 2]>> {
    // Other readings were typed on the layout that they were meant on.
    if reading.via != Some(Via::Layout) {
        return Some(None);
    }
    // Each pair of layouts switches the query, and reads it again.
    let count = asked.view.settings().layouts.len();
    asked.spend(count * count.saturating_sub(1) * asked.raw.len() / layouts::LETTERS_A_STEP)?;
    let mut key = String::new();
    let pairs = asked.view.switched_between(asked.raw);
    let mut pairs = pairs.chain(layouts::by_word(asked.view, asked.raw, asked.work));
    // The reading does not carry its layouts: one text may come of several pairs, and only an
    // explanation asks.
    let found = pairs.find(|(_, switched)| {
        asked.view.analyzer().query_key(switched, &mut key);
        let read = asked.read(switched, &key, Some(Via::Layout));
        dropped::is_left_of(if reading.is_one { read.as_one() } else { read }, reading)
    });
    Some(found.map(|(names, _)| names))
}

fn explained_words(
    asked: &Asked<'_>,
    words: &[Vec<char>],
    reading: &Reading,
    candidate: &Candidate,
) -> Result<Option<Vec<ExplainedWord>>> {
    if reading.is_one {
        return Ok(explained_as_one(asked, words, reading, candidate));
    }
    let Some(matched) = asked.matched(reading, words, candidate)? else { return Ok(None) };
    let mut explained = Vec::new();
    for matched in matched {
        let (Some(typed), Some(word)) =
            (reading.words.get(matched.typed), words.get(matched.position))
        else {
            continue;
        };
        let chars: Vec<char> = typed.chars().collect();
        let budget = asked.budget(reading, matched.typed, candidate);
        let end = match candidate.kind {
            // A prefix of the last word may cost less, and yet the whole form be the better match.
            MatchKind::Whole => word.len(),
            MatchKind::Prefix | MatchKind::Words => matched.chars,
        };
        // As much of the word as was meant. The rest of it was not typed yet.
        let meant = word.get(..end).unwrap_or(word);
        let edits = match matched.is_indirect || candidate.cost == 0 {
            // A stem is no edit, and without cost there is none.
            true => Vec::new(),
            false => {
                if asked.spend(TRACE_STEPS * (1 + chars.len() / 4)).is_none() {
                    return Ok(None);
                }
                trace(&chars, meant, budget, asked.costs()).unwrap_or_default()
            }
        };
        explained.push(ExplainedWord {
            typed: typed.clone(),
            word: word.iter().collect(),
            by_stem: matched.is_indirect && !candidate.is_inside,
            // From 0, since a sum of nothing is −0.
            cost: edits.iter().fold(0.0, |sum, edit| sum + edit.cost),
            edits,
        });
    }
    Ok(Some(explained))
}

/// Explains a match of a form as one string, which is one word. `None` if no work is left for it.
fn explained_as_one(
    asked: &Asked<'_>,
    words: &[Vec<char>],
    reading: &Reading,
    candidate: &Candidate,
) -> Option<Vec<ExplainedWord>> {
    let one = OneMatch::find(asked, reading, words, candidate)?;
    let edits = if candidate.cost == 0 { Vec::new() } else { one.edits(asked, reading)? };
    Some(vec![ExplainedWord {
        typed: reading.words.first()?.clone(),
        word: words.join(&' ').iter().collect(),
        by_stem: false,
        cost: edits.iter().fold(0.0, |sum, edit| sum + edit.cost),
        edits,
    }])
}
