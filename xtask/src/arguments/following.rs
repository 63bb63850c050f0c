//! What the commands take that follow upstream.

use std::path::PathBuf;

use clap::Args;

use super::places::{Folders, Source};

/// Takes over what upstream publishes now: shows what changed, and writes it
///
/// Imports the facts of the selected actions, holds them against the overlay, shows every change with
/// what it does on the wire and to callers, raises the crate's version by the strongest of them, and
/// writes facts, crate, version and an entry in the changelog: all of it or nothing. It ends with what
/// a person has to do. Where the overlay speaks of what upstream removed or gave another type, or a
/// selected action is withdrawn, nothing is written and the places are named.
///
/// Without --from, pip fetches the newest `tccli`, or the one that --tccli names, into a cache.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask update                              from the newest tccli
  cargo xtask update --tccli 3.1.189.1            from that release
  cargo xtask update --from tccli.whl --dry-run   only show what it would do
  cargo xtask update --check                      for a scheduled job: is there news?

Exit status: 0 done or no news, 1 --check found news (one that does not fit is news too; what to do \
about it stands on standard error), 2 it could not tell, or could not write.

With --json, such a --check prints `release` and `conflicts`, each with `message`, `file`, `line`, \
`column` and `help`. docs/following-upstream.md describes the rest.")]
pub(crate) struct Update {
    #[command(flatten)]
    pub(crate) source: Source,

    /// Write nothing; show what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Write nothing; exit with 1 where upstream has news for the selected actions
    #[arg(long)]
    pub(crate) check: bool,

    /// Print one JSON object and nothing else, once all is written
    #[arg(long)]
    pub(crate) json: bool,

    /// A description that holds the sentences as they were, for the word-by-word comparison
    #[arg(long, value_name = "PATH")]
    pub(crate) old: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) folders: Folders,
}

/// Writes the facts of a service, and nothing else
///
/// Takes the actions that the facts hold now, unless others are named, and all objects that they
/// reach. The overlay is never touched; `codegen` says where it no longer fits. With --action or --all-actions, a
/// new folder named `<service>-<version>` is begun.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask import --from tccli.whl
  cargo xtask import --from api.json --tccli 3.1.189.1 --schema schema/cvm-2017-03-12 --action DescribeZones")]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) source: Source,

    /// An action to take; may be given several times [default: those of the present facts]
    #[arg(long = "action", value_name = "NAME")]
    pub(crate) actions: Vec<String>,

    /// Take every action of the service
    #[arg(long, conflicts_with = "actions")]
    pub(crate) all_actions: bool,

    #[command(flatten)]
    pub(crate) folders: Folders,
}

/// Shows what changed from one description to another, and what it asks of callers
///
/// Each side is a tccli wheel, an unpacked tree, a `services` folder, one api.json, or a folder of
/// schema/. Where a side has an overlay, both are compared as they are generated with it.
///
/// Of two folders of schema/, all is compared. Otherwise it is the actions that the one side of schema/
/// selects, or those that the project selects where both sides describe its service; of any other
/// service, all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask diff tccli-3.1.6.1.whl tccli-3.1.189.1.whl
  cargo xtask diff schema/ess-2020-11-11 tccli.whl --markdown
  cargo xtask diff old/api.json new/api.json --all-actions --json

Exit status: 0 compared, 2 could not.")]
pub(crate) struct Diff {
    /// What there was
    pub(crate) old: PathBuf,

    /// What there is
    pub(crate) new: PathBuf,

    /// Compare all actions, not only those that schema/ selects
    #[arg(long, conflicts_with = "actions")]
    pub(crate) all_actions: bool,

    /// An action to compare, on both sides; may be given several times [default: those that schema/ selects]
    #[arg(long = "action", value_name = "NAME")]
    pub(crate) actions: Vec<String>,

    /// The service to compare, as `ess` or `ess@2020-11-11` [default: that of schema/]
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,

    /// Print Markdown, for a pull request
    #[arg(long, conflicts_with = "json")]
    pub(crate) markdown: bool,

    /// Print one JSON object and nothing else
    #[arg(long)]
    pub(crate) json: bool,

    /// The folder that says which service and actions are meant [default: schema]
    #[arg(long, value_name = "DIR")]
    pub(crate) schema: Option<PathBuf>,
}

/// Lists the rules whose upstream sentences changed since a person had read them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask review
  cargo xtask review --accept UserInfo.UserId     a person has looked; the rule still holds")]
pub(crate) struct Review {
    /// Record that a person has looked at this rule, or at all that was read from this member; may
    /// be given several times
    #[arg(long, value_name = "PATH")]
    pub(crate) accept: Vec<String>,

    /// Print one JSON list of what is open and nothing else
    #[arg(long, conflicts_with = "accept")]
    pub(crate) json: bool,

    /// A description that holds the sentences as they are [default: from the cache]
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Option<PathBuf>,

    /// A description that holds the sentences as they were [default: from the cache]
    #[arg(long, value_name = "PATH")]
    pub(crate) old: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) folders: Folders,

    /// Where fetched wheels and earlier descriptions are kept [default: target/upstream]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
}

/// Selects more actions of the service
///
/// Everything that they reach comes with them. The release stays the one that the facts have, unless
/// --from or --tccli names another: then what changed in the rest is taken over too, as by `update`,
/// and told. Facts, crate, version and changelog are written together or not at all.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The actions
    #[arg(required = true, value_name = "ACTION")]
    pub(crate) actions: Vec<String>,

    #[command(flatten)]
    pub(crate) source: Source,

    #[command(flatten)]
    pub(crate) folders: Folders,
}

/// Selects fewer actions of the service
///
/// What only they reach goes with them. Where the overlay speaks of that, nothing is done and the
/// places are named.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// The actions
    #[arg(required = true, value_name = "ACTION")]
    pub(crate) actions: Vec<String>,

    #[command(flatten)]
    pub(crate) folders: Folders,
}
