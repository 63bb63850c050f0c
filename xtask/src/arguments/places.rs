//! What several commands take: where they read, and where they write.

use std::path::PathBuf;

use clap::Args;

/// Where a command works.
#[derive(Debug, Args)]
pub(crate) struct Folders {
    /// The folder of the service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,

    /// The folder of the crate [default: generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// Where upstream's descriptions come from; without --from, pip fetches them.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// A tccli wheel, an unpacked tree or checkout, a `services` folder or one below it, or one api.json
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Option<PathBuf>,

    /// The release of tccli: which to fetch, or which --from is of where it does not say so itself
    #[arg(long, value_name = "VERSION")]
    pub(crate) tccli: Option<String>,

    /// Where fetched wheels and earlier descriptions are kept [default: target/upstream]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
}
