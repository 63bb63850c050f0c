//! `cargo xtask remove`

use std::time::Instant;

use clap::Args;
use miette::{Report, Result, miette};
use tencent_codegen::compare::Snapshot;
use tencent_codegen::description::Facts;
use tencent_codegen::nearest;

use super::options::Folders;
use crate::outcome::Outcome;
use crate::project::sources;
use crate::update::{UpdatePlan, update_report};

/// Selects fewer actions of the service
///
/// Objects that only they reach go with them. If the overlay describes one of these, nothing is written
/// and the places are named.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// The actions
    #[arg(required = true, value_name = "ACTION")]
    actions: Vec<String>,

    #[command(flatten)]
    folders: Folders,
}

pub(super) fn run(arguments: &Remove) -> Result<Outcome> {
    let start = Instant::now();
    let paths = arguments.folders.find()?;
    let _guard = paths.lock()?;
    let sources = sources::load(&paths.service)?;
    let present = Snapshot::of_sources(&sources)?;
    let mut facts = present.facts().clone();
    for action in &arguments.actions {
        if facts.actions.remove(action).is_none() {
            return Err(not_selected(action, &facts));
        }
    }
    if facts.actions.is_empty() {
        return Err(miette!(
            help = "remove the folder of the service instead, or add another action first",
            "removing {} would leave no action",
            arguments.actions.join(", ")
        ));
    }
    let left = facts.actions.keys().map(String::as_str);
    let plan = UpdatePlan::new(&present, facts.selecting(left))?;
    update_report::show(&plan, None)?;
    let written = plan.write(&present, &sources.facts, &paths)?;
    Ok(update_report::show_written(&plan, written.as_ref(), start))
}

fn not_selected(action: &str, facts: &Facts) -> Report {
    let selected = facts.actions.keys().map(String::as_str);
    let help = match nearest(action, selected.clone()) {
        Some(similar) => format!("did you mean `{similar}`?"),
        None => format!("it holds {}", selected.collect::<Vec<_>>().join(", ")),
    };
    miette!(help = help, "the selection holds no action `{action}`")
}
