//! A path or a stream into decompressed bytes of text.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use flate2::bufread::MultiGzDecoder;

use crate::build::options::{Compression, Format};
use crate::build::progress::Progress;
use crate::error::{Error, Result};

/// How much is read at a time.
pub(super) const BUFFER_BYTES: usize = 256 << 10;

/// What the name of a file says of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NameEnding {
    pub(super) format: Option<Format>,
    pub(super) compression: Compression,
}

impl NameEnding {
    /// Reads the endings of `path`, in upper or lower case: `.ndjson`, `.jsonl`, `.csv` or `.tsv`,
    /// and behind it `.gz`, `.zst` or nothing.
    pub(super) fn of(path: &Path) -> Self {
        // Lossy is fine: an ending that counts is ASCII.
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let (rest, compression) = if let Some(rest) = name.strip_suffix(".gz") {
            (rest, Compression::Gzip)
        } else if let Some(rest) = name.strip_suffix(".zst") {
            (rest, Compression::Zstd)
        } else {
            (name.as_str(), Compression::None)
        };
        let format = match rest.rsplit_once('.') {
            Some((_, "ndjson" | "jsonl")) => Some(Format::Ndjson),
            Some((_, "csv")) => Some(Format::Csv),
            Some((_, "tsv")) => Some(Format::Tsv),
            _ => None,
        };
        NameEnding { format, compression }
    }
}

/// The decompressed bytes of one input, without a byte order mark.
pub(super) struct Input {
    /// What stands for it in messages.
    name: String,
    reader: Box<dyn Read + Send>,
    compression: Compression,
    consumed: Arc<AtomicU64>,
    progress: Arc<OnceLock<Progress>>,
}

impl Input {
    /// Starts to read `reader`; `name` stands for it in messages.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the first bytes cannot be read, [`Error::InvalidInput`] if they are those
    /// of compressed data or of UTF-16.
    pub(super) fn new(
        name: &str,
        reader: Box<dyn Read + Send>,
        compression: Compression,
    ) -> Result<Self> {
        let consumed = Arc::new(AtomicU64::new(0));
        // Below the decompressor, so that progress compares with the size of the file.
        let counted = Counting { reader, consumed: Arc::clone(&consumed) };
        let reader: Box<dyn Read + Send> = match compression {
            Compression::None => Box::new(counted),
            Compression::Gzip => {
                // Parallel compressors and `cat a.gz b.gz` write several members in one file.
                Box::new(MultiGzDecoder::new(BufReader::with_capacity(BUFFER_BYTES, counted)))
            }
            Compression::Zstd => Box::new(
                zstd::stream::read::Decoder::new(counted)
                    .map_err(|error| failed(name, compression, error))?,
            ),
        };
        let name = name.to_owned();
        let mut input = Input { name, reader, compression, consumed, progress: Arc::default() };
        let start = input.first_bytes().map_err(|error| input.failed(error))?;
        // Not even an empty file compresses to nothing.
        if compression != Compression::None && input.bytes_read() == 0 {
            return Err(input.failed(io::ErrorKind::UnexpectedEof.into()));
        }
        // After decompression, so that a file that was compressed twice is told too.
        check_start(&input.name, &start)?;
        let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start).to_vec();
        // What was looked at goes back in front, without the mark.
        input.reader = Box::new(Cursor::new(text).chain(input.reader));
        Ok(input)
    }

    #[cfg(test)]
    pub(super) fn from_memory(bytes: Vec<u8>) -> Self {
        Input::new("memory", Box::new(Cursor::new(bytes)), Compression::None).unwrap()
    }

    /// Returns the name that stands for it in messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns how it is compressed.
    pub(super) fn compression(&self) -> Compression {
        self.compression
    }

    /// Returns how many bytes were read so far, compressed as they came.
    pub(super) fn bytes_read(&self) -> u64 {
        self.consumed.load(Ordering::Relaxed)
    }

    /// Returns the counter behind [`Input::bytes_read`].
    pub(super) fn counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.consumed)
    }

    /// Returns where to put the progress of the build, which ends reading when it is aborted.
    pub(super) fn progress(&self) -> Arc<OnceLock<Progress>> {
        Arc::clone(&self.progress)
    }

    /// Returns the error for `error`, which reading this input gave.
    fn failed(&self, error: io::Error) -> Error {
        failed(&self.name, self.compression, error)
    }

    /// Reads 4 bytes, or all if there are fewer.
    fn first_bytes(&mut self) -> io::Result<Vec<u8>> {
        let mut start = Vec::with_capacity(4);
        self.reader.by_ref().take(4).read_to_end(&mut start)?;
        Ok(start)
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A small compressed file can hold hours of blank lines.
        self.progress.get().map_or(Ok(()), Progress::check).map_err(io::Error::other)?;
        self.reader.read(buffer)
    }
}

/// Opens the file at `path`, and returns its size if it is a regular file.
#[expect(clippy::disallowed_methods, reason = "sources are read here and nowhere else")]
pub(super) fn open_file(path: &Path) -> Result<(File, Option<u64>)> {
    let failed = |source| Error::Io { action: "open", path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    // Opening a folder succeeds on Linux, and only reading it fails, with less to say.
    if metadata.is_dir() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    // A device or a pipe says 0, which would make a progress of more than all.
    Ok((file, metadata.is_file().then_some(metadata.len())))
}

/// Reads the text file at `path`, which is no source of records.
///
/// # Errors
///
/// `ERR_IO` if it cannot be read, `ERR_INVALID_INPUT` if it is not UTF-8, has more than 64 MiB, or
/// is a device without an end.
pub(in crate::build) fn read_text(path: &Path) -> Result<String> {
    let invalid = |reason: String| Error::InvalidInput {
        file: path.display().to_string(),
        reason,
        advice: None,
    };
    refuse_endless(path)?;
    let (file, _) = open_file(path)?;
    let failed = |source| Error::Io { action: "read", path: path.to_owned(), source };
    let mut bytes = Vec::new();
    // One byte more tells that there is more. All of it is held, so it must not be anything.
    file.take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(invalid(format!("it has more than {} MiB", MAX_TEXT_BYTES >> 20)));
    }
    String::from_utf8(bytes).map_err(|error| {
        // The line helps who has to mend the file, the byte would not.
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
        invalid(format!("line {line} is not UTF-8; convert the file to UTF-8"))
    })
}

/// The largest file of rules that is read. WordNet, one rule a synset, has some megabytes.
const MAX_TEXT_BYTES: u64 = 64 << 20;

/// Refuses a device that yields bytes without an end.
///
/// # Errors
///
/// [`Error::InvalidInput`] if there is one at `path`.
pub(super) fn refuse_endless(path: &Path) -> Result<()> {
    if !is_endless(path) {
        return Ok(());
    }
    let reason = "it is a device without an end; give a file or a pipe".into();
    Err(Error::InvalidInput { file: path.display().to_string(), reason, advice: None })
}

/// Returns whether a device without an end is at `path`. A terminal is a device too, and ends.
#[cfg(unix)]
fn is_endless(path: &Path) -> bool {
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    // By the number of the device, since a link and another name lead to the same one.
    let device_of = |path: &Path| {
        let metadata = std::fs::metadata(path).ok()?;
        metadata.file_type().is_char_device().then(|| metadata.rdev())
    };
    let Some(device) = device_of(path) else { return false };
    ["/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"]
        .iter()
        .any(|endless| device_of(Path::new(endless)) == Some(device))
}

#[cfg(not(unix))]
fn is_endless(_: &Path) -> bool {
    false
}

/// Tells an error of the operating system from one of damaged compressed data.
pub(super) fn failed(name: &str, compression: Compression, source: io::Error) -> Error {
    // Decoders report damage as errors of reading, without the number that a system call has.
    let damaged = compression != Compression::None && source.raw_os_error().is_none();
    let source = if damaged && source.kind() == io::ErrorKind::UnexpectedEof {
        let reason = "the compressed data ends too early; get a complete copy";
        io::Error::new(io::ErrorKind::UnexpectedEof, reason)
    } else {
        source
    };
    Error::Io { action: if damaged { "decompress" } else { "read" }, path: name.into(), source }
}

fn check_start(name: &str, start: &[u8]) -> Result<()> {
    let reason = match start {
        [0x1f, 0x8b, ..] => "is compressed by gzip; give a name that ends in .gz, or decompress it",
        [0x28, 0xb5, 0x2f, 0xfd] => {
            "is compressed by zstd; give a name that ends in .zst, or decompress it"
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "is in UTF-16; convert it to UTF-8",
        _ => return Ok(()),
    };
    Err(Error::InvalidInput { file: name.into(), reason: reason.into(), advice: None })
}

/// Counts what is read, and reads again where a signal interrupted.
struct Counting {
    reader: Box<dyn Read + Send>,
    consumed: Arc<AtomicU64>,
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.reader.read(buffer) {
                Ok(len) => {
                    self.consumed.fetch_add(len as u64, Ordering::Relaxed);
                    return Ok(len);
                }
                // A signal is no reason to end a build of hours.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_name_tells_format_and_compression() {
        use Compression::{Gzip, None as Plain, Zstd};
        let cases = [
            ("a.ndjson", Some(Format::Ndjson), Plain),
            ("a.JSONL", Some(Format::Ndjson), Plain),
            ("dir.csv/a.b.csv.gz", Some(Format::Csv), Gzip),
            ("a.tsv.zst", Some(Format::Tsv), Zstd),
            ("a.gz", None, Gzip),
            ("a.json", None, Plain),
            ("csv", None, Plain),
            ("a.csv.bz2", None, Plain),
            ("a.gz.csv", Some(Format::Csv), Plain),
        ];
        for (name, format, compression) in cases {
            assert_eq!(
                NameEnding::of(Path::new(name)),
                NameEnding { format, compression },
                "{name}"
            );
        }
    }

    #[test]
    fn a_byte_order_mark_is_skipped_once() {
        for (bytes, expected) in [
            (&b"\xef\xbb\xbfabc"[..], &b"abc"[..]),
            (b"\xef\xbb\xbf", b""),
            (b"\xef\xbb", b"\xef\xbb"),
            (b"", b""),
            (b"ab", b"ab"),
        ] {
            let mut read = Vec::new();
            Input::from_memory(bytes.to_vec()).read_to_end(&mut read).unwrap();
            assert_eq!(read, expected);
        }
    }

    #[test]
    fn compressed_or_utf_16_text_says_what_to_do() {
        for (bytes, word) in [
            (&[0x1f, 0x8b, 8, 0][..], ".gz"),
            (&[0x28, 0xb5, 0x2f, 0xfd, 0], ".zst"),
            (&[0xff, 0xfe, b'a', 0], "UTF-8"),
            (&[0xfe, 0xff, 0, b'a'], "UTF-8"),
        ] {
            let reader = Box::new(Cursor::new(bytes.to_vec()));
            let error = Input::new("x", reader, Compression::None).err().unwrap();
            assert_eq!(error.code(), "ERR_INVALID_INPUT");
            assert!(error.to_string().contains(word), "{error}");
        }
    }
}
