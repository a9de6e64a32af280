//! Costs of slips, learned from pairs of words.

use mapahead::{BuildOptions, SlipPair};
use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;

use crate::failure::Failure;
use crate::options::json_text;
use crate::task::{Job, spawn};

/// Learns from pairs, given as JSON: an array of what was typed, what was meant, and how often. The
/// options are those of a build, and the report is JSON too.
#[napi(ts_return_type = "Promise<string>")]
pub fn learn_slips(pairs: String, options: String) -> AsyncTask<Job<String>> {
    spawn(move || {
        let options = BuildOptions::from_json(&options)?;
        let pairs: Vec<(String, String, f64)> =
            serde_json::from_str(&pairs).map_err(|error| Failure::internal(error.to_string()))?;
        let pair = |(typed, meant, count)| SlipPair { typed, meant, count };
        let pairs: Vec<SlipPair> = pairs.into_iter().map(pair).collect();
        json_text(&mapahead::learn(&pairs, &options)?)
    })
}
