//! `cargo xtask add`

use std::collections::BTreeSet;
use std::time::Instant;

use clap::Args;
use miette::Result;
use tencent_codegen::compare::Snapshot;
use tencent_codegen::description::Facts;
use tencent_codegen::{SourceFile, Upstream};

use super::options::{Folders, Source};
use crate::outcome::Outcome;
use crate::project::sources;
use crate::update::{Prose, UpdatePlan, update_report};
use crate::upstream::{Cache, Wanted};

/// Selects more actions of the service
///
/// Objects that they reach come with them. The release stays that of the facts, unless --from or --tccli
/// names another: then changes of the other actions are imported and shown too, as by `update`.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The actions
    #[arg(required = true, value_name = "ACTION")]
    actions: Vec<String>,

    #[command(flatten)]
    source: Source,

    #[command(flatten)]
    folders: Folders,
}

pub(super) fn run(arguments: &Add) -> Result<Outcome> {
    let start = Instant::now();
    let paths = arguments.folders.find()?;
    let cache = Cache::find_folder(arguments.source.cache.as_deref())?;
    let _guard = paths.lock()?;
    let sources = sources::load(&paths.service)?;
    let present = Snapshot::of_sources(&sources)?;
    let facts = present.facts();
    let wanted = Wanted::of(facts);
    let (upstream, file) = source(&arguments.source, facts, &wanted, &cache)?;
    arguments.source.check_release(facts, &upstream)?;
    let mut selected: BTreeSet<&str> = facts.actions.keys().map(String::as_str).collect();
    selected.extend(arguments.actions.iter().map(String::as_str));
    let plan = UpdatePlan::for_actions(&present, &upstream, selected)?;
    let prose = Prose {
        cache: &cache,
        wanted: &wanted,
        old: None,
        new: Some(&upstream),
    };
    update_report::show(&plan, Some(&prose))?;
    let written = plan.write(&present, &sources.facts, &paths)?;
    let outcome = update_report::show_written(&plan, written.as_ref(), start);
    if let Some(file) = file.filter(|_| plan.has_changes()) {
        cache.keep(&upstream, &file);
    }
    Ok(outcome)
}

/// The description that is named, and its file unless it is in the cache. By default, it is of the release
/// of the facts: `add` adds, `update` updates.
fn source(
    named: &Source,
    present: &Facts,
    wanted: &Wanted,
    cache: &Cache,
) -> Result<(Upstream, Option<SourceFile>)> {
    let release = match (&named.from, &named.tccli) {
        (None, None) => Some(&present.source.release),
        (_, release) => release.as_ref(),
    };
    if named.from.is_none()
        && let Some(kept) = release.and_then(|release| cache.find(wanted, release))
    {
        return Ok((kept, None));
    }
    let release = release.map(String::as_str);
    let (upstream, file) = cache.describe(named.from.as_deref(), release, wanted)?;
    Ok((upstream, Some(file)))
}
