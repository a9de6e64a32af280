//! An open index.

use std::cell::{Ref, RefCell};
use std::path::Path;

use mapahead::{Index, OpenOptions, SuggestOptions};
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, BufferSlice, ClassInstance, Either};
use napi_derive::napi;

use crate::boosts::NativeBoosts;
use crate::failure::{Failure, called};
use crate::options::json_text;
use crate::packed::{Packed, pack};
use crate::ranking::{read_boosts, read_restriction};
use crate::report::{JsEntry, JsVerifyReport};
use crate::request::{OPTIONS_LEN, read_max_bytes, read_options, read_ranked_options};
use crate::task::{Job, spawn};

/// The elements of a `Float64Array` of JavaScript's, to write into. (An alias, since napi takes
/// `&mut` of an argument for a reference to one of its classes.)
type Numbers<'array> = &'array mut [f64];

/// The elements of a `Uint8Array` of JavaScript's, in the same way.
type Bytes<'array> = &'array mut [u8];

/// How many bytes an answer has that was written into the bytes of JavaScript, or the answer itself
/// where they have no room for it.
type Written<'env> = Either<u32, BufferSlice<'env>>;

/// Up to so many bytes stay for the next answer as JSON, in each thread.
const MOST_KEPT: usize = 64 * 1024;

thread_local! {
    /// Where answers become JSON. Kept, so that a call takes no memory for what it writes.
    static JSON: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// An open index, or nothing once it is closed.
///
/// In a cell, so that every method takes `&self`: napi holds the borrow of a method until its
/// promise is settled, and `close` must not wait for `verify`.
#[napi]
pub struct NativeIndex(RefCell<Option<Index>>);

/// See `OpenOptions`; all but `watch`, which is TypeScript's.
#[napi(object, object_to_js = false)]
pub struct JsOpenOptions {
    pub verify: Option<bool>,
    /// Whether the checksums are compared; a watch does, before it swaps.
    pub checksums: Option<bool>,
    pub warm: Option<bool>,
    pub copy: Option<bool>,
}

#[napi]
impl NativeIndex {
    /// See `SuggestIndex.open`.
    #[napi(ts_return_type = "Promise<NativeIndex>")]
    pub fn open(path: String, options: JsOpenOptions) -> AsyncTask<Job<NativeIndex>> {
        spawn(move || open(&path, &options.into()))
    }

    /// See `SuggestIndex.openSync`.
    #[napi]
    pub fn open_sync(env: &Env, path: String, options: JsOpenOptions) -> napi::Result<NativeIndex> {
        called(env, || open(&path, &options.into()))
    }

    /// Reads the options from the head of `numbers`, and packs the answer into the returned string
    /// and the rest of them; see `src/suggest/request/read.ts` and `src/suggest/decode.ts`.
    #[napi(ts_return_type = "string | [texts: string, payloads: string]")]
    pub fn suggest<'env>(
        &self,
        env: &'env Env,
        query: String,
        #[napi(ts_arg_type = "Float64Array")] numbers: Numbers<'_>,
    ) -> napi::Result<Packed<'env>> {
        called(env, || {
            let options = read_options(numbers)?;
            self.packed(env, &query, &options, numbers)
        })
    }

    /// The same, with what else ranks: `ranking` as `src/suggest/ranking.ts` writes it, and
    /// prepared boosts.
    ///
    /// A method of its own, since an argument that may be left out costs every query a call of
    /// Node-API.
    #[napi(ts_return_type = "string | [texts: string, payloads: string]")]
    pub fn suggest_ranked<'env>(
        &self,
        env: &'env Env,
        query: String,
        #[napi(ts_arg_type = "Float64Array")] numbers: Numbers<'_>,
        #[napi(ts_arg_type = "string | undefined")] ranking: Option<String>,
        #[napi(ts_arg_type = "NativeBoosts | undefined")] boosts: Option<
            ClassInstance<'env, NativeBoosts>,
        >,
    ) -> napi::Result<Packed<'env>> {
        called(env, || {
            let options = read_ranked_options(numbers, ranking.as_deref(), boosts.as_deref())?;
            self.packed(env, &query, &options, numbers)
        })
    }

    /// See `SuggestIndex.suggestJson`; `options` as `src/suggest/request/read.ts` writes them, with
    /// the most bytes of the answer behind them. Without options there is no bound.
    ///
    /// Returns how many bytes of `out` the answer takes. A buffer for each answer costs far more
    /// than a copy in JavaScript, so one is only made for an answer that `out` has no room for.
    #[napi(ts_return_type = "number | Buffer")]
    pub fn suggest_json<'env>(
        &self,
        env: &'env Env,
        query: String,
        #[napi(ts_arg_type = "Uint8Array")] out: Bytes<'_>,
        #[napi(ts_arg_type = "Float64Array | undefined")] options: Option<Numbers<'_>>,
    ) -> napi::Result<Written<'env>> {
        called(env, || {
            let numbers = options.unwrap_or_default();
            let options = read_options(numbers)?;
            self.json(env, &query, (&options, read_max_bytes(numbers)), out)
        })
    }

    /// The same, with what else ranks, as for `suggestRanked`.
    #[napi(ts_return_type = "number | Buffer")]
    #[allow(
        clippy::too_many_arguments,
        reason = "to read an object takes a call of Node-API for each member"
    )]
    pub fn suggest_json_ranked<'env>(
        &self,
        env: &'env Env,
        query: String,
        #[napi(ts_arg_type = "Uint8Array")] out: Bytes<'_>,
        #[napi(ts_arg_type = "Float64Array")] numbers: Numbers<'_>,
        #[napi(ts_arg_type = "string | undefined")] ranking: Option<String>,
        #[napi(ts_arg_type = "NativeBoosts | undefined")] boosts: Option<
            ClassInstance<'env, NativeBoosts>,
        >,
    ) -> napi::Result<Written<'env>> {
        called(env, || {
            let options = read_ranked_options(numbers, ranking.as_deref(), boosts.as_deref())?;
            self.json(env, &query, (&options, read_max_bytes(numbers)), out)
        })
    }

    /// See `SuggestIndex.boosts`; `json` as `src/suggest/ranking.ts` writes it.
    #[napi]
    pub fn boosts(&self, env: &Env, json: String) -> napi::Result<NativeBoosts> {
        called(env, || {
            let boosts = read_boosts(&json)?;
            Ok(NativeBoosts::new(self.index()?.prepare_boosts(&boosts)?))
        })
    }

    /// See `SuggestIndex.get`; the payload is JSON text.
    #[napi]
    pub fn get(&self, env: &Env, id: String) -> napi::Result<Option<JsEntry>> {
        called(env, || Ok(self.index()?.get(&id)?.map(JsEntry::from)))
    }

    /// The same, as far as the entry passes `restriction`, as `src/suggest/ranking.ts` writes it.
    #[napi]
    pub fn get_restricted(
        &self,
        env: &Env,
        id: String,
        restriction: String,
    ) -> napi::Result<Option<JsEntry>> {
        called(env, || {
            let restriction = read_restriction(&restriction)?;
            Ok(self.index()?.get_restricted(&id, &restriction)?.map(JsEntry::from))
        })
    }

    /// Returns records as a JSON array, by falling weight, from the one at place `first` on: as many
    /// as make `bytes` bytes, and one at least, unless there are no more.
    #[napi]
    pub fn records(&self, env: &Env, first: u32, bytes: u32) -> napi::Result<String> {
        called(env, || {
            let index = self.index()?;
            let mut json = "[".to_owned();
            for record in index.entries().skip(first as usize) {
                json.push_str(if json.len() > 1 { "," } else { "" });
                record?.write_json(&mut json);
                if json.len() >= bytes as usize {
                    break;
                }
            }
            Ok(json + "]")
        })
    }

    /// Returns another handle to the same open index, which is closed apart from this one.
    #[napi]
    pub fn share(&self, env: &Env) -> napi::Result<NativeIndex> {
        called(env, || Ok(NativeIndex(RefCell::new(Some(self.index()?.clone())))))
    }

    /// See `SuggestIndex.synonyms`.
    #[napi]
    pub fn synonyms(&self, env: &Env) -> napi::Result<Vec<String>> {
        called(env, || Ok(self.index()?.synonyms()?.into_iter().map(str::to_owned).collect()))
    }

    /// See `SuggestIndex.info`: what the core says of the index, as JSON.
    #[napi]
    pub fn info(&self, env: &Env) -> napi::Result<String> {
        called(env, || json_text(&self.index()?.info()))
    }

    /// The content hash of the index, as 16 hexadecimal digits.
    #[napi]
    pub fn generation(&self, env: &Env) -> napi::Result<String> {
        called(env, || Ok(hexadecimal(self.index()?.generation())))
    }

    /// See `SuggestIndex.verify`. The index may be closed meanwhile.
    #[napi(ts_return_type = "Promise<JsVerifyReport>")]
    pub fn verify(&self, env: &Env) -> napi::Result<AsyncTask<Job<JsVerifyReport>>> {
        let index = called(env, || Ok(self.index()?.clone()))?;
        Ok(spawn(move || Ok(index.verify()?.into())))
    }

    /// See `SuggestIndex.close`.
    #[napi]
    pub fn close(&self) {
        self.0.replace(None);
    }

    /// Asks, and packs the answer into a string and the numbers behind the options.
    fn packed<'env>(
        &self,
        env: &'env Env,
        query: &str,
        options: &SuggestOptions,
        numbers: Numbers<'_>,
    ) -> Result<Packed<'env>, Failure> {
        let index = self.index()?;
        let answer = index.suggest(query, options)?;
        let rest = numbers.get_mut(OPTIONS_LEN..).unwrap_or_default();
        pack(env, &answer, rest)
    }

    /// Asks, and writes the answer as JSON into `out`, or into a buffer if `out` has no room for it.
    /// It has at most as many bytes as stand beside the options.
    fn json<'env>(
        &self,
        env: &'env Env,
        query: &str,
        (options, max_bytes): (&SuggestOptions, usize),
        out: Bytes<'_>,
    ) -> Result<Written<'env>, Failure> {
        let index = self.index()?;
        let answer = index.suggest(query, options)?;
        JSON.with_borrow_mut(|json| {
            json.clear();
            answer.write_json(json, max_bytes)?;
            let written = match out.get_mut(..json.len()) {
                Some(place) => {
                    place.copy_from_slice(json);
                    Either::A(json.len() as u32)
                }
                // Copied: a buffer that JavaScript frees through a finalizer costs microseconds more.
                None => Either::B(BufferSlice::copy_from(env, &*json)?),
            };
            if json.capacity() > MOST_KEPT {
                *json = Vec::new();
            }
            Ok(written)
        })
    }

    fn index(&self) -> Result<Ref<'_, Index>, Failure> {
        Ref::filter_map(self.0.borrow(), Option::as_ref).map_err(|_| Failure::closed("the index"))
    }
}

fn open(path: &str, options: &OpenOptions) -> Result<NativeIndex, Failure> {
    Ok(NativeIndex(RefCell::new(Some(Index::open_with(Path::new(path), options)?))))
}

impl From<JsOpenOptions> for OpenOptions {
    fn from(given: JsOpenOptions) -> Self {
        let is_on = |option: Option<bool>| option.unwrap_or_default();
        OpenOptions {
            verify: is_on(given.verify),
            checksums: is_on(given.checksums),
            warm: is_on(given.warm),
            copy: is_on(given.copy),
        }
    }
}

/// Writes `generation` as JavaScript shows it: its numbers cannot hold 64 bits.
pub(crate) fn hexadecimal(generation: u64) -> String {
    format!("{generation:016x}")
}
