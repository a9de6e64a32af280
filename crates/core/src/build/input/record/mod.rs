//! Raw records into checked ones: NDJSON by `json`, CSV and TSV by `row`, what a field may hold by
//! `rules`.

mod bad_record;
mod contexts;
mod fields;
mod json;
#[cfg(test)]
mod json_tests;
mod json_values;
mod members;
mod parser;
#[cfg(test)]
mod path_tests;
mod payload;
mod row;
#[cfg(test)]
mod row_tests;
mod rules;
mod seasons;

pub(in crate::build) use bad_record::BadRecord;
#[cfg(test)]
pub(in crate::build) use fields::Alias;
pub(in crate::build) use fields::Record;
pub(in crate::build) use parser::Parser;
pub(in crate::build) use seasons::Season;
