//! Where a build keeps what it writes on the way. Every other room may use this one.
//!
//! A [`Workspace`] makes all of it: a [`Sorter`] takes pairs of bytes in any order and gives them
//! back by key, and a [`Spool`] keeps a section until the file is written. Both live
//! in memory up to a budget, and then in unnamed temporary files.

mod number_lists;
mod section_writers;
mod sorter;
mod spool;
mod workspace;

pub(in crate::build) use number_lists::NumberLists;
pub(in crate::build) use section_writers::{
    DictionarySection, ListStartsSection, PackedSection, StringsSection,
};
pub(in crate::build) use sorter::{Sorted, Sorter};
pub(in crate::build) use spool::{SectionContents, Spool};
pub(in crate::build) use workspace::Workspace;
