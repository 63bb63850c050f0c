//! The folders that a command reads and writes.

use std::path::{Path, PathBuf};

use miette::{Report, Result, miette};
use tencent_codegen::compare::Snapshot;

use super::sources;
use crate::error::cannot;
use crate::output::{self, Plan, WriteGuard};

/// The folder of a service, the folder of its crate, and the changelog beside that.
#[derive(Clone, Debug)]
pub(crate) struct ProjectPaths {
    /// The folder of the service.
    pub(crate) service: PathBuf,
    /// The folder of the crate, absolute.
    pub(crate) out: PathBuf,
}

impl ProjectPaths {
    /// Finds the folders: those that are named, or those of the project.
    pub(crate) fn find(schema: Option<&Path>, out: Option<&Path>) -> Result<Self> {
        let out = match out {
            Some(folder) => folder.to_path_buf(),
            None => in_project("generated")?,
        };
        Ok(Self {
            service: match schema {
                Some(folder) => sources::only_service(folder)?,
                None => sources::only_service(&in_project("schema")?)?,
            },
            out: output::resolve(&out)?,
        })
    }

    /// Waits until no other command writes, and cleans up after one that was killed.
    pub(crate) fn lock(&self) -> Result<WriteGuard> {
        let beside = output::parent(&self.out);
        let guard = WriteGuard::take(&beside)?;
        output::recover(&beside)?;
        output::recover(&self.service)?;
        output::recover(&sources::overlay_folder(&self.service))?;
        Ok(guard)
    }

    /// Generates the crate, and plans to write its files and its version in `Cargo.lock`.
    pub(crate) fn plan(&self, snapshot: &Snapshot) -> Result<Plan> {
        let files = snapshot.generate()?.files;
        Plan::for_writing(&self.out, files)?.with_lock(snapshot.package(), snapshot.crate_version())
    }

    /// The changelog, beside the crate.
    pub(crate) fn changelog(&self) -> PathBuf {
        output::parent(&self.out).join("CHANGELOG.md")
    }
}

/// The folder of the project: the first one, here or above, that holds `schema`.
pub(crate) fn root() -> Result<Option<PathBuf>> {
    let here = current_folder()?;
    let root = here
        .ancestors()
        .find(|folder| folder.join("schema").is_dir());
    Ok(root.map(Path::to_path_buf))
}

/// A folder of the project, short for messages.
pub(crate) fn in_project(name: &str) -> Result<PathBuf> {
    match root()? {
        Some(root) => Ok(output::short(&root.join(name))),
        None => Err(no_project(&current_folder()?)),
    }
}

fn no_project(here: &Path) -> Report {
    miette!(
        help = "run the command inside the project, or name the folders with --schema and --out",
        "no folder `schema` here or above {}",
        here.display()
    )
}

fn current_folder() -> Result<PathBuf> {
    std::env::current_dir().map_err(cannot("find the current folder"))
}
