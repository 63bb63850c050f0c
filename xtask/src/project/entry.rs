//! The kind of file at a path.

use std::io::ErrorKind;
use std::path::Path;

use fs_err as fs;
use miette::Result;

use crate::error::cannot;

/// The kind of file at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Missing,
    File,
    Folder,
    /// A symbolic link to a path that does not exist.
    BrokenLink,
    /// A pipe, a socket or a device.
    Special,
}

impl Entry {
    pub(crate) fn of(path: &Path) -> Result<Self> {
        let finding = || cannot("find a description");
        let is_link = match fs::symlink_metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::Missing),
            found => found.map_err(finding())?.is_symlink(),
        };
        let of = match fs::metadata(path) {
            Err(error) if is_link && error.kind() == ErrorKind::NotFound => {
                return Ok(Self::BrokenLink);
            }
            found => found.map_err(finding())?,
        };
        Ok(if of.is_file() {
            Self::File
        } else if of.is_dir() {
            Self::Folder
        } else {
            Self::Special
        })
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::BrokenLink => "a symbolic link that leads nowhere",
            Self::Special => "neither a file nor a folder",
        }
    }
}
