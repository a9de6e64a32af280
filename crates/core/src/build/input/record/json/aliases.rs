//! Aliases in JSON: one or several, as texts or as objects.

use serde_json::value::RawValue;

use super::inside;
use crate::build::input::names::Tally;
use crate::build::input::record::fields::{Alias, DEFAULT_ALIAS_FACTOR};
use crate::build::input::record::json_values::{arrived, not_json, number, string};
use crate::build::input::record::members::{Wanted, given, present, read_members};
use crate::build::input::record::rules::{self, FieldError};

/// The aliases of one record, from one member or from several.
#[derive(Debug, Default)]
pub(super) struct JsonAliases<'a> {
    aliases: Vec<Alias<'a>>,
    /// The members of alias objects that are none of an alias.
    unused: Tally,
}

impl<'a> JsonAliases<'a> {
    /// Adds the aliases of the member called `name`.
    pub(super) fn add(&mut self, json: &'a str, name: &str) -> Result<(), FieldError> {
        // One alias needs no array.
        if !json.starts_with('[') {
            rules::check_alias_count(self.aliases.len() + 1)?;
            return self.add_one(json, Some(name));
        }
        // As text again, so that each alias is judged by itself.
        let items: Vec<&RawValue> = serde_json::from_str(json)
            .map_err(|error| FieldError::new("aliases", not_json(&error)))?;
        // Before any of them is parsed: a million aliases are refused at the cost of a count.
        rules::check_alias_count(self.aliases.len() + items.len())?;
        // Left joins and empty columns leave null in arrays.
        items
            .into_iter()
            .map(RawValue::get)
            .filter(|&item| item != "null")
            .try_for_each(|item| self.add_one(item, None))
    }

    /// Returns the aliases. `tally` counts what their objects have and an alias has not.
    pub(super) fn finish(self, tally: &mut Tally) -> Vec<Alias<'a>> {
        self.unused.count_inside("aliases", tally);
        self.aliases
    }

    /// Adds an alias, unless its text is white space alone. `name` is the member that it is, if it is
    /// not one of an array.
    fn add_one(&mut self, json: &'a str, name: Option<&str>) -> Result<(), FieldError> {
        let (text, factor) = if json.starts_with('{') {
            self.parse_object(json, name)?
        } else if json.starts_with('"') {
            (json, DEFAULT_ALIAS_FACTOR)
        } else {
            let reason = format!("must be strings or {{text, factor}}, got {}", arrived(json));
            return Err(FieldError::new("aliases", reason));
        };
        let text = string("aliases", text)?;
        if text.trim().is_empty() {
            return Ok(());
        }
        rules::check_text("aliases", &text)?;
        self.aliases.push(Alias { text, factor });
        Ok(())
    }

    /// Returns the text of an object, as JSON, and the factor.
    fn parse_object(
        &mut self,
        json: &'a str,
        name: Option<&str>,
    ) -> Result<(&'a str, f64), FieldError> {
        let (wanted, mut values) = (Wanted::flat(&["text", "factor"]), [None; 2]);
        match read_members(json, wanted, &mut values, &mut self.unused) {
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
        let Some(factor) = present(&values, 1) else {
            return Ok((text, DEFAULT_ALIAS_FACTOR));
        };
        match number("aliases", factor)? {
            Some(number) => Ok((text, rules::parse_factor(&number)?)),
            None => {
                let reason =
                    format!("factor must be a number from 0 to 1, got {}", arrived(factor));
                Err(FieldError::new("aliases", reason))
            }
        }
    }
}
