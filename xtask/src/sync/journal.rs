//! What an update is about to put in place: the crate and single files, all of them or none.
//!
//! No system replaces several things in one step. So everything is written beside its place first,
//! and a journal says what goes where. From then on the update is going to happen: a command that
//! finds the journal finishes it. Before, nothing has happened.

use std::io::Write;
use std::path::{Path, PathBuf};

use fs_err as fs;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::manifest;
use super::parent;
use super::swap::{place, staging_folder};
use crate::problem::{Problem, while_doing};

/// What goes where.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Journal {
    /// SHA-256 of the new crate's manifest, where the crate changes.
    crate_manifest: Option<String>,
    /// Files that are ready, and their places.
    files: Vec<Move>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Move {
    ready: PathBuf,
    place: PathBuf,
}

/// Where the journal of a crate's folder stands.
fn path(out: &Path) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    parent(out).join(format!(".{name}.journal"))
}

/// Whether an update was interrupted.
pub(crate) fn is_open(out: &Path) -> bool {
    path(out).exists()
}

/// Finishes an update that was interrupted.
pub(super) fn recover(out: &Path) -> Result<(), Problem> {
    let path = path(out);
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
    /// Writes the new texts of files beside their places.
    pub(super) fn prepare(
        out: &Path,
        crate_changes: bool,
        files: &[(PathBuf, String)],
    ) -> Result<Self, Problem> {
        let crate_manifest = crate_changes
            .then(|| fs::read(staging_folder(out).join(manifest::NAME)))
            .transpose()
            .map_err(while_doing("reading the new manifest"))?
            .map(|text| hash(&text));
        let mut journal = Self {
            crate_manifest,
            files: Vec::new(),
        };
        for (place, text) in files {
            if let Err(problem) = journal.add(place, text) {
                journal.discard();
                return Err(problem);
            }
        }
        Ok(journal)
    }

    fn add(&mut self, place: &Path, text: &str) -> Result<(), Problem> {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let ready = parent(place).join(format!(".{name}.staging"));
        fs::create_dir_all(parent(place)).map_err(while_doing("making a folder"))?;
        self.files.push(Move {
            ready: ready.clone(),
            place: place.to_path_buf(),
        });
        write(&ready, text)
    }

    /// Removes what was prepared.
    pub(super) fn discard(&self) {
        for file in &self.files {
            let _ = fs::remove_file(&file.ready);
        }
    }

    /// From here on the update is going to happen.
    pub(super) fn commit(&self, out: &Path) -> Result<(), Problem> {
        let path = path(out);
        let ready = path.with_extension("journal-staging");
        write(
            &ready,
            &serde_json::to_string_pretty(self).unwrap_or_default(),
        )?;
        fs::rename(&ready, &path).map_err(while_doing("writing the journal"))?;
        let done = self.carry_out(out);
        if done.is_ok() {
            fs::remove_file(&path).map_err(while_doing("removing the journal"))?;
        }
        done
    }

    /// Puts everything in its place. What is there already stays.
    fn carry_out(&self, out: &Path) -> Result<(), Problem> {
        if let Some(wanted) = &self.crate_manifest {
            let present = fs::read(out.join(manifest::NAME)).ok();
            if present.is_none_or(|text| hash(&text) != *wanted) {
                place(&staging_folder(out), out)?;
            }
        }
        for file in &self.files {
            if file.ready.exists() {
                fs::rename(&file.ready, &file.place)
                    .map_err(while_doing("putting a file in its place"))?;
            }
        }
        Ok(())
    }
}

fn write(path: &Path, text: &str) -> Result<(), Problem> {
    let writing = || while_doing("writing a file beside its place");
    let mut file = fs::File::create(path).map_err(writing())?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(writing())
}

fn hash(text: &[u8]) -> String {
    Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
