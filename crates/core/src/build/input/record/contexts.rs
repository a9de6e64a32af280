//! The contexts of a record: values by field.

use std::collections::HashSet;

use serde_json::value::RawValue;

use super::json_values::{arrived, is_blank, is_number, not_json, object_members, string};
use super::rules::{FieldError, shown};
use crate::context_number::context_of_number;
use crate::format::{END_OF_FIELD, MAX_FIELD_BYTES, MAX_VALUE_BYTES, MAX_VALUES};

const FIELD: &str = "contexts";

/// The largest whole number that stands for itself alone: 2^53 may be 2^53 + 1, rounded.
const MAX_WHOLE: f64 = 9_007_199_254_740_991.0;

/// Collects the contexts of one record.
#[derive(Debug, Default)]
pub(super) struct ContextList {
    pairs: Vec<String>,
}

impl ContextList {
    /// Adds a value of a field whose name was checked.
    fn push(&mut self, field: &str, value: &str) -> Result<(), FieldError> {
        let invalid = |what: String| {
            FieldError::new(
                FIELD,
                format!("a value of {} must {what}: {}", shown(field), shown(value)),
            )
        };
        // Limits are in bytes, since values are compared and stored as bytes.
        if value.is_empty() || value.len() > MAX_VALUE_BYTES {
            return Err(invalid(format!("have 1 to 1,000 bytes, got {}", value.len())));
        }
        // The byte 0 parts field and value, and order by bytes must not depend on what follows.
        if value.contains(char::is_control) {
            return Err(invalid("have no control characters".to_owned()));
        }
        // Checked at each value: a hostile record should not fill the memory first.
        if self.pairs.len() == MAX_VALUES {
            return Err(FieldError::new(FIELD, "must have at most 1,000 values over all fields"));
        }
        // Field and value in one string: the pair is sorted, compared and stored as one.
        let mut pair = String::with_capacity(field.len() + 1 + value.len());
        pair.push_str(field);
        pair.push(char::from(END_OF_FIELD));
        pair.push_str(value);
        self.pairs.push(pair);
        Ok(())
    }

    /// Adds the values of a cell, which `|` separates.
    pub(super) fn push_cell(&mut self, field: &str, cell: &str) -> Result<(), FieldError> {
        // A trailing bar, or two of them, is how some tools write a value that is not there.
        let mut pieces = cell.split('|').filter(|piece| !piece.trim().is_empty());
        pieces.try_for_each(|value| self.push(field, value))
    }

    /// Adds a JSON value, or those of a JSON array; `null` is none.
    pub(super) fn push_json(&mut self, field: &str, json: &str) -> Result<(), FieldError> {
        if !json.starts_with('[') {
            return self.push_json_value(field, json);
        }
        let items: Vec<&RawValue> =
            serde_json::from_str(json).map_err(|error| FieldError::new(FIELD, not_json(&error)))?;
        items.into_iter().try_for_each(|item| self.push_json_value(field, item.get()))
    }

    fn push_json_value(&mut self, field: &str, json: &str) -> Result<(), FieldError> {
        // Absent, as for every other field, also in an array.
        if json == "null" || is_blank(json) {
            return Ok(());
        }
        if json.starts_with('"') {
            // Strings go in as they are: "1" and 1 are one value, since a cell can not tell them
            // apart.
            return self.push(field, &string(FIELD, json)?);
        }
        if !is_number(json) {
            let (field, got) = (shown(field), arrived(json));
            let reason = format!("the values of {field} must be strings or numbers, got {got}");
            return Err(FieldError::new(FIELD, reason));
        }
        // Numbers become the text that a query makes of the same number, whatever their spelling:
        // 1.0 and 1e0 are 1.
        let number: f64 = json.parse().unwrap_or(f64::INFINITY);
        let digits = json.strip_prefix('-').unwrap_or(json);
        let is_whole = digits.bytes().all(|byte| byte.is_ascii_digit());
        if !number.is_finite() || (is_whole && number.abs() > MAX_WHOLE) {
            let (field, got) = (shown(field), shown(json));
            let reason = format!(
                "a value of {field} is a number of more digits than are kept, {got}; write it as a string"
            );
            return Err(FieldError::new(FIELD, reason));
        }
        self.push(field, &context_of_number(number))
    }

    /// Returns each pair of field and value once, in the order of their bytes, with
    /// [`END_OF_FIELD`] between the two.
    pub(super) fn finish(mut self) -> Vec<String> {
        // The order of the file: then equal records give equal bytes, whatever the order of their
        // members.
        self.pairs.sort_unstable();
        self.pairs.dedup();
        self.pairs
    }
}

/// Says what is wrong with the name of a field.
pub(super) fn check_field(field: &str) -> Result<(), String> {
    if field.is_empty() || field.len() > MAX_FIELD_BYTES {
        let (got, field) = (field.len(), shown(field));
        return Err(format!("a field must have a name of 1 to 100 bytes, got {got}: {field}"));
    }
    if field.contains(char::is_control) {
        return Err(format!("a field must have no control characters, got {}", shown(field)));
    }
    Ok(())
}

/// Parses an object of values by field. An empty array is what some languages write for an empty
/// object.
pub(super) fn parse_object(json: &str) -> Result<Vec<String>, FieldError> {
    // PHP encodes an empty map as an empty list.
    let inside = json.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if inside.is_some_and(|inside| inside.trim_ascii().is_empty()) {
        return Ok(Vec::new());
    }
    if !json.starts_with('{') {
        let got = arrived(json);
        return Err(FieldError::new(
            FIELD,
            format!("must be an object of values by field, got {got}"),
        ));
    }
    let fields = object_members(json).map_err(|error| FieldError::new(FIELD, not_json(&error)))?;
    let mut list = ContextList::default();
    // serde_json would keep the last of two equal members silently.
    let mut seen = HashSet::with_capacity(fields.len());
    for (field, values) in &fields {
        check_field(field).map_err(|reason| FieldError::new(FIELD, reason))?;
        if !seen.insert(field.as_str()) {
            let reason = format!("the field {} is given twice; give it once", shown(field));
            return Err(FieldError::new(FIELD, reason));
        }
        list.push_json(field, values.get())?;
    }
    Ok(list.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: &str) -> String {
        match parse_object(json) {
            Ok(pairs) => pairs.join(" ").replace('\0', "="),
            Err(FieldError { field, reason, .. }) => format!("{field}: {reason}"),
        }
    }

    #[test]
    fn values_are_strings_or_numbers_one_or_several() {
        let json = r#"{"size":[10,5.0,5,"5","0.50",-0], "city":"moscow", "cit":["a\u0062","ab"]}"#;
        assert_eq!(parsed(json), "cit=ab city=moscow size=0 size=0.50 size=10 size=5");
        assert_eq!(
            parsed(r#"{"id":[9007199254740991,1e2,1e21]}"#),
            "id=100 id=1e+21 id=9007199254740991"
        );
    }

    #[test]
    fn null_and_what_is_empty_are_absent() {
        for json in [
            "{}",
            "{ }",
            "[]",
            "[ ]",
            r#"{"a":null}"#,
            r#"{"a":[],"b":[ ]}"#,
            r#"{"a":""}"#,
            r#"{"a":" \u00a0\n"}"#,
            r#"{"a":[null,"  ",""]}"#,
        ] {
            assert_eq!(parsed(json), "", "{json}");
        }
    }

    #[test]
    fn each_fault_says_what_is_wrong() {
        for (json, expected) in [
            ("5", r#"contexts: must be an object of values by field, got a number, 5"#),
            ("[1]", r#"contexts: must be an object of values by field, got an array, [1]"#),
            (
                r#"{"a":true}"#,
                r#"contexts: the values of "a" must be strings or numbers, got true"#,
            ),
            (
                r#"{"a":{"b":1}}"#,
                r#"contexts: the values of "a" must be strings or numbers, got an object, {"b":1}"#,
            ),
            (
                r#"{"a":"x\ny"}"#,
                r#"contexts: a value of "a" must have no control characters: "x\ny""#,
            ),
            (r#"{"":"x"}"#, r#"contexts: a field must have a name of 1 to 100 bytes, got 0: """#),
            (
                r#"{"a\u0000":"x"}"#,
                r#"contexts: a field must have no control characters, got "a\0""#,
            ),
            (
                r#"{"a":"x","b":1,"a":"y"}"#,
                r#"contexts: the field "a" is given twice; give it once"#,
            ),
            (
                r#"{"a":9007199254740993000}"#,
                r#"contexts: a value of "a" is a number of more digits than are kept, "9007199254740993000"; write it as a string"#,
            ),
            (
                r#"{"a":9007199254740993}"#,
                r#"contexts: a value of "a" is a number of more digits than are kept, "9007199254740993"; write it as a string"#,
            ),
            (
                r#"{"a":1e999}"#,
                r#"contexts: a value of "a" is a number of more digits than are kept, "1e999"; write it as a string"#,
            ),
        ] {
            assert_eq!(parsed(json), expected, "{json}");
        }
        assert!(parsed(r#"{"a":"\ud83c"}"#).starts_with("contexts: is not valid JSON"));
    }

    #[test]
    fn a_record_has_at_most_a_thousand_values() {
        let object = |count: usize| {
            let values: Vec<String> = (0..count).map(|number| number.to_string()).collect();
            format!("{{\"a\":[{}],\"b\":[1]}}", values.join(","))
        };
        assert_eq!(parse_object(&object(999)).unwrap().len(), 1000);
        assert!(parse_object(&object(1000)).is_err());
        let long = |field: usize, value: usize| {
            format!("{{\"{}\":\"{}\"}}", "f".repeat(field), "v".repeat(value))
        };
        assert!(parse_object(&long(100, 1000)).is_ok());
        assert!(parse_object(&long(101, 1)).is_err());
        assert!(parse_object(&long(1, 1001)).is_err());
    }

    #[test]
    fn a_cell_holds_values_between_bars() {
        let mut list = ContextList::default();
        list.push_cell("city", "|b||a c|b").unwrap();
        list.push_cell("area", "5.0").unwrap();
        assert_eq!(list.finish().join(" ").replace('\0', "="), "area=5.0 city=a c city=b");
        assert!(ContextList::default().push_cell("a", "x|\u{7f}").is_err());
    }
}
