//! Forms that are looked at one by one, since they are few and could be anywhere in the order: the
//! forms of a narrow filter, of boosted entries, and of pinned ones.

use std::sync::OnceLock;

use crate::error::Result;
use crate::index::{ContextLists, View, Words};
use crate::query::work_budget::WorkBudget;

/// The steps of a form that a request lists, with the look at its slot and its words later.
const LISTED_STEPS: u32 = 3;

/// A form to look at. Only the rank stands here: most forms cannot be among the best, which the
/// rank tells, and reading anything else of each would take longer than all the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ListedForm {
    pub(crate) rank: u32,
    /// The most that boosts can make of it.
    pub(crate) most: f64,
}

/// Forms to look at one by one, and, once they are asked for, their slots and words.
#[derive(Debug, Default)]
pub(crate) struct ListedForms {
    forms: Vec<ListedForm>,
    /// The most that boosts can make of any.
    most: f64,
    /// Each slot with the number of the form here: rising.
    by_slot: OnceLock<Vec<(u32, u32)>>,
    /// Each term of each form with the number of the form here: rising.
    postings: OnceLock<Vec<(u32, u32)>>,
}

impl ListedForms {
    /// Lists `forms`.
    fn new(forms: Vec<ListedForm>) -> Self {
        // An empty list raises nothing.
        let most = forms.iter().map(|form| form.most).fold(1.0, f64::max);
        ListedForms { forms, most, ..ListedForms::default() }
    }

    /// Returns the most that boosts can make of any of them.
    pub(crate) fn most(&self) -> f64 {
        self.most
    }

    /// Returns the forms.
    pub(crate) fn all(&self) -> &[ListedForm] {
        &self.forms
    }

    /// Returns the slots of the forms, rising, each with its form.
    ///
    /// Takes O(n log n) time for n forms the first time.
    pub(crate) fn by_slot(&self, view: &View<'_>) -> Result<&[(u32, u32)]> {
        // A prepared set is shared by threads, which may all come here at once: one of them wins.
        if let Some(slots) = self.by_slot.get() {
            return Ok(slots);
        }
        let slots = (0u32..)
            .zip(&self.forms)
            .map(|(number, form)| slot_of(view, form.rank).map(|slot| (slot, number)));
        let mut slots = slots.collect::<Result<Vec<(u32, u32)>>>()?;
        slots.sort_unstable();
        Ok(self.by_slot.get_or_init(|| slots))
    }

    /// Returns the terms of the forms, rising, each with a form that has it.
    ///
    /// Takes O(n log n) time for n words of all forms the first time.
    pub(crate) fn postings(&self, words: &Words<'_>) -> Result<&[(u32, u32)]> {
        if let Some(postings) = self.postings.get() {
            return Ok(postings);
        }
        let (mut postings, mut terms) = (Vec::with_capacity(3 * self.forms.len()), Vec::new());
        for (number, form) in (0u32..).zip(&self.forms) {
            words.terms_of(form.rank, &mut terms)?;
            postings.extend(terms.iter().map(|&term| (term, number)));
        }
        // By term and then by form, so the forms of a span of terms lie together.
        postings.sort_unstable();
        Ok(self.postings.get_or_init(|| postings))
    }
}

/// Returns the slot of the form of `rank`.
pub(crate) fn slot_of(view: &View<'_>, rank: u32) -> Result<u32> {
    view.rank_slots()?.get(rank as usize)
}

/// Lists all forms of some entries.
pub(super) struct FormLister<'v, 'a> {
    view: &'v View<'a>,
    has_aliases: bool,
    forms: Vec<ListedForm>,
    /// That of a query. A set is prepared without bound.
    work: Option<&'v WorkBudget>,
}

impl<'v, 'a> FormLister<'v, 'a> {
    /// Starts with no form.
    pub(super) fn new(view: &'v View<'a>, work: Option<&'v WorkBudget>) -> Result<Self> {
        Ok(FormLister { view, has_aliases: view.forms()?.has_aliases(), forms: Vec::new(), work })
    }

    /// Returns whether the query has work left for one more form.
    fn affords(&self) -> bool {
        self.work.is_none_or(|work| work.spend_on_listing(LISTED_STEPS))
    }

    /// Adds the forms of the entries with one of `values`, which boosts can raise by `most`.
    pub(super) fn add_values(
        &mut self,
        contexts: &ContextLists<'_>,
        values: &[u32],
        most: f64,
    ) -> Result<()> {
        for &value in values {
            for place in contexts.list(value)? {
                if !self.affords() {
                    return Ok(());
                }
                self.forms.push(ListedForm { rank: contexts.rank(place)?, most });
            }
        }
        Ok(())
    }

    /// Adds the forms of `ranks`, which boosts can raise by `most`.
    pub(super) fn add_ranks(&mut self, ranks: Vec<u32>, most: f64) {
        for rank in ranks {
            if !self.affords() {
                return;
            }
            self.forms.push(ListedForm { rank, most });
        }
    }

    /// Adds the forms of an entry, which boosts can raise by `most`.
    pub(super) fn add(&mut self, ordinal: u32, most: f64) -> Result<()> {
        // Without aliases the ordinal is the number of the form, and that its rank.
        if !self.has_aliases {
            if self.affords() {
                self.forms.push(ListedForm { rank: ordinal, most });
            }
            return Ok(());
        }
        for number in std::iter::once(ordinal).chain(self.view.aliases_of(ordinal)?) {
            // What is not listed is missing from the answer, which says so.
            if !self.affords() {
                return Ok(());
            }
            self.forms.push(ListedForm { rank: self.view.rank_of_form(number)?, most });
        }
        Ok(())
    }

    /// Returns the list.
    pub(super) fn finish(self) -> ListedForms {
        ListedForms::new(self.forms)
    }
}
