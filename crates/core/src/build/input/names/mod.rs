//! Names of columns and members: which one is meant by a name that is looked for, which were taken,
//! and which were not used.

mod likeness;
mod matching;
mod report;
mod tally;

pub(in crate::build::input) use likeness::{is_slip, is_usual, may_weigh};
pub(in crate::build::input) use matching::trimmed;
pub(in crate::build) use matching::{Fit, fit};
pub(in crate::build) use report::{ignored, in_order, wanted_names};
pub(in crate::build::input) use tally::Figure;
pub(in crate::build) use tally::Tally;
