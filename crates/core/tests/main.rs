//! Whole-index tests: the engine against the naive model, damage, golden files, faults of builds.

mod builds;
mod corpus;
mod damage;
mod engine;
mod golden;
mod model;
mod model_cases;
