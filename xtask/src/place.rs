//! Where a command works: the service's folder, its crate, and the changelog beside that.

use std::path::{Path, PathBuf};

use tencent_codegen::ServiceSources;

use crate::problem::Problem;
use crate::sources;
use crate::sync;

/// The folders that a command works on.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The folder of the service.
    pub(crate) service: PathBuf,
    /// The folder of the crate.
    pub(crate) out: PathBuf,
}

impl Place {
    pub(crate) fn find(schema: Option<&Path>, out: Option<&Path>) -> Result<Self, Problem> {
        Ok(Self {
            service: sources::service_folder(schema)?,
            out: match out {
                Some(folder) => folder.to_path_buf(),
                None => sources::in_project("generated")?,
            },
        })
    }

    /// Everything that is written about the service.
    pub(crate) fn sources(&self) -> Result<ServiceSources, Problem> {
        if sync::is_open(&self.out) {
            return Err(Problem::Interrupted {
                folder: self.out.clone(),
            });
        }
        sources::load(&self.service)
    }

    /// The changelog, beside the crate.
    pub(crate) fn changelog(&self) -> PathBuf {
        sync::parent(&self.out).join("CHANGELOG.md")
    }
}
