//! Forms that are looked at one by one, since they are few and could be anywhere in the order: those of a narrow filter,
//! of boosted entries, and of pinned ones.

use super::prefix::Keys;
use crate::error::Result;
use crate::query::score::cutoff::Cutoff;
use crate::query::score::listed_forms::{ListedForm, ListedForms};
use crate::query::score::top::Top;

impl Keys<'_> {
    /// Returns from which rank on no listed form can be among the best with `quality`.
    ///
    /// Takes O(log n) time for n forms of the index.
    pub(crate) fn end_of_listed(
        &self,
        listed: &ListedForms,
        quality: f64,
        top: &Top,
    ) -> Result<u32> {
        Cutoff::new(quality, listed.most()).end(top, self.scorer())
    }

    /// Returns whether a listed form could be among the best with `quality`.
    pub(crate) fn may_take_listed(
        &self,
        form: &ListedForm,
        quality: f64,
        top: &Top,
    ) -> Result<bool> {
        let base = self.scorer().form(form.rank)?.base;
        Ok(top.may_take(self.scorer().factors().bound_of_listed(form, base) * quality))
    }

    /// Returns whether any listed form could be among the best with `quality`.
    pub(crate) fn listed_may_matter(&self, quality: f64, top: &Top) -> Result<bool> {
        let Some(listed) = self.scorer().listed() else { return Ok(false) };
        let end = self.end_of_listed(listed, quality, top)?;
        for form in listed.all().iter().filter(|form| form.rank < end) {
            if self.may_take_listed(form, quality, top)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
