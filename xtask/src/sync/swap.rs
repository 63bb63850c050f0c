//! The moment at which one folder takes another's place.

use std::io;
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::stage::Staged;
use super::{parent, removal};
use crate::problem::{Problem, while_doing};

/// Where the new folder is made: beside the old one, as only that can be exchanged in one step.
pub(super) fn staging_folder(out: &Path) -> PathBuf {
    beside(out, "staging")
}

/// Where the old folder waits while two renames do what one exchange cannot.
fn previous_folder(out: &Path) -> PathBuf {
    beside(out, "previous")
}

/// Whether a command was killed between two renames: there is no crate, and the old one waits.
pub(super) fn is_open(out: &Path) -> bool {
    previous_folder(out).is_dir() && !out.exists()
}

/// Puts the old crate back where there is none, and clears what a command that was killed left behind.
pub(super) fn recover(out: &Path) -> Result<(), Problem> {
    let previous = previous_folder(out);
    if is_open(out) {
        fs::rename(&previous, out).map_err(while_doing("putting the old crate back"))?;
    }
    for left in [previous, staging_folder(out)] {
        if left.is_dir() {
            removal::remove(&left)?;
        }
    }
    Ok(())
}

/// Puts the new folder in the place of the old one, and removes that.
pub(super) fn swap(staged: Staged, out: &Path) -> Result<(), Problem> {
    place(staged.path(), out)?;
    // From here on the staging folder holds the old crate; dropping it removes that.
    drop(staged);
    Ok(())
}

/// Puts the new folder in the place of the old one; that stands where the new one was, or is gone.
fn place(staged: &Path, out: &Path) -> Result<(), Problem> {
    let placing = || while_doing("putting the new crate in its place");
    if !out.exists() {
        fs::rename(staged, out).map_err(placing())?;
    } else if exchange(staged, out).is_err() {
        let previous = previous_folder(out);
        fs::rename(out, &previous).map_err(placing())?;
        if let Err(error) = fs::rename(staged, out) {
            return Err(match fs::rename(&previous, out) {
                Ok(()) => placing()(error),
                // The next command puts the old crate back.
                Err(_) => Problem::HalfWay {
                    cause: error.to_string(),
                },
            });
        }
        // The new crate is there. What cannot be removed now is removed by the next command.
        let _ = removal::remove(&previous);
    }
    // What has its name on the disk survives a loss of power. Not every system can do this.
    let _ = fs::File::open(parent(out)).and_then(|folder| folder.sync_all());
    Ok(())
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn beside(out: &Path, what: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    parent(out).join(format!(".{name}.{what}"))
}
