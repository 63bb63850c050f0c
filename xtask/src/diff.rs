//! `cargo xtask diff`

use std::path::Path;

use miette::{IntoDiagnostic, Result};
use tencent_codegen::compare::{self, Comparison, Snapshot};
use tencent_codegen::description::Facts;
use tencent_codegen::{ServiceSources, Upstream};

use crate::arguments::Diff;
use crate::problem::Problem;
use crate::say::{say, warn_of};
use crate::upstream::{Descriptions, Wanted};
use crate::{Outcome, comparison, sources};

pub(crate) fn run(arguments: &Diff) -> Result<Outcome> {
    let comparison = compared(arguments)?;
    if arguments.json {
        let text = serde_json::to_string_pretty(&comparison).into_diagnostic()?;
        say!("{text}");
    } else if arguments.markdown {
        say!("{}", comparison::markdown(&comparison).trim_end());
    } else {
        comparison::show(&comparison);
    }
    Ok(Outcome::InStep)
}

/// One side, read.
enum Side {
    /// A folder of `schema/`.
    Schema(Box<ServiceSources>, Box<Facts>),
    Upstream(Upstream),
}

fn compared(arguments: &Diff) -> Result<Comparison> {
    // What the project has tells which service and which actions are meant.
    let project_sources = project(arguments.schema.as_deref()).ok();
    let project = project_sources.as_ref().map(sources::facts).transpose()?;
    let named = match &arguments.service {
        Some(service) => Some(Wanted::parse(service)),
        None => project.as_ref().map(Wanted::of),
    };
    let old = side(&arguments.old, named.as_ref())?;
    let new = side(&arguments.new, named.as_ref())?;
    let sides = [&old, &new];
    let schema = sides.into_iter().find_map(|side| match side {
        Side::Schema(_, facts) => Some(&**facts),
        Side::Upstream(_) => None,
    });
    let selected: Vec<String> = if !arguments.actions.is_empty() {
        arguments.actions.clone()
    } else if let Some(facts) = schema
        .or(project.as_ref())
        .filter(|_| !arguments.all_actions)
    {
        facts.actions.keys().cloned().collect()
    } else {
        Vec::new()
    };
    let (before, after) = (old.facts(&selected)?, new.facts(&selected)?);
    let overlay = sides.into_iter().find_map(Side::overlay);
    let (before, after) = snapshots((&old, before), (&new, after), overlay)?;
    let mut comparison = compare::compare(&before, &after);
    if let Some(sources) = overlay.or(project_sources.as_ref()) {
        comparison.name_constraints(sources)?;
    }
    Ok(comparison)
}

fn project(schema: Option<&Path>) -> Result<ServiceSources> {
    Ok(sources::load(&sources::service_folder(schema)?)?)
}

fn side(path: &Path, named: Option<&Wanted>) -> Result<Side> {
    if let Ok(folder) = sources::service_folder(Some(path)) {
        let sources = sources::load(&folder)?;
        let facts = sources::facts(&sources)?;
        return Ok(Side::Schema(Box::new(sources), Box::new(facts)));
    }
    let mut descriptions = Descriptions::open(path)?;
    let upstream = match (named, descriptions.only()) {
        // One description tells by itself whose it is.
        (_, Some(upstream)) => upstream?,
        (Some(wanted), None) => descriptions.service(wanted)?.0,
        (None, None) => return Err(Problem::WhichService.into()),
    };
    Ok(Side::Upstream(upstream))
}

impl Side {
    /// The facts of the selected actions that this side has; of all where none is selected.
    fn facts(&self, selected: &[String]) -> Result<Facts> {
        match self {
            Self::Schema(_, facts) => Ok((**facts).clone()),
            Self::Upstream(upstream) => {
                let wanted = |name: &&str| {
                    selected.is_empty() || selected.iter().any(|selected| selected == name)
                };
                Ok(upstream.facts(upstream.actions().filter(wanted))?)
            }
        }
    }

    fn overlay(&self) -> Option<&ServiceSources> {
        match self {
            Self::Schema(sources, _) => Some(sources),
            Self::Upstream(_) => None,
        }
    }
}

/// Both sides with the overlay of the one that has one, so that they tell what really is generated;
/// with none, where that fits only one of them.
fn snapshots(
    (old, before): (&Side, Facts),
    (new, after): (&Side, Facts),
    overlay: Option<&ServiceSources>,
) -> Result<(Snapshot, Snapshot)> {
    if let Some(shared) = overlay {
        let of = |side: &Side, facts: &Facts| {
            let sources = side.overlay().unwrap_or(shared);
            Snapshot::with_facts(facts.clone(), sources)
        };
        match (of(old, &before), of(new, &after)) {
            (Ok(before), Ok(after)) => return Ok((before, after)),
            _ => warn_of!("note: the overlay does not fit both sides, so facts alone are compared"),
        }
    }
    Ok((Snapshot::of_facts(before)?, Snapshot::of_facts(after)?))
}
