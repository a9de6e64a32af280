//! The payload object of the members or columns that options name.

use std::borrow::Cow;

/// Returns the start of a payload member in JSON: the name and a colon.
pub(super) fn member_start(name: &str) -> String {
    format!("{}:", serde_json::Value::from(name))
}

/// Writes a payload object of the members that have a value; `None` if none has.
pub(super) fn payload_object<'v>(
    members: impl Iterator<Item = (&'v str, Option<Cow<'v, str>>)>,
) -> Option<String> {
    let mut object = String::new();
    for (start, value) in members {
        if let Some(value) = value {
            // Built as text: values are JSON already, and the order is that of the option.
            object.push(if object.is_empty() { '{' } else { ',' });
            object.push_str(start);
            object.push_str(&value);
        }
    }
    (!object.is_empty()).then(|| object + "}")
}
