//! A wheel of upstream's package, or any other zip archive of it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use tencent_codegen::SourceFile;
use zip::ZipArchive;

use super::LARGEST;
use crate::problem::{Problem, while_doing};

/// An archive that is open.
pub(super) struct Wheel {
    path: PathBuf,
    archive: ZipArchive<BufReader<File>>,
    names: BTreeSet<String>,
}

impl Wheel {
    pub(super) fn open(path: &Path) -> Result<Self, Problem> {
        let file = File::open(path).map_err(while_doing("opening the archive"))?;
        let archive = ZipArchive::new(BufReader::new(file))
            .map_err(|error| broken(path, &error.to_string()))?;
        let names: BTreeSet<String> = archive
            .file_names()
            .map(|name| name.map(|name| name.into_owned()))
            .collect::<Result<_, _>>()
            .map_err(|error| broken(path, &error.to_string()))?;
        // Nothing is unpacked, so such a name does no harm here; the archive is not what it should be.
        if let Some(name) = names.iter().find(|name| leads_out(name)) {
            return Err(broken(
                path,
                &format!("it has an entry that leads out of it, {name:?}"),
            ));
        }
        Ok(Self {
            path: path.to_path_buf(),
            archive,
            names,
        })
    }

    /// The names of all files in it.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The release, as the folder of the wheel's own metadata is called.
    pub(super) fn release(&self) -> Option<String> {
        self.paths().find_map(|name| {
            let (folder, _) = name.split_once(".dist-info/")?;
            let (_, release) = folder.rsplit_once('-')?;
            Some(release.to_owned())
        })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    pub(super) fn read(&mut self, name: &str) -> Result<SourceFile, Problem> {
        let shown = self.path.join(name);
        let file = self
            .archive
            .by_name(name)
            .map_err(|error| broken(&self.path, &format!("{name}: {error}")))?;
        let mut bytes = Vec::new();
        file.take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| broken(&self.path, &format!("{name}: {error}")))?;
        if bytes.len() as u64 > LARGEST {
            return Err(Problem::TooLarge {
                path: shown,
                limit: LARGEST,
            });
        }
        Ok(SourceFile::new(shown, bytes))
    }
}

fn leads_out(name: &str) -> bool {
    let parts = name.split(['/', '\\']);
    name.starts_with(['/', '\\'])
        || name.contains(':')
        || parts.into_iter().any(|part| part == "..")
}

fn broken(path: &Path, reason: &str) -> Problem {
    Problem::BrokenArchive {
        path: path.to_path_buf(),
        reason: reason.to_owned(),
    }
}
