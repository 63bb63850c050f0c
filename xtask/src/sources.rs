//! Finds and reads what is written about a service.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use fs_err as fs;
use tencent_codegen::description::Facts;
use tencent_codegen::{ServiceSources, SourceFile, nearest};

use crate::problem::{Problem, while_doing};
use crate::sync;

const FACTS: &str = "upstream.json";
const RELEASE: &str = "release.json";
const OVERLAY: &str = "overlay";
/// What a service's folder holds besides: the tests and benchmarks of the service.
const BESIDE: [&str; 4] = ["benches", "cases", "examples", "tests"];

/// The project's folder: where `schema` stands, here or above.
pub(crate) fn project() -> Result<PathBuf, Problem> {
    let here = std::env::current_dir().map_err(while_doing("finding the current folder"))?;
    let root = here
        .ancestors()
        .find(|folder| folder.join("schema").is_dir());
    match root {
        Some(root) => Ok(root.to_path_buf()),
        None => Err(Problem::NoProject { from: here }),
    }
}

/// The folder of that name in the project.
pub(crate) fn in_project(name: &str) -> Result<PathBuf, Problem> {
    let folder = project()?.join(name);
    // Short where it can be: messages name files of this folder.
    Ok(sync::short(&folder))
}

/// The folder of the one service that is meant.
pub(crate) fn service_folder(named: Option<&Path>) -> Result<PathBuf, Problem> {
    let folder = match named {
        Some(folder) => folder.to_path_buf(),
        None => in_project("schema")?,
    };
    if folder.is_file() {
        return Err(Problem::FileForFolder { path: folder });
    }
    if has_facts(&folder)? {
        return Ok(folder);
    }
    let mut found = Vec::new();
    for path in entries(&folder)? {
        if path.is_dir() && has_facts(&path)? {
            found.push(path);
        }
    }
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

/// Whether facts are meant to stand in the folder; whether they can be read is told where they are.
fn has_facts(folder: &Path) -> Result<bool, Problem> {
    Ok(found(&folder.join(FACTS))? != Found::Nothing)
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
    match found(path)? {
        Found::Nothing => Ok(None),
        _ => read(path).map(Some),
    }
}

/// Reads a file, so that the generator can name it. Nothing else is read: a pipe would be waited for.
pub(crate) fn read(path: &Path) -> Result<SourceFile, Problem> {
    match found(path)? {
        // That there is none is told by the attempt.
        Found::File | Found::Nothing => {
            let bytes = fs::read(path).map_err(while_doing("reading a description"))?;
            Ok(SourceFile::new(path, bytes))
        }
        other => Err(Problem::NotAFile {
            path: path.to_path_buf(),
            what: other.words(),
        }),
    }
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    File,
    Folder,
    /// A symbolic link that leads nowhere.
    LooseLink,
    /// A pipe, a socket, a device.
    Strange,
}

impl Found {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Nothing => "missing",
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::LooseLink => "a symbolic link that leads nowhere",
            Self::Strange => "neither a file nor a folder",
        }
    }
}

pub(crate) fn found(path: &Path) -> Result<Found, Problem> {
    let looking = || while_doing("looking for a description");
    let link = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        found => found.map_err(looking())?.is_symlink(),
    };
    let of = match fs::metadata(path) {
        Err(error) if link && error.kind() == ErrorKind::NotFound => {
            return Ok(Found::LooseLink);
        }
        found => found.map_err(looking())?,
    };
    Ok(if of.is_file() {
        Found::File
    } else if of.is_dir() {
        Found::Folder
    } else {
        Found::Strange
    })
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
    facts_in(&sources.facts)
}

/// The facts that a file holds.
pub(crate) fn facts_in(file: &SourceFile) -> miette::Result<Facts> {
    Ok(tencent_codegen::read_facts(file)?)
}

/// What people wrote about a service; nothing where they wrote nothing.
pub(crate) fn overlay(folder: &Path) -> Result<Vec<SourceFile>, Problem> {
    if found(folder)? == Found::Nothing {
        return Ok(Vec::new());
    }
    refuse_strangers(folder)?;
    let files = overlay_files(&folder.join(OVERLAY))?;
    files.iter().map(|path| read(path)).collect()
}

/// A name that nothing reads is most likely a slip of the pen, and what stands there would be ignored
/// in silence.
fn refuse_strangers(folder: &Path) -> Result<(), Problem> {
    let known: Vec<&str> = [FACTS, RELEASE, OVERLAY]
        .into_iter()
        .chain(BESIDE)
        .collect();
    let mut strangers = entries(folder)?;
    strangers.retain(|path| !is_litter(path) && !known.contains(&&*name(path)));
    if strangers.is_empty() {
        return Ok(());
    }
    let told = strangers.iter().map(|path| {
        let shown = path.display();
        match nearest(&name(path), known.iter().copied()) {
            Some(meant) => format!("{shown} (did you mean `{meant}`?)"),
            None => shown.to_string(),
        }
    });
    Err(Problem::Strangers {
        found: told.collect(),
        known: known.join(", "),
    })
}

/// The overlay's files in order. What an editor or a system leaves behind is passed over; anything
/// else that is no JSON file is most likely a mistake, and must not be ignored in silence.
fn overlay_files(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    match found(folder)? {
        Found::Nothing => return Ok(Vec::new()),
        Found::Folder => {}
        other => {
            return Err(Problem::NoOverlayFolder {
                path: folder.to_path_buf(),
                what: other.words(),
            });
        }
    }
    let mut files = entries(folder)?;
    files.retain(|path| !is_litter(path));
    match files.iter().find(|path| !name(path).ends_with(".json")) {
        Some(path) => Err(Problem::NoOverlay { path: path.clone() }),
        None => Ok(files),
    }
}

fn name(path: &Path) -> Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

fn is_litter(path: &Path) -> bool {
    let name = name(path);
    name.starts_with('.') || name.ends_with('~')
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
