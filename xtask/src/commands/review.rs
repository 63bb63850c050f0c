//! `cargo xtask review`

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use miette::{Result, miette};
use tencent_codegen::compare::Snapshot;
use tencent_codegen::provenance::{StaleProvenance, accept, stale_provenance};
use tencent_codegen::{ServiceSources, SourceFile, Upstream, contradictions};

use super::options::Folders;
use crate::console::{self, outln};
use crate::outcome::Outcome;
use crate::output::{Plan, replace_file, report};
use crate::project::{ProjectPaths, sources};
use crate::review;
use crate::update::{Prose, show_stale_provenance};
use crate::upstream::{Cache, Descriptions, Wanted};

/// Lists the rules whose upstream prose changed since a person read it; shows prose, and records what was
/// read
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask review                              list changed prose; compare the overlay with prose
  cargo xtask review --show UserInfo.UserId       print upstream's prose about a member
  cargo xtask review --fill                       write the missing hashes of the prose that was read
  cargo xtask review --accept UserInfo.UserId     a person read the new prose; the rule still holds")]
pub(crate) struct Review {
    /// Record that a person read the new prose of this rule, or of all rules that were read from this
    /// member; may be given several times
    #[arg(long, value_name = "PATH")]
    accept: Vec<String>,

    /// Print upstream's prose about a member (`Object.Member`), an object with its members, or an action with
    /// its request and response; one or several. Fetches the release of the facts unless it is in the cache
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with_all = ["accept", "json", "old"])]
    show: Vec<String>,

    /// Write the missing hashes and releases of `provenance` entries into the overlay; a person writes only
    /// `of`. Never changes a present hash, and writes nothing else
    #[arg(long, conflicts_with_all = ["accept", "json", "show", "from", "old"])]
    fill: bool,

    /// Print one JSON list of the rules with changed prose and nothing else
    #[arg(long, conflicts_with = "accept")]
    json: bool,

    /// A description that holds the new prose [default: from the cache]
    #[arg(long, value_name = "PATH")]
    from: Option<PathBuf>,

    /// A description that holds the old prose [default: from the cache]
    #[arg(long, value_name = "PATH")]
    old: Option<PathBuf>,

    #[command(flatten)]
    folders: Folders,

    /// The folder for fetched wheels and earlier descriptions [default: target/upstream]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
}

pub(super) fn run(arguments: &Review) -> Result<Outcome> {
    let paths = arguments.folders.find()?;
    if arguments.fill {
        return review::fill(&paths);
    }
    if !arguments.show.is_empty() {
        let cache = Cache::find_folder(arguments.cache.as_deref())?;
        return review::show(&paths, &arguments.show, arguments.from.as_deref(), &cache);
    }
    if arguments.accept.is_empty() {
        let snapshot = Snapshot::of_sources(&sources::load(&paths.service)?)?;
        return list(arguments, &snapshot);
    }
    let start = Instant::now();
    let _guard = paths.lock()?;
    let sources = sources::load(&paths.service)?;
    let snapshot = Snapshot::of_sources(&sources)?;
    let stale = stale_provenance(&snapshot);
    let accepted: BTreeSet<String> = arguments.accept.iter().cloned().collect();
    refuse_unknown(&accepted, &stale)?;
    let (overlay, updated) = accept(&snapshot, &sources, &accepted);
    let plan = write(&paths, &sources, &snapshot, &overlay)?;
    outln!("accepted {updated}, still stale {}", stale.len() - updated);
    report::show_written(&plan, start.elapsed());
    Ok(Outcome::Written)
}

fn refuse_unknown(accepted: &BTreeSet<String>, stale: &[StaleProvenance]) -> Result<()> {
    let is_known = |path: &str| {
        let mut stale = stale.iter();
        stale.any(|stale| stale.constraint == path || stale.of == path)
    };
    let unknown = accepted.iter().filter(|path| !is_known(path));
    let unknown: Vec<&str> = unknown.map(String::as_str).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(miette!(
        help = "`cargo xtask review` lists these rules",
        "no open rule is called {}",
        unknown.join(", ")
    ))
}

fn list(arguments: &Review, snapshot: &Snapshot) -> Result<Outcome> {
    let stale = stale_provenance(snapshot);
    let cache = Cache::find_folder(arguments.cache.as_deref())?;
    let wanted = Wanted::of(snapshot.facts());
    let new = match &arguments.from {
        Some(path) => Some(Descriptions::open(path)?.service(&wanted)?.0),
        None => cache.find(&wanted, &snapshot.facts().source.release),
    };
    if arguments.json {
        console::print_json(&stale)?;
        check_values(snapshot, new.as_ref())?;
        return Ok(Outcome::UpToDate);
    }
    let prose = Prose {
        cache: &cache,
        wanted: &wanted,
        old: arguments.old.as_deref(),
        new: new.as_ref(),
    };
    show_stale_provenance(&stale, &prose)?;
    if new.is_none() {
        outln!("the prose is not in the cache, so the overlay was not compared with it");
    }
    check_values(snapshot, new.as_ref())?;
    if stale.is_empty() {
        outln!("no rule is open: every rule was read from the prose of this release");
    }
    Ok(Outcome::UpToDate)
}

/// Fails if an enum, a limit, a default or a unit contradicts its prose. Skips the check without prose.
fn check_values(snapshot: &Snapshot, prose: Option<&Upstream>) -> Result<()> {
    match prose {
        Some(upstream) => Ok(contradictions(snapshot, upstream)?),
        None => Ok(()),
    }
}

/// Writes the overlay, then the crate, which names the prose that each rule was read from.
fn write(
    paths: &ProjectPaths,
    sources: &ServiceSources,
    snapshot: &Snapshot,
    changed: &[SourceFile],
) -> Result<Plan> {
    let plan = paths.plan(&snapshot.with_overlay(changed)?)?;
    for new in changed {
        let mut present = sources.additions.overlay.iter();
        let old = present.find(|old| old.path == new.path);
        let old = old.map(|old| &*old.bytes);
        replace_file(&new.path, old, &String::from_utf8_lossy(&new.bytes))?;
    }
    plan.apply()?;
    Ok(plan)
}
