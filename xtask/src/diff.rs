//! `cargo xtask diff`

use std::collections::BTreeSet;
use std::path::Path;

use miette::Result;
use tencent_codegen::compare::{self, Comparison, Snapshot};
use tencent_codegen::description::Facts;
use tencent_codegen::{Diagnostics, ServiceSources, Upstream, nearest};

use crate::arguments::Diff;
use crate::problem::Problem;
use crate::say::{self, say, warn_of};
use crate::upstream::{Descriptions, Wanted};
use crate::{Outcome, comparison, sources};

pub(crate) fn run(arguments: &Diff) -> Result<Outcome> {
    let comparison = compared(arguments)?;
    if arguments.json {
        say::json(&comparison)?;
    } else if arguments.markdown {
        say!("{}", comparison::markdown(&comparison).trim_end());
    } else {
        comparison::show(&comparison);
    }
    Ok(Outcome::InStep)
}

/// A folder of `schema/`, read.
struct Described {
    sources: ServiceSources,
    facts: Facts,
}

impl Described {
    fn read(folder: &Path) -> Result<Self> {
        let sources = sources::load(folder)?;
        let facts = sources::facts(&sources)?;
        Ok(Self { sources, facts })
    }
}

/// One side, read.
enum Side {
    Schema(Box<Described>),
    Upstream(Box<Upstream>),
}

/// The actions that are compared.
enum Selection {
    All,
    These(BTreeSet<String>),
}

fn compared(arguments: &Diff) -> Result<Comparison> {
    let project = project(arguments.schema.as_deref())?;
    let named = match &arguments.service {
        Some(service) => Some(Wanted::parse(service)),
        None => project.as_ref().map(|project| Wanted::of(&project.facts)),
    };
    let old = side(&arguments.old, named.as_ref())?;
    let new = side(&arguments.new, named.as_ref())?;
    let sides = [&old, &new];
    // What the project says holds for its own service alone.
    let project = project.filter(|project| {
        let wanted = Wanted::of(&project.facts);
        sides.iter().all(|side| side.service() == wanted)
    });
    let selection = selection(arguments, sides, project.as_ref())?;
    let (before, after) = (old.facts(&selection)?, new.facts(&selection)?);
    if before.actions.is_empty() && after.actions.is_empty() {
        return Err(Problem::NothingCompared.into());
    }
    let overlay = sides.into_iter().find_map(Side::overlay);
    let (before, after) = snapshots((&old, before), (&new, after), overlay)?;
    let mut comparison = compare::compare(&before, &after);
    let project = project.as_ref().map(|project| &project.sources);
    if let Some(sources) = overlay.or(project) {
        comparison.name_constraints(sources)?;
    }
    Ok(comparison)
}

/// What the project has, which tells the service and the actions that are meant. Where none is named,
/// there may be none.
fn project(named: Option<&Path>) -> Result<Option<Described>> {
    match sources::service_folder(named) {
        Ok(folder) => Described::read(&folder).map(Some),
        Err(Problem::NoProject { .. } | Problem::NoService { .. }) if named.is_none() => Ok(None),
        Err(problem) => Err(problem.into()),
    }
}

fn side(path: &Path, named: Option<&Wanted>) -> Result<Side> {
    if let Ok(folder) = sources::service_folder(Some(path)) {
        return Ok(Side::Schema(Box::new(Described::read(&folder)?)));
    }
    let mut descriptions = Descriptions::open(path)?;
    let upstream = match (named, descriptions.only()) {
        // One description tells by itself whose it is.
        (_, Some(upstream)) => upstream?,
        (Some(wanted), None) => descriptions.service(wanted)?.0,
        (None, None) => return Err(Problem::WhichService.into()),
    };
    Ok(Side::Upstream(Box::new(upstream)))
}

/// The actions that are named; else those of the side that selects some, or of the project.
fn selection(
    arguments: &Diff,
    sides: [&Side; 2],
    project: Option<&Described>,
) -> Result<Selection, Problem> {
    if arguments.all_actions {
        return Ok(Selection::All);
    }
    if !arguments.actions.is_empty() {
        return named_actions(&arguments.actions, sides);
    }
    let selecting = match sides {
        // What one has and the other does not have is what changed.
        [Side::Schema(_), Side::Schema(_)] => return Ok(Selection::All),
        [Side::Schema(described), _] | [_, Side::Schema(described)] => Some(&**described),
        _ => project,
    };
    let Some(Described { facts, .. }) = selecting else {
        warn_of!("note: nothing selects actions of this service, so all are compared");
        return Ok(Selection::All);
    };
    Ok(Selection::These(facts.actions.keys().cloned().collect()))
}

fn named_actions(names: &[String], sides: [&Side; 2]) -> Result<Selection, Problem> {
    let known: BTreeSet<&str> = sides.into_iter().flat_map(Side::actions).collect();
    match names.iter().find(|name| !known.contains(name.as_str())) {
        None => Ok(Selection::These(names.iter().cloned().collect())),
        Some(name) => Err(Problem::UnknownAction {
            action: name.clone(),
            meant: nearest(name, known).map(str::to_owned),
        }),
    }
}

impl Side {
    fn service(&self) -> Wanted {
        match self {
            Self::Schema(described) => Wanted::of(&described.facts),
            Self::Upstream(upstream) => Wanted {
                service: upstream.service().to_owned(),
                version: Some(upstream.version().to_owned()),
            },
        }
    }

    fn actions(&self) -> Vec<&str> {
        match self {
            Self::Schema(described) => described.facts.actions.keys().map(String::as_str).collect(),
            Self::Upstream(upstream) => upstream.actions().collect(),
        }
    }

    /// The facts of the selected actions that this side has.
    fn facts(&self, selection: &Selection) -> Result<Facts, Diagnostics> {
        let mut actions = self.actions();
        if let Selection::These(names) = selection {
            actions.retain(|action| names.contains(*action));
        }
        match self {
            Self::Schema(own) if own.facts.actions.len() == actions.len() => Ok(own.facts.clone()),
            Self::Schema(own) => Ok(own.facts.selecting(actions)),
            Self::Upstream(upstream) => upstream.facts(actions),
        }
    }

    fn overlay(&self) -> Option<&ServiceSources> {
        match self {
            Self::Schema(described) => Some(&described.sources),
            Self::Upstream(_) => None,
        }
    }

    /// The facts with what people wrote of them; with what they wrote of the other side, as far as
    /// that fits.
    fn snapshot(
        &self,
        facts: &Facts,
        shared: &ServiceSources,
    ) -> Result<Option<Snapshot>, Diagnostics> {
        match self {
            Self::Schema(own) if own.facts == *facts => {
                Snapshot::of_sources(&own.sources).map(Some)
            }
            Self::Schema(own) => Snapshot::of_selection(facts.clone(), &own.sources).map(Some),
            Self::Upstream(_) => Ok(Snapshot::of_selection(facts.clone(), shared).ok()),
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
        let both = (
            old.snapshot(&before, shared)?,
            new.snapshot(&after, shared)?,
        );
        match both {
            (Some(before), Some(after)) => return Ok((before, after)),
            _ => warn_of!("note: the overlay does not fit both sides, so facts alone are compared"),
        }
    }
    Ok((Snapshot::of_facts(before)?, Snapshot::of_facts(after)?))
}
