//! A folder with a file for each service and version, such as its description: an unpacked wheel, a checkout, a
//! `services` folder, or the folder of one service or version.

use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::Result;
use tencent_codegen::SourceFile;

use super::limit::{LARGEST, too_large};
use super::{entry, release};
use crate::error::cannot;
use crate::output;

/// The largest number of folders between the named one and a file: `tccli/services/<name>/v…`.
const DEPTH: usize = 5;

/// A folder with such files in it.
pub(super) struct Tree {
    root: PathBuf,
    paths: Vec<String>,
    /// Whether the caller named all services, not one of them.
    is_whole: bool,
}

impl Tree {
    /// Finds the files with this name.
    pub(super) fn open(named: &Path, file: &str) -> Result<Self> {
        let (root, below) = placed(named, file)?;
        let mut paths = Vec::new();
        collect((&root, file), &below, DEPTH, &mut paths)?;
        Ok(Self {
            root,
            paths,
            is_whole: below.is_empty(),
        })
    }

    /// The paths of all these files, from the root, with `/` between the parts.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    pub(super) fn release(&self) -> Option<String> {
        release::around(&self.root)
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.root.join(path).is_file()
    }

    pub(super) fn read(&self, path: &str) -> Result<SourceFile> {
        read(&self.root.join(path))
    }
}

/// Reads a description.
pub(super) fn read(path: &Path) -> Result<SourceFile> {
    let reading = || cannot("read a description");
    if fs::metadata(path).map_err(reading())?.len() > LARGEST {
        return Err(too_large(path));
    }
    let bytes = fs::read(path).map_err(reading())?;
    Ok(SourceFile::new(path, bytes))
}

/// The folder that holds services, and the path of the named service or version in it.
fn placed(named: &Path, file: &str) -> Result<(PathBuf, String)> {
    let finding = || cannot("find the folder of descriptions");
    let whole = named.canonicalize().map_err(finding())?;
    let steps = if is_version(&whole) {
        2
    } else if holds_versions(&whole, file)? {
        1
    } else {
        0
    };
    let Some(root) = whole.ancestors().nth(steps).filter(|_| steps > 0) else {
        return Ok((named.to_path_buf(), String::new()));
    };
    let meant = whole.strip_prefix(root).unwrap_or(Path::new(""));
    let parts = meant.iter().map(|part| part.to_string_lossy());
    let below = parts.collect::<Vec<_>>().join("/");
    Ok((output::short(root), below))
}

fn is_version(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default();
    entry::version(&name.to_string_lossy()).is_some()
}

fn holds_versions(folder: &Path, file: &str) -> Result<bool> {
    let reading = || cannot("read a folder of descriptions");
    for found in fs::read_dir(folder).map_err(reading())? {
        let path = found.map_err(reading())?.path();
        if is_version(&path) && path.join(file).is_file() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn collect(
    (root, file): (&Path, &str),
    below: &str,
    depth: usize,
    paths: &mut Vec<String>,
) -> Result<()> {
    let reading = || cannot("read a folder of descriptions");
    for entry in fs::read_dir(root.join(below)).map_err(reading())? {
        let entry = entry.map_err(reading())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() {
            name.clone()
        } else {
            format!("{below}/{name}")
        };
        let of = entry.file_type().map_err(reading())?;
        // Hidden folders hold no descriptions, and links may form a cycle.
        if of.is_dir() && depth > 0 && !name.starts_with('.') {
            collect((root, file), &path, depth - 1, paths)?;
        } else if of.is_file() && name == file {
            paths.push(path);
        }
    }
    Ok(())
}
