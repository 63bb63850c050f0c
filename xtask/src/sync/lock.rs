//! The right to work in a folder, which one command at a time has.

use std::fs::{File, TryLockError};
use std::path::Path;

use fs_err as fs;

use crate::problem::{Problem, while_doing};
use crate::say::warn_of;

/// It ends with the value, or with the program.
#[derive(Debug)]
pub(crate) struct Lock {
    _folder: File,
}

impl Lock {
    /// Makes the folder where there is none, and waits until no other command works in it.
    pub(crate) fn take(folder: &Path) -> Result<Self, Problem> {
        fs::create_dir_all(folder).map_err(while_doing("making a folder"))?;
        let lock = File::open(folder).map_err(while_doing("opening a folder"))?;
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            warn_of!("waiting for another command in {}", folder.display());
        }
        lock.lock()
            .map_err(while_doing("waiting for another command in this folder"))?;
        Ok(Self { _folder: lock })
    }
}
