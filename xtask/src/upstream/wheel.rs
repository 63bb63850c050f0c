//! A wheel of upstream's package, or any other zip archive of it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use miette::{Report, Result, miette};
use tencent_codegen::SourceFile;
use zip::ZipArchive;

use super::limit::{LARGEST, too_large};
use crate::error::cannot;

/// An open archive.
pub(super) struct Wheel {
    path: PathBuf,
    archive: ZipArchive<BufReader<File>>,
    names: BTreeSet<String>,
}

impl Wheel {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(cannot("open the archive"))?;
        let archive = ZipArchive::new(BufReader::new(file))
            .map_err(|error| broken(path, &error.to_string()))?;
        let names: BTreeSet<String> = archive
            .file_names()
            .map(|name| name.map(|name| name.into_owned()))
            .collect::<Result<_, _>>()
            .map_err(|error| broken(path, &error.to_string()))?;
        // Nothing is unpacked, so the name does no harm, but the archive is not upstream's.
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

    /// The names of the files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The release, from the name of the folder with the wheel's metadata.
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

    pub(super) fn read(&mut self, name: &str) -> Result<SourceFile> {
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
            return Err(too_large(&shown));
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

fn broken(path: &Path, reason: &str) -> Report {
    miette!(
        help = "fetch it again, or remove it if it is in the cache; nothing was changed",
        "{} cannot be read as a zip archive: {reason}",
        path.display()
    )
}
