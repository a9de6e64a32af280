//! An open index.

use std::cell::{Ref, RefCell};
use std::path::Path;

use mapahead::{Error, Index, SuggestOptions};
use napi::bindgen_prelude::{AsyncTask, BufferSlice};
use napi::{Env, JsString};
use napi_derive::napi;

use crate::failure::{Code, Failure, guarded};
use crate::packed::pack;
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
    #[napi]
    pub fn suggest<'env>(
        &self,
        env: &'env Env,
        query: String,
        #[napi(ts_arg_type = "Float64Array")] numbers: Numbers<'_>,
        limit: Option<f64>,
        offset: Option<f64>,
    ) -> napi::Result<JsString<'env>, Code> {
        Ok(guarded(|| {
            let options = suggest_options(limit, offset)?;
            let index = self.index()?;
            let answer = index.suggest(&query, &options)?;
            Ok(pack(env, &answer, numbers)?)
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
            let mut json = Vec::with_capacity(2048);
            self.index()?.suggest(&query, &options)?.write_json(&mut json);
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

/// Converts a JavaScript number that must be whole; what is in range, the core says.
pub(crate) fn whole(option: &'static str, number: f64) -> Result<usize, Failure> {
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    if number.fract() == 0.0 && (0.0..=LARGEST).contains(&number) {
        Ok(number as usize)
    } else {
        let expected = "a whole number".to_owned();
        Err(Error::InvalidOption { option, expected, got: number.to_string() }.into())
    }
}
