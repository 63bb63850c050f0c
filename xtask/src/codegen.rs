//! `cargo xtask codegen`

use std::time::Instant;

use miette::Result;

use crate::arguments::Codegen;
use crate::sync::{Plan, apply};
use crate::{Outcome, report, sources, text_diff};

pub(crate) fn run(arguments: &Codegen) -> Result<Outcome> {
    let start = Instant::now();
    let schema = sources::service_folder(arguments.schema.as_deref())?;
    let out = match &arguments.out {
        Some(folder) => folder.clone(),
        None => sources::in_project("generated")?,
    };
    let output = tencent_codegen::generate(&sources::load(&schema)?)?;
    if arguments.check {
        let plan = Plan::new(&out, output.files)?;
        text_diff::show(&plan);
        report::checked(&plan, start.elapsed());
        return Ok(if plan.changes_nothing() {
            Outcome::InStep
        } else {
            Outcome::Drifted
        });
    }
    let done = apply(&out, output.files)?;
    report::written(&done, start.elapsed());
    Ok(Outcome::InStep)
}
