//! How finished files take their places: in one step, or not at all.

mod index_file;
mod replacement;
mod target;

pub(in crate::build) use replacement::{Access, resolve, temporary_beside};
pub(in crate::build) use target::Target;
