//! An answer packed into one string and one array of numbers.
//!
//! Making JavaScript objects through Node-API costs about a microsecond each. So an answer crosses
//! the boundary as one string that holds all of its texts, and numbers in an array that both sides
//! share; `src/suggest/decode.ts` cuts them into objects. The two files change together.
//!
//! ```text
//! texts    for each suggestion: text, id if any, surface if it is not the text, and the words that
//!          were left out, if any, with a line break between two
//! payloads the payloads that there are, as one JSON array
//! numbers  0          suggestions, n
//!          1          1 if the answer is complete, else 0
//!          2          number of payloads
//!          3          how many numbers the answer needs, these included
//!          4          the total, -1 if it was not asked for
//!          5          1 if the total is exact, else 0
//!          6 + 12i    suggestion i:
//!              + 0    length of text
//!              + 1    length of id, -1 without one
//!              + 2    length of surface, -1 if it is the text
//!              + 3    score
//!              + 4    weight
//!              + 5    number of highlights
//!              + 6    start of the first highlight, if there is one
//!              + 7    end of it
//!              + 8    tier
//!              + 9    bits: 0 is set with a payload; 1 for a whole form; 2 for words inside one;
//!                     3 to 17 for what relaxed the match, in the order of `Via::ALL`
//!              + 10   cost
//!              + 11   length of the words left out, -1 without one
//!          6 + 12n    start and end of each further highlight, in the order of the suggestions
//! ```
//!
//! What is returned is `texts` alone, or `[texts, payloads]` if there are payloads. A part that
//! JavaScript cuts out of a string keeps the whole string alive: so payloads, which may be long,
//! are a string of their own, which is gone once it is parsed. It and the array that holds the two
//! cost some 0.3 µs, and nothing where there are no payloads.
//!
//! Lengths and positions count UTF-16 code units. If there is no room for the numbers, only the
//! header is written and `texts` is empty: the caller tries again with more. Here they are counted
//! from the header on; before it stands what `request` describes.

use mapahead::{Error, MatchKind, SuggestResult, Suggestion};
use napi::bindgen_prelude::{Array, Either};
use napi::{Env, JsString};

use crate::failure::Failure;

const HEADER_LEN: usize = 6;
const SUGGESTION_LEN: usize = 12;
const HIGHLIGHT_LEN: usize = 2;
const NONE: f64 = -1.0;
const HAS_PAYLOAD: u32 = 1;
const IS_WHOLE: u32 = 1 << 1;
const IS_WORDS: u32 = 1 << 2;
/// The bit of the first of [`mapahead::Via::ALL`].
const FIRST_VIA: u32 = 3;
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
    let Some((header, rest)) = numbers.split_first_chunk_mut::<HEADER_LEN>() else {
        return Err(napi::Error::from_reason("no room for the header of an answer").into());
    };
    let complete = f64::from(u8::from(answer.complete));
    let payloads = answer.suggestions.iter().filter(|suggestion| suggestion.payload.is_some());
    let payload_count = payloads.count();
    let further = answer.suggestions.iter().map(|one| one.highlights.len().saturating_sub(1));
    let further_len = further.sum::<usize>() * HIGHLIGHT_LEN;
    let needed = count * SUGGESTION_LEN + further_len;
    let needed_len = (HEADER_LEN + needed) as f64;
    let total = answer.total.map_or(NONE, |total| total.value as f64);
    let exact = f64::from(u8::from(answer.total.is_some_and(|total| total.is_exact)));
    *header = [count as f64, complete, payload_count as f64, needed_len, total, exact];
    let Some(rest) = rest.get_mut(..needed) else {
        return Ok(Either::A(joined.into_js(env)?));
    };
    let (slots, further) = rest.split_at_mut(count * SUGGESTION_LEN);
    let slots = slots.as_chunks_mut::<SUGGESTION_LEN>().0;
    let mut further = further.as_chunks_mut::<HIGHLIGHT_LEN>().0.iter_mut();
    for (slot, suggestion) in slots.iter_mut().zip(&answer.suggestions) {
        *slot = push_suggestion(&mut joined, &mut further, suggestion);
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

fn push_suggestion<'numbers>(
    joined: &mut Joined,
    further: &mut impl Iterator<Item = &'numbers mut [f64; HIGHLIGHT_LEN]>,
    suggestion: &Suggestion<'_>,
) -> [f64; SUGGESTION_LEN] {
    let matched = &suggestion.matched;
    let mut ranges =
        suggestion.highlights_utf16().map(|range| [range.start as f64, range.end as f64]);
    let first = ranges.next();
    let mut highlight_count = u32::from(first.is_some());
    // In this order: who has no range left takes no place.
    for (range, place) in ranges.zip(further) {
        *place = range;
        highlight_count += 1;
    }
    let [start, end] = first.unwrap_or_default();
    [
        joined.push(suggestion.text),
        suggestion.id.map_or(NONE, |id| joined.push(id)),
        if matched.surface == suggestion.text { NONE } else { joined.push(&matched.surface) },
        suggestion.score,
        suggestion.weight,
        f64::from(highlight_count),
        start,
        end,
        f64::from(matched.tier),
        f64::from(bits(suggestion)),
        matched.cost,
        match matched.dropped.is_empty() {
            true => NONE,
            // White space stands in no word.
            false => joined.push(&matched.dropped.join("\n")),
        },
    ]
}

fn bits(suggestion: &Suggestion<'_>) -> u32 {
    let payload = if suggestion.payload.is_some() { HAS_PAYLOAD } else { 0 };
    let kind = match suggestion.matched.kind {
        MatchKind::Whole => IS_WHOLE,
        MatchKind::Words => IS_WORDS,
        _ => 0,
    };
    payload | kind | (suggestion.matched.via.bits() << FIRST_VIA)
}
