//! Raw records into the bytes of entries: parsing and analysis of some, on one thread.

use std::collections::BTreeMap;
use std::ops::Range;

use super::entry_bytes;
use super::forms::FormMaker;
use super::made_forms::MadeForms;
use crate::advice::Advice;
use crate::build::input::{BadRecord, Batch, Parser, RawRecord, Record, Season, Tally};
use crate::format::season_rows::MONTHS;
use crate::format::{END_OF_FIELD, buckets};

/// Where the pair of a good record is in its chunk.
pub(super) struct Pair {
    pub(super) line: u64,
    /// The byte of the line with which it starts, where several may be on a line.
    pub(super) position: Option<u64>,
    pub(super) key_end: usize,
    pub(super) value_end: usize,
    /// The hash of the id, and where the id is, if there is one.
    pub(super) id: Option<(u64, Range<usize>)>,
}

/// What one thread made of its records: pairs one after the other, and what went wrong.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    pub(super) pairs: Vec<Pair>,
    pub(super) refused: Vec<BadRecord>,
    pub(super) forms: u64,
    pub(super) aliases_merged: u64,
    pub(super) forms_cut: u64,
    /// The union of the members of its records.
    pub(super) members: u64,
    /// The fields of contexts of its records, each with the line where it came first.
    pub(super) fields: BTreeMap<String, u64>,
    pub(super) seasons: u64,
    /// What its records have and no field takes.
    pub(super) tally: Tally,
}

/// Makes entries by the settings of a build. Keeps no state, so threads share it.
pub(in crate::build) struct EntryMaker {
    pub(in crate::build) forms: FormMaker,
    /// The seasons that records may name.
    pub(in crate::build) profiles: BTreeMap<String, [f64; MONTHS]>,
}

impl EntryMaker {
    /// Parses and analyses the records of a batch with these numbers.
    pub(super) fn chunk(&self, parser: &Parser, batch: &Batch, records: Range<usize>) -> Chunk {
        let mut writer = ChunkWriter { maker: self, chunk: Chunk::default(), key: String::new() };
        for number in records {
            // A bad record is kept with its place in the order, since another thread may be ahead:
            // whether it stops the build is decided where the chunks come together.
            let parsed = parser.parse(batch, number, &mut writer.chunk.tally);
            let added = parsed.and_then(|record| writer.add(&batch.record(number), &record));
            writer.chunk.refused.extend(added.err());
        }
        writer.chunk
    }

    /// Returns the multipliers of a record, if it has a season; else the name of one that there is
    /// not.
    fn season<'a>(&'a self, record: &'a Record<'_>) -> Result<Option<&'a [f64; MONTHS]>, &'a str> {
        match &record.season {
            None => Ok(None),
            Some(Season::Months(months)) => Ok(Some(months)),
            Some(Season::Profile(name)) => match self.profiles.get(name.as_ref()) {
                Some(months) => Ok(Some(months)),
                None => Err(name),
            },
        }
    }
}

struct ChunkWriter<'a> {
    maker: &'a EntryMaker,
    chunk: Chunk,
    /// The key of the record at hand, kept for its memory.
    key: String,
}

impl ChunkWriter<'_> {
    /// Adds a record, unless it must be refused.
    fn add(&mut self, raw: &RawRecord<'_>, record: &Record<'_>) -> Result<(), BadRecord> {
        let (maker, chunk) = (self.maker, &mut self.chunk);
        let nothing = |field, what: &str| {
            let reason = format!("has nothing to match by: {what}");
            BadRecord::new(raw, field, reason)
        };
        // The key is made here, on all threads, and not where records come together one by one.
        maker.forms.analyzer.form_key(&record.text, &mut self.key);
        if self.key.is_empty() {
            return Err(nothing("text", "give it a letter, a digit or a symbol"));
        }
        let forms = maker.forms.forms(record, &self.key);
        let Some(MadeForms { forms, merged, cut }) = forms else {
            return Err(nothing("aliases", "give each a letter, a digit or a symbol"));
        };
        // Profiles are of the build and not of the record, so the parser could not look them up.
        let season = maker.season(record);
        let season = season.map_err(|name| unknown_profile(raw, name, &maker.profiles))?;
        // From here on nothing fails, so a record is written whole or not at all.
        for pair in &record.contexts {
            // Fields are counted over all inputs. A line goes with each for the message.
            let field = pair.split(char::from(END_OF_FIELD)).next().unwrap_or_default();
            // Nearly every record brings fields that are known: those must not be copied.
            if !chunk.fields.contains_key(field) {
                chunk.fields.insert(field.to_owned(), raw.line);
            }
        }
        chunk.seasons += u64::from(season.is_some());
        entry_bytes::encode_key(record, &mut chunk.bytes);
        let key_end = chunk.bytes.len();
        entry_bytes::encode_value(record, season, &self.key, &mut chunk.bytes);
        entry_bytes::encode_merged(&merged, &mut chunk.bytes);
        chunk.forms += forms.len() as u64;
        chunk.aliases_merged += merged.len() as u64;
        chunk.forms_cut += u64::from(cut);
        for form in &forms {
            entry_bytes::encode_form(form, &mut chunk.bytes);
        }
        let id = record.id.as_deref().map(|id| {
            // The id lies in the value already, so its place is enough.
            let start = key_end + entry_bytes::ID_OFFSET;
            (buckets::hash(id), start..start + id.len())
        });
        let value_end = chunk.bytes.len();
        chunk.members |= record.members;
        let (line, position) = (raw.line, raw.position);
        chunk.pairs.push(Pair { line, position, key_end, value_end, id });
        Ok(())
    }
}

/// Says that a record names a season that the settings do not have.
fn unknown_profile(
    raw: &RawRecord<'_>,
    name: &str,
    profiles: &BTreeMap<String, [f64; MONTHS]>,
) -> BadRecord {
    // A cell of the wrong column may hold a whole page.
    let name: String = name.chars().take(100).collect();
    BadRecord {
        available: profiles.keys().cloned().collect(),
        advice: Some(Advice::DefineSeason),
        ..BadRecord::new(raw, "season", format!("{name:?} is no profile"))
    }
}
