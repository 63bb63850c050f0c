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
    /// It stays: the generator did not write it, or somebody changed it since.
    Left {
        edited: bool,
    },
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
        let present = present(root)?;
        refuse_foreign_folder(root, &present)?;
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
                    plan.files.insert(name, Change::Left { edited: false });
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
        let settled = |change| matches!(change, &Change::Unchanged | &Change::Left { .. });
        self.files.values().all(settled)
    }

    /// How many files are written.
    pub(crate) fn written(&self) -> usize {
        let files = self.files.values();
        let written =
            |change: &&Change| matches!(change, Change::Created { .. } | Change::Updated { .. });
        files.filter(written).count()
    }

    fn stale_or_foreign(
        &mut self,
        manifest: &Manifest,
        path: PathBuf,
        name: String,
    ) -> Result<(), Problem> {
        let owned = manifest.owns(&name);
        if owned {
            let old = read(&self.root.join(&path))?;
            if manifest.wrote(&name, &old) {
                let old = String::from_utf8_lossy(&old).into_owned();
                self.files.insert(name, Change::Removed { old });
                return Ok(());
            }
        }
        self.files.insert(name, Change::Left { edited: owned });
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
    } else if root.symlink_metadata().is_ok() {
        Err(Problem::NoFolder {
            folder: root.to_path_buf(),
        })
    } else {
        Ok(BTreeMap::new())
    }
}

/// A folder in which nothing was generated before is most likely not the one that was meant.
fn refuse_foreign_folder(root: &Path, present: &BTreeMap<PathBuf, Kind>) -> Result<(), Problem> {
    let ours = present.is_empty()
        || present.contains_key(Path::new(manifest::NAME))
        || fs::read_to_string(root.join("Cargo.toml"))
            .is_ok_and(|text| header::marks(text.as_bytes()));
    if ours {
        return Ok(());
    }
    Err(Problem::ForeignFolder {
        folder: root.to_path_buf(),
    })
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
