//! The lock that lets one command at a time write to a folder.

use std::fs::{File, TryLockError};
use std::path::Path;

use fs_err as fs;
use miette::Result;

use crate::console::errln;
use crate::error::cannot;

/// Keeps other commands from writing to a folder, until it is dropped or the program ends.
#[derive(Debug)]
pub(crate) struct WriteGuard {
    _folder: File,
}

impl WriteGuard {
    /// Creates the folder if it does not exist, and waits until no other command writes to it. A
    /// command that reads a file before it replaces it takes the guard before it reads.
    pub(crate) fn take(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).map_err(cannot("create a folder"))?;
        let lock = File::open(folder).map_err(cannot("open a folder"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                errln!("waiting for another command in {}", folder.display());
                lock.lock().map_err(cannot("lock a folder"))?;
            }
            Err(TryLockError::Error(cause)) => return Err(cannot("lock a folder")(cause)),
        }
        Ok(Self { _folder: lock })
    }
}
