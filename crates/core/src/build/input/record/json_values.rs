//! Single values of JSON, taken from their text.

use std::borrow::Cow;

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::rules::{FieldError, shown};

/// Words a JSON error, with its place in the record.
pub(super) fn not_json(error: &serde_json::Error) -> String {
    let (message, line, column) = (error.to_string(), error.line(), error.column());
    let message =
        message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message);
    // The lines are those of the record, and a bare number would be taken for that of the file.
    match line {
        0 | 1 => format!("is not valid JSON: {message} at byte {column}"),
        line => {
            format!("is not valid JSON: {message} at byte {column} of line {line} of the record")
        }
    }
}

/// The most characters of a value in a message.
const MAX_SHOWN_CHARS: usize = 60;

/// Returns the string that `json` is, borrowed if it has no escapes.
pub(super) fn string<'a>(field: &'static str, json: &'a str) -> Result<Cow<'a, str>, FieldError> {
    let Some(inside) = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Err(FieldError::new(field, format!("must be a string, got {}", arrived(json))));
    };
    if memchr::memchr(b'\\', inside.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(inside));
    }
    // What is left to go wrong is an escape of half a surrogate pair.
    serde_json::from_str(json)
        .map(Cow::Owned)
        .map_err(|error| FieldError::new(field, format!("{} in {}", not_json(&error), shown(json))))
}

/// Returns the members of the object that `json` is, in their order and with repeats.
pub(super) fn object_members(json: &str) -> serde_json::Result<Vec<(String, &RawValue)>> {
    serde_json::Deserializer::from_str(json).deserialize_map(ObjectMembers)
}

struct ObjectMembers;

impl<'a> Visitor<'a> for ObjectMembers {
    type Value = Vec<(String, &'a RawValue)>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        // In their order and with repeats, which a map would lose.
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
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

/// Says what `json`, a JSON value, is, for a message: `a number, 5`.
pub(super) fn arrived(json: &str) -> String {
    let kind = match json.as_bytes().first() {
        Some(b'"') => {
            // As it reads, and not as it is escaped.
            let text = serde_json::from_str(json).unwrap_or_else(|_| json.to_owned());
            return format!("a string, {}", shown(&text));
        }
        Some(b'[') => "an array",
        Some(b'{') => "an object",
        Some(b'-' | b'0'..=b'9') => "a number",
        // true, false and null say themselves what they are.
        _ => return cut(json),
    };
    format!("{kind}, {}", cut(json))
}

/// Returns the beginning of a JSON text, with an ellipsis where something was cut. What a terminal
/// obeys is escaped.
fn cut(json: &str) -> String {
    let mut shown = String::new();
    for (at, character) in json.chars().enumerate() {
        match (at < MAX_SHOWN_CHARS, character.is_control()) {
            (false, _) => return shown + "…",
            (true, true) => shown.extend(character.escape_debug()),
            (true, false) => shown.push(character),
        }
    }
    shown
}

/// Returns whether `json`, a JSON value, is a number.
pub(super) fn is_number(json: &str) -> bool {
    json.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}
