//! `cargo xtask update`

use std::time::Instant;

use miette::{IntoDiagnostic, Result};
use serde::Serialize;
use tencent_codegen::compare::{Change, Level, ProseChange};
use tencent_codegen::sentences::OpenSentence;

use crate::adoption::Adoption;
use crate::arguments::Update;
use crate::counted::counted;
use crate::place::Place;
use crate::say::say;
use crate::sentences::{Texts, show_open};
use crate::sync::Turn;
use crate::upstream::{Cache, Wanted, described};
use crate::{Outcome, comparison, report, sources};

pub(crate) fn run(arguments: &Update) -> Result<Outcome> {
    let start = Instant::now();
    let place = Place::find(&arguments.folders)?;
    let cache = Cache::find_folder(arguments.source.cache.as_deref())?;
    let may_write = !arguments.check && !arguments.dry_run;
    let turn = may_write.then(|| Turn::take(&place.out)).transpose()?;
    let sources = place.sources()?;
    let present = sources::facts(&sources)?;
    let wanted = Wanted::of(&present);
    let (upstream, file) = described(
        arguments.source.from.as_deref(),
        arguments.source.tccli.as_deref(),
        &cache,
        &wanted,
    )?;
    let selected = present.actions.keys().map(String::as_str);
    let adoption = Adoption::plan(&place, &sources, upstream.facts(selected)?)?;
    let news = adoption.is_news();
    let turn = turn.filter(|_| news);
    let texts = Texts {
        cache: &cache,
        wanted: &wanted,
        old: arguments.old.as_deref(),
        new: Some(&upstream),
    };
    if arguments.json {
        let text =
            serde_json::to_string_pretty(&Told::of(&adoption, turn.is_some())).into_diagnostic()?;
        say!("{text}");
    } else {
        tell(&adoption, &texts)?;
    }
    let mut outcome = match news && arguments.check {
        true => Outcome::Drifted,
        false => Outcome::InStep,
    };
    if let Some(turn) = turn {
        let next = next_steps(&adoption);
        let plan = adoption.write(&turn)?;
        outcome = Outcome::Written;
        cache.keep(&upstream, &file);
        if !arguments.json {
            report::summed(&plan, start.elapsed());
            next.iter().for_each(|line| say!("{line}"));
        }
    }
    Ok(outcome)
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

fn tell(adoption: &Adoption, texts: &Texts<'_>) -> Result<()> {
    let (from, to) = &adoption.releases;
    say!("tccli {from} -> {to}");
    comparison::show(&adoption.comparison);
    if adoption.is_news() {
        let (from, to) = &adoption.versions;
        let level = adoption.comparison.level.as_str();
        say!("version {from} -> {to} ({level})");
    }
    show_open(&adoption.open, texts)
}

/// What a person has to do.
fn next_steps(adoption: &Adoption) -> Vec<String> {
    let mut lines = vec!["Now:".to_owned()];
    let mut step = |text: String| lines.push(format!("  {}. {text}", lines.len()));
    let open = adoption.open.len();
    if open > 0 {
        step(format!(
            "read what changed behind {}, mend the overlay where it is no longer true, and settle \
             each with `cargo xtask review --accept PATH`",
            counted(open, "rule")
        ));
    }
    let undocumented = adoption.undocumented();
    if !undocumented.is_empty() {
        let shown: Vec<&str> = undocumented.iter().take(6).copied().collect();
        let more = undocumented.len() - shown.len();
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        step(format!(
            "describe what is new in the overlay: {}{more}",
            shown.join(", ")
        ));
    }
    step("run `cargo test --workspace`".to_owned());
    step("read the changelog's entry, and commit".to_owned());
    lines
}
