//! A wheel of upstream's package, or any other zip archive of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::{Report, Result, miette};
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use rawzip::{
    CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipFileHeaderRecord, ZipSliceArchive,
    ZipVerification,
};
use tencent_codegen::SourceFile;

use super::limit::{LARGEST, too_large};
use crate::error::cannot;

/// An archive in memory.
pub(super) struct Wheel {
    path: PathBuf,
    archive: ZipSliceArchive<Vec<u8>>,
    entries: BTreeMap<String, Entry>,
}

/// Where an entry is in the archive.
#[derive(Clone, Copy)]
struct Entry {
    location: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
}

impl Wheel {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).map_err(cannot("read the archive"))?;
        let archive =
            ZipArchive::from_slice(bytes).map_err(|error| broken(path, &error.to_string()))?;
        let entries = entries(&archive).map_err(|reason| broken(path, &reason))?;
        Ok(Self {
            path: path.to_path_buf(),
            archive,
            entries,
        })
    }

    /// Returns the names of all files in it.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Returns the release, which is part of the name of the package's metadata folder. Ignores those
    /// of other packages, which an archive may contain.
    pub(super) fn release(&self) -> Option<String> {
        self.paths().find_map(|name| {
            let (folder, _) = name.split_once(".dist-info/")?;
            let release = folder.strip_prefix("tccli-")?;
            Some(release.to_owned())
        })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    pub(super) fn read(&self, name: &str) -> Result<SourceFile> {
        let path = self.path.join(name);
        let bytes = self.bytes(name).map_err(|error| match error {
            ReadError::TooLarge => too_large(&path),
            ReadError::Broken(reason) => broken(&self.path, &format!("{name}: {reason}")),
        })?;
        Ok(SourceFile::new(path, bytes))
    }

    fn bytes(&self, name: &str) -> Result<Vec<u8>, ReadError> {
        let entry = self
            .entries
            .get(name)
            .ok_or("the archive does not contain it")?;
        let found = self.archive.get_entry(entry.location)?;
        let limit = usize::try_from(LARGEST).unwrap_or(usize::MAX);
        let bytes = match entry.method {
            CompressionMethod::STORE if found.data().len() > limit => {
                return Err(ReadError::TooLarge);
            }
            CompressionMethod::STORE => found.data().to_vec(),
            CompressionMethod::DEFLATE => decompress_to_vec_with_limit(found.data(), limit)
                .map_err(|error| match error.status {
                    TINFLStatus::HasMoreOutput => ReadError::TooLarge,
                    _ => ReadError::Broken(error.to_string()),
                })?,
            _ => return Err("its compression method is not supported".into()),
        };
        found.claim_verifier().valid(ZipVerification {
            crc: rawzip::crc32(&bytes),
            uncompressed_size: bytes.len() as u64,
        })?;
        Ok(bytes)
    }
}

/// Why an entry cannot be read.
enum ReadError {
    TooLarge,
    Broken(String),
}

impl From<&str> for ReadError {
    fn from(reason: &str) -> Self {
        Self::Broken(reason.to_owned())
    }
}

impl From<rawzip::Error> for ReadError {
    fn from(error: rawzip::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

/// Lists the files of an archive. Fails if it is not as upstream's build tool writes it.
fn entries(archive: &ZipSliceArchive<Vec<u8>>) -> Result<BTreeMap<String, Entry>, String> {
    let mut found = BTreeMap::new();
    let mut records = archive.entries();
    let mut count = 0;
    while let Some(record) = records.next_entry().map_err(|error| error.to_string())? {
        count += 1;
        let name = name(&record)?;
        let entry = Entry {
            location: record.wayfinder(),
            method: record.compression_method(),
        };
        if let Some(twice) = found.insert(name.clone(), entry).map(|_| name) {
            return Err(format!("it has two entries named {twice:?}"));
        }
    }
    match archive.entries_hint() {
        expected if expected == count => Ok(found),
        expected => Err(format!("it has {count} entries, but lists {expected}")),
    }
}

fn name(record: &ZipFileHeaderRecord<'_>) -> Result<String, String> {
    let path = record.file_path();
    let name = std::str::from_utf8(path.as_bytes())
        .map_err(|_| "it has an entry whose name is not UTF-8".to_owned())?;
    // Nothing is unpacked, so such a name does no harm. But the archive is not upstream's.
    if leads_out(name) {
        return Err(format!("it has an entry that leads out of it, {name:?}"));
    }
    Ok(name.to_owned())
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
