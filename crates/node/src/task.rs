//! Work off the main thread, as a promise.

use napi::bindgen_prelude::{AsyncTask, ToNapiValue, TypeName};
use napi::{Env, Task};

use crate::failure::{Failure, guarded};

type Work<T> = Box<dyn FnOnce() -> Result<T, Failure> + Send>;

/// A piece of work for a thread of libuv's pool.
///
/// The thread carries the outcome as it is; the JavaScript error is made when the promise is
/// settled, on the main thread, which alone may make one.
pub struct Job<T>(Option<Work<T>>);

/// Queues `work` and returns the promise of its outcome.
pub(crate) fn spawn<T>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> AsyncTask<Job<T>>
where
    T: ToNapiValue + TypeName + Send + 'static,
{
    AsyncTask::new(Job(Some(Box::new(work))))
}

impl<T: ToNapiValue + TypeName + Send + 'static> Task for Job<T> {
    type Output = Result<T, Failure>;
    type JsValue = T;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let work = self.0.take();
        Ok(guarded(|| work.map_or_else(|| Err(Failure::closed("the task")), |work| work())))
    }

    fn resolve(&mut self, env: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        output.map_err(|failure| failure.into_error(env))
    }
}
