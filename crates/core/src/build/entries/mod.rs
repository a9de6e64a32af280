//! Records into entries: their forms and keys, as bytes that sort by ordinal.

mod chunk;
mod collect;
mod forms;
mod sorted_entry;
mod synonyms;

pub(in crate::build) use collect::{Collected, Collector};
pub(in crate::build) use forms::{FormMaker, Origin};
pub(in crate::build) use sorted_entry::{SortedEntry, SortedForm, falling};
pub(in crate::build) use synonyms::SynonymRules;
