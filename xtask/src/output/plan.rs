//! The differences between a folder and the files that were generated for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::{Result, miette};

use super::change::{Change, Ownership, is_marked};
use super::lock_file;
use super::new_file::{Durability, NewFile, remove_file};
use super::paths::short;
use super::temporary::Temporary;
use super::tree::{Kind, Tree};
use crate::error::cannot;

/// The changes of the files in a folder.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) root: PathBuf,
    pub(crate) files: BTreeMap<String, Change>,
}

impl Plan {
    /// Compares a folder with the files that were generated for it, by their paths with `/`.
    pub(crate) fn new(root: &Path, files: BTreeMap<String, String>) -> Result<Self> {
        Self::compare(root, &Tree::list(root)?, files)
    }

    /// The same, for a command that applies the plan. It cleans up after a command that was killed, and
    /// fails if a person edited a file that is generated.
    pub(crate) fn for_writing(root: &Path, files: BTreeMap<String, String>) -> Result<Self> {
        let plan = Self::compare(root, &Tree::recover(root)?, files)?;
        plan.refuse_edited()?;
        Ok(plan)
    }

    /// Adds the change of `Cargo.lock`, if that lists another version of the crate.
    pub(crate) fn with_lock(mut self, package: &str, version: &str) -> Result<Self> {
        self.files
            .extend(lock_file::change(&self.root, package, version)?);
        Ok(self)
    }

    fn compare(root: &Path, tree: &Tree, mut files: BTreeMap<String, String>) -> Result<Self> {
        let mut plan = Self {
            root: root.to_path_buf(),
            files: BTreeMap::new(),
        };
        let mut occupied: BTreeSet<PathBuf> = BTreeSet::new();
        for name in files.keys() {
            let above = Path::new(name).ancestors().skip(1);
            let is_blocked = |folder: &&Path| {
                let kind = tree.entries.get(*folder);
                kind.is_some_and(|kind| *kind != Kind::Folder)
            };
            occupied.extend(above.filter(is_blocked).map(|folder| root.join(folder)));
        }
        for (path, kind) in &tree.entries {
            let name = slashed(path);
            let path = root.join(path);
            match (kind, files.remove(&name)) {
                (Kind::Folder, None) => {}
                (_, None) if is_licence(&name) => {}
                (Kind::Other, None) => {
                    plan.files.insert(name, Change::Left(Ownership::Foreign));
                }
                (Kind::File, None) => {
                    plan.files.insert(name, Change::of_other(&path)?);
                }
                (Kind::File, Some(new)) => match Change::of_generated(&path, new)? {
                    Some(change) => drop(plan.files.insert(name, change)),
                    None => drop(occupied.insert(path)),
                },
                (Kind::Folder | Kind::Other, Some(_)) => drop(occupied.insert(path)),
            }
        }
        refuse_occupied(&occupied)?;
        let missing = files.into_iter();
        let missing = missing.map(|(name, new)| (name, Change::Created { new }));
        plan.files.extend(missing);
        Ok(plan)
    }

    /// Whether the folder holds the generated files already.
    pub(crate) fn is_up_to_date(&self) -> bool {
        let stays = |change| matches!(change, &Change::Unchanged | &Change::Left(_));
        self.files.values().all(stays)
    }

    /// The number of files that are created or updated.
    pub(crate) fn written(&self) -> usize {
        let files = self.files.values();
        let is_written =
            |change: &&Change| matches!(change, Change::Created { .. } | Change::Updated { .. });
        files.filter(is_written).count()
    }

    /// The files that are no longer generated and stay, because a person edited them.
    pub(crate) fn left_edited(&self) -> impl Iterator<Item = PathBuf> {
        let files = self.files.iter();
        let edited = files.filter(|(_, change)| matches!(change, Change::Left(Ownership::Edited)));
        edited.map(|(name, _)| self.root.join(name))
    }

    fn refuse_edited(&self) -> Result<()> {
        let edited = self.files.iter();
        let edited = edited.filter(|(_, change)| matches!(change, Change::Edited { .. }));
        let paths: Vec<String> = edited
            .map(|(name, _)| short(&self.root.join(name)).display().to_string())
            .collect();
        if paths.is_empty() {
            return Ok(());
        }
        Err(miette!(
            help = "nothing was written; move the edit to schema/ or to the generator, then restore or remove \
                    the file and run the command again",
            "generated files were edited: {}",
            paths.join(", ")
        ))
    }

    /// Writes and removes files, one at a time. After an error, each file is complete.
    pub(crate) fn apply(&self) -> Result<()> {
        let mut done = 0;
        for (name, change) in &self.files {
            let path = self.root.join(name);
            let durability = durability(name);
            let applied = match change {
                Change::Created { new } => {
                    NewFile::write(&path, new, durability).and_then(NewFile::create)
                }
                Change::Updated { old, new } => NewFile::write(&path, new, durability)
                    .and_then(|file| file.replace(old.as_bytes())),
                Change::Removed { old } => self.remove(name, old),
                Change::Unchanged | Change::Edited { .. } | Change::Left(_) => continue,
            };
            applied.map_err(|cause| self.interrupted(done, &cause))?;
            done += 1;
        }
        Ok(())
    }

    /// Removes a file, and the folders that are empty then.
    fn remove(&self, name: &str, old: &str) -> Result<()> {
        remove_file(&self.root.join(name), old.as_bytes())?;
        let above = Path::new(name).ancestors().skip(1);
        for folder in above.filter(|folder| !folder.as_os_str().is_empty()) {
            let _ = fs::remove_dir(self.root.join(folder));
        }
        Ok(())
    }

    fn interrupted(&self, done: usize, cause: &miette::Report) -> miette::Report {
        let stays = |change: &&Change| matches!(change, Change::Unchanged | Change::Left(_));
        let all = self.files.values().filter(|change| !stays(change)).count();
        let state = match done {
            0 => "nothing was changed".to_owned(),
            done => format!("{done} of {all} files were changed, and each file is complete"),
        };
        let next = cause
            .help()
            .map(|help| help.to_string())
            .unwrap_or_default();
        miette!(help = format!("{state}; {next}"), "{cause}")
    }
}

/// Whether a file is a licence of the crate, which is not generated but belongs to it.
fn is_licence(name: &str) -> bool {
    name.starts_with("LICENSE")
}

/// `Cargo.lock` cannot be generated again.
fn durability(name: &str) -> Durability {
    match name.ends_with(lock_file::LOCK) {
        true => Durability::Synced,
        false => Durability::Unsynced,
    }
}

/// Refuses a folder with files of which none was generated: it is most likely not the one that the
/// person meant. It looks at the top of the folder only, because the folder may be a whole disk.
pub(crate) fn refuse_foreign_folder(root: &Path) -> Result<()> {
    if !root.is_dir() {
        return Ok(());
    }
    let mut is_empty = true;
    for entry in fs::read_dir(root).map_err(cannot("read the folder of the crate"))? {
        let path = entry
            .map_err(cannot("read the folder of the crate"))?
            .path();
        if path.is_file() && is_marked(&path) {
            return Ok(());
        }
        is_empty &= Temporary::parse(&path).is_some();
    }
    if is_empty || is_marked(&root.join("src/lib.rs")) {
        return Ok(());
    }
    Err(miette!(
        help = "name a new or an empty folder with --out",
        "{} holds files, and none of them says that it was generated",
        root.display()
    ))
}

fn refuse_occupied(paths: &BTreeSet<PathBuf>) -> Result<()> {
    if paths.is_empty() {
        return Ok(());
    }
    let paths: Vec<String> = paths
        .iter()
        .map(|path| short(path).display().to_string())
        .collect();
    Err(miette!(
        help = "nothing was written; move them away and run the command again",
        "the generator would write over files that it did not make: {}",
        paths.join(", ")
    ))
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
