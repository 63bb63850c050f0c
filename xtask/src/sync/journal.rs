//! What an update is about to put in place: the crate and single files, all of them or none.
//!
//! No system replaces several things in one step. So everything is written beside its place first:
//! what can fail fails there, and nothing has changed. Then a journal says what goes where, and from
//! then on the update is going to happen. Only names are left to change; where that is interrupted,
//! `codegen` finishes it, and every other command refuses to work and says so.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use fs_err as fs;
use serde::{Deserialize, Serialize};

use super::file::{Ready, beside, clear_beside, replace_file};
use super::parent;
use super::stage::Staged;
use super::swap;
use crate::problem::{Problem, while_doing};
use crate::{digest, json};

/// What goes where. The crate is not in it: it is put in its place last, and can always be made again
/// from the files.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    files: Vec<NewText>,
}

/// A file that gets a new text.
#[derive(Debug, Serialize, Deserialize)]
struct NewText {
    /// The way to it from the folder that holds the journal: whoever finishes the update may work
    /// elsewhere, and the project may have been moved.
    path: PathBuf,
    /// SHA-256 of the text that is replaced; nothing where there is no file yet.
    old: Option<String>,
    new: String,
}

/// What stands at the place of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Old,
    New,
    /// Somebody wrote it since.
    Other,
}

/// Where the journal of a crate's folder stands.
fn path(out: &Path) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    parent(out).join(format!(".{name}.journal"))
}

/// Whether an update was interrupted.
pub(super) fn is_open(out: &Path) -> bool {
    path(out).exists()
}

/// Finishes an update that was interrupted, but for the crate, or clears what is left of one that
/// was not begun.
pub(super) fn recover(out: &Path) -> Result<(), Problem> {
    let path = path(out);
    if path.exists() {
        return Journal::read(&path)?.finish(&path);
    }
    let before = beside(&path);
    if before.exists() {
        // Where it cannot be read, it was not whole yet, and nothing else was written.
        let journal = Journal::read(&before).unwrap_or(Journal { files: Vec::new() });
        let mut files = journal.files.iter();
        files.try_for_each(|file| clear_beside(&file.place(&path)))?;
        clear_beside(&path)?;
    }
    Ok(())
}

impl Journal {
    /// What goes where. Files that have their new text already are left out.
    pub(super) fn new(out: &Path, files: &[(PathBuf, String)]) -> Result<Self, Problem> {
        let mut journal = Self { files: Vec::new() };
        for (file, new) in files {
            let file = NewText {
                path: from_journal(out, file)?,
                old: digest_at(file)?,
                new: new.clone(),
            };
            if file.stands(&path(out))? != Stands::New {
                journal.files.push(file);
            }
        }
        Ok(journal)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    fn read(path: &Path) -> Result<Self, Problem> {
        let text = fs::read_to_string(path).map_err(while_doing("reading the journal"))?;
        serde_json::from_str(&text).map_err(|error| Problem::Journal {
            path: path.to_path_buf(),
            reason: error.to_string(),
        })
    }

    /// Puts files and crate in their places: all of them, or none where one cannot be written.
    pub(super) fn commit(&self, out: &Path, staged: Option<Staged>) -> Result<(), Problem> {
        let path = path(out);
        // It comes first, so that whoever comes after a kill knows what stands beside its place.
        let journal = Ready::make(&path, &json::text(self)?)?;
        let files = self.files.iter();
        let files = files.map(|file| Ready::make(&file.place(&path), &file.new));
        let files: Vec<Ready> = files.collect::<Result<_, _>>()?;
        journal.put()?;
        let put = files.into_iter().try_for_each(Ready::put);
        put.and_then(|()| staged.map_or(Ok(()), |staged| swap::swap(staged, out)))
            .and_then(|()| remove(&path))
            .map_err(|cause| self.given_up(&path, cause))
    }

    /// Takes the journal back where the very first file could not be put in its place.
    fn given_up(&self, path: &Path, cause: Problem) -> Problem {
        let is_old = |file: &NewText| matches!(file.stands(path), Ok(Stands::Old));
        let untouched = !self.is_empty() && self.files.iter().all(is_old);
        if untouched && remove(path).is_ok() {
            return cause;
        }
        half_way(cause)
    }

    /// Gives the files their new texts. What somebody wrote in between is not written over.
    fn finish(&self, path: &Path) -> Result<(), Problem> {
        let mut left = Vec::new();
        let mut edited = Vec::new();
        for file in &self.files {
            match file.stands(path).map_err(half_way)? {
                Stands::Old => left.push(file),
                Stands::New => {}
                Stands::Other => edited.push(file.place(path).display().to_string()),
            }
        }
        if !edited.is_empty() {
            return Err(Problem::EditedSince {
                paths: edited,
                journal: path.to_path_buf(),
            });
        }
        left.into_iter()
            .try_for_each(|file| replace_file(&file.place(path), &file.new))
            .and_then(|()| remove(path))
            .map_err(half_way)
    }
}

impl NewText {
    fn place(&self, journal: &Path) -> PathBuf {
        parent(journal).join(&self.path)
    }

    fn stands(&self, journal: &Path) -> Result<Stands, Problem> {
        let present = digest_at(&self.place(journal))?;
        Ok(if present == Some(digest::of(self.new.as_bytes())) {
            Stands::New
        } else if present == self.old {
            Stands::Old
        } else {
            Stands::Other
        })
    }
}

fn half_way(cause: Problem) -> Problem {
    Problem::HalfWay {
        cause: cause.to_string(),
    }
}

fn remove(path: &Path) -> Result<(), Problem> {
    fs::remove_file(path).map_err(while_doing("removing the journal"))
}

fn digest_at(path: &Path) -> Result<Option<String>, Problem> {
    match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read
            .map(|text| Some(digest::of(&text)))
            .map_err(while_doing("reading what is about to be replaced")),
    }
}

/// The way to a file from the journal; the whole of it where the file is not below its folder.
fn from_journal(out: &Path, path: &Path) -> Result<PathBuf, Problem> {
    let whole = std::path::absolute(path).map_err(while_doing("finding a file"))?;
    let below = whole.strip_prefix(parent(out)).map(Path::to_path_buf);
    let way = below.unwrap_or(whole);
    match way.to_str() {
        Some(_) => Ok(way),
        None => Err(Problem::NoUnicode { path: way }),
    }
}
