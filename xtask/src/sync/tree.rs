//! What stands in a folder, all the way down.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fs_err as fs;

use crate::problem::{Problem, while_doing};

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
}

/// Every entry below a folder by its path from there; folders come before what is in them.
pub(super) fn walk(root: &Path) -> Result<BTreeMap<PathBuf, Kind>, Problem> {
    let mut found = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let reading = || while_doing("reading the crate's folder");
        for entry in fs::read_dir(root.join(&folder)).map_err(reading())? {
            let entry = entry.map_err(reading())?;
            let path = folder.join(entry.file_name());
            let of = entry.file_type().map_err(reading())?;
            let kind = if of.is_dir() {
                folders.push(path.clone());
                Kind::Folder
            } else if of.is_symlink() {
                Kind::Link
            } else if of.is_file() {
                Kind::File
            } else {
                return Err(Problem::StrangeEntry { path: entry.path() });
            };
            found.insert(path, kind);
        }
    }
    Ok(found)
}
