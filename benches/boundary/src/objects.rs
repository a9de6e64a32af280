//! The first way: napi makes every object and every string.

use napi_derive::napi;

use crate::Row;

/// An answer.
#[napi(object, object_from_js = false)]
pub struct Envelope<'a> {
    /// The query as typed.
    pub query: String,
    /// The best, best first.
    pub suggestions: Vec<Suggestion<'a>>,
    /// Whether nothing can be missing.
    pub complete: bool,
    /// The content hash of the index.
    pub generation: &'a str,
}

/// A suggestion.
#[napi(object, object_from_js = false)]
pub struct Suggestion<'a> {
    /// The entry's text.
    pub text: &'a str,
    /// The entry's id.
    pub id: Option<&'a str>,
    /// The score.
    pub score: f64,
    /// The weight.
    pub weight: f64,
    /// The payload as JSON text, to be parsed in JavaScript.
    pub payload: Option<&'a str>,
    /// The parts of the text that match.
    pub highlights: Vec<Highlight>,
    /// How it matched.
    #[napi(js_name = "match")]
    pub matched: Match<'a>,
}

/// A half-open range in UTF-16 code units.
#[napi(object, object_from_js = false)]
pub struct Highlight {
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// How a suggestion matched.
#[napi(object, object_from_js = false)]
pub struct Match<'a> {
    /// The tier.
    pub tier: u32,
    /// What of the form was typed.
    pub kind: &'a str,
    /// What relaxed the match.
    pub via: Vec<String>,
    /// The form that matched.
    pub surface: &'a str,
    /// The typo cost.
    pub cost: f64,
}

pub(crate) fn envelope(query: String, rows: &[Row]) -> Envelope<'_> {
    let suggestions = rows.iter().map(|row| Suggestion {
        text: &row.text,
        id: row.id.as_deref(),
        score: row.score,
        weight: row.weight,
        payload: row.payload.as_ref().map(|payload| payload.get()),
        highlights: vec![Highlight { start: 0, end: row.highlight_end() as u32 }],
        matched: Match { tier: 0, kind: "prefix", via: Vec::new(), surface: &row.text, cost: 0.0 },
    });
    Envelope {
        query,
        suggestions: suggestions.collect(),
        complete: true,
        generation: "00c0ffee00c0ffee",
    }
}
