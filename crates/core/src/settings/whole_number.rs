//! A whole number of JSON, told by its range where it is none.

use std::fmt;

use serde::Deserializer;
use serde::de::{Unexpected, Visitor};

/// Reads a whole number. One that is none is told by `expected`, which has the range of the option,
/// as one out of that range is.
pub(crate) fn read_whole<'de, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
) -> std::result::Result<u64, D::Error> {
    deserializer.deserialize_any(Whole(expected))
}

struct Whole(&'static str);

impl Visitor<'_> for Whole {
    type Value = u64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> std::result::Result<u64, E> {
        Ok(number)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> std::result::Result<u64, E> {
        if number >= 0.0 && number.fract() == 0.0 {
            // One that is past the numbers becomes the last, which is out of every range.
            return Ok(number as u64);
        }
        Err(E::invalid_type(Unexpected::Float(number), &self))
    }
}
