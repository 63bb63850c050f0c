//! Options that several commands take.

use std::path::PathBuf;

use clap::Args;
use miette::{Result, miette};
use tencent_codegen::Upstream;
use tencent_codegen::description::Facts;

use crate::console::errln;
use crate::project::ProjectPaths;
use crate::upstream::is_older;

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

    /// Accept a release that is older than that of the facts
    #[arg(long)]
    allow_downgrade: bool,
}

impl Source {
    /// Refuses an older release than that of the present facts, unless the caller accepts it. Warns if the
    /// facts of the same release differ.
    pub(super) fn check_release(&self, present: &Facts, upstream: &Upstream) -> Result<()> {
        let (old, new) = (&*present.source.release, upstream.release());
        if !self.allow_downgrade && is_older(new, old) {
            return Err(miette!(
                help = "name a newer release, or accept this one with --allow-downgrade; nothing was changed",
                "tccli {new} is older than {old}, from which the facts were imported"
            ));
        }
        if old == new {
            let actions = present.actions.keys().map(String::as_str);
            // If an action is gone, the command itself reports that.
            let same_content = upstream.facts(actions).map_or(true, |facts| {
                facts.actions == present.actions && facts.objects == present.objects
            });
            if !same_content {
                errln!(
                    "warning: the facts of tccli {old} differ from this description of the same release; one of \
                     them names the wrong release, or an older version of xtask imported the facts"
                );
            }
        }
        Ok(())
    }
}
