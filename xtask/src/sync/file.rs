//! One file that gets a new text.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::mount::is_mounted;
use super::parent;
use crate::problem::{Problem, while_doing};

/// Writes a file: the old text or the new one stands there at any moment. A symbolic link and the
/// file's mode stay as they are.
pub(crate) fn replace_file(path: &Path, text: &str) -> Result<(), Problem> {
    Ready::make(path, text)?.put()
}

/// A new text that stands beside the place of its file; it goes away where it does not take that.
#[derive(Debug)]
pub(super) struct Ready {
    beside: PathBuf,
    place: PathBuf,
}

impl Ready {
    /// Writes the text beside the place, with the mode of what stands there.
    pub(super) fn make(path: &Path, text: &str) -> Result<Self, Problem> {
        let writing = || while_doing("writing a file beside its place");
        let place = behind_link(path);
        if is_mounted(&place) {
            return Err(Problem::MountedFile { path: place });
        }
        let beside = beside(&place);
        fs::create_dir_all(parent(&place)).map_err(writing())?;
        // What stands there was left by a command that was killed, and may be read-only.
        clear(&beside).map_err(writing())?;
        let mut file = fs::File::create_new(&beside).map_err(writing())?;
        let ready = Self { beside, place };
        file.write_all(text.as_bytes()).map_err(writing())?;
        if let Ok(present) = fs::metadata(&ready.place) {
            fs::set_permissions(&ready.beside, present.permissions()).map_err(writing())?;
        }
        file.sync_all().map_err(writing())?;
        Ok(ready)
    }

    /// Lets it take its place.
    pub(super) fn put(self) -> Result<(), Problem> {
        fs::rename(&self.beside, &self.place).map_err(while_doing("putting a file in its place"))
    }
}

impl Drop for Ready {
    fn drop(&mut self) {
        // What cannot be removed now is written over by the next command.
        let _ = clear(&self.beside);
    }
}

/// Removes what a command that was killed had written beside the place of a file.
pub(super) fn clear_beside(path: &Path) -> Result<(), Problem> {
    clear(&beside(&behind_link(path))).map_err(while_doing("clearing what was left beside a file"))
}

/// Where the new text of a file stands for a moment. The name is always the same, so that whoever
/// comes next finds it.
pub(super) fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    parent(path).join(format!(".{name}.staging"))
}

fn clear(file: &Path) -> std::io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn behind_link(path: &Path) -> PathBuf {
    let link = path.is_symlink().then(|| path.canonicalize().ok());
    link.flatten().unwrap_or_else(|| path.to_path_buf())
}
