//! Walks of a dictionary for what was typed with slips: of the terms, and of the keys.

mod exact_path;
pub(crate) mod ground;
pub(crate) mod key_walk;
mod levels;
pub(crate) mod next_letters;
mod position_sets;
mod set_tables;
mod walk_states;
#[cfg(test)]
mod walk_tests;
pub(crate) mod word_walk;
