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

/// Returns whether `json`, a JSON value, is a number.
pub(super) fn is_number(json: &str) -> bool {
    json.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}
