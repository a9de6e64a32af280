//! The aliases of a record: one or an array of them, each a string or an object.

use serde_json::value::RawValue;

use super::inside;
use super::{given, present};
use crate::build::input::names::Tally;
use crate::build::input::record::fields::{Alias, DEFAULT_ALIAS_FACTOR};
use crate::build::input::record::json_values::{arrived, number, string};
use crate::build::input::record::members::{Wanted, not_json, read_members};
use crate::build::input::record::rules::{self, FieldError};

/// Adds the aliases of the member called `name`.
pub(super) fn parse_aliases<'a>(
    json: &'a str,
    name: &str,
    aliases: &mut Vec<Alias<'a>>,
) -> Result<(), FieldError> {
    // One alias needs no array.
    if !json.starts_with('[') {
        rules::check_alias_count(aliases.len() + 1)?;
        aliases.extend(parse_alias(json, Some(name))?);
        return Ok(());
    }
    // As text again, so that each alias is judged by itself.
    let items: Vec<&RawValue> =
        serde_json::from_str(json).map_err(|error| FieldError::new("aliases", not_json(&error)))?;
    // Before any of them is parsed: a million aliases are refused at the cost of a count.
    rules::check_alias_count(aliases.len() + items.len())?;
    for item in items {
        // Left joins and empty columns leave these in arrays.
        if item.get() != "null" {
            aliases.extend(parse_alias(item.get(), None)?);
        }
    }
    Ok(())
}

/// Parses an alias; `None` if its text is white space alone. `name` is the member that it is, if it
/// is not one of an array.
fn parse_alias<'a>(json: &'a str, name: Option<&str>) -> Result<Option<Alias<'a>>, FieldError> {
    let (text, factor) = if json.starts_with('{') {
        let (wanted, mut values) = (Wanted::flat(&["text", "factor"]), [None; 2]);
        // Other members of an alias are ignored, as those of a record are.
        match read_members(json, wanted, &mut values, &mut Tally::default()) {
            Ok(None) => {}
            Ok(Some(_)) => {
                let reason = format!("must have text and factor once each, got {}", arrived(json));
                return Err(FieldError::new("aliases", reason));
            }
            Err(error) => return Err(FieldError::new("aliases", not_json(&error))),
        }
        let Some(text) = given(&values, 0) else {
            let reason = format!("must each have a text, got {}", arrived(json));
            let error = FieldError::new("aliases", reason);
            return Err(match name {
                // Names by language or by kind: `{"en": ["Kyiv"], "de": ["Kiew"]}`.
                Some(name) => inside::with_members(error, json, name, inside::holds_texts),
                None => error,
            });
        };
        let factor = match present(&values, 1) {
            None => DEFAULT_ALIAS_FACTOR,
            Some(factor) => match number("aliases", factor)? {
                Some(number) => rules::parse_factor(&number)?,
                None => {
                    let reason =
                        format!("factor must be a number from 0 to 1, got {}", arrived(factor));
                    return Err(FieldError::new("aliases", reason));
                }
            },
        };
        (string("aliases", text)?, factor)
    } else if json.starts_with('"') {
        (string("aliases", json)?, DEFAULT_ALIAS_FACTOR)
    } else {
        let reason = format!("must be strings or {{text, factor}}, got {}", arrived(json));
        return Err(FieldError::new("aliases", reason));
    };
    if text.trim().is_empty() {
        return Ok(None);
    }
    rules::check_text("aliases", &text)?;
    Ok(Some(Alias { text, factor }))
}
