//! Readings into candidates.

pub(crate) mod any_order;
#[cfg(test)]
mod any_order_tests;
pub(crate) mod assignment;
pub(crate) mod by_bound;
pub(crate) mod by_list;
pub(crate) mod by_season;
pub(crate) mod form_check;
pub(crate) mod least_ranks;
pub(crate) mod literal;
pub(crate) mod merge_postings;
pub(crate) mod phrase;
pub(crate) mod prefix;
pub(crate) mod slots_by_cost;
