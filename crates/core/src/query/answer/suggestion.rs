//! What a caller gets: the entries behind the best candidates, and how each matched.

use std::borrow::Cow;
use std::ops::Range;

use super::explanation::Explanation;
use super::highlights::Highlights;
use crate::query::read::via::Vias;
use crate::query::score::match_kind::MatchKind;
use crate::query::work_budget::MAX_STEPS;

/// How an entry matched.
///
/// ```
/// use mapahead::{Index, MatchKind, SuggestOptions};
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
/// let result = index.suggest("york", &SuggestOptions::default())?;
/// let matched = &result.suggestions[0].matched;
/// assert_eq!((&*matched.surface, matched.kind, matched.tier), ("New York", MatchKind::Words, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Match<'a> {
    /// How far the match was relaxed: 0 exact, 1 relaxed, 2 typos, 3 words left out.
    pub tier: u8,
    /// What of the surface form was typed.
    pub kind: MatchKind,
    /// What relaxed the match. Empty if the text itself matched as it stands.
    pub via: Vias,
    /// The surface form that matched: the text, an alias, or a form that the build made. Owned if
    /// it is made again and not read.
    pub surface: Cow<'a, str>,
    /// The typo cost, all words together. 0 without slips.
    pub cost: f64,
    /// The words of the query that were left out, in their order: as they were typed, or as they were
    /// read if another layout or other letters made more words or fewer. Empty but in tier 3.
    pub dropped: Vec<String>,
}

/// One ranked answer. Borrows from the index.
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
/// let result = index.suggest("ber", &SuggestOptions { limit: 1, ..Default::default() })?;
/// let berlin = &result.suggestions[0];
/// assert_eq!((berlin.text, berlin.id, berlin.weight), ("Berlin", Some("berlin"), 3769.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion<'a> {
    /// The text of the entry.
    pub text: &'a str,
    /// The id of the entry, if it has one.
    pub id: Option<&'a str>,
    /// What orders it: weight · factor of the surface form · season · boosts · quality of the
    /// match.
    pub score: f64,
    /// The weight of the entry.
    pub weight: f64,
    /// The payload of the entry as JSON text, if it has one.
    pub payload: Option<&'a str>,
    /// The parts of `text` that match, in bytes. None if nothing was typed or an alias matched.
    pub highlights: Highlights,
    /// How it matched.
    pub matched: Match<'a>,
    /// What made its score and its match, if that was asked for.
    pub explanation: Option<Box<Explanation>>,
}

impl Suggestion<'_> {
    /// Returns the highlights in UTF-16 code units of `text`, as JavaScript counts.
    pub fn highlights_utf16(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let units = |text: &str| match text.is_ascii() {
            // A byte of ASCII is a unit, and most texts have nothing else.
            true => text.len(),
            false => text.chars().map(char::len_utf16).sum(),
        };
        // Ranges rise, so each goes on from the end of the one before.
        let (mut byte, mut unit) = (0, 0);
        self.highlights.iter().filter_map(move |range| {
            let start = unit + units(self.text.get(byte..range.start)?);
            let end = start + units(self.text.get(range.clone())?);
            (byte, unit) = (range.end, end);
            Some(start..end)
        })
    }
}

/// How many entries match in the tiers that an answer had to search.
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
/// let options = SuggestOptions { limit: 1, total: true, ..Default::default() };
/// let total = index.suggest("b", &options)?.total.expect("it was asked for");
/// assert_eq!((total.value, total.is_exact), (2, true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The number, up to 10,000.
    pub value: u64,
    /// Whether there are no more: if not, `value` is a lower bound.
    pub is_exact: bool,
}

/// The answer to a query.
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
/// let result = index.suggest("be", &SuggestOptions::default())?;
/// for suggestion in &result.suggestions {
///     println!("{}", suggestion.text);
/// }
/// assert!(result.complete);
/// assert_eq!(result.generation, index.generation());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SuggestResult<'a> {
    /// The query as it was given.
    pub query: &'a str,
    /// The best entries, best first.
    pub suggestions: Vec<Suggestion<'a>>,
    /// Whether nothing can be missing. If not, the query used up its budget of work: every
    /// suggestion is a true match, but some may be missing, or matched in a lower tier or at a
    /// lower cost than is said, and the last ones may lack their highlights and explanations.
    pub complete: bool,
    /// How many entries match, if that was asked for.
    pub total: Option<Total>,
    /// The content hash of the index that answered.
    pub generation: u64,
    /// The steps of work that the query took, up to [`SuggestResult::MAX_STEPS`]. Equal queries
    /// take equal steps in one release, and another may count otherwise.
    pub steps: u32,
}

impl SuggestResult<'_> {
    /// The budget of work of a query, in steps: two thirds of it are for looking up the options and
    /// for the search, the rest is for describing what was found.
    pub const MAX_STEPS: u32 = MAX_STEPS;
}
