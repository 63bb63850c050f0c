//! The names of files that exist only while another file is replaced.

use std::path::{Path, PathBuf};

use tencent_codegen::signature::digest;

use super::paths::parent;

const PART: &str = ".xtask-part";
const SWAP: &str = ".xtask-swap";

/// A file beside the one that is being replaced. A command that was killed leaves it behind.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Temporary {
    /// A new text, perhaps not written to its end.
    Part,
    /// The complete new text, then the old one. It has one of these digests, unless an edit was saved
    /// just before the two were exchanged.
    Swap {
        target: PathBuf,
        digests: [String; 2],
    },
}

impl Temporary {
    /// Recognizes such a file by its name.
    pub(super) fn parse(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_prefix('.')?;
        if name.ends_with(PART) {
            return Some(Self::Part);
        }
        let mut parts = name.strip_suffix(SWAP)?.rsplitn(3, '.');
        let (new, old, target) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self::Swap {
            target: path.with_file_name(target),
            digests: [old.to_owned(), new.to_owned()],
        })
    }
}

/// The file that a new text is written to.
pub(super) fn part(target: &Path) -> PathBuf {
    hidden(target, PART)
}

/// The file that is exchanged with the target.
pub(super) fn swap(target: &Path, old: &[u8], new: &[u8]) -> PathBuf {
    let end = format!(".{}.{}{SWAP}", digest(old), digest(new));
    hidden(target, &end)
}

fn hidden(target: &Path, end: &str) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    parent(target).join(format!(".{name}{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_temporary_files_are_recognized() {
        let target = Path::new("a/lib.x.rs");
        assert_eq!(Temporary::parse(&part(target)), Some(Temporary::Part));
        let expected = Temporary::Swap {
            target: target.to_path_buf(),
            digests: [digest(b"old"), digest(b"new")],
        };
        assert_eq!(
            Temporary::parse(&swap(target, b"old", b"new")),
            Some(expected)
        );
        for other in [
            "a/lib.rs",
            "a/.lib.rs",
            "a/lib.rs.xtask-part",
            "a/.x.xtask-swap",
        ] {
            assert_eq!(Temporary::parse(Path::new(other)), None, "{other}");
        }
    }
}
