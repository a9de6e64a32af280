//! The wanted members of a JSON object, found in one pass without parsing their values.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::rules;
use crate::build::input::names::{Figure, Fit, Tally, fit};

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

/// The value of a wanted member.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) value: &'a RawValue,
    /// Of a name that fits the wanted one but for case and white space, its place in the tally.
    loose: Option<Option<usize>>,
}

/// Puts the raw values of the members called `names` into `values`, and returns the first name
/// that comes twice. A name to the letter goes before one that fits but for case and outer white
/// space. `tally` counts the members that are not wanted.
pub(super) fn read_members<'a, N: AsRef<str>>(
    object: &'a str,
    names: &[N],
    values: &mut [Option<Found<'a>>],
    tally: &mut Tally,
) -> serde_json::Result<Option<usize>> {
    tally.begin();
    let mut reader = serde_json::Deserializer::from_str(object);
    let members = NamedMembers { names, values: &mut *values, tally: &mut *tally };
    let twice = members.deserialize(&mut reader)?;
    // Two objects on a line are one bad record, not one good one with something behind it.
    reader.end()?;
    for (wanted, found) in values.iter().enumerate() {
        match found {
            None => {}
            // Null is absent.
            Some(Found { value, .. }) if value.get() == "null" => {}
            Some(Found { loose: None, .. }) => tally.take_exact(wanted),
            Some(Found { loose: Some(slot), .. }) => tally.take_loose(*slot),
        }
    }
    Ok(twice)
}

/// Returns what `json` is as a popularity: a number, or a string of one, as drivers of databases
/// write numbers.
fn figure(json: &str) -> Figure {
    let string = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    rules::figure(string.unwrap_or(json))
}

struct NamedMembers<'n, 'v, 'a, N> {
    names: &'n [N],
    values: &'v mut [Option<Found<'a>>],
    tally: &'v mut Tally,
}

impl<'a, N: AsRef<str>> DeserializeSeed<'a> for NamedMembers<'_, '_, 'a, N> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a, N: AsRef<str>> Visitor<'a> for NamedMembers<'_, '_, 'a, N> {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut twice = None;
        while let Some(member) =
            map.next_key_seed(Name { names: self.names, tally: &mut *self.tally })?
        {
            // As text, which costs no more than to skip it.
            let value = map.next_value::<&'a RawValue>()?;
            match member {
                Member::Unused(slot) => self.count(slot, value),
                Member::Exact(at) => twice = twice.or(self.take_exact(at, value)),
                Member::Loose(at, slot) => twice = twice.or(self.take_loose(at, slot, value)),
            }
        }
        Ok(twice)
    }
}

impl<'a, N> NamedMembers<'_, '_, 'a, N> {
    fn count(&mut self, slot: Option<usize>, value: &RawValue) {
        // Null is absent, as it is for fields.
        if value.get() != "null" {
            self.tally.count(slot, figure(value.get()));
        }
    }

    fn take_exact(&mut self, at: usize, value: &'a RawValue) -> Option<usize> {
        let before = self.values.get_mut(at)?.replace(Found { value, loose: None })?;
        // JSON lets a name come twice and says nothing of which counts, so it is an error here.
        let Some(slot) = before.loose else { return Some(at) };
        self.tally.drop_loose(slot, figure(before.value.get()));
        None
    }

    fn take_loose(&mut self, at: usize, slot: Option<usize>, value: &'a RawValue) -> Option<usize> {
        let place = self.values.get_mut(at)?;
        match place {
            None => {
                *place = Some(Found { value, loose: Some(slot) });
                None
            }
            Some(Found { loose: None, .. }) => {
                self.tally.drop_loose(slot, figure(value.get()));
                None
            }
            // `Text` and `TEXT`: either could be meant.
            Some(_) => Some(at),
        }
    }
}

/// What the name of a member is.
enum Member {
    /// The wanted name at this place.
    Exact(usize),
    /// It fits the wanted name at this place. Its own place in the tally is behind.
    Loose(usize, Option<usize>),
    /// No wanted name, but one at this place of the tally.
    Unused(Option<usize>),
}

/// Reads a name as its position among the wanted ones, without copying it.
struct Name<'n, 't, N> {
    names: &'n [N],
    tally: &'t mut Tally,
}

impl<'a, N: AsRef<str>> DeserializeSeed<'a> for Name<'_, '_, N> {
    type Value = Member;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a, N: AsRef<str>> Visitor<'a> for Name<'_, '_, N> {
    type Value = Member;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        // There are about a dozen names, too few for a table of hashes.
        if let Some(at) = self.names.iter().position(|wanted| wanted.as_ref() == name) {
            return Ok(Member::Exact(at));
        }
        // A name of the records before needs no comparison but one.
        if let Some(slot) = self.tally.expected(name) {
            return Ok(Member::Unused(Some(slot)));
        }
        let loosely = |wanted: &N| fit(name, wanted.as_ref()) == Some(Fit::Loose);
        Ok(match self.names.iter().position(loosely) {
            Some(at) => Member::Loose(at, self.tally.loose_slot(at, name)),
            None => Member::Unused(self.tally.slot(name)),
        })
    }
}
