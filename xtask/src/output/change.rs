//! The change of one file: its text in the folder, compared with the generated text.

use std::path::Path;

use fs_err as fs;
use miette::Result;
use tencent_codegen::signature::{Signature, signature};

use crate::error::cannot;

/// The change of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Created {
        new: String,
    },
    Updated {
        old: String,
        new: String,
    },
    Unchanged,
    /// It is no longer generated.
    Removed {
        old: String,
    },
    /// A person edited it, and it differs from what is generated. It stays, and nothing is written.
    Edited {
        old: String,
        new: String,
    },
    /// It is not generated and stays.
    Left(Ownership),
}

/// Why a file stays that is not generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ownership {
    /// A person wrote it.
    Foreign,
    /// It was generated, and a person edited it.
    Edited,
}

impl Change {
    /// Compares a file with its generated text. `None` if a person wrote the file.
    pub(super) fn of_generated(path: &Path, new: String) -> Result<Option<Self>> {
        let old = read(path)?;
        if old == new.as_bytes() {
            return Ok(Some(Self::Unchanged));
        }
        // A file can be empty after a power failure.
        let is_empty = old.is_empty();
        Ok(match (signature(&old), String::from_utf8(old)) {
            (_, Ok(old)) if is_empty => Some(Self::Updated { old, new }),
            (Signature::Missing, _) => None,
            (Signature::Intact, Ok(old)) => Some(Self::Updated { old, new }),
            (_, old) => Some(Self::Edited {
                old: old.unwrap_or_else(|error| lossy(error.as_bytes())),
                new,
            }),
        })
    }

    /// Decides about a file that is not generated, or no longer.
    pub(super) fn of_other(path: &Path) -> Result<Self> {
        if !is_marked(path) {
            return Ok(Self::Left(Ownership::Foreign));
        }
        let old = read(path)?;
        Ok(match (signature(&old), String::from_utf8(old)) {
            (Signature::Intact, Ok(old)) => Self::Removed { old },
            _ => Self::Left(Ownership::Edited),
        })
    }
}

/// Whether a file says in its first line that it was generated. Only the start of a large file is read.
pub(super) fn is_marked(path: &Path) -> bool {
    use std::io::Read;
    const LONGEST_LINE: u64 = 1024;
    let mut start = Vec::new();
    let read =
        std::fs::File::open(path).and_then(|file| file.take(LONGEST_LINE).read_to_end(&mut start));
    read.is_ok() && signature(&start) != Signature::Missing
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(cannot("read the crate"))
}

fn lossy(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}
