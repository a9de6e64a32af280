//! Sorted entries into the sections of an index. `passes` is the order of it all; each other file
//! writes the sections that its head specifies.

mod aliases;
mod contexts;
mod entry_sections;
mod forms_by_rank;
mod inverses;
mod keys;
mod marked_terms;
mod merged;
mod passes;
mod repeats;
mod seasons;
mod side_sections;
mod stems;
mod tails;
mod terms;

pub(in crate::build) use passes::{Assembled, Passes};
