//! A folder to build in, with an index of before that failing builds must leave alone.

use std::fs;
use std::path::{Path, PathBuf};

use mapahead::{BuildOptions, Error, IndexBuilder};
use tempfile::TempDir;

/// A folder with a good index in it, which failing builds must leave alone.
pub struct Place {
    pub folder: TempDir,
    pub good: Vec<u8>,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        build_lines(&path, BuildOptions::default(), &["{\"text\":\"old\"}"]).unwrap();
        Place { good: fs::read(path).unwrap(), folder }
    }

    pub fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Builds from a file called `name` and returns the error; the old index must still be there,
    /// and nothing else.
    pub fn fail(&self, name: &str, contents: &[u8], options: BuildOptions) -> Error {
        let input = self.path(name);
        fs::write(&input, contents).unwrap();
        let result = build_file(&self.index(), options, &input);
        fs::remove_file(&input).unwrap();
        let error = result.expect_err("the build should fail");
        assert!(fs::read(self.index()).unwrap() == self.good, "the index of before was touched");
        let left: Vec<_> = fs::read_dir(self.folder.path()).unwrap().flatten().collect();
        assert_eq!(left.len(), 1, "something was left behind: {left:?}");
        error
    }
}

/// Builds the index `path` of these lines of NDJSON.
pub fn build_lines(
    path: &Path,
    options: BuildOptions,
    lines: &[&str],
) -> mapahead::Result<mapahead::BuildReport> {
    let mut builder = IndexBuilder::new(path, options)?;
    builder.add_ndjson("records", lines.join("\n").into_bytes())?;
    builder.finish()
}

/// Builds the index `path` of the file `input`.
pub fn build_file(
    path: &Path,
    options: BuildOptions,
    input: &Path,
) -> mapahead::Result<mapahead::BuildReport> {
    let mut builder = IndexBuilder::new(path, options)?;
    builder.add_file(input)?;
    builder.finish()
}
