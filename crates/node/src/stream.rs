//! Standard input as Node.js leaves it, for a build that can be stopped while it waits.
//!
//! A thread of its own reads, so that the build need not wait for a terminal or a pipe that says
//! nothing. Node.js makes standard input non-blocking as soon as anything asks for `process.stdin`;
//! then the thread asks again until there is something to read.

use std::io::{self, Cursor, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

const CHUNK_BYTES: usize = 64 << 10;
const CHUNKS_AHEAD: usize = 16;
const PATIENCE: Duration = Duration::from_millis(5);
const ABORT_INTERVAL: Duration = Duration::from_millis(20);

/// Reads standard input until its end, or until a flag is set.
pub(crate) struct StoppableStdin {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Cursor<Vec<u8>>,
    stopped: Arc<AtomicBool>,
}

impl StoppableStdin {
    /// Starts to read. Once `stopped` is set, reading fails.
    pub(crate) fn start(stopped: Arc<AtomicBool>) -> io::Result<Self> {
        let (sender, chunks) = sync_channel(CHUNKS_AHEAD);
        thread::Builder::new().name("mapahead-stdin".into()).spawn(move || read_all(&sender))?;
        Ok(StoppableStdin { chunks, chunk: Cursor::default(), stopped })
    }
}

impl Read for StoppableStdin {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let len = self.chunk.read(buffer)?;
            if len > 0 || buffer.is_empty() {
                return Ok(len);
            }
            match self.chunks.recv_timeout(ABORT_INTERVAL) {
                Ok(chunk) => self.chunk = Cursor::new(chunk?),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                Err(RecvTimeoutError::Timeout) if self.stopped.load(Ordering::Relaxed) => {
                    return Err(io::Error::other("the build was aborted"));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

/// Sends what standard input holds, up to its end, the first error, or the end of the build.
fn read_all(sender: &SyncSender<io::Result<Vec<u8>>>) {
    let mut stdin = io::stdin().lock();
    loop {
        let mut chunk = vec![0; CHUNK_BYTES];
        let outcome = match stdin.read(&mut chunk) {
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
