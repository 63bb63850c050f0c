//! Lists everything in a folder and its subfolders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::Result;

use super::recovery::recover;
use super::temporary::Temporary;
use crate::error::cannot;

/// The kind of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    /// A symbolic link, a pipe, a socket or a device.
    Other,
}

/// The entries below a folder by their paths from there; folders come before their entries.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) entries: BTreeMap<PathBuf, Kind>,
    /// The folders that hold temporary files of a command that was killed.
    pub(super) interrupted: Vec<PathBuf>,
}

impl Tree {
    /// Lists a folder; nothing if it does not exist.
    pub(super) fn list(root: &Path) -> Result<Self> {
        let mut tree = Self::default();
        if !root.is_dir() {
            return Ok(tree);
        }
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(root.join(&folder)).map_err(cannot("read a folder"))? {
                let entry = entry.map_err(cannot("read a folder"))?;
                let path = folder.join(entry.file_name());
                let kind = kind(&entry)?;
                if Temporary::parse(&path).is_some() {
                    tree.interrupted.push(folder.clone());
                    continue;
                }
                if kind == Kind::Folder {
                    folders.push(path.clone());
                }
                tree.entries.insert(path, kind);
            }
        }
        tree.interrupted.dedup();
        Ok(tree)
    }

    /// Lists a folder after it has removed temporary files.
    pub(super) fn recover(root: &Path) -> Result<Self> {
        let tree = Self::list(root)?;
        if tree.interrupted.is_empty() {
            return Ok(tree);
        }
        let mut folders = tree.interrupted.iter();
        folders.try_for_each(|folder| recover(&root.join(folder)))?;
        Self::list(root)
    }

    /// The files, without links.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        let entries = self.entries.iter();
        let files = entries.filter(|(_, kind)| **kind == Kind::File);
        files.map(|(path, _)| path.as_path())
    }
}

fn kind(entry: &fs::DirEntry) -> Result<Kind> {
    let of = entry.file_type().map_err(cannot("read a folder"))?;
    Ok(if of.is_dir() {
        Kind::Folder
    } else if of.is_file() {
        Kind::File
    } else {
        Kind::Other
    })
}
