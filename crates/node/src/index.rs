//! An open index.

use std::cell::{Ref, RefCell};
use std::path::Path;

use mapahead::{Error, Index, SuggestOptions};
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, BufferSlice};
use napi_derive::napi;

use crate::failure::{Code, Failure, guarded};
use crate::packed::{Packed, pack};
use crate::report::{JsEntry, JsIndexInfo, JsVerifyReport};
use crate::task::{Job, spawn};

/// The elements of a `Float64Array` of JavaScript's, to write into. (An alias, since napi takes
/// `&mut` of an argument for a reference to one of its classes.)
type Numbers<'array> = &'array mut [f64];

/// An open index, or nothing once it is closed.
///
/// In a cell, so that every method takes `&self`: napi holds the borrow of a method until its
/// promise is settled, and `close` must not wait for `verify`.
#[napi]
pub struct NativeIndex(RefCell<Option<Index>>);

#[napi]
impl NativeIndex {
    /// See `SuggestIndex.open`.
    #[napi(ts_return_type = "Promise<NativeIndex>")]
    pub fn open(path: String) -> AsyncTask<Job<NativeIndex>> {
        spawn(move || open(&path))
    }

    /// See `SuggestIndex.openSync`.
    #[napi]
    pub fn open_sync(path: String) -> napi::Result<NativeIndex, Code> {
        Ok(guarded(|| open(&path))?)
    }

    /// Packs the answer into the returned string and `numbers`; see `src/decode.ts`.
    #[napi(ts_return_type = "string | [texts: string, payloads: string]")]
    pub fn suggest<'env>(
        &self,
        env: &'env Env,
        query: String,
        #[napi(ts_arg_type = "Float64Array")] numbers: Numbers<'_>,
        limit: Option<f64>,
        offset: Option<f64>,
    ) -> napi::Result<Packed<'env>, Code> {
        Ok(guarded(|| {
            let options = suggest_options(limit, offset)?;
            let index = self.index()?;
            let answer = index.suggest(&query, &options);
            pack(env, &answer.map_err(|error| as_given(error, limit, offset))?, numbers)
        })?)
    }

    /// See `SuggestIndex.suggestJson`.
    #[napi]
    pub fn suggest_json<'env>(
        &self,
        env: &'env Env,
        query: String,
        limit: Option<f64>,
        offset: Option<f64>,
    ) -> napi::Result<BufferSlice<'env>, Code> {
        Ok(guarded(|| {
            let options = suggest_options(limit, offset)?;
            let index = self.index()?;
            let answer = index.suggest(&query, &options);
            let mut json = Vec::with_capacity(2048);
            answer.map_err(|error| as_given(error, limit, offset))?.write_json(&mut json);
            // Copied: a buffer that JavaScript frees through a finalizer costs microseconds more.
            Ok(BufferSlice::copy_from(env, json)?)
        })?)
    }

    /// See `SuggestIndex.get`; the payload is JSON text.
    #[napi]
    pub fn get(&self, id: String) -> napi::Result<Option<JsEntry>, Code> {
        Ok(guarded(|| Ok(self.index()?.get(&id)?.map(JsEntry::from)))?)
    }

    /// See `SuggestIndex.info`.
    #[napi]
    pub fn info(&self) -> napi::Result<JsIndexInfo, Code> {
        Ok(guarded(|| Ok(self.index()?.info().into()))?)
    }

    /// The content hash of the index, as 16 hexadecimal digits.
    #[napi]
    pub fn generation(&self) -> napi::Result<String, Code> {
        Ok(guarded(|| Ok(hexadecimal(self.index()?.generation())))?)
    }

    /// See `SuggestIndex.verify`. The index may be closed meanwhile.
    #[napi(ts_return_type = "Promise<JsVerifyReport>")]
    pub fn verify(&self) -> napi::Result<AsyncTask<Job<JsVerifyReport>>, Code> {
        let index = self.index()?.clone();
        Ok(spawn(move || Ok(index.verify()?.into())))
    }

    /// See `SuggestIndex.close`.
    #[napi]
    pub fn close(&self) {
        self.0.replace(None);
    }

    fn index(&self) -> Result<Ref<'_, Index>, Failure> {
        Ref::filter_map(self.0.borrow(), Option::as_ref).map_err(|_| Failure::closed("the index"))
    }
}

fn open(path: &str) -> Result<NativeIndex, Failure> {
    Ok(NativeIndex(RefCell::new(Some(Index::open(Path::new(path))?))))
}

/// Writes `generation` as JavaScript shows it: its numbers cannot hold 64 bits.
pub(crate) fn hexadecimal(generation: u64) -> String {
    format!("{generation:016x}")
}

fn suggest_options(limit: Option<f64>, offset: Option<f64>) -> Result<SuggestOptions, Failure> {
    let mut options = SuggestOptions::default();
    if let Some(limit) = limit {
        options.limit = whole("limit", limit)?;
    }
    if let Some(offset) = offset {
        options.offset = whole("offset", offset)?;
    }
    Ok(options)
}

/// Puts the number that JavaScript gave into an error about it, in place of what it became here.
fn as_given(error: Error, limit: Option<f64>, offset: Option<f64>) -> Error {
    match error {
        Error::InvalidOption { option, expected, got } => {
            let given = match option {
                "limit" => limit,
                "offset" => offset,
                _ => None,
            };
            let got = given.map_or(got, shown);
            Error::InvalidOption { option, expected, got }
        }
        other => other,
    }
}

/// Converts a JavaScript number that must be whole. One past the range of the type becomes its
/// largest, which the core refuses and says what is in range.
pub(crate) fn whole(option: &'static str, number: f64) -> Result<usize, Failure> {
    if number == f64::INFINITY || (number >= 0.0 && number.fract() == 0.0) {
        Ok(number as usize)
    } else {
        let expected = "a whole number from 0".to_owned();
        Err(Error::InvalidOption { option, expected, got: shown(number) }.into())
    }
}

/// Writes a number about as JavaScript does.
fn shown(number: f64) -> String {
    match number {
        f64::INFINITY => "Infinity".to_owned(),
        f64::NEG_INFINITY => "-Infinity".to_owned(),
        _ if number.abs() >= 1e21 => format!("{number:e}"),
        _ => number.to_string(),
    }
}
