//! `cargo xtask update`

use std::time::Instant;

use miette::{Report, Result};
use serde::Serialize;
use tencent_codegen::compare::{Change, Level, ProseChange, Snapshot};
use tencent_codegen::render;
use tencent_codegen::sentences::OpenSentence;

use crate::adoption::{Adoption, Conflict};
use crate::arguments::Update;
use crate::place::Place;
use crate::say::warn_of;
use crate::sentences::Texts;
use crate::sync::Turn;
use crate::upstream::{Cache, Wanted, described};
use crate::{Outcome, news, report, say};

pub(crate) fn run(arguments: &Update) -> Result<Outcome> {
    let start = Instant::now();
    let place = Place::find(&arguments.folders)?;
    let cache = Cache::find_folder(arguments.source.cache.as_deref())?;
    let may_write = !arguments.check && !arguments.dry_run;
    let turn = may_write.then(|| Turn::take(&place.out)).transpose()?;
    let sources = place.sources()?;
    let present = Snapshot::of_sources(&sources)?;
    let wanted = Wanted::of(present.facts());
    let (upstream, file) = described(
        arguments.source.from.as_deref(),
        arguments.source.tccli.as_deref(),
        &cache,
        &wanted,
    )?;
    let selected = present.facts().actions.keys().map(String::as_str);
    let adoption = match Adoption::of(&place, &sources, &present, &upstream, selected) {
        Ok(adoption) => adoption,
        Err(report) if arguments.check => {
            let releases = (&*present.facts().source.release, upstream.release());
            return found_conflict(report, releases, arguments.json);
        }
        Err(report) => return Err(report),
    };
    if !arguments.json {
        let texts = Texts {
            cache: &cache,
            wanted: &wanted,
            old: arguments.old.as_deref(),
            new: Some(&upstream),
        };
        news::show(&adoption, Some(&texts))?;
    }
    let turn = turn.filter(|_| adoption.is_news());
    let plan = turn.map(|turn| adoption.write(&turn)).transpose()?;
    if plan.is_some() {
        cache.keep(&upstream, &file);
    }
    if arguments.json {
        say::json(&Told::of(&adoption, plan.is_some()))?;
    } else if let Some(plan) = &plan {
        report::summed(plan, start.elapsed());
        news::show_next_steps(&adoption);
    }
    Ok(match plan {
        Some(_) => Outcome::Written,
        None if adoption.is_news() && arguments.check => Outcome::Drifted,
        None => Outcome::InStep,
    })
}

/// What does not fit is news as well: whoever asked for that has to act.
fn found_conflict(report: Report, releases: (&str, &str), json: bool) -> Result<Outcome> {
    let conflict = report.downcast::<Conflict>()?;
    if json {
        say::json(&Refused::of(&conflict, releases))?;
    }
    warn_of!("{}", render(&conflict));
    Ok(Outcome::Drifted)
}

/// What `--json` prints.
#[derive(Serialize)]
struct Told<'a> {
    level: Level,
    changes: &'a [Change],
    prose: &'a [ProseChange],
    release: Step<'a>,
    version: Step<'a>,
    review: &'a [OpenSentence],
    written: bool,
}

#[derive(Serialize)]
struct Step<'a> {
    from: &'a str,
    to: &'a str,
}

impl<'a> Told<'a> {
    fn of(adoption: &'a Adoption, written: bool) -> Self {
        let step = |(from, to): &'a (String, String)| Step { from, to };
        Self {
            level: adoption.comparison.level,
            changes: &adoption.comparison.changes,
            prose: &adoption.comparison.prose,
            release: step(&adoption.releases),
            version: step(&adoption.versions),
            review: &adoption.open,
            written,
        }
    }
}

/// What `--check --json` prints where upstream's news does not fit.
#[derive(Serialize)]
struct Refused<'a> {
    release: Step<'a>,
    conflicts: Vec<Misfit<'a>>,
}

#[derive(Serialize)]
struct Misfit<'a> {
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    help: Option<&'a str>,
}

impl<'a> Refused<'a> {
    fn of(conflict: &'a Conflict, (from, to): (&'a str, &'a str)) -> Self {
        let misfits = conflict.problems().iter().map(|problem| {
            let (line, column) = problem.position().unzip();
            Misfit {
                message: problem.message(),
                file: problem.file(),
                line,
                column,
                help: problem.advice(),
            }
        });
        Self {
            release: Step { from, to },
            conflicts: misfits.collect(),
        }
    }
}
