//! The new folder, made whole beside the old one.

use std::io::Write;
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::plan::{Change, Plan};
use super::removal;
use super::swap::staging_folder;
use super::tree::Kind;
use crate::problem::{Problem, while_doing};

/// A folder that is ready to take the other's place; it goes away where it does not.
#[derive(Debug)]
pub(super) struct Staged {
    folder: PathBuf,
}

impl Staged {
    pub(super) fn path(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next command.
        let _ = removal::remove(&self.folder);
    }
}

/// Whether what is written has to be on the disk before anything goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durable {
    Yes,
    No,
}

/// Makes the folder as the plan wants it. Files whose text stays are linked, so that they keep
/// their times and cargo does not build them again.
pub(super) fn stage(plan: &Plan, durable: Durable) -> Result<Staged, Problem> {
    let staged = Staged {
        folder: staging_folder(&plan.root),
    };
    make_folder(&staged.folder)?;
    for (path, kind) in &plan.kept {
        keep(&plan.root.join(path), &staged.folder.join(path), *kind)?;
    }
    for (name, change) in &plan.files {
        let to = staged.folder.join(name);
        match change {
            Change::Created { new } => write(&to, new, None, durable)?,
            Change::Updated { new, .. } => {
                write(&to, new, Some(&plan.root.join(name)), durable)?;
            }
            Change::Unchanged => link(&plan.root.join(name), &to)?,
            Change::Removed { .. } | Change::Left(_) => {}
        }
    }
    keep_modes(plan, &staged)?;
    Ok(staged)
}

/// Gives each folder the mode of the old one. The last come first: nothing can be put in a folder
/// that is read-only.
fn keep_modes(plan: &Plan, staged: &Staged) -> Result<(), Problem> {
    let folders = plan.kept.iter().rev();
    let folders = folders.filter(|(_, kind)| **kind == Kind::Folder);
    for (path, _) in folders {
        copy_mode(&plan.root.join(path), &staged.folder.join(path)).map_err(staging())?;
    }
    if plan.root.exists() {
        copy_mode(&plan.root, &staged.folder).map_err(staging())?;
    }
    Ok(())
}

fn copy_mode(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::set_permissions(to, fs::metadata(from)?.permissions())
}

fn keep(from: &Path, to: &Path, kind: Kind) -> Result<(), Problem> {
    match kind {
        Kind::Folder => make_folder(to),
        Kind::File => link(from, to),
        Kind::Link => copy_link(from, to),
    }
}

/// Writes a file, with the mode of the one that it replaces.
fn write(path: &Path, text: &str, old: Option<&Path>, durable: Durable) -> Result<(), Problem> {
    make_folder_above(path)?;
    // Where names differ by case alone and the system sees one, a file that was linked stands here.
    let mut file = fs::File::create_new(path).map_err(staging())?;
    file.write_all(text.as_bytes()).map_err(staging())?;
    old.map_or(Ok(()), |old| copy_mode(old, path))
        .map_err(staging())?;
    match durable {
        Durable::Yes => file.sync_all().map_err(staging()),
        Durable::No => Ok(()),
    }
}

fn link(from: &Path, to: &Path) -> Result<(), Problem> {
    make_folder_above(to)?;
    fs::hard_link(from, to)
        // Some file systems have no links; a copy is as good, only slower.
        .or_else(|_| fs::copy(from, to).map(drop))
        .map_err(staging())
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> Result<(), Problem> {
    make_folder_above(to)?;
    let target = fs::read_link(from).map_err(staging())?;
    std::os::unix::fs::symlink(target, to).map_err(staging())
}

#[cfg(not(unix))]
fn copy_link(from: &Path, _to: &Path) -> Result<(), Problem> {
    Err(Problem::StrangeEntry {
        path: from.to_path_buf(),
    })
}

fn make_folder_above(path: &Path) -> Result<(), Problem> {
    path.parent().map_or(Ok(()), make_folder)
}

fn make_folder(path: &Path) -> Result<(), Problem> {
    fs::create_dir_all(path).map_err(staging())
}

fn staging() -> impl FnOnce(std::io::Error) -> Problem {
    while_doing("making the new crate beside the old one")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn nothing_is_written_through_a_link_to_somebody_s_file() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("crate");
        std::fs::create_dir(&root).unwrap();
        std::fs::write(root.join("notes"), "mine").unwrap();
        // As it is where `Notes` is generated, and the system takes `notes` for the same.
        let change = Change::Created {
            new: "generated".to_owned(),
        };
        let plan = Plan {
            root: root.clone(),
            files: BTreeMap::from([("notes".to_owned(), change)]),
            kept: BTreeMap::from([(PathBuf::from("notes"), Kind::File)]),
        };
        assert!(stage(&plan, Durable::No).is_err());
        assert_eq!(std::fs::read(root.join("notes")).unwrap(), b"mine");
    }
}
