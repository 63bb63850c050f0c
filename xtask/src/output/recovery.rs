//! Cleans up after a command that was killed while it replaced a file.

use std::path::Path;

use fs_err as fs;
use miette::Result;
use tencent_codegen::signature::digest;

use super::rename::{exchange, rename_new};
use super::temporary::Temporary;
use crate::console::errln;
use crate::error::cannot;

/// Removes the temporary files of a folder. An edit that is found in one of them goes back to its file.
pub(crate) fn recover(folder: &Path) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else {
        // Nothing was written to a folder that does not exist.
        return Ok(());
    };
    for entry in entries {
        let path = entry.map_err(cannot("read a folder"))?.path();
        match Temporary::parse(&path) {
            None => {}
            Some(Temporary::Part) => {
                fs::remove_file(&path).map_err(cannot("remove a temporary file"))?;
            }
            Some(Temporary::Swap { target, digests }) => {
                settle(&path, &target, &digests)
                    .map_err(cannot("clean up after a command that was killed"))?;
            }
        }
    }
    Ok(())
}

fn settle(swap: &Path, target: &Path, digests: &[String; 2]) -> std::io::Result<()> {
    let is_ours = || fs::read(swap).map(|content| digests.contains(&digest(&content)));
    if is_ours()? {
        return fs::remove_file(swap);
    }
    if target.symlink_metadata().is_err() {
        return rename_new(swap, target);
    }
    if exchange(swap, target)? && is_ours()? {
        return fs::remove_file(swap);
    }
    let (swap, target) = (swap.display(), target.display());
    errln!(
        "{swap} is an edit of {target} that was saved while an earlier command ran; compare the two and \
         remove one"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::temporary::{part, swap};
    use super::*;

    /// A folder as a kill leaves it: a file, and what is beside it.
    fn recovered(present: Option<&str>, beside: &str, is_part: bool) -> Vec<(String, String)> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        if let Some(text) = present {
            std::fs::write(&file, text).unwrap();
        }
        let name = match is_part {
            true => part(&file),
            false => swap(&file, b"old", b"new"),
        };
        std::fs::write(name, beside).unwrap();
        recover(folder.path()).unwrap();
        let entries = std::fs::read_dir(folder.path()).unwrap();
        let files = entries.map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        });
        files.collect()
    }

    #[test]
    fn recovery_keeps_every_edit() {
        for (present, beside, is_part, expected) in [
            (Some("old"), "ne", true, Some("old")),
            (Some("old"), "new", false, Some("old")),
            (Some("new"), "old", false, Some("new")),
            (Some("new"), "mine", false, Some("mine")),
            (None, "old", false, None),
            (None, "mine", false, Some("mine")),
        ] {
            let expected: Vec<(String, String)> = expected
                .map(|text| ("file".to_owned(), text.to_owned()))
                .into_iter()
                .collect();
            assert_eq!(recovered(present, beside, is_part), expected, "{beside}");
        }
    }
}
