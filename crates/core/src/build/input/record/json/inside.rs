//! What an object has in place of a text or of aliases: its members and their paths, and the one
//! that is likely meant.

use crate::advice::Advice;
use crate::build::input::names::is_slip;
use crate::build::input::record::json_values::{object_members, string};
use crate::build::input::record::rules::FieldError;
use crate::build::input::table::likeness_of_column;

/// How deep the texts are looked for.
const MAX_DEPTH: usize = 4;
/// How many members of objects in the object are looked at.
const MAX_LOOKS: usize = 1_000;
/// An object of more members is listed by its name alone: it may be a map of many.
const MOST_LISTED: usize = 8;

/// Adds to `error` the members of `object`, the one of which `likeness` says most as the likely
/// one, and the advice to name one. `within` is the path of the object, empty for the record.
pub(super) fn with_members(
    error: FieldError,
    object: &str,
    within: &str,
    likeness: impl Fn(&str, &str) -> f64,
) -> FieldError {
    let mut walk =
        Walk { likeness, listed: Vec::new(), best: (0.0, String::new()), looks: MAX_LOOKS };
    walk.walk(object, within, 0);
    let (available, suggested) = walk.finish();
    FieldError { available, suggested, advice: Some(Advice::NameColumn), ..error }
}

/// Returns how likely the member at `path` holds the texts that were looked for in `column`.
pub(super) fn likeness_to_text(column: &str) -> impl Fn(&str, &str) -> f64 {
    move |path, json| {
        if !json.starts_with('"') {
            return 0.0;
        }
        let text = string("text", json).unwrap_or_default();
        let likeness = likeness_of_column(path, std::iter::once(text.as_ref()));
        // A slip says more than all that a single value can.
        if likeness > 0.0 && is_slip(path, column) { f64::MAX } else { likeness }
    }
}

/// Returns 1 for a member that aliases can be taken from: a text, or an array of texts.
pub(super) fn holds_texts(_path: &str, json: &str) -> f64 {
    let first = json.strip_prefix('[').map_or(json, str::trim_ascii_start);
    f64::from(u8::from(first.starts_with('"')))
}

struct Walk<F> {
    likeness: F,
    listed: Vec<String>,
    best: (f64, String),
    looks: usize,
}

impl<F: Fn(&str, &str) -> f64> Walk<F> {
    fn walk(&mut self, object: &str, within: &str, depth: usize) {
        // What is no object was told before, or is no reason for an error of its own.
        let members = object_members(object).unwrap_or_default();
        let is_listed = depth == 0 || depth == 1 && members.len() <= MOST_LISTED;
        for (name, value) in members {
            // All members of the record are told, however many.
            self.looks = self.looks.saturating_sub(usize::from(depth > 0));
            if self.looks == 0 {
                return;
            }
            let path = if within.is_empty() { name } else { format!("{within}.{name}") };
            let (before, value) = (self.listed.len(), value.get());
            let likeness = (self.likeness)(&path, value);
            // Of equals the first: a record begins with the names of things.
            if likeness > self.best.0 {
                self.best = (likeness, path.clone());
            }
            if value.starts_with('{') && depth < MAX_DEPTH {
                self.walk(value, &path, depth + 1);
            }
            if is_listed && self.listed.len() == before {
                self.listed.push(path);
            }
        }
    }

    /// Returns the members, and which of them is the likely one.
    fn finish(self) -> (Vec<String>, Option<usize>) {
        let Walk { mut listed, best: (likeness, best), .. } = self;
        if likeness == 0.0 {
            return (listed, None);
        }
        if let Some(at) = listed.iter().position(|path| *path == best) {
            return (listed, Some(at));
        }
        // Deeper than what is listed: behind the member that it is in.
        let leads = |path: &String| best.strip_prefix(path.as_str()).is_some_and(is_below);
        let at = listed.iter().position(leads).map_or(listed.len(), |at| at + 1);
        listed.insert(at, best);
        (listed, Some(at))
    }
}

fn is_below(rest: &str) -> bool {
    rest.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(object: &str, within: &str) -> (String, Option<String>) {
        let likeness = likeness_to_text("text");
        let error = with_members(FieldError::new("text", ""), object, within, likeness);
        let suggested = error.suggested.map(|at| error.available[at].clone());
        (error.available.join(" "), suggested)
    }

    #[test]
    fn the_member_of_texts_is_suggested_by_its_path() {
        for (object, expected) in [
            (r##"{"hex":"#c93f38","name":"100 Mph"}"##, Some("name")),
            (r#"{"hexcode":"1F1E6","unicode":"x","label":"regional indicator A"}"#, Some("label")),
            (
                r#"{"name":{"common":"Aruba","official":"Aruba"},"region":"Americas"}"#,
                Some("name.common"),
            ),
            (r#"{"id":5,"fields":{"iso":"DE","names":{"en":"Germany"}}}"#, Some("fields.names.en")),
            (r#"{"city":"New York","txt":"Big Apple"}"#, Some("txt")),
            (r#"{"code":"USA","n":1,"tags":["New York"]}"#, None),
            (r#"{"a":{"a":{"a":{"a":{"a":{"name":"Too deep"}}}}}}"#, None),
            ("{}", None),
        ] {
            assert_eq!(told(object, "").1.as_deref(), expected, "{object}");
        }
    }

    #[test]
    fn small_objects_are_listed_by_their_members_and_maps_by_their_name() {
        let many: Vec<String> = (0..9).map(|at| format!(r#""k{at}":{{"c":"USA"}}"#)).collect();
        let object = format!(
            r#"{{"idd":{{"root":"+2","deep":{{"x":1,"name":"New York"}}}},"map":{{{}}},"e":{{}}}}"#,
            many.join(",")
        );
        let (listed, suggested) = told(&object, "");
        assert_eq!(listed, "idd.root idd.deep idd.deep.name map e");
        assert_eq!(suggested.as_deref(), Some("idd.deep.name"));
        assert_eq!(told(r#"{"common":"Aruba"}"#, "name").1.as_deref(), Some("name.common"));
    }
}
