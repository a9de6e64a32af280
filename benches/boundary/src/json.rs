//! The second way: one JSON text, parsed in JavaScript.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::Row;

#[derive(Serialize)]
struct Envelope<'a> {
    query: &'a str,
    suggestions: Vec<Suggestion<'a>>,
    complete: bool,
    generation: &'a str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    score: f64,
    weight: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<&'a RawValue>,
    highlights: [Highlight; 1],
    #[serde(rename = "match")]
    matched: Match<'a>,
}

#[derive(Serialize)]
struct Highlight {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Match<'a> {
    tier: u8,
    kind: &'a str,
    via: [&'a str; 0],
    surface: &'a str,
    cost: f64,
}

pub(crate) fn text(query: &str, rows: &[Row]) -> serde_json::Result<String> {
    let suggestions = rows.iter().map(|row| Suggestion {
        text: &row.text,
        id: row.id.as_deref(),
        score: row.score,
        weight: row.weight,
        payload: row.payload.as_deref(),
        highlights: [Highlight { start: 0, end: row.highlight_end() }],
        matched: Match { tier: 0, kind: "prefix", via: [], surface: &row.text, cost: 0.0 },
    });
    serde_json::to_string(&Envelope {
        query,
        suggestions: suggestions.collect(),
        complete: true,
        generation: "00c0ffee00c0ffee",
    })
}
