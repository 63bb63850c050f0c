//! Says what was done.

use std::time::Duration;

use anstyle::{AnsiColor, Style};

use crate::say::say;
use crate::sync::{Change, Plan};

/// What was written.
pub(crate) fn written(plan: &Plan, taken: Duration) {
    list(plan);
    summary(plan, taken, "");
}

/// What was written, in one line: every file names the release in its first one, so all change.
pub(crate) fn summed(plan: &Plan, taken: Duration) {
    summary(plan, taken, "");
}

/// What would be written.
pub(crate) fn checked(plan: &Plan, taken: Duration) {
    list(plan);
    if plan.changes_nothing() {
        summary(plan, taken, "in step: ");
    } else {
        summary(plan, taken, "out of step: ");
        say!("Run `cargo xtask codegen` with the same folders to write this.");
    }
}

fn list(plan: &Plan) {
    for (path, change) in &plan.files {
        let (word, colour, note) = match change {
            Change::Created { .. } => ("created", AnsiColor::Green, ""),
            Change::Updated { edited: true, .. } => {
                let note = " (somebody had edited it; edit schema/ or the generator instead)";
                ("updated", AnsiColor::Yellow, note)
            }
            Change::Updated { .. } => ("updated", AnsiColor::Yellow, ""),
            Change::Removed { .. } => ("removed", AnsiColor::Red, ""),
            Change::Left { edited: true } => {
                let note = " (no longer generated, but somebody edited it)";
                ("left", AnsiColor::Cyan, note)
            }
            Change::Left { .. } => ("left", AnsiColor::Cyan, " (not the generator's)"),
            Change::Unchanged => continue,
        };
        let style = Style::new().fg_color(Some(colour.into()));
        say!("{style}{word:<8}{style:#} {path}{note}");
    }
}

fn summary(plan: &Plan, taken: Duration, state: &str) {
    let count = |of: fn(&Change) -> bool| plan.files.values().filter(|change| of(change)).count();
    say!(
        "{}: {state}{} created, {} updated, {} removed, {} unchanged, {} left, in {:.2} s",
        plan.root.display(),
        count(|change| matches!(change, Change::Created { .. })),
        count(|change| matches!(change, Change::Updated { .. })),
        count(|change| matches!(change, Change::Removed { .. })),
        count(|change| matches!(change, Change::Unchanged)),
        count(|change| matches!(change, Change::Left { .. })),
        taken.as_secs_f64(),
    );
}
