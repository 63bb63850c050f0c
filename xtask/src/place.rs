//! Where a command works: the service's folder, its crate, and the changelog beside that.

use std::path::{Path, PathBuf};

use miette::{IntoDiagnostic, Result};
use tencent_codegen::ServiceSources;
use tencent_codegen::description::Facts;

use crate::problem::Problem;
use crate::sources;
use crate::sync;
use crate::upstream::{Cache, Wanted};

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

/// The present facts.
pub(crate) fn facts(sources: &ServiceSources) -> Result<Facts> {
    serde_json::from_slice(&sources.facts.bytes).into_diagnostic()
}

/// The service that facts are about.
pub(crate) fn wanted(facts: &Facts) -> Wanted {
    Wanted {
        service: facts.service.clone(),
        version: Some(facts.version.clone()),
    }
}

/// The cache: where it is named, or what cargo keeps apart from the sources.
pub(crate) fn cache(named: Option<&Path>) -> Result<Cache, Problem> {
    let folder = match named {
        Some(folder) => folder.to_path_buf(),
        None => sources::in_project("target/upstream")?,
    };
    Ok(Cache::new(folder))
}
