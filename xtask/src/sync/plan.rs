//! What has to change in a folder, found without changing it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::manifest::{self, Manifest};
use super::tree::{Kind, walk};
use crate::header;
use crate::problem::{Problem, while_doing};

/// What happens to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Created {
        new: String,
    },
    /// `edited` where somebody changed what had been generated.
    Updated {
        old: String,
        new: String,
        edited: bool,
    },
    Unchanged,
    /// It was generated, is as it was written, and is no longer wanted.
    Removed {
        old: String,
    },
    /// It stays.
    Left(Whose),
}

/// Why a file stays that is not wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// The generator did not write it.
    Foreign,
    /// It was generated, and somebody changed it since.
    Edited,
    /// It says that it was generated; the manifest, which may have been lost, does not.
    Unproven,
}

/// What happens to each file of a folder.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) root: PathBuf,
    pub(crate) files: BTreeMap<String, Change>,
    /// Everything that stays besides generated files, by its path from the folder.
    pub(super) kept: BTreeMap<PathBuf, Kind>,
}

impl Plan {
    /// Compares a folder with what was generated for it.
    pub(crate) fn new(root: &Path, mut wanted: BTreeMap<String, String>) -> Result<Self, Problem> {
        wanted.insert(manifest::NAME.to_owned(), Manifest::of(&wanted).text());
        refuse_foreign_folder(root)?;
        let present = present(root)?;
        refuse_occupied(root, &present, &wanted)?;
        let manifest = Manifest::read(root);
        let mut plan = Self {
            root: root.to_path_buf(),
            files: BTreeMap::new(),
            kept: BTreeMap::new(),
        };
        for (path, kind) in present {
            let name = slashed(&path);
            match (kind, wanted.remove(&name)) {
                (Kind::File, Some(new)) => {
                    let change = update(&manifest, &name, read(&root.join(&path))?, new);
                    plan.files.insert(name, change);
                }
                (Kind::File, None) => plan.stale_or_foreign(&manifest, path, name)?,
                (Kind::Link, _) => {
                    plan.files.insert(name, Change::Left(Whose::Foreign));
                    plan.kept.insert(path, kind);
                }
                (Kind::Folder, _) => {
                    plan.kept.insert(path, kind);
                }
            }
        }
        let missing = wanted
            .into_iter()
            .map(|(path, new)| (path, Change::Created { new }));
        plan.files.extend(missing);
        plan.forget_emptied_folders();
        Ok(plan)
    }

    /// Whether all is in step.
    pub(crate) fn changes_nothing(&self) -> bool {
        let settled = |change| matches!(change, &Change::Unchanged | &Change::Left(_));
        self.files.values().all(settled)
    }

    /// Whether a file changes only since others do: its first line names the description, or it is
    /// the manifest, which names the digests of all.
    pub(crate) fn follows(&self, path: &str, change: &Change) -> bool {
        match change {
            Change::Updated { old, new, .. } if path == manifest::NAME => {
                let names = manifest::differing(old, new);
                let changes = |name| {
                    !matches!(
                        self.files.get(name),
                        None | Some(Change::Unchanged | Change::Left(_))
                    )
                };
                !names.is_empty() && names.iter().all(changes)
            }
            Change::Updated { old, new, edited } => !edited && header::alone_differs(old, new),
            _ => false,
        }
    }

    /// How many files are written.
    pub(crate) fn written(&self) -> usize {
        let files = self.files.values();
        let written =
            |change: &&Change| matches!(change, Change::Created { .. } | Change::Updated { .. });
        files.filter(written).count()
    }

    /// The files that somebody edited and that get the text that was generated.
    pub(crate) fn edited(&self) -> impl Iterator<Item = PathBuf> {
        self.paths(|change| matches!(change, Change::Updated { edited: true, .. }))
    }

    /// The files that somebody edited and that are no longer generated.
    pub(crate) fn left_edited(&self) -> impl Iterator<Item = PathBuf> {
        self.paths(|change| matches!(change, Change::Left(Whose::Edited)))
    }

    fn paths(&self, of: fn(&Change) -> bool) -> impl Iterator<Item = PathBuf> {
        let files = self.files.iter().filter(move |(_, change)| of(change));
        files.map(|(path, _)| self.root.join(path))
    }

    fn stale_or_foreign(
        &mut self,
        manifest: &Manifest,
        path: PathBuf,
        name: String,
    ) -> Result<(), Problem> {
        let whose = if manifest.owns(&name) {
            let old = read(&self.root.join(&path))?;
            if manifest.wrote(&name, &old) {
                let old = String::from_utf8_lossy(&old).into_owned();
                self.files.insert(name, Change::Removed { old });
                return Ok(());
            }
            Whose::Edited
        } else if header::marks_file(&self.root.join(&path)) {
            Whose::Unproven
        } else {
            Whose::Foreign
        };
        self.files.insert(name, Change::Left(whose));
        self.kept.insert(path, Kind::File);
        Ok(())
    }

    /// A folder that held generated files alone goes with them.
    fn forget_emptied_folders(&mut self) {
        let removed: Vec<PathBuf> = self
            .files
            .iter()
            .filter(|(_, change)| matches!(change, Change::Removed { .. }))
            .map(|(name, _)| PathBuf::from(name))
            .collect();
        for folder in removed.iter().flat_map(|path| path.ancestors().skip(1)) {
            let holds = |path: &Path| path != folder && path.starts_with(folder);
            if !self.kept.keys().any(|path| holds(path)) {
                self.kept.remove(folder);
            }
        }
    }
}

fn present(root: &Path) -> Result<BTreeMap<PathBuf, Kind>, Problem> {
    if root.is_dir() {
        walk(root)
    } else {
        Ok(BTreeMap::new())
    }
}

/// A folder in which nothing was generated before is most likely not the one that was meant. It is
/// told by what lies on top: somebody's whole disk need not be read.
fn refuse_foreign_folder(root: &Path) -> Result<(), Problem> {
    let ours = !root.is_dir()
        || root.join(manifest::NAME).symlink_metadata().is_ok()
        || std::fs::read(root.join("Cargo.toml")).is_ok_and(|text| header::marks(&text))
        || is_empty(root)?;
    if ours {
        return Ok(());
    }
    Err(Problem::ForeignFolder {
        folder: root.to_path_buf(),
    })
}

fn is_empty(folder: &Path) -> Result<bool, Problem> {
    let mut entries = fs::read_dir(folder).map_err(while_doing("reading the crate's folder"))?;
    Ok(entries.next().is_none())
}

/// What a person wrote is never overwritten, even where the generator now wants its place.
fn refuse_occupied(
    root: &Path,
    present: &BTreeMap<PathBuf, Kind>,
    wanted: &BTreeMap<String, String>,
) -> Result<(), Problem> {
    let manifest = Manifest::read(root);
    let mut paths = Vec::new();
    for (name, new) in wanted {
        let path = Path::new(name);
        let above = path.ancestors().skip(1);
        let blocked = above.filter(|folder| {
            present
                .get(*folder)
                .is_some_and(|kind| *kind != Kind::Folder)
        });
        paths.extend(blocked.map(|folder| root.join(folder)));
        let foreign = match present.get(path) {
            None => false,
            Some(Kind::Folder | Kind::Link) => true,
            Some(Kind::File) if name == manifest::NAME || manifest.owns(name) => false,
            Some(Kind::File) => {
                let old = read(&root.join(path))?;
                !header::marks(&old) && old != new.as_bytes()
            }
        };
        if foreign {
            paths.push(root.join(path));
        }
    }
    if paths.is_empty() {
        return Ok(());
    }
    paths.dedup();
    let paths = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    Err(Problem::Occupied { paths })
}

fn update(manifest: &Manifest, name: &str, old: Vec<u8>, new: String) -> Change {
    if old == new.as_bytes() {
        return Change::Unchanged;
    }
    let edited = manifest.owns(name) && !manifest.wrote(name, &old);
    let old = String::from_utf8_lossy(&old).into_owned();
    Change::Updated { old, new, edited }
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    fs::read(path).map_err(while_doing("reading the crate"))
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
