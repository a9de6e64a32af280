//! How finished files take their places: in one step, or not at all.

mod index_file;
mod left_overs;
mod replacement;
mod target;

pub(in crate::build) use left_overs::Access;
pub(in crate::build) use replacement::{resolve, temporary_beside};
pub(in crate::build) use target::Target;
