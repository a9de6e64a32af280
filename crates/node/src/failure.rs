//! Errors of the core, and of the binding itself, as JavaScript errors with a stable code.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use napi::{Env, JsError};
use napi_derive::napi;

/// The use of an index or a build after it was closed.
const CLOSED: &str = "ERR_CLOSED";
/// An option that the core never sees, since it cannot be read.
const INVALID_OPTION: &str = "ERR_INVALID_OPTION";
/// A panic of the core: always a bug.
const INTERNAL: &str = "ERR_INTERNAL";

/// The codes that only the binding and the TypeScript above it use.
const NODE_CODES: [&str; 3] = [CLOSED, "ERR_INVALID_ARGUMENT", INTERNAL];

/// An error as it leaves for JavaScript: a stable code, and a message with every cause.
#[derive(Debug)]
pub struct Failure {
    code: Code,
    message: String,
}

/// What stands for a status of Node-API in an error of ours: the code itself.
pub(crate) type Code = &'static str;

impl Failure {
    /// Returns the error for a use of `what` after it was closed.
    pub(crate) fn closed(what: &str) -> Self {
        Failure { code: CLOSED, message: format!("{what} is closed") }
    }

    /// Returns the error for options that cannot be read, with a whole sentence about them.
    pub(crate) fn invalid_option(message: String) -> Self {
        Failure { code: INVALID_OPTION, message }
    }

    fn panicked(panic: &(dyn Any + Send)) -> Self {
        let said = panic
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        let message = format!("mapahead failed inside ({said}); this is a bug, please report it");
        Failure { code: INTERNAL, message }
    }

    /// Makes the rejection of a promise, on the main thread.
    pub(crate) fn into_rejection(self, env: Env) -> napi::Error {
        napi::Error::from(JsError::from(napi::Error::from(self)).into_unknown(env))
    }
}

impl From<mapahead::Error> for Failure {
    fn from(error: mapahead::Error) -> Self {
        let mut message = match &error {
            mapahead::Error::InvalidOption { option, .. } => {
                error.to_string().replacen(option, &camel_case(option), 1)
            }
            _ => error.to_string(),
        };
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            message.push_str(": ");
            message.push_str(&error.to_string());
            cause = error.source();
        }
        Failure { code: error.code(), message }
    }
}

/// Writes the name of an option as JavaScript does: `max_cost` is `maxCost` there.
fn camel_case(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut joined, part| {
        let mut characters = part.chars();
        joined.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        joined.push_str(characters.as_str());
        joined
    })
}

/// What Node-API refuses while values are converted.
impl From<napi::Error> for Failure {
    fn from(error: napi::Error) -> Self {
        Failure { code: INTERNAL, message: error.reason.clone() }
    }
}

impl From<Failure> for napi::Error<Code> {
    fn from(failure: Failure) -> Self {
        napi::Error::new(failure.code, failure.message)
    }
}

/// Runs `work` and turns a panic into an error, which would end the process if it left a callback.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(Failure::panicked(&*panic)))
}

/// Every code that an error of this package can have.
#[napi]
pub fn error_codes() -> Vec<&'static str> {
    mapahead::Error::CODES.into_iter().chain(NODE_CODES).collect()
}
