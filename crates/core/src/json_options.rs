//! Options from JSON, whatever their type: an error says by its path which one is wrong.
//!
//! `serde_json` says what is wrong, but not where, and only as a text. So values are read by a
//! deserializer of our own, whose error keeps the path, what is expected and what was given.

use std::fmt;

use serde::Serialize;
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// Parses the text of an object of options.
///
/// # Errors
///
/// [`Error::MistypedOption`] if it is something else.
pub(crate) fn parse_object(json: &str) -> Result<Map<String, Value>> {
    // It has no name of its own, since nothing is around it.
    let mistyped = |got: String| Error::MistypedOption {
        option: "the options".to_owned(),
        expected: "a JSON object".to_owned(),
        got,
    };
    match serde_json::from_str(json) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(other) => Err(mistyped(shown(&other))),
        Err(error) => Err(mistyped(error.to_string())),
    }
}

/// Reads the options at `path`, which is empty for those of the build itself.
///
/// # Errors
///
/// [`Error::MistypedOption`] if a value has another type, [`Error::UnknownOption`] if there is no
/// option of a name.
pub(crate) fn read<T: DeserializeOwned>(value: &Value, path: &str) -> Result<T> {
    T::deserialize(ValueReader(value)).map_err(|fault| match path {
        "" => fault.into_error(),
        path => fault.within(path.to_owned()).into_error(),
    })
}

/// Reads the options at `path`, where what is left out is as in `standard`.
///
/// # Errors
///
/// As [`read`].
pub(crate) fn read_over<T: Serialize + DeserializeOwned>(
    standard: &T,
    given: Value,
    path: &str,
) -> Result<T> {
    let Value::Object(given) = given else { return read(&given, path) };
    // Merged as JSON, so that a member that is no option is still seen.
    let mut merged = serde_json::to_value(standard).unwrap_or_default();
    if let Value::Object(members) = &mut merged {
        members.extend(given);
    }
    read(&merged, path)
}

/// What is wrong, and where.
#[derive(Debug)]
struct Fault {
    /// Names and `[places]`, the innermost first.
    path: Vec<String>,
    what: What,
}

#[derive(Debug)]
enum What {
    Mistyped { expected: String, got: String },
    Unknown { name: String, available: &'static [&'static str] },
}

impl Fault {
    fn mistyped(expected: impl Into<String>, got: impl Into<String>) -> Self {
        let what = What::Mistyped { expected: expected.into(), got: got.into() };
        Fault { path: Vec::new(), what }
    }

    /// Says what the value with the fault is in.
    fn within(mut self, name: String) -> Self {
        self.path.push(name);
        self
    }

    fn into_error(self) -> Error {
        let mut path = String::new();
        for name in self.path.iter().rev() {
            // A place stands right behind the name of its array: `open[0]`.
            if !path.is_empty() && !name.starts_with('[') {
                path.push('.');
            }
            path.push_str(name);
        }
        match self.what {
            What::Mistyped { expected, got } => {
                Error::MistypedOption { option: path, expected, got }
            }
            What::Unknown { name, available } => {
                let owner = if path.is_empty() { "the build".to_owned() } else { path };
                let available = available.iter().map(|name| (*name).to_owned()).collect();
                Error::UnknownOption { owner, option: name, available }
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", self.what)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Fault::mistyped("of its type", message.to_string())
    }

    fn invalid_type(given: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let got = match given {
            Unexpected::Bool(value) => value.to_string(),
            Unexpected::Unsigned(value) => value.to_string(),
            Unexpected::Signed(value) => value.to_string(),
            Unexpected::Float(value) => value.to_string(),
            Unexpected::Str(value) => format!("{value:?}"),
            Unexpected::Unit | Unexpected::Option => "null".to_owned(),
            Unexpected::Seq => "an array".to_owned(),
            Unexpected::Map => "an object".to_owned(),
            other => other.to_string(),
        };
        Fault::mistyped(expected.to_string(), got)
    }

    fn invalid_length(count: usize, expected: &dyn de::Expected) -> Self {
        Fault::mistyped(expected.to_string(), format!("{count} items"))
    }

    fn unknown_variant(name: &str, expected: &'static [&'static str]) -> Self {
        Fault::mistyped(expected.join(" or "), format!("{name:?}"))
    }

    fn unknown_field(name: &str, expected: &'static [&'static str]) -> Self {
        let what = What::Unknown { name: name.to_owned(), available: expected };
        Fault { path: Vec::new(), what }
    }

    fn missing_field(name: &'static str) -> Self {
        // Named as what is missing, and not as the object that lacks it.
        Fault::mistyped("given", "nothing").within(name.to_owned())
    }
}

/// Returns a value for a message.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => other.to_string(),
    }
}

/// Reads a value.
struct ValueReader<'v>(&'v Value);

impl ValueReader<'_> {
    fn wrong<T>(&self, expected: &str) -> Result<T, Fault> {
        Err(Fault::mistyped(expected, shown(self.0)))
    }

    /// Returns a whole number up to `most`.
    fn whole(&self, most: u64) -> Result<u64, Fault> {
        let number = match self.0 {
            Value::Number(number) => number.as_u64().or_else(|| whole_of(number.as_f64()?)),
            _ => None,
        };
        match number {
            Some(number) if number <= most => Ok(number),
            Some(_) if most < u64::MAX => self.wrong(&format!("a whole number from 0 to {most}")),
            _ => self.wrong("a whole number from 0"),
        }
    }
}

/// Returns a number that JavaScript wrote with a point or an exponent, if it is whole. One that is
/// past the range becomes its end, which is as good as no bound.
fn whole_of(number: f64) -> Option<u64> {
    (number >= 0.0 && number.fract() == 0.0).then_some(number as u64)
}

impl<'de> de::Deserializer<'de> for ValueReader<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(Items(items.iter().enumerate())),
            Value::Object(members) => {
                visitor.visit_map(ObjectMembers { members: members.iter(), value: None })
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        // An option is left out by its absence alone, so null is as wrong here as elsewhere.
        visitor.visit_some(self)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(*value),
            _ => self.wrong("true or false"),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0.as_f64() {
            Some(number) => visitor.visit_f64(number),
            None => self.wrong("a number"),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_u64(self.whole(u8::MAX.into())?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_u64(self.whole(u64::MAX)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::String(text) => visitor.visit_borrowed_str(text),
            _ => self.wrong("a string"),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Array(_) => self.deserialize_any(visitor),
            _ => self.wrong("an array"),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Fault> {
        let expected = format!("an array of length {len}");
        match self.0 {
            // The visitor of an array takes as many items as it has, and leaves the rest unseen.
            Value::Array(items) if items.len() != len => {
                Err(Fault::mistyped(expected, format!("{} items", items.len())))
            }
            Value::Array(_) => self.deserialize_any(visitor),
            _ => self.wrong(&expected),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Object(_) => self.deserialize_any(visitor),
            _ => self.wrong("an object"),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Value::String(text) => {
                let variant: StrDeserializer<'_, Fault> = text.as_str().into_deserializer();
                visitor.visit_enum(variant)
            }
            _ => self.wrong(&variants.join(" or ")),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u16 u32 u128 f32 char bytes byte_buf unit unit_struct newtype_struct
        tuple_struct identifier ignored_any
    }
}

/// Reads the items of an array.
struct Items<'v>(std::iter::Enumerate<std::slice::Iter<'v, Value>>);

impl<'de> de::SeqAccess<'de> for Items<'de> {
    type Error = Fault;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some((place, item)) = self.0.next() else { return Ok(None) };
        let read = seed.deserialize(ValueReader(item));
        read.map(Some).map_err(|fault| fault.within(format!("[{place}]")))
    }
}

/// Reads the members of an object.
struct ObjectMembers<'v> {
    members: serde_json::map::Iter<'v>,
    value: Option<(&'v str, &'v Value)>,
}

impl<'de> de::MapAccess<'de> for ObjectMembers<'de> {
    type Error = Fault;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        let Some((name, value)) = self.members.next() else { return Ok(None) };
        self.value = Some((name, value));
        let name: StrDeserializer<'_, Fault> = name.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (name, value) = self.value.take().unwrap_or(("", &Value::Null));
        seed.deserialize(ValueReader(value)).map_err(|fault| fault.within(name.to_owned()))
    }
}
