//! Brings a folder in step with what was generated: whole or not at all.

mod file;
mod folder;
mod journal;
mod lock;
mod manifest;
mod mount;
mod plan;
mod removal;
mod single;
mod stage;
mod swap;
mod tree;
mod turn;

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use fs_err as fs;

pub(crate) use self::file::replace_file;
pub(crate) use self::folder::{resolved, short};
pub(crate) use self::lock::Lock;
use self::manifest::Manifest;
pub(crate) use self::manifest::NAME as MANIFEST;
pub(crate) use self::plan::{Change, Plan, Whose};
pub(crate) use self::single::replace_generated;
pub(crate) use self::turn::{Turn, apply_many};
use crate::digest;
use crate::problem::{Problem, while_doing};

/// Refuses to read what belongs to an update that was interrupted: half of it may be there.
pub(crate) fn refuse_interrupted(out: &Path) -> Result<(), Problem> {
    if journal::is_open(out) || swap::is_open(out) {
        return Err(Problem::Interrupted {
            folder: out.to_path_buf(),
        });
    }
    Ok(())
}

/// A digest of how long each generated file of a folder is and when it was written; nothing where one
/// is missing. It stays as long as nobody touches them, and reads none of them.
pub(crate) fn stamp(folder: &Path) -> Option<String> {
    let manifest = Manifest::read(folder);
    let mut stamps = Vec::new();
    for path in manifest.paths() {
        let metadata = std::fs::metadata(folder.join(path)).ok()?;
        let written = metadata.modified().ok()?;
        // Some files are older than that.
        let written = written.duration_since(UNIX_EPOCH);
        let length = metadata.len();
        stamps.push(format!("{path} {length} {written:?}\n"));
    }
    (!stamps.is_empty()).then(|| digest::of(stamps.concat().as_bytes()))
}

/// Removes what was generated in a folder and the note beside it, and the folder where nothing else is
/// in it. Otherwise names what stays; the manifest stays with it, so that the folder is known again.
pub(crate) fn remove(folder: &Path, note: &str) -> Result<Vec<PathBuf>, Problem> {
    let mut manifest = Manifest::read(folder);
    let removing = || while_doing("removing a crate");
    for path in manifest.paths() {
        let file = folder.join(path);
        if fs::read(&file).is_ok_and(|text| manifest.wrote(path, &text)) {
            fs::remove_file(file).map_err(removing())?;
        }
    }
    for path in manifest.paths() {
        let above = Path::new(path).ancestors().skip(1);
        // Folders that hold something else stay.
        above.for_each(|path| drop(fs::remove_dir(folder.join(path))));
    }
    let mut left = Vec::new();
    for entry in fs::read_dir(folder).map_err(removing())? {
        left.push(entry.map_err(removing())?.path());
    }
    left.retain(|path| ![manifest::NAME, note].iter().any(|own| path.ends_with(own)));
    left.sort();
    if left.is_empty() {
        let _ = fs::remove_file(folder.join(manifest::NAME));
    } else {
        manifest.forget(|path| !folder.join(path).exists());
        replace_file(&folder.join(manifest::NAME), &manifest.text())?;
    }
    // Last, as it says that there is something to remove.
    let _ = fs::remove_file(folder.join(note));
    let _ = fs::remove_dir(folder);
    Ok(left)
}

pub(crate) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
