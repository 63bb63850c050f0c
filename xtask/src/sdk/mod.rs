//! `cargo xtask sdk`

mod actions;
mod found;
mod jobs;
mod order;
mod package;
mod progress;
mod report;
mod suggestion;
mod workspace;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use miette::Result;

use self::found::Found;
use self::jobs::Done;
pub(crate) use self::order::{Order, Services};
pub(crate) use self::package::Package;
use self::workspace::{Removed, Workspace};
use crate::Outcome;
use crate::arguments::Sdk;
use crate::problem::Problem;
use crate::say::warn_of;
use crate::upstream::Descriptions;

pub(crate) fn run(arguments: &Sdk) -> Result<Outcome> {
    let start = Instant::now();
    let generated = generate(&Order::of(arguments)?)?;
    report::done(&generated, start);
    generated.all_made()?;
    Ok(Outcome::Written)
}

/// What was done.
pub(crate) struct Generated {
    /// The crates that were asked for.
    pub(crate) packages: Vec<Package>,
    done: Done,
    removed: Vec<Removed>,
    /// How many descriptions there are, those included that cannot be read.
    all: usize,
}

impl Generated {
    /// Tells why crates could not be made, where some could not.
    pub(crate) fn all_made(&self) -> Result<(), Problem> {
        report::all_made(&self.done.failed, self.all)
    }
}

/// Brings the workspace in step.
pub(crate) fn generate(order: &Order) -> Result<Generated> {
    let mut descriptions = order.open()?;
    let Found { packages, broken } = found(order, &mut descriptions)?;
    actions::check(order, &packages, &mut descriptions)?;
    let workspace = Workspace::open(&order.out, &order.runtime)?;
    // Before there are crates, so that the folder is known again whatever happens to this run.
    let edited = workspace.list_members()?;
    let packages: Vec<Package> = packages.into_iter().collect();
    let mut done = jobs::done(order, &packages);
    done.edited.extend(edited);
    done.edited.sort();
    let removed = if order.services.are_all() && descriptions.are_whole() {
        remove_others(&workspace, &packages, broken.is_empty())?
    } else {
        Vec::new()
    };
    workspace.list_members()?;
    let all = packages.len() + broken.len();
    let unread = broken.into_iter();
    let unread = unread.map(|(entry, problem)| (found::label(&entry), problem.into()));
    done.failed.extend(unread);
    Ok(Generated {
        packages,
        done,
        removed,
        all,
    })
}

/// What is to be made. Where there is nothing, there is nothing to hold the workspace against.
fn found(order: &Order, descriptions: &mut Descriptions) -> Result<Found, Problem> {
    let found = Found::find(&order.services, descriptions)?;
    if found.is_empty() {
        return Err(Problem::NoDescriptions {
            path: order.from.clone(),
        });
    }
    found.refuse_duplicates()?;
    Ok(found)
}

/// Removes the crates of what vanished upstream, as far as that is known.
fn remove_others(
    workspace: &Workspace,
    present: &[Package],
    is_known: bool,
) -> Result<Vec<Removed>, Problem> {
    if !is_known {
        warn_of!("nothing is removed: any crate may be one of what cannot be read");
        return Ok(Vec::new());
    }
    let names: BTreeSet<&str> = present.iter().map(|package| &*package.name).collect();
    workspace.remove_others(&names)
}

/// The folder of a crate in the workspace.
fn folder(out: &Path, name: &str) -> PathBuf {
    out.join(name)
}
