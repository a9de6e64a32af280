//! What the boosts of a request, or of a prepared set, mean in one index.
//!
//! Most entries have no boost above 1. The forms of the entries that have one are listed, if they
//! are few, and are looked at one by one. So the bound of all others does not depend on how large
//! boosts are.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::boosts::Boosts;
use super::filter::known_field;
use super::listed_forms::{FormLister, ListedForms};
use super::rounding::raised_product;
use crate::error::{Error, Result};
use crate::index::{ContextLists, View};
use crate::query::work_budget::{LOOK_UP_STEPS, WorkBudget};

/// Values boosted above 1 with together up to as many forms have these listed.
const MAX_BOOSTED_FORMS: usize = 4096;

/// Boosts looked up once and used by many queries: see
/// [`Index::prepare_boosts`](crate::Index::prepare_boosts).
///
/// ```
/// use mapahead::{Boosts, Index, SuggestOptions};
///
/// # use mapahead::{BuildOptions, Format, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// # let mut builder = IndexBuilder::new(&path, BuildOptions::default())?;
/// # let records = r#"
/// # {"text":"Ramen","id":"r1","weight":9,"contexts":{"city":"Kyoto"}}
/// # {"text":"Ravioli","id":"r2","weight":8,"contexts":{"city":"Turin"}}
/// # {"text":"Raclette","id":"r3","weight":5,"contexts":{"city":"Bern"}}
/// # "#;
/// # builder.add_reader("records", Format::Ndjson, records.as_bytes())?;
/// # builder.finish()?;
/// # let index = Index::open(&path)?;
/// // What somebody bought before, looked up once and not with each key that they press.
/// let history = Boosts { ids: vec![("r3".to_owned(), 10.0)], ..Default::default() };
/// let prepared_boosts = Some(index.prepare_boosts(&history)?);
/// let options = SuggestOptions { prepared_boosts, ..Default::default() };
/// for typed in ["r", "ra"] {
///     assert_eq!(index.suggest(typed, &options)?.suggestions[0].text, "Raclette");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct PreparedBoosts(Arc<Prepared>);

/// What the boosts of a set mean in one index.
#[derive(Debug)]
struct Prepared {
    /// The index that they were looked up in.
    generation: u64,
    boosts: KnownBoosts,
}

impl PreparedBoosts {
    /// Takes what boosts mean in the index of `view`.
    pub(crate) fn new(view: &View<'_>, boosts: KnownBoosts) -> Self {
        PreparedBoosts(Arc::new(Prepared { generation: view.generation(), boosts }))
    }

    /// Returns what they mean in the index of `view`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] if they were prepared for another index.
    pub(crate) fn known_in(&self, view: &View<'_>) -> Result<&KnownBoosts> {
        let PreparedBoosts(prepared) = self;
        // Ordinals and ranks mean other entries in another build.
        if prepared.generation != view.generation() {
            return Err(Error::InvalidOption {
                option: "boosts",
                expected: format!("prepared for the generation {:016x}", view.generation()),
                got: format!("a set for {:016x}", prepared.generation),
            });
        }
        Ok(&prepared.boosts)
    }
}

impl PartialEq for PreparedBoosts {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The boosts of one field.
#[derive(Debug)]
struct FieldBoosts {
    /// The numbers of all values of the field.
    values: Range<u32>,
    /// By value, rising.
    boosts: Vec<(u32, f64)>,
}

/// What boosts mean in one index.
#[derive(Debug, Default)]
pub(crate) struct KnownBoosts {
    fields: Vec<FieldBoosts>,
    /// By ordinal, rising.
    entries: Vec<(u32, f64)>,
    /// The forms of the entries with boosts above 1, if they are listed.
    listed: ListedForms,
    /// The largest product of boosts of contexts that an entry can have which is not listed: at
    /// least 1.
    most: f64,
    /// The values boosted above 1, if their forms are too many to be listed.
    raised: Vec<u32>,
}

impl KnownBoosts {
    /// Looks up `boosts`, within the `work` of a query. A set is prepared without bound.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for a field that the index lacks.
    pub(crate) fn new(view: &View<'_>, boosts: &Boosts, work: Option<&WorkBudget>) -> Result<Self> {
        if let Some(work) = work {
            let values = boosts.contexts.values().map(BTreeMap::len).sum::<usize>();
            work.charge(LOOK_UP_STEPS * (values + boosts.ids.len()) as u32);
        }
        // Sections are opened only for what is asked.
        let contexts = if boosts.contexts.is_empty() { None } else { view.contexts()? };
        let mut known = KnownBoosts { most: 1.0, ..KnownBoosts::default() };
        for (name, values) in &boosts.contexts {
            let (contexts, field) = known_field(contexts.as_ref(), "boosts.contexts", name)?;
            let mut numbers = Vec::with_capacity(values.len());
            for (value, &boost) in values {
                // Added to 0, so that −0 is 0.
                numbers.extend(contexts.value(field, value)?.map(|number| (number, boost + 0.0)));
            }
            // Searched for each value of each form that is scored.
            numbers.sort_unstable_by_key(|&(number, _)| number);
            let values = contexts.values_of_field(field);
            known.fields.push(FieldBoosts { values, boosts: numbers });
        }
        let ids: Vec<&str> = boosts.ids.iter().map(|(id, _)| id.as_str()).collect();
        let boosted = view.ordinals_of(&ids)?.into_iter().zip(&boosts.ids);
        // An id that the index lacks has no entry to boost.
        known.entries =
            boosted.filter_map(|(ordinal, (_, boost))| Some((ordinal?, *boost + 0.0))).collect();
        // Stable, so that the last of equal ids stays the last.
        known.entries.sort_by_key(|&(ordinal, _)| ordinal);
        known.entries.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 = later.1;
            }
            same
        });
        known.list(view, contexts.as_ref(), work)?;
        Ok(known)
    }

    /// Returns whether any boost is of a context.
    pub(super) fn has_ids(&self) -> bool {
        !self.entries.is_empty()
    }

    /// Returns whether contexts are boosted.
    pub(super) fn has_fields(&self) -> bool {
        !self.fields.is_empty()
    }

    /// Returns the forms of the entries with boosts above 1, if they are listed.
    pub(crate) fn listed(&self) -> &ListedForms {
        &self.listed
    }

    /// Returns the most that boosts of contexts can make of a form that is not listed: at least 1.
    #[inline]
    pub(crate) fn most(&self) -> f64 {
        self.most
    }

    /// Returns the values that are boosted above 1, if their forms are too many to be listed.
    pub(crate) fn raised(&self) -> &[u32] {
        &self.raised
    }

    /// Reads what queries would need of the listed forms.
    pub(crate) fn prepare(&self, view: &View<'_>) -> Result<()> {
        self.listed.by_slot(view)?;
        view.words()?.map_or(Ok(()), |words| self.listed.postings(&words).map(drop))
    }

    /// Lists the forms of the entries that are boosted above 1.
    fn list(
        &mut self,
        view: &View<'_>,
        contexts: Option<&ContextLists<'_>>,
        work: Option<&WorkBudget>,
    ) -> Result<()> {
        let largest = |field: &FieldBoosts| {
            field.boosts.iter().map(|&(_, boost)| boost).fold(1.0f64, f64::max)
        };
        // A form may have the best value of every field.
        let most: f64 = self.fields.iter().map(largest).product();
        let mut listed = FormLister::new(view, work)?;
        if let Some(contexts) = contexts {
            let raised = self.fields.iter().flat_map(|field| &field.boosts);
            let values: Vec<u32> =
                raised.filter(|(_, boost)| *boost > 1.0).map(|&(value, _)| value).collect();
            let mut count = 0;
            for &value in &values {
                count += contexts.list(value)?.len();
            }
            // Listing would take longer than the query: their lists are searched as those of a
            // filter, and the bound of all forms is raised.
            if count > MAX_BOOSTED_FORMS {
                (self.most, self.raised) = (most, values);
            } else {
                listed.add_values(contexts, &values, most)?;
            }
        }
        for (ordinal, boost) in self.entries.iter().filter(|(_, boost)| *boost > 1.0) {
            // Boosts of an entry are always listed, since a request has a thousand at most and a
            // prepared set lists them once.
            let most = raised_product(most, *boost);
            listed.add(*ordinal, most)?;
        }
        self.listed = listed.finish();
        Ok(())
    }

    /// Returns the product over the fields of the largest boost of the entry's values, and the
    /// boost of the entry.
    pub(crate) fn of(
        &self,
        contexts: Option<&ContextLists<'_>>,
        ordinal: u32,
    ) -> Result<(f64, f64)> {
        let mut of_contexts = 1.0;
        if let Some(contexts) = contexts.filter(|_| !self.fields.is_empty()) {
            let mut values = Vec::new();
            contexts.values_of(ordinal, &mut values)?;
            for field in &self.fields {
                let own = values.iter().filter(|value| field.values.contains(value));
                let boosts = own.filter_map(|value| find(&field.boosts, *value));
                // A field without a boosted value changes nothing.
                of_contexts *= boosts.max_by(f64::total_cmp).unwrap_or(1.0);
            }
        }
        Ok((of_contexts, find(&self.entries, ordinal).unwrap_or(1.0)))
    }
}

fn find(boosts: &[(u32, f64)], number: u32) -> Option<f64> {
    let at = boosts.binary_search_by_key(&number, |&(number, _)| number).ok()?;
    boosts.get(at).map(|&(_, boost)| boost)
}
