//! Brings a folder in step with what was generated: whole or not at all.

mod file;
mod folder;
mod journal;
mod lock;
mod manifest;
mod mount;
mod plan;
mod removal;
mod stage;
mod swap;
mod tree;
mod turn;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use fs_err as fs;

pub(crate) use self::file::replace_file;
pub(crate) use self::folder::{resolved, short};
pub(crate) use self::lock::Lock;
use self::manifest::Manifest;
pub(crate) use self::manifest::NAME as MANIFEST;
pub(crate) use self::plan::{Change, Plan, Whose};
pub(crate) use self::turn::{Turn, apply_many};
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

/// Whether all that was generated in a folder is there, and none of it is younger than that.
pub(crate) fn untouched_since(folder: &Path, moment: SystemTime) -> bool {
    let manifest = Manifest::read(folder);
    let untouched = |path: &str| {
        let modified =
            std::fs::metadata(folder.join(path)).and_then(|metadata| metadata.modified());
        modified.is_ok_and(|modified| modified <= moment)
    };
    !manifest.is_empty() && manifest.paths().all(untouched)
}

/// Removes what was generated in a folder and these files beside it, and the folder where nothing
/// else is in it.
pub(crate) fn remove(folder: &Path, beside: &[&str]) -> Result<(), Problem> {
    let manifest = Manifest::read(folder);
    let removing = || while_doing("removing a crate");
    for path in manifest.paths() {
        let file = folder.join(path);
        if fs::read(&file).is_ok_and(|text| manifest.wrote(path, &text)) {
            fs::remove_file(file).map_err(removing())?;
        }
    }
    for own in beside.iter().chain(&[manifest::NAME]) {
        let _ = fs::remove_file(folder.join(own));
    }
    for path in manifest.paths() {
        let above = Path::new(path).ancestors().skip(1);
        // Folders that hold something else stay.
        above.for_each(|path| drop(fs::remove_dir(folder.join(path))));
    }
    Ok(())
}

pub(crate) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
