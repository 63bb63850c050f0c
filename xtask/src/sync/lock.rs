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
        let waiting = || while_doing("waiting for another command in this folder");
        // Whoever has the lock must not ask for it again.
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                warn_of!("waiting for another command in {}", folder.display());
                lock.lock().map_err(waiting())?;
            }
            Err(TryLockError::Error(cause)) => return Err(waiting()(cause)),
        }
        Ok(Self { _folder: lock })
    }
}
