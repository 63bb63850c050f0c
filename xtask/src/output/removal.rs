//! Removes a generated crate, and detects whether anyone touched it.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use fs_err as fs;
use miette::Result;
use tencent_codegen::signature::{Signature, digest, signature};

use super::new_file::remove_file;
use super::tree::{Kind, Tree};
use crate::error::cannot;

/// A digest of the length and the modification time of every file in a folder but `note`; `None` if
/// there is no file. It does not read the files.
pub(crate) fn stamp(folder: &Path, note: &str) -> Option<String> {
    let tree = Tree::list(folder).ok()?;
    let mut stamps = String::new();
    for path in tree.files().filter(|path| *path != Path::new(note)) {
        let metadata = std::fs::metadata(folder.join(path)).ok()?;
        // Modification times before 1970 are valid.
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH);
        let length = metadata.len();
        stamps.push_str(&format!("{} {length} {modified:?}\n", path.display()));
    }
    (!stamps.is_empty()).then(|| digest(stamps.as_bytes()))
}

/// Removes the generated files of a folder, then `note`, and the folder if nothing else is in it.
/// Returns the files that stay.
pub(crate) fn remove_generated(folder: &Path, note: &str) -> Result<Vec<PathBuf>> {
    let tree = Tree::recover(folder)?;
    let mut left = Vec::new();
    for path in tree.files().filter(|path| *path != Path::new(note)) {
        let file = folder.join(path);
        let text = fs::read(&file).map_err(cannot("read a crate"))?;
        match signature(&text) {
            Signature::Intact => remove_file(&file, &text)?,
            Signature::Broken | Signature::Missing => left.push(file),
        }
    }
    let entries = tree.entries.iter().rev();
    for (path, _) in entries.filter(|(_, kind)| **kind == Kind::Folder) {
        // A folder that is not empty stays.
        let _ = fs::remove_dir(folder.join(path));
    }
    // The note comes last: it shows that there is something to remove.
    let _ = fs::remove_file(folder.join(note));
    let _ = fs::remove_dir(folder);
    Ok(left)
}
