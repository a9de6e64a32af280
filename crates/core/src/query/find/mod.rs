//! Readings into candidates.

pub(crate) mod across_forms;
pub(crate) mod any_order;
#[cfg(test)]
mod any_order_tests;
pub(crate) mod assignment;
pub(crate) mod by_list;
mod counting;
pub(crate) mod form_check;
mod merge_postings;
pub(crate) mod phrase;
pub(crate) mod prefix;
mod slots_by_cost;
pub(crate) mod whole_form;
