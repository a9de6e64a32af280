//! Records into entries: their forms and keys, as bytes that sort by ordinal.

mod chunk;
mod collect;
mod duplicates;
mod entry_bytes;
mod forms;
mod made_forms;
mod synonyms;

pub(in crate::build) use chunk::EntryMaker;
pub(in crate::build) use collect::{Collected, Collector, LeftOut};
pub(in crate::build) use entry_bytes::{SortedEntry, SortedForm, falling};
pub(in crate::build) use forms::FormMaker;
pub(in crate::build) use made_forms::MergedAlias;
pub(in crate::build) use synonyms::SynonymRules;
