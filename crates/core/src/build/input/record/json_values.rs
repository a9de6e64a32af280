//! Single values of JSON, taken from their text.

use std::borrow::Cow;

use super::members::not_json;
use super::rules::{FieldError, shown};

/// Returns the string that `json` is, borrowed if it has no escapes.
pub(super) fn string<'a>(field: &'static str, json: &'a str) -> Result<Cow<'a, str>, FieldError> {
    let Some(inside) = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Err(FieldError::new(field, format!("must be a string, got {}", shown(json))));
    };
    if memchr::memchr(b'\\', inside.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(inside));
    }
    // What is left to go wrong is an escape of half a surrogate pair.
    serde_json::from_str(json)
        .map(Cow::Owned)
        .map_err(|error| FieldError::new(field, format!("{} in {}", not_json(&error), shown(json))))
}

/// Returns whether `json` is a string of nothing or of white space alone, which counts as absent.
pub(super) fn is_blank(json: &str) -> bool {
    let Some(inside) = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return false;
    };
    match inside.chars().next() {
        // Most texts begin with a letter.
        Some(first) if !(first.is_whitespace() || first == '\\') => false,
        _ => string("record", json).is_ok_and(|text| text.trim().is_empty()),
    }
}

/// Returns the number that `json` is, as text: a number of JSON, or a string of one, as drivers of
/// databases write `numeric`. White space around the digits is no part of it.
pub(super) fn number<'a>(
    field: &'static str,
    json: &'a str,
) -> Result<Option<Cow<'a, str>>, FieldError> {
    if is_number(json) {
        return Ok(Some(Cow::Borrowed(json)));
    }
    if !json.starts_with('"') {
        return Ok(None);
    }
    Ok(Some(match string(field, json)? {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }))
}

/// Returns whether `json`, a JSON value, is a number.
pub(super) fn is_number(json: &str) -> bool {
    json.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}
