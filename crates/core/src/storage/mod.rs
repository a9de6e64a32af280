//! A path into bytes.
