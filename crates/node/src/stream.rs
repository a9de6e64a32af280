//! Pipes, devices and standard input, for a build that can be stopped while it waits for them.
//!
//! A thread of its own reads, so that the build need not wait for a terminal or a pipe that says
//! nothing. Node.js makes standard input non-blocking as soon as anything asks for `process.stdin`;
//! then the thread asks again until there is something to read.

use std::fs::{self, File};
use std::io::{self, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use mapahead::{Error, Progress};

use crate::failure::Failure;

const CHUNK_BYTES: usize = 64 << 10;
const CHUNKS_AHEAD: usize = 16;
const PATIENCE: Duration = Duration::from_millis(5);
const ABORT_INTERVAL: Duration = Duration::from_millis(20);

/// Reads a stream until its end, or until the build is aborted.
pub(crate) struct StoppableStream {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Cursor<Vec<u8>>,
    progress: Progress,
}

impl StoppableStream {
    /// Starts to read standard input.
    pub(crate) fn stdin(progress: Progress) -> Result<Self, Failure> {
        Self::start(PathBuf::from("<stdin>"), progress, |chunks| {
            read_all(io::stdin().lock(), chunks);
        })
    }

    /// Starts to open and read the pipe or device at `path`. (Opening a pipe waits for its writer.)
    #[expect(
        clippy::disallowed_methods,
        reason = "the core cannot be stopped while it opens a pipe"
    )]
    pub(crate) fn open(path: PathBuf, progress: Progress) -> Result<Self, Failure> {
        Self::start(path.clone(), progress, move |chunks| match File::open(&path) {
            Ok(file) => read_all(file, chunks),
            // If nobody receives any more, nobody wants to know.
            Err(error) => drop(chunks.send(Err(error))),
        })
    }

    fn start(
        path: PathBuf,
        progress: Progress,
        read: impl FnOnce(&SyncSender<io::Result<Vec<u8>>>) + Send + 'static,
    ) -> Result<Self, Failure> {
        let (sender, chunks) = sync_channel(CHUNKS_AHEAD);
        thread::Builder::new()
            .name("mapahead-stream".into())
            .spawn(move || read(&sender))
            .map_err(|source| Error::Io { action: "start a thread to read", path, source })?;
        Ok(StoppableStream { chunks, chunk: Cursor::default(), progress })
    }
}

impl Read for StoppableStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let len = self.chunk.read(buffer)?;
            if len > 0 || buffer.is_empty() {
                return Ok(len);
            }
            match self.chunks.recv_timeout(ABORT_INTERVAL) {
                Ok(chunk) => self.chunk = Cursor::new(chunk?),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                Err(RecvTimeoutError::Timeout) if self.progress.is_aborted() => {
                    return Err(io::Error::other("the build was aborted"));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

/// Tells whether `path` is a pipe or a device, whose reading may wait for ever.
pub(crate) fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// Sends what `stream` holds, up to its end, the first error, or the end of the build.
fn read_all(mut stream: impl Read, sender: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut chunk = vec![0; CHUNK_BYTES];
        let outcome = match stream.read(&mut chunk) {
            Ok(0) => return,
            Ok(len) => {
                chunk.truncate(len);
                Ok(chunk)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                thread::sleep(PATIENCE);
                continue;
            }
            Err(error) => Err(error),
        };
        let failed = outcome.is_err();
        if sender.send(outcome).is_err() || failed {
            return;
        }
    }
}
