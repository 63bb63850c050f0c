//! Shows the result of a request.

use std::time::Instant;

use miette::{Result, miette};
use tencent_codegen::{Diagnostics, render};

use super::generate::Generated;
use crate::console::{counted, errln, outln};
use crate::output::short;

/// Shows how many crates were written, and the files that stay.
pub(crate) fn show(generated: &Generated, start: Instant) {
    for removed in &generated.removed {
        outln!("removed  {}", removed.folder.display());
    }
    for title in &generated.jobs.without_client {
        outln!("note     upstream withdrew all actions of {title}, so its crate has no client");
    }
    let left = generated.removed.iter().flat_map(|removed| &removed.left);
    for path in generated.jobs.left.iter().chain(left) {
        outln!(
            "left     {} (not the generator's, or edited by hand; remove it unless you need it)",
            short(path).display()
        );
    }
    outln!(
        "{} written ({}), {} unchanged, {} removed, in {:.2} s",
        counted(generated.jobs.written, "crate"),
        counted(generated.jobs.files, "file"),
        generated.jobs.unchanged,
        generated.removed.len(),
        start.elapsed().as_secs_f64(),
    );
}

/// Fails if a crate could not be generated, and shows why.
pub(crate) fn check(generated: &Generated) -> Result<()> {
    let failed = &generated.jobs.failed;
    for (name, report) in failed {
        match report.downcast_ref::<Diagnostics>() {
            Some(diagnostics) => {
                errln!("{name}: {diagnostics}");
                for problem in diagnostics.problems() {
                    errln!("{}", render(problem));
                }
            }
            None => errln!("{name}:\n{}", render(report.as_ref())),
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    Err(miette!(
        help = "the other crates are up to date",
        "{} of {} crates could not be made; see the reasons above",
        failed.len(),
        generated.all
    ))
}
