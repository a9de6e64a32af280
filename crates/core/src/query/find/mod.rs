//! Readings into candidates.

pub(crate) mod across_forms;
pub(crate) mod any_order;
#[cfg(test)]
mod any_order_tests;
pub(crate) mod assignment;
mod by_bound;
pub(crate) mod by_list;
mod by_season;
mod counting;
pub(crate) mod form_check;
pub(crate) mod inside_bests;
mod least_ranks;
mod merge_postings;
pub(crate) mod phrase;
pub(crate) mod prefix;
mod slots_by_cost;
pub(crate) mod whole_form;
