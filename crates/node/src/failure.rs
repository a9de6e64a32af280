//! Errors of the core, and of the binding itself, as JavaScript errors with a stable code.
//!
//! What an error is about crosses as properties of it (`fields`), so that nobody has to read them
//! out of its message: `src/errors.ts` documents them.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use napi::bindgen_prelude::{Object, Unknown};
use napi::{Env, JsError, JsValue};
use napi_derive::napi;

use crate::fields::{Field, fields_of, message_of};

/// The use of an index or a build after it was closed.
const CLOSED: &str = "ERR_CLOSED";
/// A panic of the core: always a bug.
const INTERNAL: &str = "ERR_INTERNAL";

/// The codes that only the binding and the TypeScript above it use.
const NODE_CODES: [&str; 3] = [CLOSED, "ERR_INVALID_ARGUMENT", INTERNAL];

/// An error as it leaves for JavaScript: a stable code, a message with every cause, and properties.
#[derive(Debug)]
pub struct Failure {
    code: &'static str,
    message: String,
    fields: Vec<(&'static str, Field)>,
}

impl Failure {
    /// Returns the error for a use of `what` after it was closed.
    pub(crate) fn closed(what: &str) -> Self {
        Failure { code: CLOSED, message: format!("{what} is closed"), fields: Vec::new() }
    }

    /// Returns the error for what only a bug of this package leads to.
    pub(crate) fn internal(message: String) -> Self {
        Failure { code: INTERNAL, message, fields: Vec::new() }
    }

    fn panicked(panic: &(dyn Any + Send)) -> Self {
        let said = panic
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        let bug = "this is a bug, please report it";
        Failure::internal(format!("mapahead failed inside ({said}); {bug}"))
    }

    /// Makes the JavaScript error, on the main thread, which alone may make one.
    pub(crate) fn into_error(self, env: Env) -> napi::Error {
        let Failure { code, message, fields } = self;
        let error = JsError::from(napi::Error::new(code, message)).into_unknown(env);
        // Without its properties it still says in words what is wrong.
        drop(set_all(env, error, fields));
        napi::Error::from(error)
    }
}

fn set_all(env: Env, error: Unknown<'_>, fields: Vec<(&'static str, Field)>) -> napi::Result<()> {
    let mut error = Object::from_raw(env.raw(), error.raw());
    for (name, value) in fields {
        match value {
            Field::Text(text) => error.set(name, text)?,
            Field::Texts(texts) => error.set(name, texts)?,
            Field::Number(number) => error.set(name, number)?,
        }
    }
    Ok(())
}

impl From<mapahead::Error> for Failure {
    fn from(error: mapahead::Error) -> Self {
        Failure { code: error.code(), message: message_of(&error), fields: fields_of(&error) }
    }
}

/// What Node-API refuses while values are converted.
impl From<napi::Error> for Failure {
    fn from(error: napi::Error) -> Self {
        Failure::internal(error.reason.clone())
    }
}

/// Runs `work` and turns a panic into an error, which would end the process if it left a callback.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(Failure::panicked(&*panic)))
}

/// Runs `work` on the main thread as [`guarded`] does; its error is one of JavaScript.
pub(crate) fn called<T>(env: &Env, work: impl FnOnce() -> Result<T, Failure>) -> napi::Result<T> {
    guarded(work).map_err(|failure| failure.into_error(*env))
}

/// Every code that an error of this package can have.
#[napi]
pub fn error_codes() -> Vec<&'static str> {
    mapahead::Error::CODES.into_iter().chain(NODE_CODES).collect()
}
