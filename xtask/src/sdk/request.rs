//! The request: which crates to generate, and how.

use std::collections::BTreeSet;
use std::path::PathBuf;

use miette::Result;
use tencent_codegen::Documentation;

use crate::upstream::{Descriptions, ErrorCodes, Wanted};

/// The crates to generate, their sources and their folder.
pub(crate) struct SdkRequest {
    /// The descriptions.
    pub(crate) from: PathBuf,
    /// Their release, if the caller named it.
    pub(crate) release: Option<String>,
    /// The error codes, if there is a source of them.
    pub(crate) error_codes: Option<ErrorCodes>,
    /// The folder of the workspace.
    pub(crate) out: PathBuf,
    pub(crate) services: Services,
    /// The actions to take; all if there are none.
    pub(crate) actions: Option<BTreeSet<String>>,
    pub(crate) documentation: Documentation,
    /// Whether to show no progress.
    pub(crate) quiet: bool,
    /// The folder of the runtime.
    pub(crate) runtime: PathBuf,
    /// The folder with what the project adds to descriptions.
    pub(crate) schema: Option<PathBuf>,
}

/// The services to generate.
#[derive(Debug)]
pub(crate) enum Services {
    All,
    Named(Vec<Wanted>),
}

impl SdkRequest {
    /// Opens the descriptions.
    pub(super) fn open(&self) -> Result<Descriptions> {
        Descriptions::open(&self.from)?.with_release(self.release.as_deref())
    }
}

impl Services {
    /// The named services; all if there are no names.
    pub(crate) fn parse(names: &[String]) -> Self {
        if names.is_empty() {
            return Self::All;
        }
        Self::Named(names.iter().map(|name| Wanted::parse(name)).collect())
    }

    pub(super) fn are_all(&self) -> bool {
        matches!(self, Self::All)
    }
}
