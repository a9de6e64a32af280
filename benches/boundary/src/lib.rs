//! Hands the same suggestions to JavaScript in three ways, so that their costs can be compared.
//!
//! Only `benches/boundary.mjs` loads this; it is no part of the product. Each method takes a query
//! and looks nothing up: what is timed is the way across and back.

mod json;
mod objects;
mod packed;

use napi::bindgen_prelude::{Buffer, BufferSlice};
use napi::{Env, Error, JsString, Result};
use napi_derive::napi;
use serde::Deserialize;
use serde_json::value::RawValue;

/// The bytes of a `Uint8Array`, to write into. (An alias, since napi takes `&mut` of an argument for a
/// reference to one of its classes.)
type Bytes<'array> = &'array mut [u8];

/// A suggestion as the core would give it, in UTF-8.
#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    pub(crate) text: String,
    pub(crate) id: Option<String>,
    pub(crate) score: f64,
    pub(crate) weight: f64,
    pub(crate) payload: Option<Box<RawValue>>,
    /// How many bytes of `text` match, from its start.
    pub(crate) typed: usize,
}

impl Row {
    /// Returns where the highlight ends, in UTF-16 code units.
    pub(crate) fn highlight_end(&self) -> usize {
        self.text.get(..self.typed).map_or(0, utf16_len)
    }
}

/// Returns the length of `text` in UTF-16 code units.
pub(crate) fn utf16_len(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// Ten suggestions, or another number, and the room to pack them.
#[napi]
pub struct Samples {
    rows: Vec<Row>,
    lanes: Buffer,
    units: Vec<u16>,
}

#[napi]
impl Samples {
    /// Takes the suggestions as JSON, and the bytes of a `Float64Array` for the packed way.
    ///
    /// # Errors
    ///
    /// If the JSON is not a list of suggestions.
    #[napi(constructor)]
    pub fn new(rows: String, lanes: Buffer) -> Result<Self> {
        let rows =
            serde_json::from_str(&rows).map_err(|error| Error::from_reason(error.to_string()))?;
        Ok(Samples { rows, lanes, units: Vec::new() })
    }

    /// Returns the length of `query`: what any call costs.
    #[napi]
    pub fn nothing(&self, query: String) -> u32 {
        query.len() as u32
    }

    /// Returns objects made by napi; a payload is JSON text.
    #[napi]
    pub fn objects(&self, query: String) -> objects::Envelope<'_> {
        objects::envelope(query, &self.rows)
    }

    /// Returns one JSON text.
    ///
    /// # Errors
    ///
    /// If it cannot be written, which does not happen.
    #[napi]
    pub fn json(&self, query: String) -> Result<String> {
        json::text(&query, &self.rows).map_err(|error| Error::from_reason(error.to_string()))
    }

    /// Returns the JSON in a buffer that napi makes.
    ///
    /// # Errors
    ///
    /// If it cannot be written, which does not happen.
    #[napi]
    pub fn json_buffer<'env>(&self, env: &'env Env, query: String) -> Result<BufferSlice<'env>> {
        BufferSlice::copy_from(env, self.json(query)?)
    }

    /// Writes the JSON into `out`, and returns how many bytes of it the JSON takes.
    ///
    /// # Errors
    ///
    /// If `out` has no room.
    #[napi]
    pub fn json_into(&self, query: String, out: Bytes<'_>) -> Result<u32> {
        let json = self.json(query)?;
        let place = out.get_mut(..json.len()).ok_or(Error::from_reason("no room"))?;
        place.copy_from_slice(json.as_bytes());
        Ok(json.len() as u32)
    }

    /// Writes the numbers into the lanes and returns all strings as one, from UTF-8.
    ///
    /// # Errors
    ///
    /// If the lanes have no room.
    #[napi]
    pub fn packed(&mut self, query: String) -> Result<String> {
        packed::fill(&query, &self.rows, &mut self.lanes)
    }

    /// The same, but the string is made from Latin-1 if it is ASCII, else from UTF-16.
    ///
    /// # Errors
    ///
    /// If the lanes have no room.
    #[napi]
    pub fn packed_by_content<'env>(
        &mut self,
        env: &'env Env,
        query: String,
    ) -> Result<JsString<'env>> {
        let text = packed::fill(&query, &self.rows, &mut self.lanes)?;
        if text.is_ascii() {
            return env.create_string_latin1(&text);
        }
        self.units.clear();
        self.units.extend(text.encode_utf16());
        env.create_string_utf16(&self.units)
    }
}
