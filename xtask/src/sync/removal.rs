//! A folder of ours that goes away with all that is in it.

use std::path::Path;

use fs_err as fs;

use super::mount::is_mounted;
use crate::problem::Problem;

/// Removes a folder that a command had made, or that was exchanged for one.
pub(super) fn remove(folder: &Path) -> Result<(), Problem> {
    open_up(folder)?;
    fs::remove_dir_all(folder).map_err(|cause| stuck(folder, cause))
}

/// Lets its owner remove what is in a folder that was read-only. Nothing is removed where something
/// is mounted.
fn open_up(folder: &Path) -> Result<(), Problem> {
    if is_mounted(folder) {
        return Err(Problem::Mounted {
            path: folder.to_path_buf(),
        });
    }
    let failed = |cause| stuck(folder, cause);
    make_writable(folder).map_err(failed)?;
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() {
            open_up(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn make_writable(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    const OWNER: u32 = 0o700;
    let mut mode = fs::metadata(folder)?.permissions();
    if mode.mode() & OWNER != OWNER {
        mode.set_mode(mode.mode() | OWNER);
        fs::set_permissions(folder, mode)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_writable(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

fn stuck(folder: &Path, cause: std::io::Error) -> Problem {
    Problem::Leftover {
        folder: folder.to_path_buf(),
        cause,
    }
}
