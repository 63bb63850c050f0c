//! `cargo xtask sdk`

mod actions;
mod found;
mod jobs;
mod order;
mod package;
mod progress;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use miette::Result;

use self::found::Found;
pub(crate) use self::order::{Order, Services};
use self::package::Made;
pub(crate) use self::package::Package;
use crate::arguments::Sdk;
use crate::counted::counted;
use crate::problem::Problem;
use crate::say::{say, warn_of};
use crate::upstream::Descriptions;
use crate::{Outcome, sync};

pub(crate) fn run(arguments: &Sdk) -> Result<Outcome> {
    let start = Instant::now();
    let generated = generate(&Order::of(arguments)?)?;
    report(&generated, start);
    Ok(Outcome::Written)
}

/// What was done.
pub(crate) struct Generated {
    /// The crates that are in step now.
    pub(crate) packages: Vec<Package>,
    made: BTreeMap<Made, usize>,
    files: usize,
    removed: Vec<PathBuf>,
}

/// Brings the workspace in step.
pub(crate) fn generate(order: &Order) -> Result<Generated> {
    let mut descriptions = order.open()?;
    let Found { packages, broken } = found(order, &mut descriptions)?;
    actions::check(order, &packages, &mut descriptions)?;
    let turn = workspace::prepare(&order.out, &order.runtime)?;
    let packages: Vec<Package> = packages.into_iter().collect();
    let mut done = jobs::done(order, &packages);
    let removed = if order.services.are_all() && descriptions.are_whole() {
        remove_others(order, &packages, broken.is_empty())?
    } else {
        Vec::new()
    };
    drop(turn);
    let all = packages.len() + broken.len();
    let unread = broken.into_iter();
    let unread = unread.map(|(entry, problem)| (found::label(&entry), problem.into()));
    done.failed.extend(unread);
    all_made(&done.failed, all)?;
    Ok(Generated {
        packages,
        made: done.made,
        files: done.files,
        removed,
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
    order: &Order,
    present: &[Package],
    is_known: bool,
) -> Result<Vec<PathBuf>, Problem> {
    if !is_known {
        warn_of!("nothing is removed: any crate may be one of what cannot be read");
        return Ok(Vec::new());
    }
    let names: BTreeSet<&str> = present.iter().map(|package| &*package.name).collect();
    workspace::remove_others(&order.out, &names)
}

fn all_made(failed: &[(String, miette::Report)], all: usize) -> Result<(), Problem> {
    for (name, report) in failed {
        warn_of!("{name}: {report:?}");
    }
    if failed.is_empty() {
        return Ok(());
    }
    Err(Problem::SomeFailed {
        failed: failed.len(),
        all,
    })
}

fn report(generated: &Generated, start: Instant) {
    for folder in &generated.removed {
        say!("removed  {}", folder.display());
    }
    let count = |made| generated.made.get(&made).copied().unwrap_or_default();
    say!(
        "{} written ({}), {} unchanged, {} removed, in {:.2} s",
        counted(count(Made::Written), "crate"),
        counted(generated.files, "file"),
        count(Made::Unchanged),
        generated.removed.len(),
        start.elapsed().as_secs_f64(),
    );
}

/// The folder of a crate in the workspace.
fn folder(out: &Path, name: &str) -> PathBuf {
    out.join(name)
}

/// Removes what was generated in a folder.
fn remove(folder: &Path) -> Result<(), Problem> {
    sync::remove(folder, &[package::INPUTS])
}
