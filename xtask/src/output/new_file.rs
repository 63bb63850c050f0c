//! Writes one file with an atomic rename, without losing an edit that is saved at the same time.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use fs_err as fs;
use miette::{Report, Result, miette};

use super::paths::parent;
use super::rename::{exchange, rename_new};
use super::temporary;
use crate::error::cannot;

/// Whether a new text has to be on the disk before it takes its place. A file that can be generated
/// again need not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    Synced,
    Unsynced,
}

/// A complete new text beside its target. It is removed if it is never put in place.
#[derive(Debug)]
pub(crate) struct NewFile<'a> {
    part: PathBuf,
    target: PathBuf,
    text: &'a str,
    is_moved: bool,
}

impl<'a> NewFile<'a> {
    /// Writes the text beside its target, which stays as it is. If the target is a symbolic link, the
    /// file that it points to is the target.
    pub(crate) fn write(path: &Path, text: &'a str, durability: Durability) -> Result<Self> {
        let target = behind_link(path);
        let part = temporary::part(&target);
        let mut file = create(&part).map_err(cannot("write a file"))?;
        let new = Self {
            part,
            target,
            text,
            is_moved: false,
        };
        file.write_all(text.as_bytes())
            .and_then(|()| match durability {
                Durability::Synced => file.sync_all(),
                Durability::Unsynced => Ok(()),
            })
            .map_err(cannot("write a file"))?;
        Ok(new)
    }

    /// Puts the text where no file is yet.
    pub(crate) fn create(mut self) -> Result<()> {
        let renamed = rename_new(&self.part, &self.target);
        self.is_moved = renamed.is_ok();
        renamed.map_err(|cause| match cause.kind() {
            ErrorKind::AlreadyExists => edited(&self.target),
            _ => self.cannot_place(&cause),
        })
    }

    /// Puts the text in the place of an old one. If the file holds another text by now, that stays.
    pub(crate) fn replace(mut self, old: &[u8]) -> Result<()> {
        let mode = fs::metadata(&self.target).map(|old| old.permissions());
        mode.and_then(|mode| fs::set_permissions(&self.part, mode))
            .map_err(cannot("keep the mode of a file"))?;
        let swap = temporary::swap(&self.target, old, self.text.as_bytes());
        fs::rename(&self.part, &swap).map_err(|cause| self.cannot_place(&cause))?;
        self.is_moved = true;
        let target = &self.target;
        let replaced = replace(&swap, target, old);
        // Its content is known, unless someone saved a second edit.
        if holds(&swap, self.text.as_bytes()) || holds(&swap, old) {
            let _ = fs::remove_file(&swap);
        }
        match replaced {
            Ok(true) => Ok(()),
            Ok(false) => Err(edited(target)),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Err(edited(target)),
            Err(cause) => Err(self.cannot_place(&cause)),
        }
    }

    fn cannot_place(&self, cause: &std::io::Error) -> Report {
        let target = self.target.display();
        miette!(
            help = "fix the cause and run the command again",
            "cannot replace {target}: {cause}"
        )
    }
}

impl Drop for NewFile<'_> {
    fn drop(&mut self) {
        if !self.is_moved {
            // If it cannot be removed now, the next command removes it.
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

/// Replaces a file whatever it holds, or creates it.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<()> {
    let old = read_if_present(path)?;
    replace_file(path, old.as_deref(), text)
}

/// Replaces a file that holds a known text, or creates it. If it holds another text by now, that stays.
pub(crate) fn replace_file(path: &Path, old: Option<&[u8]>, text: &str) -> Result<()> {
    let new = NewFile::write(path, text, Durability::Synced)?;
    match old {
        Some(old) => new.replace(old),
        None => new.create(),
    }
}

/// Removes a file that holds a known text. If it holds another text by now, it stays.
pub(super) fn remove_file(path: &Path, old: &[u8]) -> Result<()> {
    let removing = || cannot("remove a file");
    let swap = temporary::swap(path, old, old);
    fs::rename(path, &swap).map_err(removing())?;
    if holds(&swap, old) {
        return fs::remove_file(&swap).map_err(removing());
    }
    rename_new(&swap, path).map_err(removing())?;
    Err(edited(path))
}

/// The content of a file; `None` if there is none.
pub(crate) fn read_if_present(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some).map_err(cannot("read a file")),
    }
}

/// Replaces the target by the file beside it, and returns `false` if the target held another text.
fn replace(swap: &Path, target: &Path, old: &[u8]) -> std::io::Result<bool> {
    if exchange(swap, target)? {
        if holds(swap, old) {
            return Ok(true);
        }
        exchange(swap, target)?;
        return Ok(false);
    }
    // An edit that is saved between these two calls is lost: this system has no exchange.
    if !holds(target, old) {
        return Ok(false);
    }
    fs::rename(swap, target)?;
    Ok(true)
}

fn holds(path: &Path, text: &[u8]) -> bool {
    std::fs::read(path).is_ok_and(|content| content == text)
}

/// Creates a file and the folders above it. It replaces what a command that was killed left, which may be
/// read-only.
fn create(part: &Path) -> std::io::Result<fs::File> {
    match fs::File::create_new(part) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(parent(part))?;
            fs::File::create_new(part)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(part)?;
            fs::File::create_new(part)
        }
        created => created,
    }
}

fn edited(path: &Path) -> Report {
    let path = path.display();
    miette!(
        help = "the file was left as it is; run the command again",
        "{path} changed while the command ran"
    )
}

fn behind_link(path: &Path) -> PathBuf {
    let link = path.is_symlink().then(|| path.canonicalize().ok());
    link.flatten().unwrap_or_else(|| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        (folder, file)
    }

    fn names(folder: &Path) -> usize {
        std::fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn an_edit_that_is_saved_before_the_rename_stays() {
        let (folder, file) = folder();
        std::fs::write(&file, "old").unwrap();
        let new = NewFile::write(&file, "new", Durability::Unsynced).unwrap();
        std::fs::write(&file, "mine").unwrap();
        assert!(new.replace(b"old").is_err());
        assert_eq!(std::fs::read(&file).unwrap(), b"mine");
        assert!(remove_file(&file, b"old").is_err());
        assert_eq!(std::fs::read(&file).unwrap(), b"mine");
        assert_eq!(names(folder.path()), 1);
    }

    #[test]
    fn a_file_that_appears_or_disappears_is_not_overwritten() {
        let (folder, file) = folder();
        let new = NewFile::write(&file, "new", Durability::Unsynced).unwrap();
        std::fs::write(&file, "mine").unwrap();
        assert!(new.create().is_err());
        assert_eq!(std::fs::read(&file).unwrap(), b"mine");
        let new = NewFile::write(&file, "new", Durability::Unsynced).unwrap();
        std::fs::remove_file(&file).unwrap();
        assert!(new.replace(b"mine").is_err());
        assert_eq!(names(folder.path()), 0);
    }

    #[test]
    fn a_known_text_is_replaced_and_removed() {
        let (folder, file) = folder();
        replace_file(&file, None, "one").unwrap();
        replace_file(&file, Some(b"one"), "two").unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"two");
        remove_file(&file, b"two").unwrap();
        assert_eq!(names(folder.path()), 0);
    }
}
