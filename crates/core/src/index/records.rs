//! The records of an index, read back as they were given.

use std::ops::Range;

use super::Index;
use super::entry::Entry;
use super::view::View;
use crate::error::Result;
use crate::format::form_kind::FormKind;

/// An alias as it was given.
///
/// ```
/// # use mapahead::{Index, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let mut builder = IndexBuilder::new(&path, Default::default())?;
/// builder.add_ndjson("cities", br#"{"text":"New York","aliases":["NYC"]}"#.to_vec())?;
/// builder.finish()?;
/// let index = Index::open(&path)?;
/// let record = index.entries().next().expect("there is one")?;
/// assert_eq!((record.aliases[0].text, record.aliases[0].factor), ("NYC", 0.1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecordAlias<'a> {
    /// What is matched.
    pub text: &'a str,
    /// What scales the weight when it matches: 0 to 1.
    pub factor: f64,
}

/// A record as [`Index::entries`] reads it back: all that a build took of it.
///
/// ```
/// # use mapahead::{Index, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let mut builder = IndexBuilder::new(&path, Default::default())?;
/// builder.add_ndjson("cities", br#"{"text":"Bern","weight":134,"payload":[1, 2]}"#.to_vec())?;
/// builder.finish()?;
/// let index = Index::open(&path)?;
/// let record = index.entries().next().expect("there is one")?;
/// assert_eq!(record.to_json(), r#"{"text":"Bern","weight":134,"payload":[1, 2]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Record<'a> {
    /// All but the aliases.
    pub entry: Entry<'a>,
    /// The aliases in the order given, also those whose key another form of the entry has.
    pub aliases: Vec<RecordAlias<'a>>,
}

impl Record<'_> {
    /// Returns the record as one line of JSON that a build takes, without the line break. The
    /// payload stands in it byte for byte.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.write_json(&mut json);
        json
    }

    /// Appends the same to `out`.
    pub fn write_json(&self, out: &mut String) {
        let Record { entry, aliases } = self;
        out.push_str("{\"text\":");
        push_string(entry.text, out);
        if let Some(id) = entry.id {
            out.push_str(",\"id\":");
            push_string(id, out);
        }
        // The shortest digits that are read as the same number again.
        out.push_str(&format!(",\"weight\":{}", entry.weight));
        for (number, alias) in aliases.iter().enumerate() {
            out.push_str(if number == 0 { ",\"aliases\":[{\"text\":" } else { ",{\"text\":" });
            push_string(alias.text, out);
            out.push_str(&format!(",\"factor\":{}}}", alias.factor));
        }
        if !aliases.is_empty() {
            out.push(']');
        }
        for (number, (field, values)) in entry.contexts.iter().enumerate() {
            out.push_str(if number == 0 { ",\"contexts\":{" } else { "," });
            push_string(field, out);
            for (number, value) in values.iter().enumerate() {
                out.push_str(if number == 0 { ":[" } else { "," });
                push_string(value, out);
            }
            out.push(']');
        }
        if !entry.contexts.is_empty() {
            out.push('}');
        }
        if let Some(months) = &entry.season {
            out.push_str(&format!(",\"season\":{months:?}"));
        }
        if let Some(payload) = entry.payload {
            out.push_str(",\"payload\":");
            out.push_str(payload);
        }
        out.push('}');
    }
}

/// Appends a text as JSON.
fn push_string(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

/// The records of an index, by falling weight: see [`Index::entries`].
///
/// ```
/// # use mapahead::{Index, IndexBuilder};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("index.mapahead");
/// let mut builder = IndexBuilder::new(&path, Default::default())?;
/// builder.add_ndjson("cities", b"{\"text\":\"Bern\"}\n{\"text\":\"Berlin\"}".to_vec())?;
/// builder.finish()?;
/// let index = Index::open(&path)?;
/// // To skip takes no time, so that a reader can go on where it ended.
/// let record = index.entries().skip(1).next().expect("there are two")?;
/// assert_eq!(record.entry.text, "Berlin");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Entries<'a> {
    view: View<'a>,
    ordinals: Range<u32>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<Record<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.ordinals.next().map(|ordinal| self.view.record(ordinal))
    }

    fn nth(&mut self, skipped: usize) -> Option<Self::Item> {
        self.ordinals.nth(skipped).map(|ordinal| self.view.record(ordinal))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ordinals.size_hint()
    }
}

impl<'a> View<'a> {
    /// Returns the record of an entry.
    fn record(&self, ordinal: u32) -> Result<Record<'a>> {
        Ok(Record { entry: self.entry(ordinal)?, aliases: self.given_aliases(ordinal)? })
    }

    /// Returns the aliases of an entry as they were given.
    fn given_aliases(&self, ordinal: u32) -> Result<Vec<RecordAlias<'a>>> {
        let mut given = Vec::new();
        // Most indexes have none, and then nothing is looked up for each entry.
        if let Some(texts) = self.alias_texts()? {
            let forms = self.forms()?;
            for number in self.aliases_of(ordinal)? {
                let alias = number - self.entries();
                // The forms that the build made are made again.
                if self.alias_kind(alias)? == FormKind::ALIAS {
                    let factor = forms.factor_of(number)?;
                    given.push(RecordAlias { text: texts.get(alias)?, factor });
                }
            }
        }
        let Some(merged) = self.merged_aliases()? else { return Ok(given) };
        for number in merged.of_entry(ordinal)? {
            let alias = merged.get(number)?;
            let text = if alias.text.is_empty() { self.texts()?.get(ordinal)? } else { alias.text };
            // Places rise, so each goes behind those that were put in before it.
            let place = (alias.place as usize).min(given.len());
            given.insert(place, RecordAlias { text, factor: alias.factor });
        }
        Ok(given)
    }
}

impl View<'_> {
    /// Returns how many aliases as given are forms of an entry.
    pub(super) fn aliases_as_stored(&self, ordinal: u32) -> Result<usize> {
        let mut count = 0;
        if self.forms()?.has_aliases() {
            for number in self.aliases_of(ordinal)? {
                count += usize::from(self.alias_kind(number - self.entries())? == FormKind::ALIAS);
            }
        }
        Ok(count)
    }
}

impl Index {
    /// Returns the records of the index, by falling weight, as the build took them: text, id,
    /// weight, aliases with their factors, contexts, season and payload. The forms that the build
    /// made are not among the aliases.
    ///
    /// A build of these records with the same options gives the same bytes. Three things were
    /// settled by the build before: the values of a field stand in the order of their bytes, each
    /// once, a season has the multipliers that are stored, and line breaks between the values of a
    /// payload are spaces.
    ///
    /// One record is in memory at a time. Each takes time in its length and O(log n) for its aliases.
    ///
    /// ```
    /// # use mapahead::{Index, IndexBuilder};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("index.mapahead");
    /// # let again = folder.path().join("again.mapahead");
    /// let mut builder = IndexBuilder::new(&path, Default::default())?;
    /// builder.add_ndjson("cities", br#"{"text":"New York","aliases":["NYC","new york"]}"#.to_vec())?;
    /// let first = builder.finish()?;
    /// let index = Index::open(&path)?;
    /// let mut builder = IndexBuilder::new(&again, Default::default())?;
    /// for record in index.entries() {
    ///     builder.add_ndjson("entries", record?.to_json().into_bytes())?;
    /// }
    /// assert_eq!(builder.finish()?.generation, first.generation);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Each record is `ERR_CORRUPT` if reading it runs into damaged bytes.
    #[must_use]
    pub fn entries(&self) -> Entries<'_> {
        let view = self.view();
        Entries { view, ordinals: 0..view.entries() }
    }

    /// Returns the synonym rules of the build, each a line as it was given. Comments and blank lines
    /// are not among them, and none is without synonyms.
    ///
    /// ```
    /// # use mapahead::{BuildOptions, Index, IndexBuilder, Synonyms};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("index.mapahead");
    /// let rules = vec!["fridge, refrigerator".to_owned()];
    /// let synonyms = Some(Synonyms::Rules(rules));
    /// let mut builder = IndexBuilder::new(&path, BuildOptions { synonyms, ..Default::default() })?;
    /// builder.add_ndjson("goods", br#"{"text":"Fridge"}"#.to_vec())?;
    /// builder.finish()?;
    /// assert_eq!(Index::open(&path)?.synonyms()?, ["fridge, refrigerator"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `ERR_CORRUPT` if reading them runs into damaged bytes.
    pub fn synonyms(&self) -> Result<Vec<&str>> {
        let Some(rules) = self.view().synonym_rules()? else { return Ok(Vec::new()) };
        // As many as the settings say, which 32 bits number by far.
        (0..rules.len() as u32).map(|number| rules.get(number)).collect()
    }
}
