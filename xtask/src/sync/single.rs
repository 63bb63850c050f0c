//! One generated file in a folder that is not generated as a whole.

use std::collections::BTreeMap;
use std::path::Path;

use super::file::replace_file;
use super::manifest::{self, Manifest};
use crate::problem::Problem;

/// Gives the file its text, and tells whether somebody had edited it. The folder's manifest names
/// this file alone.
pub(crate) fn replace_generated(folder: &Path, name: &str, text: String) -> Result<bool, Problem> {
    let path = folder.join(name);
    let present = std::fs::read(&path).unwrap_or_default();
    let manifest = Manifest::read(folder);
    let differs = present != text.as_bytes();
    let edited = differs && path.exists() && manifest.owns(name) && !manifest.wrote(name, &present);
    if differs {
        replace_file(&path, &text)?;
    }
    // After the file: whoever is killed in between finds a text that is to be, and no edit.
    if !manifest.wrote(name, text.as_bytes()) {
        let written = Manifest::of(&BTreeMap::from([(name.to_owned(), text)]));
        replace_file(&folder.join(manifest::NAME), &written.text())?;
    }
    Ok(edited)
}
