//! A file that only its owner can read, and only one process can write.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens and locks an existing file.
///
/// # Errors
///
/// [`io::ErrorKind::WouldBlock`] if another process has locked the file.
pub(super) fn open(path: &Path) -> io::Result<File> {
    lock(OpenOptions::new().read(true).write(true), path)
}

/// Creates and locks a file. Its name is durable.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let file = lock(OpenOptions::new().write(true).create_new(true), path)?;
    platform::sync_folder(path)?;
    Ok(file)
}

/// Makes sure that only the owner can read a file. Call it before writing to an existing file.
///
/// # Errors
///
/// If the file belongs to another user.
pub(super) fn restrict(file: &File) -> io::Result<()> {
    platform::restrict(file)
}

fn lock(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let file = platform::open(options, path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    platform::lock(&file)?;
    Ok(file)
}

#[cfg(unix)]
mod platform {
    use std::fs::{File, OpenOptions, Permissions};
    use std::io;
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
    use std::path::Path;

    use rustix::fs::{FlockOperation, flock};

    const OWNER_ONLY: u32 = 0o600;

    pub(super) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
        options.mode(OWNER_ONLY).open(path)
    }

    pub(super) fn lock(file: &File) -> io::Result<()> {
        Ok(flock(file, FlockOperation::NonBlockingLockExclusive)?)
    }

    pub(super) fn restrict(file: &File) -> io::Result<()> {
        file.set_permissions(Permissions::from_mode(OWNER_ONLY))
    }

    pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
        let folder = path.parent();
        let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }
}

/// Windows has no modes: a file has the permissions of its folder. A file that was opened without
/// shared writing is locked.
#[cfg(not(unix))]
mod platform {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::path::Path;

    pub(super) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
        #[cfg(windows)]
        {
            const FILE_SHARE_READ: u32 = 1;
            std::os::windows::fs::OpenOptionsExt::share_mode(options, FILE_SHARE_READ);
        }
        options.open(path)
    }

    pub(super) fn lock(_: &File) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn restrict(_: &File) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
        Ok(())
    }
}
