//! `cargo xtask add` and `cargo xtask remove`

use std::collections::BTreeSet;
use std::time::Instant;

use miette::Result;
use tencent_codegen::description::Facts;
use tencent_codegen::{SourceFile, Upstream};

use crate::adoption::Adoption;
use crate::arguments::{Add, Remove, Source};
use crate::place::Place;
use crate::problem::Problem;
use crate::say::say;
use crate::sync::Turn;
use crate::upstream::{Cache, Wanted, described};
use crate::{Outcome, comparison, report, sources};

pub(crate) fn add(arguments: &Add) -> Result<Outcome> {
    let start = Instant::now();
    let place = Place::find(&arguments.folders)?;
    let cache = Cache::find_folder(arguments.source.cache.as_deref())?;
    let turn = Turn::take(&place.out)?;
    let sources = place.sources()?;
    let present = sources::facts(&sources)?;
    let wanted = Wanted::of(&present);
    let (upstream, file) = source(&arguments.source, &present, &wanted, &cache)?;
    let mut selected: BTreeSet<&str> = present.actions.keys().map(String::as_str).collect();
    selected.extend(arguments.actions.iter().map(String::as_str));
    let adoption = Adoption::plan(&place, &sources, upstream.facts(selected)?)?;
    comparison::show(&adoption.comparison);
    let outcome = adopt(adoption, &turn, start)?;
    if let Some(file) = file {
        cache.keep(&upstream, &file);
    }
    Ok(outcome)
}

/// The description that is named, and its file where it was not at hand. Where none is named, it is of
/// the release that is there already: `add` adds, `update` updates.
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
    let (upstream, file) = described(named.from.as_deref(), release, cache, wanted)?;
    Ok((upstream, Some(file)))
}

pub(crate) fn remove(arguments: &Remove) -> Result<Outcome> {
    let start = Instant::now();
    let place = Place::find(&arguments.folders)?;
    let turn = Turn::take(&place.out)?;
    let sources = place.sources()?;
    let mut facts = sources::facts(&sources)?;
    for action in &arguments.actions {
        if facts.actions.remove(action).is_none() {
            return Err(Problem::NotSelected {
                action: action.clone(),
                selected: facts.actions.into_keys().collect(),
            }
            .into());
        }
    }
    if facts.actions.is_empty() {
        return Err(Problem::NothingLeft {
            actions: arguments.actions.clone(),
        }
        .into());
    }
    let left = facts.actions.keys().map(String::as_str);
    let adoption = Adoption::plan(&place, &sources, facts.selecting(left))?;
    comparison::show(&adoption.comparison);
    adopt(adoption, &turn, start)
}

fn adopt(adoption: Adoption, turn: &Turn, start: Instant) -> Result<Outcome> {
    if !adoption.is_news() {
        return Ok(Outcome::InStep);
    }
    let (from, to) = adoption.versions.clone();
    let undocumented = adoption.undocumented().len();
    let plan = adoption.write(turn)?;
    say!("version {from} -> {to}");
    report::written(&plan, start.elapsed());
    if undocumented > 0 {
        say!(
            "{undocumented} of these the overlay does not describe yet; `cargo xtask coverage` counts"
        );
    }
    Ok(Outcome::Written)
}
