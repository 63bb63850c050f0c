//! `cargo xtask codegen`

use std::time::Instant;

use miette::Result;
use tencent_codegen::ServiceSources;
use tencent_codegen::compare::Snapshot;
use tencent_codegen::sentences::open_sentences;

use crate::arguments::Codegen;
use crate::counted::counted;
use crate::place::Place;
use crate::say::warn_of;
use crate::sync::{Plan, Turn};
use crate::{Outcome, report, text_diff};

pub(crate) fn run(arguments: &Codegen) -> Result<Outcome> {
    let start = Instant::now();
    let place = Place::find(&arguments.folders)?;
    if arguments.check {
        return check(&place, start);
    }
    let turn = Turn::take(&place.out)?;
    // What an interrupted update was about to write is read below.
    turn.finish()?;
    let output = tencent_codegen::generate(&place.sources()?)?;
    let done = turn.apply(output.files)?;
    report::written(&done, start.elapsed());
    Ok(Outcome::Written)
}

fn check(place: &Place, start: Instant) -> Result<Outcome> {
    let sources = place.sources()?;
    let output = tencent_codegen::generate(&sources)?;
    warn_of_open_sentences(&sources)?;
    let plan = Plan::new(&place.out, output.files)?;
    text_diff::show(&plan);
    report::checked(&plan, start.elapsed());
    Ok(if plan.changes_nothing() {
        Outcome::InStep
    } else {
        Outcome::Drifted
    })
}

/// Rules whose sentences changed may be wrong; the crate is made all the same.
fn warn_of_open_sentences(sources: &ServiceSources) -> Result<()> {
    let open = open_sentences(&Snapshot::of_sources(sources)?).len();
    if open > 0 {
        let were = if open == 1 { "was" } else { "were" };
        let rules = counted(open, "rule");
        warn_of!(
            "warning: upstream reworded what {rules} {were} read from; see `cargo xtask review`"
        );
    }
    Ok(())
}
