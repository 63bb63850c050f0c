//! What is told of a run.

use std::time::Instant;

use tencent_codegen::{Diagnostics, render};

use super::Generated;
use crate::counted::counted;
use crate::problem::Problem;
use crate::say::{say, warn_of};
use crate::sync::short;

/// What was done.
pub(super) fn done(generated: &Generated, start: Instant) {
    for path in &generated.done.edited {
        say!(
            "updated  {} (somebody had edited it; it is the generator's)",
            short(path).display()
        );
    }
    for removed in &generated.removed {
        say!("removed  {}", removed.folder.display());
    }
    let left = generated.removed.iter().flat_map(|removed| &removed.left);
    for path in generated.done.left.iter().chain(left) {
        say!(
            "left     {} (not the generator's, or somebody edited it; remove it unless you need it)",
            short(path).display()
        );
    }
    say!(
        "{} written ({}), {} unchanged, {} removed, in {:.2} s",
        counted(generated.done.written, "crate"),
        counted(generated.done.files, "file"),
        generated.done.unchanged,
        generated.removed.len(),
        start.elapsed().as_secs_f64(),
    );
}

/// Why crates could not be made, where some could not.
pub(super) fn all_made(failed: &[(String, miette::Report)], all: usize) -> Result<(), Problem> {
    for (name, report) in failed {
        match report.downcast_ref::<Diagnostics>() {
            Some(diagnostics) => {
                warn_of!("{name}: {diagnostics}");
                for problem in diagnostics.problems() {
                    warn_of!("{}", render(problem));
                }
            }
            None => warn_of!("{name}:\n{}", render(report.as_ref())),
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    Err(Problem::SomeFailed {
        failed: failed.len(),
        all,
    })
}
