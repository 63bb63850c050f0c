//! `cargo xtask coverage`

use miette::Result;
use tencent_codegen::compare::Snapshot;
use tencent_codegen::coverage::{Coverage, Part, coverage};

use crate::Outcome;
use crate::arguments::CoverageOf;
use crate::say::{self, say};
use crate::sources;

pub(crate) fn run(arguments: &CoverageOf) -> Result<Outcome> {
    let folder = sources::service_folder(arguments.schema.as_deref())?;
    let found = coverage(&Snapshot::of_sources(&sources::load(&folder)?)?);
    if arguments.json {
        say::json(&found)?;
    } else {
        show(&found);
    }
    Ok(Outcome::InStep)
}

fn show(coverage: &Coverage) {
    let part = |name: &str, part: Part| {
        let share = if part.of == 0 {
            100.0
        } else {
            100.0 * part.covered as f64 / part.of as f64
        };
        say!(
            "{name:<28} {:>6} of {:<6} {share:>5.1} %",
            part.covered,
            part.of
        );
    };
    part("actions described", coverage.actions);
    part("objects described", coverage.objects);
    part("members described", coverage.members);
    let count = |name: &str, count: usize| say!("{name:<28} {count:>6}");
    count("enums", coverage.enums);
    count("members with an enum", coverage.members_with_enum);
    count("members with a constraint", coverage.constraints);
    count("rules between members", coverage.rules);
    count("sentences to be read again", coverage.open_sentences);
    for path in &coverage.undescribed {
        say!("not described: {path}");
    }
}
