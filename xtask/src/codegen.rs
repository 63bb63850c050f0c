//! `cargo xtask codegen`

use std::time::Instant;

use miette::Result;
use tencent_codegen::ServiceSources;
use tencent_codegen::compare::Snapshot;
use tencent_codegen::sentences::open_sentences;

use crate::arguments::Codegen;
use crate::problem::Problem;
use crate::say::warn_of;
use crate::sync::{self, Plan, apply};
use crate::{Outcome, report, sources, text_diff};

pub(crate) fn run(arguments: &Codegen) -> Result<Outcome> {
    let start = Instant::now();
    let schema = sources::service_folder(arguments.schema.as_deref())?;
    let out = match &arguments.out {
        Some(folder) => folder.clone(),
        None => sources::in_project("generated")?,
    };
    if !arguments.check {
        // What an interrupted update was about to write is read below.
        sync::finish(&out)?;
    } else if sync::is_open(&out) {
        return Err(Problem::Interrupted { folder: out }.into());
    }
    let sources = sources::load(&schema)?;
    let output = tencent_codegen::generate(&sources)?;
    if arguments.check {
        warn_of_open_sentences(&sources)?;
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
    Ok(Outcome::Written)
}

/// Rules whose sentences changed may be wrong; the crate is made all the same.
fn warn_of_open_sentences(sources: &ServiceSources) -> Result<()> {
    let open = open_sentences(&Snapshot::of_sources(sources)?).len();
    if open > 0 {
        warn_of!(
            "warning: upstream reworded what {open} rules were read from; see `cargo xtask review`"
        );
    }
    Ok(())
}
