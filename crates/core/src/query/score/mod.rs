//! What orders candidates: what a request says of entries, and the best of those that matched.

pub(crate) mod boosts;
pub(crate) mod candidate;
pub(crate) mod cutoff;
pub(crate) mod day;
pub(crate) mod distinct;
pub(crate) mod factors;
pub(crate) mod filter;
pub(crate) mod found;
pub(crate) mod known_boosts;
pub(crate) mod listed_forms;
pub(crate) mod match_kind;
pub(crate) mod rounding;
pub(crate) mod scorer;
pub(crate) mod top;
