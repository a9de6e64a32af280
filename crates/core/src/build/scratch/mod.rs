//! Where a build keeps what it writes on the way: pairs that are sorted, sections that are spooled.

mod sorter;
mod spool;

pub(in crate::build) use sorter::{Sorted, Sorter};
pub(in crate::build) use spool::{SectionContents, Spool};
