//! Files that take the place of others: where they belong, and the temporary file beside.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::left_overs::{Access, create_locked, remove_left_overs};

/// Returns `path` without symbolic links, so that a link stays and what it leads to is replaced.
/// The file itself need not exist, its folder must.
pub(in crate::build) fn resolve(path: &Path) -> io::Result<PathBuf> {
    // The common case: the file is there, and all links lead to it.
    if let Ok(resolved) = fs::canonicalize(path) {
        return Ok(resolved);
    }
    // A link may lead to a file that is yet to be made.
    let path = match fs::read_link(path) {
        Ok(target) => path.parent().unwrap_or(Path::new("")).join(target),
        Err(_) => path.to_owned(),
    };
    let bytes = path.as_os_str().as_encoded_bytes();
    // `file_name` overlooks a slash at the end, which says that a folder is meant.
    let name = path.file_name().filter(|_| !bytes.ends_with(b"/"));
    let name = name.ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, "this is not the path of a file")
    })?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    // A bare name has an empty parent, which no system call takes.
    let folder = folder.unwrap_or(Path::new("."));
    match fs::canonicalize(folder) {
        Ok(folder) => Ok(folder.join(name)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // The message of the system would name the file, and that is not what is missing.
            let reason = format!("the folder {} does not exist", folder.display());
            Err(io::Error::new(io::ErrorKind::NotFound, reason))
        }
        Err(error) => Err(error),
    }
}

/// Creates an empty file called `.NAME.….tmp` beside `target`, a resolved path, to write to. It has
/// the permissions of the file it is to replace, or those that programs give to new files, as far
/// as `access` leaves them, and is removed when it is dropped. Such files that killed builds left
/// are removed before.
pub(in crate::build) fn temporary_beside(
    target: &Path,
    access: Access,
) -> io::Result<NamedTempFile> {
    remove_left_overs(target);
    let file = create_locked(target, access).map_err(without_path)?;
    // Who could read the old index must be able to read the new one.
    if let Ok(existing) = fs::metadata(target) {
        file.as_file().set_permissions(kept(&existing, access))?;
    }
    Ok(file)
}

/// Returns what `access` leaves of the permissions of the file that is replaced.
fn kept(existing: &fs::Metadata, access: Access) -> fs::Permissions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::Permissions::from_mode(access.of(existing.permissions().mode()))
    }
    #[cfg(not(unix))]
    {
        let _ = access;
        existing.permissions()
    }
}

/// Takes away the path of the temporary file, which says nothing to whoever reads the message.
fn without_path(error: io::Error) -> io::Error {
    let cause = error.get_ref().and_then(|with_path| with_path.source());
    let code = cause.and_then(|cause| cause.downcast_ref()).and_then(io::Error::raw_os_error);
    code.map_or(error, io::Error::from_raw_os_error)
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Write;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_link_leads_to_what_it_names_even_if_that_is_yet_to_be_made() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        symlink("later", root.join("link")).unwrap();
        assert_eq!(resolve(&root.join("link")).unwrap(), root.join("later"));
        assert_eq!(resolve(&root.join("./new")).unwrap(), root.join("new"));
        assert!(resolve(&root.join("new/")).is_err());
        assert!(resolve(&root.join("no/new")).is_err());
        assert!(resolve(Path::new("")).is_err());
    }

    #[test]
    fn a_replacement_keeps_the_permissions_and_long_names_are_fine() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("x".repeat(250));
        fs::copy("Cargo.toml", &target).unwrap();
        for (before, access, kept) in [
            (0o600, Access::Writable, 0o600),
            (0o664, Access::ReadOnly, 0o444),
            (0o640, Access::ReadOnly, 0o440),
        ] {
            fs::set_permissions(&target, fs::Permissions::from_mode(before)).unwrap();
            let mut file = temporary_beside(&target, access).unwrap();
            file.write_all(b"written all the same").unwrap();
            assert_eq!(file.as_file().metadata().unwrap().permissions().mode() & 0o777, kept);
            file.persist(&target).unwrap();
        }
    }
}
