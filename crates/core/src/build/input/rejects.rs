//! The rejects file: the records that a build left out, as lines of JSON.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::NamedTempFile;

use super::record::BadRecord;
use crate::build::publish::{Access, resolve, temporary_beside};
use crate::error::{Error, Result};

/// Writes bad records to a file, one a line, with the members `file`, `line`, `field`, `reason` and
/// `record`, and `position` where several records may be on a line.
///
/// The lines go to a temporary file beside it, which [`Rejects::finish`] renames, so that a path
/// that cannot be written is an error at the start, and a build that fails leaves the file of
/// before. A device or a pipe is written directly.
pub(in crate::build) struct Rejects {
    path: PathBuf,
    target: PathBuf,
    out: BufWriter<Output>,
}

enum Output {
    Temporary(NamedTempFile),
    Direct(File),
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    line: u64,
    /// The byte of the line with which the record starts, where several may be on a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<u64>,
    field: &'a str,
    reason: &'a str,
    record: &'a str,
}

impl Rejects {
    /// Returns the path as it was given.
    pub(in crate::build) fn path(&self) -> &Path {
        &self.path
    }

    /// Starts the rejects file at `path`, for a build of the index file at `index`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] if the two are the same file, [`Error::Io`] if `path` cannot be
    /// written.
    pub(in crate::build) fn create(path: &Path, index: &Path) -> Result<Rejects> {
        let failed = |source| Error::Io { action: "write", path: path.to_owned(), source };
        // Links are followed once, so that the file behind one is replaced and the link stays.
        let target = resolve(path).map_err(failed)?;
        let rejects = |out| Rejects { path: path.to_owned(), target: target.clone(), out };
        let out = match std::fs::metadata(&target) {
            Ok(metadata) if metadata.is_dir() => {
                return Err(failed(io::ErrorKind::IsADirectory.into()));
            }
            Ok(metadata) if !metadata.is_file() => {
                // A pipe cannot be replaced by a rename, and its reader waits for lines.
                let file = OpenOptions::new().write(true).open(&target).map_err(failed)?;
                Output::Direct(file)
            }
            // Opening the file of before, without a change, tells whether it may be replaced.
            Ok(_) => {
                OpenOptions::new().write(true).open(&target).map_err(failed)?;
                Output::Temporary(temporary_beside(&target, Access::Writable).map_err(failed)?)
            }
            // Nothing is there yet.
            Err(_) => {
                Output::Temporary(temporary_beside(&target, Access::Writable).map_err(failed)?)
            }
        };
        let rejects = rejects(BufWriter::new(out));
        // Either of the two would overwrite the other at the end.
        rejects.refuse(index, "the index")?;
        Ok(rejects)
    }

    /// Makes sure that the rejects do not replace the input at `input`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] if they would.
    pub(in crate::build) fn refuse_input(&self, input: &Path) -> Result<()> {
        self.refuse(input, "an input")
    }

    /// Appends a record of the input called `file`.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be written.
    pub(in crate::build) fn write(&mut self, file: &str, bad: &BadRecord) -> Result<()> {
        let BadRecord { line, position, field, record, .. } = bad;
        let (line, position) = (*line, *position);
        let line = Line { file, line, position, field, reason: &bad.told(), record };
        let written = serde_json::to_writer(&mut self.out, &line)
            .map_err(io::Error::from)
            // The serializer escapes line ends, so a record is one line whatever it holds.
            .and_then(|()| self.out.write_all(b"\n"));
        written.map_err(|source| write_failed(&self.path, source))
    }

    /// Completes the file and puts it in place.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be written or renamed.
    pub(in crate::build) fn finish(self) -> Result<()> {
        let Rejects { path, target, out } = self;
        let out = out.into_inner().map_err(|error| write_failed(&path, error.into_error()))?;
        match out {
            Output::Temporary(file) => {
                file.persist(&target).map(drop).map_err(|error| write_failed(&path, error.error))
            }
            // A device has taken its lines already.
            Output::Direct(_) => Ok(()),
        }
    }

    fn refuse(&self, other: &Path, what: &str) -> Result<()> {
        // A path that does not resolve is no file yet, so it is not this one.
        if resolve(other).is_ok_and(|other| other == self.target) {
            return Err(Error::InvalidOption {
                option: "rejects",
                expected: format!("another file than {what}"),
                got: self.path.display().to_string(),
            });
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Temporary(file) => file.write(bytes),
            Output::Direct(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Temporary(file) => file.flush(),
            Output::Direct(file) => file.flush(),
        }
    }
}

fn write_failed(path: &Path, source: io::Error) -> Error {
    Error::Io { action: "write", path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bad(line: u64) -> BadRecord {
        let (reason, record) = ("is \"missing\"".to_owned(), "{\"a\":\t1}\u{fffd}".to_owned());
        let (position, available, suggested, advice) = (None, Vec::new(), None, None);
        let field = "text";
        BadRecord { line, position, field, reason, available, suggested, advice, record }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn each_bad_record_is_a_line_of_json() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.ndjson");
        let mut rejects = Rejects::create(&path, &folder.path().join("index")).unwrap();
        rejects.write("a.csv", &bad(3)).unwrap();
        rejects.write("b.csv", &bad(4)).unwrap();
        rejects.finish().unwrap();

        let written = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<serde_json::Value> =
            written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let line = |file, line| {
            serde_json::json!({
                "file": file, "line": line, "field": "text",
                "reason": "is \"missing\"", "record": "{\"a\":\t1}\u{fffd}",
            })
        };
        assert_eq!(lines, [line("a.csv", 3), line("b.csv", 4)]);
        assert_eq!(names(folder.path()), ["rejects.ndjson"]);
    }

    #[test]
    fn the_file_of_before_is_replaced_only_by_a_finished_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects");
        std::fs::copy("Cargo.toml", &path).unwrap();
        let before = std::fs::read_to_string(&path).unwrap();
        let index = folder.path().join("index");

        let mut rejects = Rejects::create(&path, &index).unwrap();
        rejects.write("a", &bad(1)).unwrap();
        drop(rejects);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), before);

        Rejects::create(&path, &index).unwrap().finish().unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "");
        assert_eq!(names(folder.path()), ["rejects"]);
    }

    #[test]
    fn the_index_and_the_inputs_are_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let same = folder.path().join(".").join("file");
        let error = Rejects::create(&path, &same).err().unwrap();
        assert_eq!(error.code(), "ERR_INVALID_OPTION");

        std::fs::copy("Cargo.toml", &path).unwrap();
        let rejects = Rejects::create(&path, &folder.path().join("index")).unwrap();
        let error = rejects.refuse_input(&same).err().unwrap();
        assert!(error.to_string().starts_with("rejects must be another file than an input"));
        rejects.refuse_input(&folder.path().join("other")).unwrap();
        rejects.refuse_input(Path::new("-")).unwrap();
    }

    #[test]
    fn a_path_that_cannot_be_written_is_an_error_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        for path in [folder.path().join("missing/rejects"), folder.path().to_owned(), "".into()] {
            let error = Rejects::create(&path, &index).err().unwrap();
            assert_eq!(error.code(), "ERR_IO", "{}", path.display());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_and_a_link_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let mut rejects = Rejects::create(Path::new("/dev/null"), &index).unwrap();
        rejects.write("a", &bad(1)).unwrap();
        rejects.finish().unwrap();

        let (link, target) = (folder.path().join("link"), folder.path().join("target"));
        std::fs::copy("Cargo.toml", &target).unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        Rejects::create(&link, &index).unwrap().finish().unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "");
    }
}
