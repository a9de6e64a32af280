//! Temporary files that a killed build left, and how a build keeps its own.
//!
//! A build holds an advisory lock on its temporary file until it is done, and the system lets go of
//! the lock however the process ends. So a file whose lock is free belongs to nobody.

use std::ffi::OsString;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// The longest name that a temporary file takes over; file systems allow 255 bytes in all.
const MAX_NAME_BYTES: usize = 200;
/// The end of the name of each.
const SUFFIX: &str = ".tmp";
/// The letters and digits before it, at random.
const RANDOM_LEN: usize = 6;
/// A lock that is lost to another build is lost in the moment between making a file and locking it.
/// So many times in a row that is no chance any more.
const MAX_ATTEMPTS: usize = 100;

/// Who may write to a file that has taken its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::build) enum Access {
    /// Those who may write to other files that programs make.
    Writable,
    /// Nobody: who has it mapped would see the bytes change. Only on Unix, since elsewhere such a
    /// file could not be replaced either.
    ReadOnly,
}

impl Access {
    /// Returns the permissions that it leaves of `mode`.
    #[cfg(unix)]
    pub(super) fn of(self, mode: u32) -> u32 {
        match self {
            Access::Writable => mode,
            Access::ReadOnly => mode & !0o222,
        }
    }
}

/// Returns the beginning of the names of temporary files for `target`: `.NAME.`.
fn prefix_of(target: &Path) -> OsString {
    let name = target.file_name().unwrap_or_default();
    let mut prefix = OsString::from(".");
    // The name shows whose file it is if a killed build leaves it.
    if name.len() <= MAX_NAME_BYTES {
        prefix.push(name);
    } else {
        // Such a file could not be made, so a number stands for the name.
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        prefix.push(format!("mapahead-{:016x}", hasher.finish()));
    }
    prefix.push(".");
    prefix
}

/// Creates an empty temporary file beside `target`, and locks it.
#[cfg_attr(not(unix), allow(unused_variables, reason = "there are no such permissions"))]
pub(super) fn create_locked(target: &Path, access: Access) -> io::Result<NamedTempFile> {
    let prefix = prefix_of(target);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(SUFFIX).rand_bytes(RANDOM_LEN);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The mask of the process narrows it. Who makes a file may write to it, whatever this says.
        builder.permissions(fs::Permissions::from_mode(access.of(0o666)));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    for _ in 1..MAX_ATTEMPTS {
        let file = builder.tempfile_in(folder)?;
        // Another build may have taken it for a left-over before it was locked: it has the lock
        // then, or has removed the file. Where there are no locks, nobody removes anything.
        let is_taken = matches!(file.as_file().try_lock(), Err(fs::TryLockError::WouldBlock));
        if !is_taken && fs::exists(file.path()).unwrap_or(true) {
            return Ok(file);
        }
    }
    builder.tempfile_in(folder)
}

/// Removes the temporary files for `target` that killed builds left. One that cannot be removed
/// stays, since a build does not depend on it.
pub(super) fn remove_left_overs(target: &Path) {
    let prefix = prefix_of(target);
    let Ok(entries) = fs::read_dir(target.parent().unwrap_or(Path::new("."))) else { return };
    for entry in entries.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && is_temporary(entry.file_name().as_encoded_bytes(), &prefix) {
            // What is refused is in use, or belongs to somebody else.
            let _ = remove_if_free(&entry.path());
        }
    }
}

/// Returns whether a file of this name is a temporary file with this prefix.
fn is_temporary(name: &[u8], prefix: &OsString) -> bool {
    // Letter by letter, so that no name means anything else, whatever signs it has.
    let random = name
        .strip_prefix(prefix.as_encoded_bytes())
        .and_then(|rest| rest.strip_suffix(SUFFIX.as_bytes()));
    random.is_some_and(|random| {
        random.len() == RANDOM_LEN && random.iter().all(u8::is_ascii_alphanumeric)
    })
}

/// Removes the file at `path` if nobody has locked it.
#[expect(clippy::disallowed_methods, reason = "a lock is asked for through a handle")]
fn remove_if_free(path: &Path) -> io::Result<()> {
    let file = File::open(path)?;
    if file.try_lock().is_ok() {
        // While the lock is held: a build that has just made the file sees that it is taken.
        fs::remove_file(path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn only_a_free_file_of_the_very_name_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let left = [".a.b*[x].Ab12z9.tmp", ".a.b*[x].000000.tmp"];
        let others = [
            ".a.b*[x].Ab12z.tmp",
            ".a.b*[x].Ab12z9x.tmp",
            ".a.b*[x].Ab.2z9.tmp",
            ".a.b*[x].Ab12z9.tmp2",
            ".a.bbb[x].Ab12z9.tmp",
            ".a.b*x.Ab12z9.tmp",
            "a.b*[x].Ab12z9.tmp",
            ".a.b.Ab12z9.tmp",
            ".a.Ab12z9.tmp",
        ];
        for name in left.iter().chain(&others) {
            fs::copy("Cargo.toml", root.join(name)).unwrap();
        }
        fs::create_dir(root.join(".a.b*[x].folder.tmp")).unwrap();
        let target = root.join("a.b*[x]");
        let own = create_locked(&target, Access::ReadOnly).unwrap();

        remove_left_overs(&target);

        let mut expected: Vec<String> = others.iter().map(|name| (*name).to_owned()).collect();
        expected.push(".a.b*[x].folder.tmp".to_owned());
        expected.push(own.path().file_name().unwrap().to_str().unwrap().to_owned());
        expected.sort();
        assert_eq!(names(root), expected);
    }

    #[test]
    fn two_long_names_have_temporary_files_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = ["x", "y"].map(|end| folder.path().join("x".repeat(240) + end));
        let file = create_locked(&one, Access::Writable).unwrap();
        let left = file.path().to_owned();
        // As a killed process leaves it.
        drop(file.keep().unwrap());
        remove_left_overs(&other);
        assert!(left.exists());
        remove_left_overs(&one);
        assert!(!left.exists());
    }

    #[test]
    fn builds_that_begin_at_once_never_take_the_file_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("index");
        let build = || {
            for _ in 0..200 {
                remove_left_overs(&target);
                let file = create_locked(&target, Access::ReadOnly).unwrap();
                assert!(file.path().exists());
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(build);
            }
        });
        assert_eq!(names(folder.path()), [""; 0]);
    }
}
