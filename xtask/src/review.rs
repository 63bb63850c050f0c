//! `cargo xtask review`

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use miette::Result;
use tencent_codegen::compare::Snapshot;
use tencent_codegen::sentences::{accept, open_sentences};
use tencent_codegen::{ServiceSources, SourceFile};

use crate::arguments::Review;
use crate::place::Place;
use crate::problem::Problem;
use crate::say::{self, say};
use crate::sentences::{Texts, show_open};
use crate::sync::{Plan, Turn};
use crate::upstream::{Cache, Descriptions, Wanted};
use crate::{Outcome, report};

pub(crate) fn run(arguments: &Review) -> Result<Outcome> {
    let place = Place::find(&arguments.folders)?;
    let turn = (!arguments.accept.is_empty()).then(|| Turn::take(&place.out));
    let turn = turn.transpose()?;
    let sources = place.sources()?;
    let snapshot = Snapshot::of_sources(&sources)?;
    let Some(turn) = turn else {
        return list(arguments, &snapshot);
    };
    let start = Instant::now();
    let paths: BTreeSet<String> = arguments.accept.iter().cloned().collect();
    let open = open_sentences(&snapshot);
    let named = |path: &&String| {
        let mut all = open.iter();
        all.any(|sentence| sentence.constraint == **path || sentence.of == **path)
    };
    let strangers: Vec<String> = paths.iter().filter(|path| !named(path)).cloned().collect();
    if !strangers.is_empty() {
        return Err(Problem::NothingOpen { paths: strangers }.into());
    }
    let (overlay, settled) = accept(&snapshot, &sources, &paths);
    let plan = write(&turn, &sources, &overlay)?;
    let left = open.len() - settled;
    say!("settled {settled}, still open {left}");
    report::written(&plan, start.elapsed());
    Ok(Outcome::Written)
}

fn list(arguments: &Review, snapshot: &Snapshot) -> Result<Outcome> {
    let open = open_sentences(snapshot);
    if arguments.json {
        say::json(&open)?;
        return Ok(Outcome::InStep);
    }
    let cache = Cache::find_folder(arguments.cache.as_deref())?;
    let wanted = Wanted::of(snapshot.facts());
    let new = match &arguments.from {
        Some(path) => Some(Descriptions::open(path)?.service(&wanted)?.0),
        None => cache.find(&wanted, &snapshot.facts().source.release),
    };
    let texts = Texts {
        cache: &cache,
        wanted: &wanted,
        old: arguments.old.as_deref(),
        new: new.as_ref(),
    };
    show_open(&open, &texts)?;
    if open.is_empty() {
        say!("nothing is open: every rule was read from the sentences of today");
    }
    Ok(Outcome::InStep)
}

/// Writes the overlay's files, and the crate, which names what each rule was read from.
fn write(turn: &Turn, sources: &ServiceSources, changed: &[SourceFile]) -> Result<Plan> {
    let mut after = sources.clone();
    for file in &mut after.overlay {
        if let Some(now) = changed.iter().find(|changed| changed.path == file.path) {
            file.clone_from(now);
        }
    }
    let output = tencent_codegen::generate(&after)?;
    let texts: Vec<(PathBuf, String)> = changed
        .iter()
        .map(|file| {
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            (file.path.clone(), text)
        })
        .collect();
    Ok(turn.apply_with(output.files, &texts)?)
}
