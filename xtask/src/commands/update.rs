//! `cargo xtask update`

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use miette::Result;
use tencent_codegen::compare::Snapshot;
use tencent_codegen::{Diagnostics, render};

use super::options::{Folders, Source};
use crate::console::{self, errln};
use crate::outcome::Outcome;
use crate::project::sources;
use crate::update::{Prose, Rejection, UpdatePlan, json, update_report};
use crate::upstream::{Cache, Wanted};

/// Imports what upstream publishes now: shows the changes, and writes them
///
/// Imports the facts of the selected actions, compares them with the overlay, shows every change with its
/// effect on the wire and on callers, and raises the version of the crate by the strongest change. Then it
/// adds an entry to the changelog, replaces upstream.json, and generates the crate. It ends with a list of
/// what is left for a person to do. If the overlay describes a member that upstream removed or gave another
/// type, or if upstream withdrew a selected action, nothing is written and the places are named.
///
/// Without --from, pip fetches the newest `tccli`, or the one that --tccli names, into a cache.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask update                              from the newest tccli
  cargo xtask update --tccli 3.1.189.1            from that release
  cargo xtask update --from tccli.whl --dry-run   only show what it would do
  cargo xtask update --check                      for a scheduled job: are there changes?

Exit status: 0 written or no changes, 1 --check found changes (also conflicts; standard error says \
what to do), 2 the command failed.

With --json, such a --check prints `release` and `conflicts`, each with `message`, `file`, `line`, \
`column` and `help`. docs/changes.md describes the rest.")]
pub(crate) struct Update {
    #[command(flatten)]
    source: Source,

    /// Write nothing; show what would be done
    #[arg(long)]
    dry_run: bool,

    /// Write nothing; exit with 1 if upstream changed the selected actions
    #[arg(long)]
    check: bool,

    /// Print one JSON object and nothing else, after everything is written
    #[arg(long)]
    json: bool,

    /// A description that holds the old prose, for the word-by-word comparison
    #[arg(long, value_name = "PATH")]
    old: Option<PathBuf>,

    #[command(flatten)]
    folders: Folders,
}

pub(super) fn run(arguments: &Update) -> Result<Outcome> {
    let start = Instant::now();
    let paths = arguments.folders.find()?;
    let cache = Cache::find_folder(arguments.source.cache.as_deref())?;
    let may_write = !arguments.check && !arguments.dry_run;
    let _guard = may_write.then(|| paths.lock()).transpose()?;
    let sources = sources::load(&paths.service)?;
    let present = Snapshot::of_sources(&sources)?;
    let wanted = Wanted::of(present.facts());
    let (upstream, file) = cache.describe(
        arguments.source.from.as_deref(),
        arguments.source.tccli.as_deref(),
        &wanted,
    )?;
    arguments.source.check_release(present.facts(), &upstream)?;
    let selected = present.facts().actions.keys().map(String::as_str);
    let plan = match UpdatePlan::for_actions(&present, &upstream, selected) {
        Ok(plan) => plan,
        Err(Rejection::Conflicts(conflicts)) if arguments.check => {
            let releases = (&*present.facts().source.release, upstream.release());
            return show_conflicts(conflicts, releases, arguments.json);
        }
        Err(rejection) => return Err(rejection.into()),
    };
    if !arguments.json {
        let prose = Prose {
            cache: &cache,
            wanted: &wanted,
            old: arguments.old.as_deref(),
            new: Some(&upstream),
        };
        update_report::show(&plan, Some(&prose))?;
    }
    let written = match may_write {
        true => plan.write(&present, &sources.facts, &paths)?,
        false => None,
    };
    if written.is_some() && plan.has_changes() {
        cache.keep(&upstream, &file);
    }
    let mut outcome = match written {
        Some(_) => Outcome::Written,
        None => Outcome::UpToDate,
    };
    if arguments.json {
        console::print_json(&json::Update::new(&plan, written.is_some()))?;
    } else {
        outcome = update_report::show_written(&plan, written.as_ref(), start);
    }
    Ok(match plan.has_changes() && arguments.check {
        true => Outcome::OutOfDate,
        false => outcome,
    })
}

/// Conflicts with the overlay are changes too, because a person has to act.
fn show_conflicts(
    conflicts: Diagnostics,
    releases: (&str, &str),
    as_json: bool,
) -> Result<Outcome> {
    if as_json {
        console::print_json(&json::Conflicts::new(&conflicts, releases))?;
    }
    errln!("{}", render(&conflicts));
    Ok(Outcome::OutOfDate)
}
