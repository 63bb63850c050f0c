//! Brings a folder in step with what was generated: whole or not at all.

mod file;
mod folder;
mod journal;
mod manifest;
mod plan;
mod stage;
mod swap;
mod tree;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use fs_err as fs;

pub(crate) use self::file::replace_file;
pub(crate) use self::folder::short;
use self::journal::Journal;
pub(crate) use self::journal::is_open;
use self::manifest::Manifest;
pub(crate) use self::manifest::NAME as MANIFEST;
pub(crate) use self::plan::{Change, Plan, Whose};
use crate::problem::{Problem, while_doing};

/// Brings the folder in step, and says what that took.
pub(crate) fn apply(out: &Path, files: BTreeMap<String, String>) -> Result<Plan, Problem> {
    apply_with(out, files, &[])
}

/// Brings the folder in step and gives single files new texts: all of it or nothing.
pub(crate) fn apply_with(
    out: &Path,
    files: BTreeMap<String, String>,
    others: &[(PathBuf, String)],
) -> Result<Plan, Problem> {
    let out = target(out)?;
    let _lock = lock(&out)?;
    recover(&out)?;
    let plan = Plan::new(&out, files)?;
    let staged = (!plan.changes_nothing())
        .then(|| stage::stage(&plan, stage::Durable::Yes))
        .transpose()?;
    match staged {
        Some(staged) if others.is_empty() => swap::swap(staged, &out)?,
        staged => together(&out, staged, others)?,
    }
    Ok(plan)
}

/// Finishes what a command that was interrupted had begun.
pub(crate) fn finish(out: &Path) -> Result<(), Problem> {
    let out = target(out)?;
    if !is_open(&out) {
        return Ok(());
    }
    let _lock = lock(&out)?;
    recover(&out)
}

fn recover(out: &Path) -> Result<(), Problem> {
    journal::recover(out)?;
    swap::recover(out)
}

/// Two commands at once would pull the folder from under each other. The lock ends with the file.
fn lock(out: &Path) -> Result<File, Problem> {
    let parent = parent(out);
    fs::create_dir_all(&parent).map_err(while_doing("making the folder above the crate"))?;
    let lock = File::open(&parent).map_err(while_doing("opening the folder above the crate"))?;
    lock.lock()
        .map_err(while_doing("waiting for another command in this folder"))?;
    Ok(lock)
}

/// Brings one of many folders in step, which can all be made again: their files are not forced to the
/// disk one by one.
pub(crate) fn apply_many(out: &Path, files: BTreeMap<String, String>) -> Result<Plan, Problem> {
    let out = target(out)?;
    swap::recover(&out)?;
    let plan = Plan::new(&out, files)?;
    if !plan.changes_nothing() {
        let staged = stage::stage(&plan, stage::Durable::No)?;
        swap::swap(staged, &out)?;
    }
    Ok(plan)
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

/// Puts the crate and single files in their places.
fn together(
    out: &Path,
    staged: Option<stage::Staged>,
    others: &[(PathBuf, String)],
) -> Result<(), Problem> {
    if staged.is_none() && others.is_empty() {
        return Ok(());
    }
    let journal = Journal::new(out, staged.is_some(), others)?;
    journal.commit(out).map_err(|cause| {
        if !is_open(out) {
            return cause;
        }
        // The next command finishes it, for which it needs what is staged.
        std::mem::forget(staged);
        Problem::HalfWay {
            cause: cause.to_string(),
        }
    })
}

/// The folder itself where a symbolic link leads to it: the link is the user's and stays.
fn target(out: &Path) -> Result<PathBuf, Problem> {
    if !out.is_symlink() {
        return Ok(out.to_path_buf());
    }
    out.canonicalize()
        .map_err(while_doing("finding the crate's folder"))
}

pub(crate) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
