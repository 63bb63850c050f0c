//! Reads the description of a service in `schema/`.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::{Result, miette};
use tencent_codegen::description::Facts;
use tencent_codegen::{Additions, ServiceSources, SourceFile, nearest};

use super::entry::Entry;
use crate::error::cannot;

const FACTS: &str = "upstream.json";
const OVERLAY: &str = "overlay";
const EXAMPLES: &str = "examples";
const CALLBACKS: &str = "callbacks.json";
/// The other entries in the folder of a service: its tests, its benchmarks, example programs, the code of the guide, and programs
/// for the official clients.
const OTHERS: [&str; 8] = [
    "benches",
    "callback-server",
    "cases",
    EXAMPLES,
    "guide",
    "official-clients",
    "programs",
    "tests",
];

/// The folder of a service: this one, or the only one in it.
pub(crate) fn only_service(folder: &Path) -> Result<PathBuf> {
    if folder.is_file() {
        return Err(miette!(
            help = "name the folder of the service, which holds upstream.json",
            "{} is a file, and --schema takes a folder",
            folder.display()
        ));
    }
    match services(folder)?.as_slice() {
        [] => Err(miette!(
            help = "the folder of a service holds upstream.json; name it with --schema",
            "{} holds no description of a service",
            folder.display()
        )),
        [only] => Ok(only.clone()),
        several => {
            let found: Vec<_> = several
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            Err(miette!(
                help = "name one of them with --schema",
                "{} holds the descriptions of several services: {}",
                folder.display(),
                found.join(", ")
            ))
        }
    }
}

/// The folders of services: this one, or those in it.
pub(crate) fn services(folder: &Path) -> Result<Vec<PathBuf>> {
    if has_facts(folder)? {
        return Ok(vec![folder.to_path_buf()]);
    }
    let mut found = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() && has_facts(&path)? {
            found.push(path);
        }
    }
    Ok(found)
}

/// Whether a folder has an entry for facts. Whether they can be read is checked later.
fn has_facts(folder: &Path) -> Result<bool> {
    Ok(Entry::of(&facts_file(folder))? != Entry::Missing)
}

/// The file that holds the facts of a service.
pub(crate) fn facts_file(folder: &Path) -> PathBuf {
    folder.join(FACTS)
}

/// The folder that holds the overlay of a service.
pub(crate) fn overlay_folder(folder: &Path) -> PathBuf {
    folder.join(OVERLAY)
}

/// Reads the files of a service.
pub(crate) fn load(folder: &Path) -> Result<ServiceSources> {
    let whole = folder
        .canonicalize()
        .map_err(cannot("find the description"))?;
    let name = whole.file_name().unwrap_or_default().to_string_lossy();
    Ok(ServiceSources {
        folder: name.into_owned(),
        facts: read(&facts_file(folder))?,
        additions: additions(folder)?,
    })
}

/// Reads the files that add to the facts of a service; nothing if the folder does not exist.
pub(crate) fn additions(folder: &Path) -> Result<Additions> {
    Ok(Additions {
        overlay: overlay(folder)?,
        examples: examples(folder)?,
        callbacks: callbacks(folder)?,
    })
}

/// Reads the callbacks of a service, if it has some.
fn callbacks(folder: &Path) -> Result<Option<SourceFile>> {
    let path = folder.join(CALLBACKS);
    match Entry::of(&path)? {
        Entry::Missing => Ok(None),
        _ => read(&path).map(Some),
    }
}

/// Reads a file. It refuses a pipe, because that would block.
pub(crate) fn read(path: &Path) -> Result<SourceFile> {
    match Entry::of(path)? {
        // If it is missing, the error of reading says so.
        Entry::File | Entry::Missing => {
            let bytes = fs::read(path).map_err(cannot("read a description"))?;
            Ok(SourceFile::new(path, bytes))
        }
        other => Err(miette!(
            help = "nothing was changed; put the file itself there, or move this away",
            "{} is {}, and a file is read there",
            path.display(),
            other.as_str()
        )),
    }
}

/// The facts in a file.
pub(crate) fn facts_in(file: &SourceFile) -> Result<Facts> {
    Ok(tencent_codegen::read_facts(file)?)
}

/// Reads the overlay of a service; nothing if the folder does not exist.
pub(crate) fn overlay(folder: &Path) -> Result<Vec<SourceFile>> {
    if Entry::of(folder)? == Entry::Missing {
        return Ok(Vec::new());
    }
    refuse_unexpected_entries(folder)?;
    let files = overlay_files(&overlay_folder(folder))?;
    files.iter().map(|path| read(path)).collect()
}

/// Reads the documented requests and responses of a service; nothing if there are none.
fn examples(folder: &Path) -> Result<Vec<SourceFile>> {
    let folder = folder.join(EXAMPLES);
    if Entry::of(&folder)? == Entry::Missing {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for action in entries(&folder)?.iter().filter(|path| path.is_dir()) {
        let mut paths = entries(action)?;
        paths.retain(|path| {
            [".request.json", ".response.json"]
                .iter()
                .any(|end| name(path).ends_with(end))
        });
        for path in paths.iter().filter(|path| !is_hidden(path)) {
            files.push(read(path)?);
        }
    }
    Ok(files)
}

/// Refuses names that no command reads, because they are most likely misspelled.
fn refuse_unexpected_entries(folder: &Path) -> Result<()> {
    let known: Vec<&str> = [FACTS, OVERLAY, CALLBACKS]
        .into_iter()
        .chain(OTHERS)
        .collect();
    let mut unexpected = entries(folder)?;
    unexpected.retain(|path| !is_hidden(path) && !known.contains(&&*name(path)));
    if unexpected.is_empty() {
        return Ok(());
    }
    let found = unexpected.iter().map(|path| {
        let shown = path.display();
        match nearest(&name(path), known.iter().copied()) {
            Some(similar) => format!("{shown} (did you mean `{similar}`?)"),
            None => shown.to_string(),
        }
    });
    Err(miette!(
        help = format!(
            "the folder of a service holds {}; rename it or move it away (hidden files may stay)",
            known.join(", ")
        ),
        "unexpected entries: {}",
        found.collect::<Vec<_>>().join(", ")
    ))
}

/// The files of an overlay in order. It skips hidden files and backups, and refuses everything else
/// that is not JSON, because that is most likely a mistake.
fn overlay_files(folder: &Path) -> Result<Vec<PathBuf>> {
    match Entry::of(folder)? {
        Entry::Missing => return Ok(Vec::new()),
        Entry::Folder => {}
        other => {
            return Err(miette!(
                help = "nothing was changed; put the folder itself there, or move this away",
                "{} is {}, and the overlay is a folder",
                folder.display(),
                other.as_str()
            ));
        }
    }
    let mut files = entries(folder)?;
    files.retain(|path| !is_hidden(path));
    match files.iter().find(|path| !name(path).ends_with(".json")) {
        Some(path) => Err(miette!(
            help = "an overlay folder holds files that end in .json; rename it or move it away",
            "{} is not an overlay file",
            path.display()
        )),
        None => Ok(files),
    }
}

fn name(path: &Path) -> Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

fn is_hidden(path: &Path) -> bool {
    let name = name(path);
    name.starts_with('.') || name.ends_with('~')
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let reading = || cannot("read the folder of the description");
    let listed = fs::read_dir(folder).map_err(reading())?;
    let mut paths = Vec::new();
    for entry in listed {
        paths.push(entry.map_err(reading())?.path());
    }
    paths.sort();
    Ok(paths)
}
