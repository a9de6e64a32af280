//! The entries of an opened index, put together from the sections.

use super::column::optional_string;
use super::view::View;
use crate::error::Result;

/// An indexed record, as [`Index::get`](crate::Index::get) finds it.
///
/// ```
/// use mapahead::Index;
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
/// let entry = index.get("r3")?.expect("the id is there");
/// assert_eq!((entry.text, entry.weight), ("Raclette", 5.0));
/// assert_eq!(entry.contexts, [("city".to_owned(), vec!["Bern".to_owned()])]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// What is matched and shown.
    pub text: &'a str,
    /// The unique id, if the record had one.
    pub id: Option<&'a str>,
    /// The popularity.
    pub weight: f64,
    /// The values by field, fields and values in the order of their bytes.
    pub contexts: Vec<(String, Vec<String>)>,
    /// The multipliers of the 15th of January to December as they are stored, off by at most 0.025
    /// %; `None` if all are 1.
    pub season: Option<[f64; 12]>,
    /// The payload as JSON text, if the record had one.
    pub payload: Option<&'a str>,
}

impl<'a> View<'a> {
    /// Returns the entry whose id is `id`.
    pub(super) fn find(&self, id: &str) -> Result<Option<Entry<'a>>> {
        self.ordinal_of(id)?.map(|ordinal| self.entry(ordinal)).transpose()
    }

    /// Returns the entry of `ordinal`.
    pub(super) fn entry(&self, ordinal: u32) -> Result<Entry<'a>> {
        let contexts = self.contexts()?;
        let seasons = self.seasons()?;
        Ok(Entry {
            text: self.texts()?.get(ordinal)?,
            id: optional_string(self.ids()?.as_ref(), ordinal)?,
            // The text of an entry is the form whose number is the ordinal.
            weight: self.forms()?.of_number(ordinal)?.weight,
            contexts: contexts.map_or(Ok(Vec::new()), |contexts| contexts.of_entry(ordinal))?,
            season: seasons.map_or(Ok(None), |seasons| seasons.of_entry(ordinal))?,
            payload: optional_string(self.payloads()?.as_ref(), ordinal)?,
        })
    }
}
