//! Paths of folders that need not exist.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use fs_err as fs;
use miette::{Result, miette};
use tencent_codegen::toml_string;

use crate::error::cannot;

/// The absolute path of a folder, without `..` and symbolic links.
pub(crate) fn resolve(folder: &Path) -> Result<PathBuf> {
    let finding = || cannot("find a folder");
    let whole = std::path::absolute(folder).map_err(finding())?;
    for above in whole.ancestors() {
        match fs::symlink_metadata(above) {
            Ok(_) => {}
            Err(error) if is_absent(&error) => continue,
            Err(error) => return Err(finding()(error)),
        }
        let present = above.canonicalize().map_err(finding())?;
        if !present.is_dir() {
            return Err(miette!(
                help = "name a folder with --out, or move the file away",
                "{} is not a folder",
                above.display()
            ));
        }
        let missing = whole.strip_prefix(above).unwrap_or(Path::new(""));
        return Ok(below(present, missing));
    }
    Ok(whole)
}

/// A file in the place of a folder is found further up.
fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotADirectory | ErrorKind::NotFound)
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

/// The path from the current folder, for messages.
pub(crate) fn short(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    match path.strip_prefix(here) {
        Ok(short) if !short.as_os_str().is_empty() => short.to_path_buf(),
        _ => path.to_path_buf(),
    }
}

/// A path as a string of TOML, with `/` between the parts of a relative path on every system. Fails if the
/// path is not Unicode, because TOML cannot express it.
pub(crate) fn toml_path(path: &Path) -> Result<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    let text = match (path.is_relative(), parts) {
        (true, Some(parts)) => Some(parts.join("/")),
        (false, Some(_)) => path.to_str().map(str::to_owned),
        (_, None) => None,
    };
    let text = text.ok_or_else(|| {
        miette!(
            help = "rename the folder, or use another one; nothing was written",
            "the path {} is not Unicode, so no manifest can contain it",
            path.display()
        )
    })?;
    Ok(toml_string(&text))
}

/// The folder that holds a file or a folder.
pub(crate) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
