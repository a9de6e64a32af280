//! Which entries pass: the filter and the exclusions of a request, looked up once.

use crate::error::{Error, Result};
use crate::format::dictionary::Place;
use crate::index::{Contexts, View};
use crate::query::options::{Contexts as Named, SuggestOptions};

/// Which entries pass.
#[derive(Debug, Default)]
pub(crate) struct Walls<'a> {
    contexts: Option<Contexts<'a>>,
    /// By field, the values of which an entry must have one: rising.
    filter: Vec<Vec<u32>>,
    /// The number of the field whose values have the fewest forms.
    leading: usize,
    /// How many forms they have; a form with several of them is counted for each.
    leading_forms: usize,
    /// The values of which an entry may have none: rising.
    without: Vec<u32>,
    /// The entries that do not pass: rising.
    excluded: Vec<u32>,
}

impl<'a> Walls<'a> {
    /// Looks up the filter and the exclusions of `options`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for a field that the index lacks.
    pub(crate) fn new(view: &View<'a>, options: &SuggestOptions) -> Result<Self> {
        let SuggestOptions { filter, exclude, .. } = options;
        let contexts = match filter.is_empty() && exclude.contexts.is_empty() {
            true => None,
            false => view.contexts()?,
        };
        let mut walls = Walls { contexts, ..Walls::default() };
        walls.filter = values_of(contexts.as_ref(), filter, "filter")?;
        walls.without = values_of(contexts.as_ref(), &exclude.contexts, "exclude.contexts")?
            .into_iter()
            .flatten()
            .collect();
        walls.without.sort_unstable();
        if !exclude.ids.is_empty()
            && let Some(finder) = view.id_finder()?
        {
            for id in &exclude.ids {
                walls.excluded.extend(finder.find(id)?);
            }
            walls.excluded.sort_unstable();
        }
        walls.find_leading()?;
        Ok(walls)
    }

    fn find_leading(&mut self) -> Result<()> {
        let Some(contexts) = &self.contexts else { return Ok(()) };
        for (number, values) in self.filter.iter().enumerate() {
            let mut forms = 0;
            for &value in values {
                forms += contexts.list(value)?.len();
            }
            if number == 0 || forms < self.leading_forms {
                (self.leading, self.leading_forms) = (number, forms);
            }
        }
        Ok(())
    }

    /// Returns whether every entry passes.
    pub(crate) fn is_none(&self) -> bool {
        self.filter.is_empty() && self.without.is_empty() && self.excluded.is_empty()
    }

    /// Returns whether no entry passes, as can be told at once.
    pub(crate) fn is_closed(&self) -> bool {
        !self.filter.is_empty() && self.leading_forms == 0
    }

    /// Returns the contexts and the values of the field of the filter whose values have the fewest forms, with
    /// the number of these; `None` without a filter.
    pub(crate) fn leading(&self) -> Option<(&Contexts<'a>, &[u32], usize)> {
        let values = self.filter.get(self.leading)?;
        Some((self.contexts.as_ref()?, values, self.leading_forms))
    }

    /// Returns whether the entry passes.
    ///
    /// Takes time in the number of its values.
    pub(crate) fn passes(&self, ordinal: u32) -> Result<bool> {
        if self.excluded.binary_search(&ordinal).is_ok() {
            return Ok(false);
        }
        let Some(contexts) = &self.contexts else { return Ok(true) };
        for values in &self.filter {
            if !contexts.has_any(ordinal, values)? {
                return Ok(false);
            }
        }
        Ok(self.without.is_empty() || !contexts.has_any(ordinal, &self.without)?)
    }
}

/// Returns the numbers of the values of each field, rising and each once; unknown values have none.
fn values_of(
    contexts: Option<&Contexts<'_>>,
    named: &Named,
    option: &'static str,
) -> Result<Vec<Vec<u32>>> {
    let mut fields = Vec::with_capacity(named.len());
    for (name, values) in named {
        let (contexts, field) = known_field(contexts, option, name)?;
        let mut numbers = Vec::with_capacity(values.len());
        for value in values {
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
pub(crate) fn known_field<'c, 'a>(
    contexts: Option<&'c Contexts<'a>>,
    option: &'static str,
    name: &str,
) -> Result<(&'c Contexts<'a>, Place)> {
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
