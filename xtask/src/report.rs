//! Says what was done.

use std::time::Duration;

use anstyle::{AnsiColor, Style};

use crate::counted::counted;
use crate::leftovers::{self, Leftover};
use crate::say::{say, warn_of};
use crate::sync::{Change, Plan, Whose, short};

/// What was written.
pub(crate) fn written(plan: &Plan, taken: Duration) {
    list(plan);
    summed(plan, taken);
}

/// What was written, in one line.
pub(crate) fn summed(plan: &Plan, taken: Duration) {
    summary(plan, taken, "");
    if std::env::current_dir().is_err() {
        warn_of!(
            "note: this shell stands in the folder that was replaced; `cd \"$PWD\"` leads into the new one"
        );
    }
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

/// First what says something new, then the rest in few lines.
fn list(plan: &Plan) {
    let mut following = 0;
    for (path, change) in &plan.files {
        if plan.follows(path, change) {
            following += 1;
        } else {
            show(path, change);
        }
    }
    if following > 0 {
        let (files, name) = match following {
            1 => ("1 file".to_owned(), "names"),
            many => (counted(many, "file"), "name"),
        };
        line(
            "updated",
            AnsiColor::Yellow,
            &format!("… and {files} that only {name} the new description"),
        );
    }
    for left in leftovers::of(plan) {
        let what = match left {
            Leftover::File(path) => format!("{path} (not the generator's)"),
            Leftover::Folder(path, files) => {
                let files = counted(files, "file");
                format!("{path}/ ({files}, not the generator's)")
            }
        };
        line("left", AnsiColor::Cyan, &what);
    }
}

fn show(path: &str, change: &Change) {
    let (word, colour, note) = match change {
        Change::Created { .. } => ("created", AnsiColor::Green, ""),
        Change::Updated { edited: true, .. } => {
            let note = " (somebody had edited it; edit schema/ or the generator instead)";
            ("updated", AnsiColor::Yellow, note)
        }
        Change::Updated { .. } => ("updated", AnsiColor::Yellow, ""),
        Change::Removed { .. } => ("removed", AnsiColor::Red, ""),
        Change::Left(Whose::Edited) => {
            let note = " (no longer generated, but somebody edited it)";
            ("left", AnsiColor::Cyan, note)
        }
        Change::Left(Whose::Unproven) => {
            let note = " (it says that it was generated, but no manifest proves it; remove it unless you need it)";
            ("left", AnsiColor::Cyan, note)
        }
        Change::Left(Whose::Foreign) | Change::Unchanged => return,
    };
    line(word, colour, &format!("{path}{note}"));
}

fn line(word: &str, colour: AnsiColor, what: &str) {
    let style = Style::new().fg_color(Some(colour.into()));
    say!("{style}{word:<8}{style:#} {what}");
}

fn summary(plan: &Plan, taken: Duration, state: &str) {
    let count = |of: fn(&Change) -> bool| plan.files.values().filter(|change| of(change)).count();
    say!(
        "{}: {state}{} created, {} updated, {} removed, {} unchanged, {} left, in {:.2} s",
        short(&plan.root).display(),
        count(|change| matches!(change, Change::Created { .. })),
        count(|change| matches!(change, Change::Updated { .. })),
        count(|change| matches!(change, Change::Removed { .. })),
        count(|change| matches!(change, Change::Unchanged)),
        count(|change| matches!(change, Change::Left(_))),
        taken.as_secs_f64(),
    );
}
