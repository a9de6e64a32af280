//! A path into bytes.

mod mmap;

pub(crate) use mmap::{Mapping, map};
