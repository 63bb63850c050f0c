//! Where a command works: the service's folder, its crate, and the changelog beside that.

use std::path::PathBuf;

use tencent_codegen::ServiceSources;

use crate::arguments::Folders;
use crate::problem::Problem;
use crate::sources;
use crate::sync;

/// The folders that a command works on.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The folder of the service.
    pub(crate) service: PathBuf,
    /// The folder of the crate, by its own path.
    pub(crate) out: PathBuf,
}

impl Place {
    pub(crate) fn find(folders: &Folders) -> Result<Self, Problem> {
        let out = match &folders.out {
            Some(folder) => folder.clone(),
            None => sources::in_project("generated")?,
        };
        Ok(Self {
            service: sources::service_folder(folders.schema.as_deref())?,
            out: sync::resolved(&out)?,
        })
    }

    /// Everything that is written about the service.
    pub(crate) fn sources(&self) -> Result<ServiceSources, Problem> {
        sync::refuse_interrupted(&self.out)?;
        sources::load(&self.service)
    }

    /// The changelog, beside the crate.
    pub(crate) fn changelog(&self) -> PathBuf {
        sync::parent(&self.out).join("CHANGELOG.md")
    }
}
