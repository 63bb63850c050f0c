//! Finds and reads what is written about a service.

use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::IntoDiagnostic;
use tencent_codegen::description::Facts;
use tencent_codegen::{ServiceSources, SourceFile};

use crate::problem::{Problem, while_doing};

const FACTS: &str = "upstream.json";
const RELEASE: &str = "release.json";
const OVERLAY: &str = "overlay";

/// The folder of that name in the project: where `schema` stands, here or above.
pub(crate) fn in_project(name: &str) -> Result<PathBuf, Problem> {
    let here = std::env::current_dir().map_err(while_doing("finding the current folder"))?;
    let root = here
        .ancestors()
        .find(|folder| folder.join("schema").is_dir())
        .ok_or_else(|| Problem::NoProject { from: here.clone() })?;
    let folder = root.join(name);
    // Short where it can be: messages name files of this folder.
    let short = folder.strip_prefix(&here).map(Path::to_path_buf);
    Ok(short.unwrap_or(folder))
}

/// The folder of the one service that is meant.
pub(crate) fn service_folder(named: Option<&Path>) -> Result<PathBuf, Problem> {
    let folder = match named {
        Some(folder) => folder.to_path_buf(),
        None => in_project("schema")?,
    };
    if folder.join(FACTS).is_file() {
        return Ok(folder);
    }
    let mut found: Vec<PathBuf> = entries(&folder)?;
    found.retain(|path| path.join(FACTS).is_file());
    match found.as_slice() {
        [] => Err(Problem::NoService { folder }),
        [only] => Ok(only.clone()),
        several => Err(Problem::SeveralServices {
            found: several
                .iter()
                .map(|path| path.display().to_string())
                .collect(),
            folder,
        }),
    }
}

/// Where the facts of a service stand.
pub(crate) fn facts_file(folder: &Path) -> PathBuf {
    folder.join(FACTS)
}

/// Where the next release of the crate is named.
pub(crate) fn release_file(folder: &Path) -> PathBuf {
    folder.join(RELEASE)
}

fn optional(path: &Path) -> Result<Option<SourceFile>, Problem> {
    path.exists().then(|| read(path)).transpose()
}

/// Reads a file, so that the generator can name it.
pub(crate) fn read(path: &Path) -> Result<SourceFile, Problem> {
    let bytes = fs::read(path).map_err(while_doing("reading a description"))?;
    Ok(SourceFile::new(path, bytes))
}

/// Reads everything that is written about a service.
pub(crate) fn load(folder: &Path) -> Result<ServiceSources, Problem> {
    let whole = folder
        .canonicalize()
        .map_err(while_doing("finding the description"))?;
    let name = whole.file_name().unwrap_or_default().to_string_lossy();
    Ok(ServiceSources {
        folder: name.into_owned(),
        facts: read(&facts_file(folder))?,
        overlay: overlay(folder)?,
        release: optional(&release_file(folder))?,
    })
}

/// The facts among what is written about a service.
pub(crate) fn facts(sources: &ServiceSources) -> miette::Result<Facts> {
    serde_json::from_slice(&sources.facts.bytes).into_diagnostic()
}

/// What people wrote about a service; nothing where they wrote nothing.
pub(crate) fn overlay(folder: &Path) -> Result<Vec<SourceFile>, Problem> {
    let files = overlay_files(&folder.join(OVERLAY))?;
    files.iter().map(|path| read(path)).collect()
}

/// The overlay's files in order. What an editor or a system leaves behind is passed over; anything
/// else that is no JSON file is most likely a mistake, and must not be ignored in silence.
fn overlay_files(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files = entries(folder)?;
    files.retain(|path| !is_litter(path));
    match files.iter().find(|path| !is_json_file(path)) {
        Some(path) => Err(Problem::NoOverlay { path: path.clone() }),
        None => Ok(files),
    }
}

fn is_litter(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || name.ends_with('~')
}

fn is_json_file(path: &Path) -> bool {
    path.is_file()
        && path
            .extension()
            .is_some_and(|extension| extension == "json")
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let reading = || while_doing("reading the description's folder");
    let listed = fs::read_dir(folder).map_err(reading())?;
    let mut paths = Vec::new();
    for entry in listed {
        paths.push(entry.map_err(reading())?.path());
    }
    paths.sort();
    Ok(paths)
}
