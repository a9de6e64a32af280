//! A build that is under way.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use mapahead::{BuildOptions, IndexBuilder, Progress};
use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;

use crate::failure::Failure;
use crate::report::{JsBuildProgress, JsBuildReport};
use crate::stream::{StoppableStream, is_stream};
use crate::task::{Job, spawn};

/// A build that is under way. Its tasks run one at a time: the caller awaits each before the next.
#[napi]
pub struct NativeBuilder {
    builder: Arc<Mutex<Option<IndexBuilder>>>,
    progress: Progress,
}

#[napi]
impl NativeBuilder {
    /// Starts the build of the index file `out`, with options as JSON: `BuildOptions::from_json`
    /// reads them.
    #[napi(ts_return_type = "Promise<NativeBuilder>")]
    pub fn start(out: String, options: String) -> AsyncTask<Job<NativeBuilder>> {
        spawn(move || {
            let options = BuildOptions::from_json(&options)?;
            let builder = IndexBuilder::new(Path::new(&out), options)?;
            let progress = builder.progress();
            let builder = Arc::new(Mutex::new(Some(builder)));
            Ok(NativeBuilder { builder, progress })
        })
    }

    /// Adds every record of the file at `path`, or of standard input if it is `-`.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn add_file(&self, path: String) -> AsyncTask<Job<()>> {
        let progress = self.progress.clone();
        self.spawn(move |builder| {
            let path = Path::new(&path);
            if path == Path::new("-") {
                builder.add_stream(path, StoppableStream::stdin(progress)?)?;
            } else if is_stream(path) {
                builder.add_stream(path, StoppableStream::open(path.into(), progress)?)?;
            } else {
                builder.add_file(path)?;
            }
            Ok(())
        })
    }

    /// Adds a batch of NDJSON lines; `name` stands for their source in messages.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn add_ndjson(&self, name: String, lines: String) -> AsyncTask<Job<()>> {
        self.spawn(move |builder| Ok(builder.add_ndjson(&name, lines.into_bytes())?))
    }

    /// Writes the index file and publishes it.
    #[napi(ts_return_type = "Promise<JsBuildReport>")]
    pub fn finish(&self) -> AsyncTask<Job<JsBuildReport>> {
        let builder = Arc::clone(&self.builder);
        spawn(move || Ok(take(&builder)?.finish()?.into()))
    }

    /// Returns how far the build is.
    #[napi]
    pub fn progress(&self) -> JsBuildProgress {
        self.progress.snapshot().into()
    }

    /// Makes the running task, and every later one, end with `ERR_ABORTED`.
    #[napi]
    pub fn abort(&self) {
        self.progress.abort();
    }

    /// Gives the build up and removes what it wrote.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn discard(&self) -> AsyncTask<Job<()>> {
        let builder = Arc::clone(&self.builder);
        spawn(move || {
            drop(take(&builder));
            Ok(())
        })
    }

    fn spawn(
        &self,
        work: impl FnOnce(&mut IndexBuilder) -> Result<(), Failure> + Send + 'static,
    ) -> AsyncTask<Job<()>> {
        let slot = Arc::clone(&self.builder);
        spawn(move || {
            let mut builder = take(&slot)?;
            work(&mut builder)?;
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(builder);
            Ok(())
        })
    }
}

/// Takes the builder out for a task. One that fails drops it, and with it what it wrote.
fn take(slot: &Mutex<Option<IndexBuilder>>) -> Result<IndexBuilder, Failure> {
    let builder = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    builder.ok_or_else(|| Failure::closed("the build"))
}
