//! Whole-index tests.
mod model;
