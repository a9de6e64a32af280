//! What an index holds, for people and tools that look at it.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::file::Opened;
use crate::error::Result;
use crate::format::header::FORMAT_VERSION;
use crate::kind::Kind;
use crate::settings::{FormCounts, Quality, TypoSettings};

/// One section of the file.
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
/// for section in index.info().sections {
///     println!("{:>9} {}", section.bytes, section.name);
/// }
/// assert_eq!(index.info().sections[0].name, "settings");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SectionInfo {
    /// The name of the section, for example `"keys"`; `"unknown"` if a later release wrote it.
    pub name: &'static str,
    /// Its size in bytes, without padding.
    pub bytes: u64,
}

/// A field of contexts.
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
/// let contexts = index.info().contexts;
/// assert_eq!((contexts[0].field.as_str(), contexts[0].values), ("city", 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContextInfo {
    /// The name of the field.
    pub field: String,
    /// Its distinct values.
    pub values: u64,
}

/// What an index holds. As JSON its names are in camel case, and the content hash is 16 hexadecimal
/// digits, since the numbers of most languages cannot hold it.
///
/// ```
/// use mapahead::{Index, Kind};
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
/// let info = index.info();
/// assert_eq!((info.entries, info.kind), (3, Kind::Text));
/// assert_eq!(info.bytes, std::fs::metadata(&path)?.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IndexInfo {
    /// Entries.
    pub entries: u64,
    /// Distinct keys.
    pub keys: u64,
    /// Pairs of key and entry.
    pub slots: u64,
    /// The size of the file, in bytes.
    pub bytes: u64,
    /// The bytes of the display texts alone, which any index must hold.
    pub text_bytes: u64,
    /// The content hash.
    #[serde(serialize_with = "hexadecimal")]
    pub generation: u64,
    /// The version of the file's format.
    pub format_version: u32,
    /// The version of the analysis.
    pub analysis_version: u32,
    /// The kind of index.
    pub kind: Kind,
    /// The constants of the score.
    pub quality: Quality,
    /// What slips cost, and how many a word may have.
    pub typos: TypoSettings,
    /// The codes of the languages.
    pub languages: Vec<String>,
    /// The names of the keyboard layouts.
    pub layouts: Vec<String>,
    /// The number of synonym rules.
    pub synonyms: u64,
    /// The factor of a form that a synonym made.
    pub synonym_factor: f64,
    /// Whether texts are also found by their transliteration.
    pub transliterate: bool,
    /// Whether words are also found by a part that does not begin them.
    pub inside: bool,
    /// The fields of contexts, in the order of their bytes; empty if they cannot be read.
    pub contexts: Vec<ContextInfo>,
    /// The seasons that records could name, as they were given.
    pub seasons: BTreeMap<String, [f64; 12]>,
    /// How many forms there are of each kind besides the texts.
    pub forms: FormCounts,
    /// The sections, in file order.
    pub sections: Vec<SectionInfo>,
}

fn hexadecimal<S: Serializer>(generation: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{generation:016x}"))
}

pub(super) fn info(opened: &Opened) -> IndexInfo {
    let header = &opened.header;
    // Those that a later release wrote are listed too, so that the sizes add up to the file.
    let sections = header
        .sections
        .iter()
        .map(|section| SectionInfo { name: section.name(), bytes: section.range().len() as u64 });
    // 0 where the texts cannot be read: the rest is wanted all the more then.
    let text_bytes = opened.view().texts().map_or(0, |texts| texts.view().text_bytes() as u64);
    IndexInfo {
        entries: header.counts.entries.into(),
        keys: header.counts.keys,
        slots: header.counts.slots.into(),
        bytes: header.file_len,
        text_bytes,
        generation: header.generation,
        format_version: FORMAT_VERSION,
        analysis_version: header.analysis_version,
        kind: opened.settings.kind,
        quality: opened.settings.quality,
        typos: opened.settings.typos.clone(),
        languages: opened.settings.languages.clone(),
        layouts: opened.settings.layouts.clone(),
        synonyms: opened.settings.synonyms,
        synonym_factor: opened.settings.synonym_factor,
        transliterate: opened.settings.transliterate,
        inside: opened.settings.inside,
        // Damage there must not keep anybody from seeing the rest, of this file above all.
        contexts: contexts(opened).unwrap_or_default(),
        seasons: opened.settings.seasons.clone(),
        forms: opened.settings.forms,
        sections: sections.collect(),
    }
}

fn contexts(opened: &Opened) -> Result<Vec<ContextInfo>> {
    let Some(contexts) = opened.view().contexts()? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for field in contexts.fields()? {
        let place = contexts.field(&field)?;
        let values = place.map_or(0, |place| contexts.values_of_field(place).len() as u64);
        all.push(ContextInfo { field, values });
    }
    Ok(all)
}
