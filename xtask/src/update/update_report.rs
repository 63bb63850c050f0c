//! Shows an update: its changes, and the steps that are left for a person.

use std::time::Instant;

use miette::Result;
use tencent_codegen::compare::{Change, Kind};

use super::comparison;
use super::plan::UpdatePlan;
use super::stale_provenance::{self, Prose};
use crate::console::{counted, outln};
use crate::outcome::Outcome;
use crate::output::{Plan, report};

/// Shows the changes. With `prose`, it shows the rules whose prose changed too.
pub(crate) fn show(plan: &UpdatePlan, prose: Option<&Prose<'_>>) -> Result<()> {
    let (from, to) = &plan.releases;
    if from == to {
        outln!("tccli {to}");
    } else {
        outln!("tccli {from} -> {to}");
    }
    comparison::show(&plan.comparison);
    if plan.has_changes() {
        let (from, to) = &plan.versions;
        let level = plan.comparison.level.as_str();
        outln!("version {from} -> {to} ({level})");
    }
    prose.map_or(Ok(()), |prose| stale_provenance::show(&plan.stale, prose))
}

/// Shows the files that were written and the steps that are left.
pub(crate) fn show_written(plan: &UpdatePlan, written: Option<&Plan>, start: Instant) -> Outcome {
    let Some(files) = written else {
        return Outcome::UpToDate;
    };
    report::show_summary(files, start.elapsed());
    if plan.has_changes() {
        show_next_steps(plan);
    }
    Outcome::Written
}

fn show_next_steps(plan: &UpdatePlan) {
    outln!("Next steps:");
    for (position, step) in next_steps(plan).iter().enumerate() {
        outln!("  {}. {step}", position + 1);
    }
}

fn next_steps(plan: &UpdatePlan) -> Vec<String> {
    let mut steps = Vec::new();
    let offline = paths_of(plan, |change| {
        change.kind == Kind::ActionStatus && change.to.as_deref() == Some("offline")
    });
    if !offline.is_empty() {
        steps.push(format!(
            "upstream serves {} no longer; remove the actions that you do not need with `cargo xtask \
             remove {}`",
            offline.join(", "),
            offline.join(" ")
        ));
    }
    let stale = plan.stale.len();
    if stale > 0 {
        steps.push(format!(
            "read the changed prose behind {}, correct the overlay if it is no longer true, and \
             accept each rule with `cargo xtask review --accept PATH`",
            counted(stale, "rule")
        ));
    }
    let undocumented = paths_of(plan, |change| {
        use Kind::{ActionAdded, MemberAdded, MemberRenamed, ObjectAdded};
        matches!(
            change.kind,
            ActionAdded | MemberAdded | MemberRenamed | ObjectAdded
        )
    });
    if !undocumented.is_empty() {
        steps.push(format!(
            "describe what is new in the overlay: {}",
            shortened(&undocumented)
        ));
    }
    steps.push("run `cargo test --workspace`".to_owned());
    steps.push("read the entry in the changelog, and commit".to_owned());
    steps
}

fn paths_of(plan: &UpdatePlan, wanted: impl Fn(&Change) -> bool) -> Vec<&str> {
    let changes = plan.comparison.changes.iter();
    let changes = changes.filter(|change| wanted(change));
    changes.map(|change| change.path.as_str()).collect()
}

fn shortened(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    match names.len().checked_sub(SHOWN) {
        None | Some(0) => names.join(", "),
        Some(more) => {
            let shown = names.iter().take(SHOWN).copied();
            let shown: Vec<&str> = shown.collect();
            format!(
                "{} and {more} more, which `cargo xtask coverage` lists",
                shown.join(", ")
            )
        }
    }
}
