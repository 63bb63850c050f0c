//! Shows what was written, or what would be.

use std::time::Duration;

use anstyle::{AnsiColor, Style};

use super::change::{Change, Ownership};
use super::leftovers::{self, Leftover};
use super::paths::short;
use super::plan::Plan;
use crate::console::{counted, outln};

/// Shows the files that were written.
pub(crate) fn show_written(plan: &Plan, elapsed: Duration) {
    list(plan);
    summary(plan, elapsed, "");
}

/// Shows in one line how many files were written.
pub(crate) fn show_summary(plan: &Plan, elapsed: Duration) {
    summary(plan, elapsed, "");
}

/// Shows the files that would be written.
pub(crate) fn show_check(plan: &Plan, elapsed: Duration) {
    list(plan);
    if plan.is_up_to_date() {
        summary(plan, elapsed, "up to date: ");
    } else {
        summary(plan, elapsed, "out of date: ");
        outln!("Run `cargo xtask codegen` with the same folders to write this.");
    }
}

/// Lists the files that change, and those that stay although they are not generated.
fn list(plan: &Plan) {
    for (path, change) in &plan.files {
        show(path, change);
    }
    for left in leftovers::of(plan) {
        let text = match left {
            Leftover::File(path) => format!("{path} (not the generator's)"),
            Leftover::Folder(path, files) => {
                let files = counted(files, "file");
                format!("{path}/ ({files}, not the generator's)")
            }
        };
        line("left", AnsiColor::Cyan, &text);
    }
}

fn show(path: &str, change: &Change) {
    let (word, colour, note) = match change {
        Change::Created { .. } => ("created", AnsiColor::Green, ""),
        Change::Updated { .. } => ("updated", AnsiColor::Yellow, ""),
        Change::Removed { .. } => ("removed", AnsiColor::Red, ""),
        Change::Edited { .. } => {
            let note = " (edited by hand; move the edit to schema/ or the generator, then restore \
                        or remove the file)";
            ("edited", AnsiColor::Magenta, note)
        }
        Change::Left(Ownership::Edited) => {
            let note = " (no longer generated, and edited by hand; remove it unless you need it)";
            ("left", AnsiColor::Cyan, note)
        }
        Change::Left(Ownership::Foreign) | Change::Unchanged => return,
    };
    line(word, colour, &format!("{path}{note}"));
}

fn line(word: &str, colour: AnsiColor, text: &str) {
    let style = Style::new().fg_color(Some(colour.into()));
    outln!("{style}{word:<8}{style:#} {text}");
}

fn summary(plan: &Plan, elapsed: Duration, state: &str) {
    let count = |of: fn(&Change) -> bool| plan.files.values().filter(|change| of(change)).count();
    outln!(
        "{}: {state}{} created, {} updated, {} removed, {} unchanged, {} left, in {:.2} s",
        short(&plan.root).display(),
        count(|change| matches!(change, Change::Created { .. })),
        count(|change| matches!(change, Change::Updated { .. })),
        count(|change| matches!(change, Change::Removed { .. })),
        count(|change| matches!(change, Change::Unchanged)),
        count(|change| matches!(change, Change::Left(_) | Change::Edited { .. })),
        elapsed.as_secs_f64(),
    );
}
