//! `cargo xtask coverage`

use std::path::PathBuf;

use clap::Args;
use miette::Result;
use tencent_codegen::compare::Snapshot;
use tencent_codegen::coverage::{Coverage, Part, coverage};

use crate::console::{self, outln};
use crate::outcome::Outcome;
use crate::project::{self, sources};

/// Counts what the overlay describes
#[derive(Debug, Args)]
pub(crate) struct CoverageArguments {
    /// Print one JSON object and nothing else
    #[arg(long)]
    json: bool,

    /// The folder of the service, or a folder that holds one such folder [default: schema]
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

pub(super) fn run(arguments: &CoverageArguments) -> Result<Outcome> {
    let folder = match &arguments.schema {
        Some(folder) => folder.clone(),
        None => project::in_project("schema")?,
    };
    let folder = sources::only_service(&folder)?;
    let found = coverage(&Snapshot::of_sources(&sources::load(&folder)?)?);
    if arguments.json {
        console::print_json(&found)?;
    } else {
        show(&found);
    }
    Ok(Outcome::UpToDate)
}

fn show(coverage: &Coverage) {
    let part = |name: &str, part: Part| {
        let share = if part.of == 0 {
            100.0
        } else {
            100.0 * part.covered as f64 / part.of as f64
        };
        outln!(
            "{name:<28} {:>6} of {:<6} {share:>5.1} %",
            part.covered,
            part.of
        );
    };
    part("actions described", coverage.actions);
    part("objects described", coverage.objects);
    part("members described", coverage.members);
    let count = |name: &str, count: usize| outln!("{name:<28} {count:>6}");
    count("enums", coverage.enums);
    count("members with an enum", coverage.members_with_enum);
    count("members with a constraint", coverage.constraints);
    count("rules between members", coverage.rules);
    count("rules with stale provenance", coverage.stale_provenance);
    for path in &coverage.undescribed {
        outln!("not described: {path}");
    }
}
