//! `cargo xtask add` and `cargo xtask remove`

use std::collections::BTreeSet;
use std::time::Instant;

use miette::Result;
use tencent_codegen::compare::Snapshot;
use tencent_codegen::description::Facts;
use tencent_codegen::{SourceFile, Upstream, nearest};

use crate::adoption::Adoption;
use crate::arguments::{Add, Remove, Source};
use crate::place::Place;
use crate::problem::Problem;
use crate::sentences::Texts;
use crate::sync::Turn;
use crate::upstream::{Cache, Wanted, described};
use crate::{Outcome, news, report};

pub(crate) fn add(arguments: &Add) -> Result<Outcome> {
    let start = Instant::now();
    let place = Place::find(&arguments.folders)?;
    let cache = Cache::find_folder(arguments.source.cache.as_deref())?;
    let turn = Turn::take(&place.out)?;
    let sources = place.sources()?;
    let present = Snapshot::of_sources(&sources)?;
    let facts = present.facts();
    let wanted = Wanted::of(facts);
    let (upstream, file) = source(&arguments.source, facts, &wanted, &cache)?;
    let mut selected: BTreeSet<&str> = facts.actions.keys().map(String::as_str).collect();
    selected.extend(arguments.actions.iter().map(String::as_str));
    let adoption = Adoption::of(&place, &sources, &present, &upstream, selected)?;
    let texts = Texts {
        cache: &cache,
        wanted: &wanted,
        old: None,
        new: Some(&upstream),
    };
    news::show(&adoption, Some(&texts))?;
    let outcome = adopt(&adoption, &turn, start)?;
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
    let present = Snapshot::of_sources(&sources)?;
    let mut facts = present.facts().clone();
    for action in &arguments.actions {
        if facts.actions.remove(action).is_none() {
            return Err(not_selected(action, &facts).into());
        }
    }
    if facts.actions.is_empty() {
        return Err(Problem::NothingLeft {
            actions: arguments.actions.clone(),
        }
        .into());
    }
    let left = facts.actions.keys().map(String::as_str);
    let adoption = Adoption::plan(&place, &sources, &present, facts.selecting(left))?;
    news::show(&adoption, None)?;
    adopt(&adoption, &turn, start)
}

fn not_selected(action: &str, facts: &Facts) -> Problem {
    let selected = facts.actions.keys();
    Problem::NotSelected {
        action: action.to_owned(),
        meant: nearest(action, selected.clone().map(String::as_str)).map(str::to_owned),
        selected: selected.cloned().collect(),
    }
}

fn adopt(adoption: &Adoption, turn: &Turn, start: Instant) -> Result<Outcome> {
    if !adoption.is_news() {
        return Ok(Outcome::InStep);
    }
    let plan = adoption.write(turn)?;
    report::summed(&plan, start.elapsed());
    news::show_next_steps(adoption);
    Ok(Outcome::Written)
}
