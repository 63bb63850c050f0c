//! What an update is about to put in place: the crate and single files, all of them or none.
//!
//! No system replaces several things in one step. So everything is written beside its place first,
//! and a journal says what goes where. From then on the update is going to happen: a command that
//! finds the journal finishes it. Before, nothing has happened.

use std::path::{Path, PathBuf};

use fs_err as fs;
use serde::{Deserialize, Serialize};

use super::file::{replace_file, staging_file};
use super::manifest;
use super::parent;
use super::swap::{place, staging_folder};
use crate::digest;
use crate::problem::{Problem, while_doing};

/// What goes where.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Journal {
    /// SHA-256 of the new crate's manifest, where the crate changes.
    crate_manifest: Option<String>,
    /// The new texts of files by their places, from the folder that holds the journal: whoever
    /// finishes the update may work elsewhere, and the project may have been moved.
    files: Vec<(PathBuf, String)>,
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

/// Finishes an update that was interrupted, or clears what is left of one that was not begun.
pub(super) fn recover(out: &Path) -> Result<(), Problem> {
    let path = path(out);
    let ready = staging_file(&path);
    if ready.exists() {
        fs::remove_file(&ready).map_err(while_doing("clearing what an interrupted update left"))?;
    }
    if !path.exists() {
        return Ok(());
    }
    let text = fs::read_to_string(&path).map_err(while_doing("reading the journal"))?;
    let journal: Journal = serde_json::from_str(&text).map_err(|error| Problem::Journal {
        path: path.clone(),
        reason: error.to_string(),
    })?;
    journal.carry_out(out)?;
    fs::remove_file(&path).map_err(while_doing("removing the journal"))
}

impl Journal {
    /// What goes where, once the crate is staged.
    pub(super) fn new(
        out: &Path,
        crate_changes: bool,
        files: &[(PathBuf, String)],
    ) -> Result<Self, Problem> {
        let manifest = crate_changes.then(|| fs::read(staging_folder(out).join(manifest::NAME)));
        let manifest = manifest
            .transpose()
            .map_err(while_doing("reading the new manifest"))?;
        let files = files.iter();
        let files = files.map(|(path, text)| Ok((from_journal(out, path)?, text.clone())));
        Ok(Self {
            crate_manifest: manifest.map(|text| digest::of(&text)),
            files: files.collect::<Result<_, Problem>>()?,
        })
    }

    /// Begins the update, which from here on is going to happen, and carries it out.
    pub(super) fn commit(&self, out: &Path) -> Result<(), Problem> {
        let path = path(out);
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        replace_file(&path, &text)?;
        self.carry_out(out)?;
        fs::remove_file(&path).map_err(while_doing("removing the journal"))
    }

    /// Puts everything in its place. What is there already stays.
    fn carry_out(&self, out: &Path) -> Result<(), Problem> {
        let staging = staging_folder(out);
        // Where the new crate is no longer there, it is made again from the files by `codegen`.
        if self.is_not(out) && !self.is_not(&staging) {
            place(&staging, out)?;
        }
        let folder = parent(out);
        self.files
            .iter()
            .try_for_each(|(path, text)| replace_file(&folder.join(path), text))
    }

    /// Whether the crate is about to change, and the new one does not stand in that folder.
    fn is_not(&self, folder: &Path) -> bool {
        let present = std::fs::read(folder.join(manifest::NAME));
        let present = present.map(|text| digest::of(&text)).ok();
        self.crate_manifest.is_some() && self.crate_manifest != present
    }
}

/// The way to a file from the journal; the whole of it where the file is not below its folder.
fn from_journal(out: &Path, path: &Path) -> Result<PathBuf, Problem> {
    let whole = std::path::absolute(path).map_err(while_doing("finding a file"))?;
    let below = whole.strip_prefix(parent(out)).map(Path::to_path_buf);
    Ok(below.unwrap_or(whole))
}
