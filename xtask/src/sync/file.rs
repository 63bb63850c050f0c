//! One file that gets a new text.

use std::io::Write;
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::parent;
use crate::problem::{Problem, while_doing};

/// Writes a file: the old text or the new one stands there at any moment. A symbolic link and the
/// file's mode stay as they are.
pub(crate) fn replace_file(path: &Path, text: &str) -> Result<(), Problem> {
    let writing = || while_doing("writing a file beside its place");
    let path = &behind_link(path);
    let ready = staging_file(path);
    fs::create_dir_all(parent(path)).map_err(writing())?;
    let mut file = fs::File::create(&ready).map_err(writing())?;
    let mode = fs::metadata(path).map(|present| present.permissions());
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| mode.map_or(Ok(()), |mode| fs::set_permissions(&ready, mode)))
        .and_then(|()| file.sync_all());
    if let Err(error) = written.and_then(|()| fs::rename(&ready, path)) {
        let _ = fs::remove_file(&ready);
        return Err(while_doing("putting a file in its place")(error));
    }
    Ok(())
}

/// Where the new text of a file stands for a moment. The name is always the same, so that whoever
/// finishes what was interrupted writes over it.
pub(super) fn staging_file(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    parent(path).join(format!(".{name}.staging"))
}

fn behind_link(path: &Path) -> PathBuf {
    let link = path.is_symlink().then(|| path.canonicalize().ok());
    link.flatten().unwrap_or_else(|| path.to_path_buf())
}
