//! Costs of slips, learned from pairs of words.

use std::collections::BTreeMap;

use mapahead::{BuildOptions, SlipPair};
use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;

use crate::failure::Failure;
use crate::options::json_text;
use crate::task::{Job, spawn};

/// Learns from pairs, given as JSON: an array of what was typed, what was meant, and how often. The
/// options are those of a build. Returns the report as JSON, followed by the places of the pairs that
/// it rejects, by the reason.
#[napi(ts_return_type = "Promise<string>")]
pub fn learn_slips(pairs: String, options: String) -> AsyncTask<Job<String>> {
    spawn(move || {
        let options = BuildOptions::from_json(&options)?;
        let pairs: Vec<(String, String, f64)> =
            serde_json::from_str(&pairs).map_err(|error| Failure::internal(error.to_string()))?;
        let pair = |(typed, meant, count)| SlipPair { typed, meant, count };
        let pairs: Vec<SlipPair> = pairs.into_iter().map(pair).collect();
        let mut report = mapahead::learn(&pairs, &options)?;
        // A number each, as there may be millions.
        let mut rejects: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for reject in std::mem::take(&mut report.rejects) {
            rejects.entry(reject.fault.reason()).or_default().push(reject.place);
        }
        json_text(&(report, rejects))
    })
}
