//! The wanted members of a JSON object, found in one pass without parsing their values.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Words a JSON error; the line that serde_json counts is always the first.
pub(super) fn not_json(error: &serde_json::Error) -> String {
    // A record is one line, so a line number there would be taken for that of the file.
    let message = error.to_string().replace(" at line 1 column ", " at byte ");
    format!("is not valid JSON: {message}")
}

/// Puts the raw values of the members called `names` into `values`, and returns the first name
/// that comes twice.
pub(super) fn read_members<'a, N: AsRef<str>>(
    object: &'a str,
    names: &[N],
    values: &mut [Option<&'a RawValue>],
) -> serde_json::Result<Option<usize>> {
    let mut reader = serde_json::Deserializer::from_str(object);
    let twice = NamedMembers { names, values }.deserialize(&mut reader)?;
    // Two objects on a line are one bad record, not one good one with something behind it.
    reader.end()?;
    Ok(twice)
}

struct NamedMembers<'n, 'v, 'a, N> {
    names: &'n [N],
    values: &'v mut [Option<&'a RawValue>],
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

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut twice = None;
        while let Some(name) = map.next_key_seed(Name(self.names))? {
            let Some(at) = name else {
                // Skipped without a value being made, which is most of an export with many members.
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = map.next_value::<&'a RawValue>()?;
            // JSON lets a name come twice and says nothing of which counts, so it is an error here.
            let before = self.values.get_mut(at).and_then(|place| place.replace(value));
            if before.is_some() {
                twice = twice.or(Some(at));
            }
        }
        Ok(twice)
    }
}

/// Reads a name as its position among the wanted ones, without copying it.
struct Name<'n, N>(&'n [N]);

impl<'a, N: AsRef<str>> DeserializeSeed<'a> for Name<'_, N> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a, N: AsRef<str>> Visitor<'a> for Name<'_, N> {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        // There are about a dozen names, too few for a table of hashes.
        Ok(self.0.iter().position(|wanted| wanted.as_ref() == name))
    }
}
