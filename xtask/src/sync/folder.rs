//! The folder of a crate, whatever way leads to it.

use std::path::{Component, Path, PathBuf};

use fs_err as fs;

use crate::problem::{Problem, while_doing};

/// Its own path: from the root, without `..`, and behind any symbolic link, which is the user's and
/// stays. So its name is known, and so is what stands beside it, even where a command works inside.
pub(crate) fn resolved(out: &Path) -> Result<PathBuf, Problem> {
    let finding = || while_doing("finding the crate's folder");
    let whole = std::path::absolute(out).map_err(finding())?;
    for above in whole.ancestors() {
        match fs::symlink_metadata(above) {
            Ok(_) => {}
            Err(error) if is_absent(&error) => continue,
            Err(error) => return Err(finding()(error)),
        }
        let there = above.canonicalize().map_err(finding())?;
        if !there.is_dir() {
            return Err(Problem::NoFolder {
                folder: above.to_path_buf(),
            });
        }
        let missing = whole.strip_prefix(above).unwrap_or(Path::new(""));
        return Ok(below(there, missing));
    }
    Ok(whole)
}

/// A file in the way of a folder is met further up.
fn is_absent(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory)
}

fn below(mut folder: PathBuf, path: &Path) -> PathBuf {
    for part in path.components() {
        match part {
            Component::ParentDir => drop(folder.pop()),
            part => folder.push(part),
        }
    }
    folder
}

/// The path as a person at this place would write it, for messages.
pub(crate) fn short(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    match path.strip_prefix(here) {
        Ok(short) if !short.as_os_str().is_empty() => short.to_path_buf(),
        _ => path.to_path_buf(),
    }
}
