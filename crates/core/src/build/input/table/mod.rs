//! Tables: their columns, and what the first rows say of them.

mod advise;
mod content;
mod header;

pub(in crate::build::input) use advise::advised;
pub(in crate::build::input) use content::likeness_of_column;
pub(in crate::build) use header::Header;
