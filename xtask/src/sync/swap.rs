//! The moment at which one folder takes another's place.

use std::io;
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::parent;
use super::stage::Staged;
use crate::problem::{Problem, while_doing};

/// Where the new folder is made: beside the old one, as only that can be exchanged in one step.
pub(super) fn staging_folder(out: &Path) -> PathBuf {
    beside(out, "staging")
}

/// Where the old folder waits while two renames do what one exchange cannot.
fn previous_folder(out: &Path) -> PathBuf {
    beside(out, "previous")
}

/// Clears what a command that was killed left behind.
pub(super) fn recover(out: &Path) -> Result<(), Problem> {
    let recovering = || while_doing("clearing what an interrupted command left");
    let (staging, previous) = (staging_folder(out), previous_folder(out));
    if previous.is_dir() {
        if out.exists() {
            fs::remove_dir_all(&previous).map_err(recovering())?;
        } else {
            fs::rename(&previous, out).map_err(recovering())?;
        }
    }
    if staging.is_dir() {
        fs::remove_dir_all(&staging).map_err(recovering())?;
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
pub(super) fn place(staged: &Path, out: &Path) -> Result<(), Problem> {
    let placing = || while_doing("putting the new crate in its place");
    if !out.exists() {
        fs::rename(staged, out).map_err(placing())?;
    } else if exchange(staged, out).is_err() {
        let previous = previous_folder(out);
        fs::rename(out, &previous).map_err(placing())?;
        if let Err(error) = fs::rename(staged, out) {
            fs::rename(&previous, out).map_err(placing())?;
            return Err(placing()(error));
        }
        fs::remove_dir_all(&previous).map_err(placing())?;
    }
    // What has its name on the disk survives a loss of power. Not every system can do this.
    let _ = fs::File::open(parent(out)).and_then(|folder| folder.sync_all());
    Ok(())
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn beside(out: &Path, what: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    parent(out).join(format!(".{name}.{what}"))
}
