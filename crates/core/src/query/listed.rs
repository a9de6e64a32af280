//! Forms that are looked at one by one, since they are few and could be anywhere in the order: those of a narrow filter,
//! of boosted entries, and of pinned ones.

use std::sync::OnceLock;

use super::limit::Limit;
use super::prefix::Keys;
use super::top::Top;
use crate::error::Result;
use crate::index::{View, Words};

/// A form to look at. Only the rank stands here: most forms cannot be among the best, which the rank tells, and
/// reading anything else of each would take longer than all the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ListedForm {
    pub(super) rank: u32,
    /// The most that boosts can make of it.
    pub(super) most: f64,
}

/// Forms to look at one by one, and, once they are asked for, their slots and words.
#[derive(Debug, Default)]
pub(super) struct ListedForms {
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
    pub(super) fn new(forms: Vec<ListedForm>) -> Self {
        let most = forms.iter().map(|form| form.most).fold(1.0, f64::max);
        ListedForms { forms, most, ..ListedForms::default() }
    }

    /// Returns the forms.
    pub(super) fn all(&self) -> &[ListedForm] {
        &self.forms
    }

    /// Returns the slots of the forms, rising, each with its form.
    ///
    /// Takes O(n log n) time for n forms the first time.
    pub(super) fn by_slot(&self, view: &View<'_>) -> Result<&[(u32, u32)]> {
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
    pub(super) fn postings(&self, words: &Words<'_>) -> Result<&[(u32, u32)]> {
        if let Some(postings) = self.postings.get() {
            return Ok(postings);
        }
        let (mut postings, mut terms) = (Vec::with_capacity(3 * self.forms.len()), Vec::new());
        for (number, form) in (0u32..).zip(&self.forms) {
            words.terms_of(form.rank, &mut terms)?;
            postings.extend(terms.iter().map(|&term| (term, number)));
        }
        postings.sort_unstable();
        Ok(self.postings.get_or_init(|| postings))
    }
}

/// Returns the slot of the form of `rank`.
pub(super) fn slot_of(view: &View<'_>, rank: u32) -> Result<u32> {
    view.rank_slots()?.get(rank as usize)
}

/// Adds the forms of an entry, which boosts can raise by `most`.
pub(super) fn list_entry(
    view: &View<'_>,
    has_aliases: bool,
    ordinal: u32,
    most: f64,
    listed: &mut Vec<ListedForm>,
) -> Result<()> {
    if !has_aliases {
        listed.push(ListedForm { rank: ordinal, most });
        return Ok(());
    }
    for number in std::iter::once(ordinal).chain(view.aliases_of(ordinal)?) {
        listed.push(ListedForm { rank: view.rank_of_form(number)?, most });
    }
    Ok(())
}

impl Keys<'_> {
    /// Returns from which rank on no listed form can be among the best with `quality`.
    ///
    /// Takes O(log n) time for n forms of the index.
    pub(super) fn end_of_listed(
        &self,
        listed: &ListedForms,
        quality: f64,
        top: &Top,
    ) -> Result<u32> {
        Limit::new(quality, listed.most).end(top, self)
    }

    /// Returns whether a listed form could be among the best with `quality`.
    pub(super) fn may_take_listed(
        &self,
        form: &ListedForm,
        quality: f64,
        top: &Top,
    ) -> Result<bool> {
        let base = self.form(form.rank)?.base;
        Ok(top.may_take(self.ranking().factors().bound_of_listed(form, base) * quality))
    }

    /// Returns whether any listed form could be among the best with `quality`.
    pub(super) fn listed_may_matter(&self, quality: f64, top: &Top) -> Result<bool> {
        let Some(listed) = self.ranking().listed() else { return Ok(false) };
        let end = self.end_of_listed(listed, quality, top)?;
        for form in listed.all().iter().filter(|form| form.rank < end) {
            if self.may_take_listed(form, quality, top)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
