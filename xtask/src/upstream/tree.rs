//! A folder of descriptions: an unpacked wheel, a checkout, or a `services` folder by itself.

use std::path::{Path, PathBuf};

use fs_err as fs;
use tencent_codegen::SourceFile;

use super::LARGEST;
use crate::problem::{Problem, while_doing};

/// How far below the folder that is named the descriptions stand at most: `tccli/services/<name>/v…`.
const DEPTH: usize = 5;

/// A folder with descriptions in it.
pub(super) struct Tree {
    root: PathBuf,
    paths: Vec<String>,
}

impl Tree {
    pub(super) fn open(root: &Path) -> Result<Self, Problem> {
        let mut paths = Vec::new();
        collect(root, "", DEPTH, &mut paths)?;
        if paths.is_empty() {
            return Err(Problem::NoDescriptions {
                folder: root.to_path_buf(),
            });
        }
        Ok(Self {
            root: root.to_path_buf(),
            paths,
        })
    }

    /// The paths of all descriptions, from the root, with `/` between the parts.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    pub(super) fn release(&self) -> Option<String> {
        let below = ["", "tccli"].map(|folder| self.root.join(folder).join("__init__.py"));
        below
            .iter()
            .find_map(|file| release_in(file))
            .or_else(|| release_above(&self.root))
    }

    pub(super) fn read(&self, path: &str) -> Result<SourceFile, Problem> {
        read(&self.root.join(path))
    }
}

/// Reads a description.
pub(super) fn read(path: &Path) -> Result<SourceFile, Problem> {
    let reading = || while_doing("reading a description");
    if fs::metadata(path).map_err(reading())?.len() > LARGEST {
        return Err(Problem::TooLarge {
            path: path.to_path_buf(),
            limit: LARGEST,
        });
    }
    let bytes = fs::read(path).map_err(reading())?;
    Ok(SourceFile::new(path, bytes))
}

/// The release that a folder above says it is.
pub(super) fn release_above(path: &Path) -> Option<String> {
    let mut above = path.ancestors().skip(1).take(DEPTH);
    above.find_map(|folder| release_in(&folder.join("__init__.py")))
}

/// The release that the package's own file names: `__version__ = '3.1.189.1'`.
fn release_in(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let (_, rest) = text.split_once("__version__")?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let (release, _) = value[1..].split_once(quote)?;
    (!release.is_empty()).then(|| release.to_owned())
}

fn collect(root: &Path, below: &str, depth: usize, paths: &mut Vec<String>) -> Result<(), Problem> {
    let reading = || while_doing("reading a folder of descriptions");
    for entry in fs::read_dir(root.join(below)).map_err(reading())? {
        let entry = entry.map_err(reading())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() {
            name.clone()
        } else {
            format!("{below}/{name}")
        };
        let of = entry.file_type().map_err(reading())?;
        // Hidden folders hold no descriptions, and links may lead in circles.
        if of.is_dir() && depth > 0 && !name.starts_with('.') {
            collect(root, &path, depth - 1, paths)?;
        } else if of.is_file() && name == "api.json" {
            paths.push(path);
        }
    }
    Ok(())
}
