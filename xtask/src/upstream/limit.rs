//! The size of the largest file that is read.

use std::path::Path;

use miette::{Report, miette};

/// Twenty times the largest file of upstream.
pub(super) const LARGEST: u64 = 64 * 1024 * 1024;

/// The error for a larger file.
pub(super) fn too_large(path: &Path) -> Report {
    miette!(
        help = "make sure that it is a file of tccli; nothing was changed",
        "{} is larger than {LARGEST} bytes, which no description is",
        path.display()
    )
}
