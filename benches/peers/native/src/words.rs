//! tantivy: words with a fast field for the weight, mapped from its folder.

use std::fs;
use std::path::Path;

use mapahead_benches::Result;
use mapahead_benches::corpus::Name;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Query};
use tantivy::schema::{FAST, Field, STORED, Schema, TEXT, Value};
use tantivy::{Index, IndexReader, IndexWriter, Order, ReloadPolicy, TantivyDocument, Term, doc};

use crate::{Found, Peer};

const LIMIT: usize = 10;
/// What the writer may take in memory.
const WRITER_BYTES: usize = 200_000_000;

/// Writes the index of `names` into the folder `path`, in one segment.
#[expect(clippy::disallowed_methods, reason = "a bench leaves its inputs under target")]
pub fn build(names: &[Name], path: &str) -> Result<()> {
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", TEXT | STORED);
    let weight = schema.add_u64_field("weight", FAST | STORED);
    if fs::exists(path)? {
        fs::remove_dir_all(path)?;
    }
    fs::create_dir_all(path)?;
    let index = Index::create_in_dir(path, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;
    for name in names {
        writer.add_document(doc!(text => name.text.as_str(), weight => name.weight))?;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()?;
    Ok(())
}

/// An open index.
pub struct Words {
    reader: IndexReader,
    text: Field,
    weight: Field,
    bytes: u64,
}

impl Words {
    /// Opens the index in the folder `path`.
    pub fn open(path: &Path) -> Result<Self> {
        let index = Index::open_in_dir(path)?;
        let schema = index.schema();
        let (text, weight) = (schema.get_field("text")?, schema.get_field("weight")?);
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let mut bytes = 0;
        for file in fs::read_dir(path)? {
            bytes += file?.metadata()?.len();
        }
        Ok(Words { reader, text, weight, bytes })
    }

    /// Each word of the query, the last one unfinished, in any order, with an edit each if there are slips.
    fn query(&self, query: &str, slips: bool) -> BooleanQuery {
        let small = query.to_lowercase();
        let words: Vec<&str> = small
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let parts = words.iter().enumerate().map(|(at, word)| -> Box<dyn Query> {
            let term = Term::from_field_text(self.text, word);
            let distance = u8::from(slips && word.chars().count() > 2);
            match at + 1 == words.len() {
                true => Box::new(FuzzyTermQuery::new_prefix(term, distance, true)),
                false => Box::new(FuzzyTermQuery::new(term, distance, true)),
            }
        });
        BooleanQuery::intersection(parts.collect())
    }
}

impl Peer for Words {
    fn answer(&self, query: &str, slips: bool) -> Result<Vec<Found>> {
        let searcher = self.reader.searcher();
        let best = TopDocs::with_limit(LIMIT).order_by_fast_field::<u64>("weight", Order::Desc);
        let mut found = Vec::with_capacity(LIMIT);
        for (_, address) in searcher.search(&self.query(query, slips), &best)? {
            let document: TantivyDocument = searcher.doc(address)?;
            let text = document.get_first(self.text).and_then(|value| value.as_str());
            let weight = document.get_first(self.weight).and_then(|value| value.as_u64());
            found.push((text.unwrap_or_default().to_owned(), weight.unwrap_or_default()));
        }
        Ok(found)
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.bytes)
    }
}
