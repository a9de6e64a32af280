//! A typed word into terms, each at a cost.

pub(crate) mod alternatives;
pub(crate) mod edit_states;
#[cfg(test)]
mod edit_states_tests;
pub(crate) mod lexicon;
pub(crate) mod one_string;
pub(crate) mod spellings;
pub(crate) mod typed_letters;
pub(crate) mod typed_word;
pub(crate) mod walk;
