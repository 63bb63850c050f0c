//! Options that several commands take.

use std::path::PathBuf;

use clap::Args;
use miette::Result;

use crate::project::ProjectPaths;

/// The folders that a command reads and writes.
#[derive(Debug, Args)]
pub(super) struct Folders {
    /// The folder of the service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(super) schema: Option<PathBuf>,

    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

impl Folders {
    pub(super) fn find(&self) -> Result<ProjectPaths> {
        ProjectPaths::find(self.schema.as_deref(), self.out.as_deref())
    }
}

/// The source of upstream's descriptions. Without --from, pip fetches it.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// A tccli wheel, an unpacked tree or checkout, a `services` folder or one below it, or one api.json
    #[arg(long, value_name = "PATH")]
    pub(super) from: Option<PathBuf>,

    /// The release of tccli to fetch, or the release of --from if it does not name one itself
    #[arg(long, value_name = "VERSION")]
    pub(super) tccli: Option<String>,

    /// The folder for fetched wheels and earlier descriptions [default: target/upstream]
    #[arg(long, value_name = "DIR")]
    pub(super) cache: Option<PathBuf>,
}
