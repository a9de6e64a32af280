//! An answer packed into one string and one array of numbers.
//!
//! Making JavaScript objects through Node-API costs about a microsecond each. So an answer crosses
//! the boundary as one string that holds all of its texts, and numbers in an array that both sides
//! share; `src/decode.ts` cuts them into objects. The two files change together.
//!
//! ```text
//! texts    for each suggestion: text, id if any, surface if it is not the text
//! payloads the payloads that there are, as one JSON array
//! numbers  0          suggestions, n
//!          1          1 if the answer is complete, else 0
//!          2          number of payloads
//!          3 + 11i    suggestion i:
//!              + 0    length of text
//!              + 1    length of id, -1 without one
//!              + 2    length of surface, -1 if it is the text
//!              + 3    score
//!              + 4    weight
//!              + 5    1 with a payload, else 0
//!              + 6    start of the highlight, -1 without one
//!              + 7    end of the highlight
//!              + 8    tier
//!              + 9    kind and via: bit 0 is set for a whole form, bit 1 for an alias
//!              + 10   cost
//! ```
//!
//! What is returned is `texts` alone, or `[texts, payloads]` if there are payloads. A part that
//! JavaScript cuts out of a string keeps the whole string alive: so payloads, which may be long,
//! are a string of their own, which is gone once it is parsed. It and the array that holds the two
//! cost some 0.3 µs, and nothing where there are no payloads.
//!
//! Lengths and positions count UTF-16 code units. If the numbers have no room for n suggestions,
//! only the header is written and `texts` is empty: the caller tries again with more.

use mapahead::{Error, MatchKind, SuggestResult, Suggestion, Via};
use napi::bindgen_prelude::{Array, Either};
use napi::{Env, JsString};

use crate::failure::Failure;

const HEADER_LEN: usize = 3;
const SUGGESTION_LEN: usize = 11;
const NONE: f64 = -1.0;
/// The longest string of V8, in UTF-16 code units, on 64-bit systems.
const MAX_STRING_LEN: usize = (1 << 29) - 24;

/// The texts of an answer, and its payloads if there are any.
pub(crate) type Packed<'env> = Either<JsString<'env>, Array<'env>>;

/// Text that grows as Latin-1 and becomes UTF-16 at the first character that needs it, which are
/// the two forms that a JavaScript string has inside.
#[derive(Debug)]
enum Joined {
    Latin1(Vec<u8>),
    Utf16(Vec<u16>),
}

impl Joined {
    /// Appends `text` and returns its length in UTF-16 code units.
    fn push(&mut self, text: &str) -> f64 {
        if let Joined::Latin1(units) = self {
            if text.is_ascii() {
                units.extend_from_slice(text.as_bytes());
                return text.len() as f64;
            }
            let start = units.len();
            if push_latin1(units, text) {
                return (units.len() - start) as f64;
            }
            units.truncate(start);
            *self = Joined::Utf16(units.iter().copied().map(u16::from).collect());
        }
        match self {
            Joined::Utf16(units) => {
                let start = units.len();
                units.extend(text.encode_utf16());
                (units.len() - start) as f64
            }
            Joined::Latin1(_) => 0.0,
        }
    }

    fn into_js(self, env: &Env) -> Result<JsString<'_>, Failure> {
        let len = match &self {
            Joined::Latin1(units) => units.len(),
            Joined::Utf16(units) => units.len(),
        };
        if len > MAX_STRING_LEN {
            let (got, limit) = (len as u64, MAX_STRING_LEN as u64);
            return Err(Error::TooLarge { what: "the answer", got, limit }.into());
        }
        Ok(match self {
            Joined::Latin1(units) => env.create_string_latin1(units)?,
            Joined::Utf16(units) => env.create_string_utf16(units)?,
        })
    }
}

/// Appends `text` as Latin-1, or returns false after a part of it.
fn push_latin1(units: &mut Vec<u8>, text: &str) -> bool {
    for character in text.chars() {
        let Ok(unit) = u8::try_from(u32::from(character)) else {
            return false;
        };
        units.push(unit);
    }
    true
}

/// Packs `answer` into `numbers` and the strings that are returned.
pub(crate) fn pack<'env>(
    env: &'env Env,
    answer: &SuggestResult<'_>,
    numbers: &mut [f64],
) -> Result<Packed<'env>, Failure> {
    let count = answer.suggestions.len();
    let mut joined = Joined::Latin1(Vec::with_capacity(64 * count));
    let (header, slots) = match numbers.split_first_chunk_mut::<HEADER_LEN>() {
        Some((header, rest)) => (header, rest.as_chunks_mut::<SUGGESTION_LEN>().0),
        None => {
            return Err(napi::Error::from_reason("no room for the header of an answer").into());
        }
    };
    let complete = f64::from(u8::from(answer.complete));
    let payloads = answer.suggestions.iter().filter(|suggestion| suggestion.payload.is_some());
    let payload_count = payloads.count();
    *header = [count as f64, complete, payload_count as f64];
    if slots.len() < count {
        return Ok(Either::A(joined.into_js(env)?));
    }
    for (slot, suggestion) in slots.iter_mut().zip(&answer.suggestions) {
        *slot = push_suggestion(&mut joined, suggestion);
    }
    let texts = joined.into_js(env)?;
    if payload_count == 0 {
        return Ok(Either::A(texts));
    }
    let mut both = env.create_array(2)?;
    both.set(0, texts)?;
    both.set(1, join_payloads(&answer.suggestions).into_js(env)?)?;
    Ok(Either::B(both))
}

/// Joins the payloads as one JSON array, so that JavaScript parses once.
fn join_payloads(suggestions: &[Suggestion<'_>]) -> Joined {
    let mut joined = Joined::Latin1(Vec::with_capacity(64 * suggestions.len()));
    let mut separator = "[";
    for payload in suggestions.iter().filter_map(|suggestion| suggestion.payload) {
        joined.push(separator);
        joined.push(payload);
        separator = ",";
    }
    joined.push("]");
    joined
}

fn push_suggestion(joined: &mut Joined, suggestion: &Suggestion<'_>) -> [f64; SUGGESTION_LEN] {
    let matched = &suggestion.matched;
    let highlight = suggestion.highlights_utf16().next();
    let kind_and_via = u8::from(matched.kind == MatchKind::Whole)
        | (u8::from(matched.via.contains(Via::Alias)) << 1);
    [
        joined.push(suggestion.text),
        suggestion.id.map_or(NONE, |id| joined.push(id)),
        if matched.surface == suggestion.text { NONE } else { joined.push(matched.surface) },
        suggestion.score,
        suggestion.weight,
        f64::from(u8::from(suggestion.payload.is_some())),
        highlight.as_ref().map_or(NONE, |range| range.start as f64),
        highlight.as_ref().map_or(NONE, |range| range.end as f64),
        f64::from(matched.tier),
        f64::from(kind_and_via),
        matched.cost,
    ]
}
