//! What a query says of entries, as JSON: its filter, exclusions, boosts and pins, and what it may
//! see at all.
//!
//! They hold any number of texts, so they cross the boundary as one string, and only when one of
//! them is given; `src/suggest/ranking.ts` writes it. The two files change together.
//!
//! ```text
//! { "filter":  { field: [value, …], … },
//!   "exclude": { "ids": [id, …], "contexts": { field: [value, …], … } },
//!   "restrict": { "filter": …, "exclude": … },
//!   "boosts":  { "contexts": { field: { value: boost, … }, … }, "ids": [id, …], "ofIds": [boost, …] },
//!   "pin":     [id, …] }
//! ```
//!
//! Each member may be left out. The boost of an id stands at its place in `ofIds`. A set to prepare
//! is what `boosts` holds, alone, and what `get` may find is what `restrict` holds.

use std::collections::BTreeMap;

use mapahead::{Boosts, Contexts, Exclude, Restriction, SuggestOptions};
use serde::Deserialize;

use crate::failure::Failure;

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct JsRanking {
    filter: Contexts,
    exclude: JsExclude,
    restrict: JsRestriction,
    boosts: JsBoosts,
    pin: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct JsRestriction {
    filter: Contexts,
    exclude: JsExclude,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct JsExclude {
    ids: Vec<String>,
    contexts: Contexts,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct JsBoosts {
    contexts: BTreeMap<String, BTreeMap<String, f64>>,
    ids: Vec<String>,
    of_ids: Vec<f64>,
}

impl From<JsExclude> for Exclude {
    fn from(exclude: JsExclude) -> Self {
        Exclude { ids: exclude.ids, contexts: exclude.contexts }
    }
}

impl From<JsRestriction> for Restriction {
    fn from(restriction: JsRestriction) -> Self {
        Restriction { filter: restriction.filter, exclude: restriction.exclude.into() }
    }
}

impl From<JsBoosts> for Boosts {
    fn from(boosts: JsBoosts) -> Self {
        let JsBoosts { contexts, ids, of_ids } = boosts;
        Boosts { contexts, ids: ids.into_iter().zip(of_ids).collect() }
    }
}

/// Sets what `json` says in `options`.
pub(crate) fn read_ranking(json: &str, options: &mut SuggestOptions) -> Result<(), Failure> {
    let JsRanking { filter, exclude, restrict, boosts, pin } =
        parse(json, "filter, exclude, restrict, boosts and pin")?;
    options.filter = filter;
    options.exclude = exclude.into();
    options.restrict = restrict.into();
    options.boosts = boosts.into();
    options.pin = pin;
    Ok(())
}

/// Reads what `get` may find.
pub(crate) fn read_restriction(json: &str) -> Result<Restriction, Failure> {
    parse::<JsRestriction>(json, "filter and exclude").map(Restriction::from)
}

/// Reads the boosts of a set to prepare.
pub(crate) fn read_boosts(json: &str) -> Result<Boosts, Failure> {
    parse::<JsBoosts>(json, "boosts").map(Boosts::from)
}

fn parse<'json, T: Deserialize<'json>>(json: &'json str, what: &str) -> Result<T, Failure> {
    serde_json::from_str(json)
        .map_err(|error| Failure::internal(format!("{what} cannot be read: {error}")))
}
