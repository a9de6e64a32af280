//! What the fuzz targets share: bytes into texts, requests and records, and index files in parts.
//!
//! The model and what compares it with the engine are those of the whole-index tests.

#[path = "../../crates/core/tests/asking.rs"]
pub mod asking;
pub mod bytes;
pub mod corpus;
#[path = "../../crates/core/tests/model/mod.rs"]
pub mod model;
pub mod parts;
#[path = "../../crates/core/tests/damage/repair.rs"]
mod repair;
pub mod requests;
pub mod settings;
#[path = "../../crates/core/tests/damage/sound.rs"]
pub mod sound;
