//! One command at a time writes: two would pull the folder from under each other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::journal::{self, Journal};
use super::lock::Lock;
use super::plan::Plan;
use super::stage::{Durable, Staged, stage};
use super::{mount, parent, swap};
use crate::problem::Problem;

/// The right to write a crate's folder and what belongs to it. It ends with the value, or with the
/// program. Whoever reads what it is going to write from takes it first.
#[derive(Debug)]
pub(crate) struct Turn {
    out: PathBuf,
    _lock: Lock,
}

impl Turn {
    /// Waits until no other command works on the folder.
    pub(crate) fn take(out: &Path) -> Result<Self, Problem> {
        Ok(Self {
            out: out.to_path_buf(),
            _lock: Lock::take(&parent(out))?,
        })
    }

    /// Finishes what a command that was interrupted had begun, but for the crate, which is made again
    /// from what stands in the files then.
    pub(crate) fn finish(&self) -> Result<(), Problem> {
        journal::recover(&self.out)?;
        swap::recover(&self.out)
    }

    /// Brings the folder in step, and says what that took.
    pub(crate) fn apply(&self, files: BTreeMap<String, String>) -> Result<Plan, Problem> {
        self.apply_with(files, &[])
    }

    /// Brings the folder in step and gives single files new texts: all of it or nothing.
    pub(crate) fn apply_with(
        &self,
        files: BTreeMap<String, String>,
        others: &[(PathBuf, String)],
    ) -> Result<Plan, Problem> {
        self.finish()?;
        // Whatever fails below has changed nothing, unless it says so itself.
        self.put(files, others).map_err(Problem::unwritten)
    }

    fn put(
        &self,
        files: BTreeMap<String, String>,
        others: &[(PathBuf, String)],
    ) -> Result<Plan, Problem> {
        let plan = Plan::new(&self.out, files)?;
        let staged = staged(&plan, Durable::Yes)?;
        let journal = Journal::new(&self.out, others)?;
        match staged {
            staged if !journal.is_empty() => journal.commit(&self.out, staged)?,
            Some(staged) => swap::swap(staged, &self.out)?,
            None => {}
        }
        Ok(plan)
    }
}

/// Brings one of many folders in step, which can all be made again: their files are not forced to the
/// disk one by one, and nobody else is waited for.
pub(crate) fn apply_many(out: &Path, files: BTreeMap<String, String>) -> Result<Plan, Problem> {
    let out = super::resolved(out)?;
    swap::recover(&out)?;
    let plan = Plan::new(&out, files)?;
    if let Some(staged) = staged(&plan, Durable::No)? {
        swap::swap(staged, &out)?;
    }
    Ok(plan)
}

fn staged(plan: &Plan, durable: Durable) -> Result<Option<Staged>, Problem> {
    if plan.changes_nothing() {
        return Ok(None);
    }
    mount::refuse(plan)?;
    stage(plan, durable).map(Some)
}
