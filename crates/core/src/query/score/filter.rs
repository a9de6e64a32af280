//! Which entries pass: the filters and the exclusions of a request, looked up once.

use crate::error::{Error, Result};
use crate::format::dictionary::Place;
use crate::index::{ContextLists, View};
use crate::query::work_budget::{LOOK_UP_STEPS, WorkBudget};
use conditions::{Conditions, Contexts};
use meeting::Meeting;

pub(crate) mod conditions;
mod meeting;

/// Which entries pass: those that all filters of a request let through, without their exclusions.
#[derive(Debug, Default)]
pub(crate) struct Filter<'a> {
    contexts: Option<ContextLists<'a>>,
    /// By field of each filter, the values of which an entry must have one: rising.
    required: Vec<Vec<u32>>,
    /// The number of the field whose values have the fewest forms.
    narrowest: usize,
    /// How many forms they have. A form with several of them is counted for each.
    narrowest_forms: usize,
    /// The values of which an entry may have none: rising.
    without: Vec<u32>,
    /// The entries that do not pass: rising.
    excluded: Vec<u32>,
}

/// The field of a filter whose values have the fewest forms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NarrowestField<'f, 'a> {
    pub(crate) contexts: &'f ContextLists<'a>,
    /// The values of which an entry must have one: rising.
    pub(crate) values: &'f [u32],
    /// How many forms they have. A form with several of them is counted for each.
    pub(crate) forms: usize,
}

impl<'a> Filter<'a> {
    /// Looks up filters and exclusions, all of which an entry must pass.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for a field that the index lacks.
    pub(crate) fn new(
        view: &View<'a>,
        conditions: &[Conditions<'_>],
        work: &WorkBudget,
    ) -> Result<Self> {
        let texts: usize = conditions.iter().map(Conditions::texts).sum();
        // All of them whatever they cost, since a filter that is half looked up lets others pass.
        // Their number is bounded by the checks of the options.
        work.charge(LOOK_UP_STEPS * texts as u32);
        let names_no_field =
            |one: &Conditions<'_>| one.filter.is_empty() && one.exclude.contexts.is_empty();
        let contexts = match conditions.iter().all(names_no_field) {
            true => None,
            false => view.contexts()?,
        };
        let mut found = Filter { contexts, ..Filter::default() };
        for Conditions { filter, exclude, limits } in conditions {
            // A field that two filters name is required twice: one of them never widens the other.
            found.required.extend(values_of(contexts.as_ref(), filter, limits.filter.name)?);
            let without =
                values_of(contexts.as_ref(), &exclude.contexts, limits.excluded_contexts.name)?;
            // Any value of any field excludes, so one list is enough.
            found.without.extend(without.into_iter().flatten());
            let ids: Vec<&str> = exclude.ids.iter().map(String::as_str).collect();
            found.excluded.extend(view.ordinals_of(&ids)?.into_iter().flatten());
        }
        // Looked up for each form that a search comes upon.
        found.without.sort_unstable();
        found.excluded.sort_unstable();
        found.find_narrowest()?;
        Ok(found)
    }

    fn find_narrowest(&mut self) -> Result<()> {
        let Some(contexts) = &self.contexts else { return Ok(()) };
        for (number, values) in self.required.iter().enumerate() {
            let mut forms = 0;
            // A list knows its length, so counting reads none of it.
            for &value in values {
                forms += contexts.list(value)?.len();
            }
            if number == 0 || forms < self.narrowest_forms {
                (self.narrowest, self.narrowest_forms) = (number, forms);
            }
        }
        Ok(())
    }

    /// Returns whether every entry passes.
    pub(crate) fn is_none(&self) -> bool {
        self.required.is_empty() && self.without.is_empty() && self.excluded.is_empty()
    }

    /// Returns whether entries are excluded by their ids.
    pub(crate) fn has_ids(&self) -> bool {
        !self.excluded.is_empty()
    }

    /// Returns whether no entry passes, as can be told at once.
    pub(crate) fn is_closed(&self) -> bool {
        // A field none of whose values an entry has: whatever the others say, nothing passes.
        !self.required.is_empty() && self.narrowest_forms == 0
    }

    /// Returns the field of a filter whose values have the fewest forms. `None` without a filter.
    pub(crate) fn narrowest(&self) -> Option<NarrowestField<'_, 'a>> {
        let values = self.required.get(self.narrowest)?;
        let contexts = self.contexts.as_ref()?;
        Some(NarrowestField { contexts, values, forms: self.narrowest_forms })
    }

    /// Returns the ranks of up to `most` forms, rising, besides which none passes. `None` if that is
    /// not known, or they are more.
    ///
    /// Takes time in the number of forms, 64 at a time, up to where `most` are found.
    pub(super) fn few_ranks(&self, most: usize, work: &WorkBudget) -> Result<Option<Vec<u32>>> {
        let Some(contexts) = &self.contexts else { return Ok(None) };
        let meeting = Meeting::new(contexts, &self.required, &self.without);
        // The list of one value is as short as it can be, and needs no search.
        if !meeting.is_of_several() {
            return Ok(None);
        }
        meeting.ranks(contexts, most, work)
    }

    /// Returns whether the entry passes.
    ///
    /// Takes time in the number of its values.
    pub(crate) fn passes(&self, ordinal: u32) -> Result<bool> {
        // The ids are at hand, while the values of the entry must be read.
        if self.excluded.binary_search(&ordinal).is_ok() {
            return Ok(false);
        }
        let Some(contexts) = &self.contexts else { return Ok(true) };
        for values in &self.required {
            if !contexts.has_any(ordinal, values)? {
                return Ok(false);
            }
        }
        Ok(self.without.is_empty() || !contexts.has_any(ordinal, &self.without)?)
    }
}

/// Returns the numbers of the values of each field, rising and each once. Unknown values have none.
fn values_of(
    contexts: Option<&ContextLists<'_>>,
    named: &Contexts,
    option: &'static str,
) -> Result<Vec<Vec<u32>>> {
    let mut fields = Vec::with_capacity(named.len());
    for (name, values) in named {
        let (contexts, field) = known_field(contexts, option, name)?;
        let mut numbers = Vec::with_capacity(values.len());
        for value in values {
            // A value that no entry has lets none through, and is no error: values come and go with
            // the data. A field is a name that somebody mistyped.
            numbers.extend(contexts.value(field, value)?);
        }
        numbers.sort_unstable();
        numbers.dedup();
        fields.push(numbers);
    }
    Ok(fields)
}

/// Returns the contexts, and the place of the values of a field that a request names.
///
/// # Errors
///
/// [`Error::InvalidOption`] for a field that the index lacks.
pub(super) fn known_field<'c, 'a>(
    contexts: Option<&'c ContextLists<'a>>,
    option: &'static str,
    name: &str,
) -> Result<(&'c ContextLists<'a>, Place)> {
    let contexts = contexts.ok_or_else(|| unknown_field(option, name, &[]))?;
    match contexts.field(name)? {
        Some(field) => Ok((contexts, field)),
        None => Err(unknown_field(option, name, &contexts.fields()?)),
    }
}

/// Makes the error of a field that the index lacks.
fn unknown_field(option: &'static str, name: &str, known: &[String]) -> Error {
    let expected = match known {
        [] => "left out, since the index has no contexts".to_owned(),
        known => format!("by fields of the index, which has {}", known.join(", ")),
    };
    Error::InvalidOption { option, expected, got: format!("{name:?}") }
}
