//! `cargo xtask codegen`

use std::time::Instant;

use clap::Args;
use miette::Result;
use tencent_codegen::compare::Snapshot;
use tencent_codegen::provenance::stale_provenance;

use super::options::Folders;
use crate::console::{counted, errln};
use crate::outcome::Outcome;
use crate::output::{Plan, refuse_foreign_folder, report, text_diff};
use crate::project::sources;

/// Generates the crate, or checks that it is up to date
///
/// Everything is generated before anything is written. Then each file that differs is replaced with an
/// atomic rename. If the command is killed, each file is complete, --check reports the difference, and the
/// next run writes the rest.
///
/// The first line of each file contains a digest of the rest. A file whose digest is correct is replaced, or
/// removed if it is no longer generated. A file that a person wrote or edited is never touched: if it is in
/// the way, nothing is written and the file is named.
///
/// Files whose text stays are not touched.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask codegen                        generate generated/ from schema/
  cargo xtask codegen --check                show what differs, write nothing (for CI)
  cargo xtask codegen --schema schema/ess-2020-11-11 --out ../tencent-ess

Exit status: 0 written or up to date, 1 --check found a difference, 2 the command failed.")]
pub(crate) struct Codegen {
    /// Write nothing; show what differs, and exit with 1 if anything does
    #[arg(long)]
    check: bool,

    #[command(flatten)]
    folders: Folders,
}

pub(super) fn run(arguments: &Codegen) -> Result<Outcome> {
    let start = Instant::now();
    let paths = arguments.folders.find()?;
    let guard = (!arguments.check).then(|| paths.lock()).transpose()?;
    let snapshot = Snapshot::of_sources(&sources::load(&paths.service)?)?;
    refuse_foreign_folder(&paths.out)?;
    if guard.is_some() {
        let plan = paths.plan(&snapshot)?;
        plan.apply()?;
        report::show_written(&plan, start.elapsed());
        return Ok(Outcome::Written);
    }
    warn_of_stale_provenance(&snapshot);
    let files = snapshot.generate()?.files;
    let plan =
        Plan::new(&paths.out, files)?.with_lock(snapshot.package(), snapshot.crate_version())?;
    text_diff::show(&plan);
    report::show_check(&plan, start.elapsed());
    Ok(match plan.is_up_to_date() {
        true => Outcome::UpToDate,
        false => Outcome::OutOfDate,
    })
}

/// Rules with changed prose may be wrong, but the crate is generated.
fn warn_of_stale_provenance(snapshot: &Snapshot) {
    let stale = stale_provenance(snapshot).len();
    if stale > 0 {
        let were = if stale == 1 { "was" } else { "were" };
        let rules = counted(stale, "rule");
        errln!(
            "warning: upstream reworded what {rules} {were} read from; see `cargo xtask review`"
        );
    }
}
