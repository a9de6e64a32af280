//! A path or a stream into decompressed bytes of text.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use encoding_rs::{Encoding, UTF_8};
use flate2::bufread::MultiGzDecoder;

use super::ahead::{Ahead, LOOK_BYTES};
use super::decoding::{Decoding, by_mark, unmarked_utf_16};
use crate::advice::Advice;
use crate::build::input::text_encoding::TextEncoding;
use crate::build::options::Compression;
use crate::build::progress::Progress;
use crate::error::{Error, Result};

/// How much is read at a time.
pub(super) const BUFFER_BYTES: usize = 256 << 10;

/// The decompressed bytes of one input in UTF-8, without a byte order mark.
pub(super) struct Input {
    /// What stands for it in messages.
    name: String,
    reader: Ahead,
    encoding: TextEncoding,
    compression: Compression,
    consumed: Arc<AtomicU64>,
    progress: Arc<OnceLock<Progress>>,
}

impl Input {
    /// Starts to read `reader`; `name` stands for it in messages. A byte order mark says the
    /// encoding, or else `encoding` does, or else it is UTF-8.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the first bytes cannot be read, [`Error::InvalidInput`] if they are those
    /// of compressed data or of UTF-32, [`Error::WrongEncoding`] if they seem to be UTF-16 and
    /// nothing says so.
    pub(super) fn new(
        name: &str,
        reader: Box<dyn Read + Send>,
        compression: Compression,
        encoding: Option<&'static Encoding>,
    ) -> Result<Self> {
        let consumed = Arc::new(AtomicU64::new(0));
        // Below the decompressor, so that progress compares with the size of the file.
        let counted = Counting { reader, consumed: Arc::clone(&consumed) };
        let mut reader = Ahead::new(decompressed(name, counted, compression)?);
        let start = reader.look(4).to_vec();
        if let Some(error) = reader.take_failure() {
            return Err(failed(name, compression, error));
        }
        // Not even an empty file compresses to nothing.
        if compression != Compression::None && consumed.load(Ordering::Relaxed) == 0 {
            return Err(failed(name, compression, io::ErrorKind::UnexpectedEof.into()));
        }
        // After decompression, so that a file that was compressed twice is told too.
        check_start(name, &start)?;
        let marked = by_mark(&start);
        if let Some((_, mark_bytes)) = marked {
            reader.skip(mark_bytes);
        }
        // The mark goes before the option: it is in the file, and files of one build may differ.
        let told = marked.map(|(encoding, _)| encoding).or(encoding);
        let (reader, encoding) = match told {
            Some(encoding) if encoding != UTF_8 => {
                let decoding = Decoding::new(reader, encoding);
                (Ahead::new(Box::new(decoding)), TextEncoding::told(encoding))
            }
            told => {
                let beginning = reader.look(LOOK_BYTES);
                if told.is_none() {
                    check_utf_16(name, beginning)?;
                }
                let encoding = TextEncoding::utf_8(beginning);
                (reader, encoding)
            }
        };
        let name = name.to_owned();
        Ok(Input { name, reader, encoding, compression, consumed, progress: Arc::default() })
    }

    /// Reads text that another input, called `name`, was decoded to.
    pub(super) fn of_text(name: &str, text: Vec<u8>) -> Self {
        let encoding = TextEncoding::utf_8(&text);
        Input {
            name: name.to_owned(),
            reader: Ahead::new(Box::new(io::Cursor::new(text))),
            encoding,
            compression: Compression::None,
            consumed: Arc::default(),
            progress: Arc::default(),
        }
    }

    #[cfg(test)]
    pub(super) fn from_memory(bytes: Vec<u8>) -> Self {
        Input::new("memory", Box::new(io::Cursor::new(bytes)), Compression::None, None).unwrap()
    }

    /// Returns the name that stands for it in messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns how it is compressed.
    pub(super) fn compression(&self) -> Compression {
        self.compression
    }

    /// Returns the encoding that it is read in.
    pub(super) fn encoding(&self) -> TextEncoding {
        self.encoding
    }

    /// Returns the next bytes without reading them: at least `len`, or all if it has fewer or fails
    /// before; and whether these are all.
    pub(super) fn look(&mut self, len: usize) -> (&[u8], bool) {
        let len = self.reader.look(len).len();
        let is_all = self.reader.is_all();
        (self.reader.look(len), is_all)
    }

    /// Reads over the next `len` bytes, which were looked at.
    pub(super) fn skip(&mut self, len: usize) {
        self.reader.skip(len);
    }

    /// Returns the counter of the bytes that were read so far, compressed as they came.
    pub(super) fn counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.consumed)
    }

    /// Returns where to put the progress of the build, which ends reading when it is aborted.
    pub(super) fn progress(&self) -> Arc<OnceLock<Progress>> {
        Arc::clone(&self.progress)
    }

    /// Returns the first byte that is no white space, which stays to be read, unless there is
    /// nothing but white space for long.
    pub(super) fn first_sign(&mut self) -> Option<u8> {
        let mut len = 512;
        loop {
            let (start, is_all) = self.look(len);
            let sign = start.iter().copied().find(|byte| !byte.is_ascii_whitespace());
            // Shorter where reading failed, which the next read tells.
            if sign.is_some() || is_all || start.len() < len || len >= BUFFER_BYTES {
                return sign;
            }
            len *= 4;
        }
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A small compressed file can hold hours of blank lines.
        self.progress.get().map_or(Ok(()), Progress::check).map_err(io::Error::other)?;
        self.reader.read(buffer)
    }
}

/// Returns a reader of what `reader` yields, decompressed.
fn decompressed(
    name: &str,
    reader: Counting,
    compression: Compression,
) -> Result<Box<dyn Read + Send>> {
    Ok(match compression {
        Compression::None => Box::new(reader),
        Compression::Gzip => {
            // Parallel compressors and `cat a.gz b.gz` write several members in one file.
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(BUFFER_BYTES, reader)))
        }
        Compression::Zstd => Box::new(
            zstd::stream::read::Decoder::new(reader)
                .map_err(|error| failed(name, compression, error))?,
        ),
    })
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
        [0xff, 0xfe, 0, 0] | [0, 0, 0xfe, 0xff] => "is in UTF-32; convert it to UTF-8",
        b"PAR1" => {
            "is in Parquet; let DuckDB write it as NDJSON: duckdb -jsonlines -c \"FROM 'FILE'\" into \
             standard input"
        }
        b"PK\x03\x04" => "is a ZIP archive or a spreadsheet; unpack it, or save it as CSV",
        _ => return Ok(()),
    };
    Err(Error::InvalidInput { file: name.into(), reason: reason.into(), advice: None })
}

/// Refuses what seems to be UTF-16 without a mark, which would pass for UTF-8 with zeros.
fn check_utf_16(name: &str, beginning: &[u8]) -> Result<()> {
    let Some(encoding) = unmarked_utf_16(beginning) else { return Ok(()) };
    let (file, reason) = (name.into(), "is not UTF-8".into());
    let (likely, advice) = (vec![encoding.name().to_owned()], Some(Advice::SetEncoding));
    Err(Error::WrongEncoding { file, line: 1, reason, likely, advice })
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

    #[cfg(unix)]
    #[test]
    fn a_device_without_an_end_is_refused_whatever_leads_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("records.csv.gz");
        std::os::unix::fs::symlink("/dev/urandom", &link).unwrap();
        for path in [Path::new("/dev/zero"), Path::new("/dev/full"), &link] {
            let message = refuse_endless(path).unwrap_err().to_string();
            assert!(message.ends_with("it is a device without an end; give a file or a pipe"));
            assert_eq!(read_text(path).unwrap_err().to_string(), message);
        }
        refuse_endless(Path::new("/dev/null")).unwrap();
        refuse_endless(folder.path()).unwrap();
    }

    #[test]
    fn a_file_of_rules_is_bounded() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(MAX_TEXT_BYTES + 1).unwrap();
        let message = read_text(file.path()).unwrap_err().to_string();
        assert!(message.ends_with("it has more than 64 MiB"), "{message}");
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

    fn start(bytes: &[u8], encoding: Option<&'static Encoding>) -> Result<Input> {
        Input::new("x", Box::new(io::Cursor::new(bytes.to_vec())), Compression::None, encoding)
    }

    #[test]
    fn compressed_or_utf_32_text_says_what_to_do() {
        for (bytes, word) in [
            (&[0x1f, 0x8b, 8, 0][..], ".gz"),
            (&[0x28, 0xb5, 0x2f, 0xfd, 0], ".zst"),
            (&[0xff, 0xfe, 0, 0, b'a', 0, 0, 0], "UTF-8"),
        ] {
            let error = start(bytes, None).err().unwrap();
            assert_eq!(error.code(), "ERR_INVALID_INPUT");
            assert!(error.to_string().contains(word), "{error}");
        }
    }

    #[test]
    fn a_byte_order_mark_goes_before_the_option_and_the_option_before_utf_8() {
        use encoding_rs::{UTF_16LE, WINDOWS_1251, WINDOWS_1252};
        for (bytes, option, name) in [
            (&b"\xff\xfea\0\xe9\0"[..], None, "UTF-16LE"),
            (b"\xfe\xff\0a\0\xe9", Some(WINDOWS_1251), "UTF-16BE"),
            (b"\xef\xbb\xbfa\xc3\xa9", Some(UTF_16LE), "UTF-8"),
            (b"a\xe9", Some(WINDOWS_1252), "windows-1252"),
            (b"a\0\xe9\0", Some(UTF_16LE), "UTF-16LE"),
            (b"a\xc3\xa9", None, "UTF-8"),
        ] {
            let mut input = start(bytes, option).unwrap();
            assert_eq!(input.encoding().name(), name);
            let mut text = String::new();
            input.read_to_string(&mut text).unwrap();
            assert_eq!(text, "aé", "{name}");
        }
    }

    #[test]
    fn utf_16_without_a_mark_names_its_encoding() {
        let bytes: Vec<u8> = "text,weight\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let error = start(&bytes, None).err().unwrap();
        assert_eq!(error.code(), "ERR_INVALID_INPUT");
        let told = "x:1: is not UTF-8; set the option encoding, most likely to UTF-16LE";
        assert_eq!(error.to_string(), told);
    }
}
