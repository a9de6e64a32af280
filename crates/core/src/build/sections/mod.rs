//! Sorted entries into the sections of an index: the passes, and one file for each kind of section.

mod contexts;
mod entry_sections;
mod inverses;
mod passes;
mod seasons;
mod side_sections;
mod stems;
mod terms;

pub(in crate::build) use passes::Assembly;
