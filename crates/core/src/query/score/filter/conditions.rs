//! Which entries a request asks for, and which it may see at all: filters and exclusions, as they
//! are given.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::query::lengths::{self, LengthLimit, count_values};

/// Values by field of a context.
///
/// ```
/// use mapahead::{Contexts, Index, SuggestOptions};
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
/// let cities = vec!["Bern".to_owned(), "Turin".to_owned()];
/// let filter = Contexts::from([("city".to_owned(), cities)]);
/// let result = index.suggest("ra", &SuggestOptions { filter, ..Default::default() })?;
/// let texts: Vec<&str> = result.suggestions.iter().map(|found| found.text).collect();
/// assert_eq!(texts, ["Ravioli", "Raclette"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub type Contexts = BTreeMap<String, Vec<String>>;

/// Which entries never to return.
///
/// ```
/// use mapahead::{Exclude, Index, SuggestOptions};
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
/// let exclude = Exclude { ids: vec!["r1".to_owned()], ..Default::default() };
/// let result = index.suggest("ra", &SuggestOptions { exclude, ..Default::default() })?;
/// let texts: Vec<&str> = result.suggestions.iter().map(|found| found.text).collect();
/// assert_eq!(texts, ["Ravioli", "Raclette"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exclude {
    /// By id: at most 10,000. Ids that the index lacks do nothing.
    pub ids: Vec<String>,
    /// By field: those with any of the values.
    pub contexts: Contexts,
}

/// Which entries a request may see at all, whatever it asks for: those that pass `filter`, less
/// those of `exclude`.
///
/// It is apart from the filter and the exclusions of the request, for a server that adds it to
/// options that came from a client: an entry must pass both. It has limits of its own, so that what
/// the client asks for takes nothing away from it. The default lets every entry pass.
///
/// ```
/// use mapahead::{Contexts, Index, Restriction, SuggestOptions};
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
/// let city = |name: &str| Contexts::from([("city".to_owned(), vec![name.to_owned()])]);
/// let restrict = Restriction { filter: city("Bern"), ..Default::default() };
/// let ask = |filter| {
///     let options = SuggestOptions { filter, restrict: restrict.clone(), ..Default::default() };
///     index.suggest("ra", &options).map(|result| result.suggestions.len())
/// };
/// assert_eq!((ask(Contexts::new())?, ask(city("Turin"))?), (1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Restriction {
    /// The values of which an entry must have one, by field: at most 10,000.
    pub filter: Contexts,
    /// The entries that never pass: at most 1,000 ids, and as many values.
    pub exclude: Exclude,
}

/// How much a filter and its exclusions may hold, and what errors call them.
#[derive(Debug)]
pub(in crate::query::score) struct Limits {
    pub(in crate::query::score) filter: LengthLimit,
    pub(in crate::query::score) excluded_contexts: LengthLimit,
    pub(in crate::query::score) excluded_ids: LengthLimit,
}

/// Those that are options themselves.
const ASKED: Limits = Limits {
    filter: lengths::FILTER,
    excluded_contexts: lengths::EXCLUDED_CONTEXTS,
    excluded_ids: lengths::EXCLUDED_IDS,
};

/// Those inside the restriction of a request.
const RESTRICTED: Limits = Limits {
    filter: lengths::RESTRICT_FILTER,
    excluded_contexts: lengths::RESTRICT_EXCLUDED_CONTEXTS,
    excluded_ids: lengths::RESTRICT_EXCLUDED_IDS,
};

/// A filter with its exclusions, of a request or of its restriction. An entry must pass all that
/// there are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Conditions<'o> {
    pub(in crate::query::score) filter: &'o Contexts,
    pub(in crate::query::score) exclude: &'o Exclude,
    pub(in crate::query::score) limits: &'static Limits,
}

impl<'o> Conditions<'o> {
    /// Takes what a request asks for.
    pub(crate) fn asked(filter: &'o Contexts, exclude: &'o Exclude) -> Self {
        Conditions { filter, exclude, limits: &ASKED }
    }

    /// Takes what a request may see.
    pub(crate) fn restricted(restriction: &'o Restriction) -> Self {
        let Restriction { filter, exclude } = restriction;
        Conditions { filter, exclude, limits: &RESTRICTED }
    }

    /// Returns how many texts are to be looked up.
    pub(in crate::query::score) fn texts(&self) -> usize {
        let values = self.filter.values().chain(self.exclude.contexts.values()).map(Vec::len);
        values.sum::<usize>() + self.exclude.ids.len()
    }

    /// Checks how much there is.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`](crate::Error::InvalidOption) if that is too much.
    pub(crate) fn check(&self) -> Result<()> {
        self.limits.excluded_ids.check(self.exclude.ids.len())?;
        self.limits.filter.check(count_values(self.filter.values().map(Vec::len)))?;
        let excluded = self.exclude.contexts.values().map(Vec::len);
        self.limits.excluded_contexts.check(count_values(excluded))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_two_conditions_has_limits_of_its_own_and_says_whose_are_passed() {
        let values =
            |count: usize| Contexts::from([("city".to_owned(), vec![String::new(); count])]);
        let with = |ids, filter, without| Restriction {
            filter: values(filter),
            exclude: Exclude { ids: vec![String::new(); ids], contexts: values(without) },
        };
        let most = with(10_000, 10_000, 10_000);
        Conditions::asked(&most.filter, &most.exclude).check().unwrap();
        Conditions::restricted(&with(1_000, 10_000, 1_000)).check().unwrap();
        for one_more in [with(1_001, 1, 1), with(1, 1, 1_001)] {
            assert!(Conditions::restricted(&one_more).check().is_err());
        }
        for (given, asked, restricted) in [
            (with(10_001, 1, 1), "exclude.ids", "restrict.exclude.ids"),
            (with(1, 10_001, 1), "filter", "restrict.filter"),
            (with(1, 1, 10_001), "exclude.contexts", "restrict.exclude.contexts"),
        ] {
            let told = |conditions: Conditions<'_>| conditions.check().unwrap_err().to_string();
            let message = told(Conditions::asked(&given.filter, &given.exclude));
            assert!(message.starts_with(&format!("{asked} must be at most 10000")), "{message}");
            let message = told(Conditions::restricted(&given));
            assert!(message.starts_with(&format!("{restricted} must be at most")), "{message}");
        }
    }
}
