//! The output of `update --json`.

use serde::Serialize;
use tencent_codegen::Diagnostics;
use tencent_codegen::compare::{Change, Level, ProseChange};
use tencent_codegen::provenance::StaleProvenance;

use super::plan::UpdatePlan;

/// The object for an update.
#[derive(Serialize)]
pub(crate) struct Update<'a> {
    level: Level,
    changes: &'a [Change],
    prose: &'a [ProseChange],
    release: Step<'a>,
    version: Step<'a>,
    review: &'a [StaleProvenance],
    written: bool,
}

#[derive(Serialize)]
struct Step<'a> {
    from: &'a str,
    to: &'a str,
}

impl<'a> Update<'a> {
    pub(crate) fn new(plan: &'a UpdatePlan, written: bool) -> Self {
        let step = |(from, to): &'a (String, String)| Step { from, to };
        Self {
            level: plan.comparison.level,
            changes: &plan.comparison.changes,
            prose: &plan.comparison.prose,
            release: step(&plan.releases),
            version: step(&plan.versions),
            review: &plan.stale,
            written,
        }
    }
}

/// The object for `--check` if the changes conflict with the overlay.
#[derive(Serialize)]
pub(crate) struct Conflicts<'a> {
    release: Step<'a>,
    conflicts: Vec<Conflict<'a>>,
}

#[derive(Serialize)]
struct Conflict<'a> {
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    help: Option<&'a str>,
}

impl<'a> Conflicts<'a> {
    pub(crate) fn new(found: &'a Diagnostics, (from, to): (&'a str, &'a str)) -> Self {
        let conflicts = found.problems().iter().map(|problem| {
            let (line, column) = problem.position().unzip();
            Conflict {
                message: problem.message(),
                file: problem.file(),
                line,
                column,
                help: problem.help_text(),
            }
        });
        Self {
            release: Step { from, to },
            conflicts: conflicts.collect(),
        }
    }
}
