//! Whole-index tests.
mod model;
mod model_cases;
