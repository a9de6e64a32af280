//! A path into bytes.

mod contents;
mod mmap;

pub(crate) use contents::Contents;
