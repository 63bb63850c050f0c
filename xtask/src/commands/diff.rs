//! `cargo xtask diff`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::Args;
use miette::{Report, Result, miette};
use tencent_codegen::compare::{self, Comparison, Snapshot};
use tencent_codegen::description::Facts;
use tencent_codegen::{Upstream, nearest};

use crate::console::{self, errln, outln};
use crate::outcome::Outcome;
use crate::project::{self, sources};
use crate::update::comparison;
use crate::upstream::{Descriptions, Wanted};

/// Shows the changes from one description to another, and their effect on callers
///
/// Each side is a tccli wheel, an unpacked tree, a `services` folder, one api.json, or a folder of
/// schema/. If a side has an overlay, both are compared as they are generated with it.
///
/// Two folders of schema/ are compared completely. Otherwise the selection of the side in schema/ is
/// compared, or that of the project if both sides describe its service; of any other service, every action.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask diff tccli-3.1.6.1.whl tccli-3.1.189.1.whl
  cargo xtask diff schema/ess-2020-11-11 tccli.whl --markdown
  cargo xtask diff old/api.json new/api.json --all-actions --json

Exit status: 0 compared, 2 the command failed.")]
pub(crate) struct Diff {
    /// The old description
    old: PathBuf,

    /// The new description
    new: PathBuf,

    /// Compare all actions, not only those that schema/ selects
    #[arg(long, conflicts_with = "actions")]
    all_actions: bool,

    /// An action to compare, on both sides; may be given several times [default: those that schema/ selects]
    #[arg(long = "action", value_name = "NAME")]
    actions: Vec<String>,

    /// The service to compare, as `ess` or `ess@2020-11-11` [default: that of schema/]
    #[arg(long, value_name = "NAME")]
    service: Option<String>,

    /// Print Markdown, for a pull request
    #[arg(long, conflicts_with = "json")]
    markdown: bool,

    /// Print one JSON object and nothing else
    #[arg(long)]
    json: bool,

    /// The folder that selects the service and its actions [default: schema]
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

pub(super) fn run(arguments: &Diff) -> Result<Outcome> {
    let comparison = compare(arguments)?;
    if arguments.json {
        console::print_json(&comparison)?;
    } else if arguments.markdown {
        outln!("{}", comparison::markdown(&comparison).trim_end());
    } else {
        comparison::show(&comparison);
    }
    Ok(Outcome::UpToDate)
}

/// The description of the project. It selects the service and the actions, and its overlay names the
/// rules that were read from prose.
struct Project {
    folder: PathBuf,
    facts: Facts,
    /// The whole description, if it is one side of the comparison.
    snapshot: Option<Rc<Snapshot>>,
}

/// One side of the comparison.
enum Side {
    Schema(Rc<Snapshot>),
    Upstream(Box<Upstream>),
}

/// The actions that are compared.
enum Selection {
    All,
    These(BTreeSet<String>),
}

fn compare(arguments: &Diff) -> Result<Comparison> {
    let paths = [&arguments.old, &arguments.new];
    let project = project(arguments.schema.as_deref(), paths)?;
    let wanted = match &arguments.service {
        Some(service) => Some(Wanted::parse(service)),
        None => project.as_ref().map(|project| Wanted::of(&project.facts)),
    };
    let old = side(&arguments.old, wanted.as_ref(), project.as_ref())?;
    let new = side(&arguments.new, wanted.as_ref(), project.as_ref())?;
    let sides = [&old, &new];
    // The project selects actions of its own service only.
    let project = project.filter(|project| {
        let wanted = Wanted::of(&project.facts);
        sides.iter().all(|side| side.service() == wanted)
    });
    let selection = selection(arguments, sides, project.as_ref())?;
    let (before, after) = (old.facts(&selection)?, new.facts(&selection)?);
    if before.actions.is_empty() && after.actions.is_empty() {
        return Err(miette!(
            help = "name actions with --action, or compare all with --all-actions",
            "neither side has one of the selected actions, so nothing was compared"
        ));
    }
    let overlay = sides.into_iter().find_map(Side::overlay);
    let (before, after) = snapshots((&old, before), (&new, after), overlay)?;
    let mut comparison = compare::compare(&before, &after);
    match (overlay, &project) {
        (Some(snapshot), _) => comparison.name_constraints(snapshot),
        (None, Some(project)) => {
            comparison.name_constraints_in(&sources::overlay(&project.folder)?)?;
        }
        (None, None) => {}
    }
    Ok(comparison)
}

/// The description of the project. Without `--schema`, there may be none.
fn project(named: Option<&Path>, sides: [&PathBuf; 2]) -> Result<Option<Project>> {
    let folder = match named {
        Some(folder) => folder.to_path_buf(),
        None => match project::root()? {
            Some(_) => project::in_project("schema")?,
            None => return Ok(None),
        },
    };
    if named.is_none() && sources::services(&folder)?.is_empty() {
        return Ok(None);
    }
    let folder = sources::only_service(&folder)?;
    let is_own = |path: &&PathBuf| is_same(&folder, path);
    let snapshot = match sides.iter().any(is_own) {
        true => Some(Rc::new(snapshot(&folder)?)),
        false => None,
    };
    let facts = match &snapshot {
        Some(snapshot) => snapshot.facts().clone(),
        None => sources::facts_in(&sources::read(&sources::facts_file(&folder))?)?,
    };
    Ok(Some(Project {
        folder,
        facts,
        snapshot,
    }))
}

fn snapshot(folder: &Path) -> Result<Snapshot> {
    Ok(Snapshot::of_sources(&sources::load(folder)?)?)
}

/// Whether a side is the folder of that service.
fn is_same(service: &Path, side: &Path) -> bool {
    let whole = |folder: &Path| folder.canonicalize().ok();
    let side = sources::only_service(side).ok();
    side.is_some_and(|side| whole(&side) == whole(service))
}

fn side(path: &Path, wanted: Option<&Wanted>, project: Option<&Project>) -> Result<Side> {
    let own = project.filter(|project| is_same(&project.folder, path));
    if let Some(snapshot) = own.and_then(|own| own.snapshot.as_ref()) {
        return Ok(Side::Schema(Rc::clone(snapshot)));
    }
    if let Ok(folder) = sources::only_service(path) {
        return Ok(Side::Schema(Rc::new(snapshot(&folder)?)));
    }
    let mut descriptions = Descriptions::open(path)?;
    let upstream = match (wanted, descriptions.only()) {
        // A single description names its service itself.
        (_, Some(upstream)) => upstream?,
        (Some(wanted), None) => descriptions.service(wanted)?.0,
        (None, None) => {
            return Err(miette!(
                help = "name one with --service, such as `ess` or `ess@2020-11-11`",
                "{} holds the descriptions of many services, and none is named",
                path.display()
            ));
        }
    };
    Ok(Side::Upstream(Box::new(upstream)))
}

/// The named actions, or those of the side in schema/, or those of the project.
fn selection(arguments: &Diff, sides: [&Side; 2], project: Option<&Project>) -> Result<Selection> {
    if arguments.all_actions {
        return Ok(Selection::All);
    }
    if !arguments.actions.is_empty() {
        return named_actions(&arguments.actions, sides);
    }
    let facts = match sides {
        // An action that only one of them selects is a change.
        [Side::Schema(_), Side::Schema(_)] => return Ok(Selection::All),
        [Side::Schema(snapshot), _] | [_, Side::Schema(snapshot)] => Some(snapshot.facts()),
        _ => project.map(|project| &project.facts),
    };
    let Some(facts) = facts else {
        errln!("note: nothing selects actions of this service, so all are compared");
        return Ok(Selection::All);
    };
    Ok(Selection::These(facts.actions.keys().cloned().collect()))
}

fn named_actions(names: &[String], sides: [&Side; 2]) -> Result<Selection> {
    let known: BTreeSet<&str> = sides.into_iter().flat_map(Side::actions).collect();
    match names.iter().find(|name| !known.contains(name.as_str())) {
        None => Ok(Selection::These(names.iter().cloned().collect())),
        Some(name) => Err(unknown_action(name, &known)),
    }
}

fn unknown_action(name: &str, known: &BTreeSet<&str>) -> Report {
    let help = match nearest(name, known.iter().copied()) {
        Some(similar) => format!("did you mean `{similar}`?"),
        None => "write the name as upstream does; nothing was compared".to_owned(),
    };
    miette!(help = help, "neither side has an action `{name}`")
}

impl Side {
    fn service(&self) -> Wanted {
        match self {
            Self::Schema(snapshot) => Wanted::of(snapshot.facts()),
            Self::Upstream(upstream) => Wanted {
                service: upstream.service().to_owned(),
                version: Some(upstream.version().to_owned()),
            },
        }
    }

    fn actions(&self) -> Vec<&str> {
        match self {
            Self::Schema(snapshot) => {
                let actions = snapshot.facts().actions.keys();
                actions.map(String::as_str).collect()
            }
            Self::Upstream(upstream) => upstream.actions().collect(),
        }
    }

    /// The facts of the selected actions that this side has.
    fn facts(&self, selection: &Selection) -> Result<Facts> {
        let mut actions = self.actions();
        if let Selection::These(names) = selection {
            actions.retain(|action| names.contains(*action));
        }
        match self {
            Self::Schema(own) if own.facts().actions.len() == actions.len() => {
                Ok(own.facts().clone())
            }
            Self::Schema(own) => Ok(own.facts().selecting(actions)),
            Self::Upstream(upstream) => Ok(upstream.facts(actions)?),
        }
    }

    fn overlay(&self) -> Option<&Snapshot> {
        match self {
            Self::Schema(snapshot) => Some(snapshot),
            Self::Upstream(_) => None,
        }
    }

    /// The facts with the overlay of this side, or with that of the other side; `None` if that does not
    /// fit.
    fn snapshot(&self, facts: &Facts, other: &Snapshot) -> Result<Option<Rc<Snapshot>>> {
        match self {
            Self::Schema(own) if own.facts() == facts => Ok(Some(Rc::clone(own))),
            Self::Schema(own) => Ok(Some(Rc::new(own.selecting(facts.clone())?))),
            Self::Upstream(_) => Ok(other.selecting(facts.clone()).ok().map(Rc::new)),
        }
    }
}

/// Both sides with the overlay of the side that has one, so that they are compared as they are generated.
/// If it fits only one side, both are compared without it.
fn snapshots(
    (old, before): (&Side, Facts),
    (new, after): (&Side, Facts),
    overlay: Option<&Snapshot>,
) -> Result<(Rc<Snapshot>, Rc<Snapshot>)> {
    if let Some(overlay) = overlay {
        let both = (
            old.snapshot(&before, overlay)?,
            new.snapshot(&after, overlay)?,
        );
        match both {
            (Some(before), Some(after)) => return Ok((before, after)),
            _ => {
                errln!("note: the overlay does not fit both sides, so facts alone are compared");
            }
        }
    }
    let of_facts = |facts| Snapshot::of_facts(facts).map(Rc::new);
    Ok((of_facts(before)?, of_facts(after)?))
}
