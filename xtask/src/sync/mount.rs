//! What is mounted inside a crate's folder: a volume, a disk, another folder. The exchange of
//! folders would carry it into the old crate, and removing that would empty what is mounted.

use std::path::Path;

use super::plan::Plan;
use crate::problem::Problem;

/// Refuses a folder that is mounted, or has something mounted in it.
pub(super) fn refuse(plan: &Plan) -> Result<(), Problem> {
    let root = &plan.root;
    if !root.exists() {
        return Ok(());
    }
    let kept = plan.kept.keys().map(|path| root.join(path));
    let files = plan.files.keys().map(|name| root.join(name));
    let inside = kept.chain(files).find(|path| is_mounted(path));
    let mounted = inside.or_else(|| is_mounted(root).then(|| root.clone()));
    match mounted {
        Some(path) => Err(Problem::Mounted { path }),
        None => Ok(()),
    }
}

/// Whether something else is mounted there. What cannot be told is taken for no: the system itself
/// refuses to move or remove such a place.
pub(super) fn is_mounted(path: &Path) -> bool {
    is_mount_root(path) || is_folder_of_other_device(path)
}

/// Tells a folder of the same disk that is mounted a second time, and a single file.
#[cfg(target_os = "linux")]
fn is_mount_root(path: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    let found = statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::TYPE);
    found.is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(target_os = "linux"))]
fn is_mount_root(_path: &Path) -> bool {
    false
}

/// Folders only: in a container, files of an image may say that they are on another device.
#[cfg(unix)]
fn is_folder_of_other_device(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |path: &Path| std::fs::symlink_metadata(path).ok();
    match (of(path), of(&super::parent(path))) {
        (Some(folder), Some(above)) => folder.is_dir() && folder.dev() != above.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_folder_of_other_device(_path: &Path) -> bool {
    false
}
