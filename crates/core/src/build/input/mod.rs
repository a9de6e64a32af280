//! Sources into checked records, and what becomes of those that are refused.

mod batch;
mod holder;
mod names;
mod record;
mod rejects;
mod scan;
mod source;
mod table;
mod text_encoding;

pub(in crate::build) use batch::{Batch, RawRecord};
pub(in crate::build) use names::{Tally, ignored, in_order};
#[cfg(test)]
pub(in crate::build) use record::Alias;
pub(in crate::build) use record::{BadRecord, Parser, Record, Season};
pub(in crate::build) use rejects::Rejects;
pub(in crate::build) use source::{Source, read_text};
