//! What multiplies scores at the wish of a request: boosts by context value and by entry.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::query::lengths::{BOOSTED_CONTEXTS, BOOSTED_IDS, count_values};

/// The largest boost.
const MAX_BOOST: f64 = 1000.0;

/// Multipliers of scores: 0 to 1,000 each, where 1 changes nothing.
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
/// let boosts = Boosts { ids: vec![("r3".to_owned(), 10.0)], ..Default::default() };
/// let result = index.suggest("ra", &SuggestOptions { boosts, ..Default::default() })?;
/// assert_eq!(result.suggestions[0].text, "Raclette");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Boosts {
    /// By field and value of a context. The largest counts inside a field, the product over fields.
    pub contexts: BTreeMap<String, BTreeMap<String, f64>>,
    /// By id of an entry, such as the history of a person. Of equal ids the last one counts. Ids
    /// that the index lacks do nothing.
    pub ids: Vec<(String, f64)>,
}

impl Boosts {
    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.contexts.is_empty() && self.ids.is_empty()
    }

    /// Checks the ranges of the boosts of a request.
    pub(crate) fn check(&self) -> Result<()> {
        BOOSTED_IDS.check(self.ids.len())?;
        BOOSTED_CONTEXTS.check(self.context_count())?;
        self.check_ranges()
    }

    /// Checks the ranges of a set to prepare.
    pub(crate) fn check_prepared(&self) -> Result<()> {
        BOOSTED_IDS.prepared().check(self.ids.len())?;
        BOOSTED_CONTEXTS.prepared().check(self.context_count())?;
        self.check_ranges()
    }

    /// Returns the number of values over all fields: each is looked up once a request.
    fn context_count(&self) -> usize {
        count_values(self.contexts.values().map(BTreeMap::len))
    }

    fn check_ranges(&self) -> Result<()> {
        let wrong = |option, expected: &str, got| {
            Err(Error::InvalidOption { option, expected: expected.to_owned(), got })
        };
        // NaN is in no range, so it is refused here as well.
        let out_of_range = |boost: &f64| !(0.0..=MAX_BOOST).contains(boost);
        let of_contexts = self.contexts.values().flatten();
        if let Some((value, boost)) = of_contexts.clone().find(|(_, boost)| out_of_range(boost)) {
            let got = format!("{boost} for {value:?}");
            return wrong("boosts.contexts", "numbers from 0 to 1000", got);
        }
        if let Some((id, boost)) = self.ids.iter().find(|(_, boost)| out_of_range(boost)) {
            return wrong("boosts.ids", "numbers from 0 to 1000", format!("{boost} for {id:?}"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boosts_are_from_0_to_1000_and_not_too_many() {
        let of_id = |boost: f64| Boosts { ids: vec![("a".to_owned(), boost)], ..Boosts::default() };
        for boost in [0.0, 1.0, 1000.0] {
            of_id(boost).check().unwrap();
        }
        for boost in [-0.1, 1000.1, f64::NAN, f64::INFINITY] {
            let message = of_id(boost).check().unwrap_err().to_string();
            assert!(message.starts_with("boosts.ids must be numbers from 0 to 1000"), "{message}");
            let values = BTreeMap::from([("doors".to_owned(), boost)]);
            let contexts = BTreeMap::from([("category".to_owned(), values)]);
            let message = Boosts { contexts, ..Boosts::default() }.check().unwrap_err().to_string();
            assert!(message.starts_with("boosts.contexts"), "{message}");
        }
        let many = |count| Boosts { ids: vec![("a".to_owned(), 1.0); count], ..Boosts::default() };
        many(1000).check().unwrap();
        let message = many(1001).check().unwrap_err().to_string();
        assert!(message.contains("prepare a set"), "{message}");
        many(100_000).check_prepared().unwrap();
        many(100_001).check_prepared().unwrap_err();
    }
}
