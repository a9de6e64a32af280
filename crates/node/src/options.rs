//! What the core takes for the options of a build and of a query: for TypeScript, and for the tests
//! that hold it and the documentation to the core.

use mapahead::{BuildOptions, Kind, NumericKind, Quality, SuggestOptions};
use napi::Env;
use napi_derive::napi;
use serde::Serialize;
use serde_json::{Value, json};

use crate::failure::{Failure, called};

/// The defaults of a build and of a query, and what the numbers of a query may be, as JSON.
#[napi]
pub fn core_options(env: &Env) -> napi::Result<String> {
    let standard = SuggestOptions::default();
    let numeric: Vec<Value> = SuggestOptions::NUMERIC
        .iter()
        .map(|option| {
            let choices = match option.kind {
                NumericKind::Choice(words) => words,
                _ => &[],
            };
            json!({
                "name": option.name,
                "expected": option.kind.expected(),
                "choices": choices,
                "standard": option.get(&standard),
            })
        })
        .collect();
    called(env, || {
        json_text(&json!({
            "build": BuildOptions::default(),
            "quality": { "text": Quality::for_kind(Kind::Text), "literal": Quality::for_kind(Kind::Literal) },
            "numeric": numeric,
        }))
    })
}

/// The options of a query that hold texts and how many each may hold, as JSON, so that TypeScript
/// refuses a long one before it reads it.
#[napi]
pub fn query_lengths(env: &Env) -> napi::Result<String> {
    let lengths: Vec<Value> = SuggestOptions::LENGTHS
        .iter()
        .map(|length| {
            json!({
                "name": length.name,
                "most": length.most,
                "mostPrepared": length.most_prepared,
                "longest": length.longest,
                "unit": length.unit,
            })
        })
        .collect();
    called(env, || json_text(&lengths))
}

/// Writes `value` as JSON.
pub(crate) fn json_text(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::internal(error.to_string()))
}
