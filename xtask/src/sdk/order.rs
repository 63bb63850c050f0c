//! What is to be made.

use std::collections::BTreeSet;
use std::path::PathBuf;

use miette::Result;
use tencent_codegen::Documentation;

use crate::arguments::{Docs, Sdk};
use crate::problem::Problem;
use crate::sources;
use crate::upstream::{Cache, Descriptions, Wanted};

/// Which crates, from what and where.
#[derive(Debug)]
pub(crate) struct Order {
    /// Where the descriptions are.
    pub(crate) from: PathBuf,
    /// The release that they are of, where somebody named it.
    pub(crate) release: Option<String>,
    /// The folder of the workspace.
    pub(crate) out: PathBuf,
    pub(crate) services: Services,
    /// The actions to take; all where none is named.
    pub(crate) actions: Option<BTreeSet<String>>,
    pub(crate) documentation: Documentation,
    /// Whether no progress is shown.
    pub(crate) quiet: bool,
    /// The folder of the runtime.
    pub(crate) runtime: PathBuf,
    /// The folder of what people wrote about services, where there is one.
    pub(crate) schema: Option<PathBuf>,
}

/// Which services are meant.
#[derive(Debug)]
pub(crate) enum Services {
    All,
    Named(Vec<Wanted>),
}

impl Order {
    /// What the command line asks for.
    pub(super) fn of(arguments: &Sdk) -> Result<Self> {
        let release = arguments.tccli.clone();
        let from = match &arguments.from {
            Some(path) => path.clone(),
            None => Cache::find_folder(arguments.cache.as_deref())?.wheel(release.as_deref())?,
        };
        Ok(Self {
            from,
            release,
            out: arguments.out.clone(),
            services: Services::of(&arguments.services),
            actions: (!arguments.actions.is_empty())
                .then(|| arguments.actions.iter().cloned().collect()),
            documentation: match arguments.docs {
                Docs::Prose => Documentation::Prose,
                Docs::None => Documentation::None,
            },
            quiet: arguments.quiet,
            runtime: match &arguments.runtime {
                Some(folder) => folder.clone(),
                None => sources::in_project("runtime")?,
            },
            schema: match &arguments.schema {
                Some(folder) => Some(folder.clone()),
                None => sources::in_project("schema").ok(),
            },
        })
    }

    /// Opens the descriptions.
    pub(super) fn open(&self) -> Result<Descriptions, Problem> {
        Descriptions::open(&self.from)?.named(self.release.as_deref())
    }
}

impl Services {
    /// The services that are named; every one where none is.
    pub(crate) fn of(names: &[String]) -> Self {
        if names.is_empty() {
            return Self::All;
        }
        Self::Named(names.iter().map(|name| Wanted::parse(name)).collect())
    }

    pub(super) fn are_all(&self) -> bool {
        matches!(self, Self::All)
    }
}
