//! What the generator wrote, kept beside it: only that may be removed, and only while nobody
//! changed it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fs_err as fs;
use serde::{Deserialize, Serialize};

use crate::digest;

/// The name of the file that holds it.
pub(crate) const NAME: &str = ".codegen-manifest.json";

/// The files that were written, with the SHA-256 of their texts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Manifest {
    files: BTreeMap<String, String>,
}

impl Manifest {
    pub(super) fn of(files: &BTreeMap<String, String>) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| (path.clone(), digest::of(text.as_bytes())));
        Self {
            files: files.collect(),
        }
    }

    /// What stands in the folder. A manifest that cannot be read, say after a merge, is as good as
    /// none: nothing will be removed that cannot be proven to be generated.
    pub(super) fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(NAME)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Leaves out the files of which that is so.
    pub(super) fn forget(&mut self, is_gone: impl Fn(&str) -> bool) {
        self.files.retain(|path, _| !is_gone(path));
    }

    /// The paths of all files that were written.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub(super) fn owns(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether the text is the one that was written.
    pub(super) fn wrote(&self, path: &str, text: &[u8]) -> bool {
        self.files
            .get(path)
            .is_some_and(|known| *known == digest::of(text))
    }

    pub(super) fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// The files whose digests differ from one text of a manifest to another; none where one cannot be
/// read.
pub(super) fn differing(old: &str, new: &str) -> Vec<String> {
    let read = |text| serde_json::from_str::<Manifest>(text);
    let (Ok(old), Ok(new)) = (read(old), read(new)) else {
        return Vec::new();
    };
    let names: BTreeSet<&String> = old.files.keys().chain(new.files.keys()).collect();
    let names = names.into_iter();
    names
        .filter(|name| old.files.get(*name) != new.files.get(*name))
        .cloned()
        .collect()
}
