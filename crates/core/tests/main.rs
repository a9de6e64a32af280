//! Whole-index tests: the engine against the naive model, damage, golden files, faults of builds.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail at any step")]

mod answers_json;
mod asking;
mod builds;
mod bytes;
mod corpus;
mod damage;
mod engine;
mod examples;
mod forms;
mod golden;
mod inputs;
mod json_shapes;
mod model;
mod model_cases;
mod must_hold;
mod opening;
mod place;
mod read_back;
mod recipes;
mod refusals;
mod structure;
mod tables;
