//! A query into suggestions.

mod answer;
mod find;
mod keys;
mod lengths;
mod numeric;
mod options;
mod read;
mod score;
mod search;
mod terms;
mod tiers;
mod work_budget;

use std::cell::OnceCell;
use std::collections::HashSet;

pub use answer::edit_kind::{Edit, EditKind, EditReason};
pub(crate) use answer::edits::trace;
pub use answer::explanation::{ExplainedWord, Explanation};
pub use answer::highlights::Highlights;
pub use answer::suggestion::{Match, SuggestResult, Suggestion, Total};
pub use lengths::LengthLimit;
pub use numeric::NumericKind;
pub use options::{Costs, NumericOption, SuggestOptions, Typos};
pub use read::via::{Via, Vias};
pub use score::boosts::Boosts;
pub use score::day::Day;
pub use score::filter::conditions::{Contexts, Exclude, Restriction};
pub use score::known_boosts::PreparedBoosts;
pub use score::match_kind::MatchKind;

use answer::asked::Asked;
use answer::describe::describe;
use keys::Keys;
use options::MAX_REACH;
use score::distinct::Distinct;
use score::factors::Factors;
use score::filter::Filter;
use score::filter::conditions::Conditions;
use score::found::Pinned;
use score::known_boosts::KnownBoosts;
use score::match_kind::QueryQuality;
use score::scorer::Scorer;
use tiers::Tiers;
use work_budget::{LOOK_UP_STEPS, WorkBudget};

use crate::error::Result;
use crate::index::{Entry, Index, View};

/// A query of more characters than this matches nothing.
const MAX_QUERY_CHARS: usize = 1000;

impl Index {
    /// Returns the suggestions for `query`, best first.
    ///
    /// A query is a prefix as people type it: its last word is unfinished unless white space
    /// follows it. The empty query matches every entry. A query of over 1,000 characters
    /// matches none.
    ///
    /// A prefix that enough entries start with takes time in its length and in `limit + offset`,
    /// and hardly more for an index of a million entries than for one of a thousand. If fewer
    /// match, other readings of the query and then slips are looked for, which takes up to some
    /// milliseconds: the work is counted, and bounded. A query that would take more is answered
    /// with [`SuggestResult::complete`] false. Equal queries to one index always give equal
    /// answers.
    ///
    /// # Errors
    ///
    /// `ERR_INVALID_OPTION` if an option is out of range, `ERR_CORRUPT` if the query runs into
    /// damaged bytes.
    pub fn suggest<'a>(
        &'a self,
        query: &'a str,
        options: &SuggestOptions,
    ) -> Result<SuggestResult<'a>> {
        options.check()?;
        let view = self.view();
        let mut result = SuggestResult {
            query,
            suggestions: Vec::new(),
            complete: true,
            total: options.total.then_some(Total { value: 0, is_exact: true }),
            generation: view.generation(),
            steps: 0,
        };
        // A character has at most four bytes, so most queries need not be counted.
        if query.len() > MAX_QUERY_CHARS && query.chars().count() > MAX_QUERY_CHARS {
            return Ok(result);
        }
        self.answer(options, &mut result)?;
        Ok(result)
    }

    /// Fills in the answer to the query of `result`.
    fn answer<'a>(
        &'a self,
        options: &SuggestOptions,
        result: &mut SuggestResult<'a>,
    ) -> Result<()> {
        let (view, query) = (self.view(), result.query);
        let work = WorkBudget::new();
        let filter = Filter::new(&view, &options.conditions(), &work)?;
        let known = match options.boosts.is_empty() {
            true => None,
            false => Some(KnownBoosts::new(&view, &options.boosts, Some(&work))?),
        };
        let boosts = match &options.prepared_boosts {
            Some(prepared) => Some(prepared.known_in(&view)?),
            None => known.as_ref(),
        };
        let factors = Factors::new(&view, options.at, boosts)?;
        let distinct = match options.distinct {
            true => Distinct::new(&view, &filter, &factors)?,
            false => None,
        };
        let scorer = Scorer::new(&view, &filter, &factors, &work)?;
        let scorer = scorer.each_text_once(distinct.as_ref());
        // As a rule a key is no longer than its text, but for the space that closes a word.
        let mut key = String::with_capacity(query.len() + 1);
        view.analyzer().query_key(query, &mut key);
        let pinned = pinned(&view, &options.pin, &scorer, &work)?;
        let (keys, words) = (Keys::new(&view)?, view.words()?);
        let quality = QueryQuality::new(&view.settings().quality, &key);
        let mut tiers = Tiers {
            view: &view,
            keys: &keys,
            words: words.as_ref(),
            scorer: &scorer,
            pinned: pinned.as_ref(),
            raw: query,
            options,
            work: &work,
            quality: &quality,
            typed_words: None,
            readings: Vec::new(),
            verbatim: view.analyzer().verbatim_query(query, &key),
            is_void: false,
            count: 0,
        };
        // A filter that no form can pass needs no search.
        let found = if scorer.is_closed() { Vec::new() } else { tiers.find(&key)? };
        let end = found.len().min(options.offset + options.limit);
        // Past the last entry a page is empty, which is no error.
        let shown = found.get(options.offset..end).unwrap_or_default();
        let asked = Asked {
            view: &view,
            options,
            raw: query,
            factors: &factors,
            quality: &quality,
            pinned: pinned.as_ref().map_or(&[][..], |pinned| &pinned.ordinals),
            key: if tiers.is_void { "" } else { &key },
            verbatim: tiers.verbatim.as_deref(),
            typed: OnceCell::new(),
            typed_verbatim: OnceCell::new(),
            typed_words: tiers.typed_words.as_deref(),
            readings: &tiers.readings,
            work: &work,
        };
        work.start_describing(shown.len());
        result.suggestions = describe(&view, &asked, shown)?;
        result.complete = work.is_complete();
        result.steps = work.steps();
        result.total = options.total.then(|| total_of(tiers.count, result.complete));
        Ok(())
    }

    /// Returns the entry whose id is `id` as [`Index::get`] does, or `None` if there is none that
    /// passes `restriction`.
    ///
    /// ```
    /// use mapahead::{Contexts, Index, Restriction};
    ///
    /// # use mapahead::{BuildOptions, Format, IndexBuilder};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("index.mapahead");
    /// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
    /// # let record = r#"{"text":"Ravioli","id":"r2","contexts":{"city":"Turin"}}"#;
    /// # builder.add_reader("records", Format::Ndjson, record.as_bytes())?;
    /// # builder.finish()?;
    /// # let index = Index::open(&path)?;
    /// let inside = |city: &str| Restriction {
    ///     filter: Contexts::from([("city".to_owned(), vec![city.to_owned()])]),
    ///     ..Default::default()
    /// };
    /// assert!(index.get_restricted("r2", &inside("Turin"))?.is_some());
    /// assert!(index.get_restricted("r2", &inside("Bern"))?.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Takes time in the number of values and ids of `restriction`.
    ///
    /// # Errors
    ///
    /// `ERR_INVALID_OPTION` if there are too many of them, or a field is none of the index, also
    /// where no entry has the id. `ERR_CORRUPT` if the look-up runs into damaged bytes.
    pub fn get_restricted(&self, id: &str, restriction: &Restriction) -> Result<Option<Entry<'_>>> {
        let view = self.view();
        let conditions = Conditions::asked(&restriction.filter, &restriction.exclude);
        conditions.check()?;
        // Before the id, so that a mistake is told whatever is asked for.
        let filter = Filter::new(&view, &[conditions], &WorkBudget::new())?;
        match view.ordinal_of(id)? {
            Some(ordinal) if filter.passes(ordinal)? => self.entry(ordinal),
            _ => Ok(None),
        }
    }

    /// Looks `boosts` up once, for many queries: up to 100,000 ids.
    ///
    /// Takes O(n log n) time for n boosts.
    ///
    /// # Errors
    ///
    /// `ERR_INVALID_OPTION` if there are too many, one is out of range, or a field is none of the
    /// index. `ERR_CORRUPT` if looking them up runs into damaged bytes.
    pub fn prepare_boosts(&self, boosts: &Boosts) -> Result<PreparedBoosts> {
        boosts.check_prepared()?;
        let view = self.view();
        let boosts = KnownBoosts::new(&view, boosts, None)?;
        boosts.prepare(&view)?;
        Ok(PreparedBoosts::new(&view, boosts))
    }
}

/// Returns the total of an answer for which `found` entries were found.
fn total_of(found: usize, complete: bool) -> Total {
    // Counting stops there, so more than that is only known to be more.
    Total { value: found.min(MAX_REACH) as u64, is_exact: complete && found < MAX_REACH }
}

/// Returns the entries with these ids, and what lets them alone pass. `None` if there are none.
fn pinned<'a>(
    view: &View<'_>,
    ids: &[String],
    scorer: &Scorer<'a>,
    work: &WorkBudget,
) -> Result<Option<Pinned<'a>>> {
    let ordinals = pinned_ordinals(view, ids, work)?;
    if ordinals.is_empty() {
        return Ok(None);
    }
    let text_of = |distinct: &Distinct<'_>| {
        ordinals.iter().map(|&ordinal| distinct.text_of(ordinal)).collect()
    };
    let texts = scorer.distinct().map(text_of).transpose()?;
    Ok(Some(Pinned { scorer: scorer.of_entries(&ordinals, work)?, ordinals, texts }))
}

/// Returns the entries with these ids, each once. Ids that the index lacks have none.
fn pinned_ordinals(view: &View<'_>, ids: &[String], work: &WorkBudget) -> Result<Vec<u32>> {
    work.charge(LOOK_UP_STEPS * ids.len() as u32);
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut ordinals: Vec<u32> = view.ordinals_of(&ids)?.into_iter().flatten().collect();
    let mut seen = HashSet::new();
    // The first of two equal ids has the place.
    ordinals.retain(|&ordinal| seen.insert(ordinal));
    Ok(ordinals)
}
