//! The error codes of all services, in a wheel or a tree of upstream's SDK for Python.

use std::collections::BTreeMap;
use std::path::Path;

use miette::{Result, miette};
use tencent_codegen::SourceFile;

use super::entry::Entry;
use super::tree::Tree;
use super::wheel::Wheel;
use crate::project;

/// The name of the file with the error codes of one service.
const FILE: &str = "errorcodes.py";

const ACCEPTED: &str =
    "--errors-from takes a wheel of tencentcloud-sdk-python, or an unpacked tree of it";

/// The files with error codes, in the same folders as the descriptions.
pub(crate) struct ErrorCodes {
    /// The paths of the files, by the folder and the version of the service.
    paths: BTreeMap<(String, String), String>,
    read: Box<ReadFile>,
}

/// Reads the file with a path.
type ReadFile = dyn Fn(&str) -> Result<SourceFile> + Send + Sync;

impl ErrorCodes {
    /// Opens a wheel or a folder. It fails if that holds no error codes.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let codes = match project::Entry::of(path)? {
            project::Entry::Folder => {
                let tree = Tree::open(path, FILE)?;
                Self {
                    paths: entries(tree.paths()),
                    read: Box::new(move |path| tree.read(path)),
                }
            }
            project::Entry::File => {
                let wheel = Wheel::open(path)?;
                Self {
                    paths: entries(wheel.paths()),
                    read: Box::new(move |path| wheel.read(path)),
                }
            }
            other => {
                let (path, kind) = (path.display(), other.as_str());
                return Err(miette!(help = ACCEPTED, "{path} is {kind}"));
            }
        };
        if codes.paths.is_empty() {
            let path = path.display();
            return Err(miette!(
                help = ACCEPTED,
                "{path} holds no error codes: no file {FILE} in a folder like ess/v20201111"
            ));
        }
        Ok(codes)
    }

    /// Reads the error codes of a service and version. `None` if there are none.
    pub(crate) fn read(&self, described: &Entry) -> Result<Option<SourceFile>> {
        let name = (described.folder.clone(), described.version.clone());
        let path = self.paths.get(&name);
        path.map(|path| (self.read)(path)).transpose()
    }
}

fn entries<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeMap<(String, String), String> {
    let found = paths.filter_map(|path| {
        let Entry {
            folder, version, ..
        } = Entry::of(path, FILE)?;
        Some(((folder, version), path.to_owned()))
    });
    found.collect()
}
