//! Generates the crates of a request, and lists them as members of the workspace.

use std::collections::BTreeSet;

use miette::Result;

use super::actions;
use super::found::{self, Found};
use super::jobs::{self, Jobs};
use super::package::Package;
use super::request::SdkRequest;
use super::workspace::{Removed, Workspace};
use crate::console::errln;
use crate::upstream::{Descriptions, no_descriptions};

/// The result of a request.
pub(crate) struct Generated {
    /// The crates of the request.
    pub(crate) packages: Vec<Package>,
    pub(super) jobs: Jobs,
    pub(super) removed: Vec<Removed>,
    /// The number of descriptions, including those that cannot be read.
    pub(super) all: usize,
}

/// Generates all crates of a request, and removes those that upstream no longer describes.
pub(crate) fn generate_all(request: &SdkRequest) -> Result<Generated> {
    let mut descriptions = request.open()?;
    let Found { packages, broken } = find(request, &mut descriptions)?;
    let parsed = actions::check(request, &packages, &mut descriptions)?;
    let workspace = Workspace::open(&request.out, &request.runtime)?;
    // Before the crates, so that the next run recognizes the folder if this one is killed.
    workspace.list_members()?;
    let packages: Vec<Package> = packages.into_iter().collect();
    let mut jobs = jobs::run(request, &packages, parsed);
    let removed = if request.services.are_all() && descriptions.are_whole() {
        remove_others(&workspace, &packages, broken.is_empty())?
    } else {
        Vec::new()
    };
    workspace.list_members()?;
    let all = packages.len() + broken.len();
    let broken = broken.into_iter();
    let failed = broken.map(|(entry, report)| (found::label(&entry), report));
    jobs.failed.extend(failed);
    Ok(Generated {
        packages,
        jobs,
        removed,
        all,
    })
}

fn find(request: &SdkRequest, descriptions: &mut Descriptions) -> Result<Found> {
    let found = Found::find(&request.services, descriptions)?;
    if found.is_empty() {
        return Err(no_descriptions(&request.from));
    }
    found.refuse_duplicates()?;
    Ok(found)
}

/// Removes the crates that upstream no longer describes. If a description cannot be read, any crate may be
/// its crate, and nothing is removed.
fn remove_others(
    workspace: &Workspace,
    packages: &[Package],
    all_are_known: bool,
) -> Result<Vec<Removed>> {
    if !all_are_known {
        errln!("nothing is removed: any crate may be that of a description that cannot be read");
        return Ok(Vec::new());
    }
    let names: BTreeSet<&str> = packages.iter().map(|package| &*package.name).collect();
    workspace.remove_others(&names)
}
